"""A million links on PostgreSQL: what they take on the disk, what questions take, and how much four workers get done.

The server is one of the bench's own, in a temporary folder, with PostgreSQL's settings as they come but for memory and
the length of its log. Everything is wall time, for the server's work counts and is in no process of ours.
"""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING

from jobs.bench import Figure
from jobs.bench._cpu import how_busy
from jobs.bench._host_jobs import measure as host_jobs
from jobs.bench._made_store import CHANNELS, START, made_link, made_page
from jobs.bench._own_postgres import MISSING, find_programs, own_postgres
from jobs.bench._scale import Measured, what_they_need
from jobs.config import Config
from jobs.digests.read import read_digest
from jobs.model.event import Event
from jobs.model.link import NewLink
from jobs.model.queries import LinkQuery
from jobs.model.tracked_page import HostClaim
from jobs.model.write import Write
from jobs.store.documents import encode
from jobs.store.protocol import Store

if TYPE_CHECKING:
    from jobs.store.moving import Documents

LINKS = 1_000_000
WORKERS = 4
BATCH = 50
FEW = 2
"""Pages of a host where hosts have few; each result is written by itself, as a check does."""
HOSTS_VISITED = 60
"""By each worker."""
PATTERNS = 1_000
HOSTS = 9_973
ASKED = 50
"""Times that each question is asked."""
LEAST_RESULTS = 3_000.0
MOST_DUE_MS = 20.0
MOST_QUESTION_MS = 50.0
MOST_DIGEST_S = 10.0

_MEMORY = ("shared_buffers=512MB", "maintenance_work_mem=256MB", "max_wal_size=4GB")
_LEASE = timedelta(minutes=5)
_MS = 1_000.0
_GIGA, _KILO = 1e9, 1e3


def run(links: int = LINKS) -> list[Figure]:
    """Measure; takes about ten minutes for a million links, most of it to put them there."""
    if find_programs() is None:
        return [Figure(f"not measured: {MISSING}", 0, "", "", ok=True)]
    with own_postgres(*_MEMORY) as server:
        url = server.create("bench")
        begun = time.perf_counter()
        _fill(url, links)
        filled = time.perf_counter() - begun
        asked, written, jobs = asyncio.run(_questions(url, links)), _all_results(url, links), host_jobs(url)
    put = Figure(f"{links:,} links, pages and events put there", round(filled), "s", "no aim", ok=True)
    busy = [Figure(said, 0, "", "", ok=True)] if (said := how_busy()) else []
    size, digests, (results, log, _) = asked[0], asked[-1], written
    measured = Measured(links, size.value, digests.value, results.value, log.value, jobs.value)
    return [put, *asked, *written, jobs, *what_they_need(measured), *busy]


def _fill(url: str, links: int) -> None:
    """As `python -m jobs move` does: every channel has as many, each has a page of its own and one line of history."""
    from jobs.store.postgres.connection import connect
    from jobs.store.postgres.migrate import migrate
    from jobs.store.postgres.whole import empty_database

    with connect(url) as connection:
        migrate(connection)
    with empty_database(url) as store:
        store.put("links", _like(links, [encode(made_link(number)) for number in range(1, PATTERNS + 1)]))
        store.put("pages", _like(links, [encode(made_page(number)) for number in range(1, PATTERNS + 1)]))
        store.put_history(_events(links))
        store.finish({"links": links})


def _like(links: int, patterns: "Sequence[bytes]") -> "Documents":
    """Documents of so many numbers, each as one of few is but for its id, channel and address: made in no time."""
    for number in range(1, links + 1):
        like = (number - 1) % len(patterns) + 1
        raw = patterns[like - 1]
        for text in ('{"id":%d,', '"C%d"', "blog%d.example", "-address-%d/"):
            old, new = (_numbered(text, each) for each in (like, number))
            raw = raw.replace(old, new)
        yield number, raw


def _numbered(text: str, number: int) -> bytes:
    """As `made_link` and `made_page` write a number there."""
    rest = {"C": CHANNELS, "b": HOSTS}.get(text.strip('"')[0], LINKS + 1)
    return (text % (number % rest)).encode()


def _events(links: int) -> "Documents":
    for number in range(1, links + 1):
        yield number, encode(Event(START, f"C{number % CHANNELS}", f"L-{number}", "live"))


async def _questions(url: str, links: int) -> list[Figure]:
    """The size on the disk first, the digests of all channels last."""
    from jobs.store.postgres.store import open_postgres

    store = await open_postgres(url)
    try:
        size = (await store.facts()).size / _GIGA
        figures = [Figure(f"{links:,} links on the disk", round(size, 2), "GB", "no aim", ok=True)]
        figures += [await _asked(name, most, ask) for name, (most, ask) in _asks(store, links).items()]
        figures += await _digests(store, links)
    finally:
        await store.close()
    return figures


Ask = Callable[[int], Awaitable[object]]
"""One question, the n-th time."""


