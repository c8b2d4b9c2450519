"""Answers that are not quite HTTP: what Chromium reads, we read; what it would not, neither do we."""

import asyncio
import gzip
import struct
from datetime import UTC, datetime
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.model.page import FetchResult, Page
from jobs.web.http.fetch import fetch
from jobs.web.http.odd_answers import ChunkLines, mended_fields, mended_start, plain_head
from jobs.web.http.policy import NetworkPolicy
from jobs.web.http.session import page_session
from tests.tools.faults.http import HTML, PAGE
from tests.tools.faults.play import Fault, Step, Wait
from tests.tools.faults.server import fault_server, path_of
from tests.tools.site import LoopbackNames

OK = b"HTTP/1.1 200 OK\r\n"
TYPE = b"Content-Type: text/html\r\n"
LENGTH = b"Content-Length: %d\r\n" % len(PAGE)
SIZE = b"%x" % len(PAGE)
XHTML = (
    b"<?xml version='1.0'?>\n<html xmlns='http://www.w3.org/1999/xhtml'><body><p>" + b"a" * 800 + b"</p></body></html>"
)
GZIPPED = HTML + b"Content-Encoding: gzip\r\n\r\n"


def chunked(end: bytes, *headers: bytes) -> bytes:
    pieces = (PAGE[:100], PAGE[100:])
    body = b"".join(b"%x" % len(piece) + end + piece + end for piece in pieces) + b"0" + end + end
    return HTML + b"".join(headers) + b"Transfer-Encoding: chunked\r\n\r\n" + body


def sent_apart(raw: bytes) -> tuple[Step, ...]:
    """Each line by itself, a moment after the one before."""
    steps: list[Step] = []
    for line in raw.splitlines(keepends=True):
        steps += [line, Wait(0.001)]
    return tuple(steps)


READ: dict[str, tuple[Step, ...]] = {
    "a header line without colon": (OK + b"X-XSS-Protection=1;\r\n" + TYPE + LENGTH + b"\r\n" + PAGE,),
    "a blank before the colon": (OK + TYPE + b"X-Odd : a\r\nContent-Length : %d\r\n\r\n" % len(PAGE) + PAGE,),
    "a blank in a name": (OK + TYPE + b"X Odd: a\r\n" + LENGTH + b"\r\n" + PAGE,),
    "a line that begins with a blank": (OK + b" X-Odd: a\r\n" + TYPE + LENGTH + b"\r\n" + PAGE,),
    "a name of no letters": (OK + b": a\r\n" + TYPE + LENGTH + b"\r\n" + PAGE,),
    "a length said twice": (OK + TYPE + LENGTH * 2 + b"\r\n" + PAGE,),
    "a length said twice in one line": (
        OK + TYPE + b"Content-Length: %d, %d\r\n\r\n" % (len(PAGE), len(PAGE)) + PAGE,
    ),
    "a length beside chunks": (chunked(b"\r\n", b"Content-Length: 10\r\n"),),
    "two lengths that differ beside chunks": (chunked(b"\r\n", b"Content-Length: 10\r\nContent-Length: 11\r\n"),),
    "chunk lines that end in LF": (chunked(b"\n"),),
    "chunk lines that end in LF, piece by piece": sent_apart(chunked(b"\n")),
    "all lines end in LF": ((OK + TYPE + LENGTH + b"\r\n").replace(b"\r\n", b"\n") + PAGE,),
    "status 300 with a page": (b"HTTP/1.1 300 Multiple Choices\r\n" + TYPE + LENGTH + b"\r\n" + PAGE,),
    "status 206 with all of a page": (
        b"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-%d/%d\r\n" % (len(PAGE) - 1, len(PAGE))
        + (TYPE + LENGTH + b"\r\n" + PAGE),
    ),
    "small letters": (b"http/1.1 200 ok\r\n" + TYPE + LENGTH + b"\r\n" + PAGE,),
    "HTTP/2 on a line": (b"HTTP/2 200 OK\r\n" + TYPE + LENGTH + b"\r\n" + PAGE,),
    "HTTP/2.0 on a line": (b"HTTP/2.0 200\r\n" + TYPE + LENGTH + b"\r\n" + PAGE,),
    "a server of streams": (b"ICY 200 OK\r\n" + TYPE + LENGTH + b"\r\n" + PAGE,),
    "a byte order mark first": (b"\xef\xbb\xbf" + OK + TYPE + LENGTH + b"\r\n" + PAGE,),
    "an empty line first": (b"\r\n" + OK + TYPE + LENGTH + b"\r\n" + PAGE,),
    "more than 128 header lines": (OK + b"X-A: b\r\n" * 300 + TYPE + LENGTH + b"\r\n" + PAGE,),
    "hints first": (b"HTTP/1.1 103 Early Hints\r\nLink </a>\r\n\r\n" + OK + TYPE + LENGTH + b"\r\n" + PAGE,),
    "gzip with a wrong checksum": (GZIPPED + gzip.compress(PAGE)[:-8] + bytes(8),),
    "gzip with a name, a comment and more": (
        GZIPPED
        + b"\x1f\x8b\x08\x1e" + bytes(6) + struct.pack("<H", 3) + b"abc" + b"page.html\0" + b"a page\0" + b"\0\0"
        + gzip.compress(PAGE)[10:],
    ),
    "XHTML as XML": (OK + b"Content-Type: application/xml\r\n\r\n" + XHTML,),
    "XHTML as text/xml": (OK + b"Content-Type: text/xml; charset=utf-8\r\n\r\n<!-- a -->" + XHTML[22:],),
}  # fmt: skip

