"""A page whose link is drawn by a script, over days: what a browser shows of it decides, and only of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from jobs.checks.allowance import MOST_A_DAY
from jobs.model.link import Link
from jobs.model.link_status import LinkState
from jobs.model.page import Outcome
from jobs.model.write import Write
from jobs.web.render.rendering import NotRendered, Render, Rendered
from tests.tools.site import Answer, Sites
from tests.tools.world import World, open_world

PAGE, OURS = "app.example/walk", "ours.example/guide"
WORDS = "<p>We walked the long ridge above the lake and wore out our soles, so we looked for new ones.</p>" * 9
EMPTY = "<title>App</title><div id=root></div><script src=/app.js></script>"
WEEK = timedelta(days=7)


class Browser:
    """Stands in for Chromium: shows what it is told to, and counts how often it is asked."""

    def __init__(self, shows: str | NotRendered) -> None:
        self.shows = shows
        self.asked = 0

    def drawing(self) -> Callable[[Sites], Render]:
        def on(sites: Sites) -> Render:
            async def render(url: str) -> Rendered | NotRendered:
                self.asked += 1
                if isinstance(self.shows, NotRendered):
                    return self.shows
                html = self.shows.replace("TARGET", sites.url(OURS))
                return Rendered(url, url, 200, (("content-type", "text/html; charset=utf-8"),), html, settled=True)

            return render

        return on


WITH_LINK = f"<title>App</title>{WORDS}<p>Good boots: <a href='TARGET'>our guide</a>, and they last.</p>"


async def tracked(world: World, served: str) -> Link:
    world.sites["app.example/"] = "<title>Home</title><p>Walks and the people who take them.</p>"
    world.sites[OURS] = "<title>Guide</title><p>Boots for all weathers.</p>"
    world.sites["ours.example/"] = "<h1>Our shop</h1>"
    world.sites[PAGE] = served.replace("TARGET", world.sites.url(OURS))
    return await world.watch(PAGE, OURS)


async def test_a_link_that_is_drawn_lives_and_its_loss_is_told(tmp_path: Path) -> None:
    browser = Browser(WITH_LINK)
    async with open_world(tmp_path, draws=browser.drawing()) as world:
        link = await tracked(world, EMPTY)
        assert link.standing.state is LinkState.LIVE
        assert [note.kind for note in link.standing.notes] == ["rendered_only"]
        await world.pass_time(WEEK)
        assert await world.incidents() == []
        assert browser.asked >= 7
        browser.shows = WITH_LINK.replace("<a href='TARGET'>our guide</a>", "our guide")
        await world.pass_time(WEEK)
        assert (await world.link(link.id)).standing.state is LinkState.LOST


async def test_while_no_browser_can_draw_it_nobody_knows(tmp_path: Path) -> None:
    browser = Browser(WITH_LINK)
    async with open_world(tmp_path, draws=browser.drawing()) as world:
        link = await tracked(world, EMPTY)
        browser.shows = NotRendered("the browser hung")
        await world.pass_time(WEEK)
        assert await world.incidents() == []
        assert (await world.link(link.id)).standing.unknown_since is not None


async def test_a_page_that_carries_its_link_is_never_drawn(tmp_path: Path) -> None:
    browser = Browser(NotRendered("nobody asked for it"))
    async with open_world(tmp_path, draws=browser.drawing()) as world:
        link = await tracked(world, WITH_LINK)
        await world.pass_time(WEEK)
        assert (await world.link(link.id)).standing.state is LinkState.LIVE
        assert browser.asked == 0


async def test_a_refusal_is_no_reason_to_send_a_browser(tmp_path: Path) -> None:
    browser = Browser(WITH_LINK)
    async with open_world(tmp_path, draws=browser.drawing()) as world:
        link = await tracked(world, EMPTY)
        asked = browser.asked
        world.sites[PAGE] = Answer("<h1>Forbidden</h1>", 403)
        await world.pass_time(WEEK)
        assert browser.asked == asked
        assert (await world.link(link.id)).page_url == world.sites.url(PAGE)
        page = await world.store.page(link.page_url)
        assert page is not None
        assert page.last_outcome is Outcome.BLOCKED


async def test_a_page_that_was_drawn_enough_for_one_day_loses_no_link(tmp_path: Path) -> None:
    browser = Browser(WITH_LINK)
    async with open_world(tmp_path, draws=browser.drawing()) as world:
        link = await tracked(world, f"<title>App</title>{WORDS}<script src=/app.js></script>")
        await world.store.write(Write(links=[replace(link, every=timedelta(hours=1))]))
        await world.pass_time(timedelta(days=2))
        assert MOST_A_DAY / 2 <= browser.asked < 48
        after = await world.link(link.id)
        assert (after.standing.state, after.standing.absent_since) == (LinkState.LIVE, None)
