"""Several processes write to one database: nothing is added twice, told twice, lent twice, or done half."""

import asyncio
import gc
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.notice import NoticeStatus
from jobs.model.queries import LinkQuery, ToldLately
from jobs.model.tracked_page import HostClaim
from jobs.model.write import Write
from jobs.store.errors import StaleError, StoreReadOnlyError, StoreUnreachableError
from jobs.store.postgres import leases, streams
from jobs.store.postgres.connection import Connection, connect
from jobs.store.postgres.store import PostgresStore, open_postgres
from tests.jobs.store.tools import HOUR, LEASE, NOW, PAGE, incident, new_link, notice

MANY = 12


@pytest.fixture
async def stores(migrated_url: str) -> AsyncIterator[list[PostgresStore]]:
    """Four that know nothing of one another, as in four processes."""
    opened = [await open_postgres(migrated_url, connections=3) for _ in range(4)]
    yield opened
    for store in opened:
        await store.close()


async def test_the_same_link_added_at_once_is_one(stores: list[PostgresStore]) -> None:
    added = await asyncio.gather(*(store.add_link(new_link(), NOW) for store in stores * 3))
    assert {link.id for link, _ in added} == {added[0][0].id}
    assert sum(is_new for _, is_new in added) == 1
    assert (await stores[0].channel_counts("C1")).links == 1


async def test_links_that_share_both_ends_are_added_and_removed_at_once(stores: list[PostgresStore]) -> None:
    """Whoever removes the last link of a page takes the page with it; whoever adds one finds it, or makes it anew."""

    async def come_and_go(number: int) -> None:
        store = stores[number % len(stores)]
        for _ in range(5):
            link, _ = await store.add_link(new_link(target="https://ours.example/", channel=f"C{number}"), NOW)
            await store.write(Write(remove_links=[link.id]))

    await asyncio.gather(*map(come_and_go, range(8)))
    assert (await stores[0].totals())["pages"] == 0
    link, _ = await stores[0].add_link(new_link(target="https://ours.example/"), NOW)
    assert (await stores[1].totals())["pages"] == 2
    assert await stores[1].links() == [link]


async def test_counts_follow_links_that_many_change(stores: list[PostgresStore]) -> None:
    added = [(await stores[0].add_link(new_link(f"https://blog.example/{n}"), NOW))[0] for n in range(MANY)]

    async def change(number: int) -> None:
        store, known = stores[number % len(stores)], added[number]
        for state in (LinkState.LIVE, LinkState.SUSPECT, LinkState.LOST):
            unknown = NOW if state is LinkState.LOST else None
            await store.write(Write(links=[replace(known, standing=LinkStatus(state, unknown_since=unknown))]))
            found = await store.link(known.id)
            assert found is not None
            known = found

    await asyncio.gather(*map(change, range(MANY)))
    counts = await stores[0].channel_counts("C1")
    assert (counts.states, counts.unknown) == ({LinkState.LOST: MANY}, MANY)


async def test_of_two_that_write_one_version_one_is_refused(stores: list[PostgresStore]) -> None:
    link, _ = await stores[0].add_link(new_link(), NOW)
    writes = (store.write(Write(links=[replace(link, owner=f"U{n}")])) for n, store in enumerate(stores))
    results = await asyncio.gather(*writes, return_exceptions=True)
    assert sorted(map(str, map(type, results))) == sorted(map(str, [type(None), *[StaleError] * 3]))


async def test_a_host_is_lent_to_one(stores: list[PostgresStore]) -> None:
    for number in range(3):
        await stores[0].add_link(new_link(f"https://blog{number}.example/"), NOW)
    claims = await asyncio.gather(*(store.claim_host(NOW, LEASE) for store in stores * 3))
    hosts = [claim.host.host for claim in claims if claim]
    again = [claim.host.host for _ in range(3) if (claim := await stores[0].claim_host(NOW, LEASE))]
    assert sorted(hosts + again) == [f"blog{number}.example" for number in range(3)]


