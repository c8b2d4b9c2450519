"""What people keep beside links: prospects, synced sheets and their rows; what each change does to their tables."""

from dataclasses import replace
from datetime import datetime, timedelta

from jobs.model.event import Event
from jobs.model.prospect import NewProspect, Prospect
from jobs.model.synced_sheet import NewSheet, SyncedSheet
from jobs.model.write import Write
from jobs.store.changes.tables import Tables, put_newer

KEEP_AUDITS = timedelta(days=400)
"""Of sites that are no longer audited: what was told once is not told again."""
_A_DAY = timedelta(days=1)


def add_prospect(tables: Tables, new: NewProspect, now: datetime) -> tuple[Prospect, bool]:
    """Keep a prospect, or find the one of its channel and page."""
    known = tables.prospects.one(("page", new.page_url), ("channel", new.channel))
    if known:
        return known, False
    number = tables.next_id("prospects")
    prospect = Prospect(number, new.channel, new.page_url, now, new.plan, since=now, added_by=new.added_by)
    tables.prospects.put(number, prospect)
    tables.history.append(Event(now, new.channel, prospect.ref, "added", by=new.added_by))
    return prospect, True


def add_sheet(tables: Tables, new: NewSheet, now: datetime) -> tuple[SyncedSheet, bool]:
    """Follow a sheet, or find the one that is followed already; whoever names it reads it first."""
    known = tables.sheets.one(("key", (new.channel, new.url)))
    if known:
        return known, False
    number = tables.next_id("sheets")
    sheet = SyncedSheet(number, new.channel, new.url, new.every, now, now + new.every, new.added_by)
    tables.sheets.put(number, sheet)
    return sheet, True


def write_sheets(tables: Tables, change: Write) -> None:
    """What a `Write` says of sheets and their rows; raises StaleError where a sheet is of an older version."""
    for sheet in change.sheets:
        put_newer(tables.sheets, sheet.id, sheet)
    rows = tables.sheet_rows
    for row in change.sheet_rows:
        rows.put_by(("key", (row.sheet, *row.ends)), row)
    for row in change.remove_sheet_rows:
        if (number := rows.number(("key", (row.sheet, *row.ends)))) is not None:
            rows.drop(number)
    for sheet_id in change.remove_sheets:
        tables.sheets.drop(sheet_id)
        for number in rows.find(("sheet", sheet_id)):
            rows.drop(number)


def release_sheets(tables: Tables, now: datetime) -> None:
    """After the clock was set back: no sheet waits for a time that only the wrong clock was near to."""
    for sheet in tables.sheets.having():
        farthest = now + 2 * sheet.every + _A_DAY
        if sheet.next_at > farthest or (sheet.leased_until or now) > farthest:
            put_newer(tables.sheets, sheet.id, replace(sheet, next_at=now, leased_until=None))
