"""Links and partner pages are found by what is asked, a part at a time where they may be many."""

from dataclasses import replace

import pytest

from jobs.model.findings import Finding, Severity
from jobs.model.link import Accepted
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.page import Outcome
from jobs.model.queries import LinkQuery, LinkSlice, PartnerQuery, PartnerSlice, Settled
from jobs.model.terms import Guarantee
from jobs.model.write import Write
from jobs.store.protocol import Store
from tests.jobs.store.contract.conftest import Reopen
from tests.jobs.store.tools import HOUR, NOW, TARGET, new_link, new_partner


async def test_links_are_found_by_what_is_asked(store: Store) -> None:
    one, _ = await store.add_link(new_link(page="https://a.blog.co.uk/1", tags=frozenset("xy")), NOW)
    other = new_link(page="https://other.example/", channel="C2", target=TARGET, tags=frozenset("yz"))
    two, _ = await store.add_link(other, NOW)
    await store.write(Write(links=[replace(two, standing=LinkStatus(LinkState.LOST))]))
    asked = {
        LinkQuery(): [one.id, two.id],
        LinkQuery(channel="C1"): [one.id],
        LinkQuery(channel="C3"): [],
        LinkQuery(states=frozenset({LinkState.LOST, LinkState.LIVE})): [two.id],
        LinkQuery(domain="blog.co.uk"): [one.id],
        LinkQuery(domain="a.blog.co.uk"): [one.id],
        LinkQuery(domain="log.co.uk"): [],
        LinkQuery(tags=frozenset("x")): [one.id],
        LinkQuery(tags=frozenset("y")): [one.id, two.id],
        LinkQuery(tags=frozenset("xy")): [one.id],
        LinkQuery(tags=frozenset("xz")): [],
        LinkQuery(channel="C2", tags=frozenset("yz")): [two.id],
        LinkQuery(page_url="https://other.example/"): [two.id],
        LinkQuery(target=TARGET): [two.id],
        LinkQuery(channel="C1", target=TARGET): [],
    }
    for query, ids in asked.items():
        assert [link.id for link in await store.links(query)] == ids, query


async def test_links_are_found_by_what_is_beside_their_state(store: Store) -> None:
    beside = {
        "none": LinkStatus(LinkState.LIVE),
        "unknown": LinkStatus(LinkState.LIVE, unknown_since=NOW),
        "unreachable": LinkStatus(LinkState.LIVE, unreachable=True),
        "snoozed": LinkStatus(LinkState.LIVE, snoozed_until=NOW + HOUR),
        "no more": LinkStatus(LinkState.LIVE, snoozed_until=NOW),
    }
    ids = {}
    for name, standing in beside.items():
        link, _ = await store.add_link(new_link(page=f"https://blog.example/{name}"), NOW)
        await store.write(Write(links=[replace(link, standing=standing)]))
        ids[link.id] = name
    asked = {
        "unknown": LinkQuery(unknown=True),
        "unreachable": LinkQuery(unreachable=True),
        "snoozed": LinkQuery(snoozed_at=NOW),
    }
    for name, query in asked.items():
        assert [ids[link.id] for link in await store.links(query)] == [name]


async def test_links_that_may_be_claimed_are_found_without_reading_the_others(store: Store) -> None:
    lost, live = LinkStatus(LinkState.LOST), LinkStatus(LinkState.LIVE)
    for standing, days in ((lost, 14), (lost, None), (live, 14)):
        link, _ = await store.add_link(new_link(page=f"https://blog.example/{standing.state}/{days}"), NOW)
        await store.write(Write(links=[replace(link, standing=standing, guarantee=Guarantee(claim_days=days))]))
    assert [link.id for link in await store.links(LinkQuery(claimable=True))] == [1]
    assert await store.links(LinkQuery(channel="C2", claimable=True)) == []
    later = await store.link(2)
    assert later
    await store.write(Write(links=[replace(later, guarantee=Guarantee(claim_days=7))]))
    assert [link.id for link in await store.links(LinkQuery(claimable=True))] == [1, 2]


