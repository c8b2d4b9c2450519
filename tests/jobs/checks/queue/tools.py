"""Workers of a region over a real PostgreSQL, for tests."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from jobs.checks.dispatcher import Bounds, always
from jobs.checks.queue.dispatcher import QueueDispatcher
from jobs.checks.queue.host_jobs import open_app
from jobs.checks.queue.regions import RegionQueue
from jobs.checks.visit import CheckDue
from jobs.model.page import Outcome
from jobs.model.tracked_page import DuePage, HostClaim
from jobs.store.postgres.async_pool import AsyncPool
from jobs.store.postgres.leases import LeaseRenewal
from jobs.store.protocol import Store
from jobs.units.clock import Clock, SystemClock


async def never(_claim: HostClaim, _due: DuePage) -> bool:
    raise AssertionError("no host is due")


@asynccontextmanager
async def worker_in(region: str, pool: AsyncPool, store: Store, *present: int) -> AsyncIterator[RegionQueue]:
    """A worker of a region that sees these links, there until the end of the block."""
    app = await open_app(pool)
    queue = RegionQueue(app, pool, region)

    async def look(_url: str) -> tuple[Outcome, frozenset[int]]:
        return (Outcome.OK if present else Outcome.GONE), frozenset(present)

    queue.answer_with(look)
    renew = LeaseRenewal(pool).renew
    worker = QueueDispatcher(app, lambda: False, renew, store, never, SystemClock(), Bounds(2), regions=queue)
    running = asyncio.create_task(worker.run())
    async with asyncio.timeout(20):
        while region and not await _is_here(pool, region):
            await asyncio.sleep(0.02)
    yield queue
    await worker.stop()
    await running


@asynccontextmanager
async def worker_at(
    check: CheckDue, pool: AsyncPool, store: Store, lease: timedelta, clock: Clock
) -> AsyncIterator[None]:
    """A process that leads and takes jobs until the end of the block."""
    bounds, renew = Bounds(4, lease=lease), LeaseRenewal(pool).renew
    worker = QueueDispatcher(await open_app(pool), always, renew, store, check, clock, bounds)
    running = asyncio.create_task(worker.run())
    yield
    await worker.stop()
    await running


async def _is_here(pool: AsyncPool, region: str) -> bool:
    async with pool.connection() as connection:
        found = await connection.execute("select 1 from regions where region = %s", [region])
        return await found.fetchone() is not None
