"""After the clock was set back: what was written while it ran ahead would wait for that time to come again."""

from dataclasses import replace
from datetime import datetime, timedelta

from jobs.model.link import Link
from jobs.model.link_status import LinkStatus
from jobs.model.tracked_page import TrackedPage
from jobs.store.tiny.sheets import release_sheets
from jobs.store.tiny.tables import Tables, put_newer

LONGEST_BACKOFF = timedelta(hours=24)
"""No host is backed off from for longer; one that is was so by a clock that ran ahead."""


def set_back(tables: Tables, now: datetime) -> int:
    """Bring what lies ahead of its time back by as much; gives the number of pages that were."""
    pages = _pages_checked_after(tables, now)
    for doc_id, page in pages.items():
        tables.pages.put(doc_id, _page_set_back(page, now))
        on_it = (*tables.links.having(("page", page.url)), *tables.links.having(("target", page.url)))
        for link in {link.id: link for link in on_it}.values():
            _set_link_back(tables, link, now)
    _release_hosts(tables, now)
    _release_notices(tables, now)
    release_sheets(tables, now)
    _release_our_pages(tables, now)
    return len(pages)


def _pages_checked_after(tables: Tables, now: datetime) -> dict[int, TrackedPage]:
    keys = tables.pages.index.keys.items()
    ahead = [doc_id for doc_id, key in keys if key.last_checked_at is not None and key.last_checked_at > now]
    return dict(zip(ahead, tables.pages.all(ahead), strict=True))


def _page_set_back(page: TrackedPage, now: datetime) -> TrackedPage:
    """Due now: how long ago it was checked, nobody knows."""
    read_at = _past(page.last_read_at, now)
    return replace(page, last_checked_at=now, last_read_at=read_at, next_check_at=now, turn_at=None)


def _set_link_back(tables: Tables, link: Link, now: datetime) -> None:
    known = link.standing
    if known.looked_at is not None and known.looked_at > now:
        standing = _status_set_back(known, known.looked_at - now, now)
        put_newer(tables.links, link.id, replace(link, standing=standing))


def _status_set_back(standing: LinkStatus, lead: timedelta, now: datetime) -> LinkStatus:
    """As if it had been checked just now: a second check comes no sooner after the first than it should."""
    return replace(
        standing,
        since=_past(standing.since, now),
        absent_since=_past(standing.absent_since, now),
        unknown_since=_past(standing.unknown_since, now),
        last_present_at=_past(standing.last_present_at, now),
        looked_at=None,
        next_look_at=standing.next_look_at - lead if standing.next_look_at else None,
        target_look_at=standing.target_look_at - lead if standing.target_look_at else None,
    )


def _past(at: datetime | None, now: datetime) -> datetime | None:
    return min(at, now) if at else None


def _release_hosts(tables: Tables, now: datetime) -> None:
    for doc_id, key in list(tables.hosts.index.keys.items()):
        if key.not_before is not None and key.not_before > now + LONGEST_BACKOFF:
            [host] = tables.hosts.all([doc_id])
            tables.hosts.put(doc_id, replace(host, not_before=None))


def _release_our_pages(tables: Tables, now: datetime) -> None:
    """What was read later than now is due."""
    for doc_id, key in list(tables.our_pages.index.keys.items()):
        if key.page.last_checked_at is not None and key.page.last_checked_at > now:
            [ours] = tables.our_pages.all([doc_id])
            tables.our_pages.put(doc_id, replace(ours, page=_page_set_back(ours.page, now)))


def _release_notices(tables: Tables, now: datetime) -> None:
    """What waits to be said and was written later than now need wait no longer."""
    waiting = tables.notices.index.find(("waiting", True))
    for number, notice in zip(waiting, tables.notices.all(waiting), strict=True):
        written = notice.claimed_at or notice.created_at
        if notice.not_before is not None and written > now:
            tables.notices.put(number, replace(notice, not_before=None))
