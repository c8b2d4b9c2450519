"""Everything that processes share, opened together and closed in order."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, nullcontext
from datetime import timedelta
from functools import partial

from jobs.checks.allowance import MOST_A_DAY
from jobs.checks.dispatcher import SharedWork
from jobs.checks.queue.dispatcher import QueueDispatcher
from jobs.checks.queue.host_jobs import open_app
from jobs.checks.queue.regions import RegionQueue
from jobs.config import Config
from jobs.store.postgres.allowance import SharedAllowance
from jobs.store.postgres.async_pool import open_async_pool
from jobs.store.postgres.leader import Leader
from jobs.store.postgres.leases import LeaseRenewal
from jobs.store.postgres.turns import SharedTurns
from jobs.web.http.policy import NetworkPolicy

CONNECTIONS = 8
LOOK_EVERY = timedelta(seconds=1)
TURN_LEASE = timedelta(seconds=20)
"""So long a host waits where whoever asked it died in the middle of a request; less than for the host's own lease."""


@asynccontextmanager
async def open_queue(config: Config, url: str, *, may_lead: bool, region: str) -> AsyncIterator[SharedWork]:
    """Share over the database at `url`."""
    policy = NetworkPolicy.of(config.network)
    async with open_async_pool(url, CONNECTIONS) as pool:
        app = await open_app(pool)
        turns = SharedTurns(pool, policy.host_delay, TURN_LEASE)
        leader, regions = Leader(url), RegionQueue(app, pool, region)
        leading = partial(_beside, leader.run, "leader") if may_lead else nullcontext
        dispatches = partial(QueueDispatcher, app, leader.leads, LeaseRenewal(pool).renew, regions=regions)
        async with _beside(turns.run, "turns"):
            yield SharedWork(
                dispatches,
                turns,
                SharedAllowance(pool, url, MOST_A_DAY),
                leader.leads,
                leader.answers,
                leading,
                regions,
                LOOK_EVERY,
            )


@asynccontextmanager
async def _beside(run: Callable[[], Coroutine[None, None, None]], name: str) -> AsyncIterator[None]:
    """Have it run until the end of the block."""
    running = asyncio.create_task(run(), name=name)
    try:
        yield
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
