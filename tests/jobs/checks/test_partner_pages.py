"""A partner page at its checks: its series goes on with each that could read it, and with no other."""

import gzip
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from jobs.model.document import Place
from jobs.model.incident import IncidentKind
from jobs.model.link_status import LinkState
from jobs.model.notice import NoticeKind
from jobs.model.partner import NewPartner
from jobs.model.series import OurSpot, SeriesPoint
from tests.tools.site import Answer
from tests.tools.world import World, open_world

DAY = timedelta(days=1)
PAGE, TARGET = "partner.example/links", "shop.example/boots"
TAGGED = {"ETag": '"as before"'}


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(tmp_path) as world:
        world.sites[TARGET] = "<h1>Boots</h1><p>Boots for all weathers.</p>"
        world.sites[PAGE] = page(world, "old", 5)
        yield world


def page(world: World, name: str, count: int, rel: str = "") -> str:
    others = "".join(f'<li><a href="https://{name}{n}.example/">{name} {n}</a></li>' for n in range(count))
    return (
        f'{rel}<nav><a href="/">Home</a><a href="/about">About</a></nav><main><h1>Friends of ours</h1><ul>{others}</ul>'
        f"<p>We walked the long ridge above the lake in {ours(world)}.</p></main>"
        '<footer><a href="https://made-by.example/" rel="nofollow">Made by us</a></footer>'
    )


def ours(world: World) -> str:
    return f'<a href="{world.sites.url(TARGET)}">good boots</a>'


async def points(world: World) -> tuple[SeriesPoint, ...]:
    found = await world.store.series([world.sites.url(PAGE)])
    return found[0].points if found else ()


async def test_the_first_look_begins_the_series(world: World) -> None:
    link = await world.watch(PAGE, TARGET)
    assert await points(world) == (), "nobody tracks it as a partner page"
    await world.watch_partner(PAGE, most=100)
    (first,) = await points(world)
    assert first == SeriesPoint(
        world.clock.now().date(),
        external=7,
        followed=6,
        internal=2,
        domains=6,
        places=((Place.BODY, 6), (Place.FOOTER, 1)),
        ours=(OurSpot(link.id, 6, Place.BODY),),
    )
    assert first.in_template == 1


async def test_each_day_that_reads_the_page_adds_a_point(world: World) -> None:
    await world.watch(PAGE, TARGET)
    await world.watch_partner(PAGE, most=100)
    world.sites[PAGE] = page(world, "old", 20, '<meta name="robots" content="nofollow">')
    await world.pass_time(2 * DAY)
    first, *_, last = await points(world)
    assert (first.followed, first.nofollow) == (6, False)
    assert (last.followed, last.nofollow, last.ours[0].position) == (21, True, 21)


async def test_a_page_that_is_as_it_was_adds_what_is_known(world: World) -> None:
    world.sites[PAGE] = Answer(page(world, "old", 5), headers=TAGGED)
    await world.watch_partner(PAGE, most=100)
    await world.watch(PAGE, TARGET)
    await world.pass_time(3 * DAY)
    found = await points(world)
    assert len(found) > 2
    assert {(each.external, each.internal, each.places) for each in found} == {
        (7, 2, ((Place.BODY, 6), (Place.FOOTER, 1)))
    }
    assert {spot.position for each in found[1:] for spot in each.ours} == {6}


async def test_a_page_that_cannot_be_read_adds_nothing(world: World) -> None:
    await world.watch(PAGE, TARGET)
    await world.watch_partner(PAGE, most=100)
    world.sites[PAGE] = Answer("<title>Just a moment...</title><script>window._cf_chl_opt={}</script>", 403)
    await world.pass_time(5 * DAY)
    assert len(await points(world)) == 1


async def test_channels_that_track_the_same_page_share_its_series(world: World) -> None:
    await world.watch_partner(PAGE, most=100)
    await world.store.add_partner(NewPartner("C2", world.sites.url(PAGE), 50), world.clock.now())
    await world.dispatcher.run_due()
    assert len(await points(world)) == 1


async def test_a_page_that_fills_up_above_our_link_is_one_message(world: World) -> None:
    link = await world.watch(PAGE, TARGET)
    await world.watch_partner(PAGE, most=100)
    world.sites[PAGE] = page(world, "casino-", 30)
    await world.pass_time(4 * DAY)
    [incident] = await world.incidents()
    texts = [finding.text for finding in incident.findings]
    assert any("30 sites that it did not link to before: casino-0.example (gambling)" in text for text in texts)
    assert any(f"{link.ref} is number 31 of 32 links to other sites now" in text for text in texts)


async def test_a_page_that_was_cut_off_below_our_link_is_no_better(world: World) -> None:
    world.sites[PAGE] = whole = page(world, "old", 9).replace("<ul>", f"<p>{ours(world)}</p><ul>")
    link = await world.watch(PAGE, TARGET)
    await world.watch_partner(PAGE, most=4)
    known, told = await points(world), await world.notices()
    sent = gzip.compress(whole.encode(), 0)  # what came of it can be read
    world.sites[PAGE] = Answer(sent[: sent.index(b"<ul>")], headers={"Content-Encoding": "gzip"})
    await world.pass_time(3 * DAY)
    assert (await world.link(link.id)).standing.state is LinkState.LIVE
    assert await points(world) == known
    assert await world.notices() == told


async def test_pages_of_a_site_that_turn_nofollow_within_a_week_are_one_message(world: World) -> None:
    pages = [f"partner.example/links-{number}" for number in range(4)]
    for each in pages:
        world.sites[each] = page(world, "old", 12)
        await world.watch_partner(each, most=100)
        await world.pass_time(DAY)
    for each in pages:
        world.sites[each] = page(world, "old", 12, '<meta name="robots" content="nofollow">')
    await world.pass_time(21 * DAY)
    [group] = [each for each in await world.incidents() if each.kind is IncidentKind.GROUP]
    assert len(group.parts) == len(pages)
    cards = [notice.incident_id for notice in await world.notices() if notice.kind is NoticeKind.CARD]
    assert cards == [group.id]
