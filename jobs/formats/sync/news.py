"""What a sync did, by what its rows remember of it: so it is told in full after a crash, too."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from jobs.alerts.decisions import MARKS
from jobs.formats.preview import ImportPreview
from jobs.formats.sheet import LinkFile
from jobs.model.ref import link_ref
from jobs.model.sheet_news import KeptLink, NewsKind, SheetNews
from jobs.model.synced_sheet import RowChange, SyncedRow, SyncedSheet
from jobs.store.protocol import Store

_MOST_KEPT, _MOST_UNUSABLE = 20, 5
"""Named in a message."""
_STAYING = frozenset({RowChange.KEPT, RowChange.NOT_HERE, RowChange.STAYS, RowChange.STAYS_CHANGED})
_BY_PEOPLE = frozenset({"edited", "accepted", "unaccepted", "snoozed", "unsnoozed", "removed"}) | MARKS
"""Kinds of events that a person may be the cause of."""
_LOOKED_BACK = timedelta(days=90)
"""For so long it is found out who changed a link; the history of years is not read for that."""


async def news_of(
    sheet: SyncedSheet, file: LinkFile, done: Sequence[SyncedRow], now: datetime, store: Store
) -> SheetNews | None:
    """What is told of a sync; `done` are the rows that it touched. None where it did nothing."""
    if not done:
        return None
    count = {change: sum(1 for row in done if row.change is change) for change in RowChange}
    kept = [row for row in done if row.kept or row.change in _STAYING]
    return SheetNews(
        NewsKind.SYNCED,
        sheet.id,
        sheet.url,
        sheet.run,
        count[RowChange.ADDED],
        count[RowChange.CHANGED],
        count[RowChange.REMOVED],
        count[RowChange.ADOPTED],
        await _kept_links(sheet.channel, kept[:_MOST_KEPT], now, store),
        len(kept),
        tuple(ImportPreview(file).sentences[1 : _MOST_UNUSABLE + 1]),
    )


async def _kept_links(channel: str, rows: Sequence[SyncedRow], now: datetime, store: Store) -> tuple[KeptLink, ...]:
    """The links of rows that stay as people made them, with who that was, as far as the history says."""
    by: dict[str, str] = {}
    if any(row.change is not RowChange.STAYS for row in rows):
        events = await store.events(channel=channel, since=now - _LOOKED_BACK)
        by = {event.subject: event.by for event in events if event.by and event.kind in _BY_PEOPLE}
    refs = [str(link_ref(row.link)) for row in rows]
    return tuple(KeptLink(ref, row.change, row.kept, by.get(ref, "")) for row, ref in zip(rows, refs, strict=True))
