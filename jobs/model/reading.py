"""What we keep of a page once it was read: small values that rules judge and the store holds."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from jobs.model.document import Canonical, MetaRefresh, Place, RobotsTag
from jobs.model.page import Hop, Outcome

BY_FOLLOWING = "found by following it"
BY_OUR_SITE = "as our own site answers"
"""What a match rests on that its address does not show; asked again each day."""


class Match(StrEnum):
    """How an address relates to the target of a link."""

    EXACT = "exact"
    VARIANT = "variant"
    SAME_SITE = "same_site"
    REDIRECTOR = "redirector"
    NO = "no"


NOT_FOLLOWED = frozenset({"nofollow", "ugc", "sponsored"})
"""The tokens of rel that ask search engines not to follow a link.

Source: developers.google.com/search/docs/crawling-indexing/qualify-outbound-links.
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """One link on the page that leads to the target, or nearly."""

    href: str
    rel: tuple[str, ...]
    text: str
    place: Place
    hidden: bool
    match: Match
    varies: tuple[str, ...] = ()
    """What differs where `match` is variant: scheme, www, slash, tracking, fragment; and what else a match rests on."""
    before: str = ""
    """Up to 160 characters of text before the link."""
    after: str = ""
    hidden_at_first: bool = False
    """Whether it is hidden until a script shows it, or the visitor opens what it stands in."""
    page_signs: tuple[str, ...] | None = None
    """What its page bore that walls and broken pages bear, too; None: nobody looked."""
    rendered: bool = False
    """Whether it was found only once a browser had run the page's scripts."""
    on_canonical: bool = False
    """Whether it stands also on the page of the same host that its page names as canonical."""

    sight_mark: str = ""
    """A hash of what its being shown rests on, where it is shown; empty where that is not told so simply."""
    better_hidden: bool = False
    """Whether another link of its page to the target, which is hidden, would be the best, were it shown in time."""
    hidden_by_markup: bool = False
    """Whether what is hidden of these, it or a better one, is so whatever the codes of scripts say."""

    @property
    def may_change_with_codes(self) -> bool:
        """Whether it may be shown, or give way to another link, once the code of a script of its page is another."""
        return (self.hidden or self.hidden_at_first or self.better_hidden) and not self.hidden_by_markup

    @property
    def is_asked_daily(self) -> bool:
        """Whether what is known of it rests on other pages or servers, and not on its own page alone."""
        elsewhere = self.place is Place.IFRAME or self.rendered or self.on_canonical
        return elsewhere or not {BY_FOLLOWING, BY_OUR_SITE}.isdisjoint(self.varies)

    @property
    def followed(self) -> bool:
        """Whether nothing in rel asks search engines not to follow it."""
        return NOT_FOLLOWED.isdisjoint(self.rel)


@dataclass(frozen=True, slots=True)
class Sighting:
    """What was seen of one tracked link on a page that could be read."""

    best: Seen | None
    """The best of the links to the target: a followed, visible one before another. None: it is absent.

    A link through a redirector whose address names the target is here too, where there is no direct one.
    """
    count: int = 0
    """How many links lead to the target."""
    in_template: int = 0
    """How many of them stand in navigation, header, footer or sidebar."""
    nearest: Seen | None = None
    """Where `best` is None: a link to another page of our site."""
    text_only: str = ""
    """Where `best` is None: our address as plain text, with the words around it."""
    js_only: str = ""
    """Where `best` is None: what acts as a link through a script only."""
    undecided: str = ""
    """Where `best` is None: why nobody can tell yet whether another link leads to the target."""
    unfollowed: str = ""
    """Where `undecided` rests on nothing but a link that could not be followed: its address, and why not."""
    further: str = ""
    """Where `best` is None: another page of the same text, which may have the link now."""
    html: str = ""
    """The served markup around `best`, cut short; empty where it could not be found again in the page's bytes."""

    @property
    def present(self) -> bool:
        """Whether a link to the target is on the page."""
        return self.best is not None


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What search engines are told by a page, and the company a link keeps there."""

    url: str
    final_url: str
    status: int
    hops: tuple[Hop, ...] = ()
    title: str = ""
    lang: str = ""
    encoding: str = ""
    canonicals: tuple[Canonical, ...] = ()
    robots: tuple[RobotsTag, ...] = ()
    """From metas and headers together."""
    refresh: MetaRefresh | None = None
    google_allowed: bool | None = None
    """What robots.txt says to Googlebot; None where it could not be read."""
    google_rule: str = ""
    """The line of robots.txt that decided."""
    followed_external: int = 0
    """Followed links to other registrable domains, counted by address.

    By `rel` alone: a nofollow of the whole page is a finding of its own, and comes and goes with a header.
    """
    external: int = 0
    """Links to other registrable domains, followed or not, counted by address."""
    links: int = 0
    external_domains: tuple[str, ...] = ()
    """Registrable domains of followed external links, sorted; the first thousand that the page names."""
    text_chars: int = 0
    shingles: tuple[int, ...] = ()
    """A bounded sketch of the page's text, to tell whether two readings are nearly the same."""
    read_at: datetime | None = None
    """When it was read or last confirmed: what `unavailable_after` is judged against."""
    outcome: Outcome = Outcome.OK
    reason: str = ""
    """Why it could not be read, where `outcome` is not ok."""
    neighbours: tuple[str, ...] = ()
    """Links of doubtful trades, as `host (trade)`: a rule of thumb."""
    offers: tuple[str, ...] = ()
    """Words on the page that offer links for money: a rule of thumb."""
    generator: str = ""
    """The software that made the page, as it names itself."""
    drawn: bool = False
    """Whether this is what a browser made of it, by running its scripts."""
    words_mark: str = ""
    """A hash of what its text is made from: while it is the same, so are `text_chars`, the sketch and `offers`."""
    owner_ids: tuple[str, ...] = ()
    """Ids of analytics and ads in its markup, as `kind:id`: a rule of thumb for whose page it is."""
    template: str = ""
    """The packed sketch of its markup's frame, for the same."""
    company_mark: str = ""
    """A hash of its links to other sites and their words: while it is the same, so are `neighbours`."""
    lasting_mark: str = ""
    """A hash of its bytes less what a server may write otherwise at each answer: while it is the same, so is all that
    is read of a page with its links. Empty where that cannot be told."""


@dataclass(frozen=True, slots=True)
class OutwardLink:
    """A link of a page to another site; of several to one address the best."""

    url: str
    site: str
    """Registrable domain."""
    followed: bool
    """Whether nothing in its rel asks search engines not to follow it."""


class PageContacts(Struct, frozen=True):
    """How a page says that the people of its site are reached."""

    mails: tuple[str, ...] = ()
    """Addresses that it links to."""
    pages: tuple[str, ...] = ()
    """Pages of the same site that its links call contact, imprint and the like."""


NO_CONTACTS = PageContacts()
