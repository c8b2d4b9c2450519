"""What foreign text that is made to keep us busy costs: how long it takes, how long the event loop waits, who suffers.

What hangs or crashes a parser is not kept here: functions stand in for the reading of such pages, and take the time or
the memory themselves (`_stand_ins`). Beside them stand pages and files that are large, and otherwise ordinary. Each is
read alone first, then all of them at once, with ordinary pages among them.
"""

import asyncio
import resource
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial

from jobs.bench import Figure
from jobs.bench._stand_ins import asleep, ends, never_done, too_deep, without_memory
from jobs.model.document import TooComplex
from jobs.model.page import Page
from jobs.pages.asked import Extracted, LinkQuestion
from jobs.pages.extract import extract
from jobs.pages.lasting import lasting_of
from jobs.pages.reading import EXTRACTOR
from jobs.web.isolation.parser_pool import ParserPool
from jobs.web.robots.rules import READ_AT_MOST, Robots, parse_robots
from jobs.web.urls.mask import mask

_URL = "https://www.example.com/links"
_TARGET = "https://ours.example/guide"
_AGENTS = ("Googlebot", "Linkwatch")
_LINK = b'<p>We read <a href="https://ours.example/guide">a guide</a> before we went.</p>'
_MOST_SECONDS = 5.0
_MOST_WAIT = 0.2
_MOST_MEGABYTES = 600
_TICK = 0.005
_ORDINARY = b"<title>ordinary</title>" + b"<p>Some words <a href=/x>and a link</a></p>\n" * 800 + _LINK
_ORDINARY_PAGES = 40

STAND_INS: dict[str, Callable[[Page], object]] = {
    "a reading that is never done": never_done,
    "a reading that sleeps": asleep,
    "a reading that takes all memory": without_memory,
    "a reading that calls itself": too_deep,
    "a reading that ends its process": ends,
}

LARGE: dict[str, bytes] = {
    "many links": b"<p><a href=/x>x</a></p>\n" * 100_000,
    "many links to many hosts": b"".join(b"<p><a href=//h%d.example/>x</a></p>\n" % n for n in range(80_000)),
    "our address in each line": b"<p>https://ours.example/guide?x=1</p>\n" * 80_000,
    "a table of many rows": b"<table>" + b"<tr><td>a</td><td>b</td></tr>\n" * 60_000 + b"</table>",
    "words without end": b"<p>" + b"a " * 4_000_000 + b"</p>",
    "a sheet of many rules": b"<style>"
    + b"".join(b".a%d .b,.c%d:not(.d)>p{color:red;margin:0}\n" % (n, n) for n in range(15_000))
    + b".x{display:none}</style><p class=x>x</p>"
    + b"<p class=c1><a href=/x>x</a></p>\n" * 3_000,
    "rules that count the items of a long list": b"<style>"
    + b"".join(b"li:nth-child(%d){display:none}" % n for n in range(300))
    + b"</style><ul>"
    + b"<li><a href=/x>x</a></li>\n" * 3_000
    + b"</ul>",
}

_GROUP = b"".join(b"User-agent: bot-%d\n" % n for n in range(4_000)) + b"User-agent: Googlebot\nUser-agent: *\n"
ROBOTS: dict[str, bytes] = {
    "many agents in one group of many rules": _GROUP + b"".join(b"Disallow: /folder/%d\n" % n for n in range(20_000)),
    "as many rules as there is room for": (b"User-agent: *\n" + b"Allow: /*\n" * 60_000)[:READ_AT_MOST],
    "many groups": b"".join(b"User-agent: *\nDisallow: /%d\n\n" % n for n in range(15_000)),
}

_END = b"</body></html>"
PIECES: dict[str, bytes] = {
    "many hidden fields": b'<input type=hidden value="x">' * 72_000 + _END,
    "many fields that never end": b"<input type=hidden value='\" " * 68_000 + _END,
    "many scripts": b"<script>x</script>" * 116_000 + _END,
    "many comments": b"<!-- x -->" * 209_000 + _END,
    "many nonces": b" nonce='x'" * 209_000 + _END,
    "many links in one script": b"<script>" + b"<a >" * 500_000 + b"</script>" + _END,
    "one field as long as a page": b"<input type=hidden value='" + b"x" * 2_000_000 + _END,
}
"""What is cut out of pages in the event loop, on pages as large as are cut."""


def run() -> list[Figure]:
    """The worst of all, alone and in a crowd."""
    return asyncio.run(_run())


async def _run() -> list[Figure]:
    alone: dict[str, float] = {}
    async with ParserPool(EXTRACTOR) as pages, _tracked() as waits:
        for name, work in _works(pages).items():
            started = time.perf_counter()
            await work()
            alone[name] = time.perf_counter() - started
        longest_alone = max(waits)
    wrong, longest_in_crowd = await _crowd()
    worst = max(alone, key=lambda name: alone[name])
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return [
        _bounded(f"slowest of {len(alone)} ({worst})", alone[worst], "s", _MOST_SECONDS),
        _bounded("longest wait of the event loop", 1000 * longest_alone, "ms", 1000 * _MOST_WAIT),
        _bounded("longest wait of the event loop, all at once", 1000 * longest_in_crowd, "ms", 1000 * _MOST_WAIT),
        _bounded(f"of {_ORDINARY_PAGES} ordinary pages among them not read right", wrong, "", 0),
        _bounded("largest process beside the bot", memory, "MB", _MOST_MEGABYTES),
    ]


def _works(pages: ParserPool) -> dict[str, Callable[[], Coroutine[None, None, object]]]:
    """All that is read, by its name; each is awaited."""
    return {
        **{name: partial(pages.read, _page(b""), examine) for name, examine in STAND_INS.items()},
        **{name: partial(_read, pages, body) for name, body in LARGE.items()},
        **{f"robots.txt: {name}": partial(_ask_robots, pages, body) for name, body in ROBOTS.items()},
        **{f"cut: {name}": partial(_cut, body) for name, body in PIECES.items()},
        "a title that is logged": partial(_log, f"{_TARGET}?a=%25" * 2_000),
    }


async def _crowd() -> tuple[int, float]:
    """How many ordinary pages were not read right, and how long the loop waited at the longest."""
    async with ParserPool(EXTRACTOR) as pages, _tracked() as waits:
        heavy = [asyncio.create_task(work()) for work in _works(pages).values()]
        ordinary = await asyncio.gather(*(_read(pages, _ORDINARY) for _ in range(_ORDINARY_PAGES)))
        await asyncio.gather(*heavy)
        return sum(not _is_right(found) for found in ordinary), max(waits)


def _is_right(found: Extracted | TooComplex) -> bool:
    return isinstance(found, Extracted) and all(answer.sighting.present for answer in found.answers.values())


async def _read(pages: ParserPool, body: bytes) -> Extracted | TooComplex:
    return await pages.read(_page(body), partial(extract, asked=(LinkQuestion(_TARGET),)))


async def _ask_robots(pages: ParserPool, body: bytes) -> None:
    """Reads a robots.txt as `jobs.web.robots.files` does, and asks for one page."""
    rules = await pages.read(_page(body), _robots_of)
    if isinstance(rules, Robots):
        rules.decide(_AGENTS[0], _URL)


async def _cut(body: bytes) -> None:
    lasting_of(_page(body, "text/html; charset=utf-8"))


def _robots_of(page: Page) -> Robots:
    return parse_robots(page.body, _AGENTS)


async def _log(text: str) -> None:
    mask(text)


def _page(body: bytes, kind: str = "text/html") -> Page:
    return Page(_URL, _URL, 200, (("content-type", kind),), body, datetime.now(UTC))


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
