"""Everything that processes share, opened together and closed in order."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial

from jobs.checks.dispatcher import SharedWork
from jobs.checks.queue.dispatcher import QueueDispatcher
from jobs.checks.queue.host_jobs import open_app
from jobs.config import Config
from jobs.store.postgres.async_pool import open_async_pool
from jobs.store.postgres.leader import Leader
from jobs.store.postgres.turns import SharedTurns
from jobs.web.http.policy import NetworkPolicy

CONNECTIONS = 8
LOOK_EVERY = timedelta(seconds=1)
_LONGEST_REQUEST = timedelta(minutes=1)
"""Beside the time-out of a page: a browser draws for so long at most."""


@asynccontextmanager
async def open_queue(config: Config, url: str, *, may_lead: bool) -> AsyncIterator[SharedWork]:
    """Share over the database at `url`; a bot leads whenever no other does."""
    policy = NetworkPolicy.of(config.network)
    longest = timedelta(seconds=policy.total_seconds) + _LONGEST_REQUEST
    async with open_async_pool(url, CONNECTIONS) as pool:
        app = await open_app(pool)
        turns = SharedTurns(pool, policy.host_delay, longest)
        if not may_lead:
            yield SharedWork(partial(QueueDispatcher, app, never), turns, never, LOOK_EVERY)
            return
        leader = Leader(url)
        leading = asyncio.create_task(leader.run(), name="leader")
        try:
            yield SharedWork(partial(QueueDispatcher, app, leader.leads), turns, leader.leads, LOOK_EVERY)
        finally:
            leading.cancel()
            await asyncio.gather(leading, return_exceptions=True)


def never() -> bool:
    """A worker does not lead."""
    return False
