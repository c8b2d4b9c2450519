"""TinyDB over documents that stay on the disk, as the JSON that they were written as.

TinyDB's own storage holds every document as nested dicts and hands the whole database to each write. Here memory holds
where a document stands; it is read and decoded when it is asked for, and a snapshot is the pieces joined. A `Table`
subclass, TinyDB's documented hook, hands the updater an overlay and records only what differs.
"""

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Document, Table

from jobs.store.documents import encode
from jobs.store.tiny.on_disk import Documents, Entry

Json = dict[str, Any]
Listener = Callable[[int, bytes | None], None]


@dataclass(slots=True)
class Batch:
    """What one change does, for the journal, and what was there before, for taking it back."""

    puts: dict[str, dict[int, bytes]] = field(default_factory=dict)
    drops: dict[str, list[int]] = field(default_factory=dict)
    """Dropped before anything is put: a document dropped and put again stands at the end, as in TinyDB."""
    before: list[tuple[str, int, Entry | None]] = field(default_factory=list)

    def record(self, table: str, doc_id: int, old: Entry | None, new: bytes | None) -> None:
        self.before.append((table, doc_id, old))
        if new is None:
            self.drops.setdefault(table, []).append(doc_id)
            documents = self.puts.get(table, {})
            documents.pop(doc_id, None)
            if not documents:
                self.puts.pop(table, None)
        else:
            self.puts.setdefault(table, {})[doc_id] = new


class Memory(Storage):
    """All tables; every change goes through `put`, inside a batch."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: dict[str, Documents] = {}
        self.listeners: dict[str, Listener] = {}
        """Told of each change of a table, undoing included: indexes live on this."""
        self._batch: Batch | None = None

    def begin(self) -> Batch:
        """Start to record a change."""
        self._batch = Batch()
        return self._batch

    def end(self) -> None:
        """Changes from here on belong to no batch, and are refused."""
        self._batch = None

    def undo(self, batch: Batch) -> None:
        """Put back what was there before the batch."""
        for table, doc_id, old in reversed(batch.before):
            self._set(table, doc_id, old)

    def put(self, table: str, doc_id: int, raw: bytes | None) -> None:
        """Set a document, or remove it with None; raises RuntimeError outside a batch."""
        if self._batch is None:
            raise RuntimeError("A change outside a batch would not reach the journal.")
        self._batch.record(table, doc_id, self._documents(table).entry(doc_id), raw)
        self._set(table, doc_id, raw)

    def written(self, batch: Batch, locations: Iterator[Entry]) -> None:
        """The batch stands on the disk now, at these locations in the order of its puts: nothing need be held of it."""
        for table, documents in batch.puts.items():
            for (doc_id, raw), location in zip(documents.items(), locations, strict=False):
                self.tables[table].move(doc_id, raw, location)

    def _documents(self, table: str) -> Documents:
        return self.tables.get(table) or self.tables.setdefault(table, Documents())

    def _set(self, table: str, doc_id: int, entry: Entry | None) -> None:
        documents = self._documents(table)
        documents.put(doc_id, entry)
        if listener := self.listeners.get(table):
            listener(doc_id, None if entry is None else documents[doc_id])

    def read(self) -> dict[str, Any]:
        """All tables, as TinyDB asks for them; documents are decoded when they are checked."""
        return {name: DocumentsView(documents) for name, documents in self.tables.items()}

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Replace everything: what TinyDB does where tables are dropped."""
        for name, documents in self.tables.items():
            for doc_id in [doc_id for doc_id in documents if str(doc_id) not in data.get(name, {})]:
                self.put(name, doc_id, None)
        self.tables = {name: documents for name, documents in self.tables.items() if name in data}


