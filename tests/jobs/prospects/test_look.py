"""A prospect's page read through the guarded session and parsed in a child: what it says, and what it does not."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from jobs.model.document import TooComplex
from jobs.model.page import Outcome
from jobs.model.relevance import Relevance
from jobs.pages.reader import PageReader
from jobs.pages.reading import EXTRACTOR, Reading
from jobs.prospects.look import Looked, look_at
from jobs.units.clock import SystemClock
from jobs.web.isolation.parser_pool import ParserPool
from jobs.web.robots.files import RobotsFiles
from tests.tools.nouns import relevance
from tests.tools.site import Answer, Sites

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
WORDS = " ".join(f"hiking boots and socks for wet hills, part {number}." for number in range(60))
PAGE = f"""<html lang=de><title>Tips</title><body><h1>Tips</h1><p>{WORDS}</p>
<footer><a href="mailto:ada@blog.example">Mail</a> <a href="/kontakt">Kontakt</a></footer></body></html>"""


async def compare(_theirs: Reading, _ours: Reading) -> Relevance | TooComplex:
    return relevance()


async def give_up(_theirs: Reading, _ours: Reading) -> Relevance | TooComplex:
    return TooComplex("not compared in time")


@asynccontextmanager
async def reading(sites: Sites) -> AsyncIterator[PageReader]:
    clock = SystemClock()
    async with sites.session() as session, ParserPool(EXTRACTOR) as pool:
        robots = RobotsFiles(session, sites.policy, clock.now, pool)
        yield PageReader(session, sites.policy, robots, pool, clock)


async def look(page: Answer, ours: Answer | None = None) -> Looked:
    async with Sites() as sites, reading(sites) as reader:
        sites["blog.example/tips"] = page
        if ours:
            sites["ours.example/guide"] = ours
        target = sites.url("ours.example/guide") if ours else ""
        return await look_at(reader, compare, sites.url("blog.example/tips"), target, NOW)


async def test_title_language_contacts_and_closeness_are_kept() -> None:
    looked = await look(Answer(PAGE), Answer(PAGE))
    assert looked.page is not None
    assert looked.fit is not None
    assert (looked.page.title, looked.page.language, looked.page.mails) == ("Tips", "en", ("ada@blog.example",))
    assert [url.rpartition("/")[2] for url in looked.page.contact_pages] == ["kontakt"]
    assert (looked.fit.score, looked.fit.shared, looked.failure) == (78, ("spade", "compost"), None)


async def test_without_a_page_of_ours_nothing_is_compared_and_the_declared_language_stands() -> None:
    looked = await look(Answer(PAGE))
    assert looked.page is not None
    assert (looked.page.language, looked.fit, looked.failure) == ("de", None, None)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (Answer("gone", status=404), Outcome.GONE),
        (Answer("later", status=503), Outcome.SERVER_ERROR),
        (Answer("%PDF-1.4", headers={"Content-Type": "application/pdf"}), Outcome.NOT_HTML),
    ],
)
async def test_a_page_that_cannot_be_read_gives_its_reason_and_nothing_else(answer: Answer, outcome: Outcome) -> None:
    looked = await look(answer, Answer(PAGE))
    assert (looked.page, looked.fit) == (None, None)
    assert looked.failure is not None
    assert looked.failure.outcome is outcome


async def test_where_ours_cannot_be_read_theirs_is_kept_and_it_is_said() -> None:
    looked = await look(Answer(PAGE), Answer("gone", status=404))
    assert looked.page is not None
    assert looked.failure is not None
    assert (looked.fit, looked.failure.outcome) == (None, Outcome.GONE)
    assert "ours.example" in looked.failure.url


async def test_a_comparison_that_takes_too_long_is_told_as_such() -> None:
    async with Sites() as sites, reading(sites) as reader:
        sites["blog.example/tips"] = sites["ours.example/guide"] = Answer(PAGE)
        urls = sites.url("blog.example/tips"), sites.url("ours.example/guide")
        looked = await look_at(reader, give_up, *urls, NOW)
    assert looked.page is not None
    assert looked.failure is not None
    assert looked.failure.outcome is Outcome.TOO_COMPLEX
