"""Two pages compared, both read through the one door."""

from collections.abc import AsyncIterator, Sequence

import pytest

from jobs.model.document import Place, TooComplex
from jobs.model.page import FetchFailure, Outcome
from jobs.model.relevance import Relevance
from jobs.pages.reader import PageReader
from jobs.pages.reading import EXTRACTOR, Reading
from jobs.relevance import all_targets
from jobs.relevance.all_targets import compare_with_all, compare_with_readings
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
    async with sites.session() as session, ParserPool(EXTRACTOR) as pages:
        yield PageReader(session, sites.policy, RobotsFiles(session, sites.policy, clock.now, pages), pages, clock)


async def in_this_process(theirs: Reading, ours: Sequence[Reading], is_named: bool) -> Relevance:  # noqa: FBT001 - as asked
    """Stands in for the process that compares."""
    return compare_with_readings(theirs, ours, is_named=is_named)


async def compare_pages(
    reader: PageReader, page: str, target: str, tracked: Sequence[str] = ()
) -> Relevance | FetchFailure:
    return await compare_with_all(reader.read, in_this_process, page, target, tracked)


async def test_pages_about_one_thing_score_higher_than_others(sites: Sites, reader: PageReader) -> None:
    ours = sites.url("ours.example/")
    near = await compare_pages(reader, sites.url("theirs.example/"), ours)
    far = await compare_pages(reader, sites.url("stage.example/"), ours)
    assert isinstance(near, Relevance)
    assert isinstance(far, Relevance)
    assert near.score > far.score
    assert "theirs.example" in near.theirs.url


@pytest.mark.parametrize(("page", "target"), [("gone.example/", "ours.example/"), ("ours.example/", "gone.example/")])
async def test_where_one_cannot_be_read_it_says_why(sites: Sites, reader: PageReader, page: str, target: str) -> None:
    found = await compare_pages(reader, sites.url(page), sites.url(target))
    assert isinstance(found, FetchFailure)
    assert (found.outcome, found.url) == (Outcome.GONE, sites.url("gone.example/"))


async def test_a_pair_that_takes_too_much_is_a_failure_of_their_page(sites: Sites, reader: PageReader) -> None:
    async def too_complex(theirs: Reading, ours: Sequence[Reading], is_named: bool) -> TooComplex:  # noqa: FBT001 - as asked
        return TooComplex("not compared in time")

    theirs, ours = sites.url("theirs.example/"), sites.url("ours.example/")
    found = await compare_with_all(reader.read, too_complex, theirs, ours, ())
    assert isinstance(found, FetchFailure)
    assert (found.url, found.outcome, found.reason) == (theirs, Outcome.TOO_COMPLEX, "not compared in time")


async def test_the_link_to_us_is_shown_with_the_words_around_it_and_their_own_score(
    sites: Sites, reader: PageReader
) -> None:
    ours = sites.url("ours.example/")
    link = f'<p>For a stiff sole and dry laces try <a href="{ours}" rel=nofollow>this hiking boot</a> on wet rock.'
    sites["linking.example/"] = f'{PLAY}{link}<p>And <a href="https://other.example/">a friend</a>.'
    found = await compare_pages(reader, sites.url("linking.example/"), ours)
    assert isinstance(found, Relevance)
    assert found.link is not None
    assert (found.link.anchor, found.link.place, found.link.followed) == ("this hiking boot", Place.BODY, False)
    assert found.link.before.endswith("For a stiff sole and dry laces try")
    assert found.link.score > found.score
    assert (found.followed_external, found.external_domains) == (1, ("other.example",))


async def test_a_page_without_a_link_to_us_has_none_to_show(sites: Sites, reader: PageReader) -> None:
    found = await compare_pages(reader, sites.url("stage.example/"), sites.url("ours.example/"))
    assert isinstance(found, Relevance)
    assert (found.link, found.followed_external, found.external_domains) == (None, 0, ())


async def test_without_a_target_the_nearest_of_the_tracked_is_taken_and_three_are_named(
    sites: Sites, reader: PageReader
) -> None:
    pages = {
        "boots.example/": BOOTS,
        "socks.example/": "<title>Socks</title><p>" + "A sock of wool keeps the foot dry in a hiking boot. " * 20,
        "tents.example/": "<title>Tents</title><p>" + "A tent for two hikers, with pegs, poles and a dry floor. " * 20,
    }
    for name, page in pages.items():
        sites[name] = page
    tracked = [sites.url(name) for name in ("stage.example/", *pages, "gone.example/")]
    found = await compare_pages(reader, sites.url("theirs.example/"), "", tracked)
    assert isinstance(found, Relevance)
    assert found.site is not None
    assert found.ours.title == "Boots"
    assert found.site.pages == 4  # what is gone cannot be compared
    assert found.site.nearest[0].title == "Boots"
    assert len(found.site.nearest) == 3
    assert "Play" not in {near.title for near in found.site.nearest}
    assert 60 <= found.site.score <= found.score


async def test_a_named_target_is_compared_alone_and_the_site_beside_it(sites: Sites, reader: PageReader) -> None:
    stage, ours = sites.url("stage.example/"), sites.url("ours.example/")
    found = await compare_pages(reader, sites.url("theirs.example/"), stage, [ours, stage])
    assert isinstance(found, Relevance)
    assert found.site is not None
    assert (found.ours.title, found.site.nearest[0].title) == ("Play", "Boots")
    assert found.site.pages == 2


async def test_where_none_of_the_tracked_can_be_read_it_says_why(sites: Sites, reader: PageReader) -> None:
    found = await compare_pages(reader, sites.url("theirs.example/"), "", [sites.url("gone.example/")])
    assert isinstance(found, FetchFailure)
    assert (found.outcome, found.url) == (Outcome.GONE, sites.url("gone.example/"))


async def test_those_that_are_late_do_not_count(
    sites: Sites, reader: PageReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(all_targets, "_SECONDS", 0.0)
    late = await compare_pages(reader, sites.url("theirs.example/"), "", [sites.url("stage.example/")])
    assert isinstance(late, Relevance | FetchFailure)
    assert isinstance(late, Relevance) or late.outcome is Outcome.TIMEOUT


async def test_a_pdf_is_no_page_to_compare_and_it_is_said(sites: Sites, reader: PageReader) -> None:
    sites["paper.example/"] = Answer(b"%PDF-1.7\n" + b"\x00\xff" * 500, headers={"Content-Type": "application/pdf"})
    page = sites.url("paper.example/")
    found = await compare_pages(reader, page, sites.url("ours.example/"))
    assert isinstance(found, FetchFailure)
    assert (found.url, found.outcome) == (page, Outcome.NOT_HTML)
