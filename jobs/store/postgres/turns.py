"""Turns at hosts that all processes share: one request at a time to each, whoever asks for it.

A turn is a lease that is renewed while the request is open, however long that takes: where its holder has died, the
host waits for the end of the lease alone.
"""

import asyncio
import logging
import random
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from time import monotonic

from psycopg import OperationalError

from jobs.store.postgres.async_pool import AsyncPool
from jobs.store.postgres.named import statements

log = logging.getLogger(__name__)

_AT_MOST, _AT_LEAST = 0.5, 0.005
"""Seconds between two looks at a turn that somebody has."""
_AWAY_SECONDS = 1.0
_TIMES = 3
"""So often in its lease a turn is renewed."""
_MOST_LATELY = 2_000
_FORGETS_EVERY = 5_000
"""After so many turns this process forgets what nobody needs any more."""


class SharedTurns:
    """Turns in the database. A turn whose holder is silent for as long as its lease is another's."""

    def __init__(self, pool: AsyncPool, pause: timedelta, lease: timedelta) -> None:
        """`pause` is the least time between two requests to one host; a turn ends a `lease` after `run` renewed it."""
        self._pool = pool
        self._pause = pause
        self._lease = lease
        self._held: dict[int, str] = {}
        self._sql = statements("turns")
        self._lately: OrderedDict[str, int] = OrderedDict()
        self._given_back = 0

    @asynccontextmanager
    async def acquire(self, name: str, *, at_once: bool = False) -> AsyncIterator[None]:
        """Wait for the turn at the host of that name, then hold it; `at_once` spares the pause, not the waiting."""
        holder = await self._take(name, at_once=at_once)
        self._held[holder] = name
        try:
            yield
        finally:
            del self._held[holder]
            await asyncio.shield(self._give_back(name, holder))

    async def run(self) -> None:
        """Renew what this process holds, for ever."""
        while True:
            await asyncio.sleep(self._lease.total_seconds() / _TIMES)
            try:
                await self.renew()
            except Exception:  # a fault of ours must not end all turns of this process while it asks
                log.exception("Turns at hosts cannot be renewed; it is tried again")

    async def renew(self) -> None:
        """Have what this process holds last for another lease from now on."""
        if self._held:
            values = {"hosts": list(self._held.values()), "holders": list(self._held), "lease": self._lease}
            await self._tell("renew", values)

    async def spare_the_pause(self, name: str) -> None:
        """The last request there only opened a visit, as robots.txt does: what follows it needs no pause."""
        if holder := self._lately.get(name):
            await self._tell("spare_the_pause", {"host": name, "holder": holder})

    async def forget_old(self) -> None:
        """Drop the turns that ended long ago."""
        await self._tell("forget", {})

    async def _take(self, name: str, *, at_once: bool) -> int:
        asked = {"host": name, "at_once": at_once, "lease": self._lease}
        while True:
            began = monotonic()
            try:
                async with self._pool.connection() as connection:
                    row = await (await connection.execute(self._sql["take"], asked)).fetchone()
            except OperationalError:  # the database is away: nobody can know whose turn it is
                await asyncio.sleep(_AWAY_SECONDS)
                continue
            holder, wait = row or (None, None)
            if holder is not None:
                if monotonic() - began < self._lease.total_seconds() / 4:
                    return int(holder)
                await self._give_back(name, holder)  # we were stopped meanwhile: what is left of it may not do
                continue
            left = wait.total_seconds() if wait is not None else 0.0
            await asyncio.sleep(min(max(left, _AT_LEAST), _AT_MOST) * random.uniform(1, 1.1))

    async def _give_back(self, name: str, holder: int) -> None:
        self._lately[name] = holder
        self._lately.move_to_end(name)
        while len(self._lately) > _MOST_LATELY:
            self._lately.popitem(last=False)
        await self._tell("give_back", {"host": name, "holder": holder, "pause": self._pause})
        self._given_back += 1
        if self._given_back % _FORGETS_EVERY == 0:
            await self.forget_old()

    async def _tell(self, statement: str, values: dict[str, object]) -> None:
        """What is lost where the database is away costs time alone: a turn that nobody gives back ends by itself."""
        with suppress(OperationalError):
            async with self._pool.connection() as connection:
                await connection.execute(self._sql[statement], values)
