"""The person behind a click or a submitted form that belongs to no channel."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from bot.access.asker import Body, asker_of
from bot.access.permissions import Asker, may_manage
from bot.access.viewer import Viewer
from bot.home.publisher import HomePublisher
from bot.slack.post_access import PostAccess, is_direct
from jobs.config import Permissions


class Actor(Struct, frozen=True):
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

    async def may_read_on(self, channel: str) -> bool:
        """Whether what they opened in a channel is theirs to read still; where nobody tells, people of ours may."""
        viewer = await self.viewer()
        if is_direct(channel) or not channel:
            return True
        return self.at_home if viewer.channels is None else viewer.is_in(channel)

    async def is_not_known_gone(self, channel: str) -> bool:
        """Whether they may be in the channel that they type or click in, which Slack shows to no others.

        Only where Slack tells us of the channel, its list of those that a person is in is whole. They may have come
        into it since the list was read, so that it is read again before they are refused.
        """
        if is_direct(channel) or not (await self.viewer()).has_left(channel):
            return True
        place = await self.publisher.channels.place_lately(channel)
        if place.reach in {PostAccess.UNKNOWN, PostAccess.NOT_A_MEMBER}:
            return True
        self.publisher.members.forget(self.user)
        return not (await self.viewer()).has_left(channel)

    async def still_manages(self, channel: str, permissions: Permissions) -> bool:
        """Whether they may change what a channel tracks, and have not left it since they opened what they send now."""
        return may_manage(permissions, self.asker_in(channel)) and await self.may_read_on(channel)


def actor_of(body: Body, home: Mapping[str, Any] | None, publisher: HomePublisher) -> Actor:
    """The person of a payload: an interaction's, or an event's."""
    asker = asker_of(body, home)
    event = body.get("event")
    user = asker.user or (str(event.get("user", "")) if isinstance(event, Mapping) else "")
    return Actor(user, asker.at_home, publisher)
