"""A plan carried out: links added, changed and removed, each with its row in one write."""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from jobs.alerts import decisions
from jobs.alerts.cases import incidents_of
from jobs.alerts.costs import cards_of_link, with_edit
from jobs.formats.importing import write_import
from jobs.formats.preview import ImportOptions, ImportPreview
from jobs.formats.sheet import LinkFile
from jobs.formats.sync.plan import Ends, Facts, SyncRun, SyncStep, by_ends, plan
from jobs.model.event import Event
from jobs.model.link import Link
from jobs.model.notice import Notice
from jobs.model.queries import LinkQuery
from jobs.model.synced_sheet import SyncedRow, SyncedSheet
from jobs.model.write import Write
from jobs.store.protocol import Store
from jobs.store.retry import Decide, in_parts, retry_on_conflict

_CALLED = "the sheet that this channel follows"

T = TypeVar("T")


async def follow(sheet: SyncedSheet, file: LinkFile, run: SyncRun, store: Store) -> None:
    """Make the channel's links what the sheet says.

    What was done before a crash is not done again. Raises StaleError where others kept writing in between.
    """
    rows, last = by_ends(file.rows), {row.ends: row for row in await rows_of(sheet.id, store)}
    facts = Facts(rows, last, await _links_of(sheet.channel, {*rows, *last}, store))
    steps = await asyncio.to_thread(plan, facts, run)
    new = tuple(step.add for step in steps.values() if step.add)
    options = ImportOptions(sheet.channel, sheet.added_by, sheet=sheet.id)
    if new:
        await write_import(ImportPreview(replace(file, name=_CALLED), new), options, store, run.at)
    for part in in_parts([*steps]):
        await retry_on_conflict(store, _step_by_step(sheet, part, facts, run, store))
    await _check_soon([step.change for step in steps.values() if step.change], facts, run.at, store)


async def rows_of(sheet_id: int, store: Store) -> list[SyncedRow]:
    """The rows of a sheet as they were last read."""
    return [row async for chunk in (await store.sheet_rows(sheet_id)).chunks for row in chunk.items]


def _step_by_step(sheet: SyncedSheet, part: Sequence[Ends], facts: Facts, run: SyncRun, store: Store) -> Decide:
    """Plans a part again with the links as they are when it is written."""

    async def decide() -> Write | None:
        held = await store.sheet(sheet.id)
        if held is None or held.run != run.name:
            return None  # nobody follows it any more
        links = {ends: link for ends in part if (link := await link_at(sheet.channel, ends, store))}
        known = Facts(_only(part, facts.rows), _only(part, facts.last), links)
        steps = [step for step in plan(known, run).values() if not step.add]
        write = await write_of(steps, links, sheet.added_by, run.at, store)
        return replace(write, sheets=[held])  # its version keeps out whoever took it up meanwhile

    return decide


async def write_of(
    steps: Sequence[SyncStep], links: Mapping[Ends, Link], by: str, now: datetime, store: Store, *, edited_by: str = ""
) -> Write:
    """What these steps write; `links` are those that they are about, as they are stored.

    What is stopped is stopped on behalf of `by`; what is edited for what the sheet says is nobody's edit.
    """
    news = [step.change for step in steps if step.change]
    changed = [await with_edit(store, links[link.page_url, link.target], link, now) for link in news]
    notices: list[Notice] = []
    for link in changed:
        notices += await cards_of_link(store, links[link.page_url, link.target], link, now)
    gone = [step.remove for step in steps if step.remove]
    stopped = decisions.stop(gone, (), await incidents_of(store, gone), by, now)
    edits = [Event(now, link.channel, link.ref, "edited", "as its sheet has it", edited_by) for link in changed]
    return replace(
        stopped,
        links=changed,
        notices=[*stopped.notices, *notices],
        events=[*stopped.events, *edits],
        sheet_rows=[step.row for step in steps if step.row],
        remove_sheet_rows=[step.forget for step in steps if step.forget],
    )


async def _links_of(channel: str, ends: Collection[Ends], store: Store) -> dict[Ends, Link]:
    """The links of these rows; they are looked for among all of the channel, which is read a part at a time."""
    found: dict[Ends, Link] = {}
    async for chunk in (await store.link_stream([LinkQuery(channel)])).chunks:
        found |= {(link.page_url, link.target): link for link in chunk.items if (link.page_url, link.target) in ends}
    return found


async def link_at(channel: str, ends: Ends, store: Store) -> Link | None:
    """The link of a row, as the channel tracks it."""
    page, target = ends
    found = (await store.list_links(LinkQuery(channel, page_url=page, target=target), 0, 1)).links
    return found[0] if found else None


async def _check_soon(changed: Sequence[Link], facts: Facts, now: datetime, store: Store) -> None:
    """What is agreed otherwise now is seen in that light soon."""
    before = {link.id: link.expected for link in facts.links.values()}
    for url in dict.fromkeys(link.page_url for link in changed if link.expected != before.get(link.id)):
        await store.due_now(url, now)


def _only(part: Iterable[Ends], known: Mapping[Ends, T]) -> dict[Ends, T]:
    return {ends: known[ends] for ends in part if ends in known}
