"""A store moves whole to another kind: every document of every table, and the history, proved by counts and checksums.

It is one way of doing it for both directions: what is asked of each side is a protocol, and each kind of store has both
sides in a `whole.py`. Nothing is held in memory that grows with the store but where its documents stand.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

import msgspec

from jobs.store.changes.shapes import ALL, COUNTERS

TABLES = tuple(name for name in ALL if name != COUNTERS.name)
"""The tables that hold documents; what was counted goes beside them."""
NUMBERED = ("links", "partners", "exchanges", "prospects", "sheets")
"""Those whose ids people see: none is ever given twice, also after the last one was removed."""
HISTORY = "events"

Documents = Iterator[tuple[int, bytes]]
"""Documents as they are stored, as JSON, each with its id; in the order of the ids."""
Step = Callable[[str, int], None]
"""Told now and then how far it is: the table, and how many of its documents are over."""
_TOLD_EVERY = 1000


class Whole(Protocol):
    """All of a store, as it stands still."""

    def documents(self, table: str) -> Documents:
        """The documents of a table."""
        ...

    def history(self) -> Documents:
        """What happened, each event under its number."""
        ...

    def last_ids(self) -> Mapping[str, int]:
        """The last id that was given in each of the numbered tables that any was given in."""
        ...


class EmptyStore(Whole, Protocol):
    """A store that is being filled; nobody else sees any of it before all is there."""

    def put(self, table: str, documents: Documents) -> None:
        """Take over the documents of a table."""
        ...

    def put_history(self, events: Documents) -> None:
        """Take over what happened."""
        ...

    def finish(self, last_ids: Mapping[str, int]) -> None:
        """Work out what a store has beside its documents: it can be read back then."""
        ...


class NotEmptyError(Exception):
    """Something is stored already where a store was to be moved to; the message says what. Nothing was changed."""


class NotTheSameError(Exception):
    """What was read back is not what was sent; the message says of which table. Nothing was kept of the copy."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One table as it was moved."""

    table: str
    documents: int
    checksum: str
    """SHA-256 of all ids and documents, their fields in the order of their names; the same on both sides."""


def move(source: Whole, target: EmptyStore, step: Step) -> list[Moved]:
    """Copy everything, read it back, and compare; raises NotTheSameError where the two differ."""
    sent = {table: _Tally() for table in (*TABLES, HISTORY)}
    for table in TABLES:
        target.put(table, sent[table].watching(source.documents(table), table, step))
    target.put_history(sent[HISTORY].watching(source.history(), HISTORY, step))
    target.finish(source.last_ids())
    for table, tally in sent.items():
        found = _Tally.of(target.history() if table == HISTORY else target.documents(table))
        if found.said != tally.said:
            raise NotTheSameError(f"{table}: {tally.said} were sent, and {found.said} are there.")
    if target.last_ids() != source.last_ids():
        raise NotTheSameError(f"The last ids were {source.last_ids()}, and are {target.last_ids()}.")
    return [Moved(table, tally.count, tally.checksum) for table, tally in sent.items()]


def in_order(raw: bytes) -> bytes:
    """A document with its fields in the order of their names: each kind of store may have them in one of its own."""
    return msgspec.json.encode(msgspec.json.decode(raw, type=dict[str, msgspec.Raw]), order="sorted")


class _Tally:
    """Counts documents as they pass, and adds them to a checksum."""

    def __init__(self) -> None:
        self.count = 0
        self._hash = hashlib.sha256()

    @classmethod
    def of(cls, documents: Iterable[tuple[int, bytes]]) -> "_Tally":
        tally = cls()
        for doc_id, raw in documents:
            tally.add(doc_id, in_order(raw))
        return tally

    def add(self, doc_id: int, raw: bytes) -> None:
        self.count += 1
        self._hash.update(b"%d:%b\n" % (doc_id, raw))

    def watching(self, documents: Documents, table: str, step: Step) -> Documents:
        for doc_id, found in documents:
            raw = in_order(found)
            self.add(doc_id, raw)
            if self.count % _TOLD_EVERY == 0:
                step(table, self.count)
            yield doc_id, raw
        step(table, self.count)

    @property
    def checksum(self) -> str:
        return self._hash.hexdigest()

    @property
    def said(self) -> str:
        return f"{self.count:,} documents with checksum {self.checksum[:16]}"