@pytest.mark.parametrize(
    ("page", "domain", "found"),
    [
        ("https://blog.example:8443/a", "blog.example", True),
        ("https://me:secret@blog.example/a", "blog.example", True),
        ("https://other.example/blog.example", "blog.example", False),
        ("https://blog.example.evil.example/", "blog.example", False),
        ("http://[2001:db8::1]:8080/", "[2001:db8::1]", True),
    ],
)
async def test_a_domain_is_sought_in_the_host_alone(store: Store, page: str, domain: str, *, found: bool) -> None:
    await store.add_link(new_link(page=page), NOW)
    assert bool(await store.links(LinkQuery(domain=domain))) is found


async def test_links_that_somebody_has_seen_to_and_all_others_are_found_apart(store: Store) -> None:
    gone, agreed = Finding("missing", Severity.LOST, "gone"), (Accepted("missing", "", "U1", NOW),)
    seen_to = {
        "lost": (LinkStatus(LinkState.LOST, open=(gone,)), ()),
        "accepted": (LinkStatus(LinkState.LOST), agreed),
        "accepted, and back": (LinkStatus(LinkState.LIVE), agreed),
        "snoozed": (LinkStatus(LinkState.LOST, open=(gone,), snoozed_until=NOW + HOUR), ()),
        "snoozed no more": (LinkStatus(LinkState.LOST, open=(gone,), snoozed_until=NOW), ()),
    }
    names = dict[int, str]()
    for name, (standing, accepted) in seen_to.items():
        link, _ = await store.add_link(new_link(page=f"https://blog.example/{len(names)}", tags=frozenset("x")), NOW)
        expected = replace(link.expected, accepted=accepted)
        await store.write(Write(links=[replace(link, standing=standing, expected=expected)]))
        names[link.id] = name
    asked = Settled(wanted=True, at=NOW, losses=frozenset({"missing"}), of_page=frozenset({"noindex"}))
    for query in (LinkQuery(), LinkQuery("C1"), LinkQuery("C1", tags=frozenset("x"))):
        found = await store.list_links(replace(query, settled=asked), 0, 9)
        others = await store.list_links(replace(query, settled=replace(asked, wanted=False)), 1, 9)
        assert [names[link.id] for link in found.links] == ["accepted", "snoozed"]
        assert [names[link.id] for link in others.links] == ["accepted, and back", "snoozed no more"]
        assert (found.total, others.total) == (2, 3)


async def test_a_part_of_the_links_comes_with_the_number_of_all(store: Store) -> None:
    added = [(await store.add_link(new_link(page=f"https://blog.example/{n}"), NOW))[0] for n in range(5)]
    await store.add_link(new_link(channel="C2"), NOW)
    query = LinkQuery(channel="C1", domain="blog.example")
    assert await store.list_links(query, 2, 2) == LinkSlice(added[2:4], 5)
    assert await store.list_links(query, 10, 2) == LinkSlice([], 5)


@pytest.mark.parametrize("query", [LinkQuery("C1"), LinkQuery(channels=frozenset({"C1", "C2"}))])
async def test_each_part_is_what_stands_there_in_the_whole_list(store: Store, query: LinkQuery) -> None:
    for number in range(6):
        await store.add_link(new_link(page=f"https://blog.example/{number}", channel=f"C{number % 3}"), NOW)
    every = await store.links(query)
    for offset in range(len(every) + 2):
        for limit in range(len(every) + 2):
            asked = await store.list_links(query, offset, limit)
            assert asked == LinkSlice(every[offset : offset + limit], len(every)), (offset, limit)


async def test_a_part_of_one_state_follows_the_links_that_enter_and_leave_it(store: Store, reopen: Reopen) -> None:
    pages = [new_link(page=f"https://blog.example/{number}", tags=frozenset("x")) for number in range(4)]
    added = [(await store.add_link(new, NOW))[0] for new in pages]
    lost = [replace(link, standing=LinkStatus(LinkState.LOST)) for link in (added[3], added[0], added[2])]
    await store.write(Write(links=lost))
    found = await store.link(added[2].id)
    assert found
    await store.write(Write(links=[replace(found, standing=LinkStatus(LinkState.LIVE))]))
    store = await reopen(store)
    asked = {LinkState.LOST: [1, 4], LinkState.LIVE: [3], LinkState.NEW: [2], LinkState.PENDING: []}
    for state, ids in asked.items():
        for tags in (frozenset[str](), frozenset("x")):
            page = await store.list_links(LinkQuery(channel="C1", states=frozenset({state}), tags=tags), 0, 9)
            assert ([link.id for link in page.links], page.total) == (ids, len(ids)), state
    both = LinkQuery(channel="C1", states=frozenset({LinkState.LOST, LinkState.LIVE}))
    assert [link.id for link in (await store.list_links(both, 1, 1)).links] == [3]
    assert await store.states(LinkQuery(domain="blog.example")) == {
        LinkState.NEW: 1,
        LinkState.LOST: 2,
        LinkState.LIVE: 1,
    }


