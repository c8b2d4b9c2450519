"""Whether slow hosts and dead names hold up the others, and what a compression bomb costs.

Real: the session, the resolver, the reader and the dispatcher, against servers on loopback, with the usual time-out. No
pause is kept between two requests to a host, since it would hide the waiting.
"""

import asyncio
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import cast

from jobs.bench import Figure
from jobs.bench._loopback import BOMB_MIB, Loopback, loopback
from jobs.checks.dispatcher import Bounds, Dispatcher
from jobs.model.page import Outcome
from jobs.model.tracked_page import DuePage, HostClaim, HostState, TrackedPage
from jobs.model.write import Write
from jobs.pages.reader import PageReader
from jobs.pages.reading import EXTRACTOR
from jobs.store.protocol import Store
from jobs.units.clock import SystemClock
from jobs.web.http.dns import Names
from jobs.web.http.policy import NetworkPolicy
from jobs.web.http.session import page_session
from jobs.web.isolation.parser_pool import ParserPool
from jobs.web.robots.files import RobotsFiles

LINKS = 1_000
A_HOST = 4  # links, on fast and slow hosts alike
SLOW_SECONDS = 5.0
TIMEOUT_SECONDS = 30.0
FLOOR = max(SLOW_SECONDS * (A_HOST + 1), TIMEOUT_SECONDS)
"""Seconds that the slowest host takes by itself: its robots.txt and its pages in turn, or one time-out."""
MOST_MIB = 64
MOST_SECONDS = 1.0
MOST_STALL_MS = 200

_POLICY = NetworkPolicy(allow_private=True, total_seconds=TIMEOUT_SECONDS, host_delay=timedelta(0))
_TICK = 0.005
_MIB = 2**20

Hosts = dict[str, int]
"""How many links are due on each host, in the order in which they are."""


def run() -> list[Figure]:
    """Measure; takes about a minute and a half."""
    return asyncio.run(_figures())


