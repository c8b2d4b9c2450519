"""What one file names: a sitemap its pages or further sitemaps, robots.txt its sitemaps (pure).

By the protocol of sitemaps.org: XML, plain or gzip, or a text with an address a line. It is read in windows and left
when it has named enough, so a file that would unpack to gigabytes is never held.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from xml.parsers import expat

from jobs.model.page import FetchFailure, Page
from jobs.web.http.content_codings import looks_compressed
from jobs.web.robots.rules import READ_AT_MOST, CrawlPolicy, robots_policy
from jobs.web.urls import join, parse, registrable_domain

MOST_BYTES = 50 * 2**20
"""No sitemap is larger, its compression undone (sitemaps.org)."""
MOST_SITEMAPS = 100
"""So many further sitemaps one file may name for us; the protocol allows 50,000."""
_WINDOW = 64 * 2**10
_LONGEST = 2048
"""Signs of an address (sitemaps.org)."""
_SUCCESS = range(200, 300)
_ROBOTS_LINE = re.compile(rb"^[ \t]*sitemap[ \t]*:[ \t]*(\S{1,2048})", re.IGNORECASE | re.MULTILINE)
_DEPTH_OF_ADDRESSES = 3
"""`urlset`, `url`, `loc`: those of pictures and films stand deeper."""


@dataclass(frozen=True, slots=True)
class SitemapContent:
    """What a file, or all files of a site, name."""

    pages: tuple[str, ...] = ()
    """Addresses on the site, each once, in the order in which they are named."""
    sitemaps: tuple[str, ...] = ()
    trouble: str = ""
    """Why this may not be all; empty where it is."""


class _EndError(Exception):
    """Nothing more is read; the text says why."""


def read_listed(answer: Page | FetchFailure, *, site: str, most: int) -> SitemapContent:
    """What a sitemap names: of pages those on `site`, a registrable domain, at most `most`."""
    is_packed = looks_compressed(answer.body)
    trouble = answer.reason if isinstance(answer, FetchFailure) and not is_packed else ""
    if not answer.body or answer.status not in _SUCCESS:
        return SitemapContent(trouble=trouble or "the answer is empty")
    named = _Named(site, most)
    try:
        windows = _unpacked(answer.body) if is_packed else _pieces(answer.body)
        first = next(windows, b"").removeprefix(b"\xef\xbb\xbf")
        if first.lstrip()[:1] == b"<":
            _read_xml(named, first, windows)
        else:
            _read_lines(named, first, windows)
    except _EndError as end:
        trouble = trouble or str(end)
    except expat.ExpatError as error:
        trouble = trouble or f"it is no well-formed XML ({expat.ErrorString(error.code)}, line {error.lineno})"
    except zlib.error:
        trouble = trouble or "its compression is damaged"
    return SitemapContent(tuple(named.pages), tuple(named.sitemaps), trouble)


def sitemaps_named(answer: Page | FetchFailure) -> SitemapContent:
    """The sitemaps that a robots.txt names, for whichever robots."""
    if isinstance(answer, FetchFailure) and answer.status not in _SUCCESS:
        has_none = robots_policy(answer.status) is CrawlPolicy.ALLOW_ALL
        return SitemapContent(trouble="" if has_none else answer.reason)
    found = _ROBOTS_LINE.findall(answer.body[:READ_AT_MOST])
    joined = [join(line.decode("utf-8", "replace"), answer.final_url) for line in found[:MOST_SITEMAPS]]
    return SitemapContent(sitemaps=tuple(dict.fromkeys(each for each in joined if each)))


class _Named:
    """Gathers addresses until there are enough."""

    def __init__(self, site: str, most: int) -> None:
        self._site, self._most = site, most
        self.pages: dict[str, None] = {}
        self.sitemaps: dict[str, None] = {}

    def page(self, text: str) -> None:
        url = _address(text)
        if url and registrable_domain(url) == self._site:
            if len(self.pages) >= self._most and url not in self.pages:
                raise _EndError(f"it names more than {self._most:,} pages; the first are read")
            self.pages[url] = None

    def sitemap(self, text: str) -> None:
        if url := _address(text):
            if len(self.sitemaps) >= MOST_SITEMAPS and url not in self.sitemaps:
                raise _EndError(f"it names more than {MOST_SITEMAPS} sitemaps; the first are read")
            self.sitemaps[url] = None


def _address(text: str) -> str | None:
    text = text.strip()
    url = parse(text) if len(text) <= _LONGEST else None
    return url.partition("#")[0] if url and url.startswith(("http://", "https://")) else None


def _pieces(body: bytes) -> Iterator[bytes]:
    for start in range(0, min(len(body), MOST_BYTES), _WINDOW):
        yield body[start : start + _WINDOW]
    if len(body) > MOST_BYTES:
        raise _EndError("it is larger than 50 MB; its beginning is read")


def _unpacked(body: bytes) -> Iterator[bytes]:
    """The windows of a gzip file; what follows its first member is left out."""
    unpack, left, size = zlib.decompressobj(wbits=31), body, 0
    while not unpack.eof:
        window = unpack.decompress(left, _WINDOW)
        left, size = unpack.unconsumed_tail, size + len(window)
        if size > MOST_BYTES:
            raise _EndError("it is larger than 50 MB; its beginning is read")
        if not window and not left and not unpack.eof:
            raise _EndError("its compression was cut short")
        yield window


def _read_lines(named: _Named, first: bytes, rest: Iterator[bytes]) -> None:
    line = first
    for window in rest:
        *whole, line = (line + window).split(b"\n")
        for each in whole:
            named.page(each.decode("utf-8", "replace"))
        line = line[-2 * _LONGEST :]
    for each in line.split(b"\n"):
        named.page(each.decode("utf-8", "replace"))
    if not named.pages:
        raise _EndError("it is no sitemap: it names no page of the site")


def _read_xml(named: _Named, first: bytes, rest: Iterator[bytes]) -> None:
    reader = _XmlReader(named)
    reader.parser.Parse(first, False)
    for window in rest:
        reader.parser.Parse(window, False)
    reader.parser.Parse(b"", True)


class _XmlReader:
    """Hears of the elements, whatever namespace they are in; entities of the file's own are refused, for they grow."""

    def __init__(self, named: _Named) -> None:
        self._named = named
        self._open: list[str] = []
        self._depth = 0
        self._text: list[str] | None = None
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.EntityDeclHandler = self._entity

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2].lower()
        if not self._depth and local not in {"urlset", "sitemapindex"}:
            raise _EndError("it is no sitemap")
        self._depth += 1
        if self._depth <= _DEPTH_OF_ADDRESSES:
            self._open.append(local)
        if self._depth == _DEPTH_OF_ADDRESSES and local == "loc":
            self._text = []

    def _end(self, _name: str) -> None:
        if self._depth == _DEPTH_OF_ADDRESSES and self._text is not None:
            text, self._text = "".join(self._text), None
            if self._open[1] == "url":
                self._named.page(text)
            elif self._open[1] == "sitemap":
                self._named.sitemap(text)
        if self._depth <= _DEPTH_OF_ADDRESSES:
            self._open.pop()
        self._depth -= 1

    def _characters(self, text: str) -> None:
        if self._text is not None and len(self._text) < _LONGEST:
            self._text.append(text[: 2 * _LONGEST])

    def _entity(self, *_declared: object) -> None:
        raise _EndError("it declares entities, which no sitemap needs")
