"""Rows now, rows at the last sync and links now -> what has to be done, and what is kept as people made it (pure)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from msgspec import Struct

from jobs.formats.sheet import LinkRow
from jobs.formats.sync.merge import NOTHING, came_from, is_touched, merged, with_said
from jobs.formats.updates import fields_of, said_in
from jobs.model.link import Link, RowFields
from jobs.model.synced_sheet import RowChange, SyncedRow

Ends = tuple[str, str]
"""Page and target: what makes a row the same row."""


class SyncRun(Struct, frozen=True):
    """A sync under way."""

    sheet: int
    name: str
    at: datetime


class SyncStep(Struct, frozen=True):
    """What has to be done about one row."""

    row: SyncedRow | None = None
    """As it is remembered from now on."""
    forget: SyncedRow | None = None
    """What need not be remembered any more."""
    add: LinkRow | None = None
    """A link to be tracked; once it is, the next plan remembers its row."""
    change: Link | None = None
    """The link as it becomes."""
    remove: Link | None = None


class Facts(Struct, frozen=True):
    """All that is known of the rows of a sheet."""

    rows: Mapping[Ends, LinkRow]
    """Those that it has now."""
    last: Mapping[Ends, SyncedRow]
    """Those of the last sync."""
    links: Mapping[Ends, Link]
    """What the channel tracks."""


def plan(facts: Facts, run: SyncRun) -> dict[Ends, SyncStep]:
    """What has to be done, by row; nothing is in it where all is done."""
    known = [ends for ends, row in facts.last.items() if not row.change.row_is_gone]
    steps = {ends: _step(ends, facts, run) for ends in dict.fromkeys([*facts.rows, *known])}
    return {ends: step for ends, step in steps.items() if step is not None}


def by_ends(rows: Iterable[LinkRow]) -> dict[Ends, LinkRow]:
    """The rows by what makes them the same; of several the first one counts."""
    found: dict[Ends, LinkRow] = {}
    for row in rows:
        found.setdefault((row.page, row.target), row)
    return found


def _step(ends: Ends, facts: Facts, run: SyncRun) -> SyncStep | None:
    row, last, link = facts.rows.get(ends), facts.last.get(ends), facts.links.get(ends)
    if last is not None and last.change.row_is_gone:
        last = None
    if row is None:
        return _gone(last, link, run) if last else None
    if link is None:
        return _not_here(said_in(row), last, run) if last else None if row.lost else SyncStep(add=row)
    if last is None:
        return _first_seen(said_in(row), link, run)
    return _seen_again(said_in(row), last, link, run)


def _first_seen(says: RowFields, link: Link, run: SyncRun) -> SyncStep:
    """A row whose link we have just added, or that was tracked before: what that says already stays."""
    ours = came_from(link, run.sheet)
    held, kept = merged(says, fields_of(link) if ours and not is_touched(link) else NOTHING, fields_of(link))
    change = RowChange.ADDED if ours else RowChange.ADOPTED
    return _with_link(SyncedRow(run.sheet, *_ends(link), says, run.at, change, run.name, link.id, kept), held, link)


def _seen_again(says: RowFields, last: SyncedRow, link: Link, run: SyncRun) -> SyncStep | None:
    is_back = last.change is RowChange.NOT_HERE
    if says == last.says and not is_back:
        return None
    held, kept = merged(says, last.says, fields_of(link))
    told = replace(last, says=says, at=run.at, link=link.id, run=run.name, kept=kept, before=None)
    if is_back:
        return _with_link(replace(told, change=RowChange.ADOPTED), held, link)
    if held != fields_of(link):
        return _with_link(replace(told, change=RowChange.CHANGED), held, link)
    if kept:
        return SyncStep(replace(told, change=RowChange.KEPT))
    return SyncStep(replace(last, says=says, at=run.at))  # people here were quicker, and said the same


def _with_link(row: SyncedRow, held: RowFields, link: Link) -> SyncStep:
    if held == (before := fields_of(link)):
        return SyncStep(row)
    return SyncStep(replace(row, before=before), change=with_said(link, held))


def _not_here(says: RowFields, last: SyncedRow, run: SyncRun) -> SyncStep | None:
    """People here track it no longer: it is told once, and not added again."""
    if last.change is RowChange.NOT_HERE:
        return SyncStep(replace(last, says=says)) if says != last.says else None
    told = replace(last, says=says, at=run.at, change=RowChange.NOT_HERE, run=run.name, kept=(), before=None)
    return SyncStep(told)


def _gone(last: SyncedRow, link: Link | None, run: SyncRun) -> SyncStep:
    """The row is gone; its link goes with it where it came from the sheet and nobody here changed it."""
    if link is None:
        return SyncStep(forget=last)
    told = replace(last, at=run.at, run=run.name, link=link.id, kept=(), before=None)
    if not came_from(link, run.sheet):
        return SyncStep(replace(told, change=RowChange.STAYS))
    if is_touched(link):
        return SyncStep(replace(told, change=RowChange.STAYS_CHANGED))
    return SyncStep(replace(told, change=RowChange.REMOVED), remove=link)


def _ends(link: Link) -> Ends:
    return link.page_url, link.target


class TakeBack(Struct, frozen=True):
    """What taking a sync back does about one row."""

    step: SyncStep
    kept: bool = False
    """Whether people have changed since what would be taken back."""


def take_back(row: SyncedRow, link: Link | None) -> TakeBack | None:
    """What takes the newest change of a tracked link back; None where there is none, or it is taken back already.

    What the sheet says is remembered as it is, so that no later sync does the same once more.
    """
    if link is None or row.change.row_is_gone:
        return None
    if row.change is RowChange.ADDED:
        if is_touched(link):
            return TakeBack(SyncStep(), kept=True)
        return TakeBack(SyncStep(replace(row, change=RowChange.NOT_HERE, before=None), remove=link))
    if row.before is None:
        return None
    held, kept = merged(row.before, row.says, fields_of(link))
    change = with_said(link, held) if held != fields_of(link) else None
    return TakeBack(SyncStep(replace(row, before=None), change=change), kept=bool(kept))
