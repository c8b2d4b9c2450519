"""The ways from home pages, on loopback: found, lost, confirmed on another day, within a budget that outlives us."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from jobs.checks.reach import ReachWatch
from jobs.model.incident import Incident, IncidentStatus
from jobs.model.partner import NewPartner
from jobs.model.site_ways import SiteWays
from jobs.model.write import Write
from jobs.rules import out_of_reach
from jobs.store.tiny.store import open_tiny
from tests.tools.site import Answer
from tests.tools.world import World, open_world

DAY = timedelta(days=1)
HOST = "partner.example"
WORDS = "<p>We walked the long ridge above the lake and wore out our soles.</p>"


@dataclass
class Hills:
    """A partner's site and its watch."""

    world: World
    most: int = 60
    woken: int = 0

    @property
    def watch(self) -> ReachWatch:
        """As it is after a start: it remembers nothing itself."""
        return ReachWatch(self.world.store, self.world.reader, self.world.clock, self.most, self.wake)

    def wake(self) -> None:
        self.woken += 1

    def put(self, path: str, *links: str, more: str = "") -> None:
        named = "".join(f'<a href="{link}">{link}</a>' for link in links)
        own = " ".join(f"{path or 'home'} of ours, number {number}." for number in range(9))
        self.world.sites[f"{HOST}/{path}"] = f"<title>{path}</title><h1>Hills</h1>{WORDS}{own}{named}{more}"

    def url(self, path: str) -> str:
        return self.world.sites.url(f"{HOST}/{path}")

    async def look(self) -> int:
        """One look at what is due; how many pages the site was asked for."""
        before = len(self.asked)
        while await self.watch.look():
            pass
        await self.world.dispatcher.run_due()
        return len(self.asked) - before

    @property
    def asked(self) -> list[str]:
        return [each.place for each in self.world.sites.asked if "robots.txt" not in each.place]

    async def later(self, wait: timedelta) -> int:
        """Time passes, and the watch looks; the checks of that time are not counted."""
        await self.world.pass_time(wait)
        return await self.look()

    async def ways(self) -> SiteWays:
        found = await self.world.store.site_ways(HOST)
        assert found is not None
        return found

    async def told(self) -> list[Incident]:
        found = await self.world.incidents()
        return [each for each in found if any(finding.kind == out_of_reach.KIND for finding in each.findings)]


@pytest.fixture
async def hills(tmp_path: Path) -> AsyncIterator[Hills]:
    async with open_world(tmp_path) as world:
        made = Hills(world)
        made.put("", "/about", "/blog/")
        made.put("about", "/")
        made.put("blog/", "/", "/blog/walks")
        made.put("blog/walks", "/blog/friends")
        made.put("blog/friends", "/")
        await world.watch_partner(f"{HOST}/blog/friends", most=100)
        yield made


async def test_the_way_is_found_and_walked_again_with_few_requests(hills: Hills) -> None:
    assert await hills.look() == 4, "click by click, at first"
    [way] = (await hills.ways()).ways
    assert way.path == tuple(map(hills.url, ("", "blog/", "blog/walks", "blog/friends")))
    assert await hills.look() == 0
    assert await hills.later(29 * DAY) == 0
    assert await hills.later(2 * DAY) == 3
    assert await hills.told() == []


async def test_a_page_taken_out_of_the_lists_is_told_once_after_two_days_and_ends_when_it_is_back(
    hills: Hills,
) -> None:
    await hills.look()
    hills.put("blog/walks", "/")
    await hills.later(31 * DAY)
    assert await hills.told() == [], "one day is no proof"
    await hills.later(DAY / 2)
    assert await hills.told() == []
    await hills.later(DAY)
    [incident] = await hills.told()
    assert hills.woken == 1
    assert "3 clicks led to it" in incident.findings[0].text
    assert "Read there, on two days: 4 pages." in incident.findings[0].text
    await hills.later(40 * DAY)
    assert len(await hills.told()) == 1
    hills.put("", "/about", "/blog/", "/blog/friends")
    await hills.later(31 * DAY)
    [incident] = await hills.told()
    assert incident.status is IncidentStatus.RECOVERED
    [way] = (await hills.ways()).ways
    assert way.clicks == 1


async def test_another_way_is_as_good(hills: Hills) -> None:
    await hills.look()
    hills.put("blog/walks", "/")
    hills.put("about", "/blog/friends")
    await hills.later(31 * DAY)
    await hills.later(3 * DAY)
    assert await hills.told() == []
    assert (await hills.ways()).ways[0].path == tuple(map(hills.url, ("", "about", "blog/friends")))


async def test_what_redirects_to_the_page_leads_there(hills: Hills) -> None:
    await hills.look()
    hills.put("blog/walks", "/?p=12")
    hills.world.sites[f"{HOST}/?p=12"] = Answer.redirect("/blog/friends", 301)
    await hills.later(31 * DAY)
    await hills.later(3 * DAY)
    assert await hills.told() == []
    assert (await hills.ways()).ways[0].path[-1] == hills.url("?p=12")
    assert await hills.later(31 * DAY) == 5