async def test_a_domain_is_found_where_an_edited_link_went_and_no_more_where_it_was(store: Store) -> None:
    link, _ = await store.add_link(new_link(page="https://a.old.example/1"), NOW)
    await store.write(Write(links=[replace(link, page_url="https://new.example/1")]))
    for domain, total in {"old.example": 0, "a.old.example": 0, "new.example": 1}.items():
        assert (await store.list_links(LinkQuery("C1", domain=domain), 0, 5)).total == total
    await store.write(Write(remove_links=[link.id]))
    assert (await store.list_links(LinkQuery("C1", domain="new.example"), 0, 5)).total == 0


async def test_a_persons_links_are_those_they_added_or_own_in_the_channels_asked_for(store: Store) -> None:
    async def add(number: int, channel: str, owner: str, by: str) -> int:
        new = new_link(page=f"https://blog.example/{number}", channel=channel, owner=owner, added_by=by)
        return (await store.add_link(new, NOW))[0].id

    added = await add(1, "C1", "", "U1")
    owned = await add(2, "C2", "U1", "U2")
    both = await add(3, "C2", "U1", "U1")
    await add(4, "C1", "U2", "U2")
    asked = {
        LinkQuery(person="U1"): [added, owned, both],
        LinkQuery(person="U1", channels=frozenset({"C2"})): [owned, both],
        LinkQuery(person="U1", channels=frozenset()): [],
        LinkQuery(person="U3"): [],
        LinkQuery(channels=frozenset({"C1"})): [added, 4],
    }
    for query, ids in asked.items():
        assert [link.id for link in await store.links(query)] == ids, query
    assert await store.states(LinkQuery(person="U1")) == {LinkState.NEW: 3}
    [link] = await store.links(LinkQuery("C1", person="U1"))
    await store.write(Write(links=[replace(link, owner="U2")]))
    assert [link.id for link in await store.links(LinkQuery(person="U2"))] == [added, owned, 4]


async def test_partner_pages_are_found_by_what_is_asked_a_part_at_a_time(store: Store) -> None:
    pages = ["https://links.friends.example/a", "https://other.example/", "https://friends.example/b"]
    one, two, three = [(await store.add_partner(new_partner(page=page), NOW))[0] for page in pages]
    four, _ = await store.add_partner(replace(new_partner(channel="C2"), added_by="U1"), NOW)
    await store.write(Write(partners=[replace(two, over_limit=True), replace(four, over_limit=True)]))
    asked = {
        PartnerQuery(): [one.id, two.id, three.id, four.id],
        PartnerQuery("C1"): [one.id, two.id, three.id],
        PartnerQuery("C1", domain="friends.example"): [one.id, three.id],
        PartnerQuery("C1", over_limit=True): [two.id],
        PartnerQuery("C1", domain="friends.example", over_limit=True): [],
        PartnerQuery(over_limit=True): [two.id, four.id],
        PartnerQuery("C1", within_limit=True): [one.id, three.id],
        PartnerQuery(person="U1"): [four.id],
        PartnerQuery(person="U1", channels=frozenset({"C1"})): [],
        PartnerQuery("C9"): [],
    }
    for query, ids in asked.items():
        found = await store.list_partners(query, 0, 9)
        assert ([partner.id for partner in found.partners], found.total) == (ids, len(ids)), query
    assert await store.list_partners(PartnerQuery("C1"), 1, 1) == PartnerSlice(
        [found for found in await store.partners("C1") if found.id == two.id], 3
    )
    await store.write(Write(remove_partners=[three.id]))
    assert (await store.list_partners(PartnerQuery("C1", domain="friends.example"), 0, 9)).total == 1


