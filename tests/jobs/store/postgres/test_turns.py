"""Turns at hosts across processes, on a real PostgreSQL; each process is a pool of its own here."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from typing import cast

import pytest

from jobs.store.postgres.async_pool import AsyncPool, open_async_pool
from jobs.store.postgres.turns import SharedTurns
from tests.jobs.store.postgres.tools import migrated

NONE, LONG = timedelta(0), timedelta(minutes=1)


@pytest.fixture
async def pools(database_url: str) -> AsyncIterator[list[AsyncPool]]:
    url = migrated(database_url)
    async with AsyncExitStack() as opened:
        yield [await opened.enter_async_context(open_async_pool(url, 3)) for _ in range(3)]


class Site:
    """A host with a memory: how many ask it at once, and in whose turn."""

    def __init__(self) -> None:
        self.at_once = self.most_at_once = self.asked = 0

    @asynccontextmanager
    async def request(self) -> AsyncIterator[None]:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.asked += 1
        await asyncio.sleep(0.002)
        yield
        self.at_once -= 1


async def test_no_two_processes_ask_a_host_at_once(pools: list[AsyncPool]) -> None:
    site = Site()

    async def ask(turns: SharedTurns) -> None:
        for _ in range(5):
            async with turns.acquire("a.example"), site.request():
                pass

    await asyncio.gather(*(ask(SharedTurns(pool, NONE, LONG)) for pool in pools for _ in range(2)))
    assert (site.asked, site.most_at_once) == (30, 1)


async def test_another_host_is_not_waited_for(pools: list[AsyncPool]) -> None:
    mine, other = (SharedTurns(pool, NONE, LONG) for pool in pools[:2])
    async with mine.acquire("a.example"), other.acquire("b.example"):
        pass


async def test_the_pause_holds_for_everybody_but_who_follows_a_redirect(pools: list[AsyncPool]) -> None:
    mine, other = (SharedTurns(pool, LONG, LONG) for pool in pools[:2])
    async with mine.acquire("a.example"):
        pass
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1), other.acquire("a.example"):
            pass
    async with mine.acquire("a.example", at_once=True):
        pass
    await mine.spare_the_pause("a.example")
    await mine.spare_the_pause("never asked")
    async with other.acquire("a.example"):
        pass


async def test_the_pause_of_another_is_not_spared(pools: list[AsyncPool]) -> None:
    mine, other = (SharedTurns(pool, LONG, LONG) for pool in pools[:2])
    async with mine.acquire("a.example"):
        pass
    async with other.acquire("a.example", at_once=True):
        pass
    await mine.spare_the_pause("a.example")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1), mine.acquire("a.example"):
            pass


async def ends_in(pool: AsyncPool, wait: timedelta) -> datetime:
    """Have every turn end so soon; gives when that is."""
    async with pool.connection() as connection:
        asked = "update host_turns set until = clock_timestamp() + %s returning until"
        [[until]] = await (await connection.execute(asked, [wait])).fetchall()
    return cast("datetime", until)


async def test_the_turn_of_one_who_is_silent_for_too_long_is_another_s_and_never_given_back_for_it(
    pools: list[AsyncPool],
) -> None:
    stopped, other, third = (SharedTurns(pool, NONE, LONG) for pool in pools)
    holds = stopped.acquire("a.example")
    await holds.__aenter__()
    await ends_in(pools[0], NONE)
    async with other.acquire("a.example"):
        await holds.__aexit__(None, None, None)  # it comes back, and its turn is over
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05), third.acquire("a.example"):
                pass


async def test_a_turn_lasts_as_long_as_its_request_where_its_holder_lives(pools: list[AsyncPool]) -> None:
    mine = SharedTurns(pools[0], NONE, LONG)
    async with mine.acquire("a.example"):
        before = await ends_in(pools[1], LONG / 2)
        await mine.renew()
        async with pools[1].connection() as connection:
            [[after]] = await (await connection.execute("select until from host_turns")).fetchall()
    assert after > before


async def test_a_turn_that_is_over_is_not_renewed(pools: list[AsyncPool]) -> None:
    mine, other = (SharedTurns(pool, NONE, LONG) for pool in pools[:2])
    async with mine.acquire("a.example"):
        await ends_in(pools[2], NONE)
        await mine.renew()
        async with other.acquire("a.example"), mine.acquire("b.example"):
            pass


async def test_a_renewal_that_fails_in_whichever_way_is_tried_again(
    pools: list[AsyncPool], caplog: pytest.LogCaptureFixture
) -> None:
    """Were it not, every later turn of this process would end while its request is open, and nobody would see it."""
    turns = SharedTurns(pools[0], NONE, timedelta(milliseconds=60))
    running = asyncio.create_task(turns.run())
    async with turns.acquire("a.example"), asyncio.timeout(20), pools[1].connection() as connection:
        await connection.execute("alter table host_turns rename column until to ends")
        while len(caplog.records) < 2:
            await asyncio.sleep(0.005)
        await connection.execute("alter table host_turns rename column ends to until")
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_who_gives_up_waiting_holds_up_nobody(pools: list[AsyncPool]) -> None:
    mine, other = (SharedTurns(pool, NONE, LONG) for pool in pools[:2])
    async with mine.acquire("a.example"):
        waiting = [asyncio.create_task(other.acquire("a.example").__aenter__()) for _ in range(3)]
        await asyncio.sleep(0.05)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
    async with other.acquire("a.example"):
        pass


async def test_turns_of_long_ago_are_forgotten(pools: list[AsyncPool]) -> None:
    turns = SharedTurns(pools[0], NONE, LONG)
    for host in ("old.example", "new.example"):
        async with turns.acquire(host):
            pass
    async with pools[0].connection() as connection:
        old = "update host_turns set until = free_at - interval '2 h', free_at = free_at - interval '2 h' where host = "
        await connection.execute(f"{old}'old.example'")
        await turns.forget_old()
        rows = await (await connection.execute("select host from host_turns")).fetchall()
    assert rows == [("new.example",)]
