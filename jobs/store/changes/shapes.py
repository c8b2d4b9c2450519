"""Which noun lies in which table, and by what it is found: the same for every kind of store."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from jobs.model.channel import ChannelBlock, ChannelLogo, ChannelSettings
from jobs.model.exchange import Exchange
from jobs.model.incident import Incident
from jobs.model.link import Link
from jobs.model.listing import KeptListing
from jobs.model.notice import Notice
from jobs.model.operation import ChangedLinks
from jobs.model.our_page import OurPage
from jobs.model.partner import Partner, SiteContact
from jobs.model.prospect import Prospect
from jobs.model.site_audit import SiteAudit
from jobs.model.site_ways import SiteWays
from jobs.model.synced_sheet import SyncedRow, SyncedSheet
from jobs.model.tracked_page import HostState, TrackedPage
from jobs.store.changes.key import Key, found_by
from jobs.store.changes.keys import (
    ChangedKey,
    ContactKey,
    ExchangeKey,
    HostKey,
    IncidentKey,
    NoticeKey,
    OurPageKey,
    PageKey,
    ProspectKey,
    RowKey,
    SeriesKey,
    SheetKey,
    SiteAuditKey,
    SiteWaysKey,
)
from jobs.store.changes.link_keys import LinkKey, ListingKey, PartnerKey
from jobs.store.changes.series import StoredSeries

T = TypeVar("T")
K = TypeVar("K", bound=Key)


@dataclass(frozen=True, slots=True)
class TableShape(Generic[T, K]):
    """One table of one noun."""

    name: str
    kind: type[T]
    keys: type[K]


@dataclass(frozen=True, slots=True)
class StoredSettings:
    """A channel's settings under the channel's name."""

    channel: str
    settings: ChannelSettings


@dataclass(frozen=True, slots=True)
class Once:
    """Something that happened and must not happen again."""

    kind: str
    scope: str
    period: str


@dataclass(frozen=True, slots=True)
class Counter:
    """The last id given in a table: `L-12` never becomes the name of another link."""

    name: str
    last: int


@dataclass(frozen=True, slots=True)
class SentKey:
    """The key of a notice that was sent so long ago that the notice itself is gone."""

    key: str
    at: datetime


LINKS = TableShape("links", Link, LinkKey)
PARTNERS = TableShape("partners", Partner, PartnerKey)
EXCHANGES = TableShape("exchanges", Exchange, ExchangeKey)
PROSPECTS = TableShape("prospects", Prospect, ProspectKey)
PAGES = TableShape("pages", TrackedPage, PageKey)
HOSTS = TableShape("hosts", HostState, HostKey)
INCIDENTS = TableShape("incidents", Incident, IncidentKey)
NOTICES = TableShape("notices", Notice, NoticeKey)
SETTINGS: TableShape[StoredSettings, Any] = TableShape("settings", StoredSettings, found_by("channel"))
LOGOS: TableShape[ChannelLogo, Any] = TableShape("logos", ChannelLogo, found_by("channel"))
ONCE: TableShape[Once, Any] = TableShape("once", Once, found_by("kind", "scope", "period"))
COUNTERS: TableShape[Counter, Any] = TableShape("counters", Counter, found_by("name"))
SENT_KEYS: TableShape[SentKey, Any] = TableShape("told", SentKey, found_by("key"))
CONTACTS = TableShape("contacts", SiteContact, ContactKey)
CHANGED_LINKS = TableShape("changed_links", ChangedLinks, ChangedKey)
LISTINGS = TableShape("listings", KeptListing, ListingKey)
CHANNEL_BLOCKS: TableShape[ChannelBlock, Any] = TableShape("shut", ChannelBlock, found_by("channel"))
SHEETS = TableShape("sheets", SyncedSheet, SheetKey)
SHEET_ROWS = TableShape("sheet_rows", SyncedRow, RowKey)
OUR_PAGES = TableShape("our_pages", OurPage, OurPageKey)
SERIES = TableShape("series", StoredSeries, SeriesKey)
SITE_AUDITS = TableShape("site_audits", SiteAudit, SiteAuditKey)
SITE_WAYS = TableShape("site_ways", SiteWays, SiteWaysKey)

ALL: dict[str, TableShape[Any, Any]] = {
    shape.name: shape for shape in list(vars().values()) if isinstance(shape, TableShape)
}
"""Every table, by the name under which it is stored."""
