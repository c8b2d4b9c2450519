"""The web of the deals: who takes a link out when, who puts it back, and when a page cannot be read."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum, auto

from jobs.model.exchange import ExchangeState, Side

START = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
DEALS = 40
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


class Silence(Enum):
    """Why a page cannot be read."""

    BLOCKED = auto()
    CHALLENGE = auto()
    TIMEOUT = auto()
    SERVER_ERROR = auto()
    LOGIN = auto()
    """Status 200, and a form for a password in place of the page."""


class Has(Enum):
    """What a page that can be read has of the link."""

    LINK = auto()
    NOFOLLOW = auto()
    NOTHING = auto()
    GONE = auto()
    """The whole page is 404."""


@dataclass(frozen=True, slots=True)
class Turn:
    """From some day on a page has another thing."""

    day: float
    side: Side
    has: Has


@dataclass(frozen=True, slots=True)
class Story:
    """What becomes of one deal, and how it stands then."""

    name: str
    turns: tuple[Turn, ...]
    ends_as: ExchangeState
    first: Side | None = None
    """Who broke what is broken at the end, the first of both."""


def _of(*turns: tuple[float, Side, Has]) -> tuple[Turn, ...]:
    return tuple(Turn(*turn) for turn in turns)


_T, _O = Side.THEIRS, Side.OURS
_STORIES = (
    Story("kept", (), ExchangeState.ACTIVE),
    Story("they take it out", _of((20, _T, Has.NOTHING)), ExchangeState.BREACH_THEIRS, _T),
    Story("we take it out", _of((25, _O, Has.NOTHING)), ExchangeState.BREACH_OURS, _O),
    Story("they add nofollow", _of((15, _T, Has.NOFOLLOW)), ExchangeState.BREACH_THEIRS, _T),
    Story("their page is gone", _of((30, _T, Has.GONE)), ExchangeState.BREACH_THEIRS, _T),
    Story("they, then we", _of((20, _T, Has.NOTHING), (28, _O, Has.NOTHING)), ExchangeState.BOTH_BROKEN, _T),
    Story("we, then they", _of((18, _O, Has.NOTHING), (30, _T, Has.NOFOLLOW)), ExchangeState.BOTH_BROKEN, _O),
    Story("out and back", _of((20, _T, Has.NOTHING), (40, _T, Has.LINK)), ExchangeState.ACTIVE),
    Story(
        "they, we, and they put it back",
        _of((15, _T, Has.NOTHING), (22, _O, Has.NOTHING), (45, _T, Has.LINK)),
        ExchangeState.BREACH_OURS,
        _T,
    ),
    Story("slow: placed late", _of((0, _T, Has.NOTHING), (24, _T, Has.LINK)), ExchangeState.ACTIVE),
    Story("slow: never placed", _of((0, _T, Has.NOTHING)), ExchangeState.PENDING_THEIRS),
    Story("we never placed ours", _of((0, _O, Has.NOTHING)), ExchangeState.PENDING_OURS),
    Story(
        "we again after both were whole",
        _of((10, _T, Has.NOTHING), (20, _T, Has.LINK), (50, _O, Has.NOTHING)),
        ExchangeState.BREACH_OURS,
        _O,
    ),
)
_TRANSIENT = 0.035
"""Share of single requests that fail, whatever was before and will be after."""


@dataclass(frozen=True, slots=True)
class SilentTime:
    """A time in which one side cannot be read."""

    start: datetime
    end: datetime
    fault: Silence


@dataclass(slots=True)
class Deal:
    """One deal: its story, and the faults of its pages."""

    number: int
    story: Story
    jitter: timedelta
    spells: dict[Side, list[SilentTime]] = field(default_factory=dict)

    def page(self, side: Side) -> str:
        """The address of a side's page; each is on a host of its own."""
        return f"https://{'partner' if side is Side.THEIRS else 'our-blog'}-{self.number}.example/links"

    def target(self, side: Side) -> str:
        """What the link on that side's page leads to: the home page of the other."""
        return f"https://{'our-blog' if side is Side.THEIRS else 'partner'}-{self.number}.example/"

    def has(self, side: Side, at: datetime) -> Has:
        """What a side's page has of its link."""
        turns = [turn for turn in self.story.turns if turn.side is side and self.begins(turn) <= at]
        return turns[-1].has if turns else Has.LINK

    def begins(self, turn: Turn) -> datetime:
        """When a turn comes; those of the first day are so from the start."""
        return START + timedelta(days=turn.day) + (self.jitter if turn.day else timedelta())

    def fault(self, side: Side, at: datetime) -> Silence | None:
        """Why that side cannot be read then."""
        return next((spell.fault for spell in self.spells[side] if spell.start <= at < spell.end), None)

    def is_broken(self, at: datetime) -> bool:
        """Whether any link that was there is not as agreed then."""
        placed = [turn.side for turn in self.story.turns if turn.day == 0 and turn.has is not Has.LINK]
        ever = {side: self.has(side, at) is Has.LINK or side not in placed for side in Side}
        return any(self.has(side, at) is not Has.LINK and ever[side] for side in Side)


class DealWeb:
    """All deals, drawn once from a seed."""

    def __init__(self, deals: int, days: int, seed: int) -> None:
        self.days = days
        self._draw = random.Random(seed)
        self.deals = [self._deal(number) for number in range(deals)]
        self.by_host = {
            f"{name}-{deal.number}.example": (deal, side)
            for deal in self.deals
            for name, side in (("partner", Side.THEIRS), ("our-blog", Side.OURS))
        }

    def fails_once(self) -> bool:
        """Whether one request fails by chance."""
        return self._draw.random() < _TRANSIENT

    def _deal(self, number: int) -> Deal:
        deal = Deal(number, _STORIES[number % len(_STORIES)], self._draw.uniform(0, 1) * DAY)
        deal.spells = {side: [*self._outages(), *self._over_turns(deal, side)] for side in Side}
        return deal

    def _outages(self) -> list[SilentTime]:
        """Some at any time, the last over ten days before the end."""
        return [self._spell(self._draw.uniform(1, self.days - 16)) for _ in range(self._draw.choice((0, 1, 1, 2)))]

    def _over_turns(self, deal: Deal, side: Side) -> list[SilentTime]:
        """Of every second deal the other side is blocked while this one breaks it: then nothing may be declared."""
        broken = [turn for turn in deal.story.turns if turn.side is not side and turn.day and turn.has is not Has.LINK]
        days = [(deal.begins(turn) - START) / DAY - 0.5 for turn in broken[:1]]
        return [self._spell(day, shortest=72) for day in days] if deal.number % 2 else []

    def _spell(self, day: float, shortest: float = 4) -> SilentTime:
        start = START + day * DAY
        return SilentTime(start, start + self._draw.uniform(shortest, 120) * HOUR, self._draw.choice(list(Silence)))
