"""Exchanges: links that are given for links, each of them tracked like any other, kept together as one deal."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from jobs.model.ref import exchange_ref
from jobs.model.terms import Money


class Side(StrEnum):
    """On whose page a link of a deal stands: they owe it, or we do."""

    THEIRS = "theirs"
    OURS = "ours"


class LegState(StrEnum):
    """How one link of a deal stands, by what is proved of it."""

    PENDING = "pending"
    """Agreed, and never seen there."""
    STANDS = "stands"
    BROKEN = "broken"
    """Lost, or worth less than agreed."""
    ACCEPTED = "accepted"
    """Away, and a person called that the new normal: nobody owes it any more."""


class ExchangeState(StrEnum):
    """How a deal stands: by the worst of its links. What is said of one stands in the rule of the same name."""

    PENDING_THEIRS = "pending_theirs"
    PENDING_OURS = "pending_ours"
    ACTIVE = "active"
    BREACH_THEIRS = "breach_theirs"
    BREACH_OURS = "breach_ours"
    BOTH_BROKEN = "both_broken"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    ENDED = "ended"

    @property
    def is_breach(self) -> bool:
        """Whether somebody broke it, and it is not mended."""
        return self in {ExchangeState.BREACH_THEIRS, ExchangeState.BREACH_OURS, ExchangeState.BOTH_BROKEN}

    @property
    def is_over(self) -> bool:
        """Whether nobody owes anything any more."""
        return self in {ExchangeState.EXPIRED, ExchangeState.ENDED}


@dataclass(frozen=True, slots=True)
class Leg:
    """One link of a deal, and what was last seen of it."""

    link: int
    """Id of the tracked link."""
    side: Side
    page_url: str
    target: str
    state: LegState = LegState.PENDING
    is_readable: bool = True
    """Whether the last check of its page could tell."""
    doubt_since: datetime | None = None
    """Since when something is held against it, proved or not; None while nothing is."""
    seen_at: datetime | None = None
    """When it was last seen on its page."""
    is_declared: bool = False
    """Whether it counts as a breach: it is broken, and was so while every side could be read."""


class NewExchange(Struct, frozen=True):
    """A deal as a person enters it; its links are tracked already."""

    channel: str
    legs: tuple[Leg, ...]
    """Two, or three where it goes in a circle."""
    until: date | None = None
    cost: Money | None = None
    added_by: str = ""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A deal: its links, its terms, how it stands and who broke it."""

    id: int
    channel: str
    legs: tuple[Leg, ...]
    added_at: datetime
    until: date | None = None
    """The last day on which it holds, as the calendar has it; it ends with that day in UTC."""
    cost: Money | None = None
    added_by: str = ""
    state: ExchangeState = ExchangeState.PENDING_THEIRS
    since: datetime | None = None
    """When it came into this state."""
    first: int | None = None
    """Id of the link that broke first, while it is broken."""
    broken_since: datetime | None = None
    """When that was first seen."""
    is_first_sure: bool = True
    """False where the other side was not seen in between, so that it may have been the first to go."""
    clock: timedelta = timedelta()
    """For how long it had been in trouble up to `counting_since`, less the times when a side could not be read."""
    counting_since: datetime | None = None
    """Since when the clock runs; None while it stands still."""
    agreed_at: datetime | None = None
    """When its end was last agreed: what that moment had passed already is no reminder."""
    reminded: int | None = None
    """How many days ahead of its end people were last reminded of it."""
    announced: date | None = None
    """The end that the digest told ahead."""
    next_at: datetime | None = None
    """When time alone has something to say about it."""
    ended_at: datetime | None = None
    ended_by: str = ""
    version: int = 0
    """Grows with each write; a write made from an older version is refused."""

    @property
    def ref(self) -> str:
        """Its name in commands and messages: `X-2`."""
        return str(exchange_ref(self.id))

    @property
    def links(self) -> tuple[int, ...]:
        """Ids of its links."""
        return tuple(leg.link for leg in self.legs)

    @property
    def is_readable(self) -> bool:
        """Whether the last check of every side could tell."""
        return all(leg.is_readable for leg in self.legs)

    @property
    def is_unseen(self) -> bool:
        """Whether it waits for links of which nobody knows that they are missing: no page of theirs could be read."""
        side = {ExchangeState.PENDING_OURS: Side.OURS, ExchangeState.PENDING_THEIRS: Side.THEIRS}.get(self.state)
        awaited = [leg for leg in self.legs if leg.side is side and leg.state is LegState.PENDING]
        return bool(awaited) and not any(leg.is_readable for leg in awaited)

    @property
    def first_leg(self) -> Leg | None:
        """The link that broke first."""
        return next((leg for leg in self.legs if leg.link == self.first), None)

    def of(self, side: Side) -> tuple[Leg, ...]:
        """The links that this side owes."""
        return tuple(leg for leg in self.legs if leg.side is side)

    def broken_for(self, now: datetime) -> timedelta:
        """For how long it has been in trouble, less the times when a side could not be read."""
        return self.clock + (max(now - self.counting_since, timedelta()) if self.counting_since else timedelta())


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one side gives."""

    agreed: int = 0
    """Links."""
    standing: int = 0
    share: float = 0.0
    """Sum of 0.85 / C over those that stand and are followed, C being the followed links that leave the page."""
    unknown: int = 0
    """How many of these stand on pages that were never read."""

    def plus(self, other: "Contribution") -> "Contribution":
        """Both together."""
        return Contribution(
            self.agreed + other.agreed,
            self.standing + other.standing,
            self.share + other.share,
            self.unknown + other.unknown,
        )


class DealBalance(Struct, frozen=True):
    """What we get and what we give."""

    got: Contribution = Contribution()
    given: Contribution = Contribution()
