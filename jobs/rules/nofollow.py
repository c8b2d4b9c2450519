"""The link carries `rel=nofollow`, and nobody agreed to that."""

from jobs.model.findings import About, Finding, LetterSubject, Rule, Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting
from jobs.model.terms import Covered
from jobs.rules._rel import PROBABLY_NOTHING, unagreed_token

KIND = "nofollow"
"""For those who tell a site's links together."""

RULE = Rule(
    about=About.LINK,
    severity=Severity.WEAKENED,
    alerts=True,
    title="Link is nofollow",
    means="The page asks search engines not to follow this link. " + PROBABLY_NOTHING,
    todo="Ask the site to take nofollow out of the link's rel attribute, or accept it if it was agreed.",
    unless=(
        "Not where it was agreed, and not for tokens that only contain the word. That all of the page is nofollow is "
        "`page_nofollow`."
    ),
    letter=LetterSubject.REL,
    covered_as=Covered.NOFOLLOW,
)


def check(expected: Expectation, sighting: Sighting, page: PageFacts) -> Finding | None:
    """Found where the best of the links carries the token, and it was not agreed."""
    return unagreed_token(KIND, expected, sighting)
