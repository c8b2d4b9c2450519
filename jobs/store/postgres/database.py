"""Questions and changes of the database, each in a thread and on a connection of its own."""

import asyncio
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

import psycopg
from psycopg import errors
from psycopg.rows import TupleRow
from psycopg_pool import PoolTimeout

from jobs.store.errors import StaleError, StoreReadOnlyError, StoreUnreachableError
from jobs.store.postgres.columns import digest
from jobs.store.postgres.conditions import Condition
from jobs.store.postgres.connection import FAILED, Connection, has_ended, open_pool, said_plainly, where_it_is
from jobs.store.postgres.named import Values, all_of, filled, one_of, statements
from jobs.store.postgres.unit import UnitOfWork

T = TypeVar("T")

_BEGIN = statements("transactions")["begin"]
_TRIES = 8
"""So often is a change tried that others kept from being made."""
_LONGEST_PAUSE = 0.05
_MET_OTHERS = (
    errors.DeadlockDetected,
    errors.LockNotAvailable,
    errors.SerializationFailure,
    errors.UniqueViolation,  # somebody added the same meanwhile: the next try finds it
)


class _UnfinishedError(Exception):
    """The connection broke before anything was stored that may not be stored twice: it may be tried again."""


class SharedDatabase:
    """A pool of connections, and a thread for each."""

    def __init__(self, url: str, *, connections: int, read_only: bool) -> None:
        self.url = url
        self.trouble = ""
        """Why nothing can be stored, in a sentence, from a change that failed until one gets through."""
        self._read_only = read_only
        self._pool = open_pool(url, 2 * connections)  # long answers hold one each
        self._threads = ThreadPoolExecutor(connections, thread_name_prefix="database")

    async def ask(self, question: Callable[[Connection], T]) -> T:
        """The answer to a question; raises StoreUnreachableError where the database does not give one."""
        return await self.in_thread(lambda: self.asked(lambda: self._asked(question)))

    async def rows(self, statement: str, values: Values = ()) -> list[TupleRow]:
        """The rows that a statement selects."""
        return await self.ask(lambda connection: connection.execute(statement, values).fetchall())

    async def change(self, change: Callable[[UnitOfWork], T], prepare: Callable[[UnitOfWork], None] | None = None) -> T:
        """Make a change in one transaction, with what `prepare` locks before; what it gives is given once it is stored.

        It may be made several times until no other is in its way. Raises what the change raises, StaleError where
        others always were, StoreUnreachableError where the database does not answer, and StoreReadOnlyError. Where the
        connection breaks while a change is being stored, nobody can know whether it was: the versions and keys of what
        was written tell whoever tries again.
        """

        def work(connection: Connection) -> T:
            unit = UnitOfWork(connection)
            if prepare:
                prepare(unit)
            result = change(unit)
            unit.flush()
            return result

        return await self.transact(work)

    async def transact(self, work: Callable[[Connection], T]) -> T:
        """The same for work that knows its SQL; raises StoreReadOnlyError and StoreUnreachableError."""
        return await self._stored(work, _BEGIN)

    async def by_statement(self, work: Callable[[Connection], T]) -> T:
        """The same, each statement a transaction by itself: fewer ways to the server, for what may be made twice."""
        return await self._stored(work)

    async def _stored(self, work: Callable[[Connection], T], begin: str = "") -> T:
        if self._read_only:
            raise StoreReadOnlyError("The store was opened to read only.")
        try:
            result = await self.in_thread(lambda: self._store(work, begin))
        except StoreUnreachableError as error:
            self.trouble = str(error)
            raise
        self.trouble = ""
        return result

    async def find_trouble(self) -> str:
        """Where there is trouble, find out whether it is over; what is left of it."""
        if self.trouble:
            with suppress(StoreUnreachableError):
                await self.transact(lambda connection: connection.execute("select pg_current_xact_id()"))
        return self.trouble

    async def in_thread(self, work: Callable[[], T]) -> T:
        """In one of our threads: in a pool that is shared a question might have to wait for other work."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def take(self) -> Connection:
        """A connection, to be given back; for what is read in parts."""
        return self._pool.getconn()

    def give_back(self, connection: Connection) -> None:
        """Whatever it was in the middle of is given up; one that the server has ended is replaced."""
        if not connection.closed and connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
            with suppress(psycopg.Error):
                connection.rollback()
        self._pool.putconn(connection)

    def give_back_later(self, connection: Connection) -> None:
        """The same from anywhere, without waiting for it."""
        try:
            self._threads.submit(self.give_back, connection)
        except RuntimeError:  # the store was closed before the answer was read
            connection.close()

    async def close(self) -> None:
        """Let go of all connections."""
        await asyncio.to_thread(self._pool.close)
        self._threads.shutdown(wait=False)

    def asked(self, ask: Callable[[], T]) -> T:
        """What is asked within a thread; asked once more where the connection had ended."""
        with said_plainly(self.url):
            try:
                return ask()
            except FAILED as error:
                if isinstance(error, PoolTimeout) or not has_ended(error):
                    raise
                self._pool.check()  # the server may have been started anew
                return ask()

    def _asked(self, question: Callable[[Connection], T]) -> T:
        with self._pool.connection() as connection:
            return question(connection)

    def _store(self, work: Callable[[Connection], T], begin: str) -> T:
        for _ in range(_TRIES):
            try:
                return self._store_once(work, begin)
            except _MET_OTHERS:
                time.sleep(random.uniform(0, _LONGEST_PAUSE))
                met: Exception = StaleError("Others wrote the same again and again.")
            except _UnfinishedError:
                self._pool.check()
                met = StoreUnreachableError(where_it_is(self.url), "the connection breaks again and again")
        raise met

    def _store_once(self, work: Callable[[Connection], T], begin: str) -> T:
        """Raises _UnfinishedError where the connection broke before anything that may not be twice could be stored.

        Never in a pipeline: the server does not count a transaction as idle within one, nor behind one until the next
        command, so the locks of a process that is stopped there would not end.
        """
        is_decided = False
        with said_plainly(self.url):
            try:
                with self._pool.connection() as connection:  # its end is that of the transaction
                    if begin:
                        connection.execute(begin)
                    result = work(connection)
                    is_decided = True
            except FAILED as error:
                if is_decided or isinstance(error, PoolTimeout) or not has_ended(error):
                    raise
                raise _UnfinishedError from error
        return result


class Questions:
    """What all parts of the store ask in the same way."""

    def __init__(self, database: SharedDatabase) -> None:
        self._database = database

    async def _by_id(self, table: str, number: int, kind: type[T]) -> T | None:
        statement = filled("by_id", table=table)
        return await self._database.ask(lambda connection: one_of(connection, statement, [number], kind))

    async def _one(self, table: str, column: str, known_by: str, kind: type[T]) -> T | None:
        """The one that is known by a text, whose digest stands in a column."""
        statement, values = filled("by_digest", table=table, column=column), [digest(known_by)]
        return await self._database.ask(lambda connection: one_of(connection, statement, values, kind))

    async def _found(self, table: str, condition: Condition, kind: type[T], order: str = "id") -> list[T]:
        """All that fit."""
        where, values = condition
        statement = filled("all", table=table, condition=where, order=order)
        return await self._database.ask(lambda connection: all_of(connection, statement, values, kind))
