"""What a check adds to the series of a partner page (pure)."""

from collections.abc import Collection, Mapping
from datetime import date

from jobs.model.link import Link
from jobs.model.series import OurSpot, PageSeries, SeriesPoint
from jobs.pages.indexing import told_by
from jobs.pages.reading import Reading


def series_after(before: PageSeries, reading: Reading, links: Collection[Link], day: date) -> PageSeries | None:
    """The series of a page with what a check read of it; None where nothing is known of the page.

    `links` are those tracked on it, as they are after the check. Of a page that was not parsed, since it is as it was,
    what was known holds.
    """
    facts = reading.facts
    if reading.examined is None:
        if not before.points:
            return None
        last = before.points[-1]
        internal, places = last.internal, last.places
        kept = {spot.link: spot.position for spot in last.ours}
        positions = {link.id: kept[link.id] for link in links if link.id in kept}
    else:
        layout = reading.examined.layout
        internal, places = layout.internal, layout.places
        keys = {link.id: (link.target, link.expected.anchor) for link in links}
        positions = {number: layout.positions[key] for number, key in keys.items() if key in layout.positions}
    return before.with_point(
        SeriesPoint(
            day,
            facts.external,
            facts.followed_external,
            internal,
            len(facts.external_domains),
            places,
            told_by(facts).nofollow is not None,
            _spots(links, positions),
        )
    )


def _spots(links: Collection[Link], positions: Mapping[int, int]) -> tuple[OurSpot, ...]:
    """Where those of the links stand whose position is known."""
    seen = {link.id: link.sighting.best for link in links if link.sighting and link.sighting.best}
    return tuple(OurSpot(number, positions[number], best.place) for number, best in seen.items() if number in positions)
