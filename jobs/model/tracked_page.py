"""What is tracked and due: pages, hosts and the claim on a host."""

from dataclasses import dataclass, field
from datetime import datetime

from msgspec import Struct

from jobs.model.link import Link
from jobs.model.page import Headers, Outcome, Validators
from jobs.model.partner import Partner
from jobs.model.reading import PageFacts


@dataclass(frozen=True, slots=True)
class TrackedPage:
    """A page that somebody tracks, and what we last read there; its links share one fetch."""

    url: str
    host: str
    next_check_at: datetime
    turn_at: datetime | None = None
    """Its usual turn, kept while a check that somebody asked for by hand comes first."""
    last_outcome: Outcome | None = None
    last_reason: str = ""
    last_status: int | None = None
    last_checked_at: datetime | None = None
    last_read_at: datetime | None = None
    """When the page was last parsed whole."""
    body_hash: str = ""
    validators: Validators = Validators()
    rules_version: str = ""
    """Which version of the rules judged it; an unchanged body is judged again when it differs."""
    facts: PageFacts | None = None
    """What was last read of it, less the sketch of its text; never overwritten by a check that could not read."""
    headers: Headers = ()
    """Those of its last good answer that matter for a link."""
    link_missing: bool = False
    """Whether a link that was there before was not, at the last check that could tell."""
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
    root_sketch: str = ""
    """The packed sketch of its home page while all was well."""
    missing_outcome: Outcome | None = None
    """How it answered for a path that cannot exist while all was well; None: never tried."""

    @property
    def is_known(self) -> bool:
        """Whether it was learnt what is usual there."""
        return self.root_answers is not None and self.missing_outcome is not None


class DuePage(Struct, frozen=True):
    """A page to look at now, with everyone who wants to know."""

    page: TrackedPage
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
