"""Which host is lent to whom."""

from dataclasses import replace

import pytest

from jobs.model.tracked_page import HostState
from jobs.model.write import Write
from jobs.store.errors import StaleError
from jobs.store.protocol import Store
from tests.jobs.store.contract.conftest import Reopen
from tests.jobs.store.tools import HOUR, LEASE, NOW, PAGE, new_link, new_partner


async def test_a_claim_brings_page_links_partners_and_inbound_links(store: Store) -> None:
    link, _ = await store.add_link(new_link(), NOW)
    partner, _ = await store.add_partner(new_partner(), NOW)
    inbound, _ = await store.add_link(new_link(page="https://third.example/", target=PAGE), NOW + HOUR)
    claim = await store.claim_host(NOW, LEASE)
    assert claim is not None
    (due,) = claim.due
    assert (claim.host.host, claim.expires_at) == ("blog.example", NOW + LEASE)
    assert (due.page.url, due.links, due.partners, due.inbound) == (PAGE, (link,), (partner,), (inbound,))


async def test_the_host_that_has_waited_longest_comes_first(store: Store) -> None:
    await store.add_link(new_link(page="https://b.example/"), NOW + HOUR)
    await store.add_link(new_link(page="https://a.example/"), NOW)
    hosts = [claim.host.host for _ in range(2) if (claim := await store.claim_host(NOW + 2 * HOUR, LEASE))]
    assert hosts == ["a.example", "b.example"]


async def test_a_host_that_is_named_is_lent_before_those_that_wait_longer(store: Store) -> None:
    await store.add_link(new_link(page="https://a.example/"), NOW)
    link, _ = await store.add_link(new_link(page="https://b.example/"), NOW + HOUR)
    assert await store.claim_host(NOW, LEASE, host="b.example") is None, "it is not due"
    assert await store.claim_host(NOW + HOUR, LEASE, host="nobody.example") is None
    claim = await store.claim_host(NOW + HOUR, LEASE, host="b.example")
    assert claim is not None
    assert [due.links for due in claim.due] == [(link,)]
    assert await store.claim_host(NOW + HOUR, LEASE, host="b.example") is None, "somebody has it"
    again = await store.claim_host(NOW + HOUR + LEASE, LEASE, host="b.example")
    assert again is not None
    assert again.lease > claim.lease


async def test_due_hosts_are_those_that_would_be_lent_in_that_order(store: Store) -> None:
    for number, name in enumerate(("d", "a", "c", "b")):
        await store.add_link(new_link(page=f"https://{name}.example/"), NOW + number * HOUR)
    await store.write(Write(hosts=[HostState("a.example", 1, NOW + 9 * HOUR, "503")]))
    later = NOW + 2 * HOUR
    assert await store.due_hosts(later, 9) == ["d.example", "c.example"]
    assert await store.due_hosts(later, 1) == ["d.example"]
    assert await store.claim_host(later, LEASE) is not None
    assert await store.due_hosts(later, 9) == ["c.example"]
    assert await store.due_hosts(later + LEASE, 9) == ["c.example", "d.example"], "a lease that is over"


async def test_what_is_not_due_is_not_lent(store: Store) -> None:
    await store.add_link(new_link(), NOW + HOUR)
    assert await store.next_due_at() == NOW + HOUR
    assert await store.claim_host(NOW, LEASE) is None


async def test_at_most_so_many_pages_are_lent_longest_due_first(store: Store) -> None:
    for number in range(5):
        await store.add_link(new_link(page=f"https://blog.example/{number}"), NOW - number * HOUR)
    claim = await store.claim_host(NOW, LEASE, limit=2)
    assert claim is not None
    assert [due.page.url for due in claim.due] == ["https://blog.example/4", "https://blog.example/3"]


async def test_a_lent_host_is_passed_over_until_it_comes_back(store: Store) -> None:
    await store.add_link(new_link(), NOW)
    claim = await store.claim_host(NOW, LEASE)
    assert claim is not None
    assert await store.claim_host(NOW, LEASE) is None
    assert await store.next_due_at() is None
    await store.release_host(claim)
    again = await store.claim_host(NOW, LEASE)
    assert again is not None
    assert again.lease > claim.lease


