"""Whether a bot that runs for a quarter stays as it was: its memory, its files, its tasks, and what its log says.

A thousand sites fail as those of the simulated month do, month after month, on a clock that jumps. How pages are asked
and parsed is left out, and so are commands (`bench check`, `bench slack`); all else is what runs for real: the checks,
the store on the disk, everything that is done again and again, and the outbox, which posts into a local Slack in a
process of its own. See docs/operations.md.
"""

import asyncio
import json
import logging
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path

from slack_sdk.web.async_client import AsyncWebClient

from bot.access.viewer import directory_of
from bot.bench._soak_web import SoakWeb
from bot.outbox.sender import Sender
from bot.outbox.trouble_watch import TroubleWatch
from bot.outbox.worker import Outbox
from bot.sandbox import BOT_TOKEN, start_sandbox
from bot.slack.connection import slack_session
from bot.wiring import ticks_for
from jobs.bench import Figure
from jobs.bench._cpu import in_own_process, memory_mb
from jobs.bench._simulated import JumpingClock, settled
from jobs.bench.month.readings import START, TARGET
from jobs.checks.check_page import CheckDeps, check_page
from jobs.checks.dispatcher import Bounds, Dispatcher
from jobs.checks.ticks import Tick, act_once
from jobs.checks.visit import LONGEST_VISIT
from jobs.checks.wait_for_check import CheckWaiter
from jobs.checks.work import Work
from jobs.config import Config
from jobs.model.link import NewLink
from jobs.pages.reader import PageReader
from jobs.pages.reading import EXTRACTOR
from jobs.store.protocol import Store
from jobs.store.tiny.files import size_of
from jobs.store.tiny.store import open_tiny
from jobs.telemetry.observe import Observer, Parts
from jobs.web.http.policy import NetworkPolicy
from jobs.web.http.session import page_session
from jobs.web.isolation.parser_pool import ParserPool
from jobs.web.robots.files import RobotsFiles

SITES, DAYS = 1_000, 91
FILLS = 30
"""Days: until then what is bounded, such as the outbox's memory of a month, fills."""
MOST_MEMORY_A_MONTH, MOST_DISK_A_MONTH = 4.0, 10.0
"""MB, for a thousand links. What happened is kept, and so is what was said: that is what may grow."""
MOST_FILES = 20

_MODULE = "bot.bench.soak"
_CHANNELS = ("C0LINKS", "C0ACME")
_STEP, _HOUR, _DAY = timedelta(minutes=10), timedelta(hours=1), timedelta(days=1)
_MONTH = 30
_MEGA = 1e6


@dataclass(slots=True)
class Diary:
    """How the bot was at the end of each day."""

    memory: list[float] = field(default_factory=list)
    """MB."""
    disk: list[float] = field(default_factory=list)
    """MB."""
    files: list[int] = field(default_factory=list)
    tasks: list[int] = field(default_factory=list)
    handles: list[int] = field(default_factory=list)
    """Open files and sockets."""
    checks: int = 0
    said: int = 0
    """Messages, edits and lines in threads; those that waited for their time are counted each time."""
    unsaid: int = 0
    """Of which none is left at the end."""
    warnings: list[str] = field(default_factory=list)


def run() -> list[Figure]:
    """A quarter with a thousand sites, in a process of its own; takes about two minutes of CPU."""
    return figures_of(Diary(**in_own_process(_MODULE, str(SITES), str(DAYS))))


def figures_of(seen: Diary, fills: int = FILLS) -> list[Figure]:
    """Each beside its aim; what grows is counted from the day on which all that is bounded has filled."""
    kept = (("memory", seen.memory, MOST_MEMORY_A_MONTH), ("disk", seen.disk, MOST_DISK_A_MONTH))
    files = max(seen.files)
    return [
        *(Figure(f"{name} at the end", round(days[-1], 1), "MB", "", ok=True) for name, days, _ in kept),
        *(_grown(name, slope(days[fills:]) * _MONTH, most) for name, days, most in kept),
        Figure("files of the store, at most", files, "", f"at most {MOST_FILES}", files <= MOST_FILES),
        _none("tasks more than on the first day", seen.tasks[-1] - seen.tasks[0]),
        _none("open files and sockets more than on the first day", seen.handles[-1] - seen.handles[0]),
        _none("warnings and errors in the log", len(seen.warnings)),
        _none("messages that wait at the end", seen.unsaid),
        Figure("checks", seen.checks, "", "", ok=True),
        Figure("messages, edits and lines for Slack", seen.said, "", "", ok=True),
    ]


def _grown(name: str, by: float, most: float) -> Figure:
    return Figure(f"{name} gained a month", round(by, 2), "MB", f"at most {most:g}", by <= most)


def _none(name: str, value: int) -> Figure:
    return Figure(name, value, "", "none", ok=value <= 0)


def slope(days: Sequence[float]) -> float:
    """By how much a day it grows, by least squares."""
    return statistics.linear_regression(range(len(days)), days).slope