@pytest.mark.parametrize(("outcome", "unread"), [(Outcome.OK, 0), (None, 0), (Outcome.TIMEOUT, 1)])
async def test_partner_pages_that_could_not_be_read_are_found(
    store: Store, outcome: Outcome | None, unread: int
) -> None:
    partner, _ = await store.add_partner(new_partner(), NOW)
    page = await store.page(partner.page_url)
    assert page
    await store.write(Write(pages=[replace(page, last_outcome=outcome)]))
    assert (await store.list_partners(PartnerQuery("C1", unread=True), 0, 9)).total == unread
    assert (await store.list_partners(PartnerQuery("C1", domain="nowhere.example", unread=True), 0, 9)).total == 0


async def test_links_come_in_parts_each_once_as_they_were_when_asked_for(store: Store) -> None:
    lost, live, both, other = [
        (await store.add_link(new_link(page=f"https://blog.example/{n}"), NOW))[0] for n in range(4)
    ]
    standings = (
        (lost, LinkStatus(LinkState.LOST)),
        (live, LinkStatus(LinkState.LIVE)),
        (both, LinkStatus(LinkState.LOST, unreachable=True)),
    )
    await store.write(Write(links=[replace(link, standing=standing) for link, standing in standings]))
    asked = (LinkQuery("C1", states=frozenset({LinkState.LOST})), LinkQuery("C1", unreachable=True))
    answer = await store.link_stream(asked, also={other.id, both.id, 99})
    now = await store.link(lost.id)
    assert now is not None
    await store.write(Write(links=[replace(now, standing=LinkStatus(LinkState.LIVE))], remove_links=[other.id]))
    chunks = [chunk async for chunk in answer.chunks]
    found = [link for chunk in chunks for link in chunk.items]
    assert [(link.id, link.standing.state) for link in found] == [
        (lost.id, LinkState.LOST),
        (both.id, LinkState.LOST),
        (other.id, LinkState.NEW),
    ]
    assert sum(chunk.size for chunk in chunks) == answer.size > 0


@pytest.mark.parametrize("others", [0, 30], ids=["of nearly all", "of few"])
async def test_states_are_those_of_links_that_are_tracked(store: Store, others: int) -> None:
    link, _ = await store.add_link(new_link(), NOW)
    for number in range(others):
        await store.add_link(new_link(f"https://{number}.example/"), NOW)
    other, _ = await store.add_link(new_link("https://other.example/"), NOW)
    await store.write(Write(links=[replace(link, standing=LinkStatus(LinkState.LOST))]))
    states = await store.link_states([link.id, 99, link.id])
    await store.write(Write(remove_links=[link.id]))
    assert states == {link.id: LinkState.LOST}
    assert (other.id in states, states.get(other.id), len(states)) == (False, None, 1)


async def test_links_and_pages_are_read_together_in_the_order_asked_for(store: Store) -> None:
    pages = [f"https://{number}.example/" for number in range(60)]
    ids = [(await store.add_link(new_link(page), NOW))[0].id for page in pages]
    await store.write(Write(remove_links=[ids[5]]))
    asked = [ids[7], 10**9, ids[5], *ids[10:60], ids[2], ids[7]]
    there = [number for number in asked[:-1] if number not in {ids[5], 10**9}]
    links = await store.links_by_id(asked)
    assert [*links.items()] == [(number, await store.link(number)) for number in there]
    urls = [link.page_url for link in links.values()]
    read = await store.pages([urls[0], pages[5], "https://nowhere.example/", *urls])
    assert [*read.items()] == [(url, await store.page(url)) for url in urls]
    assert (await store.links_by_id([]), await store.pages([])) == ({}, {})


async def test_sites_are_known_by_the_links_and_partner_pages_of_the_channel(store: Store) -> None:
    await store.add_link(new_link("https://blog.a.example/1"), NOW)
    await store.add_link(new_link("https://c.example/1", channel="C2"), NOW)
    await store.add_partner(new_partner("https://b.example/links"), NOW)
    gone, _ = await store.add_link(new_link("https://d.example/"), NOW)
    await store.write(Write(remove_links=[gone.id]))
    asked = ["example", "a.example", "blog.a.example", "b.example", "c.example", "d.example", "og.a.example"]
    assert await store.sites_tracked("C1", asked) == {"example", "a.example", "blog.a.example", "b.example"}
    assert await store.sites_tracked("C2", asked) == {"example", "c.example"}
    assert await store.sites_tracked("C1", []) == frozenset()
