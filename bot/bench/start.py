"""What commands and the bot cost before they do anything: CPU of whole processes, the children they start too; memory.

Modules are compiled already, as they are wherever a program was started before.
"""

import asyncio
import json
import os
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.bench._running import running_bot
from bot.sandbox import start_sandbox
from jobs.bench import Figure
from jobs.bench._cpu import family_seconds, in_own_process, ran, resident_mb
from jobs.bench._made_store import made_snapshot
from jobs.store.tiny.snapshot import write_snapshot

LINKS, MANY_LINKS = 20_000, 100_000
_ROUNDS = 5
_MODULE = "bot.bench.start"
_LONG = 120.0
"""Seconds after which a bot that is not connected will not be."""
_LATER = timedelta(days=1)
_PAGE = "<!doctype html><title>Walks</title><p>We read <a href=https://ours.example/guide>a guide</a>.</p>"
_MOST = {"check --help": 0.2, "inspect FILE": 0.45, f"bot run until connected, {LINKS:,} links": 1.2}
"""Seconds."""
_MOST_MB = 220.0


def run() -> list[Figure]:
    """Every command some times over, of which the median counts; and what the bot holds of memory."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(_PAGE, encoding="utf-8")
        commands = {"check --help": ("check", "--help"), "inspect FILE": ("inspect", str(page))}
        measured = [_all_seconds(arguments, folder) for arguments in commands.values()]
    measured.append(in_own_process(_MODULE, "seconds", str(LINKS), str(_ROUNDS)))
    figures = [_figure(name, most, seconds) for (name, most), seconds in zip(_MOST.items(), measured, strict=True)]
    held = round(in_own_process(_MODULE, "memory", str(MANY_LINKS)))
    name = f"memory of the bot once it is connected, {MANY_LINKS:,} links, what it shares with other programs too"
    return [*figures, Figure(name, held, "MB", f"at most {_MOST_MB:g} MB", held <= _MOST_MB)]


def _all_seconds(arguments: tuple[str, ...], folder: str) -> list[float]:
    """Of each round; the one before them, which compiles, does not count."""
    command = (sys.executable, "-m", "jobs", *arguments)
    return [ran(command, environment=_compiled_in(folder)).seconds for _ in range(1 + _ROUNDS)][1:]


def _compiled_in(folder: str) -> dict[str, str]:
    """The environment of a program whose modules stay compiled in a folder."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": folder}


def _figure(name: str, most: float, seconds: Sequence[float]) -> Figure:
    middle = round(statistics.median(seconds), 2)
    spread = f"({min(seconds):.2f} to {max(seconds):.2f})"
    return Figure(f"{name} {spread}", middle, "s CPU", f"at most {most:g} s", ok=middle <= most)


async def until_connected(links: int, rounds: int) -> list[float]:
    """Seconds of CPU of the bot and its children each time, from its start until Slack has its connection."""
    with _stored(links) as data:
        compiled = _compiled_in(str(data.parent))
        return [await _connected(data, compiled, family_seconds) for _ in range(1 + rounds)][1:]


async def memory_of(links: int) -> float:
    """Megabytes that the bot holds when Slack has its connection."""
    with _stored(links) as data:
        return await _connected(data, _compiled_in(str(data.parent)), resident_mb)


@contextmanager
def _stored(links: int) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        data.mkdir()
        write_snapshot(data, made_snapshot(links, datetime.now(UTC) + _LATER))
        yield data


async def _connected(data: Path, environment: Mapping[str, str], measure: Callable[[int], float]) -> float:
    async with await start_sandbox() as slack, running_bot(slack, data, environment) as process:
        await slack.connected(_LONG)
        return measure(process)


if __name__ == "__main__":
    what, *numbers = sys.argv[1:]
    asked = until_connected(*map(int, numbers)) if what == "seconds" else memory_of(*map(int, numbers))
    json.dump(asyncio.run(asked), sys.stdout)
