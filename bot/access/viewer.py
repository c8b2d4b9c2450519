"""Which channels a person is in, as Slack says; kept for a minute."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from cachetools import LRUCache
from msgspec import Struct
from slack_sdk.web.async_client import AsyncWebClient

from bot.access.permissions import Asker, may_view
from bot.slack.channels import Channels
from bot.slack.errors import CALL_ERRORS
from jobs.config import Permissions
from jobs.model.link import Link
from jobs.model.partner import Partner
from jobs.model.prospect import Prospect

log = logging.getLogger(__name__)

KEPT_FOR = timedelta(minutes=1)
PATIENCE_SECONDS = 1.5
"""A submitted modal wants its answer within three."""
_MOST_KEPT = 500
_PAGE = 999
_KINDS = ("public_channel,private_channel", "public_channel")
"""What is asked for: where `groups:read` is missing, public channels alone."""


class Viewer(Struct, frozen=True):
    """A person with the channels that they are in."""

    user: str
    at_home: bool
    channels: Mapping[str, str] | None
    """Id and name; None where Slack does not tell."""

    def is_in(self, channel: str) -> bool:
        """Whether the person is known to be in a channel."""
        return self.channels is not None and channel in self.channels

    def has_left(self, channel: str) -> bool:
        """Whether Slack tells that the person is not in a channel, so that what they opened there is theirs no more."""
        return self._is_listed(channel) and not self.is_in(channel)

    def asker_in(self, channel: str) -> Asker:
        """As whom this person asks about a channel: one they are not known to be in lends them no permission."""
        return Asker(self.user, channel if self.is_in(channel) else "", self.at_home)

    def owns(self, tracked: Link | Partner | Prospect) -> bool:
        """Whether the person added a link, partner page or prospect, or answers for it."""
        if isinstance(tracked, Prospect):
            return self.user in {tracked.added_by, tracked.plan.owner}
        return self.user in {tracked.added_by, tracked.owner if isinstance(tracked, Link) else ""}

    def may_see(self, tracked: Link | Partner | Prospect, permissions: Permissions) -> bool:
        """Whether a link, partner page or prospect may be shown to this person outside of its channel.

        What a channel tracks is for those in it. Where Slack does not tell who that is, and in direct messages, which
        it does not list, a person sees what they added or own.
        """
        theirs = self._is_listed(tracked.channel) or self.owns(tracked)
        return theirs and self.may_see_own(tracked.channel, permissions)

    def may_see_own(self, channel: str, permissions: Permissions) -> bool:
        """Whether this person may see what they added or own in a channel: not in one that they are not in."""
        return not self.has_left(channel) and may_view(permissions, self.asker_in(channel))

    def _is_listed(self, channel: str) -> bool:
        """Whether Slack tells who is in it."""
        return self.channels is not None and not channel.startswith("D")


class _Channels(Struct, frozen=True):
    """The channels that somebody is in."""

    names: Mapping[str, str]
    of_ours: bool
    """Whether one of them is seen by no other workspace."""


class Memberships:
    """Asks Slack, through the one client."""

    def __init__(self, client: AsyncWebClient, now: Callable[[], datetime]) -> None:
        self._client = client
        self._now = now
        # With the time, and no TTLCache: one keeps what a clock that ran ahead brought until that time comes again.
        self._known: LRUCache[str, tuple[datetime, _Channels | None]] = LRUCache(_MOST_KEPT)

    async def viewer(self, user: str, *, at_home: bool | None) -> Viewer:
        """The person, with the channels that they are in now or were a minute ago.

        `at_home`: whether they are of our workspace, as a command or click says; None where only an event told of them,
        which does not. Then a channel of ours alone proves it; where Slack tells no channels, it is taken for true, for
        what they click is judged by what the click says.
        """
        found = await self._channels_of(user)
        if at_home is None:
            at_home = found is None or found.of_ours
        return Viewer(user, at_home, found.names if found else None)

    def forget(self, user: str) -> None:
        """What is remembered of a person may be wrong by now."""
        self._known.pop(user, None)

    async def _channels_of(self, user: str) -> _Channels | None:
        known = self._known.get(user)
        if known and timedelta(0) <= self._now() - known[0] < KEPT_FOR:
            return known[1]
        channels = await self._asked(user)
        self._known[user] = (self._now(), channels)
        return channels

    async def _asked(self, user: str) -> _Channels | None:
        for kinds in _KINDS:
            try:
                async with asyncio.timeout(PATIENCE_SECONDS):
                    return await self._pages(user, kinds)
            except CALL_ERRORS as error:
                log.debug("Slack does not tell the channels (%s) of %s: %r", kinds, user, error)
        return None

    async def _pages(self, user: str, kinds: str) -> _Channels:
        found: list[Mapping[str, Any]] = []
        cursor = ""
        while True:
            answer = await self._client.users_conversations(user=user, types=kinds, limit=_PAGE, cursor=cursor)
            found += answer.get("channels") or []
            cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                names = {str(each["id"]): str(each.get("name") or each["id"]) for each in found}
                return _Channels(names, any(not each.get("is_ext_shared") for each in found))


class Directory(Struct, frozen=True):
    """Both remember for a minute what they were told."""

    channels: Channels
    members: Memberships


def directory_of(client: AsyncWebClient, now: Callable[[], datetime]) -> Directory:
    """A directory that has asked nothing yet."""
    return Directory(Channels(client, now), Memberships(client, now))
