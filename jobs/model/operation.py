"""What became of what a person asked for, as values: enough for any face to put it into words, and to undo it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from msgspec import Struct

from jobs.model.event import Event
from jobs.model.exchange import DealBalance, Exchange
from jobs.model.incident import Incident
from jobs.model.link import Link
from jobs.model.page import FetchFailure
from jobs.model.partner import Partner, SiteContact
from jobs.model.prospect import Plan, Prospect
from jobs.model.region import LookFrom
from jobs.model.series import SeriesPoint
from jobs.model.site_ways import PageWay
from jobs.model.tracked_page import TrackedPage
from jobs.model.worth import Worth

UNDO_FOR = timedelta(days=7)
"""So long an import, a sync or a change of many links can be taken back."""


@dataclass(frozen=True, slots=True)
class DecisionOutcome:
    """What was decided about the links and partner pages that somebody named."""

    links: tuple[Link, ...] = ()
    """Those that it was decided about, as they were before."""
    partners: tuple[Partner, ...] = ()
    """Likewise."""
    idle: tuple[str, ...] = ()
    """References of those about which there was nothing to decide."""
    missing: tuple[str, ...] = ()
    """References that the channel does not track."""
    change: str = ""
    """The name under which it can be undone for the links; empty: it cannot."""

    @property
    def done(self) -> tuple[str, ...]:
        """References of those that it was decided about."""
        return (*(link.ref for link in self.links), *(partner.ref for partner in self.partners))


class CheckedLink(Struct, frozen=True):
    """A link with its page, after a check."""

    link: Link
    page: TrackedPage | None
    added: bool = True
    """Whether it was added just now; otherwise it was tracked before."""
    before: Link | None = None
    """As it was agreed before, where what was said of a tracked link changed that."""
    fell_back: str = ""
    """The address that was asked for, where its page answers under the other scheme alone and is tracked there."""


@dataclass(frozen=True, slots=True)
class CheckedPartner:
    """A partner page, after a check."""

    partner: Partner
    page: TrackedPage | None
    added: bool = True
    """Whether it was added just now; otherwise it was tracked before."""
    before: Partner | None = None
    """As it was agreed before, where what was said of a tracked page changed that."""


class LongCheck(Struct, frozen=True):
    """A check of more pages than anybody waits for; a message of its own shows how far it is."""

    pages: int
    started: bool
    """False where the channel has one under way already."""
    in_channel: bool
    """Whether its message comes into the channel; else to whoever asked."""


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """What a check that somebody asked for saw."""

    links: tuple[CheckedLink, ...] = ()
    partners: tuple[CheckedPartner, ...] = ()
    own_pages: tuple[TrackedPage, ...] = ()
    """Pages of our own site."""
    missing: tuple[str, ...] = ()
    """References that the channel does not track."""
    long: LongCheck | None = None
    """Set where the pages are many; then nothing else was seen yet."""


class CheckedFrom(Struct, frozen=True):
    """What other regions saw of pages, when somebody asked."""

    tracked: tuple[Link | Partner, ...]
    """Those whose pages were looked at."""
    looks: Mapping[str, tuple[LookFrom, ...]]
    """Of each page, by its address."""
    asked: tuple[str, ...]
    """The regions, as they were named."""
    working: tuple[str, ...]
    """Those that have a worker."""
    left: int = 0
    """How many more pages were named."""
    missing: tuple[str, ...] = ()
    """References that the channel does not track."""


@dataclass(frozen=True, slots=True)
class AddOutcome:
    """What somebody has had added, after its first check."""

    links: tuple[CheckedLink, ...] = ()
    """Those of channels that they are known to be in, as those channels show them."""
    partners: tuple[CheckedPartner, ...] = ()
    """Likewise."""
    elsewhere: Mapping[str, int] = field(default_factory=dict)
    """How many were named for each other channel; of what is there they are told nothing."""
    cost_hidden: bool = False
    """Whether they named a cost that the link's channel does not show."""
    change: str = ""
    """The name under which what it changed of links that were tracked before can be undone; empty: nothing, or not
    from the asker's channel."""

    @property
    def channels(self) -> list[str]:
        """The channels of what they are shown, each once."""
        tracked: list[Link | Partner] = [*(each.link for each in self.links), *(each.partner for each in self.partners)]
        return sorted({each.channel for each in tracked})


