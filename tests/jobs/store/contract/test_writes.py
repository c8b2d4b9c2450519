"""Versions, all or nothing, and what comes back after a restart."""

import math
import sys
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from jobs.model.channel import ChannelSettings, Logo
from jobs.model.document import MetaRefresh, Place
from jobs.model.event import Event
from jobs.model.findings import Finding, Severity
from jobs.model.incident import IncidentKind, IncidentStatus
from jobs.model.link import Expectation
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.listing import KeptListing, ListedLink
from jobs.model.operation import ChangedLinks
from jobs.model.page import Outcome, Validators
from jobs.model.partner import SiteContact
from jobs.model.queries import LinkQuery, ToldLately
from jobs.model.reading import Match, PageFacts, Seen, Sighting
from jobs.model.terms import Money, Terms
from jobs.model.tracked_page import HostState
from jobs.model.write import Write
from jobs.store.errors import StaleError
from jobs.store.protocol import Store
from tests.jobs.store.contract.conftest import Reopen
from tests.jobs.store.tools import HOUR, NOW, PAGE, TARGET, everything, incident, new_link, new_partner, notice

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


async def test_settings_that_somebody_else_chose_meanwhile_refuse_the_whole(store: Store) -> None:
    nothing, first, second = ChannelSettings(), ChannelSettings(client="Acme"), ChannelSettings(hide_costs=True)
    await store.write(Write(settings={"C1": first}, settings_before={"C1": nothing}))
    late = Write(settings={"C1": second}, settings_before={"C1": nothing}, notices=[notice("a")])
    with pytest.raises(StaleError):
        await store.write(late)
    assert (await store.channel_settings("C1"), await store.notices()) == (first, [])
    await store.write(replace(late, settings_before={"C1": first}))
    assert await store.channel_settings("C1") == second


async def test_what_is_kept_of_the_people_of_a_site_is_found_by_site_and_never_overwritten(
    store: Store, reopen: Reopen
) -> None:
    ada, other = SiteContact("C1", "a.example", "ada@a.example"), SiteContact("C2", "a.example", unwanted_since=NOW)
    await store.write(Write(contacts=[ada, other, SiteContact("C1", "b.example")]))
    with pytest.raises(StaleError):
        await store.write(Write(contacts=[ada]))
    await store.write(Write(contacts=[replace(ada, contact="ben@a.example", version=1)]))
    store = await reopen(store)
    assert await store.contacts("a.example") == [
        SiteContact("C1", "a.example", "ben@a.example", version=2),
        SiteContact("C2", "a.example", unwanted_since=NOW, version=1),
    ]
    assert await store.contacts("c.example") == []
    of_some = await store.contacts_of(["c.example", "b.example"])
    assert of_some == {"b.example": [SiteContact("C1", "b.example", version=1)]}


async def test_each_write_gives_the_next_version(store: Store) -> None:
    link, _ = await store.add_link(new_link(), NOW)
    await store.write(Write(links=[replace(link, notes="hello")]))
    changed = await store.link(link.id)
    assert changed == replace(link, notes="hello", version=link.version + 1)


async def test_an_older_version_refuses_the_whole(store: Store) -> None:
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


async def test_a_logo_stays_until_another_comes_or_it_is_taken_away(store: Store, reopen: Reopen) -> None:
    first, second = Logo("image/png", b"\x89PNG" * 9), Logo("image/gif", b"GIF89a")
    await store.write(Write(logos={"C1": first, "C2": None}))
    await store.write(Write(settings={"C1": ChannelSettings(client="Acme")}))
    store = await reopen(store)
    assert (await store.logo("C1"), await store.logo("C2")) == (first, None)
    await store.write(Write(logos={"C1": second}))
    assert await store.logo("C1") == second
    await store.write(Write(logos={"C1": None}))
    assert await (await reopen(store)).logo("C1") is None


async def test_a_link_that_is_gone_refuses_the_whole(store: Store) -> None:
    link, _ = await store.add_link(new_link(), NOW)
    await store.write(Write(remove_links=[link.id]))
    with pytest.raises(StaleError):
        await store.write(Write(links=[link]))


