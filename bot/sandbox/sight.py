"""What can be seen of the local Slack, and waiting until it is to be seen."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import TypeVar

from bot.sandbox.faults import Faults
from bot.sandbox.nouns import Json, Message, View
from bot.sandbox.socket_mode import SocketMode
from bot.sandbox.web_api import WebApi
from bot.sandbox.workspace import Workspace

T = TypeVar("T")
ASK_AGAIN_SECONDS = 0.02


class Sight:
    """The eyes of tests and of the page; `web_api`, `socket` and `faults` are the machinery."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.faults = Faults()
        self.socket = SocketMode(workspace, self.faults)
        self.web_api = WebApi(workspace, self.faults, self.socket.new_address)

    def messages(self, channel: str) -> list[Message]:
        """What everybody sees in a channel, oldest first, without the replies of threads."""
        return [one for one in self.workspace.messages(self._id(channel)) if not one.only_for and not one.is_reply]

    def thread(self, message: Message) -> list[Message]:
        """The replies under a message, oldest first."""
        return self.workspace.thread(message.channel, message.ts)

    def ephemerals(self, user: str, channel: str = "") -> list[Message]:
        """What only this person sees, in one channel or in all."""
        found = (one for log in self.workspace.log.values() for one in log if one.only_for == user)
        return [one for one in found if not channel or one.channel == self._id(channel)]

    def modal(self, user: str) -> View | None:
        """The modal on top, if one is open."""
        stack = self.workspace.modals.get(user)
        return stack[-1] if stack else None

    def home(self, user: str) -> View | None:
        """The App Home that was published for a person."""
        return self.workspace.homes.get(user)

    def calls(self, method: str) -> list[Json]:
        """The arguments of the last calls of a method, oldest first."""
        return [args for name, args in self.web_api.calls if name == method]

    async def until(self, probe: Callable[[], T | None], seconds: float = 60.0) -> T:
        """Wait until `probe()` is true and give what it gave; TimeoutError after `seconds`.

        It is asked after each change here, and every 20 ms for what changes elsewhere.
        """
        with self.workspace.watching() as changes:
            async with asyncio.timeout(seconds):
                while not (found := probe()):
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(changes.get(), ASK_AGAIN_SECONDS)
        return found

    async def connected(self, seconds: float = 5.0) -> None:
        """Wait until the app is connected by Socket Mode."""
        await self.until(lambda: self.socket.connections, seconds)

    def _id(self, channel: str) -> str:
        return self.workspace.channel(channel).id
