"""How many pages two cores check while one checks a page: by the clock, both in turn.

The site that answers has a core of its own where there are three. Where there are two, it shares those of the bot, so
that what is set side by side is one core for everything, and two.
"""

import asyncio
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from time import monotonic

from jobs.bench import Figure
from jobs.bench._cpu import how_busy
from jobs.bench._tls_site import tls_site
from jobs.bench.check import Lane, lane

PAGES = 100
ROUNDS = 3
_LEAST = {"markup changed": 1.8, "changed": 0, "not modified": 0}
"""What is measured, and the pages of two cores by those of one, at least."""
_ENOUGH = 2
_PLAIN = "for each in range(20_000_000): pass"
"""What shares nothing: how much two cores do of it says how much they can."""


def run(pages: int = PAGES, rounds: int = ROUNDS) -> list[Figure]:
    """One core and two, round after round; takes some minutes."""
    cores = sorted(os.sched_getaffinity(0)) if shutil.which("taskset") else []
    if len(cores) < _ENOUGH:
        return [Figure("not measured: there are no two cores to choose from", len(cores), "", "", ok=True)]
    return list(_figures(cores, *asyncio.run(_measured(pages, rounds, cores))))


async def _measured(pages: int, rounds: int, cores: list[int]) -> tuple[list[Lane], list[Lane]]:
    one, two = [], []
    async with tls_site(pages, _of_site(cores, 1)) as narrow, tls_site(pages, _of_site(cores, 2)) as wide:
        for _ in range(rounds):
            one.append(await lane("clock", pages, narrow, cores))
            two.append(await lane("clock", pages, wide, cores, width=2))
    return one, two


def _most(cores: Sequence[int]) -> float:
    """How much two processes that share nothing do on two cores, one of them on one being 1."""
    alone, both = (_plain(cores[-width:]) for width in (1, _ENOUGH))
    return _ENOUGH * alone / both


def _plain(cores: Sequence[int]) -> float:
    """Seconds by the clock until a plain loop is done on each of these cores."""
    began = monotonic()
    command = ("taskset", "-c")
    loops = [subprocess.Popen([*command, str(core), sys.executable, "-c", _PLAIN]) for core in cores]  # noqa: S603 - our own words
    for each in loops:
        each.wait()
    return monotonic() - began


def _of_site(cores: Sequence[int], width: int) -> str:
    """The cores of the site, beside so many of the bot: apart from them where there is one more."""
    return ",".join(map(str, cores[:-_ENOUGH] or cores[-width:]))


def _figures(cores: Sequence[int], one: list[Lane], two: list[Lane]) -> Iterator[Figure]:
    wrong = sum(found["wrong"] for found in (*one, *two))
    yield Figure("links known otherwise than they are", wrong, "", "none, or the run is worth nothing", ok=wrong == 0)
    if busy := how_busy():
        yield Figure(busy, os.getloadavg()[0], "", "", ok=True)
    if len(cores) == _ENOUGH:
        yield Figure("no core is left for the site: it shares those of the bot", len(cores), "", "", ok=True)
    yield Figure("plain loops, one on each of two cores, by one", round(_most(cores), 2), "times", "", ok=True)
    for phase, least in _LEAST.items():
        alone = round(statistics.median(each[phase] for each in one), 2)
        yield Figure(f"{phase}: a page, on one core by the clock", alone, "ms", "", ok=True)
        ratios = [first[phase] / second[phase] for first, second in zip(one, two, strict=True)]
        middle = round(statistics.median(ratios), 2)
        name = f"{phase}: pages of two cores by those of one ({min(ratios):.2f} to {max(ratios):.2f})"
        yield Figure(name, middle, "times", f"at least {least:g}" if least else "", ok=middle >= least)
