"""The person behind a click or a submitted form that belongs to no channel."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.access.asker import Body, asker_of
from bot.access.permissions import Asker, may_manage
from bot.access.viewer import Viewer
from bot.home.publisher import HomePublisher
from jobs.config import Permissions


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts; in which channels they are is asked only where it matters."""

    user: str
    at_home: bool
    publisher: HomePublisher

    def asker_in(self, channel: str) -> Asker:
        """As whom they ask in a channel that they have acted from."""
        return Asker(self.user, channel, self.at_home)

    async def viewer(self) -> Viewer:
        """The person with the channels that they are in."""
        return await self.publisher.members.viewer(self.user, at_home=self.at_home)

    async def still_manages(self, channel: str, permissions: Permissions) -> bool:
        """Whether they may change what a channel tracks, and have not left it since they opened what they send now."""
        if not may_manage(permissions, self.asker_in(channel)):
            return False
        return not (self.at_home and (await self.viewer()).has_left(channel))


def actor_of(body: Body, home: Mapping[str, Any] | None, publisher: HomePublisher) -> Actor:
    """The person of a payload: an interaction's, or an event's."""
    asker = asker_of(body, home)
    event = body.get("event")
    user = asker.user or (str(event.get("user", "")) if isinstance(event, Mapping) else "")
    return Actor(user, asker.at_home, publisher)
