"""Whether alerts get into a channel: as Slack says, or as posting there went; and what is said where they do not."""

import asyncio
from collections.abc import Awaitable, Iterable
from datetime import timedelta

from bot.messages.answers.reachability import admin_unreached, channel_unreached, escalation_unreached, unreached
from bot.messages.kit.blocks import Block, Message
from bot.outbox.retries import on_channel_open, waiting_in
from bot.request.deps import Deps
from bot.rerouting.recipients import Recipients, admin_reach
from bot.slack.channels import Channels
from bot.slack.post_access import ChannelPlace, PostAccess, Sharing, post_access_of
from jobs.alerts.escalation import Escalation
from jobs.config import Config
from jobs.model.notice import Notice
from jobs.model.write import Write
from jobs.store.protocol import NoticeQueue

SEEN_BY_TRYING = timedelta(minutes=1)
"""How long it is believed how a try went."""
_LOOKS = 30
_LOOK_SECONDS = 0.05
"""A second and a half in all: no longer than Slack is waited for elsewhere."""


async def post_access_in(place: ChannelPlace, store: NoticeQueue, channel: str) -> PostAccess:
    """How far we get. Slack does not tell who may post, and without a scope nothing: then posting there does."""
    if place.reach not in {PostAccess.UNKNOWN, PostAccess.FINE}:
        return place.reach
    block = await store.channel_block(channel)
    learnt = post_access_of(block.word) if block else None
    return learnt if learnt and (place.reach is PostAccess.UNKNOWN or learnt is PostAccess.RESTRICTED) else place.reach


async def warning(channel: str, deps: Deps, *, lately: bool = True) -> list[Block]:
    """What stands beside an answer about a channel, as it is now or was lately.

    Where it can be posted to, what waited for that is posted.
    """
    channels = deps.directory.channels
    place = await (channels.place_lately(channel) if lately else channels.place(channel))
    reach = await post_access_in(place, deps.store, channel)
    if reach is PostAccess.FINE:
        if await on_channel_open(deps.store, channel):
            deps.wake_outbox()
    elif place.reach in {PostAccess.UNKNOWN, PostAccess.FINE} and await _tried(channel, deps):
        reach = await post_access_in(place, deps.store, channel)
    recipients = Recipients(deps.store, deps.directory, deps.config.slack.admin_channel)
    return await unreached_beside(channel, reach, recipients)


async def warnings(channels: Iterable[str], deps: Deps) -> list[Block]:
    """What stands beside an answer about several channels."""
    return [block for channel in channels for block in await warning(channel, deps)]


async def with_warning(answering: Awaitable[Message], channel: str, deps: Deps) -> Message:
    """An answer about a channel, and a warning where alerts do not get into it; Slack is asked meanwhile."""
    beside = asyncio.ensure_future(warning(channel, deps))
    try:
        return (await answering).with_blocks(await beside)
    finally:
        beside.cancel()


async def unreached_beside(channel: str, reach: PostAccess, recipients: Recipients) -> list[Block]:
    """What is said of a channel that alerts do not get into, and of who hears them; nothing where they do."""
    out = reach not in {PostAccess.FINE, PostAccess.UNKNOWN}
    return unreached(channel, reach, await recipients.admin_of(channel)) if out else []


async def settings_troubles(channels: Channels, config: Config) -> list[str]:
    """Why a channel that the configuration names is told nothing, in a sentence each for whoever runs the bot."""
    admin, elsewhere = config.slack.admin_channel, config.alerts.escalate_to
    told = [admin_unreached(await admin_reach(channels, admin))] if admin else []
    if config.alerts.escalate_after and Escalation(config.alerts.escalate_after, elsewhere).elsewhere(""):
        place = await channels.place_lately(elsewhere)
        told.append(escalation_unreached(place.reach, is_shared=place.sharing is Sharing.SHARED))
    return [why for why in told if why]


async def channel_troubles(channels: Channels, tracked: Iterable[str]) -> list[str]:
    """Into which of these channels alerts do not get, and why, for whoever runs the bot."""
    told = [channel_unreached(channel, (await channels.place(channel)).reach) for channel in tracked]
    return [why for why in told if why]


async def _tried(channel: str, deps: Deps) -> bool:
    """Where Slack does not tell, the oldest message that waits is tried: whoever typed may just have let us in."""
    first = next(iter(await waiting_in(deps.store, channel)), None)
    if first is None or deps.now() - (first.claimed_at or first.created_at) < SEEN_BY_TRYING:
        return False
    await deps.store.write(Write(revive=[first.key]))
    deps.wake_outbox()
    for _ in range(_LOOKS):
        if await deps.store.channel_block(channel) is None or await _is_dead(first, deps):
            break
        await asyncio.sleep(_LOOK_SECONDS)
    return True


async def _is_dead(notice: Notice, deps: Deps) -> bool:
    return notice.key in {each.key for each in await deps.store.notices(dead=True, channel=notice.channel)}
