"""Our table does what TinyDB's own does, and its batches hold exactly what changed."""

from collections.abc import Callable
from operator import attrgetter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import TinyDB, where
from tinydb.operations import increment
from tinydb.storages import MemoryStorage
from tinydb.table import Document, Table

from jobs.store.tiny.journal import line, read_line
from jobs.store.tiny.memory import Database
from jobs.store.tiny.recover import Recovered
from tests.jobs.store.tiny.test_on_disk import file_of

Operation = Callable[[Table], Any]

_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
_documents = st.fixed_dictionaries({"n": st.integers(0, 3)}, optional={"x": _values, "s": st.just("\ud83d")})
_ids = st.integers(1, 6)
_conditions = st.integers(0, 3).map(lambda n: where("n") == n) | st.just(where("x").exists())


def _drop(table: Table) -> None:
    table.truncate()


_operations: st.SearchStrategy[Operation] = st.one_of(
    _documents.map(lambda d: lambda t: t.insert(d)),
    st.builds(lambda i, d: lambda t: t.insert(Document(d, i)), _ids, _documents),
    st.lists(_documents, max_size=3).map(lambda ds: lambda t: t.insert_multiple(ds)),
    st.builds(lambda i, d: lambda t: t.insert_multiple([d, Document(d, i)]), _ids, _documents),
    st.builds(lambda d, c: lambda t: t.update(d, c), _documents, _conditions),
    st.builds(lambda d, ids: lambda t: t.update(d, doc_ids=ids), _documents, st.lists(_ids, max_size=3)),
    _conditions.map(lambda c: lambda t: t.update(increment("n"), c)),
    st.builds(lambda d, c: lambda t: t.update_multiple([(d, c), (increment("n"), c)]), _documents, _conditions),
    st.builds(lambda d, c: lambda t: t.upsert(d, c), _documents, _conditions),
    st.builds(lambda d, i: lambda t: t.upsert(Document(d, i)), _documents, _ids),
    _conditions.map(lambda c: lambda t: t.remove(c)),
    st.lists(_ids, max_size=3).map(lambda ids: lambda t: t.remove(doc_ids=ids)),
    st.just(_drop),
    _conditions.map(lambda c: lambda t: t.search(c)),
    _conditions.map(lambda c: lambda t: t.get(c)),
    _ids.map(lambda i: lambda t: t.get(doc_id=i)),
    st.lists(_ids, max_size=3).map(lambda ids: lambda t: t.get(doc_ids=ids)),
    _conditions.map(lambda c: lambda t: (t.count(c), t.contains(c))),
)
_steps = st.lists(st.tuples(st.sampled_from(["a", "b"]), _operations), max_size=12)


def _clean(value: Any) -> Any:
    """What the value becomes in UTF-8, which has no lone surrogates."""
    match value:
        case str():
            return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        case dict():
            return {_clean(key): _clean(item) for key, item in value.items()}
        case list() | tuple():
            return [_clean(item) for item in value]
    return value


def _outcome(operation: Operation, table: Table) -> Any:
    try:
        return _clean(operation(table))
    except (ValueError, KeyError) as error:
        return type(error)


def _state(database: TinyDB) -> dict[str, list[tuple[int, Any]]]:
    return {name: [(d.doc_id, _clean(dict(d))) for d in database.table(name)] for name in ("a", "b")}


@given(_steps)
def test_the_table_does_what_tinydb_does(steps: list[tuple[str, Operation]]) -> None:
    ours, theirs = Database(), TinyDB(storage=MemoryStorage)
    for name, operation in steps:
        ours.memory.begin()
        assert _outcome(operation, ours.table(name)) == _outcome(operation, theirs.table(name))
        ours.memory.end()
        assert _state(ours) == _state(theirs)


@given(_steps)
def test_the_journal_of_each_step_gives_the_same_tables_back(steps: list[tuple[str, Operation]]) -> None:
    database, mirror = Database(), Recovered({}, 0, 0, 0)
    for number, (name, operation) in enumerate(steps, 1):
        batch = database.memory.begin()
        _outcome(operation, database.table(name))
        database.memory.end()
        written = line(number, batch, [])[:-1]
        read = read_line(written)
        assert read is not None
        mirror.apply(read, file_of(written), written, 0)
        in_order = {name: list(documents.items()) for name, documents in mirror.tables.items() if documents}
        expected = {name: list(docs.items()) for name, docs in database.memory.tables.items() if docs}
        assert in_order == expected


@given(_steps, _steps)
def test_a_batch_of_many_steps_is_undone_as_a_whole(
    before: list[tuple[str, Operation]], then: list[tuple[str, Operation]]
) -> None:
    database = Database()
    _do(database, before)
    was = {name: sorted(documents, key=attrgetter("doc_id")) for name, documents in _documents_of(database).items()}
    batch = _do(database, then)
    database.memory.undo(batch)
    now = {name: sorted(documents, key=attrgetter("doc_id")) for name, documents in _documents_of(database).items()}
    assert now == was


def _do(database: Database, steps: list[tuple[str, Operation]]) -> Any:
    batch = database.memory.begin()
    for name, operation in steps:
        _outcome(operation, database.table(name))
    database.memory.end()
    return batch


def _documents_of(database: Database) -> dict[str, list[Document]]:
    return {name: list(database.table(name)) for name in ("a", "b")}


def test_tables_are_listed_and_dropped_as_tinydb_does() -> None:
    ours, theirs = Database(), TinyDB(storage=MemoryStorage)
    ours.memory.begin()
    for database in (ours, theirs):
        database.table("a").insert({"n": 1})
        database.table("b").insert({"n": 2})
        database.drop_table("a")
    assert ours.tables() == theirs.tables() == {"b"}
    assert _state(ours) == _state(theirs)


def test_a_change_outside_a_batch_is_refused() -> None:
    database = Database()
    with pytest.raises(RuntimeError, match="journal"):
        database.table("a").insert({"n": 1})
    assert database.table("a").all() == []


def test_what_is_read_can_be_changed_without_changing_the_store() -> None:
    database = Database()
    database.memory.begin()
    database.table("a").insert({"n": {"deep": 1}})
    found = database.table("a").all()[0]
    found["n"]["deep"] = 2
    assert database.table("a").all() == [{"n": {"deep": 1}}]
