"""What partner pages cost: pages with a thousand links each beside a plain check of the same, and a year of their days.

Each lane runs in a process of its own: reading in the child, rules, verdict, series and store, as a check does it; only
the asking is left out. CPU time of the whole process tree.
"""

import asyncio
import json
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Collection, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from jobs.bench import Figure
from jobs.bench._cpu import in_own_process, memory_mb, tree_seconds
from jobs.bench._simulated import JumpingClock, no_canaries, settled
from jobs.checks.check_page import CheckDeps, check_page
from jobs.checks.dispatcher import Bounds, Dispatcher
from jobs.model.document import Place, TooComplex
from jobs.model.link import NewLink
from jobs.model.page import Outcome, Page
from jobs.model.partner import NewPartner
from jobs.model.series import OurSpot, PageSeries, SeriesPoint
from jobs.model.tracked_page import TrackedPage
from jobs.model.write import Write
from jobs.pages.asked import LinkQuestion
from jobs.pages.extract import extract
from jobs.pages.page_facts import kept_of
from jobs.pages.reading import EXTRACTOR, Reading
from jobs.pages.what_it_is import ControlReadings
from jobs.store.tiny.store import TinyStore, open_tiny
from jobs.web.isolation.parser_pool import ParserPool

PAGES = 2_000
_MENU, _ROWS, _FOOT = 40, 900, 59
LINKS = _MENU + _ROWS + _FOOT + 1
DAYS = 365
MOST_MS = 5.0
"""What a partner page may cost beside a plain check of it."""
MOST_GAP_MS = 200.0
MOST_DISK_MB = 60.0
MOST_MEMORY_MB = 10.0
"""What a year of days may take of memory, for all pages."""

_START = datetime(2026, 1, 5, 9, tzinfo=UTC)
_DAY = timedelta(hours=27)
"""Longer than the usual rhythm with all of its jitter."""
_OURS = "https://ours.example/guide"
_MS = 1_000.0
_TICK = 0.005
_BATCH = 100
_COPIES = 3
"""The journal, the snapshot and the one before it hold what is stored, each once at most."""
_TALE = "We walked the long ridge above the lake and slept in the old hut. "

Lane = dict[str, float]


def run(pages: int = PAGES) -> list[Figure]:
    """Both lanes, and a year of days; takes some minutes."""
    plain: Lane = in_own_process("jobs.bench.partners", "plain", str(pages))
    full: Lane = in_own_process("jobs.bench.partners", "partners", str(pages))
    year: Lane = in_own_process("jobs.bench.partners", "year", str(PAGES))
    more = full["changed"] - plain["changed"]
    gap = max(full["gap"], plain["gap"])
    told = f"{pages:,} pages of {LINKS:,} links"
    return [
        Figure(f"{told}, a plain check on a day of changes", round(plain["changed"], 1), "ms CPU", "", ok=True),
        Figure(f"{told}, as partner pages too", round(full["changed"], 1), "ms CPU", "", ok=True),
        Figure(
            "a partner page beside a plain check", round(more, 2), "ms CPU", f"at most {MOST_MS:g}", more <= MOST_MS
        ),
        Figure("memory of a plain check's page", round(plain["memory"] * 1024 / pages, 1), "kB", "", ok=True),
        Figure("memory of a partner page", round(full["memory"] * 1024 / pages, 1), "kB", "", ok=True),
        _at_most("longest stretch of work of the event loop", round(gap), "ms CPU", MOST_GAP_MS),
        *_of_year(year),
    ]


def _of_year(year: Lane) -> list[Figure]:
    disk, memory, each = year["disk"], year["memory"], year["each"]
    told = f"{DAYS} days of {PAGES:,} pages"
    return [
        _at_most(f"{told}, on the disk", round(disk, 1), "MB", MOST_DISK_MB),
        _at_most(f"{told}, in memory", round(memory, 1), "MB", MOST_MEMORY_MB),
        _at_most("one day more of a page", round(each, 2), "ms CPU", MOST_MS),
    ]


def _at_most(name: str, value: float, unit: str, most: float) -> Figure:
    return Figure(name, value, unit, f"at most {most:g} {unit}", ok=value <= most)


async def _lane(name: str, pages: int) -> Lane:
    clock, day = JumpingClock(_START), 0
    with tempfile.TemporaryDirectory() as folder:
        store = await open_tiny(Path(folder))
        async with ParserPool(EXTRACTOR) as pool, _watched() as gaps:

            async def read(
                url: str,
                known: TrackedPage | None = None,
                asked: Collection[LinkQuestion] = (),
                *,
                owner: bool = False,
            ) -> Reading:
                headers = (("content-type", "text/html; charset=utf-8"),)
                page = Page(url, url, 200, headers, _page(url, day), clock.now())
                kept = kept_of(known.facts, known.good_sketch, owner=owner) if known else None
                examined = await pool.read(page, partial(extract, asked=tuple(asked), kept=kept))
                assert not isinstance(examined, TooComplex)
                return Reading(Outcome.OK, "", examined.facts, headers, f"{day}", None, page, examined)

            deps = CheckDeps(store, read, _no_control, settled, no_canaries, clock)
            dispatcher = Dispatcher(store, partial(check_page, deps), clock, Bounds())
            for number in range(pages):
                url = f"https://p{number}.example/{number}"
                await store.add_link(NewLink("C1", url, _OURS), clock.now())
                if name == "partners":
                    await store.add_partner(NewPartner("C1", url, 2 * LINKS), clock.now())
            before, found = memory_mb(), Lane()
            for phase in ("first", "changed"):
                began = tree_seconds()
                await dispatcher.run_due()
                found[phase] = (tree_seconds() - began) / pages * _MS
                clock.at += _DAY
                day += 1
            found["memory"] = memory_mb() - before
            found["gap"] = max(gaps)
        await store.close()
    return found


