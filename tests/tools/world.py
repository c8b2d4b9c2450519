"""A small world for tests: web sites on loopback, a real store, and the work itself on a clock turned by hand."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from jobs.checks.allowance import DailyAllowance
from jobs.checks.canaries import Canaries, read_control
from jobs.checks.check_page import CheckDeps, check_page
from jobs.checks.dispatcher import Bounds, Dispatcher
from jobs.checks.follow_candidates import AbsenceSettler
from jobs.checks.kept_relevance import RelevanceKeeper
from jobs.checks.second_look import SecondLook
from jobs.model.incident import Incident
from jobs.model.link import Link, NewLink
from jobs.model.notice import Notice
from jobs.model.partner import NewPartner, Partner
from jobs.model.verdict import Policy
from jobs.pages.reader import PageReader
from jobs.pages.reading import EXTRACTOR
from jobs.relevance.compare_pages import Compare
from jobs.store.protocol import Store
from jobs.web.isolation.parser_pool import ParserPool
from jobs.web.render.rendering import Render
from jobs.web.robots.files import RobotsFiles
from tests.tools.clocks import HandClock
from tests.tools.site import Sites
from tests.tools.stores import open_store


@dataclass
class World:
    """Sites that can be spoiled, and the bot's work upon them."""

    sites: Sites
    store: Store
    clock: HandClock
    parts: CheckDeps
    dispatcher: Dispatcher
    reader: PageReader

    async def watch(self, page: str, target: str, channel: str = "C1") -> Link:
        """Track a link between two pages named as `host/path`, and check it at once."""
        link, _ = await self.store.add_link(
            NewLink(channel, self.sites.url(page), self.sites.url(target)), self.clock.now()
        )
        await self.dispatcher.run_due()
        return await self.link(link.id)

    async def watch_partner(self, page: str, most: int) -> Partner:
        """Watch a partner page, and check it at once."""
        partner, _ = await self.store.add_partner(NewPartner("C1", self.sites.url(page), most), self.clock.now())
        await self.dispatcher.run_due()
        found = await self.store.partner(partner.id)
        assert found is not None
        return found

    async def pass_time(self, wait: timedelta, step: timedelta = timedelta(minutes=5)) -> None:
        """Let time go by; what falls due is checked when it does."""
        end = self.clock.now() + wait
        while self.clock.now() < end:
            due = await self.store.next_due_at()
            later = max(due - self.clock.now(), timedelta(seconds=1)) if due else wait
            self.clock.move(min(later, step * 100, end - self.clock.now()))
            await self.dispatcher.run_due()

    async def link(self, number: int) -> Link:
        """The link as it is now."""
        found = await self.store.link(number)
        assert found is not None
        return found

    async def incidents(self) -> list[Incident]:
        """All incidents, closed ones too."""
        return await self.store.incidents(only_open=False)

    async def notices(self) -> list[Notice]:
        """What waits to be said."""
        return await self.store.notices()


@asynccontextmanager
async def open_world(
    folder: Path,
    judged_by: Policy | None = None,
    draws: Callable[[Sites], Render] | None = None,
    compare: Compare | None = None,
) -> AsyncIterator[World]:
    """Open a world with an empty store in `folder`; `judged_by` has other waits than the usual ones.

    `draws` makes what stands in for a browser; without it no page is drawn. With `compare` it is kept how close pages
    are; pages under 35 are noted.
    """
    clock = HandClock()
    store = await open_store(folder)
    try:
        # Names are looked up again each time: the hand-turned clock does not age what the session remembers.
        policy = replace(Sites().policy, dns_cache_seconds=0)
        async with Sites() as sites, sites.session(policy) as session, ParserPool(EXTRACTOR) as pages:
            robots = RobotsFiles(session, policy, clock.now, pages)
            reader = PageReader(session, policy, robots, pages, clock, render=draws(sites) if draws else None)
            canaries = Canaries(reader.read, store, (), clock)
            allowance = DailyAllowance(clock)
            control = partial(read_control, reader.read, allowance)
            settler = AbsenceSettler(reader.follow, reader.read, clock, allowance)
            second = SecondLook(reader.read, allowance, reader.draw if reader.can_draw else None)
            parts = CheckDeps(
                store,
                second.read,
                control,
                settler.settle,
                canaries.answers,
                clock,
                judged_by or Policy(),
                relevance=RelevanceKeeper(compare, reader.read, clock) if compare else None,
                least_relevance=35,
                chance=lambda: 0.5,
            )
            dispatcher = Dispatcher(store, partial(check_page, parts), clock, Bounds())
            yield World(sites, store, clock, parts, dispatcher, reader)
    finally:
        await store.close()
