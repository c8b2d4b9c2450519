"""Our own pages on loopback: found, read in turn, and silent where they cannot be read."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from jobs.exchanges.our_pages import AT_ONCE, OurPageRhythm, OurPageWatch, addresses_of
from jobs.model.our_page import OurPage, OurPageQuery
from jobs.model.page import Outcome, Validators
from jobs.model.reading import OutwardLink
from tests.tools.site import Answer
from tests.tools.world import World, open_world

WEEK = timedelta(days=7)
FRIEND = "https://friend.example/"
LINKS = f"<p><a href='{FRIEND}'>friends</a> <a href='/a'>about</a> <a rel=nofollow href='https://ad.example/x'>ad</a>"
GIVEN = (
    OutwardLink(FRIEND, "friend.example", followed=True),
    OutwardLink("https://ad.example/x", "ad.example", followed=False),
)


PAGES = OurPageQuery(lists=False)


class Ours:
    """A site of ours and what reads it."""

    def __init__(self, world: World) -> None:
        self.world, self.sites = world, world.sites
        self.wanted: tuple[str, ...] = (self.url("sitemap.xml"),)

    def url(self, path: str) -> str:
        return self.sites.url(f"ours.example/{path}")

    def name(self, *paths: str) -> None:
        named = "".join(f"<url><loc>{self.url(path)}</loc></url>" for path in paths)
        self.sites["ours.example/sitemap.xml"] = f"<urlset>{named}</urlset>"

    def put(self, path: str, answer: str | Answer) -> None:
        self.sites[f"ours.example/{path}"] = answer

    async def look(self, most_links: int = 100) -> int:
        rhythm = OurPageRhythm(most_links=most_links)
        world, wanted = self.world, addresses_of(self.wanted)
        return await OurPageWatch(world.store, world.reader, world.clock, wanted, rhythm, lambda: 0.5).look()

    async def look_after(self, wait: timedelta) -> int:
        self.world.clock.move(wait)
        return await self.look()

    async def pages(self, query: OurPageQuery = PAGES) -> dict[str, OurPage]:
        chunks = (await self.world.store.our_pages(query)).chunks
        return {page.url.rpartition("/")[2]: page async for chunk in chunks for page in chunk.items}


@pytest.fixture
async def ours(tmp_path: Path) -> AsyncIterator[Ours]:
    async with open_world(tmp_path) as world:
        found = Ours(world)
        found.name("a")
        found.put("a", LINKS)
        yield found


async def test_links_to_other_sites_are_kept_and_who_follows_them(ours: Ours) -> None:
    assert await ours.look() == 1
    page = (await ours.pages())["a"]
    assert (page.links, page.sites, page.followed) == (GIVEN, ("friend.example", "ad.example"), 1)
    assert page.page.last_outcome is Outcome.OK
    [kept] = (await ours.pages(OurPageQuery(lists=True))).values()
    assert (kept.listed, kept.page.last_reason) == (1, "")


async def test_each_is_read_once_in_its_interval_and_an_unchanged_one_stays_as_it_was(ours: Ours) -> None:
    assert [await ours.look(), await ours.look(), await ours.look_after(WEEK - timedelta(minutes=1))] == [1, 0, 0]
    assert await ours.look_after(timedelta(minutes=1)) == 1
    assert (await ours.pages())["a"].links == GIVEN


@pytest.mark.parametrize(
    ("why", "answer"),
    [
        ("down", Answer(status=503)),
        ("blocked", Answer("<title>Just a moment...</title><script>_cf_chl_opt={}</script>", 403)),
        ("an empty shell", Answer("<div id=root></div><script src=/app.js></script>")),
        ("a file", Answer("%PDF", headers={"Content-Type": "application/pdf"})),
    ],
)
async def test_a_page_that_cannot_be_read_says_nothing_of_its_links(ours: Ours, why: str, answer: Answer) -> None:
    await ours.look()
    before = (await ours.pages())["a"]
    ours.put("a", answer)
    await ours.look_after(WEEK)
    after = (await ours.pages())["a"]
    assert (after.links, after.sites, after.followed) == (before.links, before.sites, before.followed), why
    assert after.page.last_outcome is not Outcome.OK
    assert after.page.last_read_at == before.page.last_read_at
    assert after.page.next_check_at < ours.world.clock.now() + WEEK
    ours.put("a", LINKS)
    assert await ours.look_after(timedelta(days=1)) == 1
    assert (await ours.pages())["a"].page.last_outcome is Outcome.OK


async def test_a_shell_that_stays_unchanged_is_no_reading_of_the_links_that_were_there(ours: Ours) -> None:
    ours.put("a", Answer(LINKS, headers={"ETag": '"links"'}))
    await ours.look()
    ours.put("a", Answer("<div id=root></div><script src=/app.js></script>", headers={"ETag": '"shell"'}))
    for _ in range(2):
        await ours.look_after(WEEK)
        page = (await ours.pages())["a"].page
        assert (page.last_outcome is Outcome.OK, page.validators.etag) == (False, '"links"')


@pytest.mark.parametrize(
    ("why", "answer"),
    [("gone", Answer(status=410)), ("another site's now", Answer.redirect("http://elsewhere.example:{port}/"))],
)
async def test_a_page_that_is_ours_no_longer_gives_nothing(ours: Ours, why: str, answer: Answer) -> None:
    await ours.look()
    place = ours.sites.url("elsewhere.example/")
    ours.sites["elsewhere.example/"] = LINKS
    ours.put("a", Answer.redirect(place) if answer.status == 302 else answer)
    await ours.look_after(WEEK)
    page = (await ours.pages())["a"]
    assert (page.links, page.sites, page.followed, page.page.validators) == ((), (), None, Validators()), why


async def test_a_page_whose_links_pass_on_nothing_gives_links_that_are_not_followed(ours: Ours) -> None:
    ours.put("a", f"<meta name=robots content=nofollow>{LINKS}")
    await ours.look()
    page = (await ours.pages())["a"]
    assert [link.followed for link in page.links] == [False, False]
    assert page.followed is None


async def test_what_the_sitemap_names_no_longer_is_forgotten_but_not_by_one_that_fails(ours: Ours) -> None:
    ours.name("a", "b")
    ours.put("b", LINKS)
    await ours.look()
    ours.put("sitemap.xml", Answer("<urlset><url><loc>", 200))
    await ours.look_after(WEEK)
    assert set(await ours.pages()) == {"a", "b"}
    [kept] = (await ours.pages(OurPageQuery(lists=True))).values()
    assert "no well-formed XML" in kept.page.last_reason
    ours.name("b")
    await ours.look_after(timedelta(days=1))
    assert set(await ours.pages()) == {"b"}


async def test_what_is_configured_no_longer_is_forgotten_with_all_that_it_named(ours: Ours) -> None:
    await ours.look()
    ours.wanted = (ours.url("b"),)
    await ours.look()
    assert set(await ours.pages(OurPageQuery())) == {"b"}
    ours.wanted = ()
    await ours.look()
    assert await ours.pages(OurPageQuery()) == {}


async def test_a_few_are_read_at_once_and_the_others_next(ours: Ours) -> None:
    ours.name(*map(str, range(AT_ONCE + 3)))
    assert [await ours.look(), await ours.look(), await ours.look()] == [AT_ONCE, 3, 0]


async def test_a_page_with_too_many_links_is_so_since_that_was_first_seen(ours: Ours) -> None:
    await ours.look(most_links=0)
    first = (await ours.pages())["a"].over_limit_since
    assert first == ours.world.clock.now()
    ours.world.clock.move(WEEK)
    await ours.look(most_links=0)
    assert (await ours.pages())["a"].over_limit_since == first
    ours.put("a", "<p>no links any more, only words about this and that")
    await ours.look_after(WEEK)
    assert (await ours.pages())["a"].over_limit_since is None


async def test_robots_keeps_us_away_from_our_own_pages_too(ours: Ours) -> None:
    ours.put("robots.txt", "User-agent: *\nDisallow: /a\n")
    await ours.look()
    page = (await ours.pages())["a"]
    assert (page.page.last_outcome, page.links) == (Outcome.ROBOTS_REFUSED, ())


def test_a_domain_means_what_its_robots_names() -> None:
    wanted = ["ours.example", "https://ours.example/partners", "https://ours.example/sitemap.xml", "ours.example"]
    assert list(addresses_of(wanted)) == [
        "https://ours.example/robots.txt",
        "https://ours.example/partners",
        "https://ours.example/sitemap.xml",
    ]
