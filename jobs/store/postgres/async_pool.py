"""Connections for what waits in the event loop: the queue, turns at hosts, who leads."""

import select
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import psycopg
from psycopg.rows import TupleRow
from psycopg_pool import AsyncConnectionPool

from jobs.store.postgres.connection import CONNECT_SECONDS, options_for, said_plainly

AsyncConnection = psycopg.AsyncConnection[TupleRow]
AsyncPool = AsyncConnectionPool[AsyncConnection]


@asynccontextmanager
async def open_async_pool(url: str, connections: int) -> AsyncIterator[AsyncPool]:
    """At most so many connections, each looked at before it is lent: one that the server ended is replaced.

    Raises StoreUnreachableError where the database does not answer.
    """
    await (await connect_async(url)).close()  # a pool alone would not say why
    pool: AsyncPool = AsyncConnectionPool(
        url,
        min_size=1,
        max_size=connections,
        timeout=CONNECT_SECONDS,
        kwargs=_options_for(url),
        configure=_by_statement,
        open=False,
        check=_refuse_ended,
    )
    async with pool:
        yield pool


async def connect_async(url: str) -> AsyncConnection:
    """One connection, outside of any pool; raises StoreUnreachableError where there is none."""
    with said_plainly(url):
        return await psycopg.AsyncConnection.connect(url, **options_for(url))


def _options_for(url: str) -> dict[str, Any]:
    """Without what a pool sets itself: among its `kwargs` it breaks the connection on which procrastinate listens."""
    return {name: value for name, value in options_for(url).items() if name != "autocommit"}


async def _by_statement(connection: AsyncConnection) -> None:
    """Each statement is a transaction: one way to the server and back."""
    await connection.set_autocommit(True)


async def _refuse_ended(connection: AsyncConnection) -> None:
    """Raise where the server has ended the connection: its last words wait there, or the end of the line.

    Only then is the server asked: a question before each statement would double the ways to it.
    """
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    if waiting.poll(0):
        await AsyncConnectionPool.check_connection(connection)
