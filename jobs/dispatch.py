"""From due hosts to checked pages: bounded overall, one page at a time per host, with a breaker for hosts that fail."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from jobs.clock import Bell, Clock
from jobs.due import after_unknown
from jobs.model.link import DuePage, HostClaim
from jobs.store.protocol import Store, Write

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=15)
"""How long a host is lent to one worker: far more than its pages take; after a crash it is due again then."""
LONGEST_NAP = timedelta(minutes=1)
BREAKER = 2
"""So many pages of one host in a row that could not be read, and the rest of it waits for the host's back-off."""
STOP_WITHIN = 10.0

CheckDue = Callable[[HostClaim, DuePage], Awaitable[bool]]
"""Look at one due page and write what came of it; False where the host could not be read."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much is done at once."""

    hosts: int = 32
    host_delay: timedelta = timedelta(seconds=1)


class Dispatcher:
    """Claims due hosts while there is room and checks their pages, until it is stopped."""

    def __init__(self, store: Store, check: CheckDue, clock: Clock, bounds: Bounds) -> None:
        self._store = store
        self._check = check
        self._clock = clock
        self._bounds = bounds
        self._bell = Bell()
        self._hosts: set[asyncio.Task[None]] = set()
        self._stopping = False

    def wake(self) -> None:
        """Something may have become due."""
        self._bell.ring()

    async def run(self) -> None:
        """Dispatch for ever; returns after `stop`."""
        while not self._stopping:
            await self._fill()
            await self._bell.wait(self._clock, await self._nap())

    async def run_due(self) -> None:
        """Check all that is due now, and return when it is done: for a worker's single pass and for tests."""
        await self._fill()
        while self._hosts:
            await asyncio.wait(set(self._hosts))
            await self._fill()

    async def stop(self) -> None:
        """Take on nothing more; pages being read have a while to finish, the rest is due again at the next start."""
        self._stopping = True
        self._bell.ring()
        if self._hosts:
            _, late = await asyncio.wait(set(self._hosts), timeout=STOP_WITHIN / 2)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _fill(self) -> None:
        """Claim hosts while there is room."""
        while len(self._hosts) < self._bounds.hosts and not self._stopping:
            claim = await self._store.claim_host(self._clock.now(), LEASE)
            if claim is None:
                return
            task = asyncio.create_task(self._work(claim), name=f"host {claim.host.host}")
            self._hosts.add(task)
            task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._hosts.discard(task)
        self._bell.ring()

    async def _work(self, claim: HostClaim) -> None:
        """One host, its due pages in turn."""
        failed = 0
        try:
            for number, due in enumerate(claim.due):
                if number:
                    await self._clock.sleep(self._bounds.host_delay)
                failed = 0 if await self._check(claim, due) else failed + 1
                if failed >= BREAKER or self._stopping:
                    break
        except Exception:
            # A fault of ours must neither end the dispatcher nor be tried again at once, for ever.
            log.exception("%s: unexpected error; the host is tried again later", claim.host.host)
            later = after_unknown(claim.host, "an error of ours", None, self._clock.now(), chance=0.5)
            await self._store.write(Write(hosts=(later,)))
        finally:
            await self._store.release_host(claim)

    async def _nap(self) -> timedelta:
        if len(self._hosts) >= self._bounds.hosts:
            return LONGEST_NAP  # a host that is done rings
        due_at = await self._store.next_due_at()
        if due_at is None:
            return LONGEST_NAP
        return min(max(due_at - self._clock.now(), timedelta(milliseconds=50)), LONGEST_NAP)
