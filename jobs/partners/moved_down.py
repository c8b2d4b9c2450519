"""Which of our links stand lower on a partner page than at its baseline, or left its text (pure)."""

from collections.abc import Collection, Sequence
from datetime import date
from itertools import pairwise, takewhile

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
"""A link whose place was the same, but for so many, on so many days in a row stood still."""
_CONFIRMED = 2
"""Days in a row that see it moved."""
_SHUFFLES = 3
_LATELY = 60
"""So many moves in so many days that no new links explain are those of a page that shows its links in another order."""

_Seen = tuple[SeriesPoint, OurSpot]


def moved_down(
    points: Sequence[SeriesPoint], links: Collection[int], since: date | None, *, is_told: bool = False
) -> Finding | None:
    """The finding about those of these links that moved down since that day; None where none did.

    A page that shuffles its links, or takes them in turn, moves them every day. So a link has moved where new links
    came with it, or where it stood still right before; and two days in a row have to see it. Where it `is_told`
    already, a link that is not seen any more is no better: what was seen last holds.
    """
    told, was, now = [], [], []
    for number in sorted(links):
        seen = [
            (point, spot)
            for point in points
            for spot in point.ours
            if spot.link == number and (since is None or point.day >= since)
        ]
        if len(seen) > _CONFIRMED and (is_told or seen[-1][0] is points[-1]) and (said := _said(seen)):
            told.append(said)
            was.append(_where(seen[0]))
            now.append(_where(seen[-1]))
    return link_moved_down.said(told, "; ".join(was), "; ".join(now)) if told else None


def _said(seen: Sequence[_Seen]) -> str:
    first, last = seen[0], seen[-_CONFIRMED:]
    ref, (point, spot) = link_ref(first[1].link), last[-1]
    if first[1].place not in TEMPLATE and all(each.place in TEMPLATE for _, each in last):
        return f"{ref} left the text of the page: it stands {PLACE[spot.place]} now."
    if _is_below_for_good(seen):
        return (
            f"{ref} is number {spot.position} of {point.external:,} links to other sites now; on "
            f"{format_day(first[0].day)} it was number {first[1].position} of {first[0].external:,}."
        )
    return ""


def _is_far_below(first: _Seen, now: _Seen) -> bool:
    """Whether it stands so much lower, and not for links that came to what all pages of the site repeat."""
    (then, began), (point, spot) = first, now
    repeated = 0 if began.place in TEMPLATE else max(point.in_template - then.in_template, 0)
    return spot.position - repeated >= max(began.position * _TIMES, began.position + _FEWEST_PLACES)


def _is_below_for_good(seen: Sequence[_Seen]) -> bool:
    """Whether it is far below now, and came there by new links or out of a place where it stood still.

    What it does down there says nothing more: so it stays found for as long as it is there.
    """
    first = seen[0]
    below = list(takewhile(lambda each: _is_far_below(first, each), reversed(seen)))[::-1]
    if len(below) < _CONFIRMED:
        return False
    before = seen[: len(seen) - len(below)]
    return not _shuffles(before) and (_came_with_new_links(before, below) or _left_its_place(before, below[0]))


def _shuffles(before: Sequence[_Seen]) -> bool:
    return sum(not _is_explained(*step) for step in pairwise(before[-_LATELY:])) >= _SHUFFLES


def _came_with_new_links(before: Sequence[_Seen], below: Sequence[_Seen]) -> bool:
    grew = all(point.external >= before[0][0].external + _FEWEST_PLACES for point, _ in below[:_CONFIRMED])
    return grew and all(_is_explained(*step) for step in pairwise((before[-1], *below[:_CONFIRMED])))


def _is_explained(one: _Seen, other: _Seen) -> bool:
    """Whether the page has so many links more, or fewer, as the place of this one is another."""
    return abs(other[1].position - one[1].position) <= abs(other[0].external - one[0].external) + _SAME


def _left_its_place(before: Sequence[_Seen], then: _Seen) -> bool:
    """Whether it stood still right before, and fell far at once; where links take turns, each steps on every day.

    Far is more than other parts of the page account for: their order in the markup, as that of text and sidebar, may
    become another where a visitor sees no difference.
    """
    lately, there = before[-_STEADY:], before[-1][1].position
    stood = len(lately) == _STEADY and all(abs(spot.position - there) <= _SAME for _, spot in lately)
    steps = {
        (spot.position - was.position, point.external - earlier.external)
        for (earlier, was), (point, spot) in pairwise(lately)
    }
    takes_turns = len(steps) == 1 and steps <= {(by, 0) for by in range(-_SAME, _SAME + 1) if by}
    return stood and not takes_turns and then[1].position - _in_other_parts(then) - there >= _FEWEST_PLACES


def _in_other_parts(seen: _Seen) -> int:
    """How many links of the page stand in other parts than this one: all of its text is one part."""
    point, spot = seen
    if spot.place not in TEMPLATE:
        return point.in_template
    return sum(count for place, count in point.places if place is not spot.place)


def _where(seen: _Seen) -> str:
    point, spot = seen
    return f"{link_ref(spot.link)} number {spot.position} of {point.external}, {PLACE[spot.place]}"
