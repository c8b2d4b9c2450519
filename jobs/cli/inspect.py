"""`python -m jobs inspect PAGE`: all that we read on one page, from the web, a file or standard input."""

import argparse
import asyncio
import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jobs.cli.common import has_settings, parser, settings_for, table, with_config, write_json, write_lines
from jobs.model.document import Document, Framed, Place, TooComplex
from jobs.model.outcome_words import told
from jobs.model.page import FetchFailure, Outcome, Page
from jobs.model.reading import PageFacts
from jobs.pages.asked import LinkQuestion
from jobs.pages.reading import EXTRACTOR, Reading, examine
from jobs.web.http.media_types import file_kind
from jobs.web.urls import parse as parse_url

if TYPE_CHECKING:
    from jobs.config import Config

_SAYS = "Show what we read on a page: links, robots, canonical, redirects."
_EXAMPLE = "python -m jobs inspect https://example.com/links --json"
_STDIN = "-"


def main(arguments: Sequence[str]) -> int:
    """Run the command: 0 for `ok`, 1 for gone, soft 404 and parked, 3 otherwise."""
    options = parser("inspect", _SAYS, _EXAMPLE)
    options.add_argument("page", help="an address, a file, or - for standard input")
    options.add_argument("--base-url", metavar="URL", help="where a file's page is served; default: the file's address")
    options.add_argument("--content-type", metavar="TYPE", default="", help="the Content-Type a file is served with")
    options.add_argument("--render", action="store_true", help="have Chromium draw the page, and show what it has then")
    given = options.parse_args(arguments)
    if given.render and not is_address(given.page):
        options.error("--render draws what is on the web; a file has no address for its scripts")
    if given.base_url is not None and parse_url(given.base_url) is None:
        options.error(f"--base-url {given.base_url}: is not an address")
    if not is_address(given.page) and not is_readable(given.page):
        options.error(
            f"{given.page}: is neither an address nor a file that can be read; an address begins with https://"
        )
    if is_address(given.page) or has_settings(given):
        return with_config(given, lambda config: _run(given, config))
    return _run(given, None)  # a page that is here already needs none, and loading them takes a while


def is_address(text: str) -> bool:
    """Whether an argument is an address, and no file."""
    return "://" in text and parse_url(text) is not None


def is_readable(name: str) -> bool:
    """Whether an argument is a file, or standard input."""
    try:
        return name == _STDIN or Path(name).is_file()
    except (OSError, ValueError):
        return False


def _run(given: argparse.Namespace, config: "Config | None") -> int:
    if config is not None and is_address(given.page):
        from jobs.web.render.renderer import browser_trouble

        if given.render and (trouble := browser_trouble(config.render.chromium)):
            print(f"The page cannot be drawn: {trouble}.", file=sys.stderr)
            return 3
        reading = asyncio.run(_fetched(given.page, config, drawn=given.render))
    else:
        body = sys.stdin.buffer.read() if given.page == _STDIN else Path(given.page).read_bytes()
        reading = asyncio.run(read_body(body, _base_url(given), given.content_type))
    if given.json:
        write_json(as_json(reading))
    else:
        write_lines(list(_lines(reading)))
    if reading.outcome is Outcome.OK:
        return 0
    return 1 if reading.outcome.meaning.is_gone else 3


async def _fetched(url: str, config: "Config", *, drawn: bool) -> Reading:
    from jobs.pages.reader import open_reader
    from jobs.pages.what_it_is import seen_as, what_it_is
    from jobs.units.clock import SystemClock
    from jobs.web.render.rendering import NotRendered

    if drawn:
        config = config.model_copy(update={"render": config.render.model_copy(update={"enabled": True})})
    async with open_reader(config, SystemClock()) as reader:
        reading = await reader.read(url, whole=True)
        if drawn and reading.page is not None:
            drawing = await reader.draw(reading, whole=True)
            if isinstance(drawing, NotRendered):
                return replace(reading, reason=f"as served; the browser could not draw it: {drawing.reason}")
            reading = drawing.reading
        return seen_as(reading, what_it_is(reading))


def _base_url(given: argparse.Namespace) -> str:
    if given.base_url is not None:
        return parse_url(given.base_url) or ""
    return "about:blank" if given.page == _STDIN else Path(given.page).resolve().as_uri()


async def read_body(body: bytes, url: str, content_type: str, asked: Collection[LinkQuestion] = ()) -> Reading:
    """Read a page that is already here: there was no answer, so there is no status, and nothing stands in its stead."""
    from jobs.web.isolation.parser_pool import ParserPool

    if kind := file_kind(body):
        return _unread(url, Outcome.NOT_HTML, f"the file is {kind}, not a page")
    headers = (("content-type", content_type),) if content_type else ()
    page = Page(url, url, 0, headers, body, datetime.now(UTC))
    async with ParserPool(EXTRACTOR) as pages:
        examined = await pages.read(page, partial(examine, asked=tuple(asked), whole=True))
    if isinstance(examined, TooComplex):
        return _unread(url, Outcome.TOO_COMPLEX, "could not be read (too complex)")
    return Reading(Outcome.OK, "", examined.facts, headers, page=page, examined=examined)


