"""Imports against the store: what is tracked already, writing in batches, taking back."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime

from jobs.alerts import decisions
from jobs.alerts.batch_store import edit_batch, extend_batch, open_batch
from jobs.alerts.cases import incidents_of
from jobs.alerts.costs import cards_of_link, hides_costs, with_edit
from jobs.formats.index_facts import forget_facts, keep_facts, told_by
from jobs.formats.preview import (
    ImportOptions,
    ImportPreview,
    TakenBack,
    WrittenImport,
    batch_name,
    batches_of,
    marks_of,
    new_links,
    preview,
    said_of,
    untouched,
)
from jobs.formats.row_facts import facts_of, row_facts_about, row_facts_by_page
from jobs.formats.sheet import LinkFile, RowFact
from jobs.formats.updates import LinkUpdate, marked, restored, update_of, with_fields
from jobs.model.event import Event
from jobs.model.link import Link
from jobs.model.notice import Notice
from jobs.model.operation import UNDO_FOR
from jobs.model.queries import ExchangeQuery, LinkQuery
from jobs.model.write import Write
from jobs.store.protocol import Store
from jobs.store.retry import Decide, in_parts, retry_on_conflict

_PREVIEWED_AT_ONCE = 2_000

Progress = Callable[[int, int], None]
"""Told how many are done, of how many."""


async def preview_import(file: LinkFile, options: ImportOptions, store: Store) -> ImportPreview:
    """What would be written, against what the channels track."""
    known: dict[tuple[str, str, str], Link] = {}
    pages: dict[str, frozenset[str]] = {}
    for number, row in enumerate(file.rows):
        if number % _PREVIEWED_AT_ONCE == 0:
            await asyncio.sleep(0)
        channel = options.channel_of(row)
        if channel and channel not in pages:
            pages[channel] = frozenset(await store.pages_in(channel))
        if not channel or row.page not in pages[channel]:
            continue
        asked = LinkQuery(channel, page_url=row.page, target=row.target)
        for link in (await store.list_links(asked, 0, 1)).links:
            known[channel, row.page, row.target] = link
    hiding = {channel for channel in pages if await hides_costs(store, channel)}
    sorted_ = await asyncio.to_thread(
        preview, file, options, lambda channel, page, target: known.get((channel, page, target)), hiding
    )
    return replace(sorted_, told=await _told(file, {options.channel, *pages}, store))


async def _told(file: LinkFile, channels: Collection[str], store: Store) -> dict[int, tuple[RowFact, ...]]:
    """What the file says of the links of the channels that it is for."""
    found: dict[int, tuple[RowFact, ...]] = {}
    if file.facts:
        facts = await asyncio.to_thread(row_facts_by_page, file.facts)
        async for chunk in (await store.link_stream([LinkQuery(channel) for channel in channels])).chunks:
            found |= await asyncio.to_thread(row_facts_about, chunk.items, facts)
    return found


async def write_import(
    asked: ImportPreview, options: ImportOptions, store: Store, now: datetime, told: Progress = lambda _done, _all: None
) -> WrittenImport:
    """Track the new rows, a hundred at a time, each due now, and change of the known ones what was shown.

    Raises StoreUnwritableError: what was written before stays, and the same file goes on where it ended.
    """
    batch, source = (
        batch_name((f"{row.page} {row.target}" for row in (*asked.new, *asked.tracked)), now),
        asked.file.source,
    )
    news = await asyncio.to_thread(new_links, asked.new, options, batch, now, source)
    count = len(news) + len(asked.updates)
    for channel in dict.fromkeys(new.channel for new in news):
        await open_batch(store, channel, batch, _title(asked.file), now)
    added: list[tuple[Link, bool]] = []
    for part in in_parts(news):
        found = await asyncio.gather(*(store.add_link(new, now) for new in part))
        for channel in dict.fromkeys(link.channel for link, _ in found):
            ids = [link.id for link, is_new in found if is_new and link.channel == channel]
            await extend_batch(store, channel, batch, ids)
        added += found
        told(len(added), count)
        await asyncio.sleep(0)
    updated = 0
    for changes in in_parts(asked.updates):
        await retry_on_conflict(store, _update(changes, options, batch, store, now))
        updated += len(changes)
        told(len(added) + updated, count)
    links = tuple(link for link, is_new in added if is_new)
    facts = {number: facts_of(told, source, batch, now) for number, told in asked.told.items()}
    told_of = await keep_facts(facts, options.by, store, now)
    return WrittenImport(batch, links, len(added) - len(links), told_of, len(asked.updates))


def _update(changes: Sequence[LinkUpdate], options: ImportOptions, batch: str, store: Store, now: datetime) -> Decide:
    """The known links as the rows say, each as it is now; what is not as agreed for that alone is told as that."""

    async def decide() -> Write | None:
        links: list[Link] = []
        notices: list[Notice] = []
        stored = await store.links_by_id([each.link.id for each in changes])
        for each in changes:
            link = stored.get(each.link.id)
            update = update_of(each.row, link, options.known) if link else None
            if link is None or update is None:
                continue
            after = await with_edit(store, link, with_fields(link, update.after), now)
            links.append(marked(after, link, batch, said_of(after), now))
            notices += await cards_of_link(store, link, after, now)
        events = [Event(now, link.channel, link.ref, "edited", f"by import {batch}", options.by) for link in links]
        return Write(links=links, notices=notices, events=events) if links else None

    return decide


def _title(file: LinkFile) -> str:
    """What people know the import by."""
    return f"Import of {file.name}" if file.name else f"Import of {file.layout}"


async def channels_with(batch: str, store: Store) -> list[str]:
    """The channels in which an import added or changed links, or said something of them; all links are looked at."""
    found: dict[str, None] = {}
    async for chunk in (await store.link_stream([LinkQuery()])).chunks:
        found |= {link.channel: None for link in chunk.items if batch in batches_of(link)}
    return [*found]


async def newest_batch(channel: str, store: Store) -> str:
    """The name of the channel's newest import, which names begin with their time; empty where it had none."""
    stream = await store.link_stream([LinkQuery(channel)])
    return max([name async for chunk in stream.chunks for link in chunk.items for name in batches_of(link)], default="")


