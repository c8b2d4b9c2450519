"""How long people wait: for an answer, and for others' long work; and whether a long day makes the bot bigger.

The bot, the local Slack and the asking person share one process and one loop, so each figure holds all three.
"""

import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.access.viewer import directory_of
from bot.app import build_app
from bot.bench._held import Held, hold_of
from bot.messages.home import view as home
from bot.messages.kit.controls import SHARE
from bot.request.deps import Deps
from bot.sandbox import APP_TOKEN, BOT_TOKEN, Interaction, Message, RunningSlack, View, start_sandbox
from bot.slack.connection import slack_session
from bot.wiring import left_alone
from jobs.bench import Figure
from jobs.bench._cpu import in_own_process, memory_mb
from jobs.config import Config
from jobs.formats.sync.run import SyncParts
from jobs.model.event import Event
from jobs.model.link import Link, NewLink
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.notice import DeliveryGuarantee
from jobs.model.page import FetchFailure, FetchResult, Outcome, Validators
from jobs.model.partner import NewPartner
from jobs.model.relevance import Relevance
from jobs.model.write import Write
from jobs.partners.audit import PageAudit
from jobs.prospects.look import Looked
from jobs.prospects.vetting import Vetted
from jobs.store.protocol import Store
from jobs.store.tiny.store import open_tiny
from jobs.units.clock import SystemClock

SIZES = (100, 20_000, 100_000)
VERBS = (
    "",
    "list",
    "list lost",
    "list site7.example",
    "list tag:x page:2",
    "list tag:x tag:y",
    "show L-1",
    "list partners",
    "status",
    "help",
)
"""Those that read, without reports."""
ASKED = 60
AIM_MS = 40.0
REPORTS = {"digest now": 11, "history": 3}
"""What goes through all that happened in weeks, and how often it is asked for."""
SOAK = 10_000
WARM_UP = 2_000
AT_ONCE = 16
MOST_GROWTH_MB = 10.0

_MODULE = "bot.bench.slack"
_USER, _CHANNEL = "U0ADA", "C0LINKS"
_NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
_STATES = (LinkState.LIVE,) * 17 + (LinkState.LOST, LinkState.WEAKENED, LinkState.PENDING)
_TAGS = {"x": 3, "y": 4}
"""Most links have a tag: all but one in so many."""
_BATCH = 500
_LINKS_A_PARTNER = 50
_MS = 1000.0


def run() -> list[Figure]:
    """Measure each size, then soak, each in a process of its own; takes about two minutes."""
    figures = [figure for size in SIZES for figure in _speed(size)]
    figures += [figure for verb in REPORTS for figure in _hold(SIZES[-1], verb)]
    [grown] = in_own_process(_MODULE, "soak")["grown"]
    name = f"memory gained by {SOAK - WARM_UP:,} commands and clicks after {WARM_UP:,}"
    return [*figures, Figure(name, grown, "MB", f"at most {MOST_GROWTH_MB:g}", grown <= MOST_GROWTH_MB)]


def _speed(size: int) -> list[Figure]:
    figures = []
    for asked, (median, high) in in_own_process(_MODULE, "speed", str(size)).items():
        name = f"{size:,} links: {asked}".rstrip()
        figures += [
            Figure(f"{name}, p50", median, "ms", "no aim", ok=True),
            Figure(f"{name}, p95", high, "ms", f"at most {AIM_MS:g}", high <= AIM_MS),
        ]
    return figures


def _hold(size: int, verb: str) -> list[Figure]:
    found = in_own_process(_MODULE, "report", str(size), verb)
    name = f"{size:,} links: /links {verb}"
    took = Figure(f"{name}, p50", found["took"][0], "ms", "no aim", ok=True)
    return [took, *Held(*found["held"]).figures(f"{name}, {REPORTS[verb]} times")]


