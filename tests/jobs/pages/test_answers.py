"""Whether a page can be read at an address: asked of a real server, which speaks no TLS."""

from collections.abc import AsyncIterator

import pytest

from jobs.pages.answers import answers
from jobs.pages.reader import PageReader
from jobs.pages.reading import EXTRACTOR
from jobs.web.isolation.parser_pool import ParserPool
from jobs.web.robots.files import RobotsFiles
from tests.tools.clocks import HandClock
from tests.tools.site import Answer, Sites


@pytest.fixture
async def sites() -> AsyncIterator[Sites]:
    async with Sites() as made:
        made["blog.example/post"] = "<title>Boots</title><p>" + "A hiking boot needs a stiff sole. " * 20
        made["blog.example/moved"] = Answer.redirect("https://blog.example:1/post")
        yield made


@pytest.mark.parametrize(
    ("place", "scheme", "answered", "why"),
    [
        ("blog.example/post", "http", True, "it is read"),
        ("blog.example/post", "https", False, "nobody speaks TLS there"),
        ("blog.example/gone", "http", False, "there is no such page"),
        ("blog.example/moved", "http", False, "it leads to what does not answer"),
        ("nowhere.example/", "http", False, "there is no such page"),
    ],
)
async def test_an_address_answers_where_a_page_is_read(
    sites: Sites, place: str, scheme: str, why: str, *, answered: bool
) -> None:
    clock = HandClock()
    url = sites.url(place).replace("http:", f"{scheme}:")
    async with sites.session() as session, ParserPool(EXTRACTOR) as pages:
        robots = RobotsFiles(session, sites.policy, clock.now, pages)
        assert await answers(PageReader(session, sites.policy, robots, pages, clock).read, url) is answered, why
