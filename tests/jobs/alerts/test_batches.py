"""First looks at links that were added together: one message for all of them, and nothing swallowed."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.alerts.batch_store import extend_batch, open_batch, tally_of
from jobs.alerts.batches import FIRST_LOOKS, batch_id, with_links
from jobs.model.incident import Incident, IncidentKind, LinkBatch
from jobs.model.link import Imported, Link, NewLink
from jobs.model.link_status import LinkState
from jobs.model.notice import NoticeKind
from tests.tools.site import Answer
from tests.tools.world import World, open_world

NAME = "20260501-100000-7f3a"
TARGET = "shop.example/boots"
HOUR = timedelta(hours=1)
FOLLOWED = '<p>We like <a href="{}">good boots</a> for long walks in the hills.</p>'
NOFOLLOW = FOLLOWED.replace("<a ", '<a rel="nofollow" ')


@given(st.lists(st.sets(st.integers(1, 60)), max_size=6))
def test_a_batch_holds_exactly_the_links_that_were_counted_to_it(steps: list[set[int]]) -> None:
    batch = LinkBatch(NAME, "")
    for ids in steps:
        batch = with_links(batch, ids)
    held = [number for first, last in batch.runs for number in range(first, last + 1)]
    assert held == sorted(set().union(*steps))


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(tmp_path) as made:
        yield made


def page(number: int) -> str:
    return f"blog{number}.example/ridge"


async def add(world: World, kinds: str) -> list[Link]:
    """Links of one batch, each on a site of its own: as agreed (a), nofollow (n), not there (-), not to be read (x)."""
    world.sites[TARGET] = "<h1>Boots</h1>"
    url = world.sites.url(TARGET)
    shown: dict[str, Answer | str] = {
        "a": FOLLOWED.format(url),
        "n": NOFOLLOW.format(url),
        "-": "<p>Walking.</p>",
        "x": Answer("", status=503),
    }
    await open_batch(world.store, "C1", NAME, "Import of clients.csv", world.clock.now())
    came = Imported(NAME, world.clock.now(), "")
    links = []
    for number, kind in enumerate(kinds, 1):
        world.sites[page(number).partition("/")[0] + "/"] = "<h1>Walking</h1>"
        world.sites[page(number)] = shown[kind]
        new = NewLink("C1", world.sites.url(page(number)), url, imported=came)
        link, _ = await world.store.add_link(new, world.clock.now())
        links.append(link)
    await extend_batch(world.store, "C1", NAME, [link.id for link in links])
    await world.dispatcher.run_due()
    return links


async def told(world: World) -> Incident:
    found = await world.store.incident(batch_id(NAME, "C1"))
    assert found is not None
    return found


async def messages(world: World) -> list[str]:
    """Of which incidents the channel gets a message, or what it says."""
    posted = {NoticeKind.CARD, NoticeKind.TEXT}
    return [each.incident_id or each.text for each in await world.notices() if each.kind in posted]


async def test_the_first_looks_at_a_batch_are_one_message_however_many_sites_are_not_as_agreed(world: World) -> None:
    links = await add(world, "aannnn-x")
    await world.pass_time(4 * HOUR)
    assert await messages(world) == [batch_id(NAME, "C1")]
    batch = await told(world)
    assert batch.batch is not None
    tally = await tally_of(world.store, batch.batch, "C1")
    assert tally.states == {LinkState.LIVE: 2, LinkState.WEAKENED: 4, LinkState.PENDING: 1, LinkState.NEW: 1}
    assert (tally.unread, tally.removed, tally.links) == (1, 0, 8)
    [part] = [await world.store.incident(name) for name in batch.parts]
    assert part is not None
    assert part.waiting == {link.id for link in links[2:6]}
    assert batch.status.is_open


async def test_what_was_as_agreed_and_is_no_longer_is_told_as_ever(world: World) -> None:
    await add(world, "aan")
    await world.pass_time(3 * HOUR)
    world.sites[page(1)] = NOFOLLOW.format(world.sites.url(TARGET))
    world.sites[page(2)] = "<p>We like for long walks in the hills.</p>"
    await world.pass_time(timedelta(days=2.9))
    own = [each for each in await world.incidents() if each.kind is not IncidentKind.GROUP and not each.group]
    assert {each.kind for each in own} == {IncidentKind.WEAKENED, IncidentKind.LOST}
    assert len(await messages(world)) == 3


async def test_a_link_told_in_the_batch_that_gets_lost_is_heard(world: World) -> None:
    await add(world, "nn")
    await world.pass_time(3 * HOUR)
    world.sites[page(1)] = "<p>We like for long walks in the hills.</p>"
    await world.pass_time(timedelta(days=3))
    lost = [each for each in await world.incidents() if each.kind is IncidentKind.LOST]
    assert [each.members for each in lost] == [(1,)]
    assert len(await messages(world)) == 2


async def test_a_link_that_is_placed_soon_is_told_in_the_thread(world: World) -> None:
    await add(world, "-a")
    world.sites[page(1)] = FOLLOWED.format(world.sites.url(TARGET))
    await world.pass_time(timedelta(days=2))
    said = [each for each in await world.notices() if "live now" in each.text]
    assert [(each.kind, each.incident_id) for each in said] == [(NoticeKind.REPLY, batch_id(NAME, "C1"))]


async def test_what_is_found_when_the_first_looks_are_over_is_told_as_ever(world: World) -> None:
    await add(world, "x")
    await world.pass_time(FIRST_LOOKS)
    world.sites[page(1)] = NOFOLLOW.format(world.sites.url(TARGET))
    await world.pass_time(timedelta(days=3))
    assert len(await messages(world)) == 2


async def test_a_batch_is_opened_once(world: World) -> None:
    await add(world, "a")
    before = await told(world)
    await open_batch(world.store, "C1", NAME, "Import of clients.csv", world.clock.now() + HOUR)
    assert await told(world) == before


async def test_links_that_nobody_opened_a_batch_for_are_told_as_ever(world: World) -> None:
    world.sites[TARGET] = "<h1>Boots</h1>"
    world.sites["blog1.example/"] = "<h1>Walking</h1>"
    world.sites[page(1)] = NOFOLLOW.format(world.sites.url(TARGET))
    new = NewLink("C1", world.sites.url(page(1)), world.sites.url(TARGET))
    await world.store.add_link(replace(new, imported=Imported(NAME, world.clock.now(), "")), world.clock.now())
    await world.pass_time(4 * HOUR)
    assert len(await messages(world)) == 1
    assert all(not each.group for each in await world.incidents())
