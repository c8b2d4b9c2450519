"""Which of our links stand lower on a partner page than at its baseline, or left its text (pure)."""

from collections.abc import Collection, Sequence
from datetime import date
from itertools import takewhile

from jobs.model.document import TEMPLATE
from jobs.model.findings import Finding
from jobs.model.ref import link_ref
from jobs.model.series import OurSpot, SeriesPoint
from jobs.partners.over_time import PLACE
from jobs.rules import link_moved_down
from jobs.units.dates import format_day

_FEWEST_PLACES = 10
_TIMES = 2
"""So much lower, and so many places: our rules of thumb."""
_STEADY = 3
_SAME = 2
"""A link that stood at the same place, but for so many, on so many days is on a page that keeps its order."""
_CONFIRMED = 2
"""Days in a row that see it moved."""

_Seen = tuple[SeriesPoint, OurSpot]


def moved_down(points: Sequence[SeriesPoint], links: Collection[int], since: date | None) -> Finding | None:
    """The finding about those of these links that moved down since that day; None where none did.

    A page that shuffles its links moves them every day. So a link has moved where the page has more links than then,
    or where it stood still for a while before; and two days in a row have to see it.
    """
    told, was, now = [], [], []
    for number in sorted(links):
        seen = [
            (point, spot)
            for point in points
            for spot in point.ours
            if spot.link == number and (since is None or point.day >= since)
        ]
        if len(seen) > _CONFIRMED and seen[-1][0] is points[-1] and (said := _said(seen)):
            told.append(said)
            was.append(_where(seen[0]))
            now.append(_where(seen[-1]))
    return link_moved_down.said(told, "; ".join(was), "; ".join(now)) if told else None


def _said(seen: Sequence[_Seen]) -> str:
    first, last = seen[0], seen[-_CONFIRMED:]
    ref, (point, spot) = link_ref(first[1].link), last[-1]
    if first[1].place not in TEMPLATE and all(each.place in TEMPLATE for _, each in last):
        return f"{ref} left the text of the page: it stands {PLACE[spot.place]} now."
    if all(_is_far_below(first[1], each) for _, each in last) and (_grew(first[0], last) or _stood_still(seen)):
        return (
            f"{ref} is number {spot.position} of {point.external:,} links to other sites now; on "
            f"{format_day(first[0].day)} it was number {first[1].position} of {first[0].external:,}."
        )
    return ""


def _is_far_below(first: OurSpot, now: OurSpot) -> bool:
    return now.position >= max(first.position * _TIMES, first.position + _FEWEST_PLACES)


def _grew(first: SeriesPoint, last: Sequence[_Seen]) -> bool:
    return all(point.external >= first.external + _FEWEST_PLACES for point, _ in last)


def _stood_still(seen: Sequence[_Seen]) -> bool:
    there = seen[0][1].position
    return len(list(takewhile(lambda each: abs(each[1].position - there) <= _SAME, seen))) >= _STEADY


def _where(seen: _Seen) -> str:
    point, spot = seen
    return f"{link_ref(spot.link)} number {spot.position} of {point.external}, {PLACE[spot.place]}"
