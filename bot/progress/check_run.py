"""A check of all that a channel tracks: a posted message shows how far it is, and a button stops it.

It lives in this process alone. When the bot stops, the message says that it was broken off; where it was killed, once
somebody presses the button. After a restart nothing goes on by itself, and the pages are checked in their turn.
"""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field

from cachetools import LRUCache
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.messages.answers.progress import ShownCheck, Stage, progress
from bot.messages.kit.blocks import Message
from bot.slack.errors import CALL_ERRORS, trouble_of
from bot.slack.post_access import post_access_of

log = logging.getLogger(__name__)

AT_ONCE = 40
"""Pages that wait for their look at the same time: enough for all hosts, few enough to stop soon."""
CLOSE_SECONDS = 2.0
EDIT_SECONDS = 3.0
"""Slack takes about 50 edits a minute."""
_MOST_KNOWN = 200

Look = Callable[[str], Awaitable[None]]
"""Has a page looked at and returns when it was, or when it cannot be checked now."""


@dataclass(slots=True)
class CheckRun:
    """One check of many pages."""

    channel: str
    total: int
    by: str
    name: str = field(default_factory=lambda: secrets.token_hex(8))
    done: int = 0
    stopped_by: str = ""
    broken_off: bool = False
    over: bool = False

    @property
    def message(self) -> Message:
        """What its message shows now."""
        shown = ShownCheck(self.name, self.channel, self.by, self.done, self.total)
        return progress(shown, self._stage, self.stopped_by)

    @property
    def _stage(self) -> Stage:
        if self.stopped_by:
            return Stage.STOPPED
        if self.broken_off and self.done < self.total:
            return Stage.BROKEN_OFF
        return Stage.DONE if self.over else Stage.GOING


@dataclass(slots=True)
class CheckRuns:
    """The runs under way, one for each channel at most."""

    _running: dict[str, CheckRun] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _over: LRUCache[str, CheckRun] = field(default_factory=lambda: LRUCache(_MOST_KNOWN))
    """The last that were begun here and are over, by name: their messages say so by themselves."""

    def start(self, client: AsyncWebClient, channel: str, by: str, pages: Sequence[str], look: Look) -> bool:
        """Begin to look at all pages; False where the channel has a run under way."""
        if channel in self._running:
            return False
        run = self._running[channel] = CheckRun(channel, len(pages), by)
        task = asyncio.create_task(self._carry_out(client, channel, run, pages, look), name=f"check all {channel}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return True

    def stop(self, name: str, by: str) -> bool:
        """Look at no further page; False where it is not under way here."""
        run = self._under_way(name)
        if run is None:
            return False
        run.stopped_by = run.stopped_by or by
        return True

    def began(self, name: str) -> bool:
        """Whether it was begun here, so that its message says by itself how it ended."""
        return name in self._over or self._under_way(name) is not None

    async def close(self) -> None:
        """The bot stops: no further page is checked, and the messages say so."""
        for run in self._running.values():
            run.broken_off = True
        for task in [*self._tasks]:
            task.cancel()
        if self._tasks:
            await asyncio.wait([*self._tasks], timeout=CLOSE_SECONDS)

    async def _carry_out(
        self, client: AsyncWebClient, channel: str, run: CheckRun, pages: Sequence[str], look: Look
    ) -> None:
        showing = asyncio.create_task(_show(client, channel, run))
        try:
            waiting = iter(pages)
            await asyncio.gather(*(_work(run, waiting, look) for _ in range(AT_ONCE)))
        finally:
            run.over = True
            del self._running[channel]
            self._over[run.name] = run
            await showing

    def _under_way(self, name: str) -> CheckRun | None:
        return next((run for run in self._running.values() if run.name == name), None)


async def show_broken_off(client: AsyncWebClient, place: str, ts: str, shown: ShownCheck) -> None:
    """Have the message of a check whose bot was killed say that it does not go on."""
    await _edit(client, place, ts, progress(shown, Stage.BROKEN_OFF))


async def _work(run: CheckRun, waiting: Iterator[str], look: Look) -> None:
    """Take page after page until none is left or somebody stops it."""
    for url in waiting:
        if run.stopped_by or run.broken_off:
            return
        try:
            await look(url)
        except Exception:  # one page's fault is not the others'
            log.exception("%s could not be checked", url)
        run.done += 1


async def _show(client: AsyncWebClient, channel: str, run: CheckRun) -> None:
    """Post the message and edit it while things move; where Slack refuses, the checks go on unseen."""
    shown = run.message
    posted = await _post(client, (channel, run.by), shown)
    if posted is None:
        return
    channel = str(posted["channel"])
    while shown != run.message or not run.over:
        await _pause(run)
        if shown != run.message:
            shown = run.message
            await _edit(client, channel, str(posted["ts"]), shown)


async def _post(client: AsyncWebClient, places: Sequence[str], message: Message) -> AsyncSlackResponse | None:
    """In the channel, or where that is out of reach, in a direct message to whoever asked."""
    for place in places:
        try:
            return await client.chat_postMessage(channel=place, text=message.text, blocks=list(message.blocks))
        except CALL_ERRORS as error:
            log.warning("How far a check is cannot be shown in %s: %r", place, error)
            if post_access_of(trouble_of(error).word) is None:
                return None  # it may be there all the same
    return None


async def _pause(run: CheckRun) -> None:
    """Until the next edit; the last one comes at once."""
    for _ in range(int(EDIT_SECONDS / 0.1)):
        if run.over:
            return
        await asyncio.sleep(0.1)


async def _edit(client: AsyncWebClient, channel: str, ts: str, message: Message) -> None:
    try:
        await client.chat_update(channel=channel, ts=ts, text=message.text, blocks=list(message.blocks))
    except CALL_ERRORS as error:
        log.info("How far the check of %s is could not be shown: %r", channel, error)
