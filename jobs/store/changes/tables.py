"""What a store must have for the changes to be made in it."""

# What each table holds its name says, and `shapes.py`:
# ruff: noqa: D102

from collections.abc import Iterable, Sequence
from typing import Any, Protocol, TypeVar

from jobs.model.channel import ChannelBlock, ChannelLogo
from jobs.model.event import Event
from jobs.model.exchange import Exchange
from jobs.model.incident import Incident
from jobs.model.link import Link
from jobs.model.listing import KeptListing
from jobs.model.notice import Notice
from jobs.model.operation import ChangedLinks
from jobs.model.our_page import OurPage
from jobs.model.partner import Partner, SiteContact
from jobs.model.prospect import Prospect
from jobs.model.queries import ToldLately
from jobs.model.site_audit import SiteAudit
from jobs.model.site_ways import SiteWays
from jobs.model.synced_sheet import SyncedRow, SyncedSheet
from jobs.model.tracked_page import HostState, TrackedPage
from jobs.store.changes.key import Key, Term
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
from jobs.store.changes.shapes import Once, SentKey, StoredSettings
from jobs.store.errors import StaleError

T = TypeVar("T")
K_co = TypeVar("K_co", bound=Key, covariant=True)
V = TypeVar("V", Link, Partner, Exchange, Prospect, Incident, SyncedSheet)


class DocumentTable(Protocol[T, K_co]):
    """One table of one noun, as one change sees it: with what the change itself has put there."""

    def get(self, doc_id: int | None) -> T | None:
        """The noun of that id; raises StoreDamagedError where it cannot be read, as all that give nouns do."""
        ...

    def key(self, doc_id: int) -> K_co | None:
        """The part of it that it is found by."""
        ...

    def find(self, *terms: Term) -> Sequence[int]:
        """Ids of those with all these terms, in the order they were added; of all where none is given."""
        ...

    def number(self, *terms: Term) -> int | None:
        """The id of the one with these terms."""
        ...

    def has(self, term: Term) -> bool:
        """Whether any has this term; none is read for it."""
        ...

    def one(self, *terms: Term) -> T | None:
        """The one noun with these terms."""
        ...

    def having(self, *terms: Term) -> list[T]:
        """All nouns with these terms, in the order they were added."""
        ...

    def put(self, doc_id: int, value: T, **changed: Any) -> None:
        """Store under that id, with these fields changed."""
        ...

    def put_by(self, term: Term, value: T) -> None:
        """Store in place of the one with that term, or as a new one."""
        ...

    def drop(self, doc_id: int) -> None:
        """Forget."""
        ...


class Lending(Protocol):
    """Which hosts are lent to whom, as far as changes ask."""

    def is_lent(self, host: str, lease: int) -> bool:
        """Whether the host is lent under that number."""
        ...

    def ask(self, host: str, url: str) -> None:
        """Somebody asked for a page: a check that is under way does not answer that."""
        ...

    def is_asked_again(self, host: str, url: str) -> bool:
        """Whether somebody asked for a page since its host was lent."""
        ...


class Happened(Protocol):
    """The history."""

    def append(self, *events: Event) -> None:
        """Add what happened."""
        ...


class Tables(Protocol):
    """All tables, with what is lent and what happened."""

    def next_id(self, name: str) -> int:
        """An id that was never given before in that table."""
        ...

    def told_lately(self, asked: ToldLately) -> Iterable[str]:
        """Ids of the incidents that were told lately."""
        ...

    @property
    def due(self) -> Lending: ...

    @property
    def history(self) -> Happened: ...

    @property
    def links(self) -> DocumentTable[Link, LinkKey]: ...

    @property
    def partners(self) -> DocumentTable[Partner, PartnerKey]: ...

    @property
    def exchanges(self) -> DocumentTable[Exchange, ExchangeKey]: ...

    @property
    def prospects(self) -> DocumentTable[Prospect, ProspectKey]: ...

    @property
    def pages(self) -> DocumentTable[TrackedPage, PageKey]: ...

    @property
    def hosts(self) -> DocumentTable[HostState, HostKey]: ...

    @property
    def incidents(self) -> DocumentTable[Incident, IncidentKey]: ...

    @property
    def notices(self) -> DocumentTable[Notice, NoticeKey]: ...

    @property
    def settings(self) -> DocumentTable[StoredSettings, Key]: ...

    @property
    def logos(self) -> DocumentTable[ChannelLogo, Key]: ...

    @property
    def once(self) -> DocumentTable[Once, Key]: ...

    @property
    def sent_keys(self) -> DocumentTable[SentKey, Key]: ...

    @property
    def contacts(self) -> DocumentTable[SiteContact, ContactKey]: ...

    @property
    def changed_links(self) -> DocumentTable[ChangedLinks, ChangedKey]: ...

    @property
    def listings(self) -> DocumentTable[KeptListing, ListingKey]: ...

    @property
    def channel_blocks(self) -> DocumentTable[ChannelBlock, Key]: ...

    @property
    def sheets(self) -> DocumentTable[SyncedSheet, SheetKey]: ...

    @property
    def sheet_rows(self) -> DocumentTable[SyncedRow, RowKey]: ...

    @property
    def our_pages(self) -> DocumentTable[OurPage, OurPageKey]: ...

    @property
    def series(self) -> DocumentTable[StoredSeries, SeriesKey]: ...

    @property
    def site_audits(self) -> DocumentTable[SiteAudit, SiteAuditKey]: ...

    @property
    def site_ways(self) -> DocumentTable[SiteWays, SiteWaysKey]: ...


def put_newer(table: DocumentTable[V, Any], doc_id: int, value: V) -> None:
    """Store the next version; raises StaleError where `value` was not made from the newest."""
    stored = table.key(doc_id)
    if stored is None or stored.version != value.version:
        there = "gone" if stored is None else f"at version {stored.version}"
        raise StaleError(f"{type(value).__name__} {value.id} is {there}, not at {value.version}.")
    table.put(doc_id, value, version=value.version + 1)
