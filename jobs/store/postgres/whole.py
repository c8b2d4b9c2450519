"""A database's store as a whole: read to be moved elsewhere, filled with what comes from there, or looked through."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain
from typing import Any

from psycopg import Error
from psycopg.errors import LockNotAvailable
from psycopg.rows import dict_row
from psycopg.sql import SQL, Identifier, Literal

from jobs.model.event import Event
from jobs.store.about import Verified
from jobs.store.changes.shapes import ALL
from jobs.store.documents import decode
from jobs.store.errors import StoreDamagedError, StoreLockedError, StoreUnreachableError
from jobs.store.moving import HISTORY, NUMBERED, TABLES, NotEmptyError
from jobs.store.postgres.columns import LAYOUTS, Columns, of_event
from jobs.store.postgres.connection import Connection, connect, said_plainly, where_it_is
from jobs.store.postgres.migrate import refuse_other_versions
from jobs.store.postgres.named import number_of, statements

_AT_ONCE = 1000
"""Documents that the server sends at a time."""
_ALL = (*TABLES, HISTORY)
_ANALYZED = (*_ALL, "link_counts", "host_leases")


@contextmanager
def whole_database(url: str) -> Iterator["DatabaseContents"]:
    """All that is in a database, as it is at one moment; nobody writes to it meanwhile.

    Raises StoreUnreachableError, StoreBehindError, and StoreLockedError where a bot or worker is connected.
    """
    with _alone(url) as connection:
        yield DatabaseContents(connection)


@contextmanager
def empty_database(url: str) -> Iterator["NewDatabase"]:
    """An empty database that is being filled, all of it or nothing; raises NotEmptyError, StoreLockedError."""
    with _alone(url) as connection:
        for table in _ALL:
            if connection.execute(SQL("select 1 from {} limit 1").format(Identifier(table))).fetchone():
                raise NotEmptyError(
                    f"There is a store in {where_it_is(url)} already, with {table}: name an empty database."
                )
        yield NewDatabase(connection)
    _tidy(url)


def _tidy(url: str) -> None:
    """Have the server note that everybody may see these rows, so that its indexes alone answer what they can.

    It would do so later by itself; whatever keeps it from that now, the store is there.
    """
    with suppress(Error, StoreUnreachableError), connect(url) as connection:
        connection.execute("set statement_timeout = 0")
        connection.execute(SQL("vacuum {}").format(SQL(", ").join(map(Identifier, _ALL))))


@contextmanager
def _alone(url: str) -> Iterator[Connection]:
    """One transaction beside which nobody writes; it is committed at the end, or undone."""
    sql = statements("whole")
    with said_plainly(url), connect(url) as connection:
        refuse_other_versions(connection)
        with connection.transaction():
            connection.execute("set transaction isolation level repeatable read")
            connection.execute(sql["unbounded"])
            # Before anything is read: the picture is then of what is there once nobody writes any more.
            tables = SQL(", ").join(map(Identifier, _ALL))
            try:
                connection.execute(SQL("lock table {} in share row exclusive mode").format(tables))
            except LockNotAvailable:
                raise StoreLockedError(f"{where_it_is(url)} is in use: somebody is writing to it.") from None
            if others := number_of(connection, sql["others"]):
                raise StoreLockedError(
                    f"{where_it_is(url)} is in use: bots or workers hold {others} connections to it."
                )
            yield connection


class DatabaseContents:
    """What stands in a database, as `Whole` asks for it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def documents(self, table: str) -> Iterator[tuple[int, bytes]]:
        """In the order of the ids."""
        yield from self._read(table, "id")

    def history(self) -> Iterator[tuple[int, bytes]]:
        """In the order in which it was written."""
        yield from self._read(HISTORY, "n")

    def last_ids(self) -> Mapping[str, int]:
        """As the tables count them."""
        found = {table: self._last_id(table) for table in NUMBERED}
        return {table: last for table, last in found.items() if last}

    def _read(self, table: str, key: str) -> Iterator[tuple[int, bytes]]:
        asked = SQL("select {key}, doc::text from {table} order by {key}")
        with self._connection.cursor(name=f"whole_{table}") as cursor:
            cursor.itersize = _AT_ONCE
            cursor.execute(asked.format(key=Identifier(key), table=Identifier(table)))
            for number, text in cursor:
                yield number, text.encode()

    def _last_id(self, table: str) -> int:
        asked = SQL("select last_value, is_called from {}").format(Identifier(f"{table}_id_seq"))
        row = self._connection.execute(asked).fetchone()
        assert row is not None
        return int(row[0]) if row[1] else int(row[0]) - 1


