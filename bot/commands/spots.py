"""Other channels than the one a command is typed in: who may put links there, and be told of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.commands.asking import Ask
from bot.deps import Deps
from bot.membership import Memberships
from bot.permissions import may_manage


@dataclass(frozen=True, slots=True)
class Spots:
    """The other channels that a command names."""

    refused: str = ""
    """The first in which this person may not add links."""
    unproven: frozenset[str] = frozenset()
    """Those that nobody can tell the person to be in: what they hold is neither told nor changed."""


async def spots_for(channels: Iterable[str], ask: Ask, deps: Deps) -> Spots:
    """Judge the channels that are not the asking one; who asks there was judged before."""
    others = sorted({channel for channel in channels if channel and channel != ask.channel})
    if not others:
        return Spots()
    viewer = await Memberships(deps.client, deps.now).viewer(ask.user, at_home=ask.asker.at_home)
    for channel in others:
        is_out = viewer.channels is not None and not viewer.is_in(channel)
        if is_out or not may_manage(deps.config.permissions, viewer.asker_in(channel)):
            return Spots(refused=channel)
    return Spots(unproven=frozenset(channel for channel in others if not viewer.is_in(channel)))
