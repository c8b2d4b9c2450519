"""What a partner page was like, a point for each day on which it was read."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from math import ceil

from msgspec import Struct

from jobs.model.document import TEMPLATE, Place
from jobs.model.partner import equity_share

_WEEK = timedelta(days=7)
MOST_SAMPLES = 12
KEPT_DAILY = timedelta(days=400)
"""Of what is older than that, the last point of each month is kept."""


@dataclass(frozen=True, slots=True)
class OurSpot:
    """Where a tracked link stands among the links of its page that lead to other sites."""

    link: int
    position: int
    """Counted from 1, each address once."""
    place: Place


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """A page as it was last read on a day; links are counted by address."""

    day: date
    """By UTC."""
    external: int = 0
    """Links to other sites, followed or not."""
    followed: int = 0
    """Those of them that nothing in their own rel asks search engines not to follow."""
    internal: int = 0
    """Links to its own site."""
    domains: int = 0
    """Registrable domains that the followed ones lead to."""
    places: tuple[tuple[Place, int], ...] = ()
    """How many of `external` stand in each part of the page; in the text before another, where they stand in several.

    Parts without any are left out.
    """
    nofollow: bool = False
    """Whether the page asks search engines to follow none of its links."""
    ours: tuple[OurSpot, ...] = ()

    @property
    def in_template(self) -> int:
        """How many of `external` stand in navigation, header, footer or sidebar, and in no other part."""
        return sum(count for place, count in self.places if place in TEMPLATE)

    @property
    def share(self) -> float:
        """What one followed link of the page passes on, by our rule of thumb; 0 where all are nofollow."""
        return 0.0 if self.nofollow or not self.followed else equity_share(self.followed)


@dataclass(frozen=True, slots=True)
class PageSeries:
    """The points of a partner page, oldest first, a day once."""

    page_url: str
    points: tuple[SeriesPoint, ...] = ()

    def with_point(self, point: SeriesPoint) -> "PageSeries":
        """The series as it goes on: of a day the last point stays, and of long ago one a month.

        Points of later days, which a wrong clock made, go.
        """
        before = [each for each in self.points if each.day < point.day]
        return PageSeries(self.page_url, (*_thinned(before, point.day - KEPT_DAILY), point))

    def since(self, day: date) -> tuple[SeriesPoint, ...]:
        """The points from that day on, with the one before them, which still held then."""
        first = next((at for at, each in enumerate(self.points) if each.day >= day), len(self.points))
        return self.points[first if first < len(self.points) and self.points[first].day == day else max(first - 1, 0) :]


def _thinned(points: Iterable[SeriesPoint], daily_from: date) -> list[SeriesPoint]:
    """Of each month that ended before that day the last point, of others all."""
    kept: list[SeriesPoint] = []
    for (year, month), found in groupby(points, key=lambda each: (each.day.year, each.day.month)):
        of_month = list(found)
        is_old = (year, month) < (daily_from.year, daily_from.month)
        kept += of_month[-1:] if is_old else of_month
    return kept


def on_all(series: Iterable[PageSeries]) -> tuple[SeriesPoint, ...]:
    """Several pages as one, such as all of a host: a point for each day on which any was read, with sums.

    A page counts on each day as it was last read by then, and before it was first read not at all; whether links are
    nofollow is true where it is of all pages. Domains are summed: one that two pages link to counts twice.
    """
    found = list(series)
    days = sorted({point.day for each in found for point in each.points})
    latest: dict[str, SeriesPoint] = {}
    by_day = {each.page_url: {point.day: point for point in each.points} for each in found}
    points = []
    for day in days:
        latest |= {url: points_of[day] for url, points_of in by_day.items() if day in points_of}
        points.append(_summed(day, latest.values()))
    return tuple(points)


def _summed(day: date, points: Iterable[SeriesPoint]) -> SeriesPoint:
    each = list(points)
    places: dict[Place, int] = {}
    for place, count in (pair for point in each for pair in point.places):
        places[place] = places.get(place, 0) + count
    return SeriesPoint(
        day,
        sum(point.external for point in each),
        sum(point.followed for point in each),
        sum(point.internal for point in each),
        sum(point.domains for point in each),
        tuple(sorted(places.items())),
        all(point.nofollow for point in each),
        tuple(spot for point in each for spot in point.ours),
    )


class Sample(Struct, frozen=True):
    """A page as it was on a day of a chart: as it was last read by then."""

    day: date
    point: SeriesPoint


def weekly(points: Sequence[SeriesPoint], until: date, most: int = MOST_SAMPLES) -> tuple[Sample, ...]:
    """At most so many days, a week apart and the last of them `until`; none before the first point."""
    return _sampled(points, [until - _WEEK * back for back in reversed(range(most))])


def samples(points: Sequence[SeriesPoint], until: date, most: int = MOST_SAMPLES) -> tuple[Sample, ...]:
    """At most so many days up to `until`, equally far apart, the last of them `until`; none before the first point.

    Whole weeks lie between two of them, unless the points go back less than three.
    """
    if not points:
        return ()
    back = max((until - points[0].day).days, 0)
    step = timedelta(days=max(1, ceil(back / (most - 1))))
    if back >= 3 * _WEEK.days:
        step = _WEEK * ceil(step / _WEEK)
    return _sampled(points, [until - step * number for number in reversed(range(most))])


def _sampled(points: Sequence[SeriesPoint], days: Iterable[date]) -> tuple[Sample, ...]:
    known = [point.day for point in points]
    places = ((day, bisect_right(known, day)) for day in days)
    return tuple(Sample(day, points[place - 1]) for day, place in places if place)


@dataclass(frozen=True, slots=True)
class SharePoint:
    """What a followed link of a page passed on, on a day."""

    day: date
    followed: int
    """Followed links to other sites."""
    share: float
    """By our rule of thumb, 0.85 / followed; 0 where the page asks search engines to follow none."""


@dataclass(frozen=True, slots=True)
class ShareLine:
    """A partner page whose followed links became more or fewer, and what each passed on over the weeks."""

    ref: str
    page_url: str
    points: tuple[SharePoint, ...]
    """Oldest first; two at least."""