ODD = {
    "a length in words": (OK + TYPE + b"Content-Length: many\r\n\r\n" + PAGE, "its length is not one number"),
    "two lengths": (OK + TYPE + LENGTH + b"Content-Length: 9\r\n\r\n" + PAGE, "its length is not one number"),
    "no chunks": (HTML + b"Transfer-Encoding: chunked\r\n\r\n" + PAGE, "does not keep to its chunks"),
    "LF, and chunks that do not fit": (
        HTML + b"Transfer-Encoding: chunked\r\n\r\n3\nabcde\n0\n\n",
        "does not keep to its chunks",
    ),
    "a zero byte": (OK + TYPE + b"X-Odd: a\0b\r\n\r\n" + PAGE, "one of its header lines cannot be read"),
    "a banner": (b"SSH-2.0-OpenSSH_9.2\r\n", "does not begin as an answer does"),
    "XML that is no page": (OK + b"Content-Type: text/xml\r\n\r\n<rss><html/></rss>", "is text/xml, not a page"),
}


async def _read_all(answers: dict[str, tuple[Step, ...]]) -> dict[str, FetchResult]:
    policy = NetworkPolicy(allow_private=True)
    faults = [Fault(name, None, steps, 20.0) for name, steps in answers.items()]  # type: ignore[arg-type] # none is one
    async with fault_server(faults) as origin, page_session(policy, LoopbackNames()) as session:
        got = [fetch(session, origin + path_of(each), policy=policy, now=lambda: datetime.now(UTC)) for each in faults]
        return dict(zip(answers, await asyncio.gather(*got), strict=True))


@cache
def results() -> dict[str, FetchResult]:
    return asyncio.run(_read_all(READ | {name: (raw,) for name, (raw, _) in ODD.items()}))


@pytest.mark.parametrize("name", READ)
def test_what_browsers_read_is_read(name: str) -> None:
    result = results()[name]
    assert isinstance(result, Page), result
    assert result.body in {PAGE, XHTML, b"<!-- a -->" + XHTML[22:]}


@pytest.mark.parametrize("name", ODD)
def test_what_they_do_not_read_says_what_is_odd(name: str) -> None:
    result = results()[name]
    assert not isinstance(result, Page)
    assert ODD[name][1] in getattr(result, "reason", "")


@given(st.lists(st.binary(min_size=1, max_size=40), max_size=5), st.integers(1, 7))
def test_mended_chunks_are_the_same_however_they_come(pieces: list[bytes], step: int) -> None:
    def sent(end: bytes) -> bytes:
        return b"".join(b"%x" % len(each) + end + each + end for each in pieces) + b"0" + end + end

    lines = ChunkLines()
    raw = sent(b"\n")
    got = b"".join(lines.feed(raw[at : at + step]) for at in range(0, len(raw), step)) + lines.rest()
    assert got == sent(b"\r\n")


@given(st.binary(max_size=200), st.integers(1, 50))
def test_chunk_lines_lose_nothing_of_any_bytes(raw: bytes, step: int) -> None:
    lines = ChunkLines()
    got = b"".join(lines.feed(raw[at : at + step]) for at in range(0, len(raw), step)) + lines.rest()
    assert got.replace(b"\r", b"").replace(b"\n", b"") == raw.replace(b"\r", b"").replace(b"\n", b"")


def test_an_ordinary_head_stays_as_it_is() -> None:
    fields = [b"Content-Type: text/html\r\n", b"Content-Length: 5\r\n", b"X-Long: a\r\n", b" b\r\n", b"\r\n"]
    assert mended_fields(fields) == b"".join(fields)
    assert mended_start(b"HTTP/1.1 200 OK\r\n") == b"HTTP/1.1 200 OK\r\n"


LINES = st.sampled_from(
    [
        *(b"Content-Length: 5\r\n", b"content-length:5\r\n", b"Content-Length: 5, 5\r\n", b"Content-Length: five\r\n"),
        *(b"Transfer-Encoding: chunked\r\n", b"Transfer-Encoding: gzip, chunked\r\n", b"X-A: b\r\n", b"X-A:\r\n"),
        *(b" folded\r\n", b"X-A : b\r\n", b"X A: b\r\n", b": b\r\n", b"no colon\r\n", b"X-A: b\n", b"X-A: b\rc\r\n"),
    ]
)
STATUS_LINES = st.sampled_from([b"HTTP/1.1 200 OK\r\n", b"HTTP/1.0 404\r\n", b"HTTP/1.1 \r\n", b"http/1.1 200 OK\r\n"])


@given(
    status=STATUS_LINES, fields=st.lists(LINES, max_size=6), behind=st.sampled_from([b"", b"<p>", b"HTTP/1.1 200 O"])
)
def test_a_head_that_is_called_plain_is_one_in_which_nothing_is_mended(
    *, status: bytes, fields: list[bytes], behind: bytes
) -> None:
    head = b"".join((status, *fields, b"\r\n"))
    end = plain_head(b"abc" + head + behind, 3)
    assert end in {0, 3 + len(head)}
    if end:
        mended = mended_start(status) + mended_fields([*fields, b"\r\n"])
        assert mended == head.replace(b"content-length:5", b"Content-Length: 5")


def test_an_ordinary_head_is_called_plain_once_it_is_whole() -> None:
    head = OK + TYPE + b"Server: nginx\r\n" + LENGTH + b"\r\n"
    assert plain_head(head + PAGE, 0) == len(head)
    assert plain_head(head[:-2], 0) == 0
