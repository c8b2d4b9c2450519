"""Pages that only send their visitors on are followed as redirects are, on real servers."""

from collections.abc import AsyncIterator

import pytest

from jobs.model.page import Outcome
from jobs.pages.asked import LinkQuestion
from jobs.pages.reader import PageReader
from jobs.pages.reading import EXTRACTOR, Reading
from jobs.web.isolation.parser_pool import ParserPool
from jobs.web.robots.files import RobotsFiles
from tests.tools.clocks import HandClock
from tests.tools.site import Answer, Sites

PAGE = "partner.example/walk"
TARGET = "https://ours.example/guide"
LINKED = f'<title>A walk</title><p>We bought <a href="{TARGET}">good boots</a>.</p>'
ASKED = LinkQuestion(TARGET)
STORY = "We walked the long ridge above the lake and wore out our soles. " * 10


class Web:
    def __init__(self, sites: Sites, reader: PageReader) -> None:
        self.sites, self.reader = sites, reader

    async def read(self) -> Reading:
        return await self.reader.read(self.sites.url(PAGE), asked=[ASKED])


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    async with Sites() as sites, ParserPool(EXTRACTOR) as pages, sites.session() as session:
        clock = HandClock()
        robots = RobotsFiles(session, sites.policy, clock.now, pages)
        sites["partner.example/journal/walk"] = LINKED
        yield Web(sites, PageReader(session, sites.policy, robots, pages, clock))


def is_present(reading: Reading) -> bool:
    return reading.examined is not None and reading.examined.answers[ASKED.key].sighting.present


@pytest.mark.parametrize(
    "stub",
    [
        pytest.param('<meta http-equiv=refresh content="0; url=/journal/walk">', id="Hugo, Jekyll"),
        pytest.param('<meta http-equiv=refresh content="5;url=/journal/walk"><p>Moved.</p>', id="after five seconds"),
        pytest.param(
            '<noscript><meta http-equiv=refresh content="0; url=journal/walk"></noscript>'
            "<script>window.location.href = 'journal/walk'</script><p>You should have been redirected.</p>",
            id="Sphinx: in a noscript, beside a script",
        ),
        pytest.param(
            '<meta http-equiv=refresh content="0; url=/journal/walk"><link rel=canonical href=/journal/walk>'
            '<script>window.location.href="/journal/walk"+window.location.hash</script>',
            id="Docusaurus: nothing to read",
        ),
    ],
)
async def test_a_refresh_within_seconds_is_a_redirect(web: Web, stub: str) -> None:
    web.sites[PAGE] = stub
    reading = await web.read()
    assert is_present(reading)
    assert reading.facts.final_url == web.sites.url("partner.example/journal/walk")
    assert [(hop.url, hop.status) for hop in reading.facts.hops] == [(web.sites.url(PAGE), 200)]


async def test_so_is_the_header(web: Web) -> None:
    web.sites[PAGE] = Answer("<p>Moved.", headers={"Refresh": "0; url=/journal/walk"})
    assert is_present(await web.read())


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(f'<meta http-equiv=refresh content="6; url=/journal/walk"><p>{STORY}', id="after more than five"),
        pytest.param(f'<meta http-equiv=refresh content="3"><p>{STORY}', id="itself again"),
        pytest.param(
            f'<noscript><meta http-equiv=refresh content="0; url=/journal/walk"></noscript><p>{STORY}',
            id="a page with a text of its own, for those without scripts",
        ),
        pytest.param('<meta http-equiv=refresh content="3; url=/journal/walk"><h1>Page not found</h1>', id="not found"),
        pytest.param('<meta http-equiv=refresh content="0; url=/.well-known/sgcaptcha/?r=%2F">', id="a challenge"),
    ],
)
async def test_stays(web: Web, page: str) -> None:
    web.sites[PAGE] = page
    reading = await web.read()
    assert reading.facts.final_url == web.sites.url(PAGE)
    assert not reading.facts.hops


async def test_a_page_that_has_the_link_is_the_page(web: Web) -> None:
    web.sites[PAGE] = f'{LINKED}<meta http-equiv=refresh content="0; url=/elsewhere">'
    reading = await web.read()
    assert is_present(reading)
    assert not reading.facts.hops


async def test_hops_of_both_kinds_are_counted_together(web: Web) -> None:
    web.sites[PAGE] = '<meta http-equiv=refresh content="0; url=/b">'
    web.sites["partner.example/b"] = Answer.redirect("/walk")
    reading = await web.read()
    assert reading.outcome is Outcome.REDIRECT_LOOP


async def test_each_hop_asks_robots_txt_and_the_guard(web: Web) -> None:
    web.sites[PAGE] = f'<meta http-equiv=refresh content="0; url={web.sites.url("shut.example/")}">'
    web.sites["shut.example/robots.txt"] = "User-agent: *\nDisallow: /\n"
    assert (await web.read()).outcome is Outcome.ROBOTS_REFUSED
    assert web.sites.count("shut.example/") == 0
