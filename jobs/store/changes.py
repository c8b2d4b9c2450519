"""What each change does to the tables; each function runs inside one batch, so raising undoes all of it."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain
from typing import Any, TypeVar

import ada_url
from tinydb import where
from tinydb.queries import QueryInstance

from jobs.model.history import Event
from jobs.model.incident import Incident
from jobs.model.link import HostClaim, HostState, Link, NewLink, NewPartner, Partner, WatchedPage
from jobs.model.notice import Notice, NoticeKind, NoticeStatus
from jobs.model.standing import Standing
from jobs.store.due import Lease
from jobs.store.protocol import StaleError, Write
from jobs.store.tables import Once, Shelf, StoredSettings, Tables, Told
from jobs.store.waiting import next_notice

KEEP_NOTICES = timedelta(days=35)
KEEP_DEAD = timedelta(days=400)
KEEP_INCIDENTS = timedelta(days=400)
"""Counted from when it was closed: as long as somebody may want to see the proof."""
KEEP_KEYS = timedelta(days=800)
"""Longer than an incident lives after it was closed: until then its keys could come up again."""

V = TypeVar("V", Link, Partner, Incident)

CLAIMABLE = frozenset({NoticeStatus.READY, NoticeStatus.RETRY})


def add_link(tables: Tables, new: NewLink, now: datetime) -> tuple[Link, bool]:
    """Watch a link, or find the one that is watched already."""
    known = tables.links.one(("channel", new.channel), ("page", new.page_url), ("target", new.target))
    if known:
        return known, False
    link = Link(
        id=tables.next_id("links"),
        channel=new.channel,
        page_url=new.page_url,
        target=new.target,
        added_at=now,
        standing=Standing(since=now),
        expected=new.expected,
        owner=new.owner,
        tags=new.tags,
        every=new.every,
        added_by=new.added_by,
        notes=new.notes,
    )
    tables.links.put(link.id, link)
    _watch_both_ends(tables, link, now)
    tables.history.append(Event(now, link.channel, link.ref, "added", by=link.added_by))
    return link, True


def add_partner(tables: Tables, new: NewPartner, now: datetime) -> tuple[Partner, bool]:
    """Watch a partner page, or find the one that is watched already."""
    known = tables.partners.one(("channel", new.channel), ("page", new.page_url))
    if known:
        return known, False
    partner = Partner(
        id=tables.next_id("partners"),
        channel=new.channel,
        page_url=new.page_url,
        max_outbound=new.max_outbound,
        added_at=now,
        every=new.every,
        added_by=new.added_by,
    )
    tables.partners.put(partner.id, partner)
    watch(tables, partner.page_url, now)
    tables.history.append(Event(now, partner.channel, partner.ref, "added", by=partner.added_by))
    return partner, True


def watch(tables: Tables, url: str, now: datetime) -> None:
    """Have a page looked at now, and from then on; where that is before its turn, its turn is kept in mind."""
    page = tables.pages.one(("url", url))
    if page is None:
        tables.pages.put_by(("url", url), WatchedPage(url, host_of(url), now))
        return
    tables.due.asked(page.host, url)
    if page.next_check_at > now:
        tables.pages.put_by(("url", url), asked_for(page, now))


def asked_for(page: WatchedPage, now: datetime) -> WatchedPage:
    """The page with a look asked for before its turn."""
    return replace(page, next_check_at=now, turn_at=page.turn_at or page.next_check_at)


def is_address(target: str) -> bool:
    """Whether a link's target is one page of ours, not a whole domain."""
    return "://" in target


def host_of(url: str) -> str:
    """Host and, where it is not the usual one, port of an address; the text itself where it is none."""
    try:
        return ada_url.URL(url).host or url
    except ValueError:
        return url


def due_now(tables: Tables, url: str, now: datetime) -> None:
    """Somebody asked for a page by hand."""
    if tables.pages.index.has(("url", url)):
        watch(tables, url, now)


