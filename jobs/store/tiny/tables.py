"""The tables of the store: which noun lies where, and by what it is found."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

import msgspec

from jobs.model.channel import ChannelBlock, ChannelLogo, ChannelSettings
from jobs.model.exchange import Exchange
from jobs.model.incident import Incident
from jobs.model.link import Link
from jobs.model.link_status import LinkState
from jobs.model.listing import KeptListing
from jobs.model.notice import Notice
from jobs.model.operation import ChangedLinks
from jobs.model.our_page import OurPage
from jobs.model.partner import Partner, SiteContact
from jobs.model.prospect import Prospect
from jobs.model.synced_sheet import SyncedRow, SyncedSheet
from jobs.model.tracked_page import HostState, TrackedPage
from jobs.store.errors import StaleError
from jobs.store.tiny.documents import decode, encode
from jobs.store.tiny.due_queue import DueQueue, HostKey, PageKey
from jobs.store.tiny.history import Recent
from jobs.store.tiny.index import Index, Key, Term
from jobs.store.tiny.keys import (
    ChangedKey,
    ContactKey,
    ExchangeKey,
    IncidentKey,
    OurPageKey,
    ProspectKey,
    RowKey,
    SheetKey,
    domains_of,
)
from jobs.store.tiny.memory import Database
from jobs.store.tiny.notice_queue import NoticeKey
from jobs.store.tiny.on_disk import Documents, Entry, read_all
from jobs.store.tiny.series import SeriesKey, StoredSeries

T = TypeVar("T")
K = TypeVar("K", bound=Key)
V = TypeVar("V", Link, Partner, Exchange, Prospect, Incident, SyncedSheet)


class FindingKey(msgspec.Struct, gc=False, frozen=True):
    """What is asked of a finding, and of what was accepted."""

    kind: str = ""


class ExpectationKey(msgspec.Struct, gc=False, frozen=True):
    """The part of what was agreed that is asked for."""

    accepted: tuple[FindingKey, ...] = ()


class StatusKey(msgspec.Struct, gc=False, frozen=True):
    """The part of a link's standing that is asked for."""

    state: LinkState = LinkState.NEW
    unknown_since: datetime | None = None
    unreachable: bool = False
    snoozed_until: datetime | None = None
    open: tuple[FindingKey, ...] = ()


class GuaranteeKey(msgspec.Struct, gc=False, frozen=True):
    """What of a guarantee a link is found by."""

    claim_days: int | None = None


class LinkKey(Key, frozen=True):
    """What a link is found by."""

    channel: str
    page_url: str
    target: str
    standing: StatusKey = StatusKey()
    tags: tuple[str, ...] = ()
    owner: str = ""
    added_by: str = ""
    guarantee: GuaranteeKey = GuaranteeKey()
    expected: ExpectationKey = ExpectationKey()
    version: int = 0

    def __post_init__(self) -> None:
        self.share("channel", "page_url", "target", "owner", "added_by")

    @property
    def identity(self) -> tuple[str, str, str]:
        """What makes it another link."""
        return self.channel, self.page_url, self.target

    @property
    def terms_from(self) -> tuple[Hashable, ...]:
        """All of it but the version."""
        named = self.channel, self.page_url, self.target, self.owner, self.added_by
        return *named, self.standing, self.tags, self.guarantee

    @property
    def terms(self) -> Iterable[Term]:
        """Found by channel, page, target, the page's domains, and by its state, tags and people in a channel.

        The few that could not be read, now or for long, are snoozed, or can be claimed are found by that too.
        """
        state, people = self.standing.state, dict.fromkeys((self.owner, self.added_by))
        found: list[Term] = [("channel", self.channel), ("page", self.page_url), ("target", self.target)]
        found += [("state", (self.channel, state)), *domains_of(self.page_url)]
        found += [("tag", (self.channel, tag)) for tag in self.tags]
        found += [("unknown", True)] if self.standing.unknown_since else []
        found += [("unread", True)] if self.standing.unreachable else []
        found += [("snoozed", True)] if self.standing.snoozed_until else []
        found += [("claimable", True)] if state.is_bad and self.guarantee.claim_days is not None else []
        return found + [("person", (self.channel, person, state)) for person in people if person]


class PartnerKey(Key, frozen=True):
    """What a partner page is found by."""

    channel: str
    page_url: str
    over_limit: bool = False
    added_by: str = ""
    version: int = 0

    @property
    def terms(self) -> Iterable[Term]:
        """Found by channel, page, the domains that it is in, who added it, and whether it is over its limit."""
        found: list[Term] = [("channel", self.channel), ("page", self.page_url), *domains_of(self.page_url)]
        return [*found, ("over", (self.channel, self.over_limit)), ("person", (self.channel, self.added_by))]


class ListingKey(Key, frozen=True):
    """What a list of a search engine is found by."""

    channel: str
    source: str
    site: str

    @property
    def terms(self) -> Iterable[Term]:
        """Found by channel, and by all three."""
        return ("channel", self.channel), ("key", (self.channel, self.source, self.site))


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


