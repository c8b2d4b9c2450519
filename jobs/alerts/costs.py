"""What something cost is shown unless its own channel hides costs; what follows from an edit of what was agreed."""

from collections.abc import Sequence
from datetime import datetime

from jobs.alerts.notices import edit_of
from jobs.model.exchange import Exchange
from jobs.model.incident import Incident
from jobs.model.link import Link
from jobs.model.notice import Notice
from jobs.model.queries import ExchangeQuery
from jobs.store.protocol import History, Store, TrackedItems
from jobs.verdicts.edits import after_edit


async def as_shown(store: TrackedItems, link: Link) -> Link:
    """The link as its channel shows it: without its cost where the channel hides costs. Never to be written back."""
    return link.without_cost() if await hides_costs(store, link.channel) else link


async def hides_costs(store: TrackedItems, channel: str) -> bool:
    """Whether a channel hides what its links cost."""
    return (await store.channel_settings(channel)).hide_costs


async def with_edit(store: TrackedItems, before: Link, after: Link, now: datetime) -> Link:
    """The edited link, with what of its page, as it was last read, is not as agreed since the edit alone.

    What it cost before is kept.
    """
    page = await store.page(before.page_url)
    return after_edit(before, after, page.facts if page else None, now)


async def cards_of_link(store: History, before: Link, after: Link, now: datetime) -> list[Notice]:
    """Has the open alerts about a link show what was agreed again, where that has changed."""
    if (before.terms, before.guarantee, before.claimed) == (after.terms, after.guarantee, after.claimed):
        return []
    return _edits(await store.incidents(channel=after.channel, link_id=after.id), now)


async def cards_with_costs(store: Store, channel: str, now: datetime) -> list[Notice]:
    """Has the channel's open alerts brought up to date that are about links or exchanges with a cost."""
    deals = {deal.ref for deal in await store.exchanges(ExchangeQuery(channel)) if deal.cost is not None}
    found = await store.incidents(channel=channel)
    return _edits([each for each in found if each.subject in deals or await _has_cost(store, each)], now)


async def cards_of_deal(store: History, before: Exchange, after: Exchange, now: datetime) -> list[Notice]:
    """Has the open alerts about an exchange show what was agreed again, where that has changed."""
    if (before.cost, before.until) == (after.cost, after.until):
        return []
    return _edits(await store.incidents(channel=after.channel, subject=after.ref), now)


async def _has_cost(store: TrackedItems, incident: Incident) -> bool:
    links = await store.links_by_id(incident.members)
    return any(link.terms.cost is not None for link in links.values())


def _edits(incidents: Sequence[Incident], now: datetime) -> list[Notice]:
    """What was not told yet is told as things are then."""
    return [edit_of(incident, now) for incident in incidents if incident.message_ts or incident.group]
