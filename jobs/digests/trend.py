"""How many links were live, weakened and lost at the end of each week, worked out from what happened (pure)."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from jobs.alerts.decisions import marked_as
from jobs.alerts.events import NOTED
from jobs.model.digest import WeekPoint
from jobs.model.event import Event
from jobs.model.link_status import LinkState
from jobs.model.ref import Kind, parse_ref

WEEKS = 12
_AFTER: Mapping[str, LinkState | None] = {
    "added": LinkState.NEW,
    "pending": LinkState.PENDING,
    "live": LinkState.LIVE,
    "weakened": LinkState.WEAKENED,
    "lost": LinkState.LOST,
    "replaced": LinkState.REPLACED,
    "recovered": LinkState.LIVE,
    "accepted": LinkState.LIVE,
    "removed": None,
}
"""How a link stands after an event; None: it is not tracked. Other events change nothing here."""
_BEFORE: Mapping[str, LinkState | None] = {
    "added": None,
    "pending": LinkState.NEW,
    "live": LinkState.PENDING,
    "weakened": LinkState.LIVE,
    "lost": LinkState.LIVE,
    "replaced": LinkState.LIVE,
    "recovered": LinkState.LOST,
    "accepted": LinkState.WEAKENED,
    "removed": LinkState.LIVE,
}
"""How it probably stood before, where nothing older is known."""


def tells_of_state(event: Event) -> bool:
    """Whether an event says how its link stands."""
    return event.kind in _AFTER or marked_as(event) is not None


def stands_after(event: Event, before: LinkState | None) -> LinkState | None:
    """How a link stands after an event that tells of it, given how it stood; None: it is not tracked.

    That a link is lost may be accepted too: then it stays lost.
    """
    if said := marked_as(event):
        return said
    accepted_away = event.kind == "accepted" and before is not None and before.is_away
    return before if accepted_away else _AFTER[event.kind]


def stood_before(event: Event) -> LinkState | None:
    """How a link probably stood before an event that tells of it, where nothing older is known."""
    if said := marked_as(event):
        return LinkState.LOST if said is LinkState.LIVE else LinkState.LIVE
    return _BEFORE[event.kind]


class Past:
    """What happened to the links of a channel up to `at`, taken in bit by bit; the events themselves are not kept."""

    def __init__(self, at: datetime) -> None:
        self.ends = [at - timedelta(weeks=back) for back in reversed(range(WEEKS))]
        self.recovered: set[int] = set()
        """The links that became well within the last week."""
        self.noted: set[str] = set()
        """The links and partner pages, as `L-12`, of which something was noted within the last week."""
        self.added: set[int] = set()
        """The links that were added within the last week; some may be tracked no longer."""
        self._stood: dict[int, LinkState | None] = {}
        """How each link was after the last that is told of it."""
        self._since: dict[int, int] = {}
        """The week from whose end on it was so."""
        self._weeks: list[Counter[LinkState | None]] = [Counter() for _ in self.ends]

    @property
    def named(self) -> Collection[int]:
        """The links that a digest may name though they are well: those that recovered, or have a note since then."""
        noted = {ref.number for subject in self.noted if (ref := parse_ref(subject)) and ref.kind is Kind.LINK}
        return self.recovered | noted

    @property
    def links(self) -> Collection[int]:
        """The links that anything is told of."""
        return self._stood.keys()

    def take(self, events: Iterable[Event]) -> None:
        """Take in what happened next."""
        for event in events:
            if event.kind == NOTED and event.at >= self.ends[-2]:
                self.noted.add(event.subject)
            ref = parse_ref(event.subject) if tells_of_state(event) else None
            if ref and ref.kind is Kind.LINK:
                self._take(ref.number, event)

    def points(
        self, present: Mapping[LinkState, int], states: Mapping[int, LinkState], zone: str
    ) -> tuple[WeekPoint, ...]:
        """One point for each of the last twelve weeks, oldest first; the last one is `at`.

        `present` counts all links by their state now, `states` has those of `links` that are tracked. Links that
        nothing is told of were always as they are, so the work follows what happened.
        """
        weeks = [Counter(week) for week in self._weeks]
        weeks[0].update(present)
        weeks[0].subtract(states.values())
        for link_id, state in states.items():
            week = self._since[link_id]
            if week < WEEKS:
                _move(weeks[week], self._stood[link_id], state)
        for before, after in pairwise(weeks):
            after.update(before)
        return tuple(_point(week, end, zone) for week, end in zip(weeks, self.ends, strict=True))

    def _take(self, link_id: int, event: Event) -> None:
        """Count the link where its story begins, and again in each week in which it changes."""
        week = bisect_left(self.ends, event.at)
        if link_id in self._stood:
            before = self._stood[link_id]
            week = max(week, self._since[link_id])  # the clock may have been set back
        else:
            before = stood_before(event)
            self._weeks[0][before] += 1
        after = stands_after(event, before)
        if week < WEEKS:
            _move(self._weeks[week], before, after)
        self._stood[link_id], self._since[link_id] = after, week
        if event.kind == "recovered" and event.at >= self.ends[-2]:
            self.recovered.add(link_id)
        if event.kind == "added" and event.at >= self.ends[-2]:
            self.added.add(link_id)


def _move(week: Counter[LinkState | None], before: LinkState | None, after: LinkState | None) -> None:
    week[before] -= 1
    week[after] += 1


def _point(states: Mapping[LinkState | None, int], end: datetime, zone: str) -> WeekPoint:
    day = end.astimezone(ZoneInfo(zone)).date()
    return WeekPoint(
        monday=day - timedelta(days=day.weekday()),
        live=sum(number for state, number in states.items() if state and state.is_live) + states[LinkState.WEAKENED],
        lost=states[LinkState.LOST],
        weakened=states[LinkState.WEAKENED],
        replaced=states[LinkState.REPLACED],
        watched=sum(number for state, number in states.items() if state is not None),
    )
