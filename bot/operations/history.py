"""What happened to something tracked, and what people did in a channel."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from msgspec import Struct

from bot.access.permissions import Asker
from bot.operations.tracked import NotHereError
from bot.request.deps import Deps
from jobs.model.event import Event
from jobs.model.ref import Ref
from jobs.store.streams import fitting, not_searched

_EVER = datetime(2000, 1, 1, tzinfo=UTC)
_AT_FIRST = (7, 30, 120, 500)
"""Days that are read back, until there is enough; each time so many more that reading anew costs little."""


async def history_of(ref: Ref, who: Asker, deps: Deps) -> list[Event]:
    """All that happened to a link or partner page of the channel, the newest first, even where it is tracked no longer.

    Raises NotHereError where the channel never tracked one of that name.
    """
    events = await deps.store.events(channel=who.channel, since=_EVER, subject=str(ref))
    if not events:
        raise NotHereError([ref])
    return events[::-1]


class Deeds(Struct, frozen=True):
    """What people did in a channel."""

    events: tuple[Event, ...]
    """The newest first."""
    are_all: bool
    """Whether there is nothing older."""


@not_searched()
async def deeds_in(channel: str, deps: Deps, enough: Callable[[Sequence[Event]], bool]) -> Deeds:
    """As many of the newest deeds as are `enough`: what is older is not read."""
    for days in _AT_FIRST:
        events = await _deeds_since(channel, deps.now() - timedelta(days=days), deps)
        if await asyncio.to_thread(enough, events):
            return Deeds(tuple(events), are_all=False)
    return Deeds(tuple(await _deeds_since(channel, _EVER, deps)), are_all=True)


async def _deeds_since(channel: str, since: datetime, deps: Deps) -> list[Event]:
    stream = await deps.store.event_stream(channel, since)
    found = [event async for part in fitting(stream, lambda event: bool(event.by)) for event in part]
    return found[::-1]