def write(tables: Tables, change: Write) -> None:
    """Everything that changes together; raises StaleError where something has moved on."""
    lease = _own_lease(tables, change.claim)
    _write_watched(tables, change)
    for page in change.pages:
        _put_page(tables, page, lease)
    for host in change.hosts:
        _put_host(tables, host)
    _write_told(tables, change)
    for channel, settings in change.settings.items():
        tables.settings.put_by(("key", (channel,)), StoredSettings(channel, settings))
    tables.history.append(*change.events)


def claim_notice(tables: Tables, now: datetime) -> Notice | None:
    """Mark the notice whose turn it is as being sent."""
    number = next_notice(tables.notices.index, now)
    notice = tables.notices.get(number)
    if number is None or notice is None:
        return None
    claimed = replace(notice, status=NoticeStatus.SENDING, claimed_at=now, attempts=notice.attempts + 1)
    tables.notices.put(number, claimed)
    return claimed


def settle_notice(tables: Tables, notice: Notice) -> None:
    """Write back how a claimed notice fared."""
    number = tables.notices.index.one(("key", notice.key))
    if number is None or tables.notices.index.keys[number].status is not NoticeStatus.SENDING:
        raise StaleError(f"Notice {notice.key} is not being sent.")
    tables.notices.put(number, notice)
    term = ("id", notice.incident_id)
    if notice.kind is NoticeKind.CARD and notice.ts and (incident := tables.incidents.one(term)):
        told = replace(incident, message_ts=notice.ts, version=incident.version + 1)
        tables.incidents.put_by(term, told)


def once(tables: Tables, kind: str, scope: str, period: str) -> bool:
    """Whether this is the first time."""
    term = ("key", (kind, scope, period))
    if tables.once.index.has(term):
        return False
    tables.once.put_by(term, Once(kind, scope, period))
    return True


def prune(tables: Tables, now: datetime) -> None:
    """Forget what was told and closed long ago, and hosts nobody watches."""
    ended = [tables.notices.index.find(("ended", status)) for status in NoticeStatus]
    for number in chain.from_iterable(ended):
        notice = tables.notices.get(number)
        if notice and notice.created_at < now - (KEEP_DEAD if notice.status is NoticeStatus.DEAD else KEEP_NOTICES):
            tables.notices.drop(number)
            tables.told.put_by(("key", (notice.key,)), Told(notice.key, now))
    tables.incidents.table.remove(_before("closed_at", now - KEEP_INCIDENTS))
    tables.told.table.remove(_before("at", now - KEEP_KEYS))
    watched = {page.host for page in tables.pages.index.keys.values()}
    for doc_id, host in list(tables.hosts.index.keys.items()):
        if host.host not in watched:
            tables.hosts.drop(doc_id)


def _before(field: str, limit: datetime) -> QueryInstance:
    """Documents whose time in that field is there and earlier."""
    return where(field).test(lambda at: bool(at) and datetime.fromisoformat(str(at)) < limit)


def _own_lease(tables: Tables, claim: HostClaim | None) -> Lease | None:
    if claim is None:
        return None
    lease = tables.due.lease(claim.host.host, claim.lease)
    if lease is None:
        raise StaleError(f"{claim.host.host} has been lent to somebody else since.")
    return lease


def _write_watched(tables: Tables, change: Write) -> None:
    for link in change.links:
        _put_link(tables, link)
    for partner in change.partners:
        _put_newer(tables.partners, partner.id, partner)
    for link_id in change.remove_links:
        _remove_link(tables, link_id)
    for partner_id in change.remove_partners:
        _remove_partner(tables, partner_id)


def _write_told(tables: Tables, change: Write) -> None:
    for incident in change.incidents:
        _put_incident(tables, incident)
    for key in change.supersede:
        _supersede(tables, key)
    for notice in change.notices:
        _add_notice(tables, notice)


