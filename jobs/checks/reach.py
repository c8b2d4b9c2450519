"""Looks, a site at a time and rarely, whether partner pages are still reached from the home pages of their sites."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from jobs.checks.site_walk import SiteWalk, home_of
from jobs.model.site_ways import PageWay, SiteWays
from jobs.model.write import Write
from jobs.pages.reader import PageReader
from jobs.partners.ways import (
    Walked,
    after_walk,
    is_due,
    is_news,
    is_sought,
    month_of,
    next_look,
    next_month,
    ways_of,
)
from jobs.store.protocol import Store, TrackedItems
from jobs.units.clock import Clock
from jobs.web.urls import host, page_key, registrable_domain

LATER = timedelta(days=1)
"""A site that wants to be left in peace is looked at so much later."""
REST = timedelta(minutes=10)
"""Where nothing was due, the store is asked again after so long."""


@dataclass(slots=True)
class ReachWatch:
    """Reads at most `most` pages of a site in a month; what was read and found the store knows."""

    store: Store
    reader: PageReader
    clock: Clock
    most: int
    """0: no page is read for it."""
    wake: Callable[[], None]
    """A partner page is due, since there is news of it."""
    _rested_at: datetime | None = None

    async def look(self) -> str:
        """Look at the site that has waited longest for its turn; its name, or nothing where none is due."""
        now, rested_at = self.clock.now(), self._rested_at
        if not self.most or (rested_at and rested_at <= now < rested_at + REST):
            return ""
        pages = await self.store.partner_pages()
        due = {url: at for url, at in pages.items() if is_due(at, now)}
        first = min(due, key=lambda url: due[url] or now, default="")
        self._rested_at = None if first else now
        if not first:
            return ""
        site = registrable_domain(first)
        await self._look_at(site, [url for url in pages if registrable_domain(url) == site])
        return site

    async def _look_at(self, site: str, pages: Sequence[str]) -> None:
        now, before = self.clock.now(), await self.store.site_ways(site)
        if await waits(self.store, pages, now):
            later = replace(before or SiteWays(site, now), next_at=now + LATER, ways=ways_of(before, pages))
            await self.store.write(Write(site_ways=[later]))
            return
        month = month_of(now)
        asked = before.asked_in(month) if before else 0
        held = SiteWays(site, next_month(now), month, max(asked, self.most), ways_of(before, pages))
        # Written first: should we die while the site is read, no page of it is read again in this month.
        await self.store.write(Write(site_ways=[held]))
        sought = [way for way in held.ways if is_sought(way, now) and not _is_home(way.page_url)]
        if asked < self.most:
            walks = await self._walk(sought, self.most - asked)
            await self._keep(replace(held, asked=asked), sought, walks)

    async def _walk(self, ways: Sequence[PageWay], most: int) -> Mapping[str, Walked]:
        """A walk from each home page that these pages have, all of them together within `most`."""
        walks: dict[str, Walked] = {}
        for home in dict.fromkeys(home_of(way.page_url) for way in ways):
            of_home = [way for way in ways if home_of(way.page_url) == home]
            also = {final: way.page_url for way in of_home if (final := await self._leads_to(way.page_url))}
            left = most - sum(walk.asked for walk in walks.values())
            walk = SiteWalk(self.reader, self.clock, home, left)
            walks[home] = await walk.seek({way.page_url: way.path for way in of_home}, also)
        return walks

    async def _leads_to(self, url: str) -> str:
        """Where a page redirected to when it was last read."""
        page = await self.store.page(url)
        return page.facts.final_url if page and page.facts else ""

    async def _keep(self, held: SiteWays, sought: Sequence[PageWay], walks: Mapping[str, Walked]) -> None:
        """Write what came of it, and have the pages of which there is news looked at."""
        now, needed = self.clock.now(), sum(walk.asked for walk in walks.values())
        after = {way.page_url: after_walk(way, walks[home_of(way.page_url)], self.most, now) for way in sought}
        ways = tuple(after.get(way.page_url, way) for way in held.ways)
        kept = replace(held, asked=held.asked + needed, ways=ways)
        await self.store.write(Write(site_ways=[replace(kept, next_at=next_look(kept, needed, self.most, now))]))
        news = [way.page_url for way in sought if is_news(way, after[way.page_url])]
        for url in news:
            await self.store.due_now(url, now)
        if news:
            self.wake()


async def waits(store: TrackedItems, pages: Iterable[str], now: datetime) -> bool:
    """Whether a host of these pages failed lately, and is to be left in peace for a while."""
    hosts = [await store.host(name) for name in dict.fromkeys(map(host, pages))]
    return any(each.not_before is not None and each.not_before > now for each in hosts)


def _is_home(url: str) -> bool:
    return page_key(home_of(url)) == page_key(url)