async def test_a_lease_expires_and_the_late_worker_is_refused(store: Store) -> None:
    await store.add_link(new_link(), NOW)
    late = await store.claim_host(NOW, LEASE)
    assert late is not None
    current = await store.claim_host(NOW + LEASE, LEASE)
    assert current is not None
    page = replace(late.due[0].page, next_check_at=NOW + 24 * HOUR)
    with pytest.raises(StaleError):
        await store.write(Write(pages=[page], claim=late))
    await store.release_host(late)  # must not release what is the other's now
    await store.write(Write(pages=[page], claim=current))
    assert await store.page(PAGE) == page


async def test_a_claim_that_was_given_back_is_refused(store: Store) -> None:
    await store.add_link(new_link(), NOW)
    claim = await store.claim_host(NOW, LEASE)
    assert claim is not None
    await store.release_host(claim)
    with pytest.raises(StaleError):
        await store.write(Write(claim=claim))


async def test_a_page_written_for_later_is_due_then(store: Store) -> None:
    await store.add_link(new_link(), NOW)
    claim = await store.claim_host(NOW, LEASE)
    assert claim is not None
    await store.write(Write(pages=[replace(claim.due[0].page, next_check_at=NOW + 24 * HOUR)], claim=claim))
    await store.release_host(claim)
    assert await store.next_due_at() == NOW + 24 * HOUR
    assert await store.claim_host(NOW + 23 * HOUR, LEASE) is None
    assert await store.claim_host(NOW + 24 * HOUR, LEASE) is not None


async def test_a_host_that_backs_off_is_passed_over_until_then(store: Store) -> None:
    await store.add_link(new_link(), NOW)
    state = HostState("blog.example", 1, NOW + HOUR, "503")
    await store.write(Write(hosts=[state]))
    assert await store.host("blog.example") == state
    assert await store.next_due_at() == NOW + HOUR
    assert await store.claim_host(NOW, LEASE) is None
    claim = await store.claim_host(NOW + HOUR, LEASE)
    assert claim is not None
    assert claim.host == state
    await store.write(Write(hosts=[HostState("blog.example")]))
    assert await store.host("blog.example") == HostState("blog.example")


async def test_due_now_brings_a_page_forward_and_never_back(store: Store) -> None:
    await store.add_link(new_link(), NOW + 24 * HOUR)
    await store.due_now(PAGE, NOW)
    assert await store.next_due_at() == NOW
    page = await store.page(PAGE)
    assert page is not None
    assert page.turn_at == NOW + 24 * HOUR
    await store.due_now(PAGE, NOW + HOUR)
    assert await store.next_due_at() == NOW
    await store.due_now("https://nobody.example/", NOW)
    assert await store.page("https://nobody.example/") is None


@pytest.mark.parametrize("how", ["due_now", "add_link", "add_partner"])
async def test_a_page_asked_for_while_it_is_looked_at_stays_due(store: Store, how: str) -> None:
    await store.add_link(new_link(), NOW)
    claim = await store.claim_host(NOW + HOUR, LEASE)
    assert claim is not None
    later = NOW + HOUR + LEASE / 2
    match how:
        case "due_now":
            await store.due_now(PAGE, later)
        case "add_link":
            await store.add_link(new_link(target="other.example"), later)
        case _:
            await store.add_partner(new_partner(), later)
    await store.write(Write(pages=[replace(claim.due[0].page, next_check_at=NOW + 24 * HOUR)], claim=claim))
    await store.release_host(claim)
    again = await store.claim_host(later, LEASE)
    assert again is not None
    assert (again.due[0].page.url, again.due[0].page.turn_at) == (PAGE, NOW + 24 * HOUR)


async def test_an_edit_made_while_a_page_is_looked_at_refuses_the_result(store: Store) -> None:
    link, _ = await store.add_link(new_link(), NOW)
    claim = await store.claim_host(NOW, LEASE)
    assert claim is not None
    await store.write(Write(links=[replace(link, owner="U1")]))
    with pytest.raises(StaleError):
        await store.write(Write(links=list(claim.due[0].links), claim=claim))


async def test_due_times_survive_a_restart_and_leases_hold_no_longer_than_they_say(
    store: Store, reopen: Reopen
) -> None:
    await store.add_link(new_link(), NOW)
    await store.add_link(new_link(page="https://b.example/"), NOW + HOUR)
    await store.claim_host(NOW, LEASE)
    store = await reopen(store)
    claims = [await store.claim_host(NOW + HOUR, LEASE) for _ in range(3)]
    assert [claim.host.host if claim else None for claim in claims] == ["blog.example", "b.example", None]
