"""A channel's month in one value; the writers make files of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from jobs.exchanges.reciprocity import SiteBalance
from jobs.model.channel import Logo
from jobs.model.digest import WeekPoint
from jobs.model.kept_relevance import Agreement, KeptRelevance
from jobs.model.link_status import LinkState
from jobs.model.series import ShareLine
from jobs.model.terms import Money
from jobs.model.worth import Forecast
from jobs.units.months import Month


class LinkClass(StrEnum):
    """How a link stood at the end of the month; each is in exactly one class."""

    LIVE = "live"
    WEAKENED = "weakened"
    LOST = "lost"
    REPLACED = "replaced"
    PENDING = "pending"
    UNKNOWN = "unknown"
    """Its page could not be read for long, or not yet: nothing is concluded."""


class Step(StrEnum):
    """What became of a link at one moment, as far as a client hears of it."""

    PLACED = "placed"
    LOST = "lost"
    REPLACED = "replaced"
    WEAKENED = "weakened"
    CAME_BACK = "came_back"
    MENDED = "mended"
    """As agreed again, after it was weakened."""
    REMOVED = "removed"
    """Tracked no longer."""


@dataclass(frozen=True, slots=True)
class ReportLink:
    """What a report says of a link, apart from what became of it."""

    ref: str
    page_url: str
    target: str = ""
    """Empty where the link is tracked no longer."""
    anchor: str = ""
    rel: tuple[str, ...] = ()
    """The tokens that keep it from being followed; empty for a followed link."""
    seen_at: datetime | None = None
    """When a check last saw it on its page."""
    cost: Money | None = None
    lived: timedelta = timedelta()
    """How long it was seen to stand."""
    guaranteed_until: date | None = None
    claim_until: date | None = None
    """The last day on which what is wrong with it can be claimed; None where nothing is."""
    remedy: str = ""
    """What was promised for that, in people's words."""
    relevance: KeptRelevance | None = None
    """How close its page is to ours, as it is kept."""


class Happening(Struct, frozen=True):
    """One step of one link within the month."""

    link: ReportLink
    at: datetime
    step: Step
    was: LinkState | None
    """How the link stood before; None: it was not tracked."""
    words: str = ""
    """What was found: words of ours that may hold foreign ones."""
    proof: str = ""
    """Of a loss: how it was proved, or that nobody knows any more."""


class Standing(Struct, frozen=True):
    """One link as it stood at the end of the month."""

    link: ReportLink
    known: LinkClass
    since: datetime | None
    was: LinkState
    """What was last known, where the class is unknown."""
    placed_at: datetime | None = None
    """When it was first seen on its page."""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Balance:
    """Links on their pages from the start to the end of the month: start + placed + came_back - what left = end."""

    start: int = 0
    placed: int = 0
    came_back: int = 0
    lost: int = 0
    replaced: int = 0
    """Another page took the place of theirs."""
    removed: int = 0
    """Tracked no longer, though they were there."""
    end: int = 0


class Spend(Struct, frozen=True):
    """What some links cost, as far as it is known."""

    links: int = 0
    known: int = 0
    """Of how many the cost is known."""
    amounts: tuple[Money, ...] = ()
    """A sum for each currency."""


class Costs(Struct, frozen=True):
    """What was paid for; each link counts in one class."""

    placed: Spend
    """For those that were placed in the month and are tracked still."""
    classes: Mapping[LinkClass, Spend]
    total: Spend
    per_month: tuple[Money, ...] = ()
    """For each month that a link stood, up to when the report was made; empty where all are too young."""


@dataclass(frozen=True, slots=True)
class Report:
    """A channel's month."""

    channel: str
    month: Month
    zone: str
    since: datetime
    until: datetime
    """The month's end, or when the report was made, if that was earlier."""
    made_at: datetime
    client: str = ""
    logo: Logo | None = None
    balance: Balance = Balance()
    happenings: tuple[Happening, ...] = ()
    """In the order in which they came."""
    standings: tuple[Standing, ...] = ()
    """All links that we get and that were tracked at the end, in the order they were added."""
    costs: Costs | None = None
    """None where the channel hides costs, or none is known."""
    series: tuple[WeekPoint, ...] = ()
    """The twelve weeks up to the end, since anything is tracked."""
    classes: Mapping[LinkClass, int] = field(default_factory=dict)
    """How many links are in each class, zeros too."""
    claims: tuple[ReportLink, ...] = ()
    """What could be claimed under guarantee when the report was made, the most urgent first."""
    agreement: Agreement = Agreement()
    """With how many verdicts on relevance people agreed, of those that they looked at in the month."""
    both_ways: tuple[SiteBalance, ...] = ()
    """Partners with links both ways, or whom we link to for nothing, as it was when the report was made."""

    shares: tuple[ShareLine, ...] = ()
    """Partner pages whose followed links passed on something else at the end than at the start; those first that fell
    most."""

    given: tuple[Standing, ...] = ()
    """Those that we give, on pages of ours: they lead to others, so that they are in nothing else of it but
    `both_ways`."""

    ahead: Forecast | None = None
    """What was likely at the end of those links that stood then; None where too little was known."""

    @property
    def is_over(self) -> bool:
        """Whether the month had ended when the report was made."""
        return self.until < self.made_at

    def steps(self, *wanted: Step) -> tuple[Happening, ...]:
        """The happenings of these kinds."""
        return tuple(each for each in self.happenings if each.step in wanted)
