"""Slack tells that we were let into a channel or taken out of it, and that a channel was archived or brought back."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext

from bot.deps import Deps
from bot.elsewhere import news_of_absence
from bot.homes import Homes
from bot.reach import Reach
from bot.reviving import revive
from jobs.store.protocol import Write

BACK = ("channel_unarchive", "group_unarchive")
GONE: Mapping[str, Reach] = {
    "channel_left": Reach.NOT_A_MEMBER,
    "group_left": Reach.NOT_A_MEMBER,
    "channel_archive": Reach.ARCHIVED,
    "group_archive": Reach.ARCHIVED,
}
JOINED = "member_joined_channel"


def register_channel_events(app: AsyncApp, deps: Deps, homes: Homes) -> None:
    """Tell the app where these events go; the manifest subscribes to each."""

    async def on_joined(event: Mapping[str, Any], context: AsyncBoltContext) -> None:
        if event.get("user") == context.bot_user_id:
            await let_in(_channel(event), deps)
            homes.changed()

    async def on_back(event: Mapping[str, Any]) -> None:
        await let_in(_channel(event), deps)
        homes.changed()

    async def on_gone(event: Mapping[str, Any]) -> None:
        await shut_out(_channel(event), GONE[str(event["type"])], deps)
        homes.changed()

    app.event(JOINED)(on_joined)
    for kind in BACK:
        app.event(kind)(on_back)
    for kind in GONE:
        app.event(kind)(on_gone)


async def let_in(channel: str, deps: Deps) -> None:
    """What waited for this channel is said now."""
    deps.directory.channels.forget(channel)
    if await revive(deps.store, channel):
        deps.wake_outbox()


async def shut_out(channel: str, reach: Reach, deps: Deps) -> None:
    """Whoever gets the channel's alerts meanwhile is told, if it watches anything."""
    deps.directory.channels.forget(channel)
    if channel not in await deps.store.channels():
        return
    admin = deps.config.slack.admin_channel
    if told := await news_of_absence(channel, reach, deps.store, admin, deps.now()):
        await deps.store.write(Write(notices=told))
        deps.wake_outbox()


def _channel(event: Mapping[str, Any]) -> str:
    return str(event.get("channel") or "")
