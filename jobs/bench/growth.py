"""Whether work grows with what is done, and not with what is stored: CPU of the same work at three sizes."""

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Collection
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from jobs.alerts.groups import place
from jobs.bench import Figure
from jobs.bench._cpu import in_own_process
from jobs.bench._made_store import CHANNELS, START, made_link, made_snapshot
from jobs.bench._simulated import JumpingClock, no_canaries, settled
from jobs.checks.check_page import CheckDeps, check_page
from jobs.checks.dispatcher import Bounds, Dispatcher
from jobs.config import Config
from jobs.digests.read import read_digest
from jobs.formats.exports.request import ExportFormat, ExportRequest, SheetName
from jobs.formats.exports.write import write_export
from jobs.formats.filters.link_filter import ALL_LINKS
from jobs.formats.filters.selection import Selection
from jobs.formats.importing import preview_import, write_import
from jobs.formats.preview import ImportOptions
from jobs.formats.reader import FileReader
from jobs.formats.rows import Wishes
from jobs.formats.sheet import RefusedFile
from jobs.model.event import Event
from jobs.model.incident import Incident, IncidentKind
from jobs.model.notice import Notice, NoticeKind
from jobs.model.page import Outcome, Page
from jobs.model.tracked_page import TrackedPage
from jobs.model.write import Write
from jobs.pages.asked import LinkQuestion
from jobs.pages.extract import extract
from jobs.pages.reading import Reading
from jobs.pages.what_it_is import ControlReadings
from jobs.store.tiny.snapshot import write_snapshot
from jobs.store.tiny.store import TinyStore, open_tiny
from jobs.verdicts.evaluate import question_about

SIZES = (1_000, 10_000, 100_000)
"""Links that are tracked."""
ROWS = (1_000, 10_000, 50_000)
"""Of one imported file; no file has more."""
ALERTS = (100, 300, 1_000)
CHECKS = 1_000
MOST_GROWTH = 1.1
"""Of a check: what 100,000 links may cost it more than 1,000."""
LINEAR = 1.3
"""The cost of each link at the last size, by that at the one before: more is worse than linear."""

_CHANNEL = "C0"
_MS = 1_000.0
_TALE = "We walked the long ridge above the lake, slept in the old hut and wore out our soles on the way down. " * 40
_HTML = f"<title>A walk</title><main><p>{_TALE}<a href='https://ours.example/'>our anchor</a> {_TALE}</main>"


def run() -> list[Figure]:
    """Measure each size in a process of its own; takes about two minutes."""
    return [
        *_growth("check", "a check at {:,} links", SIZES, MOST_GROWTH, SIZES[0]),
        *_growth("digest", "a digest of {:,} links, each", SIZES, LINEAR, SIZES[1]),
        *_growth("export", "an export of {:,} links as CSV, each", SIZES, LINEAR, SIZES[1]),
        *_growth("alerts", "each of {:,} alerts that stay open in a channel", ALERTS, LINEAR, ALERTS[0]),
        *_growth("import", "an import of {:,} rows, each", ROWS, LINEAR, ROWS[1]),
    ]


def _growth(work: str, name: str, sizes: Collection[int], most: float, beside: int) -> list[Figure]:
    cost = {size: float(in_own_process("jobs.bench.growth", work, str(size))) for size in sizes}
    figures = [Figure(name.format(size), round(each, 4), "ms CPU", "no aim", ok=True) for size, each in cost.items()]
    last = max(sizes)
    growth = round(cost[last] / cost[beside], 2)
    of = f"at most {most:g} x that at {beside:,}"
    return [*figures, Figure(name.format(last), growth, "times", of, growth <= most)]


async def _at(folder: Path, size: int, work: "Callable[[TinyStore, int], Awaitable[float]]") -> float:
    """Milliseconds of CPU that one of so many costs."""
    write_snapshot(folder, made_snapshot(size))
    store = await open_tiny(folder)
    try:
        return await work(store, size)
    finally:
        await store.close()


