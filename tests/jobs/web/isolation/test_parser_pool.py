"""Hostile pages end as too complex, and all other pages are read as ever."""

import asyncio
import os
from collections.abc import AsyncIterator
from functools import partial

import pytest
import pytest_asyncio

from jobs.model.document import Document, TooComplex
from jobs.model.page import Page
from jobs.pages.extract import extract
from jobs.web.isolation import parser_pool as reader
from jobs.web.isolation.parser_pool import ParserPool
from tests.tools.times import NOON

URL = "https://a.example/"
SMALL = b"<title>small</title><a href=/x>x</a>"
ORDINARY = b"<title>ordinary</title>" + b"<p>Some words <a href=/x>link</a></p>\n" * 500
DEEP = b"<div>" * 2_000 + b"<a href=/x>deep</a>" + b"</div>" * 2_000
BRANCHING = b"<p>" + b"".join(b"<font c=%d>" % n for n in range(20_000)) + b"</p>" + b"<p>x" * 20_000
MANY_ATTRIBUTES = b"<a " + b" ".join(b"a%d='>'" % n for n in range(120_000)) + b">"


def page(body: bytes, content_type: str = "text/html") -> Page:
    return Page(URL, URL, 200, (("content-type", content_type), ("x-robots-tag", "noindex")), body, NOON)


async def read(pages: ParserPool, body: bytes) -> Document | TooComplex:
    examined = await pages.read(page(body), partial(extract, whole=True))
    return examined if isinstance(examined, TooComplex) else examined.document or pytest.fail("nothing was kept")


@pytest_asyncio.fixture
async def pages() -> AsyncIterator[ParserPool]:
    async with ParserPool(extract) as page_reader:
        yield page_reader


@pytest.fixture
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_DOUBTFUL_SECONDS", 1.0)


@pytest.mark.parametrize("body", [SMALL, ORDINARY, DEEP], ids=["small", "ordinary", "deep"])
async def test_a_page_is_read_as_it_is_without_the_child(pages: ParserPool, body: bytes) -> None:
    assert await read(pages, body) == extract(page(body), whole=True).document


async def test_what_takes_too_much_memory_is_too_complex_and_the_next_page_is_read(pages: ParserPool) -> None:
    assert isinstance(await read(pages, BRANCHING), TooComplex)
    assert isinstance(await read(pages, DEEP), Document)


@pytest.mark.usefixtures("_in_a_hurry")
async def test_what_takes_too_long_is_too_complex_and_holds_up_nobody(pages: ParserPool) -> None:
    hostile, *others = await asyncio.gather(
        read(pages, MANY_ATTRIBUTES),
        *(read(pages, body) for body in (ORDINARY, SMALL, ORDINARY)),
    )
    assert isinstance(hostile, TooComplex)
    assert [document.title for document in others if isinstance(document, Document)] == [
        "ordinary",
        "small",
        "ordinary",
    ]


@pytest.mark.usefixtures("_in_a_hurry")
async def test_the_event_loop_goes_on_while_a_hostile_page_is_read(pages: ParserPool) -> None:
    reading = asyncio.create_task(read(pages, MANY_ATTRIBUTES))
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
    reading = asyncio.create_task(read(pages, MANY_ATTRIBUTES))
    await asyncio.sleep(0.3)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert isinstance(await read(pages, ORDINARY), Document)


async def test_closing_ends_the_children() -> None:
    page_reader = ParserPool(extract)
    await read(page_reader, ORDINARY)
    process = page_reader._quick._process
    assert process is not None
    await page_reader.close()
    with pytest.raises(ProcessLookupError):
        os.kill(process.pid, 0)


SHAPES = {
    "noscripts within each other": b"<noscript><a href=x>" * 12_000,
    "links around blocks": b"<a href=x><div>" * 20_000,
    "links thrown out of a table": b"<table>" + b"<a href=x>x<tr>" * 20_000,
    "a flood of entities": b"&amp;&notit;&CounterClockwiseContourIntegral;" * 10_000,
    "nothing but NULs": b"\0" * 500_000,
    "one attribute": b"<a href='" + b"x " * 500_000 + b"'>x</a>",
    "a list of selectors": b"<style>" + b"a,b," * 100_000 + b"a{display:none}</style><a href=x>",
    "a shape of many points": b'<p style="clip-path:polygon(' + b"0 0  " * 20 + b'x">x</p><a href=x>',
    "an end of validity after many blanks": b'<meta name=robots content="unavailable_after: x' + b" " * 9_000 + b'y">',
    "many canonical addresses": b"".join(b"<link rel=canonical href=/%d>" % n for n in range(20_000)),
    "style without braces": b"<style>" + b"none:-1 " * 50_000 + b"</style><a href=x>",
}


@pytest.mark.usefixtures("_in_a_hurry")
async def test_every_crafted_shape_ends_and_the_pages_beside_it_are_read(pages: ParserPool) -> None:
    for name, body in SHAPES.items():
        crafted, ordinary = await asyncio.gather(read(pages, body), read(pages, ORDINARY))
        assert isinstance(crafted, Document | TooComplex), name
        assert isinstance(ordinary, Document), name


async def test_a_large_page_is_read_before_the_doubtful_ones_that_wait(pages: ParserPool) -> None:
    ended = []

    async def wait_for(name: str, body: bytes) -> None:
        await read(pages, body)
        ended.append(name)

    doubtful = b"<div>" * 6_000
    large = b"<p>Some words</p>\n" * 150_000
    await asyncio.gather(*(wait_for("doubtful", doubtful) for _ in range(5)), wait_for("large", large))
    assert ended.index("large") < 4


async def test_waiting_for_its_turn_does_not_count_against_a_page(pages: ParserPool) -> None:
    nested = b"<div>" * 6_000 + b"<a href=/x>x</a>"
    *_, last = await asyncio.gather(*(read(pages, MANY_ATTRIBUTES) for _ in range(2)), read(pages, nested))
    assert isinstance(last, Document)
