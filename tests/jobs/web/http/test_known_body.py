"""A body that comes packed once more as it is known is not unpacked, and nothing else is read otherwise for it."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from aiohttp import ClientSession, StreamReader
from aiohttp.base_protocol import BaseProtocol
from hypothesis import given
from hypothesis import strategies as st

from jobs.model.page import FetchFailure, FetchResult, Headers, NotModified, Outcome, Page, Validators
from jobs.web.http.body import Body, End, read_body
from jobs.web.http.fetch import fetch
from tests.tools.faults.http import HTML
from tests.tools.faults.play import Fault, Silence, Step
from tests.tools.faults.server import one_fault_server
from tests.tools.site import Answer, Sites

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
PLACE = "a.example/"
TEXT = b"<!doctype html><p>hello" + b"".join(b"<p>Line %d" % number for number in range(500))
PACKED = gzip.compress(TEXT, mtime=0)
GZIP = {"Content-Encoding": "gzip", "Content-Type": "text/html"}


@pytest.fixture
async def session(sites: Sites) -> AsyncIterator[ClientSession]:
    async with sites.session() as session:
        yield session


async def read(sites: Sites, session: ClientSession, known: str = "", url: str = "") -> FetchResult:
    validators = Validators(url=url, packed_hash=known) if known else None
    return await fetch(session, sites.url(PLACE), policy=sites.policy, now=lambda: NOW, validators=validators)


async def hash_of(sites: Sites, session: ClientSession, body: bytes = PACKED) -> str:
    """As it is told when that was read for the first time."""
    sites[PLACE] = Answer(body, headers=GZIP)
    page = await read(sites, session)
    assert isinstance(page, Page)
    assert page.packed_hash
    return page.packed_hash


async def test_the_same_once_more_is_known_and_comes_with_its_headers(sites: Sites, session: ClientSession) -> None:
    known = await hash_of(sites, session)
    sites[PLACE] = Answer(PACKED, headers=GZIP | {"X-Robots-Tag": "noindex"})
    again = await read(sites, session, known)
    assert isinstance(again, NotModified)
    assert (again.sent_again, again.status) == (True, 200)
    assert ("x-robots-tag", "noindex") in again.headers


@pytest.mark.parametrize(
    ("body", "headers", "why"),
    [
        (gzip.compress(TEXT + b"!", mtime=0), GZIP, "another body"),
        (gzip.compress(TEXT, 1, mtime=0), GZIP, "the same, packed otherwise"),
        (PACKED[:4] + b"\1" + PACKED[5:], GZIP, "as long, and other bytes"),
        (PACKED, GZIP | {"Content-Type": "text/html; charset=koi8-r"}, "it is other text now"),
        (PACKED, GZIP | {"Content-Encoding": "x-gzip"}, "it is said to be packed otherwise"),
        (TEXT, {"Content-Type": "text/html"}, "it comes plain"),
    ],
)
async def test_what_is_not_the_same_is_read(
    sites: Sites, session: ClientSession, body: bytes, headers: dict[str, str], why: str
) -> None:
    known = await hash_of(sites, session)
    sites[PLACE] = Answer(body, headers=headers)
    page = await read(sites, session, known)
    assert isinstance(page, Page), why
    assert page.body.startswith(TEXT), why
    assert page.packed_hash != known, why


async def test_the_same_at_another_address_is_read(sites: Sites, session: ClientSession) -> None:
    known = await hash_of(sites, session)
    assert isinstance(await read(sites, session, known, sites.url("b.example/")), Page)


async def test_what_comes_plain_has_no_packed_hash(sites: Sites, session: ClientSession) -> None:
    sites[PLACE] = Answer(TEXT, headers={"Content-Type": "text/html"})
    page = await read(sites, session)
    assert isinstance(page, Page)
    assert page.packed_hash == ""


@pytest.mark.parametrize(
    ("end", "outcome"), [((), Outcome.TRUNCATED), ((Silence(20),), Outcome.TIMEOUT)], ids=["hangs up", "falls silent"]
)
async def test_what_came_of_one_that_might_have_been_known_is_kept(
    sites: Sites, session: ClientSession, end: tuple[Step, ...], outcome: Outcome
) -> None:
    known = await hash_of(sites, session)
    head = HTML + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(PACKED)
    policy = replace(sites.policy, total_seconds=2)
    async with one_fault_server(Fault("cut", outcome, (head, PACKED[:-40], *end)), None) as port:
        url = f"http://cut.example:{port}/"
        validators = Validators(url=url, packed_hash=known)
        failure = await fetch(session, url, policy=policy, now=lambda: NOW, validators=validators)
    assert isinstance(failure, FetchFailure)
    assert failure.outcome is outcome
    assert failure.body
    assert TEXT.startswith(failure.body)


async def read_pieces(body: bytes, pieces: int, known: str, *, breaks_off: bool) -> Body:
    stream = StreamReader(BaseProtocol(asyncio.get_running_loop()), 2**16, loop=asyncio.get_running_loop())
    for start in range(0, len(body), pieces):
        stream.feed_data(body[start : start + pieces])
    if breaks_off:
        stream.set_exception(ConnectionResetError())
    stream.feed_eof()
    headers: Headers = (("content-encoding", "gzip"),)
    return await read_body(stream, headers, 10_000, known=known)


@given(
    text=st.binary(max_size=300).map(lambda some: some * 50),
    pieces=st.integers(1, 400),
    cut=st.integers(0, 60),
    tail=st.binary(max_size=30),
    length=st.integers(0, 600),
    breaks_off=st.booleans(),
    is_same=st.booleans(),
)
def test_whatever_is_known_only_the_same_is_spared(
    *, text: bytes, pieces: int, cut: int, tail: bytes, length: int, breaks_off: bool, is_same: bool
) -> None:
    packed = gzip.compress(text, mtime=0)
    body = packed[: len(packed) - cut] + tail
    whole = asyncio.run(read_pieces(body, pieces, "", breaks_off=False))
    plain = asyncio.run(read_pieces(body, pieces, "", breaks_off=breaks_off))
    known = whole.packed_hash if is_same else f"{length} another"
    again = asyncio.run(read_pieces(body, pieces, known, breaks_off=breaks_off))
    if known and known == whole.packed_hash and not breaks_off:
        assert (again.end, again.data) == (End.KNOWN, b"")
    else:
        assert again == plain