async def play(sites: int, days: int, folder: Path) -> Diary:
    """Watch so many sites for so many days; the log's warnings are kept too."""
    seen, clock = Diary(), JumpingClock(START)
    web = await asyncio.to_thread(SoakWeb, sites, clock)  # what it reads at first has a loop of its own
    with _heard(seen.warnings):
        async with _slack_elsewhere() as address, slack_session() as session:
            client = AsyncWebClient(token=BOT_TOKEN, base_url=address, session=session, retry_handlers=[])
            store = await open_tiny(folder)
            try:
                await _live(seen, _Bot(clock, store, client, folder), web, days)
            finally:
                await store.close()
    return seen


@dataclass(frozen=True, slots=True)
class _Bot:
    clock: JumpingClock
    store: Store
    client: AsyncWebClient
    folder: Path


async def _live(seen: Diary, bot: _Bot, web: SoakWeb, days: int) -> None:
    store, clock = bot.store, bot.clock
    for number, page in enumerate(web.pages):
        await store.add_link(NewLink(_CHANNELS[number % len(_CHANNELS)], page, TARGET), clock.now())
    outbox = Outbox(Sender(store, bot.client, clock), directory=directory_of(bot.client, clock.now), pace_seconds=0.0)
    parts = CheckDeps(store, web.read, web.control, settled, web.canaries, clock)
    dispatcher = Dispatcher(store, partial(check_page, parts), clock, Bounds())
    async with _reader(clock) as reader:
        ticks = _ticks(bot, Work(store, reader, dispatcher, CheckWaiter(store, clock)), outbox)
        for _ in range(days):
            seen.said += await _a_day(bot, dispatcher, outbox, ticks)
            _note(seen, bot.folder)
    seen.checks, seen.unsaid = web.checks, (await store.totals())["waiting_notices"]


async def _a_day(bot: _Bot, dispatcher: Dispatcher, outbox: Outbox, ticks: list[Tick]) -> int:
    """How much was to be said that day."""
    failing: dict[str, str] = {}
    to_say = 0
    for step in range(_DAY // _STEP):
        bot.clock.at += _STEP
        await dispatcher.run_due()
        if step % (_HOUR // _STEP) == 0:
            for tick in ticks:
                await act_once(tick, failing)
        to_say += len(await bot.store.notices())
        await outbox.deliver_due()
    return to_say


def _note(seen: Diary, folder: Path) -> None:
    seen.memory.append(memory_mb())
    seen.disk.append(size_of(folder) / _MEGA)
    seen.files.append(len(list(folder.iterdir())))
    seen.tasks.append(len(asyncio.all_tasks()))
    seen.handles.append(len(list(Path("/proc/self/fd").iterdir())))


def _ticks(bot: _Bot, work: Work, outbox: Outbox) -> list[Tick]:
    async def connected() -> bool:
        return True

    parts = Parts(connected, lambda: work.dispatcher.last_check, lambda: outbox.last_sent, lambda: outbox.refusal)
    observer = Observer(work.store, bot.clock, parts, patience=LONGEST_VISIT)
    watch = TroubleWatch(observer.troubles, bot.client, "", work.store, bot.clock, webhooks_pass=outbox.webhooks_pass)
    return ticks_for(Config(), work, outbox, bot.clock, every_seconds=1, watch=watch)


@asynccontextmanager
async def _reader(clock: JumpingClock) -> AsyncIterator[PageReader]:
    """What sheets and pages of our own would be read with; there are none."""
    policy = NetworkPolicy()
    async with page_session(policy) as session, ParserPool(EXTRACTOR) as pages:
        yield PageReader(session, policy, RobotsFiles(session, policy, clock.now, pages), pages, clock)


@asynccontextmanager
async def _slack_elsewhere() -> AsyncIterator[str]:
    """The address of a local Slack in a process of its own: what it keeps is not what the bot keeps."""
    pipe = asyncio.subprocess.PIPE
    slack = await asyncio.create_subprocess_exec(sys.executable, "-m", _MODULE, "slack", stdin=pipe, stdout=pipe)
    assert slack.stdin, "it is a pipe"
    assert slack.stdout, "it is a pipe"
    try:
        yield (await slack.stdout.readline()).decode("ascii").strip()
    finally:
        slack.stdin.close()
        await slack.wait()


async def _be_slack() -> None:
    """Until nobody is there any more who asks."""
    async with await start_sandbox() as slack:
        sys.stdout.write(f"{slack.api_url}\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)


class _Ear(logging.Handler):
    def __init__(self, heard: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        self._heard.append(f"{record.name}: {record.getMessage()}")


@contextmanager
def _heard(warnings: list[str]) -> Iterator[None]:
    """What anybody says of the level of a warning and above, those of Python included."""
    ear = _Ear(warnings)
    logging.captureWarnings(capture=True)
    logging.getLogger().addHandler(ear)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(ear)
        logging.captureWarnings(capture=False)


if __name__ == "__main__":
    if sys.argv[1] == "slack":
        asyncio.run(_be_slack())
    else:
        with tempfile.TemporaryDirectory() as name:
            diary = asyncio.run(play(int(sys.argv[1]), int(sys.argv[2]), Path(name)))
        for warning in dict.fromkeys(diary.warnings):
            sys.stderr.write(f"{warning}\n")
        json.dump(asdict(diary), sys.stdout)
