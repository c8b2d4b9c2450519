"""Answers to one command or click, through its response_url: five uses in thirty minutes."""

import asyncio
import logging
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from aiohttp import ClientError
from msgspec import Struct
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.messages.answers.checked import checking
from bot.messages.kit.blocks import Message
from bot.messages.kit.views import View, answered
from bot.slack.errors import CALL_ERRORS, ErrorMeaning, trouble_of

T = TypeVar("T")
log = logging.getLogger(__name__)

PATIENCE_SECONDS = 1.0
"""A quicker answer comes alone; a slower one is announced."""
_FINE = 200
"""Three modals lie on each other at most, and a slow answer comes too late to open one."""


class Modal(Struct, frozen=True):
    """The modal that was clicked in; Slack gives no response_url there."""

    view_id: str
    title: str
    channel: str
    """Whose links it shows."""
    trigger_id: str


@dataclass(slots=True)
class Responder:
    """Where one command or click is answered, seen by the asker only unless said otherwise."""

    client: AsyncWebClient
    response_url: str
    modal: Modal | None = None
    """A click in a modal is answered by one on top of it."""
    _shown: str = ""
    """Id of that one, once it is open."""

    async def say(self, message: Message) -> None:
        """A new answer. It never takes the place of what was clicked, which others may see too."""
        await self._send(message)

    async def replace(self, message: Message) -> None:
        """Take the place of the message whose button was clicked."""
        await self._send(message, replace_original=True)

    async def while_waiting(self, work: Awaitable[T], interim: Message) -> T:
        """The result of `work`; where it takes a while, `interim` is said meanwhile."""
        task = asyncio.ensure_future(work)
        try:
            done, _ = await asyncio.wait({task}, timeout=PATIENCE_SECONDS)
            if not done:
                await self.say(interim)
            return await task
        finally:
            task.cancel()

    async def while_checking(self, work: Awaitable[T], pages: Sequence[str]) -> T:
        """The result of a check of these pages, which is said meanwhile."""
        return await self.while_waiting(work, checking(len(pages), pages[0]))

    async def _send(self, message: Message, **how: Any) -> bool:
        """Post it; where Slack refuses, the plainer form. Nothing is retried: that would double the answer.

        False where it surely was not taken.

        What is done in a modal or in Home has no such address; whoever did it sees the answer there.
        """
        if self.modal:
            return await self._show(message, self.modal, in_place=how.get("replace_original", False))
        if not self.response_url:
            return False
        try:
            status, body = await self._post(message, how)
            if status != _FINE and message.plainer:
                status, body = await self._post(message.plainer, how)
        except (ClientError, TimeoutError) as error:  # it may have arrived all the same
            log.warning("Nobody knows whether Slack took an answer: %r", error)
            return True
        if status != _FINE:
            log.warning("Slack did not take an answer: %s %s", status, body[:200])
        return status == _FINE

    async def _show(self, message: Message, modal: Modal, *, in_place: bool) -> bool:
        """On top of the modal, or in its place where that is wanted, or where no more fit on each other."""
        view = answered(modal.title, message, modal.channel)
        known = self._shown or (modal.view_id if in_place else "")
        try:
            if known:
                await self.client.views_update(view_id=known, view=view)
            else:
                self._shown = await self._pushed(view, modal)
        except CALL_ERRORS as error:
            log.warning("An answer in a modal could not be shown: %r", error)
            return False
        return True

    async def _pushed(self, view: View, modal: Modal) -> str:
        try:
            answer = await self.client.views_push(trigger_id=modal.trigger_id, view=view)
        except SlackApiError as error:
            if trouble_of(error).meaning not in {ErrorMeaning.NO_ROOM, ErrorMeaning.TOO_LATE}:
                raise
            answer = await self.client.views_update(view_id=modal.view_id, view=view)
        return str(answer["view"]["id"])

    async def _post(self, message: Message, how: dict[str, Any]) -> tuple[int, str]:
        hook = AsyncWebhookClient(self.response_url, session=self.client.session, retry_handlers=[])
        reply = await hook.send_dict(
            {"text": message.text, "blocks": list(message.blocks), "response_type": "ephemeral"}
            | how
            | {"unfurl_links": False, "unfurl_media": False}
        )
        return reply.status_code, str(reply.body)