async def test_asked_for_while_it_is_claimed_a_page_stays_due_or_is_in_the_claim(stores: list[PostgresStore]) -> None:
    """Whatever comes first: the new link is looked at by the claim, or its page is due after it; seldom both."""
    for number in range(MANY):
        page = f"https://blog{number}.example/"
        await stores[0].add_link(new_link(page), NOW)
        claim, (link, _) = await asyncio.gather(
            stores[1].claim_host(NOW, LEASE, host=f"blog{number}.example"),
            stores[2].add_link(new_link(page, target="other.example"), NOW),
        )
        claim = claim or await stores[1].claim_host(NOW, LEASE, host=f"blog{number}.example")
        assert claim is not None
        later = replace(claim.due[0].page, next_check_at=NOW + 24 * HOUR)
        await stores[1].write(Write(pages=[later], claim=claim))
        await stores[1].release_host(claim)
        due = await stores[3].claim_host(NOW, LEASE, host=f"blog{number}.example")
        assert link in claim.due[0].links or due is not None


async def test_a_process_stopped_while_it_claims_forgets_nothing_that_is_asked_of_who_came_after_it(
    stores: list[PostgresStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One has lent the host, and is stopped before it reads what is due there until its lease is over."""
    await stores[0].add_link(new_link(), NOW)
    loop, read, taken = asyncio.get_running_loop(), leases._lent, list[HostClaim | None]()
    later = NOW + LEASE

    async def come_between() -> None:
        taken.append(await stores[1].claim_host(later, LEASE))
        await stores[2].due_now(PAGE, later)

    def stopped(connection: Connection, asked: Mapping[str, object]) -> object:
        monkeypatch.setattr(leases, "_lent", read)
        asyncio.run_coroutine_threadsafe(come_between(), loop).result(timeout=20)
        return read(connection, asked)

    monkeypatch.setattr(leases, "_lent", stopped)
    late = await stores[0].claim_host(NOW, LEASE)
    [claim] = taken
    assert late is not None
    assert claim is not None
    looked_at = [replace(due.page, next_check_at=later + 24 * HOUR) for due in claim.due]
    with pytest.raises(StaleError):
        await stores[0].write(Write(pages=looked_at, claim=late))
    await stores[1].write(Write(pages=looked_at, claim=claim))
    await stores[1].release_host(claim)
    again = await stores[3].claim_host(later, LEASE)
    assert again is not None, "somebody asked for it after it was looked at"


async def test_an_incident_is_told_with_those_of_a_moment_ago(stores: list[PostgresStore]) -> None:
    asked = ToldLately("C1", NOW - HOUR, NOW + HOUR)

    async def tell(number: int) -> None:
        new = incident((number,), name=f"L-{number}")
        await stores[number % len(stores)].write(Write(incidents=[new], told_lately={asked: ()}))

    results = await asyncio.gather(*map(tell, range(1, 9)), return_exceptions=True)
    assert sum(result is None for result in results) == 1
    assert len(await stores[0].incidents()) == 1


async def test_notices_leave_one_at_a_time_and_each_once(stores: list[PostgresStore]) -> None:
    await stores[0].write(Write(notices=[notice(f"n{n}", channel=f"C{n % 3}") for n in range(MANY)]))
    told: list[str] = []
    while True:
        claimed = [each for each in await asyncio.gather(*(store.claim_notice(NOW) for store in stores)) if each]
        assert len({each.channel for each in claimed}) == len(claimed), "two of one channel at once"
        if not claimed:
            break
        for each in claimed:
            await stores[0].finish_notice(replace(each, status=NoticeStatus.SENT))
        told += [each.key for each in claimed]
    assert sorted(told) == sorted(f"n{n}" for n in range(MANY))


async def test_a_host_whose_pages_were_changed_by_hand_does_not_keep_others_waiting(
    stores: list[PostgresStore], migrated_url: str
) -> None:
    await stores[0].add_link(new_link(), NOW)
    await stores[0].add_link(new_link("https://other.example/"), NOW + HOUR)
    with connect(migrated_url) as connection:
        connection.execute("delete from pages where doc ->> 'host' = 'blog.example'")
    claim = await stores[1].claim_host(NOW + HOUR, LEASE)
    assert claim is not None
    assert claim.host.host == "other.example"
    assert await stores[2].due_hosts(NOW + HOUR, 9) == []


async def test_states_of_many_are_those_of_tracked_links_wherever_these_are(
    stores: list[PostgresStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jobs.store.postgres.tracked._MANY", 3)
    added = [(await stores[0].add_link(new_link(f"https://blog.example/{n}"), NOW))[0] for n in range(4)]
    other, _ = await stores[0].add_link(new_link(channel="C2"), NOW)
    lost = replace(added[1], standing=LinkStatus(LinkState.LOST))
    await stores[0].write(Write(links=[lost], remove_links=[added[2].id]))
    states = await stores[1].link_states([*(link.id for link in added[1:]), other.id, 99], "C1")
    assert states == {lost.id: LinkState.LOST, added[3].id: LinkState.NEW, other.id: LinkState.NEW}


async def test_once_is_once_for_all(stores: list[PostgresStore]) -> None:
    claims = await asyncio.gather(*(store.claim_once("digest", "C1", "2026-W48") for store in stores * 3))
    assert sum(claims) == 1


async def test_a_long_answer_is_a_picture_that_others_do_not_change(
    stores: list[PostgresStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "AT_ONCE", 3)
    added = [(await stores[0].add_link(new_link(f"https://blog.example/{n}"), NOW))[0] for n in range(10)]
    answer = await stores[0].link_stream([LinkQuery("C1")])
    await stores[1].write(Write(remove_links=[link.id for link in added[5:]]))
    found = [link async for chunk in answer.chunks for link in chunk.items]
    assert (found, answer.size) == (added, 10)


async def test_what_nobody_reads_to_the_end_holds_no_connection(
    migrated_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "AT_ONCE", 3)
    store = await open_postgres(migrated_url, connections=2)
    for number in range(10):
        await store.add_link(new_link(f"https://blog.example/{number}"), NOW)
    for _ in range(6):
        answer = await store.link_stream([LinkQuery("C1")])
        assert (await anext(answer.chunks)).items
        del answer
        gc.collect()
    assert (await store.channel_counts("C1")).links == 10
    await store.close()


async def test_a_server_that_was_started_anew_is_asked_again(migrated_url: str) -> None:
    store = await open_postgres(migrated_url, connections=4)
    await asyncio.gather(*(store.add_link(new_link(f"https://blog.example/{n}"), NOW) for n in range(8)))
    end = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> %s"
    with connect(migrated_url) as connection:
        connection.execute(end, [connection.info.backend_pid])
    await asyncio.gather(*(store.link(number) for number in range(8)))
    with connect(migrated_url) as connection:
        connection.execute(end, [connection.info.backend_pid])
    await asyncio.gather(*(store.add_link(new_link(f"https://other.example/{n}"), NOW) for n in range(8)))
    assert (await store.channel_counts("C1")).links == 16
    assert await store.write_trouble() == ""
    await store.close()


async def test_who_only_reads_writes_nothing(migrated_url: str) -> None:
    store = await open_postgres(migrated_url, read_only=True)
    with pytest.raises(StoreReadOnlyError):
        await store.add_link(new_link(), NOW)
    assert await store.links() == []
    await store.close()


async def test_what_is_asked_of_a_database_that_is_gone_is_said(database_url: str) -> None:
    with pytest.raises(StoreUnreachableError, match="cannot be reached"):
        await open_postgres(database_url.replace("/t", "/nowhere"))


async def test_the_clock_set_back_for_more_pages_than_fit_into_one_change(
    stores: list[PostgresStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jobs.store.postgres.upkeep._AT_ONCE", 2)
    for number in range(5):
        await stores[0].add_link(new_link(f"https://blog.example/{number}"), NOW)
        page = await stores[0].page(f"https://blog.example/{number}")
        assert page is not None
        await stores[0].write(Write(pages=[replace(page, last_checked_at=NOW + timedelta(days=9))]))
    assert await stores[0].set_back(NOW) == 5
    assert await stores[0].set_back(NOW) == 0
    assert await stores[0].page(PAGE) is None
