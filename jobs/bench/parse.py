"""How fast pages are read: decoding, parsing and extraction beside a bare Lexbor parse of the same bytes."""

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from jobs.bench import Figure
from jobs.model.page import Page
from jobs.model.whole_document import read_whole
from jobs.pages.asked import LinkQuestion
from jobs.pages.extract import extract
from jobs.web.html.parse import parse

_URL = "https://www.example.com/some/page.html"
_TARGET = "https://site7.example/"
_AIM = 60.0
_ROUNDS = 25
_MEGABYTE = 1e6

# A kilobyte in the proportions of real pages (the medians of 159): a link, seven elements, 1.6 attributes each, a
# sixth script, a quarter text.
_KILOBYTE = """
      <div class="entry-content post-{n} wide" id="section-{n}" data-track="view:{n};from:list;place:{n}" role="group">
        <h2 class="entry-title">A heading of the usual length, number {n}</h2>
        <p class="text text--lead" style="margin-top: 1.5rem">Some words of <em>ordinary</em> text, as they stand in an
          article about walks in the hills and the gear for them, and then a
          <a class="more link link--external" href="{href}" rel="noopener">link to number {n}</a>, and more words.</p>
        <img class="lazy alignnone size-large wp-image-{n}" width="1024" height="683" loading="lazy" decoding="async"
          src="https://images.example.com/uploads/2026/05/a-picture-of-the-hills-{n}-1024x683.jpg" alt="The hills, {n}">
        <script>window.dataLayer = window.dataLayer || []; window.dataLayer.push({{"event": "impression", "id": {n},
          "list": "related", "position": {n}, "variant": "b", "currency": "EUR"}});</script>
      </div>
"""
_HEAD = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title>
<link rel="canonical" href="/page"><meta name="robots" content="index">
<style>.menu {color: red} .sub {display: none}</style></head><body>
<header><nav class="menu"><a href="/">Home</a><a href="/about">About</a></nav></header><main>
"""

Read = Callable[[bytes], object]


@dataclass(frozen=True, slots=True)
class _Pair:
    """The seconds that a way of reading one page takes, and beside it, in turn with it, a bare parse."""

    megabytes: float
    bare: float
    seconds: float

    @property
    def share(self) -> float:
        """Of the speed of a bare parse, in per cent."""
        return 100 * self.bare / self.seconds


def run(folder: Path | None = None) -> list[Figure]:
    """The speed on the pages (`*.html`) of `folder`, or on three pages made up for it: 10, 100 and 1,000 kB."""
    bodies = (
        [path.read_bytes() for path in sorted(folder.glob("*.html"))] if folder else list(map(_page, (10, 100, 1000)))
    )
    with _as_the_child_does():
        extracted, checked, whole = ([_pair(body, way) for body in bodies] for way in (_extracted, _checked, _whole))
    large = max(range(len(bodies)), key=lambda number: len(bodies[number]))
    return [
        Figure("bare Lexbor, largest page", extracted[large].megabytes / extracted[large].bare, "MB/s", "", ok=True),
        _speed("decode, parse, links and metas", extracted[large]),
        _share("share of bare Lexbor, largest page", extracted[large].share),
        _share("share of bare Lexbor, median page", statistics.median(pair.share for pair in extracted)),
        _speed("the same and what a check asks", checked[large]),
        _speed("everything of every link", whole[large]),
    ]


def _speed(name: str, pair: _Pair) -> Figure:
    return Figure(f"{name}, largest page", pair.megabytes / pair.seconds, "MB/s", "", ok=True)


def _share(name: str, value: float) -> Figure:
    return Figure(name, value, "%", f"at least {_AIM:.0f} %", ok=value >= _AIM)


def _page(kilobytes: int) -> bytes:
    paragraphs = (_KILOBYTE.format(n=n, href=_href(n)) for n in range(kilobytes))
    return (_HEAD + "".join(paragraphs) + "</main>").encode()


def _href(n: int) -> str:
    """One in five to another site, of which there are fifty; of the others every third without its host."""
    if n % 5 == 0:
        return f"https://site{n // 5 % 50}.example/a/{n}"
    return f"{'' if n % 3 else 'https://www.example.com'}/articles/{n}/on-links?page={n}"


@contextmanager
def _as_the_child_does() -> Iterator[None]:
    """Without looking for cycles, as in the process that reads pages."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _pair(body: bytes, read: Read) -> _Pair:
    """This thread's own time, the medians of rounds in turn: the machine's moods fall on both."""
    bare, taken = [], []
    for _ in range(_ROUNDS):
        bare.append(_seconds(_bare, body))
        taken.append(_seconds(read, body))
    return _Pair(len(body) / _MEGABYTE, statistics.median(bare), statistics.median(taken))


def _seconds(read: Read, body: bytes) -> float:
    started = time.thread_time()
    read(body)
    return time.thread_time() - started


def _bare(body: bytes) -> object:
    return LexborHTMLParser(body)


def _extracted(body: bytes) -> object:
    return parse(body, url=_URL, content_type="text/html")


def _checked(body: bytes) -> object:
    page = Page(_URL, _URL, 200, (("content-type", "text/html"),), body, datetime.now(UTC))
    return extract(page, [LinkQuestion(_TARGET)])


def _whole(body: bytes) -> object:
    return read_whole(parse(body, url=_URL, content_type="text/html"))
