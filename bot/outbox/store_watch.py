"""Tells the admin channel that nothing can be stored: past the outbox, which would have to store it first."""

import logging

from slack_sdk.web.async_client import AsyncWebClient

from bot.messages.answers.status import can_store_again, cannot_store
from bot.messages.kit.blocks import Message
from bot.slack.errors import CALL_ERRORS
from jobs.store.protocol import Store

log = logging.getLogger(__name__)


class StoreWatch:
    """Looks again and again; says once that there is trouble, and once that it is over.

    What Slack did not take is said at the next look, where it is still so. A restart meanwhile says it once more.
    """

    def __init__(self, store: Store, client: AsyncWebClient, admin_channel: str) -> None:
        self._store = store
        self._client = client
        self._admin_channel = admin_channel
        self._told = False

    async def look(self) -> None:
        """Find out how it is, which tries a write where the last one failed, and tell what is new."""
        trouble = await self._store.write_trouble()
        if bool(trouble) == self._told or not self._admin_channel:
            return
        if await self._post(cannot_store(trouble) if trouble else can_store_again()):
            self._told = bool(trouble)

    async def _post(self, message: Message) -> bool:
        try:
            await self._client.chat_postMessage(
                channel=self._admin_channel, text=message.text, blocks=list(message.blocks)
            )
        except CALL_ERRORS as error:
            log.info("The admin channel could not be told of the disk: %r", error)
            return False
        return True
