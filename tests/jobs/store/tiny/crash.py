"""Kills a writer at random, again and again, and looks what is left.

By hand, from the project's root: `python -m tests.jobs.store.tiny.crash 10000`. The writer says each change
through a pipe once the store has acknowledged it; whatever was said must be there after `kill -9`.
"""

import asyncio
import logging
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from uuid import uuid4

from jobs.model.event import Event
from jobs.model.write import Write
from jobs.store.errors import StoreDamagedError
from jobs.store.protocol import Store
from jobs.store.tiny import compact
from jobs.store.tiny.store import open_tiny
from tests.jobs.store.tools import NOW, new_link, notice

LONGEST_LIFE = 0.03
"""Seconds between a writer's first acknowledged change and its death, at most."""
TOGETHER = 4
"""Changes under way at once."""
KILLS_PER_STORE = 20
"""Then a new one: a small store is killed more often in the same time."""


@dataclass
class Toll:
    """What a number of kills left behind."""

    kills: int = 0
    acknowledged: int = 0
    unreadable: int = 0
    lost: int = 0
    half_done: int = 0
    torn: int = 0
    """Starts that found a last line cut short, said so and went on: no loss."""
    alarms: int = 0
    """Other sentences about damage: a kill leaves none."""

    def __str__(self) -> str:
        """One line for a person."""
        return (
            f"{self.kills} kills: {self.unreadable} unreadable, {self.lost} of {self.acknowledged} acknowledged "
            f"writes lost, {self.half_done} half done; {self.torn} last lines cut short, {self.alarms} false alarms"
        )

    @property
    def is_bad(self) -> bool:
        """Whether anything is not as promised."""
        return bool(self.unreadable or self.lost or self.half_done or self.alarms)


Open = Callable[[], Awaitable[Store]]


@contextmanager
def new_folder() -> Iterator[Open]:
    """A folder for a store, and what opens that."""
    with tempfile.TemporaryDirectory() as name:
        yield partial(open_tiny, Path(name))


def run(
    kills: int,
    seed: int,
    new_store: Callable[[], AbstractContextManager[Open]] = new_folder,
    longest_life: float = LONGEST_LIFE,
) -> Toll:
    """Kill so many writers, most of them on the store that the one before left; `longest_life` in seconds."""
    toll, chance = Toll(), random.Random(seed)
    logging.getLogger("jobs.store").setLevel(logging.CRITICAL)
    while toll.kills < kills:
        with new_store() as opened:
            for _ in range(min(KILLS_PER_STORE, kills - toll.kills)):
                said = _kill_one(opened, chance.uniform(0, longest_life))
                toll.kills += 1
                toll.acknowledged += len(said)
                asyncio.run(_look(opened, said, toll))
    return toll


def _kill_one(opened: Open, life: float) -> list[str]:
    """Fork a writer, kill it a while after its first word, and give back what it said."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            asyncio.run(_write(opened, writing))
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb") as words:
        first = words.readline()
        time.sleep(life)
        os.kill(child, signal.SIGKILL)
        said = first + words.read()
    os.waitpid(child, 0)
    return [line.decode() for line in said.split(b"\n")[:-1]]


async def _look(opened: Open, acknowledged: list[str], toll: Toll) -> None:
    try:
        store = await opened()
    except StoreDamagedError:
        toll.unreadable += 1
        return
    said = await store.warnings()
    torn = sum("a crash while writing does that" in sentence for sentence in said)
    toll.torn += torn
    toll.alarms += len(said) - torn
    links = {link.notes for link in await store.links() if link.notes}
    events = {event.text for event in await store.events(since=NOW)}
    told = {each.key for each in await store.notices()}
    toll.lost += sum(name not in links & events & told for name in acknowledged)
    toll.half_done += len(links ^ told) + len(links - events)
    await store.close()


async def _write(opened: Open, words: int) -> None:
    """Change links, history and outbox together, each time in one write, until killed."""
    compact.SMALLEST_JOURNAL = 40_000  # compacts every few dozen changes, so that many a kill falls into it
    store = await opened()
    await asyncio.gather(*(_change(store, words) for _ in range(TOGETHER)))


async def _change(store: Store, words: int) -> None:
    while True:
        link, _ = await store.add_link(new_link(page=f"https://blog.example/{uuid4()}"), NOW)
        name = link.ref
        event = Event(NOW, "C1", name, "changed", name)
        await store.write(Write(links=[replace(link, notes=name)], events=[event], notices=[notice(name)]))
        os.write(words, f"{name}\n".encode())


if __name__ == "__main__":
    toll = run(int(sys.argv[1]), seed=time.time_ns())
    print(toll)  # noqa: T201  # a tool for the terminal
    sys.exit(toll.is_bad)
