"""What a store does with what is kept beside links: prospects, our own pages, sheets, series; `Store` is all of it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from jobs.model.our_page import OurPage, OurPageQuery
from jobs.model.prospect import NewProspect, Prospect
from jobs.model.queries import ProspectQuery, ProspectSlice
from jobs.model.series import PageSeries
from jobs.model.site_audit import SiteAudit
from jobs.model.site_ways import SiteWays
from jobs.model.synced_sheet import NewSheet, SyncedRow, SyncedSheet
from jobs.store.streams import Stream


class Prospects(Protocol):
    """Pages to ask for a link."""

    async def add_prospect(self, new: NewProspect, now: datetime) -> tuple[Prospect, bool]:
        """Keep a prospect; the one of the same channel and page is given back, with False. The history gets `added`."""
        ...

    async def prospect(self, prospect_id: int) -> Prospect | None:
        """The prospect of that id, also one that was removed lately."""
        ...

    async def prospects(self, query: ProspectQuery) -> list[Prospect]:
        """Prospects that fit the query, those with the nearest day first, then in the order they were added."""
        ...

    async def prospect_channels(self) -> list[str]:
        """Channels that keep any."""
        ...

    async def sites_kept(self, channel: str, among: Collection[str]) -> frozenset[str]:
        """Those of these registrable domains on which the channel keeps a prospect; none is read for it."""
        ...

    async def list_prospects(self, query: ProspectQuery, offset: int, limit: int) -> ProspectSlice:
        """At most `limit` of the same, after the first `offset`."""
        ...


class OurPages(Protocol):
    """Our own pages, which are read for the links that we give."""

    async def our_pages(self, query: OurPageQuery) -> Stream[OurPage]:
        """Those that fit, those that are to be read first before the others."""
        ...

    async def our_addresses(self) -> Mapping[str, str]:
        """The addresses of all, with that of the list that names each; no page is read for it."""
        ...

    async def sites_we_link_to(self, among: Collection[str]) -> Sequence[str]:
        """Those of these registrable domains that any of them links to, in their order; no page is read for it."""
        ...


class Sheets(Protocol):
    """Sheets on the web that the links of channels follow."""

    async def add_sheet(self, new: NewSheet, now: datetime) -> tuple[SyncedSheet, bool]:
        """Follow a sheet, due after its interval; the same channel and address give the old one back, with False."""
        ...

    async def sheet(self, sheet_id: int) -> SyncedSheet | None:
        """The sheet of that id."""
        ...

    async def sheets(self, channel: str = "") -> list[SyncedSheet]:
        """Sheets, of one channel or of all, in the order they were added; they are few."""
        ...

    async def sheet_rows(self, sheet_id: int) -> Stream[SyncedRow]:
        """The rows of a sheet as they were last read, in the order they were added."""
        ...


class PagesOverTime(Protocol):
    """How partner pages were, a point for each day on which they were read, and how they are reached."""

    async def series(self, pages: Collection[str]) -> list[PageSeries]:
        """Those of these pages that have any, in the order asked for; no other is read, nor kept in memory."""
        ...

    async def partner_pages(self, channel: str | None = None) -> Mapping[str, datetime | None]:
        """The address of each partner page, of one channel or of all; none is read for it.

        With it comes when the ways of its site are looked at next; None where nobody looked for a way to the page.
        """
        ...

    async def site_audits(self) -> Mapping[tuple[str, str], datetime]:
        """When each site is audited next, by channel and site; none is read for it."""
        ...

    async def site_audit(self, channel: str, site: str) -> SiteAudit | None:
        """What was found when a site was last audited for a channel."""
        ...

    async def site_ways(self, site: str) -> SiteWays | None:
        """How the partner pages of a site are reached."""
        ...
