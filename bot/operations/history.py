"""What happened to something tracked, and what people did in a channel."""

from bot.access.permissions import Asker
from bot.operations.details import EVER
from bot.operations.tracked import NotHereError
from bot.request.deps import Deps
from jobs.model.event import Event
from jobs.model.ref import Ref


async def history_of(ref: Ref, who: Asker, deps: Deps) -> list[Event]:
    """All that happened to a link or partner page of the channel, the newest first, even where it is tracked no longer.

    Raises NotHereError where the channel never tracked one of that name.
    """
    events = await deps.store.events(channel=who.channel, since=EVER, subject=str(ref))
    if not events:
        raise NotHereError([ref])
    return events[::-1]


async def deeds_in(channel: str, deps: Deps) -> list[Event]:
    """What people did in a channel, the newest first."""
    stream = await deps.store.event_stream(channel, EVER)
    deeds = [event async for chunk in stream.chunks for event in chunk.items if event.by]
    return deeds[::-1]
