"""`status`: how the bot itself is, as far as whoever asks may know."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.commands.asking import Ask
from bot.commands.values import Status
from bot.deps import Deps
from bot.messages.blocks import Message
from bot.messages.standing import Health, Scope, Unsaid, status_message
from bot.permissions import may_manage
from bot.reach import Sharing
from bot.reviving import ABOUT_TROUBLE, word_of
from jobs.model.notice import Notice
from jobs.storm_news import SUBJECT as STORM


async def status(_command: Status, ask: Ask, deps: Deps) -> Message:
    """How the bot itself is; of other channels only to those who may manage all, where no other workspace looks on.

    An answer that is shared tells of them only where everybody may manage all.
    """
    reader = replace(ask.asker, user="" if ask.public else ask.user, channel="")
    everywhere = may_manage(deps.config.permissions, reader)
    place = await deps.directory.channels.place(ask.channel)
    whole = everywhere and place.sharing is Sharing.OURS
    waiting, dead = await deps.store.notices(), await deps.store.notices(dead=True)
    health = Health(
        counts=await deps.store.counts() if whole else await _counts(ask.channel, waiting, deps),
        next_due=await deps.store.next_due_at() if whole else None,
        promise=deps.promise(),
        unsaid=_unsaid(notice for notice in dead if whole or notice.channel == ask.channel),
        storm_since=min((storm.opened_at for storm in await deps.store.incidents(subject=STORM)), default=None),
        advice=await deps.store.advice() if whole else (),
        scope=Scope.WHOLE if whole else Scope.CHANNEL_FOR_NOW if everywhere else Scope.CHANNEL,
    )
    return status_message(health, deps.now())


async def _counts(channel: str, waiting: Sequence[Notice], deps: Deps) -> dict[str, int]:
    """A channel in numbers, named as the store names those of all."""
    tally = await deps.store.tally(channel)
    return {
        "links": tally.links,
        "partners": tally.partners,
        "open_incidents": tally.open_incidents,
        "waiting_notices": sum(notice.channel == channel for notice in waiting),
    }


def _unsaid(dead: Iterable[Notice]) -> list[Unsaid]:
    own = (notice for notice in dead if not notice.key.startswith(ABOUT_TROUBLE))
    counted = Counter((notice.channel, word_of(notice)) for notice in own)
    return [Unsaid(channel, word, count) for (channel, word), count in counted.items()]
