"""Connections that end in the middle, a database that refuses, and two changes that meet between a look and a write."""

import asyncio
import gc
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import replace

import psycopg
import pytest

from jobs.model.notice import NoticeStatus
from jobs.model.queries import LinkQuery
from jobs.model.write import Write
from jobs.store.changes.links import put_link
from jobs.store.errors import StoreUnreachableError
from jobs.store.postgres import connection as connections
from jobs.store.postgres import streams
from jobs.store.postgres.connection import Connection, connect
from jobs.store.postgres.store import PostgresStore, open_postgres
from jobs.store.postgres.unit import UnitOfWork
from tests.jobs.store.tools import LEASE, NOW, PAGE, new_link, notice

_END_ALL = (
    "select pg_terminate_backend(pid) from pg_stat_activity "
    "where datname = current_database() and pid <> pg_backend_pid()"
)


@pytest.fixture
async def store(migrated_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[PostgresStore]:
    """One with two connections, on a server that loses patience after a moment."""
    monkeypatch.setitem(connections.SESSION, "idle_in_transaction_session_timeout", "200ms")
    monkeypatch.setitem(connections.SESSION, "statement_timeout", "500ms")
    monkeypatch.setattr(streams, "AT_ONCE", 3)
    opened = await open_postgres(migrated_url, connections=1)
    yield opened
    await opened.close()


async def test_long_answers_that_rested_too_long_cost_no_connection(store: PostgresStore) -> None:
    for number in range(5):
        await store.add_link(new_link(f"https://blog.example/{number}"), NOW)
    for _ in range(3):
        answer = await store.link_stream([LinkQuery("C1")])
        await anext(answer.chunks)
        await asyncio.sleep(0.4)
        with suppress(StoreUnreachableError):
            await anext(answer.chunks)
        del answer
        gc.collect()
    assert (await store.channel_counts("C1")).links == 5


async def test_a_long_answer_that_was_ended_is_said_in_words(store: PostgresStore) -> None:
    for number in range(5):
        await store.add_link(new_link(f"https://blog.example/{number}"), NOW)
    answer = await store.link_stream([LinkQuery("C1")])
    await asyncio.sleep(0.4)
    with pytest.raises(StoreUnreachableError, match="idle-in-transaction"):
        await anext(answer.chunks)


async def test_an_answer_that_outlives_its_store_is_no_fault(migrated_url: str, store: PostgresStore) -> None:
    other = await open_postgres(migrated_url, connections=1)
    for number in range(5):
        await other.add_link(new_link(f"https://blog.example/{number}"), NOW)
    answer = await other.link_stream([LinkQuery("C1")])
    await other.close()
    del answer
    gc.collect()  # what a finalizer raises fails the test


async def test_a_change_that_was_stopped_for_too_long_is_made_again(store: PostgresStore) -> None:
    tries = []

    def stopped_once(connection: Connection) -> int:
        tries.append(1)
        connection.execute("select 1").fetchone()
        if len(tries) == 1:
            time.sleep(0.4)
        row = connection.execute("select 2").fetchone()
        return row[0] if row else 0

    assert await store._database.transact(stopped_once) == 2
    assert len(tries) == 2


async def test_a_connection_that_always_breaks_is_no_other_writer(store: PostgresStore) -> None:
    def broken(connection: Connection) -> None:
        connection.execute("select 1").fetchone()
        connection.close()
        connection.execute("select 1").fetchone()

    with pytest.raises(StoreUnreachableError, match="breaks again and again"):
        await store._database.transact(broken)
    assert "breaks again and again" in store._database.trouble


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("select pg_sleep(2)", "refuses .*statement timeout"),
        ("set transaction read only; create table more (x int)", "refuses .*read-only transaction"),
        ("set local role pg_monitor; select * from links", "refuses .*permission denied"),
    ],
)
async def test_what_the_database_refuses_is_asked_once_and_said(store: PostgresStore, asked: str, said: str) -> None:
    tries = []

    def work(connection: Connection) -> None:
        tries.append(1)
        for each in asked.split("; "):
            connection.execute(each.encode()).close()
        connection.execute("select 1").fetchone()

    with pytest.raises(StoreUnreachableError, match=said):
        await store._database.transact(work)
    assert len(tries) == 1