class NewDatabase(DatabaseContents):
    """A database that is being filled."""

    def put(self, table: str, documents: Iterator[tuple[int, bytes]]) -> None:
        """Copy them in, each with the columns that it is found by."""
        self._copy(table, "id", documents)

    def put_history(self, events: Iterator[tuple[int, bytes]]) -> None:
        """The same for what happened."""
        self._copy(HISTORY, "n", events)

    def finish(self, last_ids: Mapping[str, int]) -> None:
        """Count links, line up hosts, and go on numbering behind the last."""
        sql = statements("whole")
        self._connection.execute(sql["count_links"])
        self._connection.execute(sql["queue_hosts"])
        for table in _ALL:
            self._number_from(table, last_ids.get(table, 0))
        # Until the server's own turn comes, it would read all links to find those of a page.
        self._connection.execute(SQL("analyze {}").format(SQL(", ").join(map(Identifier, _ANALYZED))))

    def _copy(self, table: str, key: str, documents: Iterator[tuple[int, bytes]]) -> None:
        first = next(documents, None)
        if first is None:
            return
        names = (key, *_columns_of(table, first[1]), "doc")
        asked = SQL("copy {} ({}) from stdin").format(Identifier(table), SQL(", ").join(map(Identifier, names)))
        with self._connection.cursor() as cursor, cursor.copy(asked) as copy:
            for number, raw in chain([first], documents):
                copy.write_row((number, *_columns_of(table, raw).values(), raw.decode()))

    def _number_from(self, table: str, last_id: int) -> None:
        key = Identifier("n" if table == HISTORY else "id")
        (there,) = self._connection.execute(
            SQL("select coalesce(max({}), 0) from {}").format(key, Identifier(table))
        ).fetchone() or (0,)
        following = Literal(max(last_id, there) + 1)
        asked = SQL("alter table {} alter column {} restart with {}").format(Identifier(table), key, following)
        self._connection.execute(asked)


def verify_database(url: str) -> Verified:
    """Read every document: each is read as its noun, and is found by what it says. Also while bots and workers run.

    Raises StoreUnreachableError and StoreBehindError.
    """
    sql = statements("whole")
    with said_plainly(url), connect(url) as connection:
        refuse_other_versions(connection)
        with connection.transaction():
            connection.execute("set transaction isolation level repeatable read read only")
            connection.execute(sql["unbounded"])
            looked = {table: _look_through(connection, table) for table in _ALL}
            size, wrong = (number_of(connection, sql[name]) for name in ("size", "wrong_counts"))
    faults = [each.fault for each in looked.values() if each.fault]
    faults += [f"link_counts: {wrong} counts are not those of the links."] if wrong else []
    return Verified(looked["links"].rows, looked[HISTORY].rows, size, tuple(faults))


@dataclass(frozen=True, slots=True)
class _Looked:
    """What was read of a table."""

    rows: int
    fault: str


def _look_through(connection: Connection, table: str) -> _Looked:
    """Every row of a table."""
    rows, wrong, first = 0, 0, ""
    asked = SQL("select *, doc::text as raw from {}").format(Identifier(table))
    with connection.cursor(name=f"look_{table}", row_factory=dict_row) as cursor:
        cursor.itersize = _AT_ONCE
        for row in cursor.execute(asked):
            rows += 1
            if fault := _fault_of(table, row["raw"].encode(), row):
                wrong += 1
                first = first or f"{row['n' if table == HISTORY else 'id']}: {fault}"
    said = f"{table}: {wrong:,} of {rows:,} documents are not as they were written; {first}"
    return _Looked(rows, said if wrong else "")


def _fault_of(table: str, raw: bytes, found_by: Mapping[str, Any]) -> str:
    try:
        decode(raw, Event if table == HISTORY else ALL[table].kind)
    except StoreDamagedError as error:
        return str(error)
    differ = [name for name, value in _columns_of(table, raw).items() if found_by[name] != value]
    return f"{', '.join(differ)} is not what it says." if differ else ""


def _columns_of(table: str, raw: bytes) -> Columns:
    """What a document of a table is found by."""
    if table == HISTORY:
        return of_event(decode(raw, Event))
    return LAYOUTS[table].columns(decode(raw, ALL[table].keys))
