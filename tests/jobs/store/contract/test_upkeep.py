"""What is forgotten, and what was written while the clock ran ahead, after it was set back."""

from dataclasses import replace
from datetime import timedelta

from jobs.model.incident import IncidentStatus
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.tracked_page import HostState
from jobs.model.write import Write
from jobs.store.protocol import Store
from tests.jobs.store.contract.conftest import Reopen
from tests.jobs.store.tools import HOUR, LEASE, NOW, PAGE, everything, incident, looked_at, new_link, notice


async def test_pruning_keeps_what_waits_and_what_is_young(store: Store) -> None:
    old = replace(incident(name="old"), status=IncidentStatus.RECOVERED, closed_at=NOW)
    await store.write(Write(incidents=[old, incident(name="open")], notices=[notice("waits")]))
    await store.prune(NOW + timedelta(days=1000))
    assert await store.incident("old") is None
    assert await store.incident("open") is not None
    assert [waiting.key for waiting in await store.notices()] == ["waits"]


async def test_a_page_is_due_and_keeps_no_time_ahead(store: Store, reopen: Reopen) -> None:
    await store.add_link(new_link(), NOW)
    await looked_at(store, NOW + 100 * HOUR, next_in=6 * HOUR)
    assert await store.set_back(NOW) == 1
    store = await reopen(store)
    page = await store.page(PAGE)
    assert page is not None
    assert (page.last_checked_at, page.next_check_at) == (NOW, NOW)
    assert await store.next_due_at() == NOW


async def test_a_link_is_judged_again_from_now_on(store: Store) -> None:
    link, _ = await store.add_link(new_link(), NOW)
    ahead = NOW + 100 * HOUR
    began = LinkStatus(LinkState.SUSPECT, since=ahead, absent_since=NOW - HOUR, looked_at=ahead)
    standing = replace(began, next_look_at=ahead + HOUR, target_look_at=ahead + 2 * HOUR)
    await store.write(Write(links=[replace(link, standing=standing)]))
    await looked_at(store, ahead, next_in=HOUR)
    await store.set_back(NOW)
    kept = await store.link(link.id)
    assert kept is not None
    began = replace(began, since=NOW, looked_at=None)
    assert kept.standing == replace(began, next_look_at=NOW + HOUR, target_look_at=NOW + 2 * HOUR)


async def test_no_host_and_no_notice_waits_for_the_wrong_time(store: Store) -> None:
    await store.add_link(new_link(), NOW)
    host = HostState("blog.example", failures=3, not_before=NOW + 100 * HOUR)
    late = replace(notice("late", not_before=NOW + 100 * HOUR), created_at=NOW + 99 * HOUR)
    await store.write(Write(hosts=[host], notices=[late]))
    await store.set_back(NOW)
    assert await store.claim_host(NOW, LEASE) is not None
    assert await store.claim_notice(NOW) is not None


async def test_where_nothing_is_ahead_nothing_changes(store: Store) -> None:
    await store.add_link(new_link(), NOW)
    await looked_at(store, NOW, next_in=6 * HOUR)
    host = HostState("blog.example", failures=3, not_before=NOW + 23 * HOUR)
    await store.write(Write(hosts=[host], notices=[notice("planned", not_before=NOW + HOUR)]))
    before = await everything(store)
    assert await store.set_back(NOW) == 0
    assert await everything(store) == before


async def test_where_no_write_failed_there_is_no_trouble(store: Store) -> None:
    await store.add_link(new_link(), NOW)
    assert await store.write_trouble() == ""
