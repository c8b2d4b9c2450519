"""One of several bots leads, on a real PostgreSQL; a stopped one is a process of its own."""

import asyncio
import logging
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from jobs.store.postgres.leader import Leader
from jobs.store.postgres.store import open_postgres
from tests.jobs.store.postgres.tools import migrated

ROOT = Path(__file__).parents[4]
LEASE = timedelta(milliseconds=500)
LEADS_AND_SAYS_SO = """
import asyncio, sys
from datetime import timedelta
from jobs.store.postgres.leader import Leader

async def main():
    leader = Leader(sys.argv[1], timedelta(milliseconds=500))
    running = asyncio.create_task(leader.run())
    said = None
    while True:
        if leader.leads() is not said:
            said = leader.leads()
            print(said, flush=True)
        await asyncio.sleep(0.001)

asyncio.run(main())
"""


@asynccontextmanager
async def leading(leader: Leader) -> AsyncIterator[None]:
    """Its `run`, until the end of the block."""
    running = asyncio.create_task(leader.run())
    yield
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def until_it_leads(*leaders: Leader) -> list[Leader]:
    async with asyncio.timeout(20):
        while not any(leader.leads() for leader in leaders):
            await asyncio.sleep(0.005)
    return [leader for leader in leaders if leader.leads()]


async def test_one_leads_and_who_ends_in_good_order_is_followed_at_once(
    database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    url = migrated(database_url)
    one, other = Leader(url, timedelta(minutes=10)), Leader(url, LEASE)
    async with leading(one):
        await until_it_leads(one)
        async with leading(other):
            await asyncio.sleep(0.5)
            assert (one.leads(), other.leads()) == (True, False)
    assert not one.leads()
    async with leading(other):
        assert await until_it_leads(one, other) == [other]
    assert [record.getMessage() for record in caplog.records if "leads" in record.getMessage()] == [
        "This bot leads now"
    ] * 2


async def test_people_are_answered_by_who_led_last_until_another_leads(database_url: str) -> None:
    """While the database is away nobody leads, and somebody has to say so."""
    url = migrated(database_url)
    one, other = Leader(url, LEASE), Leader(url, LEASE)
    async with leading(one):
        await until_it_leads(one)
        async with leading(other):
            await asyncio.sleep(2 * LEASE.total_seconds())
            assert (one.answers(), other.answers()) == (True, False)
        with psycopg.connect(url, dbname="postgres", autocommit=True) as server:
            name = psycopg.conninfo.conninfo_to_dict(url)["dbname"]
            server.execute(f'alter database "{name}" allow_connections false')
            server.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [name])
            async with asyncio.timeout(20):
                while one.leads():
                    await asyncio.sleep(0.005)
            await asyncio.sleep(LEASE.total_seconds())
            assert one.answers()
            server.execute(f'alter database "{name}" allow_connections true')
    async with leading(other):
        await until_it_leads(other)
        async with leading(one), asyncio.timeout(20):
            while one.answers():
                await asyncio.sleep(0.005)
        assert other.answers()


async def test_the_store_says_who_leads(database_url: str) -> None:
    url = migrated(database_url)
    store = await open_postgres(url, read_only=True)
    assert (await store.facts()).held_by == ""
    leader = Leader(url, LEASE)
    async with leading(leader):
        await until_it_leads(leader)
        assert (await store.facts()).held_by == f"{socket.gethostname()}:{os.getpid()}"
    assert (await store.facts()).held_by == ""
    await store.close()


async def test_of_many_that_begin_together_one_leads(database_url: str) -> None:
    url = migrated(database_url)
    leaders = [Leader(url, LEASE) for _ in range(5)]
    async with leading(leaders[0]), leading(leaders[1]), leading(leaders[2]), leading(leaders[3]), leading(leaders[4]):
        for _ in range(30):
            assert len(await until_it_leads(*leaders)) == 1
            await asyncio.sleep(0.02)


async def test_one_whose_connection_is_cut_leads_again(database_url: str) -> None:
    url = migrated(database_url)
    leader = Leader(url, LEASE)
    async with leading(leader):
        await until_it_leads(leader)
        with psycopg.connect(url, autocommit=True) as cut:
            cut.execute("select pg_terminate_backend(backend) from leader")
        async with asyncio.timeout(20):
            while leader.leads():
                await asyncio.sleep(0.005)
        await until_it_leads(leader)


async def test_one_on_a_dead_machine_is_followed_by_one_of_its_name(database_url: str) -> None:
    """A container has the same name and number of its process again; nobody has told the server that it is gone."""
    url = migrated(database_url)
    follower = Leader(url, LEASE)
    with psycopg.connect(url, autocommit=True) as dead:
        dead.execute("select pg_advisory_lock(730145226901)")
        dead.execute(
            "insert into leader (term, holder, backend, expires_at) values (1, %s, pg_backend_pid(), now())",
            [f"{socket.gethostname()}:{os.getpid()}"],
        )
        async with leading(follower):
            await until_it_leads(follower)


async def test_one_that_was_stopped_between_lock_and_lease_is_followed(database_url: str) -> None:
    url = migrated(database_url)
    follower = Leader(url, LEASE)
    with psycopg.connect(url, autocommit=True) as stopped, psycopg.connect(url, autocommit=True) as bystander:
        stopped.execute("select pg_advisory_lock(730145226901)")
        bystander.execute("select pg_advisory_lock(7301452)")
        bystander.execute(
            "insert into leader (term, holder, backend, expires_at) values (1, 'gone:1', pg_backend_pid(), now())"
        )
        async with leading(follower):
            await until_it_leads(follower)
        assert bystander.execute("select 1").fetchone() == (1,), "it has the number of an old leader's session"


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
async def test_one_that_is_killed_or_stopped_is_followed_and_does_not_act_when_it_comes_back(
    database_url: str, how: signal.Signals
) -> None:
    url = migrated(database_url)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", LEADS_AND_SAYS_SO, url, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    assert [await process.stdout.readline() for _ in range(2)] == [b"False\n", b"True\n"]
    os.kill(process.pid, how)
    follower = Leader(url, LEASE)
    async with leading(follower):
        await until_it_leads(follower)
        if how is signal.SIGSTOP:
            os.kill(process.pid, signal.SIGCONT)
            async with asyncio.timeout(20):
                assert await process.stdout.readline() == b"False\n"
            await asyncio.sleep(1)
            assert follower.leads()
            process.kill()
    await process.wait()
