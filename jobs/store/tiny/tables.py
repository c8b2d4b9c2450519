"""The tables in memory: documents as JSON, found by small indexes."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Generic, TypeVar

from jobs.model.queries import ToldLately
from jobs.store.changes import shapes
from jobs.store.changes.index import Index
from jobs.store.changes.key import Key, Term
from jobs.store.changes.keys import IncidentKey, span_of
from jobs.store.changes.shapes import Counter, TableShape
from jobs.store.documents import decode, encode
from jobs.store.tiny.due_queue import DueQueue
from jobs.store.tiny.history import Recent
from jobs.store.tiny.memory import Database
from jobs.store.tiny.on_disk import Documents, Entry, read_all

T = TypeVar("T")
K = TypeVar("K", bound=Key)


class Table(Generic[T, K]):
    """One table of one noun."""

    def __init__(
        self,
        database: Database,
        shape: TableShape[T, K],
        follow: Callable[[K | None, K | None], None] = lambda _old, _new: None,
    ) -> None:
        self.table = database.documents(shape.name)
        self.index: Index[K] = Index(shape.keys, follow)
        self._kind = shape.kind
        database.memory.listeners[shape.name] = self.index.change

    def get(self, doc_id: int | None) -> T | None:
        """The noun of that id; raises StoreDamagedError where it cannot be read, as all that give nouns do."""
        raw = None if doc_id is None else self.table.documents.get(doc_id)
        return None if raw is None else decode(raw, self._kind)

    def key(self, doc_id: int) -> K | None:
        """The part of it that is kept decoded."""
        return self.index.keys.get(doc_id)

    def find(self, *terms: Term) -> list[int]:
        """Ids of those with all these terms, in the order they were added; of all where none is given."""
        return self.index.find(*terms)

    def number(self, *terms: Term) -> int | None:
        """The id of the one with these terms."""
        return self.index.one(*terms)

    def has(self, term: Term) -> bool:
        """Whether any has this term."""
        return self.index.has(term)

    def all(self, doc_ids: Iterable[int]) -> list[T]:
        """The nouns of these ids, which must be there."""
        return self.decoded(self.entries(doc_ids))

    def decoded(self, documents: Iterable[Entry]) -> list[T]:
        """The nouns that these documents are."""
        return [decode(raw, self._kind) for raw in read_all(documents)]

    def entries(self, doc_ids: Iterable[int]) -> list[Entry]:
        """What is kept of the nouns of these ids, which must be there; nothing is read."""
        return list(map(self.table.documents.entries().__getitem__, doc_ids))

    def one(self, *terms: Term) -> T | None:
        """The one noun with these terms."""
        return self.get(self.index.one(*terms))

    def having(self, *terms: Term) -> list[T]:
        """All nouns with these terms, in the order they were added."""
        return self.all(self.index.find(*terms))

    def put(self, doc_id: int, value: T, **changed: Any) -> None:
        """Store under that id, with these fields changed."""
        self.table.put(doc_id, encode(value, **changed))

    def put_by(self, term: Term, value: T) -> None:
        """Store in place of the one with that term, or as a new one."""
        self.put(self.index.one(term) or self.index.last_id + 1, value)

    def drop(self, doc_id: int) -> None:
        """Forget."""
        self.table.put(doc_id, None)


class MemoryTables:
    """All tables, with what is due."""

    def __init__(self) -> None:
        self.database = Database()
        self.due = DueQueue(self._due_at)
        self.history = Recent()
        new = self.database
        self.links = Table(new, shapes.LINKS)
        self.partners = Table(new, shapes.PARTNERS)
        self.exchanges = Table(new, shapes.EXCHANGES)
        self.prospects = Table(new, shapes.PROSPECTS)
        self.pages = Table(new, shapes.PAGES, self.due.page_changed)
        self.hosts = Table(new, shapes.HOSTS, self.due.host_changed)
        self.incidents = Table(new, shapes.INCIDENTS)
        self.notices = Table(new, shapes.NOTICES)
        self.settings = Table(new, shapes.SETTINGS)
        self.logos = Table(new, shapes.LOGOS)
        self.once = Table(new, shapes.ONCE)
        self.counters = Table(new, shapes.COUNTERS)
        self.sent_keys = Table(new, shapes.SENT_KEYS)
        self.contacts = Table(new, shapes.CONTACTS)
        self.changed_links = Table(new, shapes.CHANGED_LINKS)
        self.listings = Table(new, shapes.LISTINGS)
        self.channel_blocks = Table(new, shapes.CHANNEL_BLOCKS)
        self.sheets = Table(new, shapes.SHEETS)
        self.sheet_rows = Table(new, shapes.SHEET_ROWS)
        self.our_pages = Table(new, shapes.OUR_PAGES)
        self.series = Table(new, shapes.SERIES)
        self.site_audits = Table(new, shapes.SITE_AUDITS)
        self.site_ways = Table(new, shapes.SITE_WAYS)

    def load(self, tables: dict[str, Documents]) -> None:
        """Take over what was read from the disk; raises StoreDamagedError where it is not as it was then."""
        memory = self.database.memory
        memory.tables = tables
        for name, listener in memory.listeners.items():
            for doc_id, raw in tables.get(name, Documents()).as_they_stand():
                listener(doc_id, raw)

    def _due_at(self, url: str) -> datetime | None:
        number = self.pages.index.one(("url", url))
        return None if number is None else self.pages.index.keys[number].next_check_at

    def next_id(self, name: str) -> int:
        """An id that was never given before."""
        term = ("key", (name,))
        counter = self.counters.one(term)
        number = 1 + (counter.last if counter else 0)
        self.counters.put_by(term, Counter(name, number))
        return number

    def told_lately(self, asked: ToldLately) -> list[str]:
        """Ids of the incidents that were told lately."""
        keys = self.incidents.index.keys
        return [keys[number].id for number in told_lately(self.incidents.index, asked)]

    def picture(self) -> dict[str, Documents]:
        """All tables as they are now; documents are shared, for they never change."""
        return {name: documents.picture() for name, documents in self.database.memory.tables.items()}


def told_lately(index: Index[IncidentKey], asked: ToldLately) -> list[int]:
    """Numbers of the incidents that were told lately, in the order they were opened."""
    spans = range(span_of(asked.since), span_of(asked.until) + 1)
    told = index.among([[("told", (asked.channel, span)) for span in spans]])
    lately = {number for number in told if asked.since <= index.keys[number].moment_told <= asked.until}
    return sorted(lately.union(index.find(("unposted", asked.channel))))
