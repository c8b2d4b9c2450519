"""What every store must do. A store's test class inherits this and gives `store` and `reopen`."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from jobs.model.channel import ChannelBlock, ChannelSettings
from jobs.model.document import Place
from jobs.model.event import Event
from jobs.model.findings import Finding, Severity
from jobs.model.incident import IncidentKind, IncidentStatus, NotifiedState
from jobs.model.link import Expectation
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.notice import NoticeStatus
from jobs.model.page import Outcome, Validators
from jobs.model.queries import ChannelCounts, LinkQuery, LinkSlice, PartnerQuery, PartnerSlice
from jobs.model.reading import Match, PageFacts, Seen, Sighting
from jobs.model.terms import Money, Terms
from jobs.model.watch import HostState
from jobs.model.write import Write
from jobs.store.errors import StaleError
from jobs.store.protocol import Store
from tests.jobs.store.tools import HOUR, LEASE, NOW, PAGE, TARGET, incident, new_link, new_partner, notice

Reopen = Callable[[Store], Awaitable[Store]]


class WatchingContract:
    """Links, partner pages, and the pages they stand on."""

    async def test_the_same_channel_page_and_target_give_the_old_link_back(self, store: Store) -> None:
        first, is_new = await store.add_link(new_link(), NOW)
        again, is_new_again = await store.add_link(new_link(notes="other"), NOW + HOUR)
        assert (is_new, is_new_again) == (True, False)
        assert again == first

    @pytest.mark.parametrize(
        "other",
        [new_link(channel="C2"), new_link(page="https://blog.example/2"), new_link(target="https://ours.example/x")],
        ids=["channel", "page", "target"],
    )
    async def test_another_channel_page_or_target_is_another_link(self, store: Store, other: object) -> None:
        first, _ = await store.add_link(new_link(), NOW)
        second, is_new = await store.add_link(other, NOW)  # type: ignore[arg-type]  # parametrize loses the type
        assert is_new
        assert second.id > first.id

    async def test_the_same_channel_and_page_give_the_old_partner_back(self, store: Store) -> None:
        first, is_new = await store.add_partner(new_partner(), NOW)
        again, is_new_again = await store.add_partner(new_partner(), NOW)
        assert (is_new, is_new_again, again) == (True, False, first)
        assert await store.partner(first.id) == first

    async def test_an_id_is_never_given_twice(self, store: Store, reopen: Reopen) -> None:
        link, _ = await store.add_link(new_link(), NOW)
        await store.write(Write(remove_links=[link.id]))
        store = await reopen(store)
        again, _ = await store.add_link(new_link(), NOW)
        assert again.id > link.id

    async def test_adding_is_written_into_the_history(self, store: Store) -> None:
        link, _ = await store.add_link(new_link(added_by="U1"), NOW)
        assert await store.events(since=NOW) == [Event(NOW, "C1", link.ref, "added", by="U1")]

    async def test_page_and_target_are_watched_and_due_at_once(self, store: Store) -> None:
        await store.add_link(new_link(target=TARGET), NOW)
        for url, host in ((PAGE, "blog.example"), (TARGET, "ours.example")):
            page = await store.page(url)
            assert page is not None
            assert (page.host, page.next_check_at) == (host, NOW)

    async def test_the_port_is_part_of_the_host(self, store: Store) -> None:
        await store.add_link(new_link(page="http://blog.example:8080/a"), NOW)
        page = await store.page("http://blog.example:8080/a")
        assert page is not None
        assert page.host == "blog.example:8080"

    async def test_a_target_that_is_a_domain_is_no_page(self, store: Store) -> None:
        await store.add_link(new_link(target="ours.example"), NOW)
        assert (await store.totals())["pages"] == 1

    async def test_removing_the_last_link_makes_its_pages_unwatched(self, store: Store) -> None:
        link, _ = await store.add_link(new_link(target=TARGET), NOW)
        await store.write(Write(remove_links=[link.id]))
        assert await store.link(link.id) is None
        assert await store.page(PAGE) is None
        assert await store.page(TARGET) is None
        assert await store.next_due_at() is None
        assert await store.claim_host(NOW + HOUR, LEASE) is None

    async def test_a_page_stays_while_anybody_watches_it(self, store: Store) -> None:
        link, _ = await store.add_link(new_link(), NOW)
        partner, _ = await store.add_partner(new_partner(), NOW)
        inbound, _ = await store.add_link(new_link(page="https://third.example/", target=PAGE), NOW)
        await store.write(Write(remove_links=[link.id]))
        assert await store.page(PAGE) is not None
        await store.write(Write(remove_partners=[partner.id]))
        assert await store.page(PAGE) is not None
        await store.write(Write(remove_links=[inbound.id]))
        assert await store.page(PAGE) is None

    async def test_a_page_that_nobody_watches_any_more_is_not_written(self, store: Store) -> None:
        link, _ = await store.add_link(new_link(), NOW)
        page = await store.page(PAGE)
        assert page is not None
        await store.write(Write(remove_links=[link.id]))
        await store.write(Write(pages=[page]))
        assert await store.page(PAGE) is None

    async def test_an_edited_link_moves_to_its_new_page(self, store: Store) -> None:
        link, _ = await store.add_link(new_link(), NOW)
        await store.write(Write(links=[replace(link, page_url="https://blog.example/new")]))
        assert await store.page(PAGE) is None
        assert await store.page("https://blog.example/new") is not None
        assert [found.id for found in await store.links(LinkQuery(page_url="https://blog.example/new"))] == [link.id]

    async def test_links_are_found_by_what_is_asked(self, store: Store) -> None:
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

    async def test_links_are_found_by_what_is_beside_their_state(self, store: Store) -> None:
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
    async def test_a_domain_is_sought_in_the_host_alone(
        self, store: Store, page: str, domain: str, *, found: bool
    ) -> None:
        await store.add_link(new_link(page=page), NOW)
        assert bool(await store.links(LinkQuery(domain=domain))) is found

    async def test_a_part_of_the_links_comes_with_the_number_of_all(self, store: Store) -> None:
        added = [(await store.add_link(new_link(page=f"https://blog.example/{n}"), NOW))[0] for n in range(5)]
        await store.add_link(new_link(channel="C2"), NOW)
        query = LinkQuery(channel="C1", domain="blog.example")
        assert await store.list_links(query, 2, 2) == LinkSlice(added[2:4], 5)
        assert await store.list_links(query, 10, 2) == LinkSlice([], 5)

    async def test_a_part_of_one_state_follows_the_links_that_enter_and_leave_it(
        self, store: Store, reopen: Reopen
    ) -> None:
        added = [(await store.add_link(new_link(page=f"https://blog.example/{n}"), NOW))[0] for n in range(4)]
        lost = [replace(link, standing=LinkStatus(LinkState.LOST)) for link in (added[3], added[0], added[2])]
        await store.write(Write(links=lost))
        found = await store.link(added[2].id)
        assert found
        await store.write(Write(links=[replace(found, standing=LinkStatus(LinkState.LIVE))]))
        store = await reopen(store)
        asked = {LinkState.LOST: [1, 4], LinkState.LIVE: [3], LinkState.NEW: [2], LinkState.PENDING: []}
        for state, ids in asked.items():
            page = await store.list_links(LinkQuery(channel="C1", states=frozenset({state})), 0, 9)
            assert ([link.id for link in page.links], page.total) == (ids, len(ids)), state
        both = LinkQuery(channel="C1", states=frozenset({LinkState.LOST, LinkState.LIVE}))
        assert [link.id for link in (await store.list_links(both, 1, 1)).links] == [3]
        assert await store.states(LinkQuery(domain="blog.example")) == {
            LinkState.NEW: 1,
            LinkState.LOST: 2,
            LinkState.LIVE: 1,
        }

    async def test_a_domain_is_found_where_an_edited_link_went_and_no_more_where_it_was(self, store: Store) -> None:
        link, _ = await store.add_link(new_link(page="https://a.old.example/1"), NOW)
        await store.write(Write(links=[replace(link, page_url="https://new.example/1")]))
        for domain, total in {"old.example": 0, "a.old.example": 0, "new.example": 1}.items():
            assert (await store.list_links(LinkQuery("C1", domain=domain), 0, 5)).total == total
        await store.write(Write(remove_links=[link.id]))
        assert (await store.list_links(LinkQuery("C1", domain="new.example"), 0, 5)).total == 0

    async def test_a_persons_links_are_those_they_added_or_own_in_the_channels_asked_for(self, store: Store) -> None:
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

    async def test_partner_pages_are_found_by_what_is_asked_a_part_at_a_time(self, store: Store) -> None:
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
        self, store: Store, outcome: Outcome | None, unread: int
    ) -> None:
        partner, _ = await store.add_partner(new_partner(), NOW)
        page = await store.page(partner.page_url)
        assert page
        await store.write(Write(pages=[replace(page, last_outcome=outcome)]))
        assert (await store.list_partners(PartnerQuery("C1", unread=True), 0, 9)).total == unread
        assert (await store.list_partners(PartnerQuery("C1", domain="nowhere.example", unread=True), 0, 9)).total == 0

    async def test_a_channel_in_numbers(self, store: Store) -> None:
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

    async def test_the_pages_of_a_channel_are_those_of_its_links_and_partners_each_once(self, store: Store) -> None:
        await store.add_link(new_link(target=TARGET), NOW)
        await store.add_link(new_link(target="ours.example"), NOW)
        await store.add_partner(new_partner(), NOW)
        await store.add_partner(new_partner(page="https://friends.example/"), NOW)
        await store.add_link(new_link(page="https://else.example/", channel="C2"), NOW)
        assert await store.pages_in("C1") == [PAGE, "https://friends.example/"]

    async def test_history_is_found_by_what_it_is_about(self, store: Store) -> None:
        about = [Event(NOW, "C1", "L-1", "lost"), Event(NOW, "C1", "L-12", "live", '{"subject":"L-1"}')]
        await store.write(Write(events=about))
        assert await store.events(since=NOW, subject="L-1") == about[:1]
        assert await store.events(since=NOW, subject="L-12") == about[1:]
        assert await store.events(since=NOW, subject="L-2") == []

    async def test_links_come_in_parts_each_once_as_they_were_when_asked_for(self, store: Store) -> None:
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
        parts = [part async for part in answer.parts]
        found = [link for part in parts for link in part.items]
        assert [(link.id, link.standing.state) for link in found] == [
            (lost.id, LinkState.LOST),
            (both.id, LinkState.LOST),
            (other.id, LinkState.NEW),
        ]
        assert sum(part.size for part in parts) == answer.size > 0

    async def test_states_are_those_of_links_that_are_watched(self, store: Store) -> None:
        link, _ = await store.add_link(new_link(), NOW)
        await store.write(Write(links=[replace(link, standing=LinkStatus(LinkState.LOST))]))
        assert await store.link_states([link.id, 99]) == {link.id: LinkState.LOST}

    async def test_channels_are_those_that_watch_anything(self, store: Store) -> None:
        link, _ = await store.add_link(new_link(channel="C2"), NOW)
        await store.add_partner(new_partner(channel="C1"), NOW)
        assert await store.channels() == ["C1", "C2"]
        await store.write(Write(remove_links=[link.id]))
        assert await store.channels() == ["C1"]
        assert [partner.channel for partner in await store.partners("C1")] == ["C1"]
        assert await store.partners("C2") == []


class WritingContract:
    """Versions, all or nothing, and what comes back after a restart."""

    async def test_each_write_gives_the_next_version(self, store: Store) -> None:
        link, _ = await store.add_link(new_link(), NOW)
        await store.write(Write(links=[replace(link, notes="hello")]))
        changed = await store.link(link.id)
        assert changed == replace(link, notes="hello", version=link.version + 1)

    async def test_an_older_version_refuses_the_whole(self, store: Store) -> None:
        link, _ = await store.add_link(new_link(), NOW)
        other, _ = await store.add_link(new_link(page="https://blog.example/2"), NOW)
        await store.write(Write(links=[replace(link, notes="first")]))
        with pytest.raises(StaleError):
            await store.write(
                Write(
                    links=[replace(other, notes="late"), replace(link, notes="late")],
                    notices=[notice("late")],
                    events=[Event(NOW, "C1", "L-1", "late")],
                    settings={"C1": ChannelSettings(hide_costs=True)},
                )
            )
        assert await store.link(other.id) == other
        assert await store.notices() == []
        assert "late" not in {event.kind for event in await store.events(since=NOW)}
        assert await store.channel_settings("C1") == ChannelSettings()

    async def test_a_link_that_is_gone_refuses_the_whole(self, store: Store) -> None:
        link, _ = await store.add_link(new_link(), NOW)
        await store.write(Write(remove_links=[link.id]))
        with pytest.raises(StaleError):
            await store.write(Write(links=[link]))

    async def test_partners_and_incidents_are_fenced_by_version_too(self, store: Store) -> None:
        partner, _ = await store.add_partner(new_partner(), NOW)
        await store.write(Write(partners=[replace(partner, outbound=7)], incidents=[incident()]))
        for stale in (Write(partners=[partner]), Write(incidents=[incident()])):
            with pytest.raises(StaleError):
                await store.write(stale)
        kept = await store.incident("L-1-lost-1")
        assert kept == replace(incident(), version=1)
        await store.write(Write(incidents=[replace(kept, status=IncidentStatus.ACCEPTED)]))
        assert await store.incidents() == []

    async def test_incidents_are_found_by_member_subject_and_channel(self, store: Store) -> None:
        first = incident((1, 2), name="first")
        second = replace(incident((2,), channel="C2", name="second"), opened_at=NOW - HOUR)
        closed = replace(incident((3,), name="closed"), status=IncidentStatus.RECOVERED)
        await store.write(Write(incidents=[first, second, closed]))
        found = {
            "all": await store.incidents(),
            "member": await store.incidents(link_id=2),
            "subject": await store.incidents(subject="L-1"),
            "channel": await store.incidents(channel="C2"),
            "closed": await store.incidents(link_id=3, only_open=False),
        }
        assert {name: [each.id for each in incidents] for name, incidents in found.items()} == {
            "all": ["second", "first"],
            "member": ["second", "first"],
            "subject": ["first"],
            "channel": ["second"],
            "closed": ["closed"],
        }

    async def test_everything_survives_a_restart(self, store: Store, reopen: Reopen) -> None:
        link, _ = await store.add_link(new_link(target=TARGET, expected=Expectation("a", frozenset({"ugc"}))), NOW)
        await store.add_partner(new_partner(), NOW)
        seen = Seen(TARGET, ("nofollow",), "näme \u2028 <&>", Place.BODY, hidden=False, match=Match.EXACT)
        finding = Finding("nofollow", Severity.WEAKENED, "x")
        standing = LinkStatus(LinkState.WEAKENED, NOW, open=(finding,))
        page = await store.page(PAGE)
        assert page is not None
        facts = PageFacts(PAGE, PAGE, 200, shingles=(1, 2**63), external_domains=("x.example",))
        await store.write(
            Write(
                links=[replace(link, standing=standing, sighting=Sighting(seen, 1), every=HOUR, tags=frozenset({"t"}))],
                pages=[replace(page, facts=facts, last_outcome=Outcome.OK, validators=Validators("e"))],
                hosts=[HostState("blog.example", 2, NOW + HOUR, "why")],
                incidents=[replace(incident(), findings=(finding,))],
                notices=[notice("n1", incident_id="L-1-lost-1"), notice("n2")],
                events=[Event(NOW, "C1", "L-1", "weakened", "text", "U1")],
                settings={"C1": ChannelSettings(digest_enabled=False)},
            )
        )
        await store.claim_once("digest", "C1", "2026-W48")
        before = await _everything(store)
        store = await reopen(store)
        assert await _everything(store) == before
        assert not await store.claim_once("digest", "C1", "2026-W48")

    async def test_what_was_agreed_in_money_and_time_is_kept_exactly(self, store: Store, reopen: Reopen) -> None:
        terms = Terms(Money(Decimal("120.10"), "EUR"), date(2027, 3, 1))
        link, _ = await store.add_link(new_link(terms=terms), NOW)
        assert link.terms == terms
        cheaper = Terms(Money(Decimal(90), "EUR"))
        await store.write(Write(links=[replace(link, terms=cheaper)]))
        store = await reopen(store)
        assert [kept.terms for kept in await store.links()] == [cheaper]
        await store.add_link(new_link(page="https://blog.example/2", terms=terms), NOW)
        store = await reopen(store)
        assert [kept.terms for kept in await store.links()] == [cheaper, terms]

    async def test_text_that_utf8_cannot_hold_is_stored_readably(self, store: Store, reopen: Reopen) -> None:
        await store.add_link(new_link(notes="broken \ud83d here"), NOW)
        store = await reopen(store)
        assert [link.notes for link in await store.links()] == ["broken \ufffd here"]

    async def test_history_is_asked_by_time_channel_and_subject(self, store: Store) -> None:
        events = [
            Event(NOW - timedelta(days=40), "C1", "L-1", "live"),
            Event(NOW, "C1", "L-2", "lost"),
            Event(NOW - HOUR, "C2", "L-1", "lost"),
        ]
        await store.write(Write(events=events))
        assert await store.events(since=NOW - HOUR) == [events[2], events[1]]
        assert await store.events(since=NOW - timedelta(days=41), channel="C1") == events[:2]
        assert await store.events(since=NOW - timedelta(days=41), subject="L-1") == [events[0], events[2]]

    async def test_history_comes_in_parts_in_the_order_it_was_written(self, store: Store) -> None:
        days = (40, 39, 1, 0)
        events = [Event(NOW - timedelta(days=day), "C1", f"L-{day}", "live", '{"channel":"C2"}') for day in days]
        await store.write(Write(events=[*events, Event(NOW, "C2", "L-9", "lost")]))
        answer = await store.event_stream("C1", NOW - timedelta(days=39))
        await store.write(Write(events=[Event(NOW, "C1", "L-8", "lost")]))
        assert [event async for part in answer.parts for event in part.items] == events[1:]
        assert [
            event.subject async for part in (await store.event_stream("C2", NOW)).parts for event in part.items
        ] == ["L-9"]

    async def test_only_the_first_caller_gets_once(self, store: Store) -> None:
        assert await store.claim_once("digest", "C1", "2026-W48")
        assert not await store.claim_once("digest", "C1", "2026-W48")
        assert await store.claim_once("digest", "C1", "2026-W49")
        assert await store.claim_once("digest", "C2", "2026-W48")


class LeasingContract:
    """Which host is lent to whom."""

    async def test_a_claim_brings_page_links_partners_and_inbound_links(self, store: Store) -> None:
        link, _ = await store.add_link(new_link(), NOW)
        partner, _ = await store.add_partner(new_partner(), NOW)
        inbound, _ = await store.add_link(new_link(page="https://third.example/", target=PAGE), NOW + HOUR)
        claim = await store.claim_host(NOW, LEASE)
        assert claim is not None
        (due,) = claim.due
        assert (claim.host.host, claim.expires_at) == ("blog.example", NOW + LEASE)
        assert (due.page.url, due.links, due.partners, due.inbound) == (PAGE, (link,), (partner,), (inbound,))

    async def test_the_host_that_has_waited_longest_comes_first(self, store: Store) -> None:
        await store.add_link(new_link(page="https://b.example/"), NOW + HOUR)
        await store.add_link(new_link(page="https://a.example/"), NOW)
        hosts = [claim.host.host for _ in range(2) if (claim := await store.claim_host(NOW + 2 * HOUR, LEASE))]
        assert hosts == ["a.example", "b.example"]

    async def test_what_is_not_due_is_not_lent(self, store: Store) -> None:
        await store.add_link(new_link(), NOW + HOUR)
        assert await store.next_due_at() == NOW + HOUR
        assert await store.claim_host(NOW, LEASE) is None

    async def test_at_most_so_many_pages_are_lent_longest_due_first(self, store: Store) -> None:
        for number in range(5):
            await store.add_link(new_link(page=f"https://blog.example/{number}"), NOW - number * HOUR)
        claim = await store.claim_host(NOW, LEASE, limit=2)
        assert claim is not None
        assert [due.page.url for due in claim.due] == ["https://blog.example/4", "https://blog.example/3"]

    async def test_a_lent_host_is_passed_over_until_it_comes_back(self, store: Store) -> None:
        await store.add_link(new_link(), NOW)
        claim = await store.claim_host(NOW, LEASE)
        assert claim is not None
        assert await store.claim_host(NOW, LEASE) is None
        assert await store.next_due_at() is None
        await store.release_host(claim)
        again = await store.claim_host(NOW, LEASE)
        assert again is not None
        assert again.lease > claim.lease

    async def test_a_lease_expires_and_the_late_worker_is_refused(self, store: Store) -> None:
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

    async def test_a_claim_that_was_given_back_is_refused(self, store: Store) -> None:
        await store.add_link(new_link(), NOW)
        claim = await store.claim_host(NOW, LEASE)
        assert claim is not None
        await store.release_host(claim)
        with pytest.raises(StaleError):
            await store.write(Write(claim=claim))

    async def test_a_page_written_for_later_is_due_then(self, store: Store) -> None:
        await store.add_link(new_link(), NOW)
        claim = await store.claim_host(NOW, LEASE)
        assert claim is not None
        await store.write(Write(pages=[replace(claim.due[0].page, next_check_at=NOW + 24 * HOUR)], claim=claim))
        await store.release_host(claim)
        assert await store.next_due_at() == NOW + 24 * HOUR
        assert await store.claim_host(NOW + 23 * HOUR, LEASE) is None
        assert await store.claim_host(NOW + 24 * HOUR, LEASE) is not None

    async def test_a_host_that_backs_off_is_passed_over_until_then(self, store: Store) -> None:
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

    async def test_due_now_brings_a_page_forward_and_never_back(self, store: Store) -> None:
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
    async def test_a_page_asked_for_while_it_is_looked_at_stays_due(self, store: Store, how: str) -> None:
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

    async def test_an_edit_made_while_a_page_is_looked_at_refuses_the_result(self, store: Store) -> None:
        link, _ = await store.add_link(new_link(), NOW)
        claim = await store.claim_host(NOW, LEASE)
        assert claim is not None
        await store.write(Write(links=[replace(link, owner="U1")]))
        with pytest.raises(StaleError):
            await store.write(Write(links=list(claim.due[0].links), claim=claim))

    async def test_due_times_survive_a_restart_and_leases_hold_no_longer_than_they_say(
        self, store: Store, reopen: Reopen
    ) -> None:
        await store.add_link(new_link(), NOW)
        await store.add_link(new_link(page="https://b.example/"), NOW + HOUR)
        await store.claim_host(NOW, LEASE)
        store = await reopen(store)
        claims = [await store.claim_host(NOW + HOUR, LEASE) for _ in range(3)]
        assert [claim.host.host if claim else None for claim in claims] == ["blog.example", "b.example", None]


class OutboxContract:
    """What has to be said, in what order, and only once."""

    async def test_a_claimed_notice_is_sending_before_it_is_given_out(self, store: Store, reopen: Reopen) -> None:
        await store.write(Write(notices=[notice("a")]))
        claimed = await store.claim_notice(NOW)
        expected = replace(notice("a"), status=NoticeStatus.SENDING, claimed_at=NOW, attempts=1)
        assert claimed == expected
        store = await reopen(store)
        assert await store.unfinished_notices() == [expected]
        assert await store.claim_notice(NOW) is None

    async def test_within_a_channel_the_order_is_kept(self, store: Store) -> None:
        await store.write(Write(notices=[notice("a"), notice("b"), notice("c", "C2")]))
        first, second, third = [await store.claim_notice(NOW) for _ in range(3)]
        assert first is not None
        assert second is not None
        assert (first.key, second.key, third) == ("a", "c", None)
        await store.finish_notice(replace(first, status=NoticeStatus.SENT, ts="1.0"))
        then = await store.claim_notice(NOW)
        assert then is not None
        assert then.key == "b"

    async def test_one_to_be_tried_again_holds_its_channel_and_no_other(self, store: Store) -> None:
        await store.write(Write(notices=[notice("a"), notice("b"), notice("c", "C2")]))
        claimed = await store.claim_notice(NOW)
        assert claimed is not None
        await store.finish_notice(replace(claimed, status=NoticeStatus.RETRY, not_before=NOW + HOUR))
        keys = [n.key if (n := await store.claim_notice(NOW)) else None for _ in range(2)]
        assert keys == ["c", None]
        again = await store.claim_notice(NOW + HOUR)
        assert again is not None
        assert (again.key, again.attempts) == ("a", 2)

    async def test_one_planned_for_later_holds_only_its_own_incident(self, store: Store) -> None:
        card = notice("card", incident_id="i", not_before=NOW + HOUR)
        edit = notice("edit", incident_id="i")
        await store.write(Write(notices=[card, edit, notice("other")]))
        claimed = await store.claim_notice(NOW)
        assert claimed is not None
        assert claimed.key == "other"
        await store.finish_notice(replace(claimed, status=NoticeStatus.SENT))
        assert await store.claim_notice(NOW) is None
        later = await store.claim_notice(NOW + HOUR)
        assert later is not None
        assert later.key == "card"

    async def test_a_dead_notice_lets_the_next_one_pass(self, store: Store) -> None:
        await store.write(Write(notices=[notice("a"), notice("b")]))
        claimed = await store.claim_notice(NOW)
        assert claimed is not None
        dead = replace(claimed, status=NoticeStatus.DEAD, error="channel_not_found")
        await store.finish_notice(dead)
        assert await store.notices(dead=True) == [dead]
        assert [waiting.key for waiting in await store.notices()] == ["b"]
        assert (await store.totals())["dead_notices"] == 1

    async def test_a_key_is_known_from_when_it_is_written_until_long_after(self, store: Store) -> None:
        assert not await store.knows_notice("a")
        await store.write(Write(notices=[notice("a")]))
        assert await store.knows_notice("a")
        claimed = await store.claim_notice(NOW)
        assert claimed is not None
        await store.finish_notice(replace(claimed, status=NoticeStatus.SENT, ts="1.0"))
        await store.prune(NOW + timedelta(days=100))
        assert await store.knows_notice("a")

    async def test_a_dead_notice_that_is_revived_waits_as_what_it_was_in_its_old_place(
        self, store: Store, reopen: Reopen
    ) -> None:
        await store.write(Write(notices=[notice("a"), notice("b")]))
        claimed = await store.claim_notice(NOW)
        assert claimed is not None
        dead = replace(claimed, status=NoticeStatus.DEAD, error="not_in_channel", doubtful=True, not_before=NOW + HOUR)
        await store.finish_notice(dead)
        await store.write(Write(revive=["a", "b", "unknown"]))
        store = await reopen(store)
        assert await store.notices(dead=True) == []
        again = await store.claim_notice(NOW)
        assert again == replace(dead, status=NoticeStatus.SENDING, not_before=None, attempts=1, claimed_at=NOW)

    async def test_only_the_dead_are_revived(self, store: Store) -> None:
        await store.write(Write(notices=[notice("a")]))
        claimed = await store.claim_notice(NOW)
        assert claimed is not None
        await store.finish_notice(replace(claimed, status=NoticeStatus.SENT))
        await store.write(Write(revive=["a"]))
        assert await store.claim_notice(NOW) is None

    async def test_a_key_is_told_once_for_ever(self, store: Store, reopen: Reopen) -> None:
        await store.write(Write(notices=[notice("a")]))
        claimed = await store.claim_notice(NOW)
        assert claimed is not None
        await store.write(Write(notices=[notice("a")]))
        await store.finish_notice(replace(claimed, status=NoticeStatus.SENT))
        await store.write(Write(notices=[notice("a")]))
        await store.prune(NOW + timedelta(days=60))
        store = await reopen(store)
        await store.write(Write(notices=[notice("a"), notice("b")]))
        assert [waiting.key for waiting in await store.notices()] == ["b"]

    async def test_a_card_writes_its_ts_to_the_incident_in_the_same_step(self, store: Store) -> None:
        await store.write(Write(incidents=[incident()], notices=[notice("a", incident_id="L-1-lost-1")]))
        claimed = await store.claim_notice(NOW)
        assert claimed is not None
        await store.finish_notice(replace(claimed, status=NoticeStatus.SENT, ts="17.5"))
        kept = await store.incident("L-1-lost-1")
        assert kept == replace(incident(), message_ts="17.5", told_at=NOW, version=2)

    async def test_what_a_message_told_of_incidents_is_kept_in_the_same_step(self, store: Store) -> None:
        await store.write(Write(incidents=[incident(), incident(name="other")], notices=[notice("a")]))
        claimed = await store.claim_notice(NOW)
        assert claimed is not None
        told = {"L-1-lost-1": NotifiedState(IncidentStatus.OPEN, 1), "gone": NotifiedState(IncidentStatus.OPEN)}
        await store.finish_notice(replace(claimed, status=NoticeStatus.SENT, ts="17.5"), told)
        assert await store.incident("L-1-lost-1") == replace(incident(), told=told["L-1-lost-1"], version=2)
        assert await store.incident("other") == replace(incident(name="other"), version=1)
        await store.write(Write(notices=[notice("b")]))
        claimed = await store.claim_notice(NOW)
        assert claimed is not None
        await store.finish_notice(replace(claimed, status=NoticeStatus.SENT), told)
        known = await store.incident("L-1-lost-1")
        assert known is not None
        assert known.version == 2, "what is known already is not written again"

    async def test_the_dead_are_counted_by_channel_and_word(self, store: Store, reopen: Reopen) -> None:
        words = {"a": ("C1", "is_archived"), "b": ("C1", "is_archived"), "c": ("C1", "msg_too_long"), "d": ("C2", "x")}
        await store.write(Write(notices=[notice(key, channel) for key, (channel, _) in words.items()]))
        while claimed := await store.claim_notice(NOW):
            error = f"{words[claimed.key][1]} (and more)"
            await store.finish_notice(replace(claimed, status=NoticeStatus.DEAD, error=error))
        store = await reopen(store)
        counted = {("C1", "is_archived"): 2, ("C1", "msg_too_long"): 1, ("C2", "x"): 1}
        assert await store.dead_notices() == counted
        assert [dead.key for dead in await store.notices(dead=True, channel="C1")] == ["a", "b", "c"]
        assert await store.notices(dead=True, channel="C3") == []
        await store.write(Write(revive=["a"], supersede=["b"]))
        assert await store.dead_notices() == {("C1", "msg_too_long"): 1, ("C2", "x"): 1}
        assert [waiting.key for waiting in await store.notices(channel="C1")] == ["a"]

    async def test_a_channel_that_takes_no_messages_is_remembered_until_it_does(
        self, store: Store, reopen: Reopen
    ) -> None:
        shut = ChannelBlock("C1", "is_archived", NOW)
        await store.write(Write(shut={"C1": shut}))
        store = await reopen(store)
        assert (await store.channel_block("C1"), await store.channel_block("C2")) == (shut, None)
        with pytest.raises(StaleError):
            await store.write(Write(shut={"C1": replace(shut, since=NOW + HOUR)}, notices=[notice("a")]))
        assert await store.notices() == [], "whoever comes second tells nobody"
        await store.write(Write(shut={"C1": replace(shut, word="not_in_channel")}))
        await store.write(Write(shut={"C1": None, "C2": None}))
        store = await reopen(store)
        assert await store.channel_block("C1") is None

    async def test_only_what_is_being_sent_can_be_settled(self, store: Store) -> None:
        await store.write(Write(notices=[notice("a")]))
        for other in (notice("a"), notice("unknown")):
            with pytest.raises(StaleError):
                await store.finish_notice(other)

    async def test_what_need_not_be_said_any_more_is_superseded(self, store: Store) -> None:
        await store.write(Write(notices=[notice("lost", incident_id="i"), notice("other")]))
        assert [waiting.key for waiting in await store.notices(incident_id="i")] == ["lost"]
        await store.write(Write(supersede=["lost"]))
        assert [waiting.key for waiting in await store.notices()] == ["other"]

    async def test_what_is_being_said_cannot_be_superseded(self, store: Store) -> None:
        await store.write(Write(notices=[notice("lost")]))
        await store.claim_notice(NOW)
        with pytest.raises(StaleError):
            await store.write(Write(supersede=["lost"], notices=[notice("instead")]))
        assert [waiting.key for waiting in await store.notices()] == ["lost"]

    async def test_pruning_keeps_what_waits_and_what_is_young(self, store: Store) -> None:
        old = replace(incident(name="old"), status=IncidentStatus.RECOVERED, closed_at=NOW)
        await store.write(Write(incidents=[old, incident(name="open")], notices=[notice("waits")]))
        await store.prune(NOW + timedelta(days=1000))
        assert await store.incident("old") is None
        assert await store.incident("open") is not None
        assert [waiting.key for waiting in await store.notices()] == ["waits"]


class ClockContract:
    """What was written while the clock ran ahead, after it was set back."""

    async def test_a_page_is_due_and_keeps_no_time_ahead(self, store: Store, reopen: Reopen) -> None:
        await store.add_link(new_link(), NOW)
        await _looked_at(store, NOW + 100 * HOUR, next_in=6 * HOUR)
        assert await store.set_back(NOW) == 1
        store = await reopen(store)
        page = await store.page(PAGE)
        assert page is not None
        assert (page.last_checked_at, page.next_check_at) == (NOW, NOW)
        assert await store.next_due_at() == NOW

    async def test_a_link_is_judged_again_from_now_on(self, store: Store) -> None:
        link, _ = await store.add_link(new_link(), NOW)
        ahead = NOW + 100 * HOUR
        began = LinkStatus(LinkState.SUSPECT, since=ahead, absent_since=NOW - HOUR, looked_at=ahead)
        standing = replace(began, next_look_at=ahead + HOUR, target_look_at=ahead + 2 * HOUR)
        await store.write(Write(links=[replace(link, standing=standing)]))
        await _looked_at(store, ahead, next_in=HOUR)
        await store.set_back(NOW)
        kept = await store.link(link.id)
        assert kept is not None
        began = replace(began, since=NOW, looked_at=None)
        assert kept.standing == replace(began, next_look_at=NOW + HOUR, target_look_at=NOW + 2 * HOUR)

    async def test_no_host_and_no_notice_waits_for_the_wrong_time(self, store: Store) -> None:
        await store.add_link(new_link(), NOW)
        host = HostState("blog.example", failures=3, not_before=NOW + 100 * HOUR)
        late = replace(notice("late", not_before=NOW + 100 * HOUR), created_at=NOW + 99 * HOUR)
        await store.write(Write(hosts=[host], notices=[late]))
        await store.set_back(NOW)
        assert await store.claim_host(NOW, LEASE) is not None
        assert await store.claim_notice(NOW) is not None

    async def test_where_nothing_is_ahead_nothing_changes(self, store: Store) -> None:
        await store.add_link(new_link(), NOW)
        await _looked_at(store, NOW, next_in=6 * HOUR)
        host = HostState("blog.example", failures=3, not_before=NOW + 23 * HOUR)
        await store.write(Write(hosts=[host], notices=[notice("planned", not_before=NOW + HOUR)]))
        before = await _everything(store)
        assert await store.set_back(NOW) == 0
        assert await _everything(store) == before


class StoreContract(WatchingContract, WritingContract, LeasingContract, OutboxContract, ClockContract):
    """All of it."""


async def _looked_at(store: Store, at: datetime, next_in: timedelta) -> None:
    page = await store.page(PAGE)
    assert page is not None
    await store.write(Write(pages=[replace(page, last_checked_at=at, next_check_at=at + next_in)]))


async def _everything(store: Store) -> dict[str, object]:
    return {
        "links": await store.links(),
        "partners": await store.partners(),
        "pages": [await store.page(PAGE), await store.page(TARGET)],
        "host": await store.host("blog.example"),
        "incidents": await store.incidents(),
        "notices": await store.notices(),
        "events": await store.events(since=NOW - HOUR),
        "settings": await store.channel_settings("C1"),
        "counts": await store.totals(),
    }
