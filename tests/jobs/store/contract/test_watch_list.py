"""What is tracked: links, partner pages, and the pages they stand on."""

from dataclasses import replace

import pytest

from jobs.model.event import Event
from jobs.model.incident import IncidentKind, IncidentStatus
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.queries import ChannelCounts, LinkQuery
from jobs.model.write import Write
from jobs.store.protocol import Store
from tests.jobs.store.contract.conftest import Reopen
from tests.jobs.store.tools import HOUR, LEASE, NOW, PAGE, TARGET, incident, new_link, new_partner


async def test_the_same_channel_page_and_target_give_the_old_link_back(store: Store) -> None:
    first, is_new = await store.add_link(new_link(), NOW)
    again, is_new_again = await store.add_link(new_link(notes="other"), NOW + HOUR)
    assert (is_new, is_new_again) == (True, False)
    assert again == first


@pytest.mark.parametrize(
    "other",
    [new_link(channel="C2"), new_link(page="https://blog.example/2"), new_link(target="https://ours.example/x")],
    ids=["channel", "page", "target"],
)
async def test_another_channel_page_or_target_is_another_link(store: Store, other: object) -> None:
    first, _ = await store.add_link(new_link(), NOW)
    second, is_new = await store.add_link(other, NOW)  # type: ignore[arg-type]  # parametrize loses the type
    assert is_new
    assert second.id > first.id


async def test_the_same_channel_and_page_give_the_old_partner_back(store: Store) -> None:
    first, is_new = await store.add_partner(new_partner(), NOW)
    again, is_new_again = await store.add_partner(new_partner(), NOW)
    assert (is_new, is_new_again, again) == (True, False, first)
    assert await store.partner(first.id) == first


async def test_an_id_is_never_given_twice(store: Store, reopen: Reopen) -> None:
    link, _ = await store.add_link(new_link(), NOW)
    await store.write(Write(remove_links=[link.id]))
    store = await reopen(store)
    again, _ = await store.add_link(new_link(), NOW)
    assert again.id > link.id


async def test_adding_is_written_into_the_history(store: Store) -> None:
    link, _ = await store.add_link(new_link(added_by="U1"), NOW)
    assert await store.events(since=NOW) == [Event(NOW, "C1", link.ref, "added", by="U1")]


async def test_page_and_target_are_tracked_and_due_at_once(store: Store) -> None:
    await store.add_link(new_link(target=TARGET), NOW)
    for url, host in ((PAGE, "blog.example"), (TARGET, "ours.example")):
        page = await store.page(url)
        assert page is not None
        assert (page.host, page.next_check_at) == (host, NOW)


async def test_the_port_is_part_of_the_host(store: Store) -> None:
    await store.add_link(new_link(page="http://blog.example:8080/a"), NOW)
    page = await store.page("http://blog.example:8080/a")
    assert page is not None
    assert page.host == "blog.example:8080"


async def test_a_target_that_is_a_domain_is_no_page(store: Store) -> None:
    await store.add_link(new_link(target="ours.example"), NOW)
    assert (await store.totals())["pages"] == 1


async def test_removing_the_last_link_makes_its_pages_untracked(store: Store) -> None:
    link, _ = await store.add_link(new_link(target=TARGET), NOW)
    await store.write(Write(remove_links=[link.id]))
    assert await store.link(link.id) is None
    assert await store.page(PAGE) is None
    assert await store.page(TARGET) is None
    assert await store.next_due_at() is None
    assert await store.claim_host(NOW + HOUR, LEASE) is None


async def test_a_page_stays_while_anybody_tracks_it(store: Store) -> None:
    link, _ = await store.add_link(new_link(), NOW)
    partner, _ = await store.add_partner(new_partner(), NOW)
    inbound, _ = await store.add_link(new_link(page="https://third.example/", target=PAGE), NOW)
    await store.write(Write(remove_links=[link.id]))
    assert await store.page(PAGE) is not None
    await store.write(Write(remove_partners=[partner.id]))
    assert await store.page(PAGE) is not None
    await store.write(Write(remove_links=[inbound.id]))
    assert await store.page(PAGE) is None


async def test_a_page_that_nobody_tracks_any_more_is_not_written(store: Store) -> None:
    link, _ = await store.add_link(new_link(), NOW)
    page = await store.page(PAGE)
    assert page is not None
    await store.write(Write(remove_links=[link.id]))
    await store.write(Write(pages=[page]))
    assert await store.page(PAGE) is None


async def test_an_edited_link_moves_to_its_new_page(store: Store) -> None:
    link, _ = await store.add_link(new_link(), NOW)
    await store.write(Write(links=[replace(link, page_url="https://blog.example/new")]))
    assert await store.page(PAGE) is None
    assert await store.page("https://blog.example/new") is not None
    assert [found.id for found in await store.links(LinkQuery(page_url="https://blog.example/new"))] == [link.id]


async def test_a_channel_in_numbers(store: Store) -> None:
    lost, _ = await store.add_link(new_link(), NOW)
    await store.add_link(new_link(page="https://blog.example/2"), NOW)
    await store.add_link(new_link(channel="C2"), NOW)
    partner, _ = await store.add_partner(new_partner(), NOW)
    await store.add_partner(new_partner(page="https://blog.example/2"), NOW)
    closed = replace(incident(name="closed"), status=IncidentStatus.RECOVERED)
    group = replace(incident(name="group"), kind=IncidentKind.GROUP)
    await store.write(
        Write(
            links=[replace(lost, standing=LinkStatus(LinkState.LOST, unknown_since=NOW))],
            partners=[replace(partner, over_limit=True)],
            incidents=[incident(), incident(channel="C2", name="elsewhere"), closed, group],
        )
    )
    told = await store.channel_counts("C1")
    assert told == ChannelCounts(
        {LinkState.LOST: 1, LinkState.NEW: 1}, partners=2, over_limit=1, open_incidents=1, unknown=1
    )
    assert told.links == 2
    assert await store.channel_counts("C9") == ChannelCounts({}, 0, 0, 0)


async def test_the_pages_of_a_channel_are_those_of_its_links_and_partners_each_once(store: Store) -> None:
    await store.add_link(new_link(target=TARGET), NOW)
    await store.add_link(new_link(target="ours.example"), NOW)
    await store.add_partner(new_partner(), NOW)
    await store.add_partner(new_partner(page="https://friends.example/"), NOW)
    await store.add_link(new_link(page="https://else.example/", channel="C2"), NOW)
    assert await store.pages_in("C1") == [PAGE, "https://friends.example/"]


async def test_channels_are_those_that_watch_anything(store: Store) -> None:
    link, _ = await store.add_link(new_link(channel="C2"), NOW)
    await store.add_partner(new_partner(channel="C1"), NOW)
    assert await store.channels() == ["C1", "C2"]
    await store.write(Write(remove_links=[link.id]))
    assert await store.channels() == ["C1"]
    assert [partner.channel for partner in await store.partners("C1")] == ["C1"]
    assert await store.partners("C2") == []