async def _waits(size: int) -> dict[str, list[float]]:
    """Milliseconds from the slash, or the click in Home, to what is shown then, p50 and p95."""
    async with bot_with(size) as slack:
        waits = {f"/links {verb}": await _wait_for(partial(ask, slack, verb)) for verb in VERBS}
        return waits | {f"Home: {name}": await _wait_for(doing) for name, doing in _in_home(slack).items()}


def _in_home(slack: RunningSlack) -> dict[str, Callable[[], Awaitable[object]]]:
    """What a person does in Home; each goes on from where the one before it left off."""

    def click(action_id: str, chosen: str | None = None) -> Callable[[], Awaitable[object]]:
        return lambda: _published(slack, slack.click(_home(slack), action_id, chosen))

    def turn() -> Awaitable[object]:
        last = f"{home.TURN}.1" not in str(_home(slack).body)
        return click(f"{home.TURN}.{0 if last else 1}")()

    return {
        "opened": lambda: _published(slack, slack.open_home(_USER)),
        "another page": turn,
        "partner pages": click(home.FILTER, "partners"),
        "lost links": click(home.FILTER, "lost"),
        "a domain of them": click(home.DOMAIN, "site7.example"),
        "one's own of them": click(home.PLACE, "mine"),
    }


def _home(slack: RunningSlack) -> View:
    view = slack.home(_USER)
    assert view, "it was opened before"
    return view


async def _published(slack: RunningSlack, doing: Awaitable[object]) -> None:
    before = _hash(slack)
    await doing
    await slack.until(lambda: _hash(slack) != before)


def _hash(slack: RunningSlack) -> str:
    view = slack.home(_USER)
    return view.hash if view else ""


async def _wait_for(doing: Callable[[], Awaitable[object]], times_asked: int = ASKED) -> list[float]:
    """Milliseconds that it takes, p50 and p95."""
    times = []
    for _ in range(times_asked):
        begun = time.perf_counter()
        await doing()
        times.append((time.perf_counter() - begun) * _MS)
    return [round(statistics.median(times), 1), round(statistics.quantiles(times, n=20)[-1], 1)]


async def _holds(size: int, verb: str) -> dict[str, list[float]]:
    """How long a report takes, and how long the others wait meanwhile."""
    async with bot_with(size) as slack:
        took = list[float]()

        async def ask_often() -> None:
            took.extend(await _wait_for(partial(ask, slack, verb), REPORTS[verb]))

        held = await hold_of(ask_often())
        return {"took": took, "held": [held.waited, held.worked]}


async def _soak() -> dict[str, list[float]]:
    """What the process gains by a long day of commands and clicks; the first ones fill what is bounded."""
    async with bot_with(SIZES[0]) as slack:
        await _busy(slack, WARM_UP)
        before = memory_mb()
        await _busy(slack, SOAK - WARM_UP)
        return {"grown": [round(memory_mb() - before, 1)]}


