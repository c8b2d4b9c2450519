"""What is due, by jobs: each process takes them from the queue that all share, and visits their hosts."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from procrastinate import App

from jobs.checks.dispatcher import STOP_SECONDS, Bounds
from jobs.checks.queue.hand_out import HandOut
from jobs.checks.queue.held_hosts import HeldHosts, Renew
from jobs.checks.queue.host_jobs import QUEUE, VISIT, HostJobs
from jobs.checks.queue.regions import ANSWER, RegionQueue
from jobs.checks.visit import CheckDue, Visits
from jobs.store.protocol import Store
from jobs.units.clock import Clock
from jobs.web.urls import host as host_of

log = logging.getLogger(__name__)

_POLL_SECONDS = 1.0
LOOKS_AT_ONCE = 16
"""For other regions."""
_AGAIN = timedelta(seconds=2)
"""Until a worker that the database sent away begins anew."""


class QueueDispatcher:
    """Takes jobs while there is room; the process that leads puts them there."""

    def __init__(  # noqa: PLR0917  # what makes it comes first, then what any dispatcher is given
        self,
        app: App,
        leads: Callable[[], bool],
        renew: Renew,
        store: Store,
        check: CheckDue,
        clock: Clock,
        bounds: Bounds,
        *,
        regions: RegionQueue | None = None,
    ) -> None:
        self._app = app
        self._store = store
        self._clock = clock
        self._bounds = bounds
        self._jobs = HostJobs(app)
        self._held = HeldHosts(renew, clock, bounds.lease, bounds.visit)
        self._visits = Visits(store, check, clock, bounds.visit)
        self._hand_out = HandOut(store, self._jobs, clock, leads)
        self._regions = regions if regions and regions.queue else None
        self._stopping = asyncio.Event()

    @property
    def last_check(self) -> datetime:
        """When the last page was done with; at first, when we began."""
        return self._visits.last_check

    def wake(self) -> None:
        """Something may have become due."""
        self._hand_out.bell.ring()

    async def ask(self, url: str) -> None:
        """Somebody waits for this page: its host goes before those that nobody waits for."""
        await self._jobs.ask(host_of(url))

    async def run(self) -> None:
        """Take jobs for ever, and hand them out while this process leads; returns after `stop`."""
        beside = [
            asyncio.create_task(self._hand_out.run(), name="hand out"),
            asyncio.create_task(self._held.run(), name="held hosts"),
        ]
        working = [self._keep_working(QUEUE, self._bounds.hosts)]
        if self._regions:  # apart, so that regions that wait for each other's answers still give some
            beside.append(asyncio.create_task(self._regions.be_here(), name="region"))
            working.append(self._keep_working(self._regions.queue, LOOKS_AT_ONCE))
        try:
            await asyncio.gather(*working)
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)

    async def run_due(self) -> None:
        """Hand out what is due and do all jobs, until nothing is left to do."""
        while await self._hand_out.look() or (await self._jobs.look()).waiting:
            await self._work(QUEUE, self._bounds.hosts, wait=False)

    async def stop(self) -> None:
        """Take on nothing more; pages being read have a while to finish, the rest is handed out again."""
        self._visits.stop()
        self._stopping.set()

    async def _keep_working(self, queue: str, at_once: int) -> None:
        """Take jobs until `stop`; begin anew where the database sent us away."""
        stopping = asyncio.create_task(self._stopping.wait())
        while not self._stopping.is_set():
            working = asyncio.create_task(self._work(queue, at_once, wait=True), name=f"worker of {queue}")
            await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if self._stopping.is_set():
                working.cancel()  # procrastinate stops in good order when it is cancelled
            await asyncio.gather(working, return_exceptions=True)
            self._log_end(working)
            await asyncio.wait({stopping}, timeout=_AGAIN.total_seconds())
        stopping.cancel()

    async def _work(self, queue: str, at_once: int, *, wait: bool) -> None:
        answer = self._regions.answer if self._regions else None
        await self._app.run_worker_async(
            queues=[queue],
            wait=wait,
            concurrency=at_once,
            delete_jobs="always",
            install_signal_handlers=False,
            shutdown_graceful_timeout=STOP_SECONDS,
            fetch_job_polling_interval=_POLL_SECONDS,
            additional_context={VISIT: self._visit, ANSWER: answer},
        )

    async def _visit(self, host: str) -> None:
        """Claim the host and visit it, unless it is not due any more or somebody else is at it."""
        claim = await self._store.claim_host(self._clock.now(), self._bounds.lease, host=host)
        if claim is not None:
            await self._held.during(claim, self._visits.visit(claim))

    def _log_end(self, working: "asyncio.Task[None]") -> None:
        if not self._stopping.is_set():
            why = None if working.cancelled() else working.exception()
            log.warning(
                "The queue does not answer; work goes on when it does", extra={"error": repr(why)} if why else {}
            )
