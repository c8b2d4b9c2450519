"""The store for one machine: TinyDB in memory, a journal and a snapshot on the disk."""

# What each method of the store does stands at `Store`, not here again:
# ruff: noqa: D102

import asyncio
import logging
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from jobs.model.channel import ChannelBlock
from jobs.model.event import Event
from jobs.model.incident import Incident, NotifiedState
from jobs.model.link import Link, NewLink
from jobs.model.link_status import LinkState
from jobs.model.notice import Notice, NoticeStatus
from jobs.model.partner import NewPartner, Partner
from jobs.model.queries import (
    ChannelCounts,
    LinkQuery,
    LinkSlice,
    PartnerQuery,
    PartnerSlice,
    ToldLately,
)
from jobs.model.series import PageSeries
from jobs.model.tracked_page import DuePage, HostClaim, HostState, TrackedPage
from jobs.model.write import Write
from jobs.store.about import StoreFacts
from jobs.store.changes import links, notices, writes
from jobs.store.changes.clock_set_back import set_back
from jobs.store.changes.series import StoredSeries, all_unpacked
from jobs.store.streams import Stream, in_turns
from jobs.store.tiny import queries
from jobs.store.tiny.files import size_of
from jobs.store.tiny.history import read_since
from jobs.store.tiny.kept import KeptByPeople
from jobs.store.tiny.lock import holder_of
from jobs.store.tiny.opening import Opened, read_folder, take_folder
from jobs.store.tiny.queries import next_notice
from jobs.store.tiny.streams import document_stream, event_stream, nouns
from jobs.store.tiny.tables import told_lately
from jobs.store.tiny.upkeep import ahead_of, prune

log = logging.getLogger(__name__)

T = TypeVar("T")

TOO_MANY_LINKS = 50_000
"""From here on whoever runs the bot is told what they cost."""


async def open_tiny(
    folder: Path, *, read_only: bool = False, notices_for: writes.NoticesFor | None = None
) -> "TinyStore":
    """Open the store in a folder, which is made if need be.

    Raises StoreLockedError where another process writes to it, StoreDamagedError where it cannot be read. With
    `read_only` it is read beside a running bot, without the lock, and shows what was there at that moment.
    `notices_for` adds notices to the writes of incidents: whoever writes one need not think of them.
    """
    opened = await asyncio.to_thread(read_folder if read_only else take_folder, folder)
    return TinyStore(folder, opened, notices_for)


