"""What people keep beside links and partner pages: prospects, sheets, contacts, lists, our pages, series."""

# What each method of the store does stands at `Store`, not here again:
# ruff: noqa: D102

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from jobs.model.channel import ChannelLogo, ChannelSettings, Logo
from jobs.model.listing import KeptListing
from jobs.model.operation import ChangedLinks
from jobs.model.our_page import OurPage, OurPageQuery
from jobs.model.partner import SiteContact
from jobs.model.prospect import NewProspect, Prospect
from jobs.model.queries import ProspectQuery, ProspectSlice
from jobs.model.series import PageSeries
from jobs.model.site_audit import SiteAudit
from jobs.model.site_ways import SiteWays
from jobs.model.synced_sheet import NewSheet, SyncedRow, SyncedSheet
from jobs.store.changes import kept
from jobs.store.changes.keys import SiteWaysKey
from jobs.store.changes.series import StoredSeries, all_unpacked
from jobs.store.changes.shapes import StoredSettings
from jobs.store.postgres.columns import digest
from jobs.store.postgres.conditions import any_of, of, of_prospects, on_sites
from jobs.store.postgres.connection import Connection
from jobs.store.postgres.database import Questions
from jobs.store.postgres.named import all_of, one_of, slice_of, statements
from jobs.store.postgres.streams import stream
from jobs.store.streams import Stream

_ASKED = statements("questions")
_NEAREST_FIRST = "next_on nulls last, id"


class KeptInRows(Questions):
    """The part of the store that holds it."""

    async def add_prospect(self, new: NewProspect, now: datetime) -> tuple[Prospect, bool]:
        return await self._database.change(lambda unit: kept.add_prospect(unit, new, now))

    async def prospect(self, prospect_id: int) -> Prospect | None:
        return await self._by_id("prospects", prospect_id, Prospect)

    async def prospects(self, query: ProspectQuery) -> list[Prospect]:
        return await self._found("prospects", of_prospects(query), Prospect, order=_NEAREST_FIRST)

    async def prospect_channels(self) -> list[str]:
        rows = await self._database.rows(_ASKED["prospect_channels"])
        return sorted(str(channel) for (channel,) in rows)

    async def sites_kept(self, channel: str, among: Collection[str]) -> frozenset[str]:
        rows = await self._database.rows(_ASKED["sites_kept"], on_sites(channel, among))
        return frozenset(str(site) for (site,) in rows)

    async def list_prospects(self, query: ProspectQuery, offset: int, limit: int) -> ProspectSlice:
        def asked(connection: Connection) -> ProspectSlice:
            condition = of_prospects(query)
            found = slice_of(connection, "prospects", condition, Prospect, at=(offset, limit), order=_NEAREST_FIRST)
            return ProspectSlice(*found)

        return await self._database.ask(asked)

    async def add_sheet(self, new: NewSheet, now: datetime) -> tuple[SyncedSheet, bool]:
        return await self._database.change(lambda unit: kept.add_sheet(unit, new, now))

    async def sheet(self, sheet_id: int) -> SyncedSheet | None:
        return await self._by_id("sheets", sheet_id, SyncedSheet)

    async def sheets(self, channel: str = "") -> list[SyncedSheet]:
        return await self._found("sheets", of(channel=channel), SyncedSheet)

    async def sheet_rows(self, sheet_id: int) -> Stream[SyncedRow]:
        return await stream(self._database, "sheet_rows", of(sheet=sheet_id), SyncedRow)

    async def channel_settings(self, channel: str) -> ChannelSettings:
        stored = await self._one("settings", "key", channel, StoredSettings)
        return stored.settings if stored else ChannelSettings()

    async def logo(self, channel: str) -> Logo | None:
        stored = await self._one("logos", "key", channel, ChannelLogo)
        return stored.logo if stored else None

    async def contacts(self, site: str) -> list[SiteContact]:
        return await self._found("contacts", ("site = %(site)s", {"site": digest(site)}), SiteContact)

    async def contacts_of(self, sites: Collection[str]) -> Mapping[str, list[SiteContact]]:
        condition = any_of("sites", map(digest, sites))
        found: dict[str, list[SiteContact]] = {}
        for contact in await self._found("contacts", condition, SiteContact):
            found.setdefault(contact.site, []).append(contact)
        return found

    async def last_changed(self, change: str) -> ChangedLinks | None:
        asked = _ASKED["last_changed"], [digest(change)]
        return await self._database.ask(lambda connection: one_of(connection, *asked, ChangedLinks))

    async def listings(self, channel: str) -> list[KeptListing]:
        return await self._found("listings", of(channel=channel), KeptListing)

    async def our_pages(self, query: OurPageQuery) -> Stream[OurPage]:
        where, values = of(links_to=query.links_to, over=query.over_limit, to_be_read=query.due_at is not None)
        if query.lists is not None:
            where += " and is_list = %(lists)s"
        values |= {"due_at": query.due_at, "lists": query.lists}
        return await stream(self._database, "our_pages", (where, values), OurPage, order="next_check_at, id")

    async def partner_pages(self, channel: str | None = None) -> Mapping[str, datetime | None]:
        def asked(connection: Connection) -> Mapping[str, datetime | None]:
            kept_ways = all_of(connection, _ASKED["site_ways"], (), SiteWaysKey)
            planned = {way.page_url: ways.next_at for ways in kept_ways for way in ways.ways}
            urls = connection.execute(_ASKED["partner_urls"], {"channel": channel}).fetchall()
            return {url: planned.get(url) for (url,) in urls}

        return await self._database.ask(asked)

    async def site_audits(self) -> Mapping[tuple[str, str], datetime]:
        rows = await self._database.rows(_ASKED["site_audits"])
        return {(channel, site): next_at for channel, site, next_at in rows}

    async def site_audit(self, channel: str, site: str) -> SiteAudit | None:
        condition = "key = %(key)s", {"key": digest(channel, site)}
        return next(iter(await self._found("site_audits", condition, SiteAudit)), None)

    async def site_ways(self, site: str) -> SiteWays | None:
        return await self._one("site_ways", "site", site, SiteWays)

    async def our_addresses(self) -> Mapping[str, str]:
        rows = await self._database.rows(_ASKED["our_addresses"])
        return {url: listed_by or "" for url, listed_by in rows}

    async def sites_we_link_to(self, among: Collection[str]) -> Sequence[str]:
        rows = await self._database.rows(_ASKED["linked_sites"], [list(dict.fromkeys(among))])
        return [str(site) for (site,) in rows]

    async def series(self, pages: Collection[str]) -> list[PageSeries]:
        urls = list(dict.fromkeys(pages))

        def asked(connection: Connection) -> list[PageSeries]:
            stored = all_of(connection, _ASKED["series"], [[digest(url) for url in urls]], StoredSeries)
            by_page = {each.page_url: each for each in stored}
            return all_unpacked(by_page[url] for url in urls if url in by_page)

        return await self._database.ask(asked)
