"""What the TinyDB store costs as it grows: a batch of results, reading it back, memory."""

import asyncio
import json
import random
import sys
import tempfile
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from jobs.bench import Figure
from jobs.bench._cpu import in_own_process, memory_mb
from jobs.bench._made_store import START, made_page, made_snapshot
from jobs.model.event import Event
from jobs.model.write import Write
from jobs.store.tiny.snapshot import NAME, write_snapshot
from jobs.store.tiny.store import TinyStore, open_tiny

SIZES = (1_000, 10_000, 50_000, 100_000)
RESULTS = 500
BATCHES = 15
MOST_BATCH_MS = 25.0
MOST_LOAD_S = 1.5
MOST_GROWTH = 1.3
MOST_MEMORY_MB = 15.0
"""For each 10,000 links."""
LINKS_A_PART = 10_000
A_THOUSAND = 1_000
MOST_SNAPSHOT_MB = 169.0
"""Of 100,000 links: half of what it was while each field was written."""

_MS = 1000.0


def run() -> list[Figure]:
    """Measure each size in a process of its own, in CPU time; takes about half a minute."""
    measured = {size: in_own_process("jobs.bench.store", str(size)) for size in SIZES}
    figures = [
        Figure(
            f"{RESULTS} results at {size:,} links",
            each["batch"],
            f"ms CPU, best of {BATCHES}",
            f"at most {MOST_BATCH_MS:g}",
            ok,
        )
        for size, each in measured.items()
        for ok in (each["batch"] <= MOST_BATCH_MS,)
    ]
    growth = round(measured[SIZES[-1]]["batch"] / measured[SIZES[0]]["batch"], 2)
    load = measured[50_000]["load"]
    figures += [
        Figure("100,000 links against 1,000", growth, "times", f"at most {MOST_GROWTH:g}", growth <= MOST_GROWTH),
        Figure("reading back 50,000 links", load, "s CPU", f"at most {MOST_LOAD_S:g}", load <= MOST_LOAD_S),
    ]
    few, many = measured[SIZES[0]], measured[SIZES[-1]]
    each = (many["memory"] - few["memory"]) / (SIZES[-1] - SIZES[0]) * A_THOUSAND
    snapshot, most = many["snapshot"], MOST_MEMORY_MB * A_THOUSAND / LINKS_A_PART
    figures += [
        Figure("memory for each 1,000 links", round(each, 2), "MB", f"at most {most:g}", each <= most),
        Figure("disk for each 1,000 links", round(snapshot / SIZES[-1] * A_THOUSAND, 2), "MB", "as below", ok=True),
    ]
    figures += [_memory(size, each["memory"]) for size, each in measured.items()]
    aim, ok = f"at most {MOST_SNAPSHOT_MB:g}", snapshot <= MOST_SNAPSHOT_MB
    return [*figures, Figure(f"snapshot of {SIZES[-1]:,} links", snapshot, "MB on disk", aim, ok)]


def _memory(size: int, memory: float) -> Figure:
    """Beside its aim; of few links the fixed part is the most."""
    name, most = f"memory for {size:,} links", MOST_MEMORY_MB * size / LINKS_A_PART
    if size < LINKS_A_PART:
        return Figure(name, memory, "MB", "no aim", ok=True)
    return Figure(name, memory, "MB", f"at most {most:g}", memory <= most)


async def _measure(size: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as name:
        write_snapshot(Path(name), made_snapshot(size))
        snapshot = (Path(name) / NAME).stat().st_size / 1e6
        before, begun = memory_mb(), time.process_time()
        store = await open_tiny(Path(name))
        load, memory = time.process_time() - begun, memory_mb() - before
        chance = random.Random(size)
        batches = [await _batch_ms(store, size, chance) for _ in range(BATCHES)]
        await store.close()
    return {
        "batch": round(min(batches), 2),
        "load": round(load, 2),
        "memory": round(memory),
        "snapshot": round(snapshot),
    }


async def _batch_ms(store: TinyStore, size: int, chance: random.Random) -> float:
    """CPU of writing what 500 looks at pages bring: link, page with its facts, and a line of history each."""
    links = [await store.link(number) for number in chance.sample(range(1, size + 1), RESULTS)]
    known = [link for link in links if link]
    later = START + timedelta(hours=24, seconds=chance.random())
    pages = [replace(made_page(link.id), next_check_at=later) for link in known]
    changed = [replace(link, standing=replace(link.standing, last_present_at=later)) for link in known]
    events = [Event(later, link.channel, link.ref, "live") for link in known]
    begun = time.process_time()
    await store.write(Write(links=changed, pages=pages, events=events))
    return (time.process_time() - begun) * _MS


if __name__ == "__main__":
    json.dump(asyncio.run(_measure(int(sys.argv[1]))), sys.stdout)