async def _busy(slack: RunningSlack, count: int) -> None:
    """Several people at once, each in turn typing a command and clicking on its answer."""
    turns = iter(range(count // 2))

    async def person() -> None:
        for turn in turns:
            listed = await ask(slack, VERBS[turn % len(VERBS)])
            await _click(slack, listed)
            slack.workspace.messages(_CHANNEL).clear()  # what a Slack keeps is not what the bot keeps

    await asyncio.gather(*(person() for _ in range(AT_ONCE)))


async def ask(slack: RunningSlack, verb: str) -> Message:
    """Type a command, and wait for its answer."""
    return await _answered(slack, slack.command(_USER, _CHANNEL, f"/links {verb}"))


async def _click(slack: RunningSlack, message: Message) -> None:
    """Press the first button that stands for a command; where there is none, ask again.

    Not the one that shares: Slack takes one message a second, so nobody shares so often.
    """
    buttons = [one for block in message.blocks if block["type"] == "actions" for one in block["elements"]]
    names = (str(one["action_id"]) for one in buttons)
    named = next((name for name in names if name.startswith("answer.") and name != SHARE), "")
    await _answered(
        slack, slack.click(message, named, user=_USER) if named else slack.command(_USER, _CHANNEL, "/links")
    )


async def _answered(slack: RunningSlack, doing: Awaitable[Interaction]) -> Message:
    interaction = await doing
    await slack.until(lambda: interaction.replies)
    return interaction.reply


@asynccontextmanager
async def bot_with(links: int) -> AsyncIterator[RunningSlack]:
    """The handlers over a store with so many links in one channel, in a local Slack; nothing is fetched."""
    with tempfile.TemporaryDirectory() as folder:
        store = await open_tiny(Path(folder))
        await _fill(store, links)
        async with await start_sandbox() as slack, slack_session() as session:
            client = AsyncWebClient(token=BOT_TOKEN, base_url=slack.api_url, session=session, retry_handlers=[])
            handler = AsyncSocketModeHandler(build_app(_deps(store, client)), APP_TOKEN)
            await handler.connect_async()  # type: ignore[no-untyped-call]  # slack-bolt leaves it untyped
            await slack.connected()
            with left_alone():
                yield slack
            await handler.close_async()  # type: ignore[no-untyped-call]  # as above
        await store.close()


def _deps(store: Store, client: AsyncWebClient) -> Deps:
    async def look(_url: str) -> None:
        return

    async def answers(_url: str) -> bool:
        return False

    async def compare(page_url: str, _target: str, _tracked: Sequence[str]) -> Relevance | FetchFailure:
        return FetchFailure(page_url, Outcome.TIMEOUT, "nothing is fetched here", _NOW)

    async def vet(*_asked: object) -> list[Vetted]:
        return []

    async def audit(page_url: str, _links: Sequence[Link]) -> PageAudit:
        return PageAudit(page_url)

    async def look_at(_page: str, _target: str) -> Looked:
        return Looked()

    async def download(url: str, _: Validators | None) -> FetchResult:
        return FetchFailure(url, Outcome.TIMEOUT, "nothing is fetched here", _NOW)

    return Deps(
        config=Config(),
        store=store,
        client=client,
        now=lambda: _NOW,
        wake=lambda: None,
        wake_outbox=lambda: None,
        check_now=look,
        answers=answers,
        relevance=compare,
        audit=audit,
        look_at=look_at,
        vet=vet,
        promise=lambda: DeliveryGuarantee.EXACTLY_ONCE,
        sync=SyncParts(store, download, SystemClock()),
        directory=directory_of(client, lambda: _NOW),
    )


async def _fill(store: Store, links: int) -> None:
    for start in range(0, links, _BATCH):
        numbers = range(start, min(start + _BATCH, links))
        added = await asyncio.gather(*(store.add_link(_link(number), _NOW) for number in numbers))
        links_now = [replace(link, standing=_standing(link.id)) for link, _ in added]
        told = [Event(_NOW, link.channel, link.ref, link.standing.state) for link in links_now]
        await store.write(Write(links=links_now, events=told))
    for number in range(links // _LINKS_A_PARTNER):
        page = f"https://friend{number}.example/links"
        await store.add_partner(NewPartner(_CHANNEL, page, 100, added_by=_USER), _NOW)


def _link(number: int) -> NewLink:
    page = f"https://www.site{number % 997}.example/2026/11/a-post-with-a-usual-address-{number}/"
    tags = frozenset(tag for tag, one_in in _TAGS.items() if number % one_in)
    return NewLink(_CHANNEL, page, "ours.example", tags=tags, added_by=_USER)


def _standing(number: int) -> LinkStatus:
    return LinkStatus(_STATES[number % len(_STATES)], since=_NOW, looked_at=_NOW)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["speed", size]:
            measured = _waits(int(size))
        case ["report", size, verb]:
            measured = _holds(int(size), verb)
        case _:
            measured = _soak()
    json.dump(asyncio.run(measured), sys.stdout)
