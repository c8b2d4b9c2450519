"""The message of links that are added together: opened before the first of them, and in numbers."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from jobs.alerts import batches
from jobs.alerts.notices import edit_of
from jobs.model.incident import Incident, LinkBatch
from jobs.model.link import Link
from jobs.model.link_status import LinkState
from jobs.model.queries import BatchTally, LinkQuery
from jobs.model.write import Write
from jobs.store.protocol import Store, TrackedItems
from jobs.store.retry import retry_on_conflict

_AT_ONCE = 5_000


async def open_batch(store: Store, channel: str, name: str, title: str, now: datetime) -> None:
    """Have one message tell the first looks at links of this batch, from now on; once for each name and channel.

    Whoever adds links together opens their batch first, gives each link an `Imported` of that name, and then says
    which they are, with `extend_batch`. Raises StoreUnwritableError.
    """

    async def decide() -> Write | None:
        known = await store.incident(batches.batch_id(name, channel))
        return None if known else batches.opened(LinkBatch(name, title), channel, now)

    await retry_on_conflict(store, decide)


async def extend_batch(store: Store, channel: str, name: str, ids: Iterable[int]) -> None:
    """Count these links to a batch; raises StoreUnwritableError."""
    ids = list(ids)

    async def decide() -> Write | None:
        told = await store.incident(batches.batch_id(name, channel))
        if told is None or told.batch is None:
            return None
        return Write(incidents=(replace(told, batch=batches.with_links(told.batch, ids)),))

    await retry_on_conflict(store, decide)


async def edit_batch(store: Store, channel: str, name: str, now: datetime) -> None:
    """Have the message of a batch show how it stands; nothing where there is none. Raises StoreUnwritableError."""
    if told := await store.incident(batches.batch_id(name, channel)):
        await store.write(Write(notices=(edit_of(told, now),)))


async def tally_of(store: TrackedItems, batch: LinkBatch, channel: str) -> BatchTally:
    """A batch as it is now; of its links those alone are read that could not be read."""
    states: Counter[LinkState] = Counter()
    total = 0
    for first, last in batch.runs:
        for start in range(first, last + 1, _AT_ONCE):
            ids = range(start, min(start + _AT_ONCE, last + 1))
            states.update((await store.link_states(ids)).values())
            total += len(ids)
            await asyncio.sleep(0)
    unread = await _unread(store, batch, channel) if states[LinkState.NEW] else 0
    return BatchTally({state: count for state, count in states.items() if count}, unread, total - states.total())


async def _unread(store: TrackedItems, batch: LinkBatch, channel: str) -> int:
    """How many of the batch were never seen, because their pages cannot be read."""
    stream = await store.link_stream([LinkQuery(channel, states=frozenset({LinkState.NEW}), unknown=True)])
    return sum([_is_in(link, batch) async for chunk in stream.chunks for link in chunk.items])


def _is_in(link: Link, batch: LinkBatch) -> bool:
    return link.imported is not None and link.imported.batch == batch.name


async def weakened_in(store: TrackedItems, parts: Iterable[Incident]) -> dict[int, Incident]:
    """The weakened links that somebody has to see to, each once, with the first incident that tells it.

    One that is in doubt or lost by now counts as that.
    """
    found: dict[int, Incident] = {}
    for part in parts:
        waiting = sorted(part.waiting) if part.status.is_open else []
        states = await store.link_states(waiting)
        for member in waiting:
            if states.get(member) is LinkState.WEAKENED:
                found.setdefault(member, part)
    return found
