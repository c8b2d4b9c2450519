"""The queue, and its one kind of job: a host that is due. Put there, brought forward, rescued where its worker is gone.

Jobs are coarse and due now: when a host falls due is in the store's tables, and a job that is lost is handed out again.
"""

import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass

from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from psycopg.errors import RaiseException

from jobs.store.postgres.async_pool import AsyncPool

log = logging.getLogger(__name__)

QUEUE = "hosts"
"""Queues go by kind: a name ends at 40 bytes, for PostgreSQL's channels end at 63."""
TASK = "check_host"
VISIT = "visit"
"""Under this name a worker's context holds what visits a host."""

Visit = Callable[[str], Awaitable[None]]
"""Claim a host by its name, look at what is due there, give it back."""
USUAL, ASKED = 0, 10
"""Priorities: what is due, and what somebody waits for. A lock is a line: the higher goes first in it."""


async def check_host(context: JobContext, host: str) -> None:
    """Visit a host, if it is still due and nobody is at it."""
    visit: Visit = context.additional_context[VISIT]
    await visit(host)


async def leap_day(timestamp: int) -> None:
    """Do nothing.

    procrastinate 3.10 watches over a worker's heartbeat only until anything beside it ends, and what puts periodic jobs
    into the queue ends at once where there are none (its issue 1597).
    """


async def open_app(pool: AsyncPool) -> App:
    """The App over connections that are the caller's; its tables are made with those of the store."""
    logging.getLogger("procrastinate").setLevel(logging.WARNING)  # it has a line for each job at its start and end
    app = App(connector=PsycopgConnector())
    app.job_manager = _Jobs(app.connector)
    app.task(name=TASK, pass_context=True)(check_host)
    app.periodic(cron="0 0 29 2 *")(app.task(name="leap_day", queue=QUEUE)(leap_day))
    await app.open_async(pool)
    return app


class _Jobs(JobManager):
    """The queue's own, to which a job that another process ended is no fault."""

    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:  # noqa: FBT001  # as theirs
        """End a job; one that was handed out again, and done, while a process was stopped is over already."""
        try:
            await super().finish_job(job, status, delete_job)
        except ConnectorException as error:
            if not _is_over(error):
                raise
            log.warning("%s: its job was ended by another process meanwhile", job.lock)


def _is_over(error: ConnectorException) -> bool:
    """Whether a job was not there any more: procrastinate's own functions raise that."""
    return isinstance(error.__cause__, RaiseException)


@dataclass(frozen=True, slots=True)
class JobsNow:
    """The jobs there are: one waits at most for each host, and one at most is being done."""

    waiting: frozenset[str]
    doing: frozenset[str]


class HostJobs:
    """The queue of hosts; whoever puts a host into it twice has it there once."""

    def __init__(self, app: App) -> None:
        self._jobs: JobManager = app.job_manager

    async def look(self) -> JobsNow:
        """The hosts that have a job."""
        jobs = [job for job in await self._jobs.list_jobs_async(queue=QUEUE, task=TASK) if job.lock]
        by_status = {status: frozenset(str(job.lock) for job in jobs if job.status == status) for status in _OPEN}
        return JobsNow(by_status[Status.TODO.value], by_status[Status.DOING.value])

    async def add(self, hosts: Sequence[str]) -> None:
        """Put hosts into the queue, in this order; those that wait there already stay where they are."""
        if not hosts:
            return
        try:
            await self._jobs.batch_defer_jobs_async([_job(host, USUAL) for host in hosts])
        except AlreadyEnqueued:  # all are refused for one; somebody asked for it at the same moment
            for host in hosts:
                await self._add(host, USUAL)

    async def ask(self, host: str) -> None:
        """Put a host before all that nobody waits for."""
        if await self._add(host, ASKED):
            return
        for job in await self._jobs.list_jobs_async(queueing_lock=host, status=Status.TODO.value):
            assert job.id is not None
            if job.priority < ASKED and await self._jobs.cancel_job_by_id_async(job.id, delete_job=True):
                await self._add(host, ASKED)

    async def rescue(self, abandoned: Collection[str] = ()) -> int:
        """Free hosts whose job is held by nobody alive, or by somebody who has `abandoned` it; how many were.

        Such a job stays `doing` for ever, and the next one of its host waits behind its lock. It is done again, but
        not where its twin waits: procrastinate would refuse that for ever. Then it is over, and the twin is next.
        """
        dead = {job.id: job for job in await self._jobs.get_stalled_jobs(queue=QUEUE, task_name=TASK)}
        if abandoned:
            doing = await self._jobs.list_jobs_async(queue=QUEUE, task=TASK, status=Status.DOING.value)
            dead |= {job.id: job for job in doing if job.lock in abandoned}
        return sum([await self._free(job) for job in dead.values()])

    async def _free(self, job: Job) -> bool:
        """Whether the job was held; one that its worker ended since we looked is nothing."""
        try:
            await self._jobs.retry_job(job)
        except UniqueViolation:
            await self._jobs.finish_job(job, Status.FAILED, delete_job=True)
        except ConnectorException as error:
            if not _is_over(error):
                raise
            return False
        log.warning("%s: whoever checked it is gone; it is checked again", job.lock)
        return True

    async def _add(self, host: str, priority: int) -> bool:
        """Whether it was put there; not where it waits already."""
        try:
            await self._jobs.defer_job_async(_job(host, priority))
        except AlreadyEnqueued:
            return False
        return True


_OPEN = (Status.TODO.value, Status.DOING.value)


def _job(host: str, priority: int) -> Job:
    return Job(
        queue=QUEUE, task_name=TASK, lock=host, queueing_lock=host, priority=priority, task_kwargs={"host": host}
    )
