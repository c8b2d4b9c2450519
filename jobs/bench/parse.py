"""How fast pages are read: decoding, parsing and extraction beside a bare Lexbor parse of the same bytes."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from jobs.bench import Figure
from jobs.web.parse import parse

_URL = "https://www.example.com/some/page.html"
_AIM = 60.0
_ROUNDS = 7
_MEGABYTE = 1e6

_PARAGRAPH = """<div class="entry wide"><h2 id="h{n}">A heading, number {n}</h2>
<p class="text">Some words of <em>ordinary</em> text with a
<a class="more" href="/articles/{n}/on-links?page={n}" rel="nofollow noopener">link number {n}</a>, and more words after
it, as pages have. <span>And {n} again.</span></p><ul><li><a href="https://site{n}.example/">site {n}</a></li>
<li>no link</li></ul></div>
"""
_HEAD = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title>
<link rel="canonical" href="/page"><meta name="robots" content="index">
<style>.menu {color: red} .sub {display: none}</style></head><body>
<header><nav class="menu"><a href="/">Home</a><a href="/about">About</a></nav></header><main>
"""


def run(folder: Path | None = None) -> list[Figure]:
    """The speed on the pages (`*.html`) of `folder`, or on three pages made up for it: 10, 100 and 1,000 kB."""
    bodies = (
        [path.read_bytes() for path in sorted(folder.glob("*.html"))] if folder else [_page(n) for n in (22, 220, 2200)]
    )
    speeds = [(len(body), _speed(body, _bare), _speed(body, _whole)) for body in bodies]
    _, bare, whole = max(speeds)
    share = statistics.median(100 * read / parsed for _, parsed, read in speeds)
    return [
        Figure("bare Lexbor, largest page", bare, "MB/s", "", ok=True),
        Figure("decode, parse and extract, largest page", whole, "MB/s", "", ok=True),
        _share("share of bare Lexbor, largest page", 100 * whole / bare),
        _share("share of bare Lexbor, median page", share),
    ]


def _share(name: str, value: float) -> Figure:
    return Figure(name, value, "%", f"at least {_AIM:.0f} %", ok=value >= _AIM)


def _page(paragraphs: int) -> bytes:
    return (_HEAD + "".join(_PARAGRAPH.format(n=n) for n in range(paragraphs)) + "</main></body></html>").encode()


def _bare(body: bytes) -> object:
    return LexborHTMLParser(body)


def _whole(body: bytes) -> object:
    return parse(body, url=_URL, content_type="text/html")


def _speed(body: bytes, work: Callable[[bytes], object]) -> float:
    """Megabytes a second of this thread's own time, the best of some rounds."""
    seconds = []
    for _ in range(_ROUNDS):
        started = time.thread_time()
        work(body)
        seconds.append(time.thread_time() - started)
    return len(body) / _MEGABYTE / min(seconds)
