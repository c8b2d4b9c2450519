"""Links between our own pages: what is broken, what has none, and when nobody can tell."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from jobs.exchanges.our_pages import OurPageRhythm, OurPageWatch, addresses_of
from jobs.exchanges.ours.inside import InsideLinks, as_page
from jobs.exchanges.ours.read import read_inside_links
from jobs.exchanges.ours.wording import inside_doubts, inside_words
from jobs.model.our_page import OurPageQuery
from jobs.model.write import Write
from tests.tools.site import Answer
from tests.tools.world import World, open_world

DAY = timedelta(days=1)


class House:
    """A site of ours, read for a while; what is found of its inside."""

    def __init__(self, world: World) -> None:
        self.world = world

    def url(self, path: str) -> str:
        return self.world.sites.url(f"ours.example/{path}")

    def put(self, path: str, *links: str) -> None:
        words = "".join(f"<p>Words about gardens and tools. <a href='{link}'>more</a>" for link in links)
        self.world.sites[f"ours.example/{path}"] = f"<title>{path}</title><h1>Page</h1><p>All about {path}.{words}"

    def name(self, *paths: str) -> None:
        named = "".join(f"<url><loc>{self.url(path)}</loc></url>" for path in paths)
        self.world.sites["ours.example/sitemap.xml"] = f"<urlset>{named}</urlset>"

    async def live(self, days: int) -> InsideLinks:
        """So many days of looks; at each the bot has just been started anew."""
        for _ in range(days * 2):
            for _ in range(3):
                wanted = addresses_of([self.url("sitemap.xml")])
                parts = self.world.store, self.world.reader, self.world.clock
                await OurPageWatch(*parts, wanted, OurPageRhythm(), lambda: 0.5).look()
            self.world.clock.move(DAY / 2)
        return await read_inside_links(self.world.store, ["C1"])


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_world(tmp_path) as world:
        found = House(world)
        found.name("", "a", "b", "lonely")
        found.put("", "/a")
        found.put("a", "/b", "/a", "https://friend.example/")
        found.put("b", "/", "/a?utm_source=menu")
        found.put("lonely", "/a")
        yield found


async def test_a_page_that_none_of_ours_links_to_is_found_and_the_home_page_is_none(house: House) -> None:
    found = await house.live(1)
    assert ([each.url for each in found.orphans], found.broken, found.not_known) == ([house.url("lonely")], (), "")
    since = found.orphans[0].since
    assert (await house.live(9)).orphans[0].since == since, "found once"
    house.put("b", "/", "/lonely")
    assert (await house.live(9)).orphans == ()


async def test_a_page_that_only_an_unlisted_page_links_to_is_no_orphan(house: House) -> None:
    house.put("a", "/b", "/archive?page=2", "/brochure.pdf")
    house.put("archive?page=2", "/lonely")
    assert (await house.live(2)).orphans == ()
    house.put("a", "/b")
    assert [each.url for each in (await house.live(16)).orphans] == [house.url("lonely")], "it is linked no more"


async def test_a_link_through_a_redirect_is_one(house: House) -> None:
    house.put("a", "/b", "/was-lonely")
    house.world.sites["ours.example/was-lonely"] = Answer.redirect("/lonely", 301)
    assert (await house.live(2)).orphans == ()


async def test_pages_that_are_told_apart_by_what_is_asked_are_neither_orphans_nor_broken(house: House) -> None:
    items = [f"item?id={number}" for number in (1, 2)]
    house.name("", "a", "b", "lonely", *items)
    for each in items:
        house.put(each, "/")
    house.put("b", "/", "/item?id=1", "/item?id=2&from=menu")
    house.world.sites["ours.example/item"] = Answer("which one?", status=404)
    found = await house.live(16)
    assert ([each.url for each in found.orphans], found.broken) == ([house.url("lonely")], ())


async def test_a_file_that_is_linked_to_leaves_no_doubt(house: House) -> None:
    house.put("b", "/", "/feed")
    house.world.sites["ours.example/feed"] = Answer("<rss/>", headers={"Content-Type": "application/rss+xml"})
    found = await house.live(2)
    assert ([each.url for each in found.orphans], found.not_known) == ([house.url("lonely")], "")


async def test_a_page_with_too_many_links_that_is_gone_leaves_no_doubt(house: House) -> None:
    await house.live(1)
    known = [page async for part in (await house.world.store.our_pages(OurPageQuery())).chunks for page in part.items]
    crowded = [replace(page, inward_left_out=page.url == house.url("b")) for page in known]
    await house.world.store.write(Write(our_pages=crowded))
    assert "more links than are kept" in (await read_inside_links(house.world.store, ["C1"])).not_known
    house.world.sites["ours.example/b"] = Answer("gone", status=404)
    assert (await house.live(9)).not_known == ""


@pytest.mark.parametrize(
    ("path", "answer", "why"),
    [
        ("b", Answer("<div id=root></div><script src=/app.js></script>"), "1 of 4 pages could not be read"),
        ("b", Answer("<title>Just a moment...</title><script>_cf_chl_opt={}</script>", 403), "could not be read"),
        ("sitemap.xml", Answer(status=503), "sitemap.xml could not be read whole"),
    ],
)
async def test_where_something_could_not_be_read_nobody_knows_which_pages_have_no_link(
    house: House, path: str, answer: Answer, why: str
) -> None:
    house.put("b", "/", "/lonely")
    await house.live(1)
    house.world.sites[f"ours.example/{path}"] = answer
    found = await house.live(9)
    assert why in found.not_known
    assert found.orphans == ()
    assert "is not known: " in inside_doubts(found)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Answer("gone", status=404), "404"),
        (Answer("broken", status=500), "500"),
        (Answer.redirect("/one", 301), "leads through 2 redirects to"),
    ],
)
async def test_a_broken_page_that_ours_link_to_is_told_once_it_is_so_twice(
    house: House, answer: Answer, why: str
) -> None:
    house.world.sites["ours.example/one"] = Answer.redirect("/a", 302)
    await house.world.watch("blog.example/post", "ours.example/b")
    await house.live(6)
    house.world.sites["ours.example/b"] = answer
    assert (await house.live(1)).broken == (), "seen once"
    [page] = (await house.live(15)).broken
    assert (page.url, page.pages, page.linked_by, page.links) == (house.url("b"), 1, (house.url("a"),), 1)
    assert why in page.why
    assert (await house.live(9)).broken[0].since == page.since
    house.put("b", "/")
    assert (await house.live(9)).broken == ()


async def test_a_broken_page_that_is_in_no_list_is_found_by_its_link(house: House) -> None:
    house.put("a", "/b", "/nowhere")
    [page] = (await house.live(4)).broken
    assert page.url == house.url("nowhere")
    head, rows = inside_words(await read_inside_links(house.world.store, ["C1"]))
    assert head == "1 broken page, 1 page without links"
    assert "1 page of ours links to it" in rows[0][1]


async def test_a_tracked_page_in_no_list_and_without_a_link_is_one_of_them(house: House) -> None:
    house.put("hidden", "/a")
    await house.world.watch("blog.example/post", "ours.example/hidden")
    await house.world.watch("blog.example/other", "ours.example/b")
    orphans = (await house.live(1)).orphans
    assert [(each.url, each.links) for each in orphans] == [(house.url("lonely"), 0), (house.url("hidden"), 1)]


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://ours.example/a?utm_source=x", "https://ours.example/a"),
        ("https://ours.example/blog?page=2", "https://ours.example/blog?page=2"),
        ("https://ours.example/brochure.PDF", ""),
        ("https://ours.example/style.css?v=3", ""),
    ],
)
def test_what_is_read_of_an_address_that_is_linked_to(url: str, page: str) -> None:
    assert as_page(url) == page
