"""How many links were live, weakened and lost at the end of each week, worked out from what happened (pure)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from jobs.model.digest import WeekPoint
from jobs.model.history import Event
from jobs.model.link import Link
from jobs.model.standing import LinkState

WEEKS = 12
_AFTER: Mapping[str, LinkState | None] = {
    "added": LinkState.NEW,
    "pending": LinkState.PENDING,
    "live": LinkState.LIVE,
    "weakened": LinkState.WEAKENED,
    "lost": LinkState.LOST,
    "recovered": LinkState.LIVE,
    "accepted": LinkState.LIVE,
    "removed": None,
}
"""How a link stands after an event; None: it is not watched. Other events change nothing here."""
_BEFORE: Mapping[str, LinkState | None] = {
    "added": None,
    "pending": LinkState.NEW,
    "live": LinkState.PENDING,
    "weakened": LinkState.LIVE,
    "lost": LinkState.LIVE,
    "recovered": LinkState.LOST,
    "accepted": LinkState.WEAKENED,
    "removed": LinkState.LIVE,
}
"""How it probably stood before, where nothing older is known."""
_LIVE = frozenset({LinkState.LIVE, LinkState.SUSPECT, LinkState.RECOVERED, LinkState.WEAKENED})


def week_points(links: Iterable[Link], events: Iterable[Event], at: datetime, zone: str) -> tuple[WeekPoint, ...]:
    """One point for each of the last twelve weeks, oldest first; the last one is `at`."""
    told: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event.kind in _AFTER and event.subject.startswith("L-"):
            told[event.subject].append(event)
    watched = {link.ref: link for link in links}
    subjects = {**dict.fromkeys(watched), **dict.fromkeys(told)}
    ends = [at - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    return tuple(
        _point(Counter(_state_at(end, watched.get(subject), told[subject]) for subject in subjects), end, zone)
        for end in ends
    )


def _point(states: Counter[LinkState | None], end: datetime, zone: str) -> WeekPoint:
    day = end.astimezone(ZoneInfo(zone)).date()
    return WeekPoint(
        monday=day - timedelta(days=day.weekday()),
        live=sum(states[state] for state in _LIVE),
        lost=states[LinkState.LOST],
        weakened=states[LinkState.WEAKENED],
    )


def _state_at(moment: datetime, link: Link | None, events: Sequence[Event]) -> LinkState | None:
    if link is not None and link.added_at > moment:
        return None
    before = [event for event in events if event.at <= moment]
    if before:
        return _AFTER[before[-1].kind] if len(before) < len(events) or link is None else link.standing.state
    if events:
        return _BEFORE[events[0].kind]
    return link.standing.state if link else None
