"""What pages made to keep the parser busy cost: how long each takes, how long the event loop waits, what others suffer.

Each shape is read alone first, then all of them at once, with ordinary pages among them.
"""

import asyncio
import resource
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial

from jobs.bench import Figure
from jobs.model.document import TooComplex
from jobs.model.page import Page
from jobs.pages.extract import Extracted, LinkQuestion, extract
from jobs.web.isolation.parser_pool import ParserPool

_URL = "https://www.example.com/links"
_TARGET = "https://ours.example/guide"
_LINK = b'<p>We read <a href="https://ours.example/guide">a guide</a> before we went.</p>'
_MOST_SECONDS = 5.0
_MOST_WAIT = 0.2
_MOST_MEGABYTES = 600
_TICK = 0.005
_ORDINARY = b"<title>ordinary</title>" + b"<p>Some words <a href=/x>and a link</a></p>\n" * 800 + _LINK
_ORDINARY_PAGES = 40

SHAPES: dict[str, bytes] = {
    "nested blocks": b"<div>" * 80_000,
    "nested blocks, closed": b"<div>" * 40_000 + b"</div>" * 40_000,
    "nested lists": b"<ul><li>" * 30_000,
    "nested tables": b"<table><tr><td>" * 15_000,
    "nested quotations": b"<blockquote><p>" * 30_000,
    "nested headings": b"<h1><h2>" * 30_000,
    "nested formatting": b"<b><i>" * 10_000,
    "formatting opened again in each block": b"<p>" + b"<font size=1>" * 3_000 + b"</p>" + b"<div>x</div>" * 3_000,
    "formatting of many colours": b"".join(b"<font color=%d>" % n for n in range(20_000)) + b"<p>x" * 20_000,
    "formatting closed in the wrong order": b"<b><i><u><s></b></i>" * 30_000,
    "links within each other": b"<a href=x><b>" * 20_000,
    "links around blocks": b"<a href=x><div>" * 20_000,
    "links thrown out of a table": b"<table>" + b"<a href=x>x<tr>" * 20_000,
    "text thrown out of a table": b"<table>" + b"x<td>" * 60_000,
    "one tag with many attributes": b"<a " + b"x=1 " * 80_000 + b">",
    "one tag with many attributes of many names": b"<a " + b" ".join(b"a%d='>'" % n for n in range(120_000)) + b">",
    "the body again with new attributes": b"".join(b"<body a%d=1>" % n for n in range(40_000)),
    "a long attribute": b"<a href='" + b"x " * 2_000_000 + b"'>x</a>",
    "many links": b"<a href=/x>x</a>" * 200_000,
    "many links to many hosts": b"".join(b"<a href=//h%d.example/>x</a>" % n for n in range(150_000)),
    "many links that do not parse": b"".join(b"<a href='http://[%d'>x</a>" % n for n in range(100_000)),
    "many forms": b"<form><input>" * 80_000,
    "many options": b"<select>" + b"<option>x" * 150_000,
    "unclosed comments": b"<!-- -" * 100_000,
    "unclosed tags": b"<a href=" * 100_000,
    "entities": b"&amp;&notit;&CounterClockwiseContourIntegral;&#x1F600;" * 80_000,
    "nothing but NULs": b"\0" * 4_000_000,
    "pictures within each other": b"<svg><foreignObject>" * 20_000,
    "formulas within each other": b"<math><mi><p>" * 20_000,
    "templates within each other": b"<template>" * 40_000,
    "noscripts within each other": b"<noscript><a href=x>" * 20_000,
    "framesets within each other": b"<frameset><frame>" * 40_000,
    "rulings within each other": b"<ruby><rt>" * 40_000,
    "frames in frames": b"<iframe srcdoc='" + b"&lt;iframe srcdoc=&amp;quot;" * 20_000 + b"'>",
    "frames full of links": b"<iframe srcdoc='" + b"&lt;a href=x>x&lt;/a>" * 40_000 + b"'></iframe>",
    "a sheet of selectors": b"<style>" + b"a,b," * 300_000 + b"a{display:none}</style><a href=x>",
    "a sheet of rules that hide": b"<style>"
    + b"a b > c.d[e]{display:none}" * 40_000
    + b"</style>"
    + b"<a href=x>" * 5_000,
    "a sheet without braces": b"<style>" + b"none:-1 " * 300_000 + b"</style><a href=x>",
    "many classes": b"<a href=x class='" + b"c " * 400_000 + b"'>x</a>",
    "words without end": b"a " * 4_000_000,
    "one word without end": b"a" * 8_000_000,
    "spaces without end": b"<p>" + b" \t" * 4_000_000,
    "our address without end": b"https://ours.example/guide?x=1 " * 100_000,
    "scripts that never end": b"<script><!--<script>" * 60_000,
    "declarations of many encodings": b"<meta charset=x><meta charset=utf-8" * 60_000,
}


def run() -> list[Figure]:
    """The worst of all shapes, alone and in a crowd."""
    return asyncio.run(_run())


async def _run() -> list[Figure]:
    alone: dict[str, float] = {}
    async with ParserPool(extract) as pages, _tracked() as waits:
        for name, body in SHAPES.items():
            started = time.perf_counter()
            await _read(pages, body)
            alone[name] = time.perf_counter() - started
        longest_alone = max(waits)
    wrong, longest_in_crowd = await _crowd()
    worst = max(alone, key=lambda name: alone[name])
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return [
        _bounded(f"slowest of {len(SHAPES)} shapes ({worst})", alone[worst], "s", _MOST_SECONDS),
        _bounded("longest wait of the event loop", 1000 * longest_alone, "ms", 1000 * _MOST_WAIT),
        _bounded("longest wait of the event loop, all at once", 1000 * longest_in_crowd, "ms", 1000 * _MOST_WAIT),
        _bounded(f"of {_ORDINARY_PAGES} ordinary pages among them not read right", wrong, "", 0),
        _bounded("largest process beside the bot", memory, "MB", _MOST_MEGABYTES),
    ]


async def _crowd() -> tuple[int, float]:
    """How many ordinary pages were not read right, and how long the loop waited at the longest."""
    async with ParserPool(extract) as pages, _tracked() as waits:
        hostile = [asyncio.create_task(_read(pages, body)) for body in SHAPES.values()]
        ordinary = await asyncio.gather(*(_read(pages, _ORDINARY) for _ in range(_ORDINARY_PAGES)))
        await asyncio.gather(*hostile)
        return sum(not _is_right(found) for found in ordinary), max(waits)


def _is_right(found: Extracted | TooComplex) -> bool:
    return isinstance(found, Extracted) and all(answer.sighting.present for answer in found.answers.values())


async def _read(pages: ParserPool, body: bytes) -> Extracted | TooComplex:
    page = Page(_URL, _URL, 200, (("content-type", "text/html"),), body, datetime.now(UTC))
    return await pages.read(page, partial(extract, asked=(LinkQuestion(_TARGET),)))


@asynccontextmanager
async def _tracked() -> AsyncIterator[list[float]]:
    """How late the event loop comes to a timer, again and again, in seconds."""
    waits = [0.0]
    ticking = asyncio.create_task(_tick(waits))
    try:
        yield waits
    finally:
        ticking.cancel()


async def _tick(waits: list[float]) -> None:
    while True:
        due = time.perf_counter() + _TICK
        await asyncio.sleep(_TICK)
        waits.append(time.perf_counter() - due)


def _bounded(name: str, value: float, unit: str, most: float) -> Figure:
    return Figure(name, value, unit, f"at most {most:g} {unit}".strip(), ok=value <= most)