async def _no_control(_url: str) -> ControlReadings | None:
    return None


@asynccontextmanager
async def _watched() -> AsyncIterator[list[float]]:
    """How long the event loop worked at a stretch, in milliseconds of CPU, each time that it was looked.

    By its own CPU time: how long it waits for a core is the machine's matter.
    """
    gaps = [0.0]

    async def look() -> None:
        while True:
            began = time.thread_time()
            await asyncio.sleep(0)
            gaps.append((time.thread_time() - began) * _MS)
            await asyncio.sleep(_TICK)

    watch = asyncio.create_task(look())
    try:
        yield gaps
    finally:
        watch.cancel()


def _page(url: str, day: int) -> bytes:
    """A partner page with a thousand links, of which some are others each day; of ours a few words."""
    if url == _OURS:
        return f"<!doctype html><title>Guide</title><p>{_TALE}".encode()
    new = random.Random(f"{url}:{day}").sample(range(_ROWS), 5)
    menu = "".join(f'<li class="item item-{n}"><a href="/page-{n}">Page {n}</a></li>' for n in range(_MENU))
    rows = "".join(_row(n, f"new{day}-{n}" if n in new else f"site{n}") for n in range(_ROWS))
    foot = "".join(f'<li><a href="https://foot{n}.example/">made by {n}</a></li>' for n in range(_FOOT))
    return (
        "<!doctype html><html lang=en><title>Friends</title><body>"
        f"<header><nav><ul class=menu>{menu}</ul></nav></header>"
        f"<main>{rows}<p>{_TALE}Read <a href={_OURS}>our guide</a> first.</p></main>"
        f"<footer class=site-footer><ul>{foot}</ul></footer>"
    ).encode()


def _row(number: int, site: str) -> str:
    link = f'<a href="https://{site}.example/a">friend {number}</a>'
    return f'<div class="card c{number % 40}"><p>{_TALE}{link} and more.</p></div>'


async def _year(pages: int) -> Lane:
    """What a year of daily points takes, and what one more costs: read, gone on with and written."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = await open_tiny(folder)
        for start in range(0, pages, _BATCH):
            await store.write(Write(series=[_series(number) for number in range(start, start + _BATCH)]))
        disk = _megabytes(folder) * _COPIES
        memory: float = in_own_process("jobs.bench.partners", "open", name)
        began = time.process_time()
        for number in range(_BATCH):
            await _one_more(store, f"https://p{number}.example/{number}")
        each = (time.process_time() - began) / _BATCH * _MS
        await store.close()
    return {"disk": disk, "memory": memory, "each": each}


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.iterdir()) / 1e6


async def _one_more(store: TinyStore, url: str) -> None:
    [series] = await store.series([url])
    last = series.points[-1]
    point = SeriesPoint(last.day + timedelta(days=1), last.external + 1, last.followed + 1, last.internal, last.domains)
    await store.write(Write(series=[series.with_point(point)]))


def _series(number: int) -> PageSeries:
    """A page that gains and loses links on four days of ten."""
    chance, points = random.Random(number), list[SeriesPoint]()
    total, inner, position, foot = chance.randrange(20, 900), chance.randrange(10, 80), 5, chance.randrange(20)
    for day in range(DAYS):
        if chance.random() < 0.4:  # noqa: PLR2004  # as said
            moved = chance.randrange(-2, 6)
            total, position = max(20, total + moved), max(1, position + moved)
        places = ((Place.BODY, total - foot), (Place.FOOTER, foot))
        ours = (OurSpot(number, position, Place.BODY),)
        at = date(2026, 1, 1) + timedelta(days=day)
        points.append(SeriesPoint(at, total, total - 3, inner, total - 9, places, ours=ours))
    return PageSeries(f"https://p{number}.example/{number}", tuple(points))


async def _opened(folder: str) -> float:
    """What a store holds in memory beside an empty process that has opened nothing."""
    before = memory_mb()
    store = await open_tiny(Path(folder), read_only=True)
    held = memory_mb() - before
    await store.close()
    return held


WORK: dict[str, Callable[[str], Coroutine[None, None, object]]] = {
    "plain": lambda count: _lane("plain", int(count)),
    "partners": lambda count: _lane("partners", int(count)),
    "year": lambda count: _year(int(count)),
    "open": _opened,
}

if __name__ == "__main__":
    json.dump(asyncio.run(WORK[sys.argv[1]](sys.argv[2])), sys.stdout)