async def take_back(
    batch: str, options: ImportOptions, store: Store, now: datetime, told: Progress = lambda _done, _all: None
) -> TakenBack:
    """Take back what an import did in a channel, but for links that people changed since; within seven days.

    Those that it added are tracked no longer, those that it changed are as they were. Raises StoreUnwritableError.
    """
    if not batch:
        return TakenBack()  # what belongs to no import, such as what people said, stays
    stream = await store.link_stream([LinkQuery(options.channel)])
    links = [link async for chunk in stream.chunks for link in chunk.items if marks_of(link) or link.index_facts]
    mine, kept = await asyncio.to_thread(untouched, links, batch)
    marks = [mark for link in (*mine, *kept) for mark in marks_of(link) if mark.batch == batch]
    if any(mark.at < now - UNDO_FOR for mark in marks):
        return TakenBack(too_old=True)
    changed = [link for link in mine if link.updated and link.updated.batch == batch]
    added = [link for link in mine if link.imported and link.imported.batch == batch]
    dealt = {
        link.id for link in added if await store.exchanges(ExchangeQuery(link=link.id))
    }  # people made deals of them
    kept += [link for link in added if link.id in dealt]
    added = [link for link in added if link.id not in dealt]
    done = 0
    for part in in_parts(added):
        await retry_on_conflict(store, _removal(part, options.by, store, now))
        done += len(part)
        told(done, len(mine))
    for part in in_parts(changed):
        await retry_on_conflict(store, _restoring(part, options.by, store, now))
        done += len(part)
        told(done, len(mine))
    await edit_batch(store, options.channel, batch, now)
    gone = {link.id for link in added}
    untold = [link.id for link in links if link.id not in gone and told_by(link, batch)]
    await forget_facts(untold, batch, store)
    return TakenBack(len(added), tuple(link.ref for link in kept), untold=len(untold), restored=len(changed))


def _restoring(links: Sequence[Link], by: str, store: Store, now: datetime) -> Decide:
    async def decide() -> Write | None:
        stored = await store.links_by_id([each.id for each in links])
        fresh = [link for each in links if (link := stored.get(each.id)) and link.updated == each.updated]
        back = [
            replace(await with_edit(store, link, old, now), prices=old.prices)
            for link in fresh
            for old in [restored(link)]
        ]
        events = [Event(now, link.channel, link.ref, "edited", "an import was taken back", by) for link in back]
        notices = [
            note for link, old in zip(fresh, back, strict=True) for note in await cards_of_link(store, link, old, now)
        ]
        return Write(links=back, events=events, notices=notices) if back else None

    return decide


def _removal(links: Sequence[Link], by: str, store: Store, now: datetime) -> Decide:
    async def decide() -> Write | None:
        return decisions.stop(links, (), await incidents_of(store, links), by, now)

    return decide
