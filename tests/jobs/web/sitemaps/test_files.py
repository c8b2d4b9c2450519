"""Sitemaps of a site on loopback: found, followed, and left where there are too many."""

import gzip
from collections.abc import AsyncIterator

import pytest

from jobs.pages.reader import PageReader
from jobs.pages.reading import EXTRACTOR
from jobs.web.isolation.parser_pool import ParserPool
from jobs.web.robots.files import RobotsFiles
from jobs.web.sitemaps.files import MOST_FILES, is_list, pages_listed
from jobs.web.sitemaps.listed import SitemapContent
from tests.tools.clocks import HandClock
from tests.tools.site import Answer, Sites


class OurSite:
    """A site of ours, read as the bot does."""

    def __init__(self, sites: Sites, reader: PageReader) -> None:
        self.sites, self.reader = sites, reader

    def put(self, place: str, body: str | bytes, **headers: str) -> None:
        self.sites[f"ours.example/{place}"] = Answer(body, headers={"Content-Type": "application/xml", **headers})

    def url(self, path: str) -> str:
        return self.sites.url(f"ours.example/{path}")

    def index(self, *paths: str) -> str:
        named = "".join(f"<sitemap><loc>{self.url(path)}</loc></sitemap>" for path in paths)
        return f"<sitemapindex>{named}</sitemapindex>"

    def urlset(self, *paths: str) -> str:
        named = "".join(f"<url><loc>{self.url(path)}</loc></url>" for path in paths)
        return f"<urlset>{named}</urlset>"

    async def listed(self, path: str = "robots.txt", most: int = 100) -> SitemapContent:
        return await pages_listed(self.reader.read_file, self.url(path), most)


@pytest.fixture
async def ours() -> AsyncIterator[OurSite]:
    clock = HandClock()
    async with Sites() as sites, sites.session() as session, ParserPool(EXTRACTOR) as pages:
        robots = RobotsFiles(session, sites.policy, clock.now, pages)
        yield OurSite(sites, PageReader(session, sites.policy, robots, pages, clock))


async def test_robots_names_the_sitemaps_and_these_name_pages(ours: OurSite) -> None:
    ours.put("robots.txt", f"User-agent: *\nSitemap: {ours.url('index.xml')}\n")
    ours.put("index.xml", ours.index("posts.xml.gz", "pages.xml"))
    packed = gzip.compress(ours.urlset("a", "b").encode())
    ours.put("posts.xml.gz", packed, **{"Content-Type": "application/gzip"})
    ours.put("pages.xml", gzip.compress(ours.urlset("b", "c").encode()), **{"Content-Encoding": "gzip"})
    assert await ours.listed() == SitemapContent((ours.url("a"), ours.url("b"), ours.url("c")))


async def test_where_robots_names_none_the_usual_address_is_asked(ours: OurSite) -> None:
    ours.put("sitemap.xml", ours.urlset("a"))
    assert await ours.listed() == SitemapContent((ours.url("a"),))
    assert await ours.listed("sitemap.xml") == SitemapContent((ours.url("a"),))


async def test_a_part_that_fails_is_named_and_the_others_are_read(ours: OurSite) -> None:
    ours.put("sitemap.xml", ours.index("gone.xml", "pages.xml"))
    ours.put("pages.xml", ours.urlset("a"))
    found = await ours.listed("sitemap.xml")
    assert found.pages == (ours.url("a"),)
    assert ours.url("gone.xml") in found.trouble


async def test_an_index_that_names_itself_ends(ours: OurSite) -> None:
    ours.put("sitemap.xml", ours.index("sitemap.xml", "pages.xml"))
    ours.put("pages.xml", ours.index("sitemap.xml"))
    assert await ours.listed("sitemap.xml") == SitemapContent()
    assert ours.sites.count("ours.example/sitemap.xml") == 1


async def test_depth_and_number_are_bounded(ours: OurSite) -> None:
    ours.put("1.xml", ours.index("2.xml"))
    ours.put("2.xml", ours.index("3.xml"))
    ours.put("3.xml", ours.index("4.xml"))
    ours.put("4.xml", ours.urlset("too-deep"))
    assert (await ours.listed("1.xml")).pages == ()
    ours.put("many.xml", ours.index(*(f"part-{number}.xml" for number in range(MOST_FILES))))
    found = await ours.listed("many.xml")
    assert len(ours.sites.asked) == 3 + MOST_FILES
    assert found.trouble


async def test_enough_pages_are_enough(ours: OurSite) -> None:
    ours.put("sitemap.xml", ours.index("a.xml", "b.xml"))
    ours.put("a.xml", ours.urlset("1", "2", "3"))
    found = await ours.listed("sitemap.xml", most=3)
    assert len(found.pages) == 3
    assert "more than 3 pages" in found.trouble
    assert ours.sites.count("ours.example/b.xml") == 0


@pytest.mark.parametrize(
    ("url", "is_one"),
    [
        ("https://ours.example/robots.txt", True),
        ("https://ours.example/sitemap_index.XML?lang=de", True),
        ("https://ours.example/posts.xml.gz", True),
        ("https://ours.example/", False),
        ("https://ours.example/partners.html", False),
    ],
)
def test_a_list_is_told_by_its_name(url: str, is_one: bool) -> None:  # noqa: FBT001
    assert is_list(url) is is_one
