"""Looks from other regions: asked for by a job in the region's own queue, answered in a table."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from time import monotonic
from typing import Any

from procrastinate import App, JobContext
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Job, Status
from psycopg import Error

from jobs.checks.elsewhere import LookHere
from jobs.checks.queue.host_jobs import ASKED
from jobs.model.page import Outcome
from jobs.model.region import LookFrom
from jobs.store.postgres.async_pool import AsyncPool
from jobs.store.postgres.columns import digest
from jobs.store.postgres.named import statements

log = logging.getLogger(__name__)

TASK = "look_from_here"
ANSWER = "answer"
PATIENCE_SECONDS = 60.0
_LOOK_AGAIN = 0.5
_HERE_EVERY = 30.0


async def look_from_here(context: JobContext, url: str) -> None:
    """Look at a page for another region."""
    answer: Callable[[str], Awaitable[None]] = context.additional_context[ANSWER]
    await answer(url)


class RegionQueue:
    """Asks the other regions, and answers for this one."""

    def __init__(self, app: App, pool: AsyncPool, region: str = "") -> None:
        """Without a region this process asks, and is not asked."""
        self._app = app
        self._pool = pool
        self._region = region
        self._sql = statements("regions")
        self._look: LookHere | None = None
        app.task(name=TASK, pass_context=True)(look_from_here)

    def answer_with(self, look: LookHere) -> None:
        """How pages are looked at from here, for others that ask."""
        self._look = look

    @property
    def queue(self) -> str:
        """The queue of this region; empty where it has none."""
        return f"from-{self._region}" if self._region else ""

    async def be_here(self) -> None:
        """Say for ever that this region has a worker."""
        while self._region:
            with suppress(Error, ConnectorException):
                await self._rows("here", {"region": self._region})
                await self._rows("forget", {})
                await self._end_dead()
            await asyncio.sleep(_HERE_EVERY)

    async def names(self) -> Sequence[str]:
        """The other regions that have a worker now."""
        return [str(region) for region, _ in await self._rows("others", {"region": self._region})]

    async def ask(self, url: str, among: Collection[str] | None = None) -> Sequence[LookFrom]:
        """What each other region that has a worker sees of a page now; `among`: those of them alone."""
        rows = await self._rows("others", {"region": self._region})
        others = [(str(region), now) for region, now in rows if among is None or region in among]
        if not others:
            return ()
        since, regions = others[0][1], [region for region, _ in others]
        for region in regions:
            await self._put(region, url)
        return await self._answers(url, regions, since)

    async def answer(self, url: str) -> None:
        """Look at the page, and leave the answer for whoever asked."""
        assert self._look is not None
        outcome, present = await self._look(url)
        told = {"region": self._region, "url": digest(url), "outcome": outcome.value, "present": sorted(present)}
        await self._rows("answer", told)

    async def _end_dead(self) -> None:
        """Delete the jobs of workers that are gone: by now nobody waits for what they would have seen."""
        jobs = self._app.job_manager
        for job in await jobs.get_stalled_jobs(queue=self.queue, task_name=TASK):
            await jobs.finish_job(job, Status.FAILED, delete_job=True)

    async def _put(self, region: str, url: str) -> None:
        job = Job(
            queue=f"from-{region}",
            task_name=TASK,
            lock=None,
            queueing_lock=f"from-{region} {digest(url).hex()}",
            priority=ASKED,
            task_kwargs={"url": url},
        )
        with suppress(AlreadyEnqueued):
            await self._app.job_manager.defer_job_async(job)

    async def _answers(self, url: str, regions: Sequence[str], since: datetime) -> Sequence[LookFrom]:
        asked, ends = {"url": digest(url), "regions": list(regions), "since": since}, monotonic() + PATIENCE_SECONDS
        # The answers come from another process: there is nothing here to wait for.
        while len(rows := await self._rows("answered", asked)) < len(regions) and monotonic() < ends:  # noqa: ASYNC110
            await asyncio.sleep(_LOOK_AGAIN)
        known = {
            region: LookFrom(region, Outcome(outcome), frozenset(there), at) for region, outcome, there, at in rows
        }
        return [known.get(region, LookFrom(region, None)) for region in regions]

    async def _rows(self, statement: str, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
        async with self._pool.connection() as connection:
            cursor = await connection.execute(self._sql[statement], values)
            return await cursor.fetchall() if cursor.description else []