class DocumentsView(Mapping[str, Json]):
    """One table as TinyDB reads it: string ids to dicts."""

    def __init__(self, documents: Mapping[int, bytes]) -> None:
        self._documents = documents

    def __getitem__(self, doc_id: str) -> Json:
        return _dict(self._documents[int(doc_id)])

    def __iter__(self) -> Iterator[str]:
        return map(str, self._documents)

    def __len__(self) -> int:
        return len(self._documents)


class Overlay(MutableMapping[int, Json]):
    """One table as an updater sees it: it may change what it is given; the table below stays as it is."""

    def __init__(self, documents: Mapping[int, bytes]) -> None:
        self._below = documents
        self._touched: dict[int, Json] = {}
        self._added: dict[int, Json] = {}
        self.dropped: dict[int, None] = {}

    def __contains__(self, doc_id: object) -> bool:
        return doc_id in self._added or (doc_id in self._below and doc_id not in self.dropped)

    def __getitem__(self, doc_id: int) -> Json:
        if doc_id in self._added:
            return self._added[doc_id]
        if doc_id in self.dropped:
            raise KeyError(doc_id)
        if doc_id not in self._touched:
            self._touched[doc_id] = _dict(self._below[doc_id])
        return self._touched[doc_id]

    def __setitem__(self, doc_id: int, document: Json) -> None:
        kept = doc_id in self._below and doc_id not in self.dropped
        (self._touched if kept else self._added)[doc_id] = document

    def __delitem__(self, doc_id: int) -> None:
        if self._added.pop(doc_id, None) is None:
            if doc_id not in self:
                raise KeyError(doc_id)
            self._touched.pop(doc_id, None)
            self.dropped[doc_id] = None

    def __iter__(self) -> Iterator[int]:
        yield from (doc_id for doc_id in self._below if doc_id not in self.dropped)
        yield from self._added

    def __len__(self) -> int:
        return len(self._below) - len(self.dropped) + len(self._added)

    def changed(self) -> Iterator[tuple[int, bytes]]:
        """Documents that are new or not what they were."""
        for doc_id, document in self._touched.items():
            if document != _dict(self._below[doc_id]):
                yield doc_id, encode(document)
        for doc_id, document in self._added.items():
            yield doc_id, encode(document)


class JournaledTable(Table):
    """TinyDB's table; its cost follows what changed."""

    _storage: Memory

    def __init__(self, storage: Storage, name: str, cache_size: int = 0, *, persist_empty: bool = False) -> None:
        """Without TinyDB's query cache: a change that is taken back would leave stale answers in it."""
        super().__init__(storage, name, cache_size, persist_empty)

    @property
    def documents(self) -> Documents:
        """The table's documents as JSON, by id."""
        return self._storage.tables.get(self.name) or Documents()

    def put(self, doc_id: int, raw: bytes | None) -> None:
        """Set or remove one document that is JSON already: the store's own way, without the detour over dicts."""
        self._storage.put(self.name, doc_id, raw)

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        overlay = Overlay(self.documents)
        updater(overlay)  # type: ignore[arg-type]  # TinyDB says dict and needs a mutable mapping
        changed = list(overlay.changed())  # encoded first: what cannot be stored changes nothing
        self._storage.tables.setdefault(self.name, Documents())
        for doc_id in overlay.dropped:
            self._storage.put(self.name, doc_id, None)
        for doc_id, raw in changed:
            self._storage.put(self.name, doc_id, raw)


class Database(TinyDB):
    """TinyDB over `Memory`."""

    table_class: type[Table] = JournaledTable

    def __init__(self) -> None:
        super().__init__(storage=Memory)

    @property
    def memory(self) -> Memory:
        """The storage, as what it is."""
        storage = self.storage
        assert isinstance(storage, Memory)
        return storage

    def documents(self, name: str) -> JournaledTable:
        """One table, as what it is."""
        table = self.table(name)
        assert isinstance(table, JournaledTable)
        return table


def _dict(raw: bytes) -> Json:
    return msgspec.json.decode(raw, type=Json)


__all__ = ["Database", "Document", "JournaledTable", "Memory"]