async def test_a_page_that_moved_is_sought_where_it_stands_now(hills: Hills) -> None:
    await hills.look()
    hills.put("partners", "/")
    hills.put("blog/walks", "/partners")
    hills.world.sites[f"{HOST}/blog/friends"] = Answer.redirect("/partners", 301)
    await hills.later(31 * DAY)
    await hills.later(3 * DAY)
    assert await hills.told() == []


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ("large", "more pages than may be read"),
        ("down", "the site does not answer"),
        ("page down", "a page in between does not answer"),
        ("robots", "robots.txt shuts us out of a page"),
        ("script", "a script names the page"),
        ("onclick", "a script leads there"),
        ("gone", "the page itself is gone, which is told as such"),
        ("blank home", "the home page shows nothing without scripts"),
    ],
)
async def test_where_nobody_can_tell_nothing_is_said(hills: Hills, how: str, why: str) -> None:
    await hills.look()
    hills.put("blog/walks", "/")
    sites = hills.world.sites
    if how == "large":
        hills.put("about", *(f"/n{number}" for number in range(80)))
        for number in range(80):
            hills.put(f"n{number}", "/")
    elif how == "down":
        sites[f"{HOST}/"] = Answer("busy", status=503)
    elif how == "page down":
        sites[f"{HOST}/about"] = Answer("busy", status=503)
    elif how == "robots":
        rules = "User-agent: *\nDisallow: /about\n"
        sites[f"{HOST}/robots.txt"] = Answer(rules, headers={"Content-Type": "text/plain"})
    elif how == "script":
        hills.put("blog/walks", "/", more=f"<script>var all = ['{hills.url('blog/friends')}'];</script>")
    elif how == "onclick":
        hills.put("blog/walks", "/", more="<button onclick=\"location.href='/blog/friends'\">Friends</button>")
    elif how == "gone":
        sites[f"{HOST}/blog/friends"] = Answer("no such page", status=404)
    else:
        sites[f"{HOST}/"] = '<div id="root"></div><script src="/app.js"></script>'
    for wait in (31 * DAY, DAY, DAY, 31 * DAY, DAY):
        await hills.later(wait)
    assert await hills.told() == [], why


MENDING = f"<title>Hills</title><h1>Nous revenons</h1>{WORDS}"
"""A page that stands in for others, in words that we do not know."""


@pytest.mark.parametrize(
    ("stands_in", "why"),
    [
        ({"": f"{MENDING}<a href=/>Hills</a>", "blog/friends": f"{WORDS}<a href=/>Hills</a>"}, "it leads nowhere"),
        ({"": f"{MENDING}<a href=/imprint>Who we are</a>"}, "to nothing that the page leads to"),
        (dict.fromkeys(("", "about", "blog/friends"), f"{MENDING}<a href=/about>Who we are</a>"), "it answers for all"),
    ],
)
async def test_nothing_is_said_while_another_page_stands_in_for_the_home_page(
    hills: Hills, stands_in: dict[str, str], why: str
) -> None:
    hills.put("blog/friends", "/", "/blog/", "/about", "/shop")
    hills.put("imprint", "/")
    await hills.look()
    for path, markup in stands_in.items():
        hills.world.sites[f"{HOST}/{path}"] = markup
    for wait in (31 * DAY, DAY, DAY, 31 * DAY, DAY):
        await hills.later(wait)
    assert await hills.told() == [], why


@pytest.mark.parametrize("status", [403, 429, 500, 503])
async def test_of_several_pages_that_are_not_found_one_may_end_the_walk(hills: Hills, status: int) -> None:
    hills.put("blog/walks", "/blog/friends", "/blog/more")
    hills.put("blog/more", "/")
    await hills.world.watch_partner(f"{HOST}/blog/more", most=100)
    await hills.look()
    hills.put("blog/walks", "/")
    hills.world.sites[f"{HOST}/blog/friends"] = Answer("not now", status=status)
    await hills.later(31 * DAY)
    hills.put("blog/friends", "/")
    await hills.later(3 * DAY)
    await hills.later(31 * DAY)
    await hills.later(3 * DAY)
    assert await hills.told(), "the site is looked at again, and told of"


@pytest.mark.parametrize("most", [4, 5])
async def test_pages_that_are_not_found_may_end_what_may_be_read(hills: Hills, most: int) -> None:
    hills.most = most
    await hills.look()
    hills.put("blog/walks", "/")
    for wait in (31 * DAY, DAY, DAY, 31 * DAY):
        await hills.later(wait)
    hills.put("blog/walks", "/blog/friends")
    await hills.later(31 * DAY)
    assert (await hills.ways()).ways[0].clicks == 3


