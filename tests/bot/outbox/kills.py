"""Kills a bot's outbox at random, again and again, and counts in Slack what was said.

By hand, from the project's root: `python -m tests.bot.outbox.kills 1000`, or `1000 0.05` where a part of the posts is
refused too. The local Slack is a process of its own that loses some of its answers. What was to be said is told through
a pipe once the store has acknowledged it, and must be in Slack exactly once in the end; messages are told apart by the
key in their metadata.
"""

import asyncio
import logging
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from slack_sdk.web.async_client import AsyncWebClient

from bot.outbox.find_posted import EVENT_TYPE
from bot.outbox.retries import retry_all
from bot.outbox.sender import Sender
from bot.outbox.worker import Outbox
from bot.sandbox import BOT_TOKEN, Fault, FaultKind, start_sandbox
from bot.sandbox.clock import QuickClock
from bot.slack.connection import slack_session
from bot.slack.errors import CALL_ERRORS
from jobs.model.incident import Incident, IncidentKind
from jobs.model.notice import Notice, NoticeKind
from jobs.model.write import Write
from jobs.store.tiny.store import TinyStore, open_tiny
from jobs.units.clock import Clock

LONGEST_LIFE = 0.15
"""Seconds between a bot's first acknowledged write and its death, at most."""
LOST_ANSWERS = 0.03
KILLS_PER_SLACK = 20
"""Then a new Slack and a new store: looking for a message in a long history takes long."""
CHANNELS = ("C0LINKS", "C0ACME")
SPEED = 60
"""So much quicker than the machine's is the clock, or the bots would spend their lives waiting to try again."""
PATIENCE = 120


@dataclass
class Toll:
    """What a number of kills left behind."""

    kills: int = 0
    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    answers_lost: int = 0
    in_doubt: int = 0
    """Messages that were on their way when their bot died."""

    def __str__(self) -> str:
        """One line for a person."""
        return (
            f"{self.kills} kills: {self.lost} of {self.acknowledged} messages lost, {self.doubled} doubled; "
            f"{self.in_doubt} were on their way at a kill, {self.answers_lost} answers of Slack's were lost"
        )


def run(kills: int, seed: int, refused: float = 0.0) -> Toll:
    """Kill so many bots, most of them on the store that the one before left.

    `refused` is the share of posts that Slack refuses as if the bot had been removed from the channel for a while.
    """
    toll, chance = Toll(), random.Random(seed)
    logging.disable(logging.ERROR)
    while toll.kills < kills:
        with tempfile.TemporaryDirectory() as name:
            slack, clock = _SlackProcess(refused), QuickClock(SPEED)
            to_say: list[str] = []
            for _ in range(min(KILLS_PER_SLACK, kills - toll.kills)):
                to_say += _kill_one(Path(name), slack.api_url, clock, chance.uniform(0, LONGEST_LIFE))
                toll.kills += 1
                toll.in_doubt += asyncio.run(_on_their_way(Path(name)))
            asyncio.run(_look(Path(name), slack.api_url, clock, to_say, toll, lines=not refused))
            toll.answers_lost += slack.end()
    return toll


class _SlackProcess:
    """A local Slack in a process of its own, so that it outlives the bots."""

    def __init__(self, refused: float) -> None:
        told, tell = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            os.close(told)
            try:
                asyncio.run(_be_slack(tell, refused))
            finally:
                os._exit(1)
        os.close(tell)
        self._told = os.fdopen(told)
        self.api_url = self._told.readline().strip()

    def end(self) -> int:
        """End it; gives how many of its answers were lost."""
        os.kill(self._pid, signal.SIGTERM)
        lost = int(self._told.readline())
        os.waitpid(self._pid, 0)
        self._told.close()
        return lost


async def _be_slack(tell: int, refused: float) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with await start_sandbox() as slack:
        slack.faults.drop_answer("*", times=None, chance=LOST_ANSWERS)
        slack.faults.add(Fault(FaultKind.ERROR, "chat.postMessage", None, error="not_in_channel", chance=refused))
        os.write(tell, f"{slack.api_url}\n".encode())
        await stop.wait()
        lost = [kind for kind, _ in slack.faults.taken if kind is FaultKind.DROP_ANSWER]
        os.write(tell, f"{len(lost)}\n".encode())