async def test_a_long_answer_is_asked_again_where_the_server_was_started_anew(
    store: PostgresStore, migrated_url: str
) -> None:
    link, _ = await store.add_link(new_link(), NOW)
    with connect(migrated_url) as connection:
        connection.execute(_END_ALL)
    answer = await store.link_stream([LinkQuery("C1")])
    assert [each async for chunk in answer.chunks for each in chunk.items] == [link]


async def test_a_notice_that_is_superseded_while_it_is_claimed_is_not_sent(
    store: PostgresStore, migrated_url: str
) -> None:
    await store.write(Write(notices=[notice("n1"), notice("n2")]))
    with connect(migrated_url) as other, other.transaction():
        unit = UnitOfWork(other)
        number = unit.notices.number(("key", "n1"))
        first = unit.notices.get(number)
        assert number is not None
        assert first is not None
        unit.notices.put(number, replace(first, status=NoticeStatus.SUPERSEDED))
        unit.flush()
        claiming = asyncio.create_task(store.claim_notice(NOW))
        await _until_somebody_waits(other)
    claimed = await claiming
    assert claimed is not None
    assert claimed.key == "n2"


async def test_a_link_that_moves_to_a_page_whose_last_link_goes_keeps_it_tracked(
    store: PostgresStore, migrated_url: str
) -> None:
    moving, _ = await store.add_link(new_link("https://other.example/", target="a.example"), NOW)
    last, _ = await store.add_link(new_link(PAGE, target="b.example"), NOW)
    with connect(migrated_url) as other, other.transaction():
        unit = UnitOfWork(other)
        unit.links.put(moving.id, moving)
        put_link(unit, replace(moving, page_url=PAGE))
        unit.flush()
        removing = asyncio.create_task(store.write(Write(remove_links=[last.id])))
        await _until(lambda: removing.done() or _somebody_waits(other))
    await removing
    assert await store.page(PAGE) is not None


async def test_what_was_asked_at_hosts_nobody_tracks_is_forgotten(store: PostgresStore, migrated_url: str) -> None:
    link, _ = await store.add_link(new_link(), NOW)
    claim = await store.claim_host(NOW, LEASE)
    assert claim is not None
    await store.due_now(PAGE, NOW)
    await store.release_host(claim)
    await store.write(Write(remove_links=[link.id]))
    await store.prune(NOW)
    with psycopg.connect(migrated_url) as connection:
        assert connection.execute("select count(*) from asked_again").fetchone() == (0,)


async def _until_somebody_waits(connection: Connection) -> None:
    await _until(lambda: _somebody_waits(connection))


def _somebody_waits(connection: Connection) -> bool:
    row = connection.execute("select count(*) from pg_locks where not granted").fetchone()
    return row is not None and row[0] > 0


async def _until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not is_so():
            await asyncio.sleep(0.01)


async def test_a_change_that_is_stopped_holds_its_locks_no_longer_than_the_server_waits(
    store: PostgresStore, migrated_url: str
) -> None:
    link, _ = await store.add_link(new_link(), NOW)
    taken, go_on = threading.Event(), threading.Event()

    def stopped_once(unit: UnitOfWork) -> None:
        unit.take_for(Write(links=[link]))
        if not taken.is_set():
            taken.set()
            go_on.wait(20)
        unit.next_id("links")

    changing = asyncio.create_task(store._database.change(stopped_once))
    await asyncio.to_thread(taken.wait)
    with psycopg.connect(migrated_url, options="-c lock_timeout=5s") as other:
        assert other.execute("select id from links for update").fetchall() == [(link.id,)]
    go_on.set()
    await changing
