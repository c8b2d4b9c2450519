"""How the commands read pages: with the bot's own reader and configuration, no Slack."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from jobs.clock import SystemClock
from jobs.config import Config
from jobs.read import Reader
from jobs.web.policy import NetworkPolicy
from jobs.web.reader import PageReader
from jobs.web.robots_fetch import RobotsFiles
from jobs.web.session import page_session


@asynccontextmanager
async def open_reader(config: Config) -> AsyncIterator[Reader]:
    """A reader of pages, closed with all that it opened."""
    policy, clock = NetworkPolicy.of(config.network), SystemClock()
    async with page_session(policy) as session, PageReader() as pages:
        robots = RobotsFiles(session, policy, clock.now)
        yield Reader(session, policy, robots, pages, clock, obey_robots=config.network.obey_robots)
