"""Turns at a host: one request at a time, and a pause between two."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from jobs.units.clock import Clock

_MOST_HOSTS = 2_000


@dataclass(slots=True)
class _Host:
    free_at: datetime
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    takers: int = 0


class Turns(Protocol):
    """Who may ask which host when. Whatever asks for pages shares one of these: looks, robots.txt, control probes.

    A turn covers one request and its answer, and nothing that needs another turn, so that none waits for itself.
    """

    def acquire(self, name: str, *, at_once: bool = False) -> AbstractAsyncContextManager[None]:
        """Wait for the turn at the host of that name, then hold it; `at_once` spares the pause, not the waiting."""
        ...

    async def spare_the_pause(self, name: str) -> None:
        """The last request there only opened a visit, as robots.txt does: what follows it needs no pause."""
        ...


class HostThrottle:
    """Turns of one process."""

    def __init__(self, pause: timedelta, clock: Clock) -> None:
        """`pause` is the least time by `clock` from the end of one request to the beginning of the next."""
        self._pause = pause
        self._clock = clock
        # No LRUCache: it would drop a host whose turn somebody has, and a second turn there could begin beside it.
        self._hosts: OrderedDict[str, _Host] = OrderedDict()

    @asynccontextmanager
    async def acquire(self, name: str, *, at_once: bool = False) -> AsyncIterator[None]:
        """Wait for the turn at the host of that name, then hold it; `at_once` spares the pause, not the waiting."""
        host = self._hosts.setdefault(name, _Host(self._clock.now()))
        self._hosts.move_to_end(name)
        host.takers += 1
        try:
            async with host.turn:
                wait = host.free_at - self._clock.now()
                if wait > timedelta(0) and not at_once:
                    await self._clock.sleep(min(wait, self._pause))  # the machine's clock may have been set back
                try:
                    yield
                finally:
                    host.free_at = self._clock.now() + self._pause
        finally:
            host.takers -= 1
            self._forget()

    async def spare_the_pause(self, name: str) -> None:
        """The last request there only opened a visit, as robots.txt does: what follows it needs no pause."""
        if host := self._hosts.get(name):
            host.free_at = self._clock.now()

    def _forget(self) -> None:
        """Keep within bounds: the hosts asked longest ago go, but none whose turn somebody has or wants."""
        while len(self._hosts) > _MOST_HOSTS:
            oldest, host = next(iter(self._hosts.items()))
            if host.takers:
                self._hosts.move_to_end(oldest)
                return
            del self._hosts[oldest]
