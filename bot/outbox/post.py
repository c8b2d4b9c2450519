"""The calls that put a message into Slack or edit one, with what takes the place of blocks that Slack refuses."""

import logging
from typing import Any

from bot.messages.kit.blocks import Message
from bot.outbox.sender import LeadsNoLongerError, Sender
from bot.slack.errors import CALL_ERRORS, ErrorMeaning, trouble_of
from jobs.model.incident import Incident

log = logging.getLogger(__name__)


async def call(sender: Sender, message: Message, channel: str, name: str = "", **args: Any) -> str:
    """chat.postMessage, or chat.update where a `ts` is given; blocks that Slack refuses give way to plainer ones.

    A chart gives way to a picture first, which is kept under `name`. Raises LeadsNoLongerError.
    """
    try:
        return await _say(sender, message.text, list(message.blocks), channel, args)
    except CALL_ERRORS as error:
        trouble = trouble_of(error)
        if trouble.meaning is not ErrorMeaning.BLOCKS:
            raise
        log.warning("Slack refused the blocks of a message for %s: %s", channel, trouble.detail)
    if sender.pictures and name and (pictured := await sender.pictures.instead(message, name)):
        return await call(sender, pictured, channel, **args)
    if message.plainer is not None:
        return await call(sender, message.plainer, channel, **args)
    return await _say(sender, message.text, [], channel, args)


async def address_of(sender: Sender, incident: Incident) -> str:
    """The address of the message that tells an incident, or that of its group; empty where Slack gives none."""
    group = await sender.store.incident(incident.group) if incident.group else None
    ts = (group or incident).message_ts
    if not ts:
        return ""
    try:
        answer = await sender.client.chat_getPermalink(channel=incident.channel, message_ts=ts)
    except CALL_ERRORS as error:
        log.info("Slack gives no address of the message of %s: %s", incident.id, trouble_of(error).word)
        return ""
    return str(answer.get("permalink") or "")


async def _say(sender: Sender, text: str, blocks: list[Any], channel: str, args: dict[str, Any]) -> str:
    if not sender.leads():
        raise LeadsNoLongerError
    client = sender.client
    if "ts" in args:
        await client.chat_update(channel=channel, text=text, blocks=blocks, **args)
        return str(args["ts"])
    answer = await client.chat_postMessage(
        channel=channel, text=text, blocks=blocks, unfurl_links=False, unfurl_media=False, **args
    )
    return str(answer["ts"])
