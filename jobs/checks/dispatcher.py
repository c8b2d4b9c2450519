"""From due hosts to checked pages: bounded overall, one page at a time per host, with a breaker for hosts that fail.

Slow hosts hold up nobody: one that takes longer than hosts usually do goes on aside, and its place is given to the
next. So what is bounded closely is work, and loosely what only waits for an answer.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from statistics import median
from time import monotonic

from jobs.checks.next_check import after_unknown
from jobs.model.tracked_page import DuePage, HostClaim
from jobs.model.write import Write
from jobs.store.errors import StoreUnwritableError
from jobs.store.protocol import Store
from jobs.units.clock import Bell, Clock

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=15)
"""How long a host is lent to one worker: far more than its pages take; after a crash it is due again then."""
LONGEST_NAP = timedelta(minutes=1)
BREAKER = 2
"""So many pages of one host in a row that could not be read, and the rest of it waits for the host's back-off."""
STOP_SECONDS = 4.0
"""For pages being read when we stop."""

CheckDue = Callable[[HostClaim, DuePage], Awaitable[bool]]
"""Look at one due page and write what came of it; False where the host could not be read."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much is done at once."""

    hosts: int = 32
    """Hosts that are being worked on."""
    aside: int = 192
    """Slow hosts beside them; all together are fewer than the 256 connections that macOS gives a process."""
    lease: timedelta = LEASE
    """By the given clock."""

    @property
    def least_lease(self) -> timedelta:
        """With less left of a lease no further page is begun; what is still due is lent out again."""
        return self.lease / 3


class _Pace:
    """How long hosts take, so that slow means slower than the others, whatever the line and the machine are like."""

    def __init__(self) -> None:
        self._lately = deque([0.1], maxlen=100)

    def took(self, seconds: float) -> None:
        self._lately.append(seconds)

    @property
    def patience(self) -> float:
        """Seconds after which a host is slow: twice what is usual."""
        return min(max(2 * median(self._lately), 0.1), 5.0)


class Dispatcher:
    """Claims due hosts while there is room and checks their pages, until it is stopped."""

    def __init__(self, store: Store, check: CheckDue, clock: Clock, bounds: Bounds) -> None:
        self._store = store
        self._check = check
        self._clock = clock
        self._bounds = bounds
        self._bell = Bell()
        self._hosts: set[asyncio.Task[None]] = set()
        self._slow: set[asyncio.Task[None]] = set()
        self._pace = _Pace()
        self._stopping = False
        self.last_check = clock.now()
        """When the last page was done with; at first, when we began."""

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
            patience = self._pace.patience  # by then there is room again where hosts are slow
            await asyncio.wait(set(self._hosts), timeout=patience, return_when=asyncio.FIRST_COMPLETED)
            await self._fill()

    async def stop(self) -> None:
        """Take on nothing more; pages being read have a while to finish, the rest is due again at the next start."""
        self._stopping = True
        self._bell.ring()
        if self._hosts:
            _, late = await asyncio.wait(set(self._hosts), timeout=STOP_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _fill(self) -> None:
        """Claim hosts while there is room."""
        while self._has_room() and not self._stopping and not await self._store.write_trouble():
            claim = await self._store.claim_host(self._clock.now(), self._bounds.lease)
            if claim is None:
                return
            task = asyncio.create_task(self._work(claim), name=f"host {claim.host.host}")
            self._hosts.add(task)
            slow = asyncio.get_running_loop().call_later(self._pace.patience, self._set_aside, task)
            task.add_done_callback(partial(self._done, slow))

    def _has_room(self) -> bool:
        return len(self._hosts) - min(len(self._slow), self._bounds.aside) < self._bounds.hosts

    def _set_aside(self, task: asyncio.Task[None]) -> None:
        self._slow.add(task)
        self._bell.ring()

    def _done(self, slow: asyncio.TimerHandle, task: asyncio.Task[None]) -> None:
        slow.cancel()
        self._hosts.discard(task)
        self._slow.discard(task)
        self._bell.ring()

    async def _work(self, claim: HostClaim) -> None:
        """One host, its due pages in turn."""
        failed, began = 0, monotonic()
        try:
            for due in claim.due:
                failed = 0 if await self._check(claim, due) else failed + 1
                self.last_check = self._clock.now()
                lease_ends = claim.expires_at - self._clock.now() < self._bounds.least_lease
                if failed >= BREAKER or lease_ends or self._stopping:
                    break
        except StoreUnwritableError:
            log.debug("%s: what was found cannot be stored, so the page stays due", claim.host.host)
        except Exception:
            # A fault of ours must neither end the dispatcher nor be tried again at once, for ever.
            log.exception("%s: unexpected error; the host is tried again later", claim.host.host)
            later = after_unknown(claim.host, "an error of ours", None, self._clock.now(), chance=0.5)
            await self._store.write(Write(hosts=(later,)))
        finally:
            self._pace.took(monotonic() - began)
            await self._store.release_host(claim)

    async def _nap(self) -> timedelta:
        if not self._has_room() or await self._store.write_trouble():
            return LONGEST_NAP  # a host that is done or slow rings; what cannot be stored need not be read
        due_at = await self._store.next_due_at()
        if due_at is None:
            return LONGEST_NAP
        return min(max(due_at - self._clock.now(), timedelta(milliseconds=50)), LONGEST_NAP)
