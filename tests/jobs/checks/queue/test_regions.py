"""Regions ask each other over a real PostgreSQL; each worker is one of its own here."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jobs.checks.queue import regions
from jobs.checks.queue.host_jobs import open_app
from jobs.checks.queue.regions import RegionQueue
from jobs.model.page import Outcome
from jobs.model.region import LookFrom
from jobs.store.postgres.async_pool import AsyncPool, open_async_pool
from jobs.store.tiny.store import TinyStore, open_tiny
from tests.jobs.checks.queue.tools import worker_in
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


def seen(looks: Sequence[LookFrom]) -> list[LookFrom]:
    """Without the time, which is that of the database."""
    return [replace(look, at=None) for look in looks]


async def test_each_other_region_is_asked_and_says_what_it_sees(pool: AsyncPool, store: TinyStore) -> None:
    async with worker_in("eu", pool, store, 7, 9) as eu, worker_in("us", pool, store) as us:
        assert seen(await eu.ask(PAGE)) == [LookFrom("us", Outcome.GONE)]
        assert seen(await us.ask(PAGE)) == [LookFrom("eu", Outcome.OK, frozenset({7, 9}))]
        everywhere = RegionQueue(await open_app(pool), pool)
        assert [look.region for look in await everywhere.ask(PAGE)] == ["eu", "us"]


async def test_some_regions_alone_are_asked(pool: AsyncPool, store: TinyStore) -> None:
    async with worker_in("eu", pool, store, 7), worker_in("us", pool, store):
        bot = RegionQueue(await open_app(pool), pool)
        before = datetime.now(UTC)
        [look] = await bot.ask(PAGE, ("us", "asia"))
        assert seen([look]) == [LookFrom("us", Outcome.GONE)], "asia has no worker, and eu was not meant"
        assert look.at is not None
        assert look.at >= before
        assert await bot.names() == ["eu", "us"]
        assert await bot.ask(PAGE, ()) == ()


async def test_regions_that_ask_each_other_at_once_are_all_answered(pool: AsyncPool, store: TinyStore) -> None:
    async with worker_in("eu", pool, store, 7) as eu, worker_in("us", pool, store, 7) as us:
        pages = [f"https://{number}.example/" for number in range(10)]
        asked = await asyncio.gather(*(each.ask(page) for each in (eu, us) for page in pages))
    assert [look.present for looks in asked for look in looks] == [frozenset({7})] * 20


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
