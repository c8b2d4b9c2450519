"""What is forgotten, and when; and what lies ahead of a clock that was set back."""

from datetime import datetime
from itertools import chain

from tinydb import where
from tinydb.queries import QueryInstance

from jobs.model.notice import NoticeStatus
from jobs.model.operation import UNDO_FOR
from jobs.model.series import KEPT_DAILY
from jobs.store.changes.clock_set_back import LONGEST_BACKOFF, Ahead
from jobs.store.changes.kept import KEEP_AUDITS
from jobs.store.changes.notices import KEEP_DEAD, KEEP_INCIDENTS, KEEP_KEYS, KEEP_NOTICES, forget_notice
from jobs.store.tiny.tables import MemoryTables


def prune(tables: MemoryTables, now: datetime) -> None:
    """Forget what was told and closed long ago, and hosts nobody tracks."""
    ended = [tables.notices.index.find(("ended", status)) for status in NoticeStatus]
    for number in chain.from_iterable(ended):
        notice = tables.notices.get(number)
        if notice and notice.created_at < now - (KEEP_DEAD if notice.status is NoticeStatus.DEAD else KEEP_NOTICES):
            forget_notice(tables, number, now)
    tables.incidents.table.remove(_before("closed_at", now - KEEP_INCIDENTS))
    for number, changed in list(tables.changed_links.index.keys.items()):
        if changed.at < now - UNDO_FOR:
            tables.changed_links.drop(number)
    tables.prospects.table.remove(_before("removed_at", now - UNDO_FOR))
    tables.sent_keys.table.remove(_before("at", now - KEEP_KEYS))
    tracked = {page.host for page in tables.pages.index.keys.values()}
    for doc_id, host in list(tables.hosts.index.keys.items()):
        if host.host not in tracked:
            tables.hosts.drop(doc_id)
    _forget_series(tables, now)
    _forget_sites(tables, now)


def _forget_sites(tables: MemoryTables, now: datetime) -> None:
    """Audits of long ago, and how the partner pages of sites that have none any more were reached."""
    for doc_id, audit in list(tables.site_audits.index.keys.items()):
        if audit.next_at < now - KEEP_AUDITS:
            tables.site_audits.drop(doc_id)
    for doc_id, ways in list(tables.site_ways.index.keys.items()):
        if ways.month < f"{now:%Y-%m}" and not tables.partners.index.has(("domain", ways.site)):
            tables.site_ways.drop(doc_id)


def _forget_series(tables: MemoryTables, now: datetime) -> None:
    """Of partner pages that are tracked no longer, once the last point is as old as daily ones may be.

    Until then a page that is added again goes on with its own.
    """
    oldest = now.date() - KEPT_DAILY
    for doc_id, series in list(tables.series.index.keys.items()):
        if series.last < oldest and not tables.partners.index.has(("page", series.page_url)):
            tables.series.drop(doc_id)


def _before(field: str, limit: datetime) -> QueryInstance:
    """Documents whose time in that field is there and earlier."""
    return where(field).test(lambda at: bool(at) and datetime.fromisoformat(str(at)) < limit)


def ahead_of(tables: MemoryTables, now: datetime) -> Ahead:
    """What was written while the clock ran ahead."""
    pages, hosts = tables.pages.index.keys.items(), tables.hosts.index.keys.items()
    ours = tables.our_pages.index.keys.items()
    return Ahead(
        [number for number, key in pages if key.last_checked_at is not None and key.last_checked_at > now],
        [number for number, key in hosts if key.not_before is not None and key.not_before > now + LONGEST_BACKOFF],
        [number for number, key in ours if (at := key.page.last_checked_at) is not None and at > now],
    )