class TinyStore(KeptByPeople):
    """A Store in one process; what each method does stands at `Store`."""

    def __init__(self, folder: Path, opened: Opened, notices_for: writes.NoticesFor | None = None) -> None:
        super().__init__(opened)
        self._folder = folder
        self._notices_for = notices_for
        self._damage = opened.damage
        self._advised = False
        self._advise()

    async def add_link(self, new: NewLink, now: datetime) -> tuple[Link, bool]:
        added = await self._commit(lambda: links.add_link(self._tables, new, now))
        self._advise()
        return added

    async def add_partner(self, new: NewPartner, now: datetime) -> tuple[Partner, bool]:
        return await self._commit(lambda: links.add_partner(self._tables, new, now))

    async def link(self, link_id: int) -> Link | None:
        return self._tables.links.get(link_id)

    async def links_by_id(self, link_ids: Collection[int]) -> Mapping[int, Link]:
        table = self._tables.links
        known = [number for number in dict.fromkeys(link_ids) if number in table.index.keys]
        return {link.id: link for link in await nouns(table, known)}

    async def links(self, query: LinkQuery = LinkQuery()) -> list[Link]:
        return await nouns(self._tables.links, queries.link_ids(self._tables, query))

    async def list_links(self, query: LinkQuery, offset: int, limit: int) -> LinkSlice:
        found, total = queries.link_slice(self._tables, query, offset, limit)
        return LinkSlice(await nouns(self._tables.links, found), total)

    async def states(self, query: LinkQuery) -> Mapping[LinkState, int]:
        return queries.states(self._tables, query)

    async def link_stream(self, asked: Collection[LinkQuery], also: Collection[int] = ()) -> Stream[Link]:
        links = self._tables.links
        found = set(also).union(*(queries.link_ids(self._tables, query) for query in asked))
        return document_stream(links.entries(filter(links.index.keys.__contains__, sorted(found))), Link)

    async def link_states(
        self,
        link_ids: Collection[int],
        channel: str = "",  # noqa: ARG002  # each is found at once
    ) -> Mapping[int, LinkState]:
        return queries.link_states(self._tables, link_ids)

    async def channel_counts(self, channel: str) -> ChannelCounts:
        return queries.channel_counts(self._tables, channel)

    async def pages_in(self, channel: str) -> list[str]:
        return queries.pages_in(self._tables, channel)

    async def partner(self, partner_id: int) -> Partner | None:
        return self._tables.partners.get(partner_id)

    async def partners(self, channel: str | None = None) -> list[Partner]:
        table = self._tables.partners
        return await nouns(table, table.index.find(*queries.terms(channel=channel)))

    async def list_partners(self, query: PartnerQuery, offset: int, limit: int) -> PartnerSlice:
        found, total = queries.partner_slice(self._tables, query, offset, limit)
        return PartnerSlice(await nouns(self._tables.partners, found), total)

    async def page(self, url: str) -> TrackedPage | None:
        return self._tables.pages.one(("url", url))

    async def pages(self, urls: Collection[str]) -> Mapping[str, TrackedPage]:
        table = self._tables.pages
        known = filter(None, [table.index.one(("url", url)) for url in dict.fromkeys(urls)])
        return {page.url: page for page in await nouns(table, known)}

    async def sites_tracked(self, channel: str, among: Collection[str]) -> frozenset[str]:
        indexes = self._tables.links.index, self._tables.partners.index
        sought = in_turns(among, queries.SITES_AT_ONCE)
        return frozenset([site async for site in sought if any(queries.is_on(own, channel, site) for own in indexes)])

    async def host(self, host: str) -> HostState:
        return self._tables.hosts.one(("host", host)) or HostState(host)

    async def incident(self, incident_id: str) -> Incident | None:
        return self._tables.incidents.one(("id", incident_id))

    async def incidents(
        self, *, channel: str = "", subject: str = "", link_id: int = 0, cause: str = "", only_open: bool = True
    ) -> list[Incident]:
        caused_by = (channel, cause) if cause else None
        terms = queries.terms(channel=channel, subject=subject, member=link_id, cause=caused_by, open=only_open)
        table = self._tables.incidents
        return sorted(await nouns(table, table.index.find(*terms)), key=_opened_at)

    async def told_lately(self, asked: ToldLately) -> list[Incident]:
        found = told_lately(self._tables.incidents.index, asked)
        return sorted(await nouns(self._tables.incidents, found), key=_opened_at)

    async def write(self, write: Write) -> None:
        await self._commit(lambda: writes.write(self._tables, write, self._notices_for))

    async def claim_host(
        self, now: datetime, lease_for: timedelta, limit: int = 50, host: str = ""
    ) -> HostClaim | None:
        lent = self._tables.due.lend(now, lease_for, limit, host)
        if lent is None:
            return None
        name, lease, urls = lent
        due = tuple(self._due_page(url) for url in urls)
        return HostClaim(await self.host(name), lease.number, lease.expires_at, due)

    async def due_hosts(self, now: datetime, limit: int) -> list[str]:
        return self._tables.due.ready(now, limit)

    async def release_host(self, claim: HostClaim) -> None:
        self._tables.due.release(claim.host.host, claim.lease)

    async def next_due_at(self) -> datetime | None:
        return self._tables.due.next_at()

    async def due_now(self, url: str, now: datetime) -> None:
        await self._commit(lambda: links.due_now(self._tables, url, now))

    async def claim_notice(self, now: datetime) -> Notice | None:
        index = self._tables.notices.index
        if next_notice(index, now) is None:
            return None
        return await self._commit(lambda: notices.claim_notice(self._tables, next_notice(index, now), now))

    async def finish_notice(self, notice: Notice, notified: Mapping[str, NotifiedState] = MappingProxyType({})) -> None:
        await self._commit(lambda: notices.finish_notice(self._tables, notice, notified))

    async def unfinished_notices(self) -> list[Notice]:
        return [notice for notice in await self.notices() if notice.status is NoticeStatus.SENDING]

    async def notices(self, *, dead: bool = False, incident_id: str = "", channel: str = "") -> list[Notice]:
        table = self._tables.notices
        if dead:
            found = queries.dead_in(self._tables, channel) if channel else table.having(("ended", NoticeStatus.DEAD))
            return [each for each in found if incident_id in ("", each.incident_id)]
        return table.having(*queries.terms(incident=incident_id, channel=channel) or [("waiting", True)])

    async def dead_notices(self) -> Mapping[tuple[str, str], int]:
        return queries.dead_notices(self._tables)

    async def channel_block(self, channel: str) -> ChannelBlock | None:
        return self._tables.channel_blocks.one(("key", (channel,)))

    async def knows_notice(self, key: str) -> bool:
        return notices.is_known(self._tables, key)

    async def claim_once(self, kind: str, scope: str, period: str) -> bool:
        return await self._commit(lambda: writes.claim_once(self._tables, kind, scope, period))

    async def events(self, *, channel: str | None = None, since: datetime, subject: str = "") -> list[Event]:
        in_memory = list(self._tables.history.events)
        found = await asyncio.to_thread(read_since, self._folder, since, in_memory, subject)
        return [e for e in found if channel in (None, e.channel) and subject in ("", e.subject)]

    async def event_stream(self, channel: str, since: datetime) -> Stream[Event]:
        return event_stream(self._folder, self._tables.history, channel, since)

    async def series(self, pages: Collection[str]) -> list[PageSeries]:
        numbers = (self._tables.series.index.one(("page", url)) for url in dict.fromkeys(pages))
        found: list[PageSeries] = []
        async for part in document_stream(self._tables.series.entries(filter(None, numbers)), StoredSeries).chunks:
            found += await asyncio.to_thread(all_unpacked, part.items)
        return found

    async def channels(self) -> list[str]:
        indexes = self._tables.links.index, self._tables.partners.index
        return sorted({str(channel) for index in indexes for channel in index.values("channel")})

    async def totals(self) -> dict[str, int]:
        return queries.totals(self._tables, waiting=len(await self.notices()))

    async def facts(self) -> StoreFacts:
        folder = self._folder.resolve()
        return StoreFacts(str(folder), size_of(folder), holder_of(folder))

    async def warnings(self) -> list[str]:
        own = self._writer.compactor if self._writer else None
        troubles = [await self.write_trouble(), own.trouble if own else ""]
        return [*filter(None, troubles), *self._damage, *(own.faults if own else []), *self._growth()]

    async def write_trouble(self) -> str:
        return await self._writer.committer.try_again() if self._writer else ""

    async def prune(self, now: datetime) -> None:
        await self._commit(lambda: prune(self._tables, now))

    async def set_back(self, now: datetime) -> int:
        def change() -> int:
            ahead = ahead_of(self._tables, now)
            set_back(self._tables, ahead, now)
            return len(ahead.pages)

        return await self._commit(change)

    async def close(self) -> None:
        if self._writer:
            await self._writer.close()

    def _growth(self) -> list[str]:
        tracked = len(self._tables.links.index.keys)
        return [_too_many(tracked)] if tracked >= TOO_MANY_LINKS else []

    def _advise(self) -> None:
        """Say it in the log once."""
        if not self._advised and (growth := self._growth()):
            self._advised = True
            log.warning(growth[0])

    def _due_page(self, url: str) -> DuePage:
        tables = self._tables
        page = tables.pages.one(("url", url))
        assert page is not None  # it is due, so it is there
        on_it = tables.links.having(("page", url)), tables.partners.having(("page", url))
        return DuePage(page, tuple(on_it[0]), tuple(on_it[1]), tuple(tables.links.having(("target", url))))


def _opened_at(incident: Incident) -> datetime:
    return incident.opened_at


def _too_many(links: int) -> str:
    return (
        f"{links:,} links are tracked by one process: each thousand takes about 1.3 MB of its memory, and the start "
        "takes longer with each. docs/store.md has the figures, up to 100,000 links."
    )
