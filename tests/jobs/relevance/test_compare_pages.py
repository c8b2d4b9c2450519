"""Two pages compared, both read through the one door."""

from collections.abc import AsyncIterator

import pytest

from jobs.model.document import Place, TooComplex
from jobs.model.page import FetchFailure, Outcome
from jobs.model.relevance import Relevance
from jobs.pages.extract import extract
from jobs.pages.reader import PageReader
from jobs.pages.reading import Reading
from jobs.relevance.compare_pages import compare_pages, compare_readings
from jobs.web.isolation.parser_pool import ParserPool
from jobs.web.robots.files import RobotsFiles
from tests.tools.clocks import HandClock
from tests.tools.site import Answer, Sites

BOOTS = (
    "<title>Boots</title><p>" + "A hiking boot needs a stiff sole, a dry tongue and laces that hold on wet rock. " * 12
)
PLAY = (
    "<title>Play</title><p>" + "The theatre opens its season with a comedy about an impatient king and his cook. " * 12
)


@pytest.fixture
async def sites() -> AsyncIterator[Sites]:
    async with Sites() as made:
        made["ours.example/"] = BOOTS
        made["theirs.example/"] = BOOTS
        made["stage.example/"] = PLAY
        made["gone.example/"] = Answer(status=404)
        yield made


@pytest.fixture
async def reader(sites: Sites) -> AsyncIterator[PageReader]:
    clock = HandClock()
    async with sites.session() as session, ParserPool(extract) as pages:
        yield PageReader(session, sites.policy, RobotsFiles(session, sites.policy, clock.now, pages), pages, clock)


async def in_this_process(theirs: Reading, ours: Reading) -> Relevance:
    """Stands in for the process that compares."""
    return compare_readings(theirs, ours)


async def test_pages_about_one_thing_score_higher_than_others(sites: Sites, reader: PageReader) -> None:
    ours = sites.url("ours.example/")
    near = await compare_pages(reader.read, in_this_process, sites.url("theirs.example/"), ours)
    far = await compare_pages(reader.read, in_this_process, sites.url("stage.example/"), ours)
    assert isinstance(near, Relevance)
    assert isinstance(far, Relevance)
    assert near.score > far.score
    assert "theirs.example" in near.theirs.url


@pytest.mark.parametrize(("page", "target"), [("gone.example/", "ours.example/"), ("ours.example/", "gone.example/")])
async def test_where_one_cannot_be_read_it_says_why(sites: Sites, reader: PageReader, page: str, target: str) -> None:
    found = await compare_pages(reader.read, in_this_process, sites.url(page), sites.url(target))
    assert isinstance(found, FetchFailure)
    assert (found.outcome, found.url) == (Outcome.GONE, sites.url("gone.example/"))


async def test_a_pair_that_takes_too_much_is_a_failure_of_their_page(sites: Sites, reader: PageReader) -> None:
    async def too_complex(theirs: Reading, ours: Reading) -> TooComplex:
        return TooComplex("not compared in time")

    theirs, ours = sites.url("theirs.example/"), sites.url("ours.example/")
    found = await compare_pages(reader.read, too_complex, theirs, ours)
    assert isinstance(found, FetchFailure)
    assert (found.url, found.outcome, found.reason) == (theirs, Outcome.TOO_COMPLEX, "not compared in time")


async def test_the_link_to_us_is_shown_with_the_words_around_it_and_their_own_score(
    sites: Sites, reader: PageReader
) -> None:
    ours = sites.url("ours.example/")
    link = f'<p>For a stiff sole and dry laces try <a href="{ours}" rel=nofollow>this hiking boot</a> on wet rock.'
    sites["linking.example/"] = f'{PLAY}{link}<p>And <a href="https://other.example/">a friend</a>.'
    found = await compare_pages(reader.read, in_this_process, sites.url("linking.example/"), ours)
    assert isinstance(found, Relevance)
    assert found.link is not None
    assert (found.link.anchor, found.link.place, found.link.followed) == ("this hiking boot", Place.BODY, False)
    assert found.link.before.endswith("For a stiff sole and dry laces try")
    assert found.link.score > found.score
    assert (found.followed_external, found.external_domains) == (1, ("other.example",))


async def test_a_page_without_a_link_to_us_has_none_to_show(sites: Sites, reader: PageReader) -> None:
    found = await compare_pages(reader.read, in_this_process, sites.url("stage.example/"), sites.url("ours.example/"))
    assert isinstance(found, Relevance)
    assert (found.link, found.followed_external, found.external_domains) == (None, 0, ())