def _unread(url: str, outcome: Outcome, reason: str) -> Reading:
    from jobs.pages.page_facts import failure_facts

    failure = FetchFailure(url, outcome, reason, datetime.now(UTC))
    return Reading(outcome, reason, failure_facts(failure), failure=failure)


def as_json(reading: Reading) -> dict[str, Any]:
    """What was read, under the names that scripts rely on."""
    facts, document = reading.facts, _document(reading)
    return {
        "url": facts.url,
        "final_url": facts.final_url,
        "outcome": reading.outcome,
        "reason": reading.reason,
        "status": facts.status or None,
        "redirects": [asdict(hop) for hop in facts.hops],
        "encoding": facts.encoding,
        "encoding_source": document.encoding_source if document else "",
        "title": facts.title,
        "description": document.description if document else "",
        "lang": facts.lang,
        "base": document.base if document else None,
        "canonical": facts.canonicals[0].href if facts.canonicals else None,
        "canonicals": [asdict(canonical) for canonical in facts.canonicals],
        "robots": [asdict(tag) for tag in facts.robots],
        "robots_txt": {"googlebot": facts.google_allowed, "rule": facts.google_rule},
        "refresh": asdict(facts.refresh) if facts.refresh else None,
        "hreflang": [{"lang": lang, "href": href} for lang, href in (document.hreflang if document else ())],
        "outbound": {"external": facts.external, "followed_external": facts.followed_external},
        "links": _links_as_json(document) if document else [],
        "framed_links": [
            link | {"place": Place.IFRAME, "hidden": frame.hidden or link["hidden"]}
            for frame in (document.framed if document else ())
            for link in _links_as_json(frame.document)
        ],
    }


def _document(reading: Reading) -> Document | None:
    return reading.examined.document if reading.examined else None


def _links_as_json(document: Document) -> list[dict[str, Any]]:
    return [
        {
            "href": link.href,
            "raw_href": link.raw_href,
            "rel": list(link.rel),
            "text": document.words(number).text,
            "place": spot.place,
            "hidden": spot.hidden,
            "valid": link.valid,
            "tag": link.tag,
        }
        for number, link in enumerate(document.links)
        for spot in [document.spot(number)]
    ]


def _lines(reading: Reading) -> Iterator[str]:
    facts = reading.facts
    yield f"{facts.url}: the page {told(reading.outcome, reading.reason)}"
    yield from settings_for(reading.outcome, facts.final_url)
    for hop in facts.hops:
        yield f"  redirect   {hop.status} to {hop.location}"
    if facts.hops:
        yield f"  ended at   {facts.final_url}"
    if (document := _document(reading)) is not None:
        yield from _page_lines(facts, document)
        yield ""
        rows = chain(_rows(document), *(_framed_rows(frame) for frame in document.framed))
        yield from table(("place", "rel", "hidden", "text", "href"), rows)


def _page_lines(facts: PageFacts, document: Document) -> Iterator[str]:
    if facts.status:
        yield f"  status     {facts.status}"
    yield f"  title      {facts.title or '(none)'}"
    yield f"  encoding   {document.encoding} (by {document.encoding_source})"
    for canonical in facts.canonicals:
        ignored = f"; ignored: {canonical.ignored}" if canonical.ignored else ""
        yield f"  canonical  {canonical.href} (by {canonical.source}{ignored})"
    for tag in facts.robots:
        yield f"  robots     {tag.value} (by {tag.source})"
    if facts.google_allowed is not None:
        yield f"  robots.txt {'allows' if facts.google_allowed else 'forbids'} Googlebot {facts.google_rule}".rstrip()
    if facts.refresh:
        yield f"  refresh    after {facts.refresh.seconds:g} s to {facts.refresh.url}"
    for lang, href in document.hreflang:
        yield f"  hreflang   {lang} {href}"
    yield f"  links      {facts.links}; {facts.followed_external} of {facts.external} external ones followed"


def _rows(document: Document) -> Iterator[tuple[str, ...]]:
    for number, link in enumerate(document.links):
        spot = document.spot(number)
        yield spot.place, " ".join(link.rel), "hidden" * spot.hidden, document.words(number).text, link.href


def _framed_rows(frame: Framed) -> Iterator[tuple[str, ...]]:
    for _, rel, hidden, text, href in _rows(frame.document):
        yield Place.IFRAME, rel, "hidden" if frame.hidden else hidden, text, href
