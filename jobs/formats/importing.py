"""Imports against the store: what is tracked already, writing in batches, taking back."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from jobs.alerts import decisions
from jobs.alerts.batch_store import edit_batch, extend_batch, open_batch
from jobs.formats.claims import claims_about, claims_by_page, facts_of
from jobs.formats.index_facts import forget_facts, keep_facts, told_by
from jobs.formats.preview import (
    KEPT_FOR,
    ImportOptions,
    ImportPreview,
    TakenBack,
    WrittenImport,
    batch_name,
    new_links,
    preview,
    untouched,
)
from jobs.formats.sheet import LinkFile, RowClaim
from jobs.model.incident import Incident
from jobs.model.link import Link
from jobs.model.queries import LinkQuery
from jobs.model.write import Write
from jobs.store.protocol import Store
from jobs.store.retry import Decide, retry_on_conflict

_AT_ONCE = 100
"""Links that are written together: enough that the disk does not matter, few enough that others get their turn."""
_PREVIEWED_AT_ONCE = 2_000

Progress = Callable[[int, int], None]
"""Told how many are done, of how many."""


async def preview_import(file: LinkFile, options: ImportOptions, store: Store) -> ImportPreview:
    """What would be written, against what the channel tracks."""
    known: set[tuple[str, str]] = set()
    pages = frozenset(await store.pages_in(options.channel))
    for number, row in enumerate(file.rows):
        if number % _PREVIEWED_AT_ONCE == 0:
            await asyncio.sleep(0)
        if row.page not in pages:
            continue
        asked = LinkQuery(options.channel, page_url=row.page, target=row.target)
        if (await store.list_links(asked, 0, 0)).total:
            known.add((row.page, row.target))
    sorted_ = await asyncio.to_thread(preview, file, options, lambda page, target: (page, target) in known)
    return replace(sorted_, told=await _told(file, options.channel, store))


async def _told(file: LinkFile, channel: str, store: Store) -> dict[int, tuple[RowClaim, ...]]:
    """What the file claims of the channel's links."""
    found: dict[int, tuple[RowClaim, ...]] = {}
    if file.claims:
        claims = await asyncio.to_thread(claims_by_page, file.claims)
        async for chunk in (await store.link_stream([LinkQuery(channel)])).chunks:
            found |= await asyncio.to_thread(claims_about, chunk.items, claims)
    return found


async def write_import(
    asked: ImportPreview, options: ImportOptions, store: Store, now: datetime, told: Progress = lambda _done, _all: None
) -> WrittenImport:
    """Track the new rows, a hundred at a time; each is due now.

    Raises StoreUnwritableError: what was written before stays, and the same file goes on where it ended.
    """
    batch, source = batch_name(asked.new, now), asked.file.source
    news = await asyncio.to_thread(new_links, asked.new, options, batch, now, source)
    if news:
        await open_batch(store, options.channel, batch, _title(asked.file), now)
    added: list[tuple[Link, bool]] = []
    for start in range(0, len(news), _AT_ONCE):
        part = await asyncio.gather(*(store.add_link(new, now) for new in news[start : start + _AT_ONCE]))
        await extend_batch(store, options.channel, batch, [link.id for link, is_new in part if is_new])
        added += part
        told(len(added), len(news))
        await asyncio.sleep(0)
    links = tuple(link for link, is_new in added if is_new)
    facts = {number: facts_of(claims, source, batch, now) for number, claims in asked.told.items()}
    return WrittenImport(batch, links, len(added) - len(links), await keep_facts(facts, options.by, store, now))


def _title(file: LinkFile) -> str:
    """What people know the import by."""
    return f"Import of {file.name}" if file.name else f"Import of {file.layout}"


async def take_back(
    batch: str, options: ImportOptions, store: Store, now: datetime, told: Progress = lambda _done, _all: None
) -> TakenBack:
    """Track the links of an import no longer, but for those that people changed since; within seven days."""
    stream = await store.link_stream([LinkQuery(options.channel)])
    links = [link async for chunk in stream.chunks for link in chunk.items if link.imported or link.index_facts]
    mine, kept = await asyncio.to_thread(untouched, links, batch)
    if any(link.imported and link.imported.at < now - KEPT_FOR for link in (*mine, *kept)):
        return TakenBack(too_old=True)
    for start in range(0, len(mine), _AT_ONCE):
        part = mine[start : start + _AT_ONCE]
        await retry_on_conflict(store, _removal(part, options.by, store, now))
        told(min(start + _AT_ONCE, len(mine)), len(mine))
    await edit_batch(store, options.channel, batch, now)
    gone = {link.id for link in mine}
    untold = [link.id for link in links if link.id not in gone and told_by(link, batch)]
    await forget_facts(untold, batch, store)
    return TakenBack(len(mine), tuple(link.ref for link in kept), untold=len(untold))


def _removal(links: Sequence[Link], by: str, store: Store, now: datetime) -> Decide:
    async def decide() -> Write | None:
        about: dict[str, Incident] = {}
        for link in links:
            about |= {each.id: each for each in await store.incidents(channel=link.channel, link_id=link.id)}
        return decisions.stop(links, (), [*about.values()], by, now)

    return decide
