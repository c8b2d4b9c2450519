"""How this store gives long answers: from a cursor, whose picture is of the moment when it was asked for.

What fits into one part is read at once. For more a connection is held until all was read or nobody wants it any more;
the server ends one that rests for too long between two parts.
"""

import weakref
from collections.abc import AsyncIterator
from typing import Generic, TypeVar

from psycopg import sql

from jobs.store.documents import decode_all
from jobs.store.postgres.conditions import Condition
from jobs.store.postgres.connection import Connection, said_plainly
from jobs.store.postgres.database import SharedDatabase
from jobs.store.postgres.named import filled, number_of, statements
from jobs.store.streams import Chunk, Stream

T = TypeVar("T")

AT_ONCE = 500
"""So many are some milliseconds of work."""
_SQL = statements("streams")


async def stream(
    database: SharedDatabase, table: str, condition: Condition, kind: type[T], order: str = "id"
) -> Stream[T]:
    """The nouns of all documents of a table that fit; its size is their number."""

    def opened() -> Stream[T]:
        return _opened(database, table, condition, kind, order)

    return await database.in_thread(lambda: database.asked(opened))


def _opened(database: SharedDatabase, table: str, condition: Condition, kind: type[T], order: str) -> Stream[T]:
    where, values = condition
    question = filled("all", table=table, condition=where, order=order).decode()
    connection = database.take()
    try:
        connection.execute(_SQL["begin"])
        connection.execute(sql.SQL(_SQL["open"]).format(question=sql.SQL(question)), values)
        first = connection.execute(_next_ones()).fetchall()
        size = len(first)
        if size >= AT_ONCE:
            size = number_of(connection, filled("count", table=table, condition=where), values)
    except BaseException:
        database.give_back(connection)
        raise
    if size <= AT_ONCE:
        database.give_back(connection)
        return Stream(size, _Fetched(database, None, first, kind))
    return Stream(size, _Fetched(database, connection, first, kind))


def _next_ones() -> sql.Composed:
    return sql.SQL(_SQL["next"]).format(number=AT_ONCE)


class _Fetched(AsyncIterator[Chunk[T]], Generic[T]):
    """The parts of an answer; the connection is given back with the last, or with this."""

    def __init__(
        self, database: SharedDatabase, connection: Connection | None, first: list[tuple[bytes]], kind: type[T]
    ) -> None:
        self._database, self._connection = database, connection
        self._next, self._kind = first, kind
        if connection is not None:
            self._release = weakref.finalize(self, database.give_back_later, connection)
            self._release.atexit = False

    async def __anext__(self) -> Chunk[T]:
        if not self._next:
            raise StopAsyncIteration
        items = await self._database.in_thread(self._read)
        return Chunk(items, len(items))

    def _read(self) -> list[T]:
        rows = self._next
        self._next = []
        if self._connection is not None:
            with said_plainly(self._database.url):
                self._next = self._connection.execute(_next_ones()).fetchall()
            if not self._next:
                self._connection = None
                self._release()
        return decode_all([raw for (raw,) in rows], self._kind)
