"""How many rooms of the house a journey enters, measured by running it.

    python -m tests.tools.journeys           # a table: the rooms that each journey enters
    python -m tests.tools.journeys --trail   # and each function, in the order in which it is first entered

A room is a file or folder at the top of `bot/` or `jobs/`; it is entered when one of its functions is called. The local
Slack, imports, and what the parser does in its own process are not counted.
"""

import argparse
import asyncio
import sys
import tempfile
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import Any

from bot.sandbox import APP_TOKEN, BOT_TOKEN, RunningSlack, start_sandbox
from bot.service import serve
from jobs.checks.work import Work
from jobs.config import Config
from jobs.digests.write import Digests
from jobs.model.link import NewLink
from jobs.model.link_status import LinkState
from jobs.store.protocol import Store
from jobs.units.clock import SystemClock
from jobs.units.stop import Stop
from tests.tools import nouns
from tests.tools.outbox import open_bench
from tests.tools.site import Sites
from tests.tools.slack_bot import ADA, LINKS, PAGE, TARGET, open_bot, words_of
from tests.tools.world import open_world

ROOT = Path(__file__).parents[2]
WORDS = " ".join(f"word{number}" for number in range(200))


@dataclass
class Trail:
    """What was entered, in order of first entry: `file:function`, and its room."""

    entered: dict[str, str] = field(default_factory=dict)

    @property
    def rooms(self) -> list[str]:
        """The rooms, in the order in which they were first entered."""
        return list(dict.fromkeys(self.entered.values()))


class Tracer:
    """Sees every call of ours in all threads that begin after it was installed; keeps those made while it records."""

    def __init__(self) -> None:
        self.trail: Trail | None = None

    @contextmanager
    def installed(self) -> Iterator["Tracer"]:
        """See calls until the end of the block."""
        sys.setprofile(self._seen)
        threading.setprofile(self._seen)
        try:
            yield self
        finally:
            sys.setprofile(None)
            threading.setprofile(None)

    @contextmanager
    def recording(self) -> Iterator[Trail]:
        """Keep the calls made in the block."""
        trail = self.trail = Trail()
        try:
            yield trail
        finally:
            self.trail = None

    def _seen(self, frame: FrameType, event: str, _: Any) -> None:
        trail = self.trail
        if trail is None or event != "call":
            return
        name = Path(frame.f_code.co_filename)
        if not name.is_relative_to(ROOT / "bot") and not name.is_relative_to(ROOT / "jobs"):
            return
        place = name.relative_to(ROOT).with_suffix("")
        room = "/".join(place.parts[:2])
        call = f"{place}:{frame.f_code.co_qualname}"
        if room != "bot/sandbox" and call not in trail.entered and not _is_import(frame):
            trail.entered[call] = room


def _is_import(frame: FrameType | None) -> bool:
    """Whether a call is part of reading a module of ours for the first time."""
    while frame is not None:
        name = frame.f_code.co_filename
        if frame.f_code.co_name == "<module>" and name.startswith((str(ROOT / "bot"), str(ROOT / "jobs"))):
            return True
        frame = frame.f_back
    return False


@asynccontextmanager
async def running_bot(slack: RunningSlack, folder: Path) -> AsyncIterator[Store]:
    """The bot as `python -m bot run` starts it; gives its store."""
    config = Config.model_validate(
        {
            "slack": {"base_url": slack.api_url},
            "store": {"path": str(folder)},
            "network": {"allow_private": True, "host_delay": "1s"},
            "secrets": {"slack_bot_token": BOT_TOKEN, "slack_app_token": APP_TOKEN},
        }
    )
    stores: list[Store] = []

    async def keep(store: Store, _: Work) -> None:
        stores.append(store)

    stop = Asked()
    running = asyncio.create_task(serve(config, SystemClock(), stop, started=keep))
    try:
        await slack.connected(30)
        yield stores[0]
    finally:
        stop.ask()
        await running


class Asked(Stop):
    """Asked to stop by a test, not by a signal."""

    def ask(self) -> None:
        """As SIGTERM does."""
        self._asked.set()


