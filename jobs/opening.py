"""The one way to a reader of pages: for the bot, and for the commands of the terminal."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from jobs.clock import Clock
from jobs.config import Config
from jobs.examine import examine
from jobs.read import Reader
from jobs.web.policy import NetworkPolicy
from jobs.web.reader import PageReader
from jobs.web.robots_fetch import RobotsFiles
from jobs.web.session import page_session


@asynccontextmanager
async def open_reader(config: Config, clock: Clock) -> AsyncIterator[Reader]:
    """A reader of pages, closed with all that it opened."""
    policy = NetworkPolicy.of(config.network)
    async with page_session(policy) as session, PageReader(examine) as pages:
        robots = RobotsFiles(session, policy, clock.now)
        yield Reader(session, policy, robots, pages, clock, obey_robots=config.network.obey_robots)
