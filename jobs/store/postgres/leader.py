"""Which of several bots leads: an advisory lock on a connection of its own, and a lease that ends by itself.

The lock says at once that a leader is gone; the lease, that one that was stopped or cut off has to wait until it knows.
"""

import asyncio
import logging
import os
import socket
from datetime import timedelta
from time import monotonic

import psycopg

from jobs.store.errors import StoreUnreachableError
from jobs.store.postgres.async_pool import AsyncConnection, connect_async
from jobs.store.postgres.named import statements

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=15)
_LOOKS = 5
"""So often in a lease it is renewed, or asked for."""


class Leader:
    """Whether this process leads, kept up to date by `run`."""

    def __init__(self, url: str, lease: timedelta = LEASE) -> None:
        self._url = url
        self._lease = lease
        self._holder = f"{socket.gethostname()}:{os.getpid()}"
        self._sql = statements("leader")
        self._connection: AsyncConnection | None = None
        self._term = 0
        self._until = 0.0
        self._led_last = False

    def leads(self) -> bool:
        """Whether this process leads now. Ask right before acting: one that was stopped learns here that it is over."""
        return monotonic() < self._until

    def answers(self) -> bool:
        """Whether this process led last, as far as it knows: while the database is away, nobody else can lead."""
        return self._led_last

    async def run(self) -> None:
        """Lead whenever nobody else does, until cancelled; then the next may lead at once."""
        try:
            while True:
                try:
                    await self._look()
                except (psycopg.Error, StoreUnreachableError) as error:
                    await self._let_go()
                    log.debug("Who leads cannot be asked: %s", error)
                except Exception:  # a fault of ours must not leave all bots without a leader for ever
                    await self._let_go()
                    log.exception("Who leads cannot be asked")
                await asyncio.sleep(self._lease.total_seconds() / _LOOKS)
        finally:
            await self._give_up()

    async def _look(self) -> None:
        if self._connection is None:
            self._connection = await connect_async(self._url)
        if self._term:
            await self._renew(self._connection)
        else:
            await self._take(self._connection)

    async def _take(self, connection: AsyncConnection) -> None:
        if not await self._value(connection, "try_lock"):
            self._led_last = False
            await self._value(connection, "end_silent")
            return
        asked = monotonic()
        self._term = await self._value(connection, "take") or 0
        if not self._term:  # who led before is gone, but its lease is not over
            await self._value(connection, "unlock")
            return
        self._until, self._led_last = asked + self._lease.total_seconds(), True
        log.info("This bot leads now", extra={"term": self._term})

    async def _renew(self, connection: AsyncConnection) -> None:
        asked = monotonic()
        if await self._value(connection, "renew"):
            self._until = asked + self._lease.total_seconds()
            return
        await self._let_go()

    async def _value(self, connection: AsyncConnection, statement: str) -> int | None:
        values = {"holder": self._holder, "lease": self._lease, "term": self._term}
        row = await (await connection.execute(self._sql[statement], values)).fetchone()
        return row[0] if row else None

    async def _let_go(self) -> None:
        """Begin anew: the term is over, or nobody knows."""
        if self._term:
            log.warning("This bot leads no longer", extra={"term": self._term})
        self._term, self._until = 0, 0.0
        if self._connection is not None:
            await self._connection.close()
            self._connection = None

    async def _give_up(self) -> None:
        connection, self._until = self._connection, 0.0
        if connection is None:
            return
        try:
            if self._term:
                await connection.execute(self._sql["give_up"], {"term": self._term, "holder": self._holder})
        except psycopg.Error:  # then the lease ends by itself
            pass
        finally:
            await connection.close()