async def add_to_answer(tracer: Tracer, folder: Path) -> Trail:
    """`/links add` to its first answer with what was seen."""
    async with Sites() as sites, await start_sandbox() as slack:
        for number in (1, 2):
            sites[f"127.0.0.1/{number}"] = f'<p>Read <a href="{TARGET}">our guide</a>.</p>'
        async with running_bot(slack, folder):
            await answered(slack, f"/links add {sites.url('127.0.0.1/1')} -> {TARGET}", "L-1")  # all is imported by now
            with tracer.recording() as trail:
                await answered(slack, f"/links add {sites.url('127.0.0.1/2')} -> {TARGET}", "L-2")
    return trail


async def answered(slack: RunningSlack, line: str, words: str) -> None:
    """Type a command and wait for an answer that holds these words."""
    typed = await slack.command(ADA, "#links", line)
    await slack.until(lambda: any(words in words_of(reply) for reply in typed.replies), 20)


async def due_to_lost(tracer: Tracer, folder: Path) -> Trail:
    """A link has vanished: every check from the one that is due to the one that calls it lost, all written down."""
    async with open_world(folder) as world:
        world.sites["blog.example/"] = "<p>home</p>"
        world.sites["blog.example/post"] = f"<p>{WORDS} <a href='{world.sites.url('ours.example/')}'>ours</a></p>"
        link = await world.watch("blog.example/post", "ours.example/")
        world.sites["blog.example/post"] = f"<p>{WORDS}</p>"
        with tracer.recording() as trail:
            await world.pass_time(timedelta(days=4))
        assert (await world.link(link.id)).standing.state is LinkState.LOST
    return trail


async def outbox_to_slack(tracer: Tracer, folder: Path) -> Trail:
    """A card that waits in the outbox, until Slack has it and the store knows."""
    async with open_bench(folder) as bench:
        await bench.open(bench.incident())
        with tracer.recording() as trail:
            await bench.outbox.deliver_due()
        assert bench.card().text
    return trail


async def click_to_store(tracer: Tracer, folder: Path) -> Trail:
    """A click on "I'm on it", until the store has it."""
    async with open_bot(folder) as bot:
        await bot.type(f"add {PAGE} -> {TARGET}")
        card = await bot.card(nouns.incident(1))
        with tracer.recording() as trail:
            await bot.press(card, "incident.hold")
        assert (await bot.incident(nouns.incident(1).id)).holder == ADA
    return trail


async def digest_to_slack(tracer: Tracer, folder: Path) -> Trail:
    """A digest whose time has come, until Slack has it."""
    async with open_bench(folder) as bench:
        await bench.store.add_link(NewLink(LINKS, PAGE, TARGET), bench.clock.now())
        digests = Digests(bench.store, Config())
        bench.clock.move(timedelta(days=16))  # it was added before what the digest is about
        with tracer.recording() as trail:
            await digests.write_due(bench.clock.now())
            await bench.outbox.deliver_due()
        assert bench.card().text
    return trail


@dataclass(frozen=True)
class Journey:
    """A way through the house."""

    name: str
    run: Callable[[Tracer, Path], Coroutine[Any, Any, Trail]]
    most_rooms: int


JOURNEYS = (
    # What is added is held against the deals that it may be part of and against what other channels know of its site.
    Journey("/links add to the first answer", add_to_answer, 23),
    Journey("a vanished link, from due to lost", due_to_lost, 12),
    Journey("outbox to Slack", outbox_to_slack, 10),
    Journey("a click, until it is stored", click_to_store, 13),
    Journey("a digest, until Slack has it", digest_to_slack, 10),
)


def walk(journey: Journey) -> Trail:
    """Run one journey in a store of its own."""
    with Tracer().installed() as tracer, tempfile.TemporaryDirectory() as folder:
        return asyncio.run(journey.run(tracer, Path(folder)))


def main() -> None:
    """Print what was entered."""
    parser = argparse.ArgumentParser(description="How many rooms of the house each journey enters.")
    parser.add_argument("--trail", action="store_true", help="each function, in the order of first entry")
    trail_too = parser.parse_args().trail
    for journey in JOURNEYS:
        trail = walk(journey)
        lines = [
            f"{journey.name}: {len(trail.rooms)} rooms (at most {journey.most_rooms})",
            f"    {', '.join(trail.rooms)}",
        ]
        lines += [f"        {call}" for call in trail.entered] if trail_too else []
        sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
