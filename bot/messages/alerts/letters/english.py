"""The mail in English."""

from bot.messages.alerts.letters.letter import Letter, Matter
from jobs.model.findings import LetterSubject

_FEWER = (
    "The more links leave a page, the less each of them counts. Could we talk about how to bring their number down?"
)

ENGLISH = Letter(
    subject="Our link on {host}",
    subject_page="Your page on {host}",
    subject_deal="Our exchange of links with {host}",
    greeting="Hello,",
    matters={
        LetterSubject.LOST: Matter(
            "We can no longer find the link to us here:",
            "Perhaps it was lost in an update. Could you put it back?",
        ),
        LetterSubject.GONE: Matter(
            "The page that linked to us can no longer be found:",
            "Has it moved? If so, could you tell us its new address, or place the link on another page?",
        ),
        LetterSubject.REPLACED: Matter(
            "At the address of the page that linked to us we now find another page:",
            "Is the page that stood there to come back, or has it moved? If so, could you tell us its new address?",
        ),
        LetterSubject.TEXT_ONLY: Matter(
            "Our address is still there, but it is no longer a link:", "Could you make it a link again?"
        ),
        LetterSubject.SCRIPT: Matter(
            "The link to us works through a script only, which search engines do not follow:",
            "Could you make it a plain link again?",
        ),
        LetterSubject.ELSEWHERE: Matter(
            "The link leads to another of our pages now:",
            "Could you point it at our page named above?",
            now="It leads to: {}",
        ),
        LetterSubject.REL: Matter(
            "The link to us carries a mark that we had not agreed on:",
            "Could you take the mark out of the link?",
            now="Mark: {}",
        ),
        LetterSubject.PAGE_NOFOLLOW: Matter(
            "Where the link to us stands, search engines are asked to follow none of the links:",
            "Is that intended? If not, could you allow it again?",
            now="What it says: {}",
        ),
        LetterSubject.NOINDEX: Matter(
            "Where the link to us stands, search engines are asked to leave the page out:",
            "Is that intended? If not, could you let it be indexed?",
            now="What it says: {}",
        ),
        LetterSubject.ROBOTS: Matter(
            "Where the link to us stands, your robots.txt keeps Google out:",
            "Is that intended? If not, could you let Google in?",
            now="Rule: {}",
        ),
        LetterSubject.CANONICAL: Matter(
            "Where the link to us stands, another address is named as the canonical one:",
            "Is that intended? If not, could the page name itself?",
            now="Canonical: {}",
        ),
        LetterSubject.REDIRECTED: Matter(
            "Where the link to us stands, visitors are sent on to another address:",
            "Is that intended? If not, could you bring the page back?",
            now="It leads to: {}",
        ),
        LetterSubject.ANCHOR: Matter(
            "The text of the link to us has changed:", "Could you change it back?", now="It now reads: {}"
        ),
        LetterSubject.ANCHOR_AGREED: Matter(
            "The text of the link to us is not the one that we had agreed on:",
            "Could you change it?",
            now="It now reads: {}",
        ),
        LetterSubject.ANCHOR_EMPTY: Matter("The link to us has no text:", "Could you give it one?"),
        LetterSubject.HIDDEN: Matter(
            "As far as we can tell, visitors do not see the link to us:",
            "Could you have a look, and make it visible?",
        ),
        LetterSubject.PLACE: Matter(
            "The link to us does not stand in the text of the page:", "Could you put it there?"
        ),
        LetterSubject.VIA: Matter(
            "The link to us goes through another address:",
            "Could it lead to our page directly?",
            now="It leads to: {}",
        ),
        LetterSubject.OVER_AGREED: Matter(
            "This page links to more other sites than we had agreed on:",
            "Could we talk about how to bring their number down again?",
        ),
        LetterSubject.OVER: Matter("This page links to a great many other sites:", _FEWER),
        LetterSubject.JUMP: Matter("This page links to many more other sites than when we first looked:", _FEWER),
        LetterSubject.BREACH_THEIRS: Matter(
            "We agreed to link to each other, and we no longer find your link to us as agreed:",
            "Could you put it back? If the exchange is over for you, please tell us.",
        ),
        LetterSubject.BREACH_OURS: Matter(
            "We agreed to link to each other, and our link to you is not as agreed at present. We are sorry:",
            "We are going to put it back, and write to you when it is there. Is that all right with you?",
        ),
        LetterSubject.BOTH_BROKEN: Matter(
            "We agreed to link to each other, and at present the links of both of us are not as agreed:",
            "Shall we both put them back? If the exchange is over for you, please tell us.",
        ),
        LetterSubject.CIRCLE_THEIRS: Matter(
            "We agreed on an exchange of links among several sites, and we no longer find your link as agreed:",
            "Could you put it back? If the exchange is over for you, please tell us.",
        ),
        LetterSubject.CIRCLE_OURS: Matter(
            "We agreed on an exchange of links among several sites, and our link to you is not as agreed at "
            "present. We are sorry:",
            "We are going to put it back, and write to you when it is there. Is that all right with you?",
        ),
        LetterSubject.EXPIRING: Matter(
            "Our exchange of links ends soon:",
            "Would you like to go on with it? Then let us agree on a later day.",
        ),
        LetterSubject.OTHER: Matter(
            "Something about the link to us is not as we expected:", "Could you have a look at it?"
        ),
    },
    page="Your page: {}",
    target="Our page: {}",
    anchor="Text of the link: {}",
    guaranteed="As agreed on, guaranteed until: {}",
    stood="It stood here: {}",
    stands="It stands here: {}",
    last_seen="Last seen by us on {date}.",
    looked="On {date} the page answered with status {status}.",
    count="Links to other sites: {}",
    limit="Agreed: {} at most",
    new="New since we first looked: {}",
    and_more="{names} and {count} more",
    more_pages="and {} more",
    quotes="“{}”",
    date="{0.day} {0:%B %Y}",
    ours_stands="Our link to you stands here: {}",
    ours_missing="Our link to you is missing here: {}",
    our_target="It should lead to: {}",
    until="Agreed until: {}",
    thanks="Thank you very much, and kind regards",
)