def _kill_one(folder: Path, api_url: str, clock: Clock, life: float) -> list[str]:
    """Fork a bot, kill it a while after its first word, and give back what it said."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            asyncio.run(_be_bot(folder, api_url, clock, writing))
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


@asynccontextmanager
async def _outbox(folder: Path, api_url: str, clock: Clock) -> AsyncIterator[tuple[TinyStore, Outbox, AsyncWebClient]]:
    async with slack_session(2) as session:
        store = await open_tiny(folder)
        client = AsyncWebClient(token=BOT_TOKEN, base_url=api_url, session=session, retry_handlers=[])
        try:
            yield store, Outbox(Sender(store, client, clock), pace_seconds=0.0), client
        finally:
            await store.close()


async def _be_bot(folder: Path, api_url: str, clock: Clock, words: int) -> None:
    """Find something to say, and say it, until killed."""
    async with _outbox(folder, api_url, clock) as (store, outbox, _):
        writing = (_write(store, outbox, channel, clock, words) for channel in CHANNELS)
        await asyncio.gather(outbox.run(), *writing)


async def _write(store: TinyStore, outbox: Outbox, channel: str, clock: Clock, words: int) -> None:
    """In turn a plain message, and an incident with its card, a change of it and a line in its thread."""
    while True:
        name = f"{channel}-{time.monotonic_ns()}"
        now = clock.now()
        text = Notice(f"{name}/text", channel, NoticeKind.TEXT, now, text=name)
        incident = Incident(name, channel, IncidentKind.LOST, name, (1,), now)
        card = Notice(f"{name}/card", channel, NoticeKind.CARD, now, incident_id=name)
        line = Notice(f"{name}/line", channel, NoticeKind.REPLY, now, incident_id=name, text="more")
        await store.write(Write(incidents=[incident], notices=[text, card, line]))
        os.write(words, f"{name}\n".encode())
        outbox.wake()
        await asyncio.sleep(0.02)


async def _on_their_way(folder: Path) -> int:
    store = await open_tiny(folder, read_only=True)
    return len(await store.unfinished_notices())


async def _look(folder: Path, api_url: str, clock: Clock, to_say: list[str], toll: Toll, *, lines: bool) -> None:
    """Say what is left, then count: for each name a text, a card of its own or of its group, and a line to its own.

    Lines are left out where cards are refused: one whose card is not there yet is told by the card.
    """
    async with _outbox(folder, api_url, clock) as (store, outbox, client):
        await outbox.recover()
        async with asyncio.timeout(PATIENCE):
            while await store.notices() or await retry_all(store):
                await outbox.deliver_due()
                await asyncio.sleep(0.01)
        said = Counter([_told(key) async for key in _said(client)])
        for name in to_say:
            incident = await store.incident(name)
            assert incident is not None
            due = [f"{name}/text", f"{incident.group or name}/card"]
            if (
                lines and not incident.group
            ):  # a group that was not told yet tells in its own message what the line would
                due.append(f"{name}/line")
            toll.acknowledged += len(due)
            toll.lost += sum(said[key] == 0 for key in due)
        toll.doubled += sum(times - 1 for times in said.values())


async def _said(client: AsyncWebClient) -> AsyncIterator[str]:
    """The keys of all messages in Slack, threads too."""
    for channel in CHANNELS:
        async for message in _pages(client, "conversations.history", channel=channel):
            yield _key(message)
            if message.get("reply_count"):
                async for reply in _pages(client, "conversations.replies", channel=channel, ts=str(message["ts"])):
                    if reply["ts"] != message["ts"]:
                        yield _key(reply)


def _told(key: str) -> str:
    """What a message's key says is there: where a card found no way in, an edit may have been posted in its place."""
    name, _, kind = key.partition("/")
    return f"{name}/card" if kind.startswith("edit/") else key


def _key(message: dict[str, object]) -> str:
    metadata = message.get("metadata")
    assert isinstance(metadata, dict)
    assert metadata["event_type"] == EVENT_TYPE
    return str(metadata["event_payload"]["key"])


async def _pages(client: AsyncWebClient, method: str, **args: str) -> AsyncIterator[dict[str, object]]:
    cursor = ""
    while True:
        asked = {**args, "include_all_metadata": True, "limit": 200, **({"cursor": cursor} if cursor else {})}
        try:
            answer = await client.api_call(method, params=asked)
        except CALL_ERRORS:
            continue  # this answer was lost too
        for message in answer["messages"]:
            yield message
        cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return


if __name__ == "__main__":
    toll = run(int(sys.argv[1]), seed=time.time_ns(), refused=float(sys.argv[2]) if len(sys.argv) > 2 else 0.0)
    print(toll)  # noqa: T201  # a tool for the terminal
    sys.exit(bool(toll.lost or toll.doubled))
