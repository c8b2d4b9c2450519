"""Connections for the event loop: one that the server has ended is never lent."""

import asyncio

from psycopg.rows import TupleRow

from jobs.store.postgres.async_pool import AsyncPool, open_async_pool
from jobs.store.postgres.connection import connect


async def _asked(pool: AsyncPool, question: str) -> TupleRow | None:
    async with pool.connection() as connection:
        return await (await connection.execute(question)).fetchone()


async def test_a_connection_that_the_server_ended_is_replaced(database_url: str) -> None:
    async with open_async_pool(database_url, 1) as pool:
        before = await _asked(pool, "select pg_backend_pid()")
        with connect(database_url) as other:
            other.execute("select pg_terminate_backend(%s)", before)
            while other.execute("select from pg_stat_activity where pid = %s", before).fetchone() is not None:
                await asyncio.sleep(0.01)
        after = await _asked(pool, "select pg_backend_pid()")
    assert after != before


async def test_a_connection_that_answers_is_lent_again(database_url: str) -> None:
    async with open_async_pool(database_url, 1) as pool:
        asked = [await _asked(pool, "select pg_backend_pid()") for _ in range(3)]
    assert len(set(asked)) == 1
