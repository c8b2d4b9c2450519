"""Documents are read from where they stand, however the file was written, and never as something else."""

import json
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from itertools import chain
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import TinyDB

from jobs.model.link import RowFields
from jobs.model.queries import LinkQuery
from jobs.model.synced_sheet import NewSheet, RowChange, SyncedRow
from jobs.model.write import Write
from jobs.store.errors import StoreDamagedError
from jobs.store.protocol import Store
from jobs.store.tiny.on_disk import SHORT, Documents, Location, OpenFile, located, read_all
from jobs.store.tiny.snapshot import DocumentPlaces, Snapshot, Stamp, pieces, read_snapshot
from jobs.store.tiny.store import open_tiny
from tests.jobs.store.tools import HOUR, NOW, PAGE, TARGET, new_link

LONG = st.text('ab:\\,"{}\n', min_size=SHORT, max_size=2 * SHORT)
VALUES = st.builds(lambda n, text: msgspec.json.encode({"n": n, "text": text}), st.integers(0, 2), st.just("") | LONG)
TABLES = st.dictionaries(st.sampled_from("abc"), st.dictionaries(st.integers(1, 9), VALUES, max_size=5), max_size=3)


def file_of(data: bytes) -> OpenFile:
    """A file that holds this, and that has no name any more."""
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.flush()
        return OpenFile(os.dup(file.fileno()), "linkwatch.json")


def _said(tables: dict[str, Documents]) -> dict[str, list[tuple[int, object]]]:
    return {name: [(n, json.loads(raw)) for n, raw in each.items()] for name, each in tables.items() if each}


@given(TABLES)
def test_a_snapshot_says_where_each_document_stands(tables: dict[str, dict[int, bytes]]) -> None:
    places = DocumentPlaces()
    data = b"".join(pieces(Snapshot(Stamp(1, 0), {name: Documents(each) for name, each in tables.items()}), places))
    documents = list(chain.from_iterable(each.values() for each in tables.values()))
    assert [data[at : at + len(raw)] for at, raw in zip(places.offsets, documents, strict=False)] == documents


@given(TABLES, st.none() | st.just(2))
def test_a_snapshot_is_read_whoever_wrote_it(tables: dict[str, dict[int, bytes]], indent: int | None) -> None:
    ours = {name: Documents(each) for name, each in tables.items()}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "linkwatch.json"
        path.write_bytes(b"".join(pieces(Snapshot(Stamp(1, 0), ours), DocumentPlaces())))
        assert _said(read_snapshot(path).tables) == _said(ours)
        with TinyDB(path, indent=indent) as database:
            database.table("snapshot").update({"crc": None})
        assert _said(read_snapshot(path).tables) == _said(ours)


def test_a_key_that_stands_twice_in_an_edited_file_is_read_as_the_last_one(tmp_path: Path) -> None:
    long = "x" * SHORT
    path = tmp_path / "linkwatch.json"
    path.write_text(
        f'{{"a":{{"1":{{"n":"{long}"}},"2":{{"n":2}},"1":{{"m":"{long}"}}}},"snapshot":{{"1":{{"seq":1,"events":0}}}}}}'
    )
    assert _said(read_snapshot(path).tables) == {"a": [(1, {"m": long}), (2, {"n": 2})]}


def _in_a_file(*documents: bytes) -> tuple[bytes, list[Location]]:
    data = b"".join(b'"%d":%b,' % each for each in enumerate(documents))
    locations = [each for each in located(file_of(data), data, 0, documents) if isinstance(each, Location)]
    return data, locations


@given(st.permutations(range(9)).flatmap(lambda order: st.integers(0, 9).map(lambda count: order[:count])))
def test_documents_are_read_in_any_order(order: list[int]) -> None:
    documents = [msgspec.json.encode({"text": str(n) * (SHORT + n * 9_000)}) for n in range(9)]
    _, locations = _in_a_file(*documents)
    assert list(read_all(locations[n] for n in order)) == [documents[n] for n in order]


def test_a_short_document_stays_in_memory() -> None:
    [kept] = located(file_of(b""), b'{"1":{}', 0, [b"{}"])
    assert kept == b"{}"


def _damaged(location: Location) -> Iterator[Location]:
    yield Location.of(location.file, location.offset + 1, location.length, location.crc)
    yield Location.of(location.file, location.offset, location.length + 1, location.crc)
    yield Location.of(file_of(b""), location.offset, location.length, location.crc)


def test_what_is_not_as_it_was_written_is_refused() -> None:
    _, [location] = _in_a_file(b'{"text":"%b"}' % (b"x" * SHORT))
    for each in _damaged(location):
        with pytest.raises(StoreDamagedError, match="was changed or damaged"):
            Documents({1: each})[1]
        with pytest.raises(StoreDamagedError, match="was changed or damaged"):
            list(read_all([location, each]))


def test_a_file_is_closed_once_nothing_stands_in_it() -> None:
    _, locations = _in_a_file(b'{"text":"%b"}' % (b"x" * SHORT))
    fd = locations[0].file._fd
    os.fstat(fd)
    locations.clear()
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(fd)


async def test_a_long_answer_reads_nothing_before_its_parts_are_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with stored(tmp_path) as store:
        sheet, _ = await store.add_sheet(NewSheet("C1", "https://sheets.example/a", HOUR, "U1"), NOW)
        link, _ = await store.add_link(new_link(), NOW)
        row = SyncedRow(sheet.id, PAGE, TARGET, RowFields(notes="so many words " * 20), NOW, RowChange.ADDED, "run")
        await store.write(Write(sheet_rows=[row]))
    async with stored(tmp_path) as store:
        with monkeypatch.context() as patched:
            for reads in (Location, Documents):
                name = "read" if reads is Location else "__getitem__"
                patched.setattr(reads, name, lambda *_: pytest.fail("read too early"))
            rows, links = await store.sheet_rows(sheet.id), await store.link_stream([LinkQuery("C1")])
        assert [each async for chunk in rows.chunks for each in chunk.items] == [row]
        assert [each.id async for chunk in links.chunks for each in chunk.items] == [link.id]


@asynccontextmanager
async def stored(folder: Path) -> AsyncIterator[Store]:
    store = await open_tiny(folder)
    try:
        yield store
    finally:
        await store.close()
