"""A digest from the store: each link once, in parts, and no further than somebody wants it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.messages.digest.message import digest_message
from jobs.config import Config
from jobs.digests.read import next_digest_at, read_digest, read_own_digest, read_todo
from jobs.model.channel import ChannelSettings
from jobs.model.digest import ListingNews
from jobs.model.event import Event
from jobs.model.exchange import Leg, NewExchange, Side
from jobs.model.findings import Finding, Severity
from jobs.model.incident import Incident, IncidentKind
from jobs.model.link import Link, NewLink
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.listing import KeptListing, ListedLink
from jobs.model.write import Write
from jobs.store.protocol import Store
from jobs.store.tiny import streams as in_parts
from jobs.store.tiny.store import TinyStore
from tests.tools.slack_bot import words_of
from tests.tools.stores import open_store

NOW = datetime(2026, 5, 4, 7, 0, tzinfo=UTC)
LINKS = 60


@pytest.fixture
async def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Store]:
    """Sixty links, every third one lost two days ago, read five at a time."""
    monkeypatch.setattr(in_parts, "_DOCUMENTS", 5)
    monkeypatch.setattr(in_parts, "_EVENTS", 5)
    opened = await open_store(tmp_path)
    long_ago, lately = NOW - timedelta(weeks=30), NOW - timedelta(days=2)
    for number in range(LINKS):
        await opened.add_link(NewLink("C1", f"https://site{number}.example/", "https://our.example/"), long_ago)
    for link in await opened.links():
        state = LinkState.LIVE if link.id % 3 else LinkState.LOST
        told = [Event(long_ago, "C1", link.ref, "live")]
        told += [Event(lately, "C1", link.ref, "lost")] if state is LinkState.LOST else []
        await opened.write(Write(links=[replace(link, standing=LinkStatus(state, since=lately))], events=told))
    yield opened
    await opened.close()


async def stand(store: Store, number: int, standing: LinkStatus, *events: str) -> Link:
    link = await store.link(number)
    assert link is not None
    told = [Event(NOW, "C1", link.ref, kind) for kind in events]
    await store.write(Write(links=[replace(link, standing=standing)], events=told))
    return link


@pytest.mark.both_stores
async def test_it_counts_lists_and_charts_what_the_store_holds(store: Store) -> None:
    await stand(store, 3, LinkStatus(LinkState.RECOVERED, since=NOW), "recovered")
    await stand(store, 4, LinkStatus(LinkState.LIVE, since=NOW, snoozed_until=NOW + timedelta(days=1)))
    digest = await read_digest(store, Config(), "C1", NOW)
    counts = digest.counts
    assert (counts.links, counts.live, counts.lost, counts.snoozed) == (60, 41, 19, 1)
    assert (len(digest.lost), [line.ref for line in digest.recovered]) == (19, ["L-3"])
    assert [(point.live, point.lost) for point in digest.series[-2:]] == [(60, 0), (41, 19)]


@pytest.mark.both_stores
async def test_it_says_how_many_of_the_links_we_give(store: Store) -> None:
    """Two stand on sites of ours; one of them and another are owed in an exchange."""
    config = Config(our_sites=("site1.example", "site3.example"))
    sides = {1: Side.THEIRS, 2: Side.OURS, 6: Side.OURS}
    links = await store.links_by_id(sides)
    legs = tuple(Leg(number, side, links[number].page_url, links[number].target) for number, side in sides.items())
    await store.add_exchange(NewExchange("C1", legs), NOW)
    counts = (await read_digest(store, config, "C1", NOW)).counts
    assert (counts.links, counts.given) == (60, 3)
    await store.write(Write(links=[replace(links[number], owner="U0ADA") for number in (1, 2)]))
    own = (await read_own_digest(store, config, "C1", "U0ADA", NOW)).counts
    assert (own.links, own.given) == (2, 1)


@pytest.mark.both_stores
async def test_what_is_well_and_has_a_new_note_is_read_too(store: Store) -> None:
    note = Finding("moved", Severity.NOTE, "It stands in the footer now.")
    await stand(store, 4, LinkStatus(LinkState.LIVE, since=NOW, notes=(note,)), "noted")
    digest = await read_digest(store, Config(), "C1", NOW)
    assert [(each.kind, [page.refs for page in each.pages]) for each in digest.noted] == [("moved", [("L-4",)])]


@pytest.mark.both_stores
async def test_a_page_that_cannot_be_read_says_why_in_whatever_list_it_is(store: Store) -> None:
    unread = LinkStatus(LinkState.LOST, since=NOW - timedelta(days=2), unreachable=True, unknown_since=NOW)
    link = await stand(store, 3, unread)
    page = await store.page(link.page_url)
    assert page is not None
    await store.write(Write(pages=[replace(page, last_reason="timed out")]))
    digest = await read_digest(store, Config(), "C1", NOW)
    assert [line.text for line in digest.unreachable] == ["timed out"]
    assert [line.text for line in digest.lost if line.ref == "L-3"] == ["timed out"]
    assert digest.counts.unreachable == 1


@pytest.mark.parametrize("after", [0.0, 0.3, 0.7])
async def test_a_link_that_changes_meanwhile_is_counted_once_and_stands_in_one_list(store: Store, after: float) -> None:
    """A lost link comes back and another is lost while the digest is built; all links of a list are of one moment."""
    changes: list[Write] = []

    def change(done: float) -> None:
        if done > after and not changes:
            changes.append(Write())
            assert isinstance(store, TinyStore)  # another one may give two moments
            tables = store._tables
            for number, state in ((3, LinkState.RECOVERED), (4, LinkState.LOST)):
                link = tables.links.get(number)
                assert link is not None
                tables.database.memory.begin()
                tables.links.put(number, replace(link, standing=LinkStatus(state, since=NOW)))
                tables.database.memory.end()

    digest = await read_digest(store, Config(), "C1", NOW, step=change)
    assert changes
    assert digest.counts.links == LINKS
    assert len(digest.lost) + digest.beyond("lost") == digest.counts.lost == 20
    assert {point.live + point.lost for point in digest.series} == {LINKS}


async def test_it_says_how_far_it_is_and_goes_no_further_than_it_is_let(store: Store) -> None:
    steps: list[float] = []
    await read_digest(store, Config(), "C1", NOW, step=steps.append)
    assert steps == sorted(steps)
    assert len(steps) > 20
    assert (steps[0] < 0.1, steps[-1]) == (True, 1.0)

    def stop(done: float) -> None:
        steps.append(done)
        raise InterruptedError

    steps.clear()
    with pytest.raises(InterruptedError):
        await read_digest(store, Config(), "C1", NOW, step=stop)
    assert len(steps) == 1


@pytest.mark.parametrize(
    ("chosen", "at"),
    [(ChannelSettings(), NOW + timedelta(days=7)), (ChannelSettings(digest_enabled=False), None)],
)
@pytest.mark.both_stores
async def test_when_the_next_one_is_due_is_known_without_reading_links(
    tmp_path: Path, chosen: ChannelSettings, at: datetime | None
) -> None:
    store = await open_store(tmp_path)
    await store.write(Write(settings={"C1": chosen}))
    assert await next_digest_at(store, Config(), "C1", NOW) == at
    await store.close()


@pytest.mark.both_stores
async def test_it_tells_what_search_engines_list_since_last_week_and_no_first_list(store: Store) -> None:
    def listed(name: str, since: datetime | None) -> ListedLink:
        return ListedLink(f"https://{name}.example/", "our.example", since=since)

    old, lately = NOW - timedelta(days=8), NOW - timedelta(days=2)
    links = (listed("first", None), listed("old", old), listed("new", lately))
    gone = (listed("gone", lately), listed("long-gone", old))
    bing = KeptListing("C1", "Bing Webmaster Tools", "our.example", lately, links=links, gone=gone)
    first = replace(bing, source="Google Search Console", links=links[:1], gone=())
    await store.write(Write(listings=[bing, first]))
    digest = await read_digest(store, Config(), "C1", NOW)
    assert digest.listings == (
        ListingNews("Bing Webmaster Tools", "our.example", 1, 1, pages=("https://new.example/",)),
    )
    words = words_of([*digest_message(digest).blocks])
    assert "Bing Webmaster Tools on our.example:" in words
    assert "1 link new:" in words
    assert "1 link no longer listed, which proves nothing" in words


# One person's


async def give(store: Store, owners: tuple[str, ...]) -> None:
    """Each link has one of these owners, whoever added it; the alert of a lost link is open."""
    for link in await store.links():
        owned = replace(link, owner=owners[link.id % len(owners)], added_by="UADDER")
        lost = link.standing.state is LinkState.LOST
        since = NOW - timedelta(days=2)
        alert = Incident(f"{link.ref}-lost-1", "C1", IncidentKind.LOST, link.ref, (link.id,), since)
        await store.write(Write(links=[owned], incidents=[alert] if lost else []))


@pytest.mark.both_stores
async def test_what_its_owners_are_told_adds_up_to_what_the_channel_is(store: Store) -> None:
    owners = ("UADA", "UBEN", "UCAT", "UDAN")
    await stand(store, 3, LinkStatus(LinkState.RECOVERED, since=NOW), "recovered")
    await stand(store, 4, LinkStatus(LinkState.LIVE, since=NOW, snoozed_until=NOW + timedelta(days=1)))
    await give(store, owners)
    whole = await read_digest(store, Config(), "C1", NOW)
    own = [await read_own_digest(store, Config(), "C1", owner, NOW) for owner in owners]
    assert [each.owner for each in own] == list(owners)
    for name in ("links", "live", "lost", "snoozed", "standing"):
        assert sum(getattr(each.counts, name) for each in own) == getattr(whole.counts, name), name
    for place, point in enumerate(whole.series):
        assert sum(each.series[place].live for each in own) == point.live
    assert whole.moves is not None
    assert sum(each.moves.lost for each in own if each.moves) == whole.moves.lost
    named = sorted(line.ref for each in own for line in each.lost)
    assert named == sorted(link.ref for link in await store.links() if link.standing.state is LinkState.LOST)
    assert sum(len(each.todo) + each.beyond("todo") for each in own) == len(whole.todo) + whole.beyond("todo") == 19
    assert len(await read_todo(store, Config(), "C1", NOW, "UADA")) == len(own[0].todo)


@pytest.mark.both_stores
async def test_who_only_added_a_link_does_not_own_it(store: Store) -> None:
    await give(store, ("UADA",))
    digest = await read_own_digest(store, Config(), "C1", "UADDER", NOW)
    assert (digest.counts.links, digest.todo, digest.series) == (0, (), ())