async def _check(store: TinyStore, _size: int) -> float:
    """From what is due to what is written; only the asking and parsing is left out, which knows of no store."""
    reading = _reading()

    async def read(
        url: str,
        known: TrackedPage | None = None,  # noqa: ARG001  # the page says the same whatever is known of it
        asked: Collection[LinkQuestion] = (),  # noqa: ARG001  # all ask the same of it
        *,
        owner: bool = False,  # noqa: ARG001  # as `Read` has it
    ) -> Reading:
        return replace(reading, facts=replace(reading.facts, url=url, final_url=url))

    clock = JumpingClock(START + timedelta(seconds=CHECKS))
    deps = CheckDeps(store, read, _no_control, settled, no_canaries, clock)
    begun = time.process_time()
    await Dispatcher(store, partial(check_page, deps), clock, Bounds()).run_due()
    return (time.process_time() - begun) * _MS / CHECKS


def _reading() -> Reading:
    """A page that carries the link as agreed, as the parser gives it."""
    url, headers = made_link(1).page_url, (("content-type", "text/html; charset=utf-8"),)
    page = Page(url, url, 200, headers, _HTML.encode(), START)
    examined = extract(page, [question_about(made_link(1))])
    return Reading(Outcome.OK, "", examined.facts, headers, "", None, page, examined)


async def _no_control(_url: str) -> ControlReadings | None:
    return None


async def _digest(store: TinyStore, size: int) -> float:
    """Of one channel, all of whose links have a history."""
    for start in range(1, size + 1, CHECKS):
        links = [made_link(number) for number in range(start, start + CHECKS)]
        await store.write(Write(events=[Event(START, link.channel, link.ref, "live") for link in links]))
    begun = time.process_time()
    await read_digest(store, Config(), _CHANNEL, START)
    return (time.process_time() - begun) * _MS / size * CHANNELS


async def _export(store: TinyStore, size: int) -> float:
    """All links with what was read of their pages, as a spreadsheet opens them."""
    asked = ExportRequest(Selection(ALL_LINKS, START, None), tuple(await store.channels()))
    with tempfile.TemporaryDirectory() as folder:
        begun = time.process_time()
        file = Path(folder) / "links.csv"
        written = await write_export(store, asked, (SheetName.LINKS,), ExportFormat.CSV, file)
        taken = time.process_time() - begun
    assert written.rows[SheetName.LINKS] == size
    return taken * _MS / size


async def _import(store: TinyStore, size: int) -> float:
    rows = (f"https://site{n % 5_000}.example/{n},https://ours.example/{n % 50},anchor {n}" for n in range(size))
    data = "\n".join(["page,target,anchor text", *rows]).encode()
    begun = time.process_time()
    file = await FileReader().read(data, Wishes())
    assert not isinstance(file, RefusedFile), file.why
    options = ImportOptions("C1")
    await write_import(await preview_import(file, options, store), options, store, START)
    return (time.process_time() - begun) * _MS / size


async def _alerts(store: TinyStore, size: int) -> float:
    """New alerts of one channel, one after the other, each told by itself or in a group."""
    begun = time.process_time()
    for number in range(size):
        at = START + timedelta(minutes=number)
        alert = Incident(f"L-{number}-lost-1", _CHANNEL, IncidentKind.LOST, f"L-{number}", (number,), at)
        card = Notice(f"card:{alert.id}", _CHANNEL, NoticeKind.CARD, at, incident_id=alert.id)
        await store.write(await place(store, Write(incidents=[alert], notices=[card]), at))
    return (time.process_time() - begun) * _MS / size


WORK = {"check": _check, "digest": _digest, "export": _export, "import": _import, "alerts": _alerts}

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        each = asyncio.run(_at(Path(name), int(sys.argv[2]), WORK[sys.argv[1]]))
    json.dump(each, sys.stdout)
