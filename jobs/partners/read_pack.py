"""What a claim rests on, from the store."""

from datetime import UTC, datetime

from jobs.alerts.costs import as_shown
from jobs.model.link import Link
from jobs.partners.pack import ClaimPack
from jobs.store.protocol import Store
from jobs.verdicts.guarantee import is_down

_EVER = datetime(1970, 1, 1, tzinfo=UTC)


async def read_pack(store: Store, link: Link, now: datetime) -> ClaimPack | None:
    """All that is kept of what is wrong with a link; None where nothing is that its page's site has to mend."""
    if not is_down(link):
        return None
    told = await store.incidents(link_id=link.id)
    events = await store.events(channel=link.channel, since=_EVER, subject=link.ref)
    return ClaimPack(await as_shown(store, link), told[-1] if told else None, events, now)
