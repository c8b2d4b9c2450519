"""Slack tells that we were let into a channel or taken out of it, and that a channel was archived or brought back."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext

from bot.home.publisher import HomePublisher
from bot.outbox.retries import on_channel_open
from bot.request.deps import Deps
from bot.rerouting.recipients import Recipients
from bot.rerouting.reroute import Rerouter
from bot.slack.post_access import PostAccess

BACK = ("channel_unarchive", "group_unarchive")
GONE: Mapping[str, str] = {
    "channel_left": "not_in_channel",
    "group_left": "not_in_channel",
    "channel_archive": "is_archived",
    "group_archive": "is_archived",
}
"""With Slack's word for why nothing can be posted there then."""
JOINED = "member_joined_channel"


def register_channel_events(app: AsyncApp, deps: Deps, publisher: HomePublisher) -> None:
    """Tell the app where these events go; the manifest subscribes to each."""

    async def on_joined(event: Mapping[str, Any], context: AsyncBoltContext) -> None:
        if event.get("user") == context.bot_user_id:
            await opened(_channel(event), deps)
            publisher.changed()

    async def on_back(event: Mapping[str, Any]) -> None:
        await opened(_channel(event), deps)
        publisher.changed()

    async def on_gone(event: Mapping[str, Any]) -> None:
        await closed(_channel(event), GONE[str(event["type"])], deps)
        publisher.changed()

    app.event(JOINED)(on_joined)
    for kind in BACK:
        app.event(kind)(on_back)
    for kind in GONE:
        app.event(kind)(on_gone)


async def opened(channel: str, deps: Deps) -> None:
    """What waited for this channel is said now."""
    deps.directory.channels.forget(channel)
    if await on_channel_open(deps.store, channel):
        deps.wake_outbox()


async def closed(channel: str, word: str, deps: Deps) -> None:
    """Whoever gets the channel's alerts meanwhile is told, if it tracks anything and takes no messages of ours.

    With `chat:write.public` we may post to public channels that we were removed from.
    """
    channels = deps.directory.channels
    channels.forget(channel)
    if channel not in await deps.store.channels() or (await channels.place(channel)).reach is PostAccess.FINE:
        return
    recipients = Recipients(deps.store, deps.directory, deps.config.slack.admin_channel)
    if await Rerouter(deps.store, recipients, deps.now).on_blocked(channel, word):
        deps.wake_outbox()


def _channel(event: Mapping[str, Any]) -> str:
    return str(event.get("channel") or "")