async def test_a_site_too_large_is_not_read_each_month(hills: Hills) -> None:
    hills.put("blog/walks", "/")
    hills.put("about", *(f"/n{number}" for number in range(80)))
    for number in range(80):
        hills.put(f"n{number}", "/")
    assert await hills.look() == 60
    assert [await hills.later(31 * DAY) for _ in range(4)] == [0, 0, 0, 0]


async def test_no_more_pages_than_that_are_read_in_a_month_however_often_we_start(hills: Hills) -> None:
    await hills.look()
    hills.put("blog/walks", "/")
    hills.put("about", *(f"/n{number}" for number in range(30)))
    for number in range(30):
        hills.put(f"n{number}", "/")
    month = f"{hills.world.clock.now() + 31 * DAY:%Y-%m}"
    first = await hills.later(31 * DAY)
    assert 34 <= first <= 36
    ways = await hills.ways()
    assert (ways.month, ways.asked) == (month, first)
    assert ways.next_at.day == 1, "what is left does not do for a second look"
    while f"{hills.world.clock.now():%Y-%m}" == month:
        assert await hills.later(DAY) == 0 or f"{hills.world.clock.now():%Y-%m}" != month
    assert len(await hills.told()) == 1, "the next month has what it takes"


async def test_what_a_crash_left_unknown_counts_as_read(hills: Hills, monkeypatch: pytest.MonkeyPatch) -> None:
    async def dies(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("jobs.checks.site_walk.SiteWalk.seek", dies)
        with pytest.raises(KeyboardInterrupt):
            await hills.watch.look()
    assert (await hills.ways()).asked == 60
    assert await hills.look() == 0
    assert await hills.later(31 * DAY) == 4


async def test_pages_of_a_site_share_a_walk(hills: Hills) -> None:
    for number in range(5):
        hills.put(f"blog/friends-{number}", "/")
    hills.put("blog/walks", "/blog/friends", *(f"/blog/friends-{number}" for number in range(5)))
    for number in range(5):
        await hills.world.watch_partner(f"{HOST}/blog/friends-{number}", most=100)
    assert await hills.look() == 4
    assert all(way.clicks == 3 for way in (await hills.ways()).ways)


async def test_a_page_added_later_is_sought_soon(hills: Hills) -> None:
    await hills.look()
    hills.put("blog/more", "/")
    hills.put("about", "/blog/more")
    page = NewPartner("C1", hills.url("blog/more"), 100)
    await hills.world.store.add_partner(page, hills.world.clock.now())
    await hills.world.dispatcher.run_due()
    assert await hills.look() > 0
    assert [way.clicks for way in (await hills.ways()).ways] == [3, 2]


async def test_a_look_that_was_cut_short_is_made_up_for_in_the_next_month(hills: Hills) -> None:
    home = hills.world.sites.pages[f"{HOST}/"]
    hills.world.sites[f"{HOST}/"] = Answer(status=503)
    assert await hills.look() == 1
    hills.world.sites[f"{HOST}/"] = home
    assert await hills.later(31 * DAY) == 4
    hills.most = 5
    hills.put("about", "/blog/more", *(f"/n{number}" for number in range(9)))
    await hills.world.store.add_partner(NewPartner("C1", hills.url("blog/more"), 100), hills.world.clock.now())
    hills.put("blog/more", "/")
    await hills.world.dispatcher.run_due()
    assert await hills.look() == 1, "four of five were read in this month"
    assert await hills.later(31 * DAY) > 1
    assert [way.clicks for way in (await hills.ways()).ways] == [3, 2]


async def test_a_site_that_wants_to_be_left_in_peace_is_looked_at_a_day_later(hills: Hills) -> None:
    state = await hills.world.store.host(HOST)
    peace = hills.world.clock.now() + timedelta(hours=2)
    await hills.world.store.write(Write(hosts=[replace(state, not_before=peace)]))
    assert await hills.look() == 0
    assert (await hills.ways()).asked == 0
    assert await hills.later(DAY + timedelta(hours=1)) == 4


async def test_none_is_read_where_that_is_configured(hills: Hills) -> None:
    hills.most = 0
    assert await hills.look() == 0
    assert await hills.world.store.site_ways(HOST) is None


async def test_a_restart_between_the_two_days_changes_nothing(tmp_path: Path) -> None:
    async with open_world(tmp_path / "one") as world:
        hills = Hills(world)
        hills.put("", "/blog/friends")
        hills.put("blog/friends", "/")
        await world.watch_partner(f"{HOST}/blog/friends", most=100)
        await hills.look()
        hills.put("", "/about")
        hills.put("about", "/")
        await hills.later(31 * DAY)
        read_again = await open_tiny(tmp_path / "one", read_only=True)
        kept = await read_again.site_ways(HOST)
        await read_again.close()
        assert kept == await hills.ways()
        assert kept.ways[0].missed_at is not None
        await hills.later(DAY + timedelta(hours=1))
        assert len(await hills.told()) == 1
        assert replace(await hills.ways(), next_at=kept.next_at).site == HOST
