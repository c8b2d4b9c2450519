"""One table as one change sees it: rows are locked as they are read, and written all together at the end."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Generic, TypeVar

import msgspec
from psycopg import Cursor, sql
from psycopg.rows import TupleRow

from jobs.store.changes.index import Index
from jobs.store.changes.key import Key, Term
from jobs.store.changes.shapes import TableShape
from jobs.store.documents import decode, encode
from jobs.store.postgres.columns import LAYOUTS, Columns, condition
from jobs.store.postgres.connection import Connection
from jobs.store.postgres.named import statements

_ROWS = msgspec.json.Encoder()
T = TypeVar("T")
K = TypeVar("K", bound=Key)

_FRESH = 1 << 62
"""New documents without an id of their own stand behind all others until the database numbers them."""


class TakenRows(Generic[T, K]):
    """A `DocumentTable` within one transaction.

    What was read is known until the end, for it is locked; and what is put is found as if it were there already.
    """

    def __init__(self, connection: Connection, shape: TableShape[T, K]) -> None:
        self._connection = connection
        self._shape = shape
        self._documents: dict[int, bytes | None] = {}
        self._keys: dict[int, K] = {}
        self._sought: Index[K] | None = None
        """Made where anything is sought by terms: most changes know what they change by its id."""
        self._stored: set[int] = set()
        self._before: dict[int, K | None] = {}
        """What is to be written, with what it was."""
        self._known: set[tuple[Term, ...]] = set()
        """Terms of which all rows have been read."""
        self._fresh = 0

    def get(self, doc_id: int | None) -> T | None:
        """The noun of that id; raises StoreDamagedError where it cannot be read, as all that give nouns do."""
        if doc_id is None:
            return None
        self.take([doc_id])
        raw = self._documents[doc_id]
        return None if raw is None else decode(raw, self._shape.kind)

    def key(self, doc_id: int) -> K | None:
        """The part of it that it is found by."""
        self.take([doc_id])
        return self._keys.get(doc_id)

    def find(self, *terms: Term) -> Sequence[int]:
        """Ids of those with all these terms, in the order they were added; of all where none is given."""
        if not self._is_known(terms):
            self._learn(self._select(*condition(self._shape.name, terms)).fetchall())
            self._known.add(terms)
        return self._index.find(*terms)

    def number(self, *terms: Term) -> int | None:
        """The id of the one with these terms."""
        return next(iter(self.find(*terms)), None)

    def has(self, term: Term) -> bool:
        """Whether any has this term; none is read for it."""
        if self._index.has(term) or self._is_known((term,)):
            return self._index.has(term)
        where, values = condition(self._shape.name, [term])
        statement = _filled("exists", self._shape.name, where)
        row = self._connection.execute(statement, [*values, list(self._documents)]).fetchone()
        if row and row[0]:
            return True
        self._known.add((term,))
        return False

    def one(self, *terms: Term) -> T | None:
        """The one noun with these terms."""
        return self.get(self.number(*terms))

    def having(self, *terms: Term) -> list[T]:
        """All nouns with these terms, in the order they were added."""
        return [noun for number in self.find(*terms) if (noun := self.get(number)) is not None]

    def put(self, doc_id: int, value: T, **changed: Any) -> None:
        """Store under that id, with these fields changed."""
        self.take([doc_id])
        self._set(doc_id, encode(value, **changed))

    def put_by(self, term: Term, value: T) -> None:
        """Store in place of the one with that term, or as a new one."""
        number = self.number(term)
        if number is None:
            number = _FRESH + self._fresh
            self._fresh += 1
            self._documents[number] = None
        self._set(number, encode(value))

    def drop(self, doc_id: int) -> None:
        """Forget."""
        self.take([doc_id])
        self._set(doc_id, None)

    def take(self, doc_ids: Iterable[int]) -> None:
        """Read and lock the rows of these ids, in their order; those that are not there are known not to be."""
        missing = [doc_id for doc_id in doc_ids if doc_id not in self._documents]
        if missing:
            self._learn(self._select("id = any(%s::bigint[])", [missing]).fetchall())
            for doc_id in missing:
                self._documents.setdefault(doc_id, None)

    def take_by(self, name: str, values: Collection[Hashable]) -> None:
        """The same for the rows that have the term of that name with any of these values."""
        if values:
            found = LAYOUTS[self._shape.name].finds[name]
            self._learn(self._select(found.condition, [list(map(found.convert, values))]).fetchall())
            self._known.update(((name, value),) for value in values)

    @property
    def is_changed(self) -> bool:
        """Whether anything is to be written."""
        return bool(self._before)

    def changes(self) -> Iterable[tuple[K | None, K | None]]:
        """What each row that is to be written was found by, and is now."""
        return ((before, self._keys.get(number)) for number, before in self._before.items())

    def flush(self) -> None:
        """Write what was put and dropped: at most one statement of each kind."""
        gone, new, moved, same = list[int](), list[int](), list[int](), list[int]()
        for number, before in self._before.items():
            if self._documents[number] is None:
                gone += [number] if number in self._stored else []
            elif number not in self._stored:
                new.append(number)
            elif before is not None and _is_found_as_before(before, self._keys[number]):
                same.append(number)
            else:
                moved.append(number)
        if gone:
            self._connection.execute(_filled("delete", self._shape.name), [gone])
        if same:
            self._connection.execute(_filled("update_documents", self._shape.name), [same, self._raw(same)])
        self._write("update", moved)
        self._write("insert", [number for number in new if number < _FRESH])
        self._write("insert", [number for number in new if number >= _FRESH])

    def _write(self, what: str, numbers: Sequence[int]) -> None:
        if numbers:
            rows = [self._columns(number) for number in numbers]
            statement = _filled(what, self._shape.name, "", *rows[0])
            self._connection.execute(statement, [as_json(rows), self._raw(numbers)])

    def _raw(self, numbers: Iterable[int]) -> list[bytes | None]:
        return [self._documents[number] for number in numbers]

    def _columns(self, number: int) -> Columns:
        columns = LAYOUTS[self._shape.name].columns(self._keys[number])
        return columns | ({"id": number} if number < _FRESH else {})

    def _set(self, number: int, raw: bytes | None) -> None:
        self._before.setdefault(number, self._keys.get(number))
        self._know(number, raw)

    def _know(self, number: int, raw: bytes | None) -> None:
        self._documents[number] = raw
        if raw is None:
            self._keys.pop(number, None)
        else:
            self._keys[number] = decode(raw, self._shape.keys)
        if self._sought is not None:
            self._sought.know(number, self._keys.get(number))

    @property
    def _index(self) -> Index[K]:
        if self._sought is None:
            self._sought = Index(self._shape.keys)
            for number, key in self._keys.items():
                self._sought.know(number, key)
        return self._sought

    def _select(self, where: str, values: Sequence[Any]) -> Cursor[TupleRow]:
        return self._connection.execute(_filled("take", self._shape.name, where), values)

    def _learn(self, rows: Iterable[tuple[int, bytes]]) -> None:
        """What this change has changed itself stays as it is now."""
        for number, raw in rows:
            if number not in self._documents:
                self._stored.add(number)
                self._know(number, raw)

    def _is_known(self, terms: tuple[Term, ...]) -> bool:
        """Whether all rows with these terms have been read."""
        return terms in self._known or () in self._known or any((term,) in self._known for term in terms)


def _is_found_as_before(before: Key, after: Key) -> bool:
    """Whether the columns beside a document stay as they are: all follow from its key, and none from the version."""
    return _less_version(before) == _less_version(after)


def _less_version(key: Key) -> Key:
    return msgspec.structs.replace(key, version=0) if hasattr(key, "version") else key


def as_json(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as `json_populate_recordset` takes them: all of a table go to the server as one value."""
    return _ROWS.encode([{name: _in_json(value) for name, value in row.items()} for row in rows]).decode()


def _in_json(value: Any) -> Any:
    return f"\\x{value.hex()}" if isinstance(value, bytes) else value


@cache
def _filled(statement: str, table: str, where: str = "", *names: str) -> bytes:
    """A statement of `sql/rows.sql` for one table; no value is ever part of it."""
    written = [name for name in names if name != "id" or statement == "insert"]
    return (
        sql.SQL(statements("rows")[statement])
        .format(
            table=sql.Identifier(table),
            condition=sql.SQL(where),
            names=sql.SQL(", ").join(map(sql.Identifier, written)),
            values=sql.SQL(", ").join(sql.Identifier("new", name) for name in written),
        )
        .as_bytes(None)
    )
