"""App Home of everybody who has it open: built from what the store holds, published when it differs."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.home_content import read_home
from bot.membership import Memberships
from bot.messages.home import closed_home, home_view
from bot.messages.home_choice import Choice
from bot.messages.views import View
from bot.slack_errors import CALL_ERRORS, trouble_of
from jobs.config import Permissions
from jobs.store.protocol import Store

log = logging.getLogger(__name__)

WAIT_SECONDS = 2.0
"""Changes within this time are published together."""
KEPT_SECONDS = 1800.0
"""How long after it was last looked at a Home is kept fresh; Slack tells us anew when it is opened again."""
MOST_OPEN = 100


@dataclass(slots=True)
class _Open:
    """One person's Home as it was last published."""

    choice: Choice
    at_home: bool
    looked_at: float
    """By the clock of this machine, whose time people have, however quick the bot's own may be."""
    view: View = field(default_factory=dict)
    hash: str = ""
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class Homes:
    """Publishes Homes; of several changes in a row the last one counts."""

    def __init__(
        self, store: Store, client: AsyncWebClient, permissions: Permissions, now: Callable[[], datetime]
    ) -> None:
        self.members = Memberships(client, now)
        self._store = store
        self._client = client
        self._permissions = permissions
        self._now = now
        self._open: dict[str, _Open] = {}
        self._waiting = False
        self._refreshing: set[asyncio.Task[None]] = set()

    async def show(self, user: str, choice: Choice, *, at_home: bool) -> None:
        """Publish a person's Home, showing what they chose."""
        now = time.monotonic()
        opened = self._open.pop(user, None) or _Open(choice, at_home, now)
        opened.choice, opened.at_home, opened.looked_at = choice, at_home, now
        self._open[user] = opened
        while len(self._open) > MOST_OPEN:
            del self._open[next(iter(self._open))]
        await self._publish(user, opened, even_if_same=True)

    def changed(self) -> None:
        """Something that Homes show may have changed; they are published anew in a moment."""
        if self._open and not self._waiting:
            self._waiting = True
            task = asyncio.get_running_loop().create_task(self._refresh())
            self._refreshing.add(task)
            task.add_done_callback(self._refreshing.discard)

    async def close(self) -> None:
        """Publish nothing more, whatever changes from here on."""
        self._open.clear()
        for task in self._refreshing:
            task.cancel()
        await asyncio.gather(*self._refreshing, return_exceptions=True)

    async def _refresh(self) -> None:
        await asyncio.sleep(WAIT_SECONDS)
        self._waiting = False  # what changes from here on is for the next time
        long_ago = time.monotonic() - KEPT_SECONDS
        self._open = {user: opened for user, opened in self._open.items() if opened.looked_at > long_ago}
        for user, opened in list(self._open.items()):
            try:
                await self._publish(user, opened)
            except CALL_ERRORS as error:
                log.warning("The Home of %s could not be published: %s", user, trouble_of(error).word)

    async def _publish(self, user: str, opened: _Open, *, even_if_same: bool = False) -> None:
        """One at a time for each person, so that an older state never follows a newer one."""
        async with opened.turn:
            view = await self._view(user, opened)
            if view == opened.view and not even_if_same:
                return
            answer = await self._send(user, view, opened.hash)
            opened.view, opened.hash = view, str((answer.get("view") or {}).get("hash") or "")

    async def _send(self, user: str, view: View, known: str) -> Mapping[str, Any]:
        """With the hash of what we published last; where somebody else was quicker, ours is newer all the same."""
        try:
            answer = await self._client.views_publish(user_id=user, view=view, hash=known or None)
        except SlackApiError as error:
            if error.response.get("error") != "hash_conflict":
                raise
            answer = await self._client.views_publish(user_id=user, view=view)
        found: Mapping[str, Any] = answer.data if isinstance(answer.data, dict) else {}
        return found

    async def _view(self, user: str, opened: _Open) -> View:
        viewer = await self.members.viewer(user, at_home=opened.at_home)
        home = await read_home(self._store, self._permissions, viewer, opened.choice, self._now())
        if home is None:
            return closed_home("You may not look at links. Whoever runs this bot sets that in its permissions.")
        opened.choice = home.choice
        return home_view(home, self._now())
