"""Whether alerts get into a channel: as Slack says, or as posting there went; and what is said where they do not."""

from bot.deps import Deps
from bot.messages.blocks import Block
from bot.messages.reaching import unreached
from bot.reach import Place, Reach, reach_of
from bot.reviving import may_pass, revive, word_of
from jobs.store.protocol import Store


async def reach_in(place: Place, store: Store, channel: str) -> Reach:
    """How far we get; Slack does not tell who may post, and without a scope nothing: then what waits there does."""
    if place.reach not in {Reach.UNKNOWN, Reach.FINE}:
        return place.reach
    dead = [notice for notice in await store.notices(dead=True) if notice.channel == channel and may_pass(notice)]
    learnt = reach_of(word_of(dead[-1])) if dead else None
    return learnt if learnt and (place.reach is Reach.UNKNOWN or learnt is Reach.RESTRICTED) else place.reach


async def warning(channel: str, deps: Deps) -> list[Block]:
    """What stands beside an answer about a channel. Where it can be posted to, what waited for that is posted."""
    reach = await reach_in(await deps.directory.channels.place(channel), deps.store, channel)
    if reach is Reach.FINE and await revive(deps.store, channel):
        deps.wake_outbox()
    return unreached(channel, reach, deps.config.slack.admin_channel)