async def test_a_new_incident_is_refused_where_another_was_opened_that_was_not_known(store: Store) -> None:
    await store.write(Write(incidents=[incident()]))
    late = replace(incident(), id="L-2-lost-2")
    asked = ToldLately(late.channel, NOW - HOUR, NOW + HOUR)
    with pytest.raises(StaleError):
        await store.write(Write(incidents=[late], told_lately={asked: []}))
    await store.write(Write(incidents=[late], told_lately={asked: [incident().id]}))
    assert await store.incident(late.id)


async def test_those_told_lately_are_found_among_all_that_are_open(store: Store, reopen: Reopen) -> None:
    lately = {
        "opened": incident(),
        "told late": replace(incident(), opened_at=NOW - 90 * DAY, told_at=NOW - 10 * MINUTE),
        "at the end": replace(incident(), opened_at=NOW + 10 * MINUTE),
        "a group not posted": replace(incident(), kind=IncidentKind.GROUP, opened_at=NOW - 90 * DAY),
    }
    others = {
        "long ago": replace(incident(), opened_at=NOW - 11 * MINUTE),
        "told long ago": replace(incident(), opened_at=NOW - DAY, told_at=NOW - 11 * MINUTE),
        "too late": replace(incident(), opened_at=NOW + 11 * MINUTE),
        "elsewhere": replace(incident(), channel="C2"),
        "over": replace(incident(), status=IncidentStatus.RECOVERED),
        "a group posted long ago": replace(
            incident(), kind=IncidentKind.GROUP, opened_at=NOW - DAY, told_at=NOW - DAY, message_ts="1.1"
        ),
    }
    await store.write(Write(incidents=[replace(each, id=name) for name, each in (lately | others).items()]))
    for _ in range(2):
        found = await store.told_lately(ToldLately("C1", NOW - 10 * MINUTE, NOW + 10 * MINUTE))
        assert {each.id for each in found} == set(lately)
        assert [each.opened_at for each in found] == sorted(each.opened_at for each in found)
        store = await reopen(store)


async def test_incidents_of_a_cause_are_found_while_they_are_open(store: Store) -> None:
    one, other = (replace(incident(), id=name, cause=f"{name}.example/lost") for name in ("one", "other"))
    await store.write(Write(incidents=[one, other, replace(one, id="elsewhere", channel="C2")]))

    async def found() -> list[str]:
        return [each.id for each in await store.incidents(channel="C1", cause=one.cause)]

    assert await found() == ["one"]
    grown = replace(one, version=1, cause=other.cause)
    await store.write(Write(incidents=[grown]))
    assert await found() == []
    await store.write(Write(incidents=[replace(grown, version=2, cause=one.cause)]))
    assert await found() == ["one"]
    await store.write(Write(incidents=[replace(one, version=3, status=IncidentStatus.RECOVERED)]))
    assert await found() == []


async def test_partners_and_incidents_are_fenced_by_version_too(store: Store) -> None:
    partner, _ = await store.add_partner(new_partner(), NOW)
    await store.write(Write(partners=[replace(partner, outbound=7)], incidents=[incident()]))
    for stale in (Write(partners=[partner]), Write(incidents=[incident()])):
        with pytest.raises(StaleError):
            await store.write(stale)
    kept = await store.incident("L-1-lost-1")
    assert kept == replace(incident(), version=1)
    await store.write(Write(incidents=[replace(kept, status=IncidentStatus.ACCEPTED)]))
    assert await store.incidents() == []


async def test_everything_survives_a_restart(store: Store, reopen: Reopen) -> None:
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
    before = await everything(store)
    store = await reopen(store)
    assert await everything(store) == before
    assert not await store.claim_once("digest", "C1", "2026-W48")


async def test_what_was_agreed_in_money_and_time_is_kept_exactly(store: Store, reopen: Reopen) -> None:
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


async def test_text_that_utf8_cannot_hold_is_stored_readably(store: Store, reopen: Reopen) -> None:
    await store.add_link(new_link(notes="broken \ud83d here"), NOW)
    store = await reopen(store)
    assert [link.notes for link in await store.links()] == ["broken \ufffd here"]


