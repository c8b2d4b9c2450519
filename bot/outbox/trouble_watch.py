"""Tells people that something is wrong with the bot itself: past the outbox, which may be what is wrong."""

import logging
from collections.abc import Awaitable, Callable, Mapping

from slack_sdk.web.async_client import AsyncWebClient

from bot.messages.answers.status import is_over, is_wrong
from bot.messages.kit.blocks import Message
from bot.slack.errors import CALL_ERRORS
from jobs.telemetry.vitals import TroubleKind

log = logging.getLogger(__name__)


class TroubleWatch:
    """Looks again and again; says once that there is trouble of a kind, and once that it is over.

    The log hears of each, the admin channel too. What Slack did not take is said at the next look, where it is still
    so. A restart meanwhile says it once more, and so does another bot that comes to answer.
    """

    def __init__(
        self, troubles: Callable[[], Awaitable[Mapping[TroubleKind, str]]], client: AsyncWebClient, admin_channel: str
    ) -> None:
        self._troubles = troubles
        self._client = client
        self._admin_channel = admin_channel
        self._logged: set[TroubleKind] = set()
        self._told: set[TroubleKind] = set()

    async def look(self) -> None:
        """Find out how it is, which tries a write where the last one failed, and tell what is new."""
        found = await self._troubles()
        for kind in TroubleKind:
            self._log(kind, found.get(kind, ""))
            if (kind in found) is (kind in self._told) or not self._admin_channel:
                continue
            if await self._post(is_wrong(kind, found[kind]) if kind in found else is_over(kind)):
                self._told ^= {kind}

    async def hand_over(self) -> None:
        """Another bot tells from now on, from the beginning.

        That the store is well again is told here all the same: the other one answers because it is, and tells nothing.
        """
        self._logged.clear()
        self._told &= {TroubleKind.STORE}
        is_over_here = self._told and TroubleKind.STORE not in await self._troubles()
        if is_over_here and await self._post(is_over(TroubleKind.STORE)):
            self._told.clear()

    def _log(self, kind: TroubleKind, says: str) -> None:
        if bool(says) is (kind in self._logged):
            return
        self._logged ^= {kind}
        if kind is TroubleKind.STORE:
            return  # the store says so itself, at once
        if says:
            log.error("%s", says, extra={"trouble": kind})
        else:
            log.warning("The trouble with %s is over.", kind, extra={"trouble": kind})

    async def _post(self, message: Message) -> bool:
        try:
            await self._client.chat_postMessage(
                channel=self._admin_channel, text=message.text, blocks=list(message.blocks)
            )
        except CALL_ERRORS as error:
            log.info("The admin channel could not be told of trouble: %r", error)
            return False
        return True
