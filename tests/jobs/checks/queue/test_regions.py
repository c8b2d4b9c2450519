"""Regions ask each other over a real PostgreSQL; each worker is one of its own here."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from jobs.checks.dispatcher import Bounds
from jobs.checks.elsewhere import LookFrom
from jobs.checks.queue import regions
from jobs.checks.queue.dispatcher import QueueDispatcher
from jobs.checks.queue.host_jobs import open_app
from jobs.checks.queue.regions import RegionQueue
from jobs.model.page import Outcome
from jobs.model.tracked_page import DuePage, HostClaim
from jobs.store.postgres.async_pool import AsyncPool, open_async_pool
from jobs.store.tiny.store import TinyStore, open_tiny
from jobs.units.clock import SystemClock
from tests.jobs.store.postgres.tools import migrated

PAGE = "https://a.example/" + "x" * 4_000


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[AsyncPool]:
    async with open_async_pool(migrated(database_url), 8) as opened:
        yield opened


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[TinyStore]:
    opened = await open_tiny(tmp_path)
    yield opened
    await opened.close()


async def never(_claim: HostClaim, _due: DuePage) -> bool:
    raise AssertionError("no host is due")


@asynccontextmanager
async def worker_in(region: str, pool: AsyncPool, store: TinyStore, *present: int) -> AsyncIterator[RegionQueue]:
    """A worker of a region that sees these links, there until the end of the block."""
    app = await open_app(pool)
    queue = RegionQueue(app, pool, region)

    async def look(_url: str) -> tuple[Outcome, frozenset[int]]:
        return (Outcome.OK if present else Outcome.GONE), frozenset(present)

    queue.answer_with(look)
    worker = QueueDispatcher(app, lambda: False, store, never, SystemClock(), Bounds(2), regions=queue)
    running = asyncio.create_task(worker.run())
    async with asyncio.timeout(20):
        while region and not await _is_here(pool, region):
            await asyncio.sleep(0.02)
    yield queue
    await worker.stop()
    await running


async def test_each_other_region_is_asked_and_says_what_it_sees(pool: AsyncPool, store: TinyStore) -> None:
    async with worker_in("eu", pool, store, 7, 9) as eu, worker_in("us", pool, store) as us:
        assert await eu.ask(PAGE) == [LookFrom("us", Outcome.GONE)]
        assert await us.ask(PAGE) == [LookFrom("eu", Outcome.OK, frozenset({7, 9}))]
        everywhere = RegionQueue(await open_app(pool), pool)
        assert [seen.region for seen in await everywhere.ask(PAGE)] == ["eu", "us"]


async def test_regions_that_ask_each_other_at_once_are_all_answered(pool: AsyncPool, store: TinyStore) -> None:
    async with worker_in("eu", pool, store, 7) as eu, worker_in("us", pool, store, 7) as us:
        pages = [f"https://{number}.example/" for number in range(10)]
        seen = await asyncio.gather(*(each.ask(page) for each in (eu, us) for page in pages))
    assert [look.present for looks in seen for look in looks] == [frozenset({7})] * 20


async def test_where_there_are_no_regions_nobody_is_waited_for(pool: AsyncPool) -> None:
    assert await RegionQueue(await open_app(pool), pool).ask(PAGE) == ()


async def test_a_region_that_does_not_answer_is_told_as_such(
    pool: AsyncPool, store: TinyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(regions, "PATIENCE_SECONDS", 0.2)
    async with worker_in("eu", pool, store):
        pass  # it was here a moment ago
    asking = RegionQueue(await open_app(pool), pool)
    assert await asking.ask(PAGE) == [LookFrom("eu", None)]
    assert await asking.ask(PAGE) == [LookFrom("eu", None)], "its job waits already"


async def test_of_a_worker_that_died_at_a_look_nothing_is_left(
    pool: AsyncPool, store: TinyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(regions, "PATIENCE_SECONDS", 0.2)
    app = await open_app(pool)
    async with pool.connection() as connection:
        await connection.execute("insert into regions values ('eu', now())")
        await RegionQueue(app, pool).ask(PAGE)
        dead = await app.job_manager.fetch_job(["from-eu"], await app.job_manager.register_worker())
        assert dead is not None
        await connection.execute("update procrastinate_workers set last_heartbeat = now() - interval '1 h'")
        async with worker_in("eu", pool, store), asyncio.timeout(20):
            while await (await connection.execute("select from procrastinate_jobs")).fetchall():
                await asyncio.sleep(0.02)


async def _is_here(pool: AsyncPool, region: str) -> bool:
    async with pool.connection() as connection:
        found = await connection.execute("select 1 from regions where region = %s", [region])
        return await found.fetchone() is not None
