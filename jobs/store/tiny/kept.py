"""What people keep beside links and partner pages: deals, prospects, sheets, contacts, lists, what a channel chose."""

# What each method of the store does stands at `Store`, not here again:
# ruff: noqa: D102

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from jobs.model.channel import ChannelSettings, Logo
from jobs.model.exchange import Exchange, NewExchange
from jobs.model.listing import KeptListing
from jobs.model.operation import ChangedLinks
from jobs.model.our_page import OurPage, OurPageQuery
from jobs.model.partner import SiteContact
from jobs.model.prospect import NewProspect, Prospect
from jobs.model.queries import ExchangeQuery, ExchangeSlice, ProspectQuery, ProspectSlice
from jobs.model.site_audit import SiteAudit
from jobs.model.site_ways import SiteWays
from jobs.model.synced_sheet import NewSheet, SyncedRow, SyncedSheet
from jobs.store.changes import kept, links
from jobs.store.errors import StoreReadOnlyError
from jobs.store.streams import Stream, in_turns
from jobs.store.tiny import queries
from jobs.store.tiny.opening import Opened
from jobs.store.tiny.queries import prospect_ids
from jobs.store.tiny.streams import document_stream, nouns

T = TypeVar("T")


class KeptByPeople:
    """The part of the store that holds it, with the tables and the way to change them."""

    def __init__(self, opened: Opened) -> None:
        self._writer = opened.writer
        self._tables = opened.tables

    async def add_exchange(self, new: NewExchange, now: datetime) -> tuple[Exchange, bool]:
        return await self._commit(lambda: links.add_exchange(self._tables, new, now))

    async def exchange(self, exchange_id: int) -> Exchange | None:
        return self._tables.exchanges.get(exchange_id)

    async def exchanges(self, query: ExchangeQuery) -> list[Exchange]:
        return await nouns(self._tables.exchanges, queries.exchange_ids(self._tables, query))

    async def list_exchanges(self, query: ExchangeQuery, offset: int, limit: int) -> ExchangeSlice:
        found = queries.exchange_ids(self._tables, query)
        return ExchangeSlice(await nouns(self._tables.exchanges, found[offset : offset + limit]), len(found))

    async def add_prospect(self, new: NewProspect, now: datetime) -> tuple[Prospect, bool]:
        return await self._commit(lambda: kept.add_prospect(self._tables, new, now))

    async def prospect(self, prospect_id: int) -> Prospect | None:
        return self._tables.prospects.get(prospect_id)

    async def prospects(self, query: ProspectQuery) -> list[Prospect]:
        return await nouns(self._tables.prospects, prospect_ids(self._tables, query))

    async def prospect_channels(self) -> list[str]:
        return sorted(str(channel) for channel in self._tables.prospects.index.values("channel"))

    async def sites_kept(self, channel: str, among: Collection[str]) -> frozenset[str]:
        index, sought = self._tables.prospects.index, in_turns(among, queries.SITES_AT_ONCE)
        return frozenset([site async for site in sought if queries.is_on(index, channel, site)])

    async def list_prospects(self, query: ProspectQuery, offset: int, limit: int) -> ProspectSlice:
        found = prospect_ids(self._tables, query)
        return ProspectSlice(await nouns(self._tables.prospects, found[offset : offset + limit]), len(found))

    async def add_sheet(self, new: NewSheet, now: datetime) -> tuple[SyncedSheet, bool]:
        return await self._commit(lambda: kept.add_sheet(self._tables, new, now))

    async def sheet(self, sheet_id: int) -> SyncedSheet | None:
        return self._tables.sheets.get(sheet_id)

    async def sheets(self, channel: str = "") -> list[SyncedSheet]:
        return self._tables.sheets.having(*queries.terms(channel=channel))

    async def sheet_rows(self, sheet_id: int) -> Stream[SyncedRow]:
        rows = self._tables.sheet_rows
        return document_stream(rows.entries(rows.find(("sheet", sheet_id))), SyncedRow)

    async def channel_settings(self, channel: str) -> ChannelSettings:
        stored = self._tables.settings.one(("key", (channel,)))
        return stored.settings if stored else ChannelSettings()

    async def logo(self, channel: str) -> Logo | None:
        stored = self._tables.logos.one(("key", (channel,)))
        return stored.logo if stored else None

    async def contacts(self, site: str) -> list[SiteContact]:
        return self._tables.contacts.having(("site", site))

    async def contacts_of(self, sites: Collection[str]) -> Mapping[str, list[SiteContact]]:
        index = self._tables.contacts.index
        return {site: await self.contacts(site) for site in sites if index.has(("site", site))}

    async def last_changed(self, change: str) -> ChangedLinks | None:
        index = self._tables.changed_links.index
        last = max(index.find(("change", change)), key=lambda number: index.keys[number].part, default=None)
        return self._tables.changed_links.get(last)

    async def listings(self, channel: str) -> list[KeptListing]:
        table = self._tables.listings
        kept = table.entries(table.index.find(("channel", channel)))
        return await asyncio.to_thread(table.decoded, kept)  # one may have tens of thousands of sites

    async def our_pages(self, query: OurPageQuery) -> Stream[OurPage]:
        return document_stream(self._tables.our_pages.entries(queries.our_page_ids(self._tables, query)), OurPage)

    async def our_addresses(self) -> Mapping[str, str]:
        return {key.url: key.listed_by for key in self._tables.our_pages.index.keys.values()}

    async def sites_we_link_to(self, among: Collection[str]) -> Sequence[str]:
        index = self._tables.our_pages.index
        return [site for site in dict.fromkeys(among) if index.has(("to", site))]

    async def partner_pages(self, channel: str | None = None) -> Mapping[str, datetime | None]:
        return queries.partner_pages(self._tables, channel)

    async def site_audits(self) -> Mapping[tuple[str, str], datetime]:
        return {(key.channel, key.site): key.next_at for key in self._tables.site_audits.index.keys.values()}

    async def site_audit(self, channel: str, site: str) -> SiteAudit | None:
        return self._tables.site_audits.one(("key", (channel, site)))

    async def site_ways(self, site: str) -> SiteWays | None:
        return self._tables.site_ways.one(("site", site))

    async def _commit(self, change: Callable[[], T]) -> T:
        if self._writer is None:
            raise StoreReadOnlyError("The store was opened to read only.")
        return await self._writer.committer.commit(change)
