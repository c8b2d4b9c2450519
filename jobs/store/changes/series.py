"""The series of partner pages: a document for each page, its points packed.

As plain JSON a year of daily points takes ten times as much. A page's series changes when the page is looked at, and is
written whole: that is some kilobytes, as what else is kept of the page.
"""

import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import msgspec

from jobs.model.document import Place
from jobs.model.series import OurSpot, PageSeries, SeriesPoint
from jobs.store.errors import StoreDamagedError


@dataclass(frozen=True, slots=True)
class StoredSeries:
    """The points of one page."""

    page_url: str
    last: date
    """The day of the last point."""
    points: str
    """Rows of JSON, oldest first, deflated, in base64."""


class _Row(msgspec.Struct, array_like=True, omit_defaults=True):
    """A point; new fields come last, so that older rows are still read."""

    day: int
    external: int
    followed: int
    internal: int
    domains: int
    places: tuple[tuple[Place, int], ...] = ()
    nofollow: bool = False
    ours: tuple[tuple[int, int, Place], ...] = ()


_ROWS = msgspec.json.Decoder(list[_Row])


def packed(series: PageSeries) -> StoredSeries:
    """A series as it is stored; it has a point at least."""
    rows = [
        _Row(
            point.day.toordinal(),
            point.external,
            point.followed,
            point.internal,
            point.domains,
            point.places,
            point.nofollow,
            tuple((spot.link, spot.position, spot.place) for spot in point.ours),
        )
        for point in series.points
    ]
    data = b64encode(zlib.compress(msgspec.json.encode(rows))).decode()
    return StoredSeries(series.page_url, series.points[-1].day, data)


def unpacked(stored: StoredSeries) -> PageSeries:
    """The series that was stored; raises StoreDamagedError where it cannot be read."""
    try:
        rows = _ROWS.decode(zlib.decompress(b64decode(stored.points)))
    except (ValueError, zlib.error) as error:  # msgspec's errors are ValueErrors
        raise StoreDamagedError(f"The series of {stored.page_url} cannot be read ({error}).") from error
    points = (
        SeriesPoint(
            date.fromordinal(row.day),
            row.external,
            row.followed,
            row.internal,
            row.domains,
            row.places,
            row.nofollow,
            tuple(OurSpot(*spot) for spot in row.ours),
        )
        for row in rows
    )
    return PageSeries(stored.page_url, tuple(points))


def all_unpacked(stored: Iterable[StoredSeries]) -> list[PageSeries]:
    """Each of these series."""
    return [unpacked(each) for each in stored]
