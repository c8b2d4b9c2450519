"""Jobs for hosts on a real PostgreSQL: handed out, taken, brought forward, rescued."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from procrastinate import App
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status

from jobs.checks.dispatcher import Bounds, always
from jobs.checks.queue import hand_out
from jobs.checks.queue.dispatcher import QueueDispatcher
from jobs.checks.queue.hand_out import HandOut
from jobs.checks.queue.host_jobs import QUEUE, HostJobs, open_app
from jobs.checks.visit import CheckDue
from jobs.model.link import NewLink
from jobs.model.tracked_page import DuePage, HostClaim
from jobs.model.write import Write
from jobs.store.postgres.async_pool import AsyncPool, open_async_pool
from jobs.store.postgres.leases import LeaseRenewal
from jobs.store.tiny.store import TinyStore, open_tiny
from jobs.units.clock import SystemClock
from tests.jobs.store.postgres.tools import migrated

LONG_AGO = timedelta(hours=1)
LEASE = timedelta(seconds=2)


@dataclass
class World:
    """A queue, a store with due hosts, and a memory of what was looked at."""

    pool: AsyncPool
    app: App
    jobs: HostJobs
    store: TinyStore
    looked: list[str]

    async def track(self, *hosts: str) -> None:
        for host in hosts:
            await self.store.add_link(NewLink("C1", f"https://{host}/", "ours.example"), datetime.now(UTC))

    async def check(self, claim: HostClaim, due: DuePage) -> bool:
        self.looked.append(due.page.url)
        later = replace(due.page, next_check_at=datetime.now(UTC) + timedelta(days=1))
        await self.store.write(Write(pages=[later], claim=claim))
        return True

    def dispatcher(self, hosts: int = 4) -> QueueDispatcher:
        return self.dispatcher_of(self.check, hosts)

    def dispatcher_of(self, check: CheckDue, hosts: int) -> QueueDispatcher:
        renew, bounds = LeaseRenewal(self.pool).renew, Bounds(hosts, lease=LEASE)
        return QueueDispatcher(self.app, always, renew, self.store, check, SystemClock(), bounds)

    async def taken_by_one_who_dies(self, *, heard_of: timedelta = timedelta(0)) -> Job:
        """The first job, fetched by a worker that was last heard of so long ago."""
        manager = self.app.job_manager
        job = await manager.fetch_job([QUEUE], await manager.register_worker())
        assert job is not None
        await self.sql("update procrastinate_workers set last_heartbeat = now() - %s", heard_of)
        return job

    async def sql(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        async with self.pool.connection() as connection:
            cursor = await connection.execute(statement, values)
            return await cursor.fetchall() if cursor.description else []


@pytest.fixture
async def world(database_url: str, tmp_path: Path) -> AsyncIterator[World]:
    async with open_async_pool(migrated(database_url), 8) as pool:
        app = await open_app(pool)
        store = await open_tiny(tmp_path)
        yield World(pool, app, HostJobs(app), store, [])
        await store.close()


async def test_every_due_host_is_visited_once_and_no_job_is_left(world: World) -> None:
    hosts = [f"h{number}.example" for number in range(30)]
    await world.track(*hosts)
    await world.dispatcher().run_due()
    assert sorted(world.looked) == sorted(f"https://{host}/" for host in hosts)
    assert await world.sql("select * from procrastinate_jobs") == []


async def test_several_processes_share_the_line(world: World) -> None:
    await world.track(*(f"h{number}.example" for number in range(40)))
    workers = [world.dispatcher() for _ in range(3)]
    running = [asyncio.create_task(worker.run()) for worker in workers]
    async with asyncio.timeout(30):
        while len(world.looked) < 40:
            await asyncio.sleep(0.02)
    await asyncio.gather(*(worker.stop() for worker in workers))
    await asyncio.gather(*running)
    assert len(set(world.looked)) == len(world.looked) == 40


async def test_a_host_waits_in_the_line_once_and_the_line_is_short(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hand_out, "MOST_WAITING", 3)
    await world.track(*"dacbe")
    out = HandOut(world.store, world.jobs, SystemClock(), always)
    assert await out.look() is True, "more is due than may wait"
    assert await out.look() is True
    assert (await world.jobs.look()).waiting == {"d", "a", "c"}


async def test_what_somebody_waits_for_goes_first_even_where_it_waits_already(world: World) -> None:
    await world.jobs.add(["first", "second", "third"])
    await world.jobs.ask("third")
    await world.jobs.ask("third")
    await world.jobs.ask("new")
    order = [job.lock for _ in range(4) if (job := await world.app.job_manager.fetch_job([QUEUE], await _one(world)))]
    assert order == ["third", "new", "first", "second"]


async def test_hosts_that_wait_already_stop_no_other_from_being_added(world: World) -> None:
    await world.jobs.add(["b"])
    await world.jobs.add(["a", "b", "c"])
    assert (await world.jobs.look()).waiting == {"a", "b", "c"}


async def test_a_host_that_nobody_can_name_is_a_job_like_any_other(world: World) -> None:
    odd = "xn--mnchen-3ya.example:8443" + "x" * 240
    await world.jobs.add([odd])
    assert (await world.jobs.look()).waiting == {odd}


async def test_a_dead_worker_s_job_is_done_again(world: World) -> None:
    await world.jobs.add(["a"])
    await world.taken_by_one_who_dies(heard_of=LONG_AGO)
    assert await world.jobs.rescue() == 1
    assert (await world.jobs.look()).waiting == {"a"}


async def test_a_stopped_worker_whose_job_was_done_meanwhile_says_so(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await world.jobs.add(["a"])
    stopped = await world.taken_by_one_who_dies(heard_of=LONG_AGO)
    await world.jobs.rescue()
    await world.track("a")
    await world.dispatcher().run_due()
    await world.app.job_manager.finish_job(stopped, Status.SUCCEEDED, delete_job=True)
    assert "a: its job was ended by another process meanwhile" in caplog.messages
    await world.sql("drop table procrastinate_jobs cascade")
    with pytest.raises(ConnectorException):  # of what goes wrong otherwise nothing is hidden
        await world.app.job_manager.finish_job(stopped, Status.SUCCEEDED, delete_job=True)


async def test_a_dead_worker_s_job_ends_where_its_twin_waits(world: World) -> None:
    await world.jobs.add(["a"])
    dead = await world.taken_by_one_who_dies(heard_of=LONG_AGO)
    await world.jobs.add(["a"])
    assert await world.app.job_manager.fetch_job([QUEUE], await _one(world)) is None, "the twin waits behind it"
    assert await world.jobs.rescue() == 1
    twin = await world.app.job_manager.fetch_job([QUEUE], await _one(world))
    assert twin is not None
    assert twin.id != dead.id


async def test_a_job_that_ends_while_it_is_rescued_is_nothing_to_speak_of(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    jobs = world.app.job_manager
    await world.jobs.add(["a"])
    slow, stalled = await world.taken_by_one_who_dies(heard_of=LONG_AGO), jobs.get_stalled_jobs

    async def ended_since(queue: str, task_name: str) -> Iterable[Job]:
        found = await stalled(queue=queue, task_name=task_name)
        await jobs.finish_job(slow, Status.SUCCEEDED, delete_job=True)
        return found

    monkeypatch.setattr(jobs, "get_stalled_jobs", ended_since)
    assert await world.jobs.rescue() == 0
    assert caplog.messages == []
    await world.jobs.add(["a"])
    assert (await world.jobs.look()).waiting == {"a"}


async def test_nobody_is_rescued_from_a_worker_that_lives(world: World) -> None:
    await world.jobs.add(["a"])
    await world.taken_by_one_who_dies()
    assert await world.jobs.rescue() == 0
    assert (await world.jobs.look()).doing == {"a"}


@pytest.mark.parametrize("has_twin", [True, False])
async def test_a_worker_that_hangs_loses_its_host_with_its_lease(
    world: World, monkeypatch: pytest.MonkeyPatch, *, has_twin: bool
) -> None:
    """It is heard of, but its lease is over: `claim_host` would give the host to another, so its job must not wait."""
    monkeypatch.setattr(hand_out, "_BEGINS_WITHIN", timedelta(milliseconds=300))
    await world.track("a.example")
    await world.jobs.add(["a.example"])
    await world.taken_by_one_who_dies()
    assert await world.store.claim_host(datetime.now(UTC), LEASE, host="a.example") is not None
    if has_twin:
        await world.jobs.add(["a.example"])
    worker = world.dispatcher()
    running = asyncio.create_task(worker.run())
    await asyncio.sleep(0.5)
    assert world.looked == [], "it is lent"
    async with asyncio.timeout(LEASE.total_seconds() + 10):
        while not world.looked:
            await asyncio.sleep(0.02)
    await worker.stop()
    await running
    assert world.looked == ["https://a.example/"]


async def test_a_job_whose_host_is_not_due_any_more_does_nothing(world: World) -> None:
    await world.jobs.add(["nobody.example"])
    await world.dispatcher().run_due()
    assert world.looked == []
    assert await world.sql("select * from procrastinate_jobs") == []


async def test_a_worker_goes_on_after_its_row_was_pruned(world: World) -> None:
    """One that was stopped for long is forgotten by the others; fetching would fail for ever under its old number."""
    worker = world.dispatcher()
    running = asyncio.create_task(worker.run())
    await asyncio.sleep(0.5)
    await world.sql("delete from procrastinate_workers")
    await world.track("a.example")
    async with asyncio.timeout(20):
        while not world.looked:
            await asyncio.sleep(0.02)
    await worker.stop()
    await running


async def test_a_worker_that_cannot_be_heard_of_any_more_begins_anew(world: World, database_url: str) -> None:
    """While nobody may connect, what listens for it ends; going on without would leave it for dead later."""
    worker = world.dispatcher()
    running = asyncio.create_task(worker.run())
    first = await _until_registered(world, 0)
    with psycopg.connect(database_url, dbname="postgres", autocommit=True) as server:
        name = psycopg.conninfo.conninfo_to_dict(database_url)["dbname"]
        server.execute(f'alter database "{name}" allow_connections false')
        listens = "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s and query ilike 'listen%%'"
        async with asyncio.timeout(20):
            while not server.execute(listens, [name]).fetchall():
                await asyncio.sleep(0.02)
        await asyncio.sleep(0.5)
        server.execute(f'alter database "{name}" allow_connections true')
    assert await _until_registered(world, first) > first
    await worker.stop()
    await running


async def test_stopping_lets_what_is_being_read_end_and_leaves_the_rest_due(world: World) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(claim: HostClaim, due: DuePage) -> bool:
        begun.set()
        await go_on.wait()
        return await world.check(claim, due)

    await world.track("a.example")
    await world.store.add_link(NewLink("C1", "https://a.example/two", "ours.example"), datetime.now(UTC))
    worker = world.dispatcher_of(slow, 1)
    running = asyncio.create_task(worker.run())
    async with asyncio.timeout(20):
        await begun.wait()
    await worker.stop()
    await asyncio.sleep(0.05)
    go_on.set()
    async with asyncio.timeout(20):
        await running
    assert len(world.looked) == 1
    assert await world.store.due_hosts(datetime.now(UTC), 9) == ["a.example"], "given back"
    assert await world.sql("select * from procrastinate_jobs where status = 'doing'") == []


async def _until_registered(world: World, after: int) -> int:
    """The number of a worker that registered after that one."""
    async with asyncio.timeout(20):
        while not (rows := await world.sql("select id from procrastinate_workers where id > %s", after)):
            await asyncio.sleep(0.02)
    return int(str(rows[0][0]))


async def _one(world: World) -> int:
    return await world.app.job_manager.register_worker()
