"""What is due, by time: hosts are claimed as they fall due and visited, so many at once.

Slow hosts hold up nobody: one that takes longer than hosts usually do goes on aside, and its place is given to the
next. So what is bounded closely is work, and loosely what only waits for an answer.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import datetime, timedelta
from functools import partial
from statistics import median
from time import monotonic
from typing import Protocol

from msgspec import Struct

from jobs.checks.allowance import Allowance
from jobs.checks.elsewhere import LookHere
from jobs.checks.visit import LONGEST_VISIT, CheckDue, Visits
from jobs.model.region import LookFrom
from jobs.model.tracked_page import HostClaim
from jobs.store.protocol import Store
from jobs.units.clock import Bell, Clock
from jobs.web.http.throttle import Turns

LONGEST_NAP = timedelta(minutes=1)
LEASE = timedelta(minutes=1)
"""So long the hosts of a process wait that died or was stopped."""
STOP_SECONDS = 4.0
"""For pages being read when we stop."""


class Dispatching(Protocol):
    """What has due hosts visited, until it is stopped."""

    @property
    def last_check(self) -> datetime:
        """When the last page was done with; at first, when we began."""
        ...

    def wake(self) -> None:
        """Something may have become due."""
        ...

    async def ask(self, url: str) -> None:
        """Somebody waits for this page, which is due."""
        ...

    async def run(self) -> None:
        """Dispatch for ever; returns after `stop`."""
        ...

    async def run_due(self) -> None:
        """Check all that is due now, and return when it is done."""
        ...

    async def stop(self) -> None:
        """Take on nothing more; pages being read have a while to finish."""
        ...


class Bounds(Struct, frozen=True):
    """How much is done at once."""

    hosts: int = 32
    """Hosts that are being worked on."""
    aside: int = 192
    """Slow hosts beside them; all together are fewer than the 256 connections that macOS gives a process."""
    visit: timedelta = LONGEST_VISIT
    """How long one may last; by the given clock, as the lease."""
    lease: timedelta = LEASE
    """How long a host is lent where others may take it over; made longer again and again while it is visited."""


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
        self._visits = Visits(store, check, clock, bounds.visit)
        self._clock = clock
        self._bounds = bounds
        self._bell = Bell()
        self._hosts: set[asyncio.Task[None]] = set()
        self._slow: set[asyncio.Task[None]] = set()
        self._pace = _Pace()
        self._stopping = False

    @property
    def last_check(self) -> datetime:
        """When the last page was done with; at first, when we began."""
        return self._visits.last_check

    def wake(self) -> None:
        """Something may have become due."""
        self._bell.ring()

    async def ask(self, url: str) -> None:  # noqa: ARG002  # what is due is never long in coming
        """Somebody waits for this page, which is due."""
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
        self._visits.stop()
        self._bell.ring()
        if self._hosts:
            _, late = await asyncio.wait(set(self._hosts), timeout=STOP_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _fill(self) -> None:
        """Claim hosts while there is room."""
        while self._has_room() and not self._stopping and not await self._store.write_trouble():
            claim = await self._store.claim_host(self._clock.now(), self._bounds.visit)
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
        began = monotonic()
        try:
            await self._visits.visit(claim)
        finally:
            self._pace.took(monotonic() - began)

    async def _nap(self) -> timedelta:
        if not self._has_room() or await self._store.write_trouble():
            return LONGEST_NAP  # a host that is done or slow rings; what cannot be stored need not be read
        due_at = await self._store.next_due_at()
        if due_at is None:
            return LONGEST_NAP
        return min(max(due_at - self._clock.now(), timedelta(milliseconds=50)), LONGEST_NAP)


class OtherRegions(Protocol):
    """Other places from which pages are read."""

    async def names(self) -> Sequence[str]:
        """Those that have a worker now."""
        ...

    async def ask(self, url: str, among: Collection[str] | None = None) -> Sequence[LookFrom]:
        """What each other region that has a worker sees of a page now; `among`: those of them alone."""
        ...

    def answer_with(self, look: LookHere) -> None:
        """How pages are looked at from here, for others that ask."""
        ...


Dispatches = Callable[[Store, CheckDue, Clock, Bounds], Dispatching]
"""How due hosts come to be visited: by time in one process, or by a queue that several share."""


def always() -> bool:
    """What leads where there is one process."""
    return True


class SharedWork(Struct, frozen=True):
    """What of this process depends on whether there are others."""

    dispatches: Dispatches = Dispatcher
    turns: Turns | None = None
    """Turns at hosts that all processes take; None: this one's own."""
    allowance: Allowance | None = None
    """What pages may cost beside their own requests, counted for all processes; None: this one counts its own."""
    leads: Callable[[], bool] = always
    """Whether this process does now what one alone may do: ticks, the outbox, handing out what is due."""
    answers: Callable[[], bool] = always
    """Whether people are answered by this process: that which leads, or led last."""
    leading: Callable[[], AbstractAsyncContextManager[object]] = nullcontext
    """Within it this process leads whenever no other does."""
    regions: OtherRegions | None = None
    """Who reads pages from elsewhere; None: nobody."""
    look_every: timedelta | None = None
    """How often to look for what others have written; None: there are none."""


ALONE = SharedWork()
"""One process, as on TinyDB."""
