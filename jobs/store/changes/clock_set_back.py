"""After the clock was set back: what was written while it ran ahead would wait for that time to come again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from msgspec import Struct

from jobs.model.link import Link
from jobs.model.link_status import LinkStatus
from jobs.model.tracked_page import TrackedPage
from jobs.store.changes.kept import release_sheets
from jobs.store.changes.tables import Tables, put_newer

LONGEST_BACKOFF = timedelta(hours=24)
"""No host is backed off from for longer; one that is was so by a clock that ran ahead."""


class Ahead(Struct, frozen=True):
    """Ids of what may lie ahead of its time; each store finds them in its own way."""

    pages: Sequence[int] = ()
    """Checked later than now."""
    hosts: Sequence[int] = ()
    """Backed off from until then."""
    our_pages: Sequence[int] = ()
    """Read later than now."""


def set_back(tables: Tables, ahead: Ahead, now: datetime) -> None:
    """Bring what lies ahead of its time back by as much."""
    for number in ahead.pages:
        if page := tables.pages.get(number):
            tables.pages.put(number, _page_set_back(page, now))
            on_it = (*tables.links.having(("page", page.url)), *tables.links.having(("target", page.url)))
            for link in {link.id: link for link in on_it}.values():
                _set_link_back(tables, link, now)
    for number in ahead.hosts:
        if host := tables.hosts.get(number):
            tables.hosts.put(number, replace(host, not_before=None))
    _release_notices(tables, now)
    release_sheets(tables, now)
    for number in ahead.our_pages:
        if ours := tables.our_pages.get(number):
            tables.our_pages.put(number, replace(ours, page=_page_set_back(ours.page, now)))


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


def _release_notices(tables: Tables, now: datetime) -> None:
    """What waits to be said and was written later than now need wait no longer."""
    for notice in tables.notices.having(("waiting", True)):
        written = notice.claimed_at or notice.created_at
        if notice.not_before is not None and written > now:
            tables.notices.put_by(("key", notice.key), replace(notice, not_before=None))
