"""App Home of everybody who has it open: built from what the store holds, published when it differs."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cachetools import TTLCache
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.access.viewer import Directory
from bot.home.content import read_home
from bot.messages.home.filters import MINE, Choice
from bot.messages.home.view import closed_home, home_view
from bot.messages.kit.blocks import Block
from bot.messages.kit.views import View
from bot.outbox.reachability import post_access_in, unreached_beside
from bot.rerouting.recipients import Recipients
from bot.slack.errors import CALL_ERRORS, ErrorMeaning, trouble_of
from jobs.config import Config
from jobs.store.protocol import Store

log = logging.getLogger(__name__)

WAIT_SECONDS = 2.0
"""Changes within this time are published together."""
KEPT_SECONDS = 1800.0
"""How long after it was last looked at a Home is kept fresh; Slack tells us again when it is opened again."""
MOST_OPEN = 100


@dataclass(slots=True)
class _Open:
    """One person's Home as it was last published."""

    choice: Choice
    at_home: bool | None
    """As the last click said; None where none did yet."""
    view: View = field(default_factory=dict)
    hash: str = ""
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class HomePublisher:
    """Publishes Homes; of several changes in a row the last one counts."""

    def __init__(
        self,
        store: Store,
        client: AsyncWebClient,
        config: Config,
        directory: Directory,
        now: Callable[[], datetime],
    ) -> None:
        self.members = directory.members
        self.channels = directory.channels
        self._recipients = Recipients(store, directory, config.slack.admin_channel)
        self._store = store
        self._client = client
        self._config = config
        self._now = now
        # By the clock of this machine, whose time people have, however quick the bot's own may be.
        self._open: TTLCache[str, _Open] = TTLCache(MOST_OPEN, KEPT_SECONDS)
        self._waiting = False
        self._refreshing: set[asyncio.Task[None]] = set()

    async def show(self, user: str, choice: Choice, *, at_home: bool | None) -> None:
        """Publish a person's Home, showing what they chose; `at_home` is None where nothing says whose they are."""
        opened = self._open.pop(user, None) or _Open(choice, at_home)
        opened.choice = choice
        opened.at_home = opened.at_home if at_home is None else at_home
        self._open[user] = opened
        await self._publish(user, opened, even_if_same=True)

    def changed(self) -> None:
        """Something that Homes show may have changed; they are published again in a moment."""
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
            if trouble_of(error).meaning is not ErrorMeaning.VIEW_CHANGED:
                raise
            answer = await self._client.views_publish(user_id=user, view=view)
        found: Mapping[str, Any] = answer.data if isinstance(answer.data, dict) else {}
        return found

    async def _view(self, user: str, opened: _Open) -> View:
        viewer = await self.members.viewer(user, at_home=opened.at_home)
        home = await read_home(self._store, self._config, viewer, opened.choice, self._now())
        if home is None:
            return closed_home("You may not see links. Whoever runs this bot sets that in its permissions.")
        opened.choice = home.choice
        return home_view(home, self._now(), await self._unreached(home.choice.place))

    async def _unreached(self, place: str) -> list[Block]:
        """What has to be said of the channel that is shown, where its alerts go elsewhere."""
        if place in {"", MINE}:
            return []
        reach = await post_access_in(await self.channels.place_lately(place), self._store, place)
        return await unreached_beside(place, reach, self._recipients)
