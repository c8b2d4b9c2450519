"""A digest over many links: a window shows how far it is, and a button in it stops it.

It lives in this process alone: it is for one person who waits, and after a restart nothing goes on. The window of one
whose bot was killed says so once its button is pressed.
"""

import asyncio
import contextlib
import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from cachetools import LRUCache
from slack_sdk.web.async_client import AsyncWebClient

from bot.access.permissions import Asker, may_view
from bot.messages.answers.progress import Stage, digest_window
from bot.messages.kit.views import View
from bot.slack.errors import CALL_ERRORS
from jobs.config import Permissions

log = logging.getLogger(__name__)

_MOST_KNOWN = 200
EDIT_SECONDS = 1.0
"""Slack takes about a hundred changes of a window a minute."""


class DigestStoppedError(Exception):
    """Who asked for it does not want it any more."""


@dataclass(slots=True)
class DigestRun:
    """One digest that is being built; its name is in the button."""

    channel: str
    by: str
    links: int
    name: str = field(default_factory=lambda: secrets.token_hex(8))
    share: float = 0.0
    """How much is done, from 0 to 1."""
    stopped: bool = False
    over: bool = False
    news: asyncio.Event = field(default_factory=asyncio.Event)
    """Set where its window shall not wait for its next turn."""

    @property
    def view(self) -> View:
        """What its window shows now."""
        ended = Stage.DONE if self.share == 1.0 and not self.stopped else Stage.STOPPED
        stage = ended if self.over or self.stopped else Stage.GOING
        return digest_window(self.share, stage, self.links, self.name)

    def step(self, share: float) -> None:
        """So much is done; raises DigestStoppedError where somebody stopped it."""
        if self.stopped:
            raise DigestStoppedError
        self.share = share


@dataclass(slots=True)
class DigestRuns:
    """The digests under way that somebody can stop."""

    _under_way: dict[str, DigestRun] = field(default_factory=dict)
    _over: LRUCache[str, DigestRun] = field(default_factory=lambda: LRUCache(_MOST_KNOWN))
    """The last that were built here and are over, by name: their windows say so by themselves."""

    @asynccontextmanager
    async def window(self, client: AsyncWebClient, trigger_id: str, building: DigestRun) -> AsyncIterator[None]:
        """Show how far it is while the block runs; when it ends, the window has said so."""
        self._under_way[building.name] = building
        showing = asyncio.create_task(_show(client, trigger_id, building), name=f"digest of {building.channel}")
        try:
            yield
        finally:
            building.over = True
            building.news.set()
            await showing  # who presses the button until then has stopped it
            self._over[building.name] = self._under_way.pop(building.name)

    def stop(self, name: str, asker: Asker, permissions: Permissions) -> None:
        """Build no further; only who asked for it can, while they may see its channel's links."""
        building = self._under_way.get(name)
        if building and building.by == asker.user and may_view(permissions, replace(asker, channel=building.channel)):
            building.stopped = True
            building.news.set()

    def began(self, name: str) -> bool:
        """Whether it was begun here, so that its window says by itself how it ended."""
        return name in self._under_way or name in self._over


async def _show(client: AsyncWebClient, trigger_id: str, building: DigestRun) -> None:
    """Open the window and edit it while things move; where Slack refuses, or it is closed, the work goes on unseen."""
    shown = building.view
    try:
        opened = await client.views_open(trigger_id=trigger_id, view=shown)
        view_id = str(opened["view"]["id"])
        while shown != building.view or not building.over:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(building.news.wait(), EDIT_SECONDS)
            building.news.clear()
            if shown != building.view:
                shown = building.view
                await client.views_update(view_id=view_id, view=shown)
    except CALL_ERRORS as error:
        log.info("How far the digest of %s is cannot be shown: %r", building.channel, error)
