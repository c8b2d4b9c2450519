"""What the store knows around a page that is checked."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from jobs.alerts.batches import batch_of, concerns_batch
from jobs.alerts.incidents import causes_of
from jobs.alerts.our_page_causes import asks_for_others
from jobs.model.incident import Incident, IncidentKind
from jobs.model.queries import LinkQuery, PartnerQuery
from jobs.model.tracked_page import DuePage
from jobs.model.verdict import Evaluation
from jobs.store.protocol import History, TrackedItems

_MOST_CHANNELS = 10_000
"""That have one page as their partner page: more than there are."""


async def our_languages(store: TrackedItems, due: DuePage) -> Mapping[str, str]:
    """Target -> the language that our page there declares, as far as it was read."""
    pages = await store.pages({link.target for link in due.links})
    return {target: page.facts.lang for target, page in pages.items() if page.facts}


async def as_tracked_now(store: TrackedItems, due: DuePage) -> DuePage | None:
    """The page with everyone who tracks it now."""
    page = await store.page(due.page.url)
    if page is None:
        return None
    return DuePage(
        page,
        links=tuple(await store.links(LinkQuery(page_url=page.url))),
        partners=tuple((await store.list_partners(PartnerQuery(page_url=page.url), 0, _MOST_CHANNELS)).partners),
        inbound=tuple(await store.links(LinkQuery(target=page.url))),
    )


async def known_incidents(store: History, judged: Sequence[Evaluation], now: datetime) -> list[Incident]:
    """The incidents that these links, their causes or batches may belong to; none where nothing changed."""
    news = [each for each in judged if each.verdict.changes or each.woke]
    known: dict[str, Incident] = {}
    for each in news:
        known |= {old.id: old for old in await store.incidents(link_id=each.after.id, only_open=False)}
    shared = {(each.after.channel, cause) for each in news for cause in causes_of(each)}
    for channel, cause in sorted(shared):
        known |= {old.id: old for old in await store.incidents(channel=channel, cause=cause)}
    for channel in {each.after.channel for each in news if asks_for_others(each)}:
        known |= {old.id: old for old in await store.incidents(channel=channel) if old.kind is IncidentKind.TARGET}
    for name in {batch_of(each.after, now) for each in judged if concerns_batch(each)} - {"", *known}:
        batch = await store.incident(name)
        known |= {batch.id: batch} if batch else {}
    return list(known.values())
