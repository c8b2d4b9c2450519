"""A worker that is killed or stopped while a twin of its job waits, again and again: how long its host waits.

`python -m tests.jobs.checks.queue.killed 20` prints a line for each time, and fails where one took longer than its
lease and ten seconds.
"""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

from jobs.bench._own_postgres import CARELESS, own_postgres
from jobs.checks.dispatcher import Bounds
from jobs.checks.queue.dispatcher import QueueDispatcher
from jobs.checks.queue.host_jobs import HostJobs, open_app
from jobs.model.link import NewLink
from jobs.model.tracked_page import DuePage, HostClaim
from jobs.model.write import Write
from jobs.store.errors import StaleError
from jobs.store.postgres.async_pool import open_async_pool
from jobs.store.postgres.leases import LeaseRenewal
from jobs.store.postgres.store import PostgresStore, open_postgres
from jobs.units.clock import SystemClock
from tests.jobs.store.postgres.tools import migrated

ROOT = Path(__file__).parents[4]
LEASE = timedelta(seconds=3)
GRACE = timedelta(seconds=10)
LEFT = "--left"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


class Checks:
    """A check with a memory; one that hangs begins and never ends."""

    def __init__(self, store: PostgresStore, *, hangs: bool = False) -> None:
        self.store, self.hangs = store, hangs
        self.done: dict[str, float] = {}
        self.refused = 0

    async def __call__(self, claim: HostClaim, due: DuePage) -> bool:
        try:
            return await self._look(claim, due)
        except asyncio.CancelledError:
            if self.hangs:
                _say("given up")
            raise

    async def _look(self, claim: HostClaim, due: DuePage) -> bool:
        if self.hangs:
            _say("begun")
            await asyncio.to_thread(sys.stdin.readline)
        later = replace(due.page, next_check_at=datetime.now(UTC) + timedelta(days=1))
        try:
            await self.store.write(Write(pages=[later], claim=claim))
        except StaleError:
            _say("refused")
            self.refused += 1
            return True
        self.done[claim.host.host] = monotonic()
        return True


@asynccontextmanager
async def worker(url: str, *, hangs: bool = False, leads: bool = False) -> AsyncIterator[tuple[Checks, HostJobs]]:
    """One that takes jobs until the end of the block."""
    store = await open_postgres(url)
    checks = Checks(store, hangs=hangs)
    async with open_async_pool(url, 8) as pool:
        app = await open_app(pool)
        renew, bounds = LeaseRenewal(pool).renew, Bounds(2, lease=LEASE)
        dispatcher = QueueDispatcher(app, lambda: leads, renew, store, checks, SystemClock(), bounds)
        running = asyncio.create_task(dispatcher.run())
        try:
            yield checks, HostJobs(app)
        finally:
            await dispatcher.stop()
            await running
            await store.close()


async def left_alone(url: str, host: str, how: signal.Signals) -> float:
    """Seconds that a host waits whose worker ends so while a twin of its job waits; -1: what came late was taken."""
    store = await open_postgres(url)
    await store.add_link(NewLink("C1", f"https://{host}/", "ours.example"), datetime.now(UTC))
    async with open_async_pool(url, 2) as pool:
        await HostJobs(await open_app(pool)).add([host])
    victim = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.jobs.checks.queue.killed", LEFT, url),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert victim.stdout is not None
    assert victim.stdin is not None
    try:
        assert await asyncio.wait_for(victim.stdout.readline(), 60) == b"begun\n"
        async with worker(url, leads=True) as (checks, jobs):
            await jobs.ask(host)
            os.kill(victim.pid, how)
            ended = monotonic()
            async with asyncio.timeout(60):
                while host not in checks.done:
                    await asyncio.sleep(0.02)
            if how is signal.SIGSTOP:
                os.kill(victim.pid, signal.SIGCONT)
                victim.stdin.write(b"go on\n")
                if await asyncio.wait_for(victim.stdout.readline(), 60) not in {b"refused\n", b"given up\n"}:
                    return -1
            return checks.done[host] - ended
    finally:
        if victim.returncode is None:
            victim.kill()
        await victim.wait()
        await store.close()


async def _left(url: str) -> None:
    async with worker(url, hangs=True):
        await asyncio.sleep(3600)


async def _measured(url: str, times: int) -> bool:
    most = (LEASE + GRACE).total_seconds()
    took = []
    for number in range(times):
        for how in (signal.SIGKILL, signal.SIGSTOP):
            took.append(await left_alone(url, f"{how.name.lower()}{number}.example", how))
            _say(f"{how.name} {number + 1}: checked {took[-1]:.1f} s later")
    good = [seconds for seconds in took if 0 <= seconds <= most]
    _say(f"{len(good)} of {len(took)} within {most:.0f} s, the lease ({LEASE.total_seconds():.0f} s) and ten seconds")
    return len(good) == len(took)


if __name__ == "__main__":
    if sys.argv[1] == LEFT:
        asyncio.run(_left(sys.argv[2]))
    else:
        with own_postgres(*CARELESS) as server:
            sys.exit(0 if asyncio.run(_measured(migrated(server.create("killed")), int(sys.argv[1]))) else 1)
