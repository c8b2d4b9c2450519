"""Where other regions see a link that is missing here, nobody can tell: it is never lost by where we stand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from jobs.checks.check_page import check_page
from jobs.checks.dispatcher import Bounds, Dispatcher
from jobs.checks.elsewhere import look_from_here
from jobs.model.link import Link
from jobs.model.link_status import LinkState
from jobs.model.page import Outcome
from jobs.model.region import LookFrom
from tests.tools.site import Answer
from tests.tools.world import World, open_world

PAGE, OURS = "partner.example/walk", "ours.example/guide"
WORDS = "<p>We walked the long ridge above the lake and wore out our soles, so we looked for new ones.</p>"
GONE = Answer("<h1>Not found</h1>", 404)
MONTH = timedelta(days=5)


class Elsewhere:
    """Other regions, each with what it sees, and a memory of how often they were asked."""

    def __init__(self, *seen: LookFrom) -> None:
        self.seen, self.asked = seen, 0

    async def __call__(self, _url: str) -> Sequence[LookFrom]:
        self.asked += 1
        return self.seen


async def tracked(world: World, elsewhere: Elsewhere) -> Link:
    """A link that is there at first."""
    parts = replace(world.parts, ask_elsewhere=elsewhere)
    world.dispatcher = Dispatcher(world.store, partial(check_page, parts), world.clock, Bounds())
    world.sites["partner.example/"] = "<h1>Walks</h1><p>Stories from the hills, and of the people there.</p>"
    world.sites[OURS] = "<title>Guide</title><p>Boots for all weathers.</p>"
    world.sites[PAGE] = f"{WORDS}<p>We bought <a href='{world.sites.url(OURS)}'>good boots</a>.</p>"
    return await world.watch(PAGE, OURS)


def sees(region: str, *present: int, outcome: Outcome | None = Outcome.OK) -> LookFrom:
    return LookFrom(region, outcome, frozenset(present))


@pytest.mark.parametrize("missing", [WORDS, GONE], ids=["the link", "the page"])
@pytest.mark.parametrize(
    ("seen", "state", "why"),
    [
        ((), LinkState.LOST, "there are no regions"),
        ((sees("eu"), sees("us", outcome=Outcome.GONE)), LinkState.LOST, "all see the same"),
        ((sees("eu", outcome=Outcome.BLOCKED),), LinkState.LOST, "one that cannot read the page contradicts nobody"),
        ((sees("eu"), sees("us", 1)), LinkState.LIVE, "one sees it"),
        ((sees("eu", outcome=None),), LinkState.LIVE, "one has not answered"),
    ],
)
async def test_a_link_is_lost_where_no_region_sees_it(
    tmp_path: Path, *, missing: Answer | str, seen: tuple[LookFrom, ...], state: LinkState, why: str
) -> None:
    async with open_world(tmp_path) as world:
        elsewhere = Elsewhere(*seen)
        link = await tracked(world, elsewhere)
        assert (link.id, elsewhere.asked) == (1, 0), "nobody is asked while all is well"
        world.sites[PAGE] = missing
        await world.pass_time(MONTH)
        assert (await world.link(link.id)).standing.state is state, why
        page = await world.store.page(link.page_url)
        assert page is not None
        if state is LinkState.LIVE:
            assert await world.incidents() == []
            assert (page.last_outcome, seen[-1].region in page.last_reason) == (Outcome.GEO, True)


async def test_what_this_region_sees_for_another_is_each_link_that_is_there(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        there = await tracked(world, Elsewhere())
        await world.watch(PAGE, "ours.example/other")
        look = partial(look_from_here, world.parts.read, world.store, there.page_url)
        assert await look() == (Outcome.OK, frozenset({there.id}))
        world.sites[PAGE] = GONE
        assert await look() == (Outcome.GONE, frozenset())
