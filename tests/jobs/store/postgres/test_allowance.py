"""What a page may cost in a day, counted for all processes on a real PostgreSQL; each is a pool of its own here."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import psycopg
import pytest

from jobs.store.errors import StoreUnreachableError
from jobs.store.postgres.allowance import SharedAllowance
from jobs.store.postgres.async_pool import open_async_pool
from tests.jobs.store.postgres.tools import migrated

PAGE, OTHER = "https://walks.example/ridge", "https://walks.example/lake"


@pytest.fixture
async def processes(database_url: str) -> AsyncIterator[list[SharedAllowance]]:
    url = migrated(database_url)
    async with AsyncExitStack() as opened:
        pools = [await opened.enter_async_context(open_async_pool(url, 3)) for _ in range(3)]
        yield [SharedAllowance(pool, url, 4) for pool in pools]


async def test_a_page_costs_no_more_however_many_processes_ask(processes: list[SharedAllowance]) -> None:
    one, other, _ = processes
    assert [await one.take(PAGE, 3), await other.take(PAGE, 3), await other.take(PAGE)] == [True, False, True]
    assert not await one.take(PAGE)
    assert not await other.take(OTHER, 2, leaving=3), "that is left for what matters more"
    assert await one.take(OTHER, 1, leaving=3)
    assert not await other.take(OTHER, 1, leaving=3)
    assert await other.take(OTHER, 3)


async def test_those_that_ask_at_once_get_as_much_together(processes: list[SharedAllowance]) -> None:
    taken = await asyncio.gather(*(each.take(PAGE) for each in processes for _ in range(5)))
    assert sum(taken) == 4


async def test_after_a_day_without_any_it_begins_anew(processes: list[SharedAllowance], database_url: str) -> None:
    one, other, _ = processes
    assert await one.take(PAGE, 4)
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("update page_allowances set spent_at = spent_at - interval '25 h'")
    assert [await other.take(PAGE, 3), await one.take(PAGE, 2)] == [True, False]


async def test_while_the_database_is_away_the_check_ends(processes: list[SharedAllowance], database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("alter table page_allowances rename to away")
    with pytest.raises(psycopg.errors.UndefinedTable):  # that is no matter of the way to the database
        await processes[0].take(PAGE)
    with psycopg.connect(database_url, dbname="postgres", autocommit=True) as server:
        name = psycopg.conninfo.conninfo_to_dict(database_url)["dbname"]
        server.execute(f'alter database "{name}" allow_connections false')
        server.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [name])
        with pytest.raises(StoreUnreachableError, match="cannot be reached"):
            await processes[1].take(PAGE)
        server.execute(f'alter database "{name}" allow_connections true')