@dataclass(frozen=True, slots=True)
class Details:
    """Everything about one link or partner page, as its channel shows it."""

    tracked: Link | Partner
    page: TrackedPage | None
    incidents: tuple[Incident, ...]
    """Those that are open."""
    events: tuple[Event, ...]
    exchanges: tuple[Exchange, ...] = ()
    """Those that a link belongs to and that hold."""
    points: tuple[SeriesPoint, ...] = ()
    """How its page was day by day, where somebody tracks it as a partner page."""
    way: PageWay | None = None
    """Of a partner page: how it is reached from the home page of its site, where anybody looked."""
    worth: Worth | None = None
    """What a link that stands is worth among the others of its channel."""


class ExchangeDetails(Struct, frozen=True):
    """Everything about one exchange, as its channel shows it."""

    exchange: Exchange
    links: Mapping[int, Link]
    """Its links, as far as they are tracked."""
    pages: Mapping[str, TrackedPage]
    """Those that they stand on."""
    incidents: tuple[Incident, ...]
    """Those that are open."""
    events: tuple[Event, ...]
    balances: Mapping[str, DealBalance]
    """By the site of each partner in it: what all exchanges with that give."""


@dataclass(frozen=True, slots=True)
class ChangedLinks:
    """Some of the links that one change is made of, before and after: kept so that it can be undone."""

    change: str
    """The change's name, which its Undo button carries."""
    part: int
    """From 0, in the order in which they were written."""
    channel: str
    at: datetime
    by: str
    before: tuple[Link, ...] = ()
    after: tuple[Link, ...] = ()
    """Without those that were removed."""
    incidents_before: tuple[Incident, ...] = ()
    incidents_after: tuple[Incident, ...] = ()


class BulkOutcome(Struct, frozen=True):
    """What became of the links that were shown; references of those that it was not done to."""

    done: int = 0
    moved: tuple[str, ...] = ()
    """They changed since they were shown, and were left alone."""
    missing: tuple[str, ...] = ()
    """They are tracked no longer."""
    bound: tuple[str, ...] = ()
    """They were not removed, since they belong to an exchange that holds."""

    def and_also(self, more: "BulkOutcome") -> "BulkOutcome":
        """Both together."""
        moved, missing, bound = self.moved + more.moved, self.missing + more.missing, self.bound + more.bound
        return BulkOutcome(self.done + more.done, moved, missing, bound)


class BulkUndone(Struct, frozen=True):
    """What became of the links of a change that was undone."""

    done: int = 0
    kept: tuple[str, ...] = ()
    """References of those that were changed otherwise since, and stay as they are."""


@dataclass(frozen=True, slots=True)
class ProspectDetails:
    """A prospect as its channel shows it, with what else is known of its page and site."""

    prospect: Prospect
    contact: SiteContact
    """What the channel keeps of the people of its site."""
    is_unwanted: bool = False
    """Whether nobody may write to them, as somebody said in any channel."""
    link: Link | None = None
    """The tracked link that it became."""
    tracked: tuple[Link, ...] = ()
    """Links of the channel that stand on its page, the first of them."""
    is_competitor: bool = False
    failure: FetchFailure | None = None
    """Why nothing was read of its page, or of ours, where it was just looked at."""
    is_new: bool = True
    is_changed: bool = False
    """Whether it was kept already, and what was said now changed its plan."""
    cost_hidden: bool = False
    """Whether there is a cost that the channel does not show."""


class ProspectChange(Struct, frozen=True):
    """A prospect after somebody wanted it otherwise."""

    details: ProspectDetails
    before: Plan
    """As it was planned; as its channel shows it."""
    changed: bool
    """False where it was so already."""

    @property
    def prospect(self) -> Prospect:
        """As it is now."""
        return self.details.prospect
