"""How a partner page changed, in words (pure)."""

from collections.abc import Iterator, Mapping, Sequence

from jobs.model.document import TEMPLATE, Place
from jobs.model.partner import Partner, equity_share
from jobs.model.series import PageSeries, SeriesPoint, on_all
from jobs.units.dates import format_day
from jobs.units.english import joined, percent, several

PLACE: Mapping[Place, str] = {
    Place.BODY: "in the main text",
    Place.AUTHOR: "in the author box",
    Place.COMMENTS: "in the comments",
    Place.SIDEBAR: "in the sidebar",
    Place.NAV: "in the navigation",
    Place.HEADER: "in the page header",
    Place.FOOTER: "in the footer",
    Place.NOSCRIPT: "in noscript only",
    Place.IFRAME: "in an iframe",
}
"""Where a link stands, the parts that we count most first."""


def page_over_time(partner: Partner, points: Sequence[SeriesPoint]) -> Iterator[tuple[str, str]]:
    """Heads with their sentences: what a followed link there passes on, and where the page's links stand."""
    if not points:
        return
    now = points[-1]
    yield "Share per link", f"{_share(now)}{_share_before(partner, points)}."
    if now.external:
        yield "Links to other sites", f"{now.external:,}: {_places(now)}."


def host_over_time(host: str, series: Sequence[PageSeries]) -> str:
    """All tracked partner pages of a host as one: how many links go out by now, and how many did at first."""
    points = on_all(series)
    first, now = points[0], points[-1]
    pages = several(len(series), "partner page")
    told = f"{host}: {pages} with {several(now.followed, 'followed link')} out to {several(now.domains, 'site')}"
    told += ", and a site that several link to counts for each" if len(series) > 1 else ""
    if (first.followed, first.domains) == (now.followed, now.domains):
        return told
    return f"{told}; {format_day(first.day)}: {first.followed:,} to {first.domains:,}"


def link_over_time(link_id: int, points: Sequence[SeriesPoint]) -> str:
    """Where one of our links stands among the page's links to other sites, and where it stood first; empty: unknown."""
    seen = [(point, spot) for point in points for spot in point.ours if spot.link == link_id]
    if not seen or seen[-1][0] is not points[-1]:
        return ""
    (first, was), (now, spot) = seen[0], seen[-1]
    told = f"number {spot.position} of {now.external:,} links to other sites, {PLACE[spot.place]}"
    if (was.position, was.place, first.external) == (spot.position, spot.place, now.external):
        return told
    place = "" if was.place is spot.place else f", {PLACE[was.place]}"
    return f"{told}; {format_day(first.day)}: number {was.position} of {first.external:,}{place}"


def share_over_time(points: Sequence[SeriesPoint]) -> str:
    """What a followed link of a page passes on, and what it passed on at first; empty where nothing is known."""
    if not points:
        return ""
    first, now = points[0], points[-1]
    before = "" if first.share == now.share else f"; {_on(first)}"
    return f"{_share(now)}{before}"


def _share(point: SeriesPoint) -> str:
    if point.nofollow:
        return "none: the page asks search engines to follow none of its links"
    if not point.followed:
        return "nothing to divide: no followed link leads to another site"
    return f"{percent(point.share)} by our rule of thumb, 0.85 / {several(point.followed, 'followed link')} out"


def _share_before(partner: Partner, points: Sequence[SeriesPoint]) -> str:
    """What it was at the baseline, or where that is not known at the first point."""
    day, followed = partner.baseline_at, partner.baseline_followed
    if day is None or followed is None:
        first = points[0]
        return "" if first.share == points[-1].share else f"; {_on(first)}"
    if not followed or followed == points[-1].followed:
        return ""
    return f"; at the baseline, {format_day(day.date())}: {percent(equity_share(followed))} of {followed:,}"


def _on(point: SeriesPoint) -> str:
    return f"{format_day(point.day)}: {percent(point.share)} of {point.followed:,}"


def _places(point: SeriesPoint) -> str:
    counts = dict(point.places)
    told = [f"{counts[place]:,} {words}" for place, words in PLACE.items() if place in counts]
    edge = sum(count for place, count in point.places if place in TEMPLATE)
    return f"{joined(told)}{f'; {edge:,} in what sites repeat on their pages' if 0 < edge < point.external else ''}"
