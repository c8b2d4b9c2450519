"""The one way to a reader of pages: for the bot, and for the commands of the terminal."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from jobs.config import Config
from jobs.pages.extract import examine
from jobs.pages.reader import Reader
from jobs.units.clock import Clock
from jobs.web.http.policy import NetworkPolicy
from jobs.web.http.session import page_session
from jobs.web.isolation.parser_pool import PageReader
from jobs.web.robots.files import RobotsFiles


@asynccontextmanager
async def open_reader(config: Config, clock: Clock) -> AsyncIterator[Reader]:
    """A reader of pages, closed with all that it opened."""
    policy = NetworkPolicy.of(config.network)
    async with page_session(policy) as session, PageReader(examine) as pages:
        robots = RobotsFiles(session, policy, clock.now)
        yield Reader(session, policy, robots, pages, clock, obey_robots=config.network.obey_robots)