async def test_of_each_engine_and_site_a_channel_has_the_newest_list(store: Store, reopen: Reopen) -> None:
    first = KeptListing("C1", "Bing Webmaster Tools", "ours.example", NOW, links=(ListedLink("https://a.example/"),))
    google, elsewhere = replace(first, source="Google Search Console"), replace(first, site="x.example")
    others = [replace(first, channel="C2"), google, elsewhere]
    await store.write(Write(listings=[first, *others]))
    newer = replace(first, at=NOW + HOUR, links=(), gone=first.links)
    await store.write(Write(listings=[newer]))
    store = await reopen(store)
    assert await store.listings("C1") == [newer, *others[1:]]
    assert await store.listings("C3") == []


async def test_a_removed_link_comes_back_as_it_was_with_its_pages_and_only_where_it_is_gone(
    store: Store, reopen: Reopen
) -> None:
    link, _ = await store.add_link(new_link(), NOW)
    with pytest.raises(StaleError):
        await store.write(Write(restore_links=[link]))
    await store.write(Write(remove_links=[link.id]))
    assert await store.page(PAGE) is None
    await store.write(Write(restore_links=[link]))
    store = await reopen(store)
    assert await store.link(link.id) == replace(link, version=link.version + 1)
    assert await store.page(PAGE) is not None
    assert (await store.add_link(new_link(), NOW))[1] is False
    with pytest.raises(StaleError):
        await store.write(Write(links=[link]))  # a check that began before it was removed
    await store.write(Write(remove_links=[link.id]))
    again, _ = await store.add_link(new_link(), NOW)
    assert again.id != link.id
    with pytest.raises(StaleError):
        await store.write(Write(restore_links=[link]))


async def test_what_a_change_of_many_wrote_is_kept_in_parts_until_it_is_undone_or_old(
    store: Store, reopen: Reopen
) -> None:
    link, _ = await store.add_link(new_link(), NOW)
    parts = [ChangedLinks("a1", part, "C1", NOW, "U1", before=(link,)) for part in (1, 0)]
    other = ChangedLinks("b2", 0, "C1", NOW + timedelta(days=6), "U1")
    await store.write(Write(changed_links=[*parts, other]))
    store = await reopen(store)
    assert await store.last_changed("a1") == parts[0]
    await store.write(Write(undone=[parts[0]]))
    with pytest.raises(StaleError):
        await store.write(Write(undone=[parts[0]]))
    assert await store.last_changed("a1") == parts[1]
    await store.prune(NOW + timedelta(days=8))
    assert await store.last_changed("a1") is None
    assert await store.last_changed("b2") == other


async def test_what_no_database_takes_is_replaced_in_every_text(store: Store) -> None:
    strange, kept = "a\0b\ud800c", "a\ufffdb\ufffdc"
    new = new_link(notes=strange, tags=frozenset({strange}), owner=strange)
    link, _ = await store.add_link(new, NOW)
    await store.write(Write(events=[Event(NOW, "C1", strange, "live", strange)], incidents=[incident(name=strange)]))
    found = await store.link(link.id)
    assert found is not None
    assert (found.notes, found.tags, found.owner) == (kept, frozenset({kept}), kept)
    assert [found.id for found in await store.links(LinkQuery("C1", tags=frozenset({kept})))] == [link.id]
    assert await store.events(since=NOW, subject=kept) == [Event(NOW, "C1", kept, "live", kept)]
    assert [each.id for each in await store.incidents()] == [kept]


@pytest.mark.parametrize(("seconds", "kept"), [(math.nan, 0.0), (math.inf, sys.float_info.max), (3.5, 3.5)])
async def test_what_is_no_number_is_kept_as_one(store: Store, seconds: float, kept: float) -> None:
    await store.add_link(new_link(), NOW)
    page = await store.page(PAGE)
    assert page is not None
    facts = PageFacts(PAGE, PAGE, 200, refresh=MetaRefresh(seconds, TARGET), read_at=NOW)
    await store.write(Write(pages=[replace(page, facts=facts)]))
    stored = await store.page(PAGE)
    assert stored is not None
    assert stored.facts == replace(facts, refresh=MetaRefresh(kept, TARGET))
