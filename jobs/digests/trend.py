"""How links stood at the end of each week, and what moved since some day, worked out from what happened (pure)."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from jobs.alerts.decisions import marked_as
from jobs.alerts.events import NOTED
from jobs.alerts.said import OPINION
from jobs.model.digest import Moves, WeekPoint
from jobs.model.event import Event
from jobs.model.link_status import LinkState
from jobs.model.ref import link_in

WEEKS = 12
JUDGED_WEEKS = 4
"""So long what people said of whether pages fit is counted: about a month."""
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
    if event.kind == "accepted" and before is not None and before.is_away:
        return before
    return _AFTER[event.kind] if event.kind in _AFTER else marked_as(event)


def stood_before(event: Event) -> LinkState | None:
    """How a link probably stood before an event that tells of it, where nothing older is known."""
    if event.kind in _BEFORE:
        return _BEFORE[event.kind]
    return LinkState.LOST if marked_as(event) is LinkState.LIVE else LinkState.LIVE


class Past:
    """What happened to the links of a channel up to `at`, taken in bit by bit; the events themselves are not kept.

    What is new is what happened from `since` on: by default within the last week. `only` are the ids of the links that
    it is about, if not all.
    """

    def __init__(self, at: datetime, since: datetime | None = None, only: Collection[int] | None = None) -> None:
        self._only = only
        self.ends = [at - timedelta(weeks=back) for back in reversed(range(WEEKS))]
        self.since = since or self.ends[-2]
        self.recovered: set[int] = set()
        """The links that became well since then."""
        self.noted: set[str] = set()
        """The links and partner pages, as `L-12`, of which something was noted since then."""
        self.judged: set[int] = set()
        """The links of which somebody said within four weeks whether their page fits."""
        self.added: set[int] = set()
        """The links that were added since then; some may be tracked no longer."""
        self._moves: Counter[str] = Counter()
        """The same of `Moves`, as far as the history tells."""
        self._moved: set[int] = set()
        """The links of which anything was told since then."""
        self._stood: dict[int, LinkState | None] = {}
        """How each link was after the last that is told of it."""
        self._since: dict[int, int] = {}
        """The week from whose end on it was so."""
        self._weeks: list[Counter[LinkState | None]] = [Counter() for _ in self.ends]

    @property
    def named(self) -> Collection[int]:
        """The links that a digest may tell of though they are well: that recovered, have a note, or were judged."""
        noted = {link for subject in self.noted if (link := link_in(subject)) is not None}
        return self.recovered | noted | self.judged

    @property
    def links(self) -> Collection[int]:
        """The links that anything is told of."""
        return self._stood.keys()

    def take(self, events: Iterable[Event]) -> None:
        """Take in what happened next."""
        for event in events:
            if self._only is not None and not self._is_of(event, self._only):
                continue
            if event.kind == NOTED and event.at > self.since:
                self.noted.add(event.subject)
            is_opinion = event.kind == OPINION and event.at >= self.ends[-1 - JUDGED_WEEKS]
            link_id = link_in(event.subject) if is_opinion or tells_of_state(event) else None
            if link_id is None:
                continue
            if is_opinion:
                self.judged.add(link_id)
            else:
                self._take(link_id, event)

    @staticmethod
    def _is_of(event: Event, only: Collection[int]) -> bool:
        link_id = link_in(event.subject)
        return link_id is not None and link_id in only

    def points(
        self, present: Mapping[LinkState, int], states: Mapping[int, LinkState], zone: str
    ) -> tuple[WeekPoint, ...]:
        """One point for each of the last twelve weeks, oldest first; the last one is `at`.

        `present` counts all links by their state now, `states` has those of `links` that are tracked. Links that
        nothing is told of were always as they are, so the work follows what happened.
        """
        weeks = [Counter(week) for week in self._weeks]
        weeks[0].update(present)
        weeks[0].subtract(Counter(states.values()))
        for link_id, stood, state in self._untold(states):
            week = self._since[link_id] if state else WEEKS - 1
            if week < WEEKS:
                _move(weeks[week], stood, state)
        for before, after in pairwise(weeks):
            after.update(before)
        return tuple(_point(week, end, zone) for week, end in zip(weeks, self.ends, strict=True))

    def moves(self, states: Mapping[int, LinkState]) -> Moves:
        """What moved since then; `states` as for `points`."""
        counted = Counter(self._moves)
        for link_id, stood, state in self._untold(states):
            if link_id in self._moved or state is None:
                counted.update(_steps(stood, state))
        return Moves(**counted)

    def _untold(self, states: Mapping[int, LinkState]) -> list[tuple[int, LinkState | None, LinkState | None]]:
        """The links that stand otherwise than the history tells, or are tracked no longer: as told, and as they are."""
        return [
            (link_id, stood, state)
            for link_id, stood in self._stood.items()
            if (state := states.get(link_id)) is not stood
        ]

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
        if event.at <= self.since and link_id not in self._moved:
            return
        self._moved.add(link_id)
        for step in _steps(before, after):
            self._moves[step] += 1
        if event.kind == "recovered":
            self.recovered.add(link_id)
        if event.kind == "added":
            self.added.add(link_id)


@cache  # few pairs, asked for with each event of a digest
def _steps(before: LinkState | None, after: LinkState | None) -> tuple[str, ...]:
    """Which of the counts of `Moves` one link's move from one state to another is in."""
    steps = []
    if before is None and after is not None:
        steps.append("added")
    if after is None and before is not None:
        steps.append("untracked")
    if _is_there(after) and not _is_there(before):
        steps.append("back" if before and before.is_away else "placed")
    if _is_there(before) and not _is_there(after):
        steps.append({None: "dropped", LinkState.LOST: "lost", LinkState.REPLACED: "replaced"}.get(after, "anew"))
    return tuple(steps)


def _is_there(state: LinkState | None) -> bool:
    """Whether a link in this state is on its page, as far as anything is proved."""
    return state is not None and (state.is_live or state is LinkState.WEAKENED)


def _move(week: Counter[LinkState | None], before: LinkState | None, after: LinkState | None) -> None:
    week[before] -= 1
    week[after] += 1


def _point(states: Mapping[LinkState | None, int], end: datetime, zone: str) -> WeekPoint:
    day = end.astimezone(ZoneInfo(zone)).date()
    return WeekPoint(
        monday=day - timedelta(days=day.weekday()),
        live=sum(number for state, number in states.items() if _is_there(state)),
        lost=states[LinkState.LOST],
        weakened=states[LinkState.WEAKENED],
        replaced=states[LinkState.REPLACED],
        watched=sum(number for state, number in states.items() if state is not None),
    )