def _put_newer(shelf: Shelf[V, Any], doc_id: int, value: V) -> None:
    """Store the next version, if `value` was made from the newest."""
    stored = shelf.index.keys.get(doc_id)
    if stored is None or stored.version != value.version:
        there = "gone" if stored is None else f"at version {stored.version}"
        raise StaleError(f"{type(value).__name__} {value.id} is {there}, not at {value.version}.")
    shelf.put(doc_id, replace(value, version=value.version + 1))


def _put_link(tables: Tables, link: Link) -> None:
    before = tables.links.index.keys.get(link.id)
    _put_newer(tables.links, link.id, link)
    if before is None or before.terms == tables.links.index.keys[link.id].terms:
        return
    same = tables.links.index.find(("channel", link.channel), ("page", link.page_url), ("target", link.target))
    if len(same) > 1:
        raise ValueError(f"L-{same[0]} watches this page and target in this channel already.")
    _forget_unwatched(tables, before.page_url, before.target)
    for url in _ends(link):
        if not tables.pages.index.has(("url", url)):
            watch(tables, url, link.added_at)


def _put_incident(tables: Tables, incident: Incident) -> None:
    doc_id = tables.incidents.index.one(("id", incident.id))
    if doc_id is not None:
        _put_newer(tables.incidents, doc_id, incident)
    elif incident.version:
        raise StaleError(f"Incident {incident.id} is gone.")
    else:
        tables.incidents.put_by(("id", incident.id), replace(incident, version=1))


def _ends(link: Link) -> list[str]:
    return [link.page_url, link.target] if is_address(link.target) else [link.page_url]


def _watch_both_ends(tables: Tables, link: Link, now: datetime) -> None:
    for url in _ends(link):
        watch(tables, url, now)


def _remove_link(tables: Tables, link_id: int) -> None:
    link = tables.links.get(link_id)
    if link:
        tables.links.drop(link_id)
        _forget_unwatched(tables, link.page_url, link.target)


def _remove_partner(tables: Tables, partner_id: int) -> None:
    partner = tables.partners.get(partner_id)
    if partner:
        tables.partners.drop(partner_id)
        _forget_unwatched(tables, partner.page_url)


def _forget_unwatched(tables: Tables, *urls: str) -> None:
    for url in urls:
        page_id = tables.pages.index.one(("url", url))
        if page_id is not None and not _is_watched(tables, url):
            tables.pages.drop(page_id)


def _is_watched(tables: Tables, url: str) -> bool:
    links, partners = tables.links.index, tables.partners.index
    return links.has(("page", url)) or partners.has(("page", url)) or links.has(("target", url))


def _put_page(tables: Tables, page: WatchedPage, lease: Lease | None) -> None:
    doc_id = tables.pages.index.one(("url", page.url))
    if doc_id is None:
        if _is_watched(tables, page.url):
            tables.pages.put_by(("url", page.url), page)
        return
    if lease and page.url in lease.asked_again:
        asked_at = tables.pages.index.keys[doc_id].next_check_at
        page = asked_for(page, asked_at) if page.next_check_at > asked_at else page
    tables.pages.put(doc_id, page)


def _put_host(tables: Tables, host: HostState) -> None:
    """Store a host's state; one that answers is the usual case and needs no document."""
    term = ("host", host.host)
    if host != HostState(host.host):
        tables.hosts.put_by(term, host)
    elif (doc_id := tables.hosts.index.one(term)) is not None:
        tables.hosts.drop(doc_id)


def _supersede(tables: Tables, key: str) -> None:
    number = tables.notices.index.one(("key", key))
    notice = tables.notices.get(number)
    if number is None or notice is None or notice.status not in CLAIMABLE:
        raise StaleError(f"Notice {key} is not waiting any more.")
    tables.notices.put(number, replace(notice, status=NoticeStatus.SUPERSEDED))


def _add_notice(tables: Tables, notice: Notice) -> None:
    told = tables.told.index.has(("key", (notice.key,)))
    if not told and not tables.notices.index.has(("key", notice.key)):
        tables.notices.put_by(("key", notice.key), notice)
