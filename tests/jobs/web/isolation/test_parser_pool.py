"""What takes too much ends as too complex, and all other pages are read as ever.

What hangs or crashes a parser is not kept here: functions stand in for the reading of such pages.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio

from jobs.bench._made_pages import TARGET, made_pages
from jobs.bench._stand_ins import asleep, ends, never_done, too_deep, without_memory
from jobs.model.document import Document, TooComplex
from jobs.model.page import Page
from jobs.pages.asked import LinkQuestion
from jobs.pages.extract import extract
from jobs.pages.reading import EXTRACTOR
from jobs.web.isolation import parser_pool as reader
from jobs.web.isolation import prescan
from jobs.web.isolation.parser_pool import ParserPool
from tests.tools.times import NOON

URL = "https://a.example/"
SMALL = b"<title>small</title><a href=/x>x</a>"
ORDINARY = b"<title>ordinary</title>" + b"<p>Some words <a href=/x>link</a></p>\n" * 500
DOUBTFUL = b"<title>doubtful</title>" + b"<div>" * 20 + b"<a href=/x>x</a>" + b"</div>"
LARGE = b"<title>large</title>" + b"<p>Some words</p>\n" * 150_000


def page(body: bytes, content_type: str = "text/html") -> Page:
    return Page(URL, URL, 200, (("content-type", content_type), ("x-robots-tag", "noindex")), body, NOON)


async def read(pages: ParserPool, body: bytes) -> Document | TooComplex:
    examined = await pages.read(page(body), partial(extract, whole=True))
    return examined if isinstance(examined, TooComplex) else examined.document or pytest.fail("nothing was kept")


@pytest_asyncio.fixture
async def pages() -> AsyncIterator[ParserPool]:
    async with ParserPool(EXTRACTOR) as page_reader:
        yield page_reader


@pytest.fixture
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_DOUBTFUL_SECONDS", 1.0)


@pytest.fixture
def _doubts_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prescan, "_MOST_NESTED", 10)


@pytest.mark.parametrize("body", [SMALL, ORDINARY, DOUBTFUL], ids=["small", "ordinary", "doubtful"])
@pytest.mark.usefixtures("_doubts_soon")
async def test_a_page_is_read_as_it_is_without_the_child(pages: ParserPool, body: bytes) -> None:
    assert await read(pages, body) == extract(page(body), whole=True).document


@pytest.mark.parametrize("stand_in", [without_memory, too_deep, ends, never_done, asleep])
@pytest.mark.usefixtures("_in_a_hurry")
async def test_what_takes_too_much_is_too_complex_and_holds_up_nobody(
    pages: ParserPool, stand_in: Callable[[Page], str]
) -> None:
    hostile, *others = await asyncio.gather(
        pages.read(page(SMALL), stand_in), *(read(pages, body) for body in (ORDINARY, SMALL, ORDINARY))
    )
    assert isinstance(hostile, TooComplex)
    assert [each.title for each in others if isinstance(each, Document)] == ["ordinary", "small", "ordinary"]
    assert isinstance(await read(pages, ORDINARY), Document)


@pytest.mark.usefixtures("_doubts_soon")
async def test_a_page_that_was_read_well_is_not_weighed(pages: ParserPool) -> None:
    await pages.read(page(DOUBTFUL), partial(extract, whole=True), read_well=True)
    assert pages._quick.is_running
    assert not pages._heavy.is_running


@pytest.mark.usefixtures("_in_a_hurry")
async def test_a_page_that_was_read_well_and_is_hostile_now_holds_up_nobody(pages: ParserPool) -> None:
    hostile, other = await asyncio.gather(
        pages.read(page(SMALL), never_done, read_well=True), pages.read(page(ORDINARY), partial(extract, whole=True))
    )
    assert isinstance(hostile, TooComplex)
    assert not isinstance(other, TooComplex)


@pytest.mark.usefixtures("_in_a_hurry")
async def test_the_event_loop_goes_on_while_a_reading_is_never_done(pages: ParserPool) -> None:
    reading = asyncio.create_task(pages.read(page(SMALL), never_done))
    turns = 0
    while not reading.done():
        await asyncio.sleep(0.01)
        turns += 1
    assert turns > 10


async def test_the_death_of_the_child_costs_one_page_at_most(pages: ParserPool) -> None:
    await read(pages, ORDINARY)
    process = pages._quick._process
    assert process is not None
    process.kill()
    await process.wait()
    assert isinstance(await read(pages, ORDINARY), Document)


async def test_a_reading_that_is_cancelled_leaves_nothing_behind(pages: ParserPool) -> None:
    reading = asyncio.create_task(pages.read(page(SMALL), never_done))
    await asyncio.sleep(0.3)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert isinstance(await read(pages, ORDINARY), Document)


async def test_a_child_reads_page_after_page_and_grows_no_larger(pages: ParserPool) -> None:
    bodies = [made.body for made in made_pages(60) if len(made.body) < 60_000]
    sizes = []
    for _ in range(500 // len(bodies) + 1):
        for body in bodies:
            await pages.read(page(body), partial(extract, asked=[LinkQuestion(TARGET)]))
        process = pages._quick._process
        assert process is not None
        sizes.append((process.pid, _megabytes(process.pid)))
    assert len({pid for pid, _ in sizes}) == 1
    assert sizes[-1][1] - sizes[1][1] < 5


def _megabytes(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6


async def test_closing_ends_the_children() -> None:
    page_reader = ParserPool(EXTRACTOR)
    await read(page_reader, ORDINARY)
    process = page_reader._quick._process
    assert process is not None
    await page_reader.close()
    with pytest.raises(ProcessLookupError):
        os.kill(process.pid, 0)


@pytest.mark.usefixtures("_doubts_soon")
async def test_a_large_page_is_read_before_the_doubtful_ones_that_wait(pages: ParserPool) -> None:
    ended = []

    async def wait_for(name: str, body: bytes) -> None:
        await read(pages, body)
        ended.append(name)

    await asyncio.gather(*(wait_for("doubtful", DOUBTFUL) for _ in range(5)), wait_for("large", LARGE))
    assert ended.index("large") < 4


@pytest.mark.usefixtures("_in_a_hurry", "_doubts_soon")
async def test_waiting_for_its_turn_does_not_count_against_a_page(pages: ParserPool) -> None:
    *_, last = await asyncio.gather(*(pages.read(page(DOUBTFUL), never_done) for _ in range(2)), read(pages, DOUBTFUL))
    assert isinstance(last, Document)
