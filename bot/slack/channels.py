"""What Slack tells of channels, as far as the app's scopes let us ask."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from cachetools import LRUCache
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.errors import CALL_ERRORS, ErrorMeaning, trouble_of
from bot.slack.post_access import ChannelPlace, PostAccess, Sharing, is_direct

log = logging.getLogger(__name__)

KEPT_FOR = timedelta(minutes=1)
PATIENCE_SECONDS = 1.5
"""Longer than Slack usually takes, shorter than a person waits for what is only said beside an answer."""
_MOST_KEPT = 500
_ANYWHERE = "chat:write.public"
_NO_MESSAGE = "1.000001"
"""The time stamp of no message."""


class Channels:
    """Asks Slack, through the one client."""

    def __init__(self, client: AsyncWebClient, now: Callable[[], datetime]) -> None:
        self._client = client
        self._now = now
        # With the time, and no TTLCache: one keeps what a clock that ran ahead brought until that time comes again.
        self._known: LRUCache[str, tuple[datetime, ChannelPlace]] = LRUCache(_MOST_KEPT)
        self._asking: dict[str, asyncio.Future[ChannelPlace]] = {}

    async def place_lately(self, channel: str) -> ChannelPlace:
        """A channel as it is now or was a minute ago: for what is shown again and again without anybody asking."""
        known = self._known.get(channel)
        if known and timedelta(0) <= self._now() - known[0] < KEPT_FOR:
            return known[1]
        return await self.place(channel)

    async def is_shared(self, channel: str) -> bool:
        """Whether another workspace sees a channel, now or a minute ago, as far as Slack tells."""
        return (await self.place_lately(channel)).sharing is Sharing.SHARED

    async def place(self, channel: str) -> ChannelPlace:
        """A channel as it is now; what Slack does not tell is unknown. Whoever asks meanwhile waits for one answer."""
        asking = self._asking.get(channel)
        if asking is None:
            asking = self._asking[channel] = asyncio.ensure_future(self._learnt(channel))
        return await asyncio.shield(asking)

    async def _learnt(self, channel: str) -> ChannelPlace:
        try:
            place = await self._asked(channel)
        finally:
            del self._asking[channel]
        self._known[channel] = (self._now(), place)
        return place

    def heard(self, channel: str, *, fine: bool) -> None:
        """How posting there went: what is remembered otherwise holds no more."""
        known = self._known.get(channel)
        if known and (known[1].reach is PostAccess.FINE) is not fine:
            self.forget(channel)

    def forget(self, channel: str) -> None:
        """Slack says that something about it has changed."""
        self._known.pop(channel, None)

    async def _asked(self, channel: str) -> ChannelPlace:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return await (self._direct(channel) if is_direct(channel) else self._described(channel))
        except CALL_ERRORS as error:
            log.info("Slack does not tell of %s: %r", channel, error)
            return ChannelPlace(PostAccess.UNKNOWN)

    async def _described(self, channel: str) -> ChannelPlace:
        try:
            answer = await self._client.conversations_info(channel=channel)
        except CALL_ERRORS as error:
            trouble = trouble_of(error)
            if trouble.meaning is ErrorMeaning.NO_SCOPE:
                return ChannelPlace(PostAccess.UNKNOWN, lacks=trouble.needed)
            if trouble.meaning is ErrorMeaning.NO_CHANNEL:  # private, and we are not in it
                return ChannelPlace(PostAccess.NOT_A_MEMBER)
            raise
        about: Mapping[str, Any] = answer.get("channel") or {}
        scopes = str(answer.headers.get("x-oauth-scopes") or "").replace(" ", "").split(",")
        shared = bool(about.get("is_ext_shared") or about.get("is_pending_ext_shared"))
        return ChannelPlace(_reach(about, anywhere=_ANYWHERE in scopes), Sharing.SHARED if shared else Sharing.OURS)

    async def _direct(self, channel: str) -> ChannelPlace:
        """Ours, or one between two people: what Slack says of a message that is not there tells them apart.

        It takes no scope to ask that, and `im:read` to have the conversation described.
        """
        try:
            await self._client.chat_getPermalink(channel=channel, message_ts=_NO_MESSAGE)
        except CALL_ERRORS as error:
            meaning = trouble_of(error).meaning
            if meaning is ErrorMeaning.NO_CHANNEL:
                return ChannelPlace(PostAccess.NOT_A_MEMBER)
            if meaning is not ErrorMeaning.NO_MESSAGE:
                raise
        return ChannelPlace(PostAccess.FINE, Sharing.OURS)


def _reach(about: Mapping[str, Any], *, anywhere: bool) -> PostAccess:
    if about.get("is_archived"):
        return PostAccess.ARCHIVED
    open_to_us = anywhere and not about.get("is_private")
    return PostAccess.FINE if about.get("is_member") or open_to_us else PostAccess.NOT_A_MEMBER
