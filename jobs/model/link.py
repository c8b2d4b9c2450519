"""What is watched: links, partner pages, and the pages they stand on."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from jobs.model.document import Place
from jobs.model.findings import Severity
from jobs.model.incident import Evidence
from jobs.model.link_status import Standing
from jobs.model.page import Headers, Outcome, Validators
from jobs.model.reading import PageFacts, Sighting
from jobs.model.terms import Terms


@dataclass(frozen=True, slots=True)
class Accepted:
    """A change that a person called the new normal: while it stays so, a finding that reads like `now` is not told."""

    kind: str
    now: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Expectation:
    """What was agreed about a link."""

    anchor: str = ""
    """The agreed anchor text; empty where none was agreed."""
    rel: frozenset[str] = frozenset()
    """Rel tokens that were agreed, such as `nofollow`: they are no finding."""
    accepted: tuple[Accepted, ...] = ()
    seen_anchor: str = ""
    """The anchor text when the link was first seen; empty where nobody knows."""
    seen_place: Place | None = None
    """Where on the page it stood when first seen."""
    lang: str = ""
    """The language of our page, as an ISO 639-1 code: a partner's page should be in it."""
    max_outbound: int | None = None
    """For partner pages: how many followed external links were agreed."""
    known_domains: frozenset[str] | None = None
    """For partner pages: the external domains of the baseline."""
    severities: tuple[tuple[str, Severity], ...] = ()
    """How bad findings of these kinds are for this link; before what the configuration says."""


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link as a person adds it."""

    channel: str
    page_url: str
    target: str
    """A URL, or a bare domain: any link to that domain counts."""
    expected: Expectation = Expectation()
    owner: str = ""
    tags: frozenset[str] = frozenset()
    every: timedelta | None = None
    """How often it wants to be looked at; None: as configured."""
    added_by: str = ""
    notes: str = ""
    terms: Terms = Terms()


@dataclass(frozen=True, slots=True)
class Link:
    """A link under watch: channel, page and target are its identity."""

    id: int
    channel: str
    page_url: str
    target: str
    added_at: datetime
    standing: Standing
    expected: Expectation = Expectation()
    owner: str = ""
    tags: frozenset[str] = frozenset()
    every: timedelta | None = None
    added_by: str = ""
    notes: str = ""
    terms: Terms = Terms()
    """What was agreed in money and time."""
    sighting: Sighting | None = None
    """What was last seen of it while it was there; of a link that never was, that it is absent."""
    proof: Evidence | None = None
    """What its page said when it was last as agreed, kept while there is any doubt."""
    version: int = 0
    """Grows with each write; a write made from an older version is refused."""

    @property
    def ref(self) -> str:
        """Its name in commands and messages: `L-12`."""
        return f"L-{self.id}"


@dataclass(frozen=True, slots=True)
class NewPartner:
    """A partner page as a person adds it."""

    channel: str
    page_url: str
    max_outbound: int
    every: timedelta | None = None
    added_by: str = ""
    limit_agreed: bool = False
    """Whether somebody named the limit; otherwise it is the configured one."""


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner page under watch: channel and page are its identity."""

    id: int
    channel: str
    page_url: str
    max_outbound: int
    added_at: datetime
    every: timedelta | None = None
    added_by: str = ""
    baseline: frozenset[str] = frozenset()
    """External domains that the page linked to at the first look, or when last accepted."""
    outbound: int | None = None
    """Followed external links at the last look that could read the page."""
    over_limit: bool = False
    limit_agreed: bool = False
    """Whether somebody named the limit; of others the partner knows nothing."""
    version: int = 0

    @property
    def ref(self) -> str:
        """Its name in commands and messages: `P-3`."""
        return f"P-{self.id}"


@dataclass(frozen=True, slots=True)
class WatchedPage:
    """A page that somebody watches, and what we last read there; its links share one fetch."""

    url: str
    host: str
    next_check_at: datetime
    turn_at: datetime | None = None
    """Its usual turn, kept while a look that somebody asked for by hand comes first."""
    last_outcome: Outcome | None = None
    last_reason: str = ""
    last_status: int | None = None
    last_checked_at: datetime | None = None
    last_read_at: datetime | None = None
    """When the page was last parsed whole."""
    body_hash: str = ""
    validators: Validators = Validators()
    rules_version: str = ""
    """Which version of the rules judged it; an unchanged body is judged anew when it differs."""
    facts: PageFacts | None = None
    """What was last read of it, less the sketch of its text; never overwritten by a look that could not read."""
    headers: Headers = ()
    """Those of its last good answer that matter for a link."""
    link_missing: bool = False
    """Whether a link that was there before was not, at the last look that could tell."""
    good_sketch: str = ""
    """The packed sketch of its text when a link was last seen on it: what the page is like while it is itself."""


@dataclass(frozen=True, slots=True)
class HostState:
    """How a host has been answering: back-off is by host, not by link."""

    host: str
    failures: int = 0
    """Looks in a row that ended unknown."""
    not_before: datetime | None = None
    reason: str = ""
    root_answers: bool | None = None
    """Whether its home page answered while all was well; None: never tried. Control probes rest on it."""
    root_outcome: Outcome | None = None
    """How the home page of a host that has none for us answers: an outage may answer otherwise."""


@dataclass(frozen=True, slots=True)
class DuePage:
    """A page to look at now, with everyone who wants to know."""

    page: WatchedPage
    links: tuple[Link, ...] = ()
    """Links that should stand on it."""
    partners: tuple[Partner, ...] = ()
    inbound: tuple[Link, ...] = ()
    """Links whose target it is."""


@dataclass(frozen=True, slots=True)
class HostClaim:
    """What is due on one host, lent to one worker until `expires_at`."""

    host: HostState
    lease: int
    """Fences late workers: a record with an old lease is refused."""
    expires_at: datetime
    due: tuple[DuePage, ...] = field(default=())
