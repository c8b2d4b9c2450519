"""The newest sync of a sheet taken back, for the links that people have not changed since."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from msgspec import Struct

from jobs.alerts.batch_store import edit_batch
from jobs.formats.sync.plan import TakeBack, take_back
from jobs.formats.sync.write import link_at, rows_of, write_of
from jobs.model.link import Expectation, NewLink
from jobs.model.operation import UNDO_FOR
from jobs.model.ref import link_ref
from jobs.model.sheet_news import SyncTakenBack
from jobs.model.synced_sheet import RowChange, SyncedRow, SyncedSheet
from jobs.model.terms import Guarantee
from jobs.model.write import Write
from jobs.store.protocol import Store
from jobs.store.retry import Decide, in_parts, retry_on_conflict


class _By(Struct, frozen=True):
    """Who takes back, where and when."""

    channel: str
    user: str
    now: datetime


async def take_sync_back(sheet: SyncedSheet, user: str, now: datetime, store: Store) -> SyncTakenBack:
    """Undo what the newest sync of a sheet did to links, within seven days; a second time undoes nothing more.

    Raises StaleError where others kept writing in between.
    """
    by = _By(sheet.channel, user, now)
    rows = [row for row in await rows_of(sheet.id, store) if row.run == sheet.run]
    if any(row.at < now - UNDO_FOR for row in rows):
        return SyncTakenBack(too_old=True)
    gone = [row for row in rows if row.change is RowChange.REMOVED]
    done = SyncTakenBack(restored=sum([await _restored(row, by, store) for row in gone]))
    for part in in_parts([row for row in rows if not row.change.row_is_gone]):
        found: dict[str, TakeBack] = {}
        await retry_on_conflict(store, _back(part, by, store, found))
        steps = [back.step for back in found.values()]
        for batch in {link.imported.batch for step in steps if (link := step.remove) and link.imported}:
            await edit_batch(store, by.channel, batch, now)
        done = replace(
            done,
            removed=done.removed + sum(1 for step in steps if step.remove),
            reverted=done.reverted + sum(1 for step in steps if step.change),
            kept=(*done.kept, *(ref for ref, back in found.items() if back.kept)),
        )
    return done


def _back(rows: Sequence[SyncedRow], by: _By, store: Store, found: dict[str, TakeBack]) -> Decide:
    """Takes a part back; `found` holds by reference what was decided at the try that was written."""

    async def decide() -> Write | None:
        links = {row.ends: link for row in rows if (link := await link_at(by.channel, row.ends, store))}
        found.clear()
        found.update({str(link_ref(row.link)): back for row in rows if (back := take_back(row, links.get(row.ends)))})
        if not found:
            return None
        return await write_of([back.step for back in found.values()], links, by.user, by.now, store, edited_by=by.user)

    return decide


async def _restored(row: SyncedRow, by: _By, store: Store) -> bool:
    """Track the link of a row again, as the row said last; whether it was not tracked."""
    says = row.says
    new = NewLink(
        by.channel,
        row.page_url,
        row.target,
        Expectation(anchor=says.anchor, rel=says.rel),
        says.owner,
        says.tags,
        added_by=by.user,
        notes=says.notes,
        terms=says.terms,
        columns=says.columns,
        guarantee=says.guarantee or Guarantee(),
    )
    return (await store.add_link(new, by.now))[1]