def _asks(store: Store, links: int) -> dict[str, tuple[float, Ask]]:
    due = START + timedelta(seconds=links)

    async def claim(_: int, host: str = "") -> None:
        claimed = await store.claim_host(due, _LEASE, BATCH, host)
        assert claimed is not None
        await store.release_host(claimed)

    async def add(number: int) -> None:
        _, is_new = await store.add_link(NewLink("C1", f"https://new{number}.example/", "ours.example"), START)
        assert is_new

    async def show(number: int) -> None:
        link = await store.link(1 + number * (links // ASKED))
        assert link is not None
        await store.page(link.page_url)
        await store.incidents(link_id=link.id)
        await store.events(since=START, subject=link.ref, channel=link.channel)

    return {
        "when something is due": (MOST_DUE_MS, lambda _: store.next_due_at()),
        "what is due on the host that waited longest": (MOST_DUE_MS, claim),
        "what is due on a host that is named": (MOST_DUE_MS, lambda n: claim(n, made_page(links - n).host)),
        "add": (MOST_QUESTION_MS, add),
        "list, the first part": (MOST_QUESTION_MS, lambda n: store.list_links(LinkQuery(f"C{n % CHANNELS}"), 0, 20)),
        "list, the last part": (
            MOST_QUESTION_MS,
            lambda n: store.list_links(LinkQuery(f"C{n % CHANNELS}"), links // CHANNELS - 20, 20),
        ),
        "show": (MOST_QUESTION_MS, show),
        "a channel in numbers": (MOST_QUESTION_MS, lambda n: store.channel_counts(f"C{n % CHANNELS}")),
    }


async def _asked(name: str, most: float, ask: Ask) -> Figure:
    took = []
    for number in range(ASKED):
        begun = time.perf_counter()
        await ask(number)
        took.append((time.perf_counter() - begun) * _MS)
    middle = median(took)
    unit = f"ms, median of {ASKED}, longest {max(took):.1f}"
    return Figure(name, round(middle, 2), unit, f"at most {most:g} ms", middle <= most)


async def _digests(store: Store, links: int) -> list[Figure]:
    """Of every channel, one after the other: all links of the store are read."""
    took = []
    for channel in range(CHANNELS):
        begun = time.perf_counter()
        await read_digest(store, Config(), f"C{channel}", START + timedelta(days=1))
        took.append(time.perf_counter() - begun)
    each = Figure(f"a digest of {links // CHANNELS:,} links", round(max(took), 2), "s, longest", "no aim", ok=True)
    all_of_them = f"digests of all {CHANNELS} channels, {links:,} links"
    aim = f"at most {MOST_DIGEST_S:g} s"
    return [each, Figure(all_of_them, round(sum(took), 1), "s", aim, sum(took) <= MOST_DIGEST_S)]


def _all_results(url: str, links: int) -> list[Figure]:
    many, log_kb = _results(url, links, BATCH, BATCH)
    few, _ = _results(url, links, FEW, 1)
    aim, name = f"at least {LEAST_RESULTS:,.0f}", f"claims and results of {WORKERS} workers"
    return [
        Figure(f"{name}, {BATCH} at a time", many, "/s", aim, many >= LEAST_RESULTS),
        Figure("what a result adds to the server's log (WAL)", log_kb, "kB", "no aim", ok=True),
        Figure(f"{name}, {FEW} pages to a host, each written by itself", few, "/s", "no aim", ok=True),
    ]


def _results(url: str, links: int, claimed: int, at_once: int) -> tuple[int, float]:
    """Claims of a host's pages and writes of what was seen there: how many a second, and kB of the log for each."""
    command = [sys.executable, "-m", "jobs.bench.queue", url, *map(str, (links, claimed, at_once))]
    workers = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - our own program
        for _ in range(WORKERS)
    ]
    for worker in workers:
        assert worker.stdout is not None
        worker.stdout.readline()  # it is ready
    written, begun = _log_bytes(url), time.perf_counter()
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.close()
    done = sum(json.loads(worker.stdout.read()) for worker in workers if worker.stdout)
    seconds = time.perf_counter() - begun
    for worker in workers:
        worker.wait()
    return round(done / seconds), round((_log_bytes(url) - written) / done / _KILO, 1)


def _log_bytes(url: str) -> int:
    """How much the server has ever written ahead."""
    from jobs.store.postgres.connection import connect

    with connect(url) as connection:
        row = connection.execute("select pg_current_wal_insert_lsn() - '0/0'::pg_lsn").fetchone()
    assert row is not None
    return int(row[0])


async def _work(url: str, links: int, claimed: int, at_once: int) -> int:
    """How many results were written."""
    from jobs.store.postgres.store import open_postgres

    store = await open_postgres(url)
    try:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)
        return sum([await _one_host(store, links, claimed, at_once) for _ in range(HOSTS_VISITED)])
    finally:
        await store.close()


async def _one_host(store: Store, links: int, claimed: int, at_once: int) -> int:
    now = START + timedelta(seconds=links)
    claim = await store.claim_host(now, _LEASE, claimed)
    assert claim is not None
    for first in range(0, len(claim.due), at_once):
        await store.write(_seen(replace(claim, due=claim.due[first : first + at_once]), links))
    await store.release_host(claim)
    return len(claim.due)


def _seen(claim: HostClaim, links: int) -> Write:
    """Every link is there, as it was yesterday."""
    now = START + timedelta(seconds=links)
    pages = [
        replace(due.page, last_checked_at=now, last_read_at=now, next_check_at=now + timedelta(days=1))
        for due in claim.due
    ]
    seen = [
        replace(link, standing=replace(link.standing, last_present_at=now, looked_at=now))
        for due in claim.due
        for link in due.links
    ]
    return Write(links=seen, pages=pages, claim=claim)


if __name__ == "__main__":
    json.dump(asyncio.run(_work(sys.argv[1], *map(int, sys.argv[2:5]))), sys.stdout)