async def _figures() -> list[Figure]:
    fast = _hosts("fast", LINKS * 89 // 100)
    slow = _hosts("slow", LINKS // 10) | _hosts("never", LINKS // 100, each=1)
    dead = _hosts("dead", LINKS // 20, each=1)
    async with loopback(SLOW_SECONDS) as servers:
        await _run(servers, _hosts("fast", LINKS // 10))  # what the first pages of a process cost is not waiting
        # The run without slow hosts, between the others: what else the machine does meanwhile falls upon all alike.
        alone, mixed = [await _run(servers, fast)], await _run(servers, _shuffled(fast | slow))
        alone, first = [*alone, await _run(servers, fast)], await _run(servers, slow | fast)
        alone, names = [*alone, await _run(servers, fast)], await _run(servers, _shuffled(fast | dead))
        bomb = _bomb_in_own_process(servers)
    usual = median(run.p95 for run in alone)
    return [
        Figure("fast links alone, p95", round(usual, 2), "s", "", ok=True),
        *_fairness("slow hosts in random order", mixed, usual),
        *_fairness("slow hosts first", first, usual),
        _ratio("5 % dead names: p95 of the others", names.p95 / usual, 2.0, "the run without them"),
        *_bomb_figures(servers, bomb),
    ]


def _fairness(name: str, run: "_Run", usual: float) -> list[Figure]:
    return [
        _ratio(f"{name}: p95 of fast links", run.p95 / usual, 1.5, "the run without slow hosts"),
        _ratio(f"{name}: whole run", run.seconds / FLOOR, 1.15, f"the floor of {FLOOR:g} s"),
    ]


def _ratio(name: str, value: float, most: float, of: str) -> Figure:
    return Figure(name, round(value, 2), "times", f"at most {most:g} x {of}", ok=value <= most)


def _hosts(kind: str, links: int, each: int = A_HOST) -> Hosts:
    return {f"{kind}-{number}.test": each for number in range(links // each)}


def _shuffled(hosts: Hosts) -> Hosts:
    return dict(random.Random(4).sample(list(hosts.items()), len(hosts)))


@dataclass(slots=True)
class _Run:
    """When what was read, in seconds since the beginning."""

    began: float = field(default_factory=time.perf_counter)
    fast: list[float] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def p95(self) -> float:
        """When 95 % of the fast links had been read."""
        return quantiles(self.fast, n=20)[-1]


async def _run(servers: Loopback, hosts: Hosts) -> _Run:
    """Read what is due on these hosts."""
    async with _reader(servers) as reader:
        run = _Run()

        async def check(claim: HostClaim, due: DuePage) -> bool:
            reading = await reader.read(due.page.url)
            if claim.host.host.startswith("fast"):
                assert reading.outcome is Outcome.OK, reading.reason
                run.fast.append(time.perf_counter() - run.began)
            return not reading.outcome.is_unknown

        store = cast("Store", _DueHosts(hosts, servers.port))
        await Dispatcher(store, check, SystemClock(), Bounds()).run_due()
        run.seconds = time.perf_counter() - run.began
    return run


@asynccontextmanager
async def _reader(servers: Loopback, policy: NetworkPolicy = _POLICY) -> AsyncIterator[PageReader]:
    clock = SystemClock()
    async with page_session(policy, Names((servers.names,))) as session, ParserPool(EXTRACTOR) as pages:
        yield PageReader(session, policy, RobotsFiles(session, policy, clock.now, pages), pages, clock)


class _DueHosts:
    """What the dispatcher asks of a store, from a list."""

    def __init__(self, hosts: Hosts, port: int) -> None:
        self._waiting = iter(hosts.items())
        self._port = port

    async def claim_host(self, now: datetime, lease_for: timedelta) -> HostClaim | None:
        host, links = next(self._waiting, ("", 0))
        if not host:
            return None
        pages = (TrackedPage(f"http://{host}:{self._port}/{number}", host, now) for number in range(links))
        return HostClaim(HostState(host), 1, now + lease_for, tuple(map(DuePage, pages)))

    async def write_trouble(self) -> str:
        return ""

    async def release_host(self, claim: HostClaim) -> None:
        """Nobody else wants it."""

    async def write(self, write: Write) -> None:
        """Nothing is kept."""


@dataclass(frozen=True, slots=True)
class _Bomb:
    """What one bomb cost."""

    mebibytes: float
    seconds: float
    stall: float


def _bomb_in_own_process(servers: Loopback) -> _Bomb:
    """A peak of memory never falls, so it is measured where nothing was before."""
    command = [sys.executable, "-m", "jobs.bench.fetch", str(servers.port), servers.names]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own program
    return _Bomb(**json.loads(answer.stdout))


def _bomb_figures(servers: Loopback, bomb: _Bomb) -> Iterable[Figure]:
    name = f"a bomb of {servers.bomb_bytes} bytes that hold {BOMB_MIB} MiB"
    for what, value, most, unit in (
        ("memory", round(bomb.mebibytes, 1), MOST_MIB, "MiB"),
        ("time", round(bomb.seconds, 2), MOST_SECONDS, "s"),
        ("longest stall", round(bomb.stall * 1000), MOST_STALL_MS, "ms"),
    ):
        yield Figure(f"{name}: {what}", value, unit, f"less than {most:g} {unit}", ok=value < most)


async def _defuse(servers: Loopback) -> _Bomb:
    async with _reader(servers) as reader:
        await reader.read(f"http://fast-0.test:{servers.port}/")  # what every first page costs is not the bomb's
        before, began = _peak(), time.perf_counter()
        ticking = asyncio.create_task(_longest_stall())
        await reader.read(f"http://bomb.test:{servers.port}/")
        seconds = time.perf_counter() - began
        ticking.cancel()
        return _Bomb(_peak() - before, seconds, await ticking)


async def _longest_stall() -> float:
    longest, at = 0.0, time.perf_counter()
    try:
        while True:
            await asyncio.sleep(_TICK)
            now = time.perf_counter()
            longest, at = max(longest, now - at - _TICK), now
    except asyncio.CancelledError:
        return longest


def _peak() -> float:
    """The most memory this program held, in MiB; on Linux `getrusage` would count what started it too."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return int(status.partition("VmHWM:")[2].split()[0]) / 2**10
    except FileNotFoundError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (_MIB if sys.platform == "darwin" else 2**10)


if __name__ == "__main__":
    found = asyncio.run(_defuse(Loopback(int(sys.argv[1]), sys.argv[2], 0)))
    json.dump({"mebibytes": found.mebibytes, "seconds": found.seconds, "stall": found.stall}, sys.stdout)