def _found_by(*names: str) -> type[Any]:
    """A key whose one term is the tuple of these fields."""

    def terms(self: Any) -> Iterable[Term]:
        return (("key", tuple(getattr(self, name) for name in names)),)

    fields = [(name, str) for name in names]
    return msgspec.defstruct("Key", fields, bases=(Key,), namespace={"terms": property(terms)}, frozen=True)


class Table(Generic[T, K]):
    """One table of one noun."""

    def __init__(
        self,
        database: Database,
        name: str,
        kind: type[T],
        keys: type[K],
        follow: Callable[[K | None, K | None], None] = lambda _old, _new: None,
    ) -> None:
        self.table = database.documents(name)
        self.index: Index[K] = Index(keys, follow)
        self._kind = kind
        database.memory.listeners[name] = self.index.change

    def get(self, doc_id: int | None) -> T | None:
        """The noun of that id; raises StoreDamagedError where it cannot be read, as all that give nouns do."""
        raw = None if doc_id is None else self.table.documents.get(doc_id)
        return None if raw is None else decode(raw, self._kind)

    def all(self, doc_ids: Iterable[int]) -> list[T]:
        """The nouns of these ids, which must be there."""
        return [decode(raw, self._kind) for raw in read_all(self.entries(doc_ids))]

    def entries(self, doc_ids: Iterable[int]) -> list[Entry]:
        """What is kept of the nouns of these ids, which must be there; nothing is read."""
        entries = self.table.documents.entries()
        return [entries[doc_id] for doc_id in doc_ids]

    def one(self, *terms: Term) -> T | None:
        """The one noun with these terms."""
        return self.get(self.index.one(*terms))

    def having(self, *terms: Term) -> list[T]:
        """All nouns with these terms, in the order they were added."""
        return self.all(self.index.find(*terms))

    def put(self, doc_id: int, value: T) -> None:
        """Store under that id."""
        self.table.put(doc_id, encode(value))

    def put_by(self, term: Term, value: T) -> None:
        """Store in place of the one with that term, or as a new one."""
        self.put(self.index.one(term) or self.index.last_id + 1, value)

    def drop(self, doc_id: int) -> None:
        """Forget."""
        self.table.put(doc_id, None)


def put_newer(table: Table[V, Any], doc_id: int, value: V) -> None:
    """Store the next version; raises StaleError where `value` was not made from the newest."""
    stored = table.index.keys.get(doc_id)
    if stored is None or stored.version != value.version:
        there = "gone" if stored is None else f"at version {stored.version}"
        raise StaleError(f"{type(value).__name__} {value.id} is {there}, not at {value.version}.")
    table.table.put(doc_id, encode(value, version=value.version + 1))


class Tables:
    """All tables, with what is due."""

    def __init__(self) -> None:
        self.database = Database()
        self.due = DueQueue()
        self.history = Recent()
        new = self.database
        self.links = Table(new, "links", Link, LinkKey)
        self.partners = Table(new, "partners", Partner, PartnerKey)
        self.exchanges = Table(new, "exchanges", Exchange, ExchangeKey)
        self.prospects = Table(new, "prospects", Prospect, ProspectKey)
        self.pages = Table(new, "pages", TrackedPage, PageKey, self.due.page_changed)
        self.hosts = Table(new, "hosts", HostState, HostKey, self.due.host_changed)
        self.incidents = Table(new, "incidents", Incident, IncidentKey)
        self.notices = Table(new, "notices", Notice, NoticeKey)
        self.settings = Table(new, "settings", StoredSettings, _found_by("channel"))
        self.logos = Table(new, "logos", ChannelLogo, _found_by("channel"))
        self.once = Table(new, "once", Once, _found_by("kind", "scope", "period"))
        self.counters = Table(new, "counters", Counter, _found_by("name"))
        self.sent_keys = Table(new, "told", SentKey, _found_by("key"))
        self.contacts = Table(new, "contacts", SiteContact, ContactKey)
        self.changed_links = Table(new, "changed_links", ChangedLinks, ChangedKey)
        self.listings = Table(new, "listings", KeptListing, ListingKey)
        self.channel_blocks = Table(new, "shut", ChannelBlock, _found_by("channel"))
        self.sheets = Table(new, "sheets", SyncedSheet, SheetKey)
        self.sheet_rows = Table(new, "sheet_rows", SyncedRow, RowKey)
        self.our_pages = Table(new, "our_pages", OurPage, OurPageKey)
        self.series = Table(new, "series", StoredSeries, SeriesKey)

    def load(self, tables: dict[str, Documents]) -> None:
        """Take over what was read from the disk; raises StoreDamagedError where it is not as it was then."""
        memory = self.database.memory
        memory.tables = tables
        for name, listener in memory.listeners.items():
            for doc_id, raw in tables.get(name, Documents()).read_all():
                listener(doc_id, raw)

    def next_id(self, name: str) -> int:
        """An id that was never given before."""
        term = ("key", (name,))
        counter = self.counters.one(term)
        number = 1 + (counter.last if counter else 0)
        self.counters.put_by(term, Counter(name, number))
        return number

    def picture(self) -> dict[str, Documents]:
        """All tables as they are now; documents are shared, for they never change."""
        return {name: documents.picture() for name, documents in self.database.memory.tables.items()}
