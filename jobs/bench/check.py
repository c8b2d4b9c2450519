"""What checking one page costs, all in all, beside what it costs to fetch it and do nothing.

Pages are made up (`_made_pages`) and served over TLS with a new connection each (`_tls_site`). All figures are CPU time
of the whole process tree, on one core, in fresh processes; both lanes run in turn, round after round, and what counts
is their ratio. One link that is known otherwise than it is, and the run is worth nothing.
"""

import asyncio
import json
import os
import shutil
import statistics
import sys
from collections.abc import Iterator

from jobs.bench import Figure
from jobs.bench._cpu import how_busy
from jobs.bench._lanes import PHASES
from jobs.bench._made_pages import made_pages
from jobs.bench._tls_site import TlsSite, tls_site
from jobs.web.isolation.prescan import weigh

PAGES = 200
ROUNDS = 5
_LEAST = {"changed": 0.38, "first look": 0.22}
"""The cost of a bare GET divided by that of a check, at least."""
_MOST_MS = {"not modified": 2.2}
_MOST_BESIDE = 0.5
_MOST_STARTS = 2
_MOST_DOUBTFUL = 1.0

Lane = dict[str, float]


def run(pages: int = PAGES, rounds: int = ROUNDS) -> list[Figure]:
    """Both lanes, round after round; takes some minutes."""
    return list(_figures(pages, *asyncio.run(_measured(pages, rounds))))


async def _measured(pages: int, rounds: int) -> tuple[list[Lane], list[Lane]]:
    cores = sorted(os.sched_getaffinity(0)) if shutil.which("taskset") else []
    bare, check = [], []
    async with tls_site(pages, str(cores[0]) if len(cores) > 1 else "") as site:
        for _ in range(rounds):
            bare.append(await lane("bare", pages, site, cores))
            check.append(await lane("check", pages, site, cores))
    return bare, check


async def lane(name: str, pages: int, site: TlsSite, cores: list[int], *, width: int = 1) -> Lane:
    """What one lane found, in a process of its own on the last of these cores, or so many of them."""
    pinned = ("taskset", "-c", ",".join(map(str, cores[-width:]))) if cores else ()
    where = (str(pages), str(site.port), site.names, site.certificate)
    child = await asyncio.create_subprocess_exec(
        *pinned, sys.executable, "-m", "jobs.bench._lanes", name, *where, stdout=asyncio.subprocess.PIPE
    )
    told, _ = await child.communicate()
    found: Lane = json.loads(told)
    return found


def _figures(pages: int, bare: list[Lane], check: list[Lane]) -> Iterator[Figure]:
    wrong = sum(lane["wrong"] for lane in (*bare, *check))
    yield Figure("links known otherwise than they are", wrong, "", "none, or the run is worth nothing", ok=wrong == 0)
    if busy := how_busy():
        yield Figure(busy, os.getloadavg()[0], "", "", ok=True)
    gets = [lane["get"] for lane in bare]
    yield _spread("a bare GET over HTTPS, a new connection", gets, "ms")
    yield _spread("the same, answered 304", [lane["get 304"] for lane in bare], "ms")
    for phase in (name for name in check[0] if name not in {"wrong", "children", "second day"}):
        yield from _phase(phase, gets, [lane[phase] for lane in check])
    once = [lane["second day"] - lane["words changed"] for lane in check]
    yield _spread("how close a link's page is to ours, worked out once", once, "ms")
    starts = max(lane["children"] for lane in check) / (pages * len(PHASES)) * 1000
    yield _at_most("children started per 1,000 pages", starts, "", _MOST_STARTS)
    doubtful = 100 * sum(weigh(made.body).is_suspicious for made in made_pages(pages)) / pages
    yield _at_most("pages taken for doubtful", doubtful, "%", _MOST_DOUBTFUL)


def _phase(phase: str, gets: list[float], taken: list[float]) -> Iterator[Figure]:
    yield _spread(f"{phase}: a page", taken, "ms", _MOST_MS.get(phase))
    shares = [get / check for get, check in zip(gets, taken, strict=True)]
    least, middle = _LEAST.get(phase), statistics.median(shares)
    aim = f"at least {least:g}" if least else ""
    name = f"{phase}: a bare GET divided by it ({min(shares):.3f} to {max(shares):.3f})"
    yield Figure(name, round(middle, 3), "", aim, ok=not least or middle >= least)
    if phase == "same bytes":
        beside = statistics.median(check - get for get, check in zip(gets, taken, strict=True))
        yield _at_most(f"{phase}: beside the fetch", round(beside, 2), "ms", _MOST_BESIDE)


def _spread(name: str, values: list[float], unit: str, most: float | None = None) -> Figure:
    middle = round(statistics.median(values), 2)
    name = f"{name} ({min(values):.2f} to {max(values):.2f})"
    return Figure(name, middle, unit, f"at most {most:g} {unit}" if most else "", ok=not most or middle <= most)


def _at_most(name: str, value: float, unit: str, most: float) -> Figure:
    return Figure(name, value, unit, f"at most {most:g} {unit}".strip(), ok=value <= most)
