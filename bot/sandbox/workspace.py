"""The state of the local Slack: one workspace with its people, channels, messages, views and files."""

import asyncio
import itertools
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from cachetools import FIFOCache

from bot.sandbox.nouns import Channel, File, Hook, Interaction, Json, Message, SlackError, User, View

TEAM = "T0LOCAL"
FOREIGN_TEAM = "T0FOREIGN"
APP = "A0LINKWATCH"
BOT = "B0LINKWATCH"
BOT_USER = "U0BOT"
SLACKBOT = "USLACKBOT"
BOT_TOKEN = "xoxb-local-linkwatch"  # noqa: S105 - a token of the local Slack opens nothing else
APP_TOKEN = "xapp-local-linkwatch"  # noqa: S105 - as above
SCOPES = frozenset(
    {
        "app_mentions:read",
        "chat:write",
        "commands",
        "files:read",
        "files:write",
        "channels:history",
        "channels:read",
        "groups:history",
        "groups:read",
        "im:history",
        "users:read",
    }
)
SHORTCUTS: tuple[Json, ...] = (
    {"name": "Track these links", "type": "message", "callback_id": "track_links"},
    {"name": "Add a link", "type": "global", "callback_id": "add_link"},
)
"""Those of the app's manifest, as `commands` are."""
TRIGGER_SECONDS = 3.0
HOOK_SECONDS = 1800.0
HOOK_USES = 5
KEPT_MESSAGES = 5_000
KEPT_INTERACTIONS = 1_000
"""How much is remembered at most, so that long runs stay small: messages of a channel, response_urls and triggers."""


