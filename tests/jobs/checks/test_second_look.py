"""Before a page is judged it is looked at again: in the browsers' form, in its frames, at its canonical."""

from datetime import timedelta
from pathlib import Path

import pytest

from jobs.checks.allowance import MOST_A_DAY
from jobs.model.document import Place
from jobs.model.link import Link
from jobs.model.link_status import LinkState
from jobs.model.page import Outcome
from tests.tools.site import Answer, Answering, Asked
from tests.tools.world import World, open_world

PAGE, OURS = "partner.example/walk", "ours.example/guide"
WORDS = "<p>We walked the long ridge above the lake and wore out our soles, so we looked for new ones.</p>"
ROOT = "<h1>Walks</h1><p>Stories from the hills, and of the people who live there.</p>"
MONTH = timedelta(days=5)


async def tracked(world: World, page: Answering | str) -> Link:
    """A link on a site that tells its pages apart."""
    world.sites["partner.example/"] = ROOT
    world.sites[OURS] = "<title>Guide</title><p>Boots for all weathers.</p>"
    world.sites["ours.example/"] = "<h1>Our shop</h1>"
    world.sites[PAGE] = page
    return await world.watch(PAGE, OURS)


def link_to_us(world: World) -> str:
    return f"<p>We bought <a href='{world.sites.url(OURS)}'>good boots</a>.</p>"


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        pytest.param("User-Agent", "Mozilla/5.0", id="a host that answers no other form"),
        pytest.param("Accept-Language", "", id="a host that wants to know a language"),
    ],
)
@pytest.mark.parametrize("status", [404, 410])
async def test_a_page_that_is_gone_for_programs_only_is_there(
    tmp_path: Path, header: str, wanted: str, status: int
) -> None:
    async with open_world(tmp_path) as world:

        async def answer(asked: Asked) -> Answer:
            is_let_in = header in asked.headers and wanted in asked.headers[header]
            return Answer(WORDS + link_to_us(world)) if is_let_in else Answer("<h1>Not found</h1>", status)

        assert (await tracked(world, answer)).standing.state is LinkState.LIVE
        await world.pass_time(MONTH)
        assert await world.incidents() == []


async def test_a_partner_page_that_is_there_for_browsers_only_has_its_links_placed(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:

        async def answer(asked: Asked) -> Answer:
            is_let_in = "Mozilla/5.0" in asked.headers["User-Agent"]
            return Answer(WORDS + link_to_us(world)) if is_let_in else Answer("<h1>Not found</h1>", 404)

        link = await tracked(world, answer)
        await world.watch_partner(PAGE, most=100)
        [series] = await world.store.series([link.page_url])
        assert series.points[-1].places == ((Place.BODY, 1),)
        assert [(spot.link, spot.position) for spot in series.points[-1].ours] == [(link.id, 1)]


async def test_a_page_that_is_gone_in_both_forms_is_gone(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        link = await tracked(world, WORDS + link_to_us(world))
        world.sites[PAGE] = Answer("<h1>Not found</h1>", 404)
        await world.pass_time(MONTH)
        assert (await world.link(link.id)).standing.state is LinkState.LOST


async def test_a_host_that_refuses_the_other_form_is_respected(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        link = await tracked(world, WORDS + link_to_us(world))

        async def answer(asked: Asked) -> Answer:
            return Answer("no", 403 if "Mozilla" in asked.headers["User-Agent"] else 404)

        world.sites[PAGE] = answer
        await world.pass_time(timedelta(days=2))
        page = await world.store.page(link.page_url)
        assert page is not None
        assert (page.last_outcome, page.last_status) == (Outcome.BLOCKED, 403)
        assert (await world.link(link.id)).standing.state is LinkState.LIVE


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(f"{WORDS}<iframe src=/embed/partners></iframe>", id="iframe"),
        pytest.param("<frameset cols='20%,80%'><frame src=/menu><frame src=/embed/partners></frameset>", id="frameset"),
    ],
)
async def test_a_link_in_a_frame_of_the_same_site_is_there(tmp_path: Path, page: str) -> None:
    async with open_world(tmp_path) as world:
        world.sites["partner.example/menu"] = "<a href=/>Home</a>"
        world.sites["partner.example/embed/partners"] = WORDS + link_to_us(world)
        link = await tracked(world, page)
        assert link.sighting is not None
        assert link.sighting.best is not None
        assert link.sighting.best.place is Place.IFRAME
        assert [note.kind for note in link.standing.notes] == ["in_iframe"]
        world.sites["partner.example/embed/partners"] = WORDS + "<p>We bought good boots.</p>"
        await world.pass_time(MONTH)
        assert (await world.link(link.id)).standing.state is LinkState.LOST


async def test_a_frame_of_another_site_is_not_read(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        world.sites["elsewhere.example/embed"] = link_to_us(world)
        link = await tracked(world, f"{WORDS}<iframe src='{world.sites.url('elsewhere.example/embed')}'></iframe>")
        assert link.standing.state is LinkState.PENDING
        assert world.sites.count("elsewhere.example/embed") == 0


async def test_while_a_frame_cannot_be_read_nobody_knows(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        world.sites["partner.example/embed"] = link_to_us(world)
        link = await tracked(world, f"{WORDS}<iframe src=/embed></iframe>")
        world.sites["partner.example/embed"] = Answer("down", 503)
        await world.pass_time(MONTH)
        assert (await world.link(link.id)).standing.state is LinkState.LIVE
        assert await world.incidents() == []


async def test_so_many_frames_are_read_and_no_more(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        await tracked(world, WORDS + "".join(f"<iframe src=/frame{n}></iframe>" for n in range(9)))
        assert sum("/frame" in asked.place for asked in world.sites.asked) == 3


@pytest.mark.parametrize(
    ("other", "state"),
    [
        pytest.param("with the link", LinkState.LIVE, id="it has the link: a note"),
        pytest.param("", LinkState.WEAKENED, id="it has not: a weakening"),
    ],
)
async def test_a_canonical_of_the_same_host_is_asked_for_the_link(tmp_path: Path, other: str, state: LinkState) -> None:
    async with open_world(tmp_path) as world:
        named = "<head><link rel=canonical href=/walk/comment-page-3/></head>"
        world.sites["partner.example/walk/comment-page-3/"] = named + WORDS + (link_to_us(world) if other else "")
        link = await tracked(world, WORDS + link_to_us(world))
        world.sites[PAGE] = named + WORDS + link_to_us(world)
        await world.pass_time(MONTH)
        link = await world.link(link.id)
        assert link.standing.state is state
        assert "canonical_elsewhere" in {finding.kind for finding in (*link.standing.notes, *link.standing.open)}


async def test_what_is_asked_beside_a_page_stays_within_its_allowance(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        link = await tracked(world, WORDS + link_to_us(world))
        world.sites[PAGE] = WORDS + "".join(f"<iframe src=/frame{n}></iframe>" for n in range(3))
        before = len(world.sites.asked)
        for _ in range(9):
            await world.store.due_now(link.page_url, world.clock.now())
            await world.dispatcher.run_due()
        beside = [asked for asked in world.sites.asked[before:] if "/frame" in asked.place]
        assert len(beside) <= MOST_A_DAY
