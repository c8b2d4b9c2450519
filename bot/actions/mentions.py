"""Words written to the bot itself, in a channel or in its own messages tab: it takes commands, and says so once."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext

from bot.messages.answers.help import how_to_ask
from bot.request.deps import Deps
from jobs.model.notice import Notice, NoticeKind
from jobs.model.notice_key import HintKey
from jobs.model.write import Write

MENTION = "app_mention"
MESSAGE = "message"
_OF_PEOPLE = ("", "file_share", "thread_broadcast")
"""Subtypes of what a person has just written; the others are changes, deletions, and what programs write."""
_SLACKBOT = "USLACKBOT"


def register_mentions(app: AsyncApp, deps: Deps) -> None:
    """Tell the app where these events go; the manifest subscribes to `app_mention` and `message.im`."""

    async def on_words(event: Mapping[str, Any], context: AsyncBoltContext) -> None:
        if is_for_us(event, context.bot_user_id or ""):
            await _answer(event, deps)

    app.event(MENTION)(on_words)
    app.event(MESSAGE)(on_words)


def is_for_us(event: Mapping[str, Any], bot_user: str) -> bool:
    """Whether a person has just written to the bot; never what a program wrote, ourselves included, nor an edit."""
    written = event.get("subtype") or ""
    new = written in _OF_PEOPLE and "edited" not in event
    by_person = bool(event.get("user")) and not event.get("bot_id") and event["user"] not in {bot_user, _SLACKBOT}
    return new and by_person and (event.get("type") == MENTION or event.get("channel_type") == "im")


async def _answer(event: Mapping[str, Any], deps: Deps) -> None:
    """By the outbox, once for each message: Slack may send an event twice, and as a mention and a message too."""
    channel = str(event["channel"])
    key = str(HintKey(channel, str(event["ts"])))
    words = how_to_ask(deps.config.slack.command)
    await deps.store.write(Write(notices=[Notice(key, channel, NoticeKind.TEXT, deps.now(), text=words)]))
    deps.wake_outbox()
