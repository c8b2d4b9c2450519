"""What a look at the ways from a site's home page makes of its partner pages, and when the next one comes (pure)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from jobs.model.findings import Finding
from jobs.model.site_ways import PageWay, SiteWays
from jobs.rules import out_of_reach

CLICKS = 3
_ANOTHER_DAY = timedelta(hours=20)
_CONFIRM_AFTER = timedelta(days=1)
EVERY = timedelta(days=30)
_SEEK_AGAIN = timedelta(days=180)
"""A page that was not found is rarely sought again: its site is mostly too large."""


@dataclass(frozen=True, slots=True)
class Walked:
    """What reading a site from its home page on found."""

    paths: Mapping[str, tuple[str, ...]]
    """Of the pages that were sought and found: the home page, what was clicked there, and so on to the page."""
    is_whole: bool = False
    """Whether all that the home page leads to within three clicks was read, so that other pages are not reached so."""
    goes_on: bool = False
    """Whether there is more behind that."""
    pages: int = 0
    """How many of these were read."""
    asked: int = 0
    """How many pages were read in all, the sought ones too."""
    home_at: datetime | None = None
    """When the home page was read."""
    is_cut_short: bool = False
    """Whether it ended before all was read that was to be: the site failed, or no more pages could be asked for."""
    doubted: frozenset[str] = frozenset()
    """Pages that a script names: it may show a way that we do not see."""

    def reaches(self, page_url: str) -> bool:
        """Whether the page was found within so few clicks."""
        return 0 < len(self.paths.get(page_url, ())) <= CLICKS + 1

    def misses(self, page_url: str) -> bool:
        """Whether no way of so few clicks leads to the page."""
        return self.is_whole and not self.reaches(page_url) and page_url not in self.doubted


def is_sought(way: PageWay, now: datetime) -> bool:
    """Whether a look is to find this page: one that was found before, or was not sought for long."""
    return bool(way.path) or way.sought_at is None or now - way.sought_at >= _SEEK_AGAIN


def after_walk(way: PageWay, walked: Walked, most: int, now: datetime) -> PageWay:
    """A way after a look that sought it; what could not be told leaves it as it was.

    `most` are the pages of a month: a look that these did not do for is as good as one that read all. One that was cut
    short by less says nothing, so that the page is sought in the next month.
    """
    if walked.reaches(way.page_url):
        return PageWay(way.page_url, walked.paths[way.page_url], now)
    if not way.path:
        is_done = not walked.is_cut_short or walked.asked >= most
        return replace(way, sought_at=now) if is_done else way
    if not walked.misses(way.page_url):
        return way
    at = walked.home_at or now
    first = way.missed_at or at
    if at - first < _ANOTHER_DAY:
        return replace(way, missed_at=first)
    return replace(way, missed_at=first, gone_at=at, gone_pages=walked.pages)


def is_news(before: PageWay, after: PageWay) -> bool:
    """Whether the page is out of reach now, or no longer so: then it is looked at, and told."""
    return (before.gone_at is None) is not (after.gone_at is None)


def out_of_reach_as(way: PageWay | None) -> Finding | None:
    """The finding of a page that no way leads to any more; what it says stays the same while it is so."""
    if way is None or way.gone_at is None:
        return None
    return out_of_reach.said(way.clicks, way.gone_pages, " → ".join(way.path))


def month_of(now: datetime) -> str:
    """As the pages that are read of a site are counted: by UTC."""
    return f"{now.astimezone(UTC):%Y-%m}"


def next_look(after: SiteWays, needed: int, most: int, now: datetime) -> datetime:
    """A month later; where a page was missed for the first time, on another day, if so many pages may be read still."""
    to_confirm = any(way.missed_at and not way.gone_at for way in after.ways)
    if not to_confirm:
        return now + EVERY
    is_enough = most - after.asked_in(month_of(now)) >= max(needed, 1)
    return now + _CONFIRM_AFTER if is_enough else max(next_month(now), now + _CONFIRM_AFTER)


def next_month(now: datetime) -> datetime:
    """When pages may be read anew."""
    first = now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return (first + timedelta(days=32)).replace(day=1)


def is_due(next_at: datetime | None, now: datetime) -> bool:
    """Whether a page's site is to be looked at; a time further off than any look is planned is a wrong clock's."""
    return next_at is None or not now < next_at <= now + EVERY + _CONFIRM_AFTER * 2


def ways_of(before: SiteWays | None, pages: Iterable[str]) -> tuple[PageWay, ...]:
    """The ways of the pages that are tracked now."""
    return tuple((before.way(url) if before else None) or PageWay(url) for url in pages)
