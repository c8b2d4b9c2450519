"""App Home of everybody who has it open: built from what the store holds, published when it differs."""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.membership import Memberships, Viewer
from bot.messages import wording
from bot.messages.home import (
    EVERY_STATE,
    MINE,
    ROWS,
    SNOOZED,
    UNKNOWN,
    UNREACHABLE,
    Choice,
    Home,
    closed_home,
    home_view,
)
from bot.messages.views import View
from bot.permissions import may_manage, may_view
from bot.slack_errors import CALL_ERRORS, trouble_of
from jobs.config import Permissions
from jobs.model.link import Link
from jobs.model.standing import LinkState
from jobs.store.protocol import LinkQuery, Store, Tally

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
        self._refreshing: asyncio.Task[None] | None = None

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
        if self._open and (self._refreshing is None or self._refreshing.done()):
            self._refreshing = asyncio.get_running_loop().create_task(self._refresh())

    async def close(self) -> None:
        """Publish nothing more."""
        if self._refreshing is not None:
            self._refreshing.cancel()
            await asyncio.gather(self._refreshing, return_exceptions=True)

    async def _refresh(self) -> None:
        await asyncio.sleep(WAIT_SECONDS)
        self._refreshing = None  # what changes from here on is for the next time
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


async def read_home(
    store: Store, permissions: Permissions, viewer: Viewer, choice: Choice, now: datetime
) -> Home | None:
    """What this person sees in Home; None where they may look at nothing."""
    places = await _places(store, permissions, viewer)
    if not places and not may_view(permissions, viewer.asker_in("")):
        return None
    if choice.place not in {MINE, *places}:
        choice = Choice(min(places, key=lambda channel: places[channel]) if places else MINE)
    asker = viewer.asker_in(choice.place)
    home = Home(
        choice,
        places,
        may_manage=may_manage(permissions, asker),
        knows_channels=viewer.channels is not None,
    )
    if choice.place == MINE:
        return await _with_own(home, store, permissions, viewer, now)
    return await _with_channel(home, store, now)


async def _places(store: Store, permissions: Permissions, viewer: Viewer) -> Mapping[str, str]:
    """The channels that watch anything, as far as the person is in them."""
    theirs = viewer.channels or {}
    return {
        channel: theirs[channel]
        for channel in await store.channels()
        if channel in theirs and may_view(permissions, viewer.asker_in(channel))
    }


async def _with_channel(home: Home, store: Store, now: datetime) -> Home:
    query = query_of(home.choice, now)
    found = await store.link_page(query, (home.choice.page - 1) * ROWS, ROWS)
    page = min(home.choice.page, max(1, -(-found.total // ROWS)))
    if page != home.choice.page:
        found = await store.link_page(query, (page - 1) * ROWS, ROWS)
    tally = await store.tally(home.choice.place)
    return replace(home, choice=replace(home.choice, page=page), links=found.links, total=found.total, tally=tally)


async def _with_own(home: Home, store: Store, permissions: Permissions, viewer: Viewer, now: datetime) -> Home:
    """Their own links, wherever they are; read one by one, for the store has no key for people."""
    own = [link for link in await store.links() if viewer.owns(link) and viewer.may_see(link, permissions)]
    fitting = [link for link in own if _fits(link, home.choice.shown, now)]
    page = min(home.choice.page, max(1, -(-len(fitting) // ROWS)))
    if not own and not home.places:
        return replace(home, choice=Choice())  # so that the first channel is chosen as soon as there is one
    tally = Tally(Counter(link.standing.state for link in own), 0, 0, 0)
    return replace(
        home,
        choice=replace(home.choice, page=page),
        links=fitting[(page - 1) * ROWS : page * ROWS],
        total=len(fitting),
        tally=tally,
    )


def query_of(choice: Choice, now: datetime) -> LinkQuery:
    """The links that a choice asks for."""
    shown = choice.shown
    states = frozenset({LinkState(shown)}) if shown in set(LinkState) else frozenset()
    return LinkQuery(
        channel=choice.place,
        states=states,
        unknown=shown == UNKNOWN,
        unreachable=shown == UNREACHABLE,
        snoozed_at=now if shown == SNOOZED else None,
    )


def _fits(link: Link, shown: str, now: datetime) -> bool:
    standing = link.standing
    if shown == UNKNOWN:
        return standing.unknown_since is not None
    if shown == UNREACHABLE:
        return standing.unreachable
    if shown == SNOOZED:
        return wording.is_snoozed(standing, now)
    return shown in {EVERY_STATE, standing.state}