class Workspace:
    """Everything Slack knows, and who wants to hear of changes. It does no input or output itself."""

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self.now = now
        self.base_url = ""
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.log: dict[str, list[Message]] = {}
        self.threads: dict[tuple[str, str], list[Message]] = {}
        self.modals: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self.files: dict[str, File] = {}
        self.hooks: FIFOCache[str, Hook] = FIFOCache(KEPT_INTERACTIONS)
        self.triggers: FIFOCache[str, tuple[str, float]] = FIFOCache(KEPT_INTERACTIONS)
        self.scopes: set[str] = set(SCOPES)
        self.tokens: dict[str, str] = {BOT_TOKEN: "bot", APP_TOKEN: "app"}
        self.commands: set[str] = {"/links"}
        self.shortcuts: list[Json] = list(SHORTCUTS)
        self.enforce_rate = False
        self.file_seconds = 0.0
        self.last_post: dict[str, float] = {}
        self._numbers = itertools.count(1)
        self._last_ts = 0
        self._watchers: set[asyncio.Queue[Json]] = set()

    # Numbers, times and news

    def new_id(self, letter: str) -> str:
        """An id as Slack makes them: a letter that names the kind, then the rest."""
        return f"{letter}0{next(self._numbers):07d}"

    def next_ts(self) -> str:
        """The next message time stamp: seconds with six decimals, each larger than the one before."""
        self._last_ts = max(int(self.now() * 1_000_000), self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def changed(self, kind: str, **about: Any) -> None:
        """Tell all who watch that something happened."""
        for watcher in self._watchers:
            watcher.put_nowait({"kind": kind, **about})

    @contextmanager
    def watching(self) -> Iterator[asyncio.Queue[Json]]:
        """A queue on which every change arrives while the block runs."""
        watcher: asyncio.Queue[Json] = asyncio.Queue()
        self._watchers.add(watcher)
        try:
            yield watcher
        finally:
            self._watchers.discard(watcher)

    # People and channels

    def require_scope(self, *needed: str) -> None:
        """Refuse what the app's scopes do not allow; raises SlackError (`missing_scope`)."""
        if missing := [scope for scope in needed if scope not in self.scopes]:
            raise SlackError("missing_scope", needed=",".join(missing), provided=",".join(sorted(self.scopes)))

    def user(self, user_id: str) -> User:
        """The person with this id; raises SlackError (`user_not_found`)."""
        if user_id not in self.users:
            raise SlackError("user_not_found")
        return self.users[user_id]

    def channel(self, ref: str) -> Channel:
        """The channel that an id, a `#name` or a person's id (a direct message) names.

        Raises SlackError (`channel_not_found`).
        """
        if ref in self.channels:
            return self.channels[ref]
        if ref in self.users:
            return self.direct(ref)
        for channel in self.channels.values():
            if not channel.is_im and channel.name == ref.removeprefix("#"):
                return channel
        raise SlackError("channel_not_found")

    def visible_channel(self, ref: str) -> Channel:
        """The channel, as far as the app may know of it: private ones and direct messages it is not in do not exist.

        Raises SlackError (`channel_not_found`).
        """
        channel = self.channel(ref)
        if (channel.is_private or channel.is_im) and BOT_USER not in channel.members:
            raise SlackError("channel_not_found")
        return channel

    def direct(self, user_id: str) -> Channel:
        """The direct conversation of the bot and a person, made at its first use."""
        channel_id = f"D{user_id[1:]}"
        if channel_id not in self.channels:
            self.channels[channel_id] = Channel(channel_id, user_id, {user_id, BOT_USER}, is_im=True)
        return self.channels[channel_id]

    # Messages

    def messages(self, channel_id: str) -> list[Message]:
        """All messages of a channel, ephemeral ones and replies too, oldest first."""
        return self.log.setdefault(channel_id, [])

    def find(self, channel_id: str, ts: str) -> Message | None:
        """The message with this time stamp."""
        return next((message for message in reversed(self.messages(channel_id)) if message.ts == ts), None)

    def thread(self, channel_id: str, thread_ts: str) -> list[Message]:
        """The replies under a message that everybody sees, oldest first, without the message itself."""
        return [reply for reply in self.threads.get((channel_id, thread_ts), []) if not reply.only_for]

    def add(self, message: Message) -> Message:
        """Put a message into its channel; blocks without an id get one."""
        number_blocks(message.blocks)
        log = self.messages(message.channel)
        log.append(message)
        if message.is_reply:
            self.threads.setdefault((message.channel, message.thread_ts), []).append(message)
        if len(log) > KEPT_MESSAGES:
            self._forget(log[: KEPT_MESSAGES // 10])
        self.changed("message", channel=message.channel, ts=message.ts)
        return message

    def _forget(self, messages: list[Message]) -> None:
        del self.messages(messages[0].channel)[: len(messages)]
        for message in messages:
            self.threads.pop((message.channel, message.ts), None)

    def edit(self, message: Message, **fields: Any) -> None:
        """Replace fields of a message and mark it as edited."""
        for name, value in fields.items():
            setattr(message, name, value)
        number_blocks(message.blocks)
        message.edits += 1
        message.edited_ts = self.next_ts()
        self.changed("message", channel=message.channel, ts=message.ts)

    def remove(self, message: Message) -> None:
        """Take a message away."""
        self.messages(message.channel).remove(message)
        if message.is_reply:
            self.threads[message.channel, message.thread_ts].remove(message)
        self.changed("removed", channel=message.channel, ts=message.ts)

    # What makes an interaction

    def new_trigger(self, user_id: str) -> str:
        """A trigger id: it opens one view for this person within three seconds."""
        trigger = f"{next(self._numbers)}.{int(self.now())}.{secrets.token_hex(8)}"
        self.triggers[trigger] = (user_id, self.now())
        return trigger

    def spend_trigger(self, trigger: str) -> str:
        """Whose trigger this is; each serves once, for three seconds. Raises SlackError afterwards."""
        user_id, made_at = self.triggers.get(trigger, ("", 0.0))
        if made_at == 0.0:
            raise SlackError("invalid_trigger_id")
        if not user_id:
            raise SlackError("exchanged_trigger_id")
        if self.now() - made_at > TRIGGER_SECONDS:
            raise SlackError("expired_trigger_id")
        self.triggers[trigger] = ("", made_at)
        return user_id

    def new_hook(self, interaction: Interaction, channel_id: str, source: Message | None = None) -> str:
        """A response_url for this interaction."""
        token = secrets.token_urlsafe(18)
        self.hooks[token] = Hook(token, interaction.user, channel_id, interaction, self.now(), source)
        return f"{self.base_url}/hooks/{token}"


def number_blocks(blocks: list[Json]) -> None:
    """Give each block without a `block_id` one, as Slack does."""
    taken = {block.get("block_id") for block in blocks}
    for block in blocks:
        while "block_id" not in block:
            fresh = secrets.token_urlsafe(4)
            if fresh not in taken:
                taken.add(fresh)
                block["block_id"] = fresh


def default_workspace() -> Workspace:
    """The workspace of demo and tests: Ada (admin), Ben, Eve of another workspace, and three channels.

    #links and #client-acme have the bot in them, the latter shared with Eve's workspace; #random does not.
    """
    workspace = Workspace()
    people = (
        User("U0ADA", "ada", "Ada Lindqvist", TEAM, is_admin=True),
        User("U0BEN", "ben", "Ben Okafor", TEAM, tz="America/New_York", tz_offset=-18000),
        User("U0EVE", "eve", "Eve Marchetti", FOREIGN_TEAM),
        User(BOT_USER, "linkwatch", "Linkwatch", TEAM, is_bot=True),
        User(SLACKBOT, "slackbot", "Slackbot", TEAM, is_bot=True),
    )
    workspace.users = {user.id: user for user in people}
    channels = (
        Channel("C0LINKS", "links", {"U0ADA", "U0BEN", BOT_USER}),
        Channel("C0ACME", "client-acme", {"U0ADA", "U0BEN", "U0EVE", BOT_USER}, teams=(FOREIGN_TEAM,)),
        Channel("C0RANDOM", "random", {"U0ADA", "U0BEN"}),
    )
    workspace.channels = {channel.id: channel for channel in channels}
    return workspace
