"""What people are told where alerts cannot get into their channel, and who gets them meanwhile."""

from bot.messages import text
from bot.messages.blocks import Block, context
from bot.messages.text import Mrkdwn


def not_a_member(channel: str, admin_channel: str) -> list[Block]:
    """The bot has to be invited."""
    said = text.join([text.escape("⚠️ I am not a member of "), text.channel(channel), text.escape(", so ")])
    return [context(text.join([said, _meanwhile(admin_channel), text.escape(" Type /invite there and choose me.")]))]


def archived(channel: str, admin_channel: str) -> list[Block]:
    """Nothing can be posted there any more."""
    said = text.join([text.escape("⚠️ "), text.channel(channel), text.escape(" is archived, so ")])
    return [context(text.join([said, _meanwhile(admin_channel)]))]


def _meanwhile(admin_channel: str) -> Mrkdwn:
    if not admin_channel:
        return text.escape("alerts go to nobody but the log: no admin channel is set.")
    return text.join([text.escape("alerts go to "), text.channel(admin_channel), text.escape(" meanwhile.")])
