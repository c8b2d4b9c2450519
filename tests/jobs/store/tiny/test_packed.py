"""What is packed is what was there, is read whoever wrote the file, and hides nothing that documents are found by."""

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import TinyDB, where

from jobs.bench._made_store import CHANNELS, made_link, made_page, made_snapshot
from jobs.store.changes.keys import PageKey
from jobs.store.changes.link_keys import LinkKey
from jobs.store.errors import StoreDamagedError, StoreTooNewError
from jobs.store.tiny.packed import PLAIN, packed, unpacked
from jobs.store.tiny.snapshot import NAME, read_snapshot, write_snapshot
from jobs.store.tiny.store import TinyStore, open_tiny
from tests.jobs.store.tools import everything

TEXTS = st.text(max_size=60)
VALUES = TEXTS | st.integers() | st.dictionaries(st.sampled_from(["packed", "a"]), TEXTS, max_size=2)
NOUNS = st.dictionaries(st.sampled_from(["id", "url", "sighting", "notes", "columns", "facts"]), VALUES, min_size=1)
PACKED_ONCE = b'{"url":"https://a.example/","host":"a.example","packed":"q8aSXJETokGacaISuiYDU7O0JAsLUwNz46TUJONkpVoA"}'
"""As the first version that packs wrote it; it is read for ever."""
WAS = {
    "url": "https://a.example/",
    "host": "a.example",
    "last_status": 200,
    "body_hash": "0f3a",
    "good_sketch": "056fb885073beb3c",
}


@given(st.sampled_from(["links", "pages", "hosts"]), NOUNS)
def test_what_is_unpacked_is_what_was_packed(table: str, noun: dict[str, object]) -> None:
    raw = msgspec.json.encode(noun)
    stands = packed(table, raw)
    assert packed(table, stands) == stands
    assert json.loads(unpacked(stands)) == noun
    assert {name for name in json.loads(stands) if name != "packed"} <= noun.keys()


def test_what_was_packed_once_is_read_for_ever() -> None:
    assert json.loads(unpacked(PACKED_ONCE)) == WAS


def test_nothing_that_documents_are_found_by_is_packed() -> None:
    assert set(LinkKey.__struct_fields__) <= PLAIN["links"]
    assert set(PageKey.__struct_fields__) <= PLAIN["pages"]


def test_what_cannot_be_unpacked_is_damaged() -> None:
    for text in (b"AAAA", b"not base64", b"\\ud800"):
        with pytest.raises(StoreDamagedError, match="packed document cannot be read"):
            unpacked(b'{"url":"https://a.example/","packed":"%b"}' % text)


async def _known(folder: Path) -> tuple[dict[str, object], object]:
    store = await open_tiny(folder)
    try:
        return await everything(store), await store.page(made_page(7).url)
    finally:
        await store.close()


async def test_a_store_is_the_same_from_a_snapshot_that_is_packed_and_from_one_of_before(tmp_path: Path) -> None:
    (now := tmp_path / "now").mkdir()
    (before := tmp_path / "before").mkdir()
    snapshot = made_snapshot(40)
    write_snapshot(now, snapshot)
    tables = {name: dict(documents.items()) for name, documents in snapshot.tables.items()}
    stamp = {"1": {"seq": 1, "events": 0, "format": 1}}
    plain = {name: {str(number): json.loads(raw) for number, raw in each.items()} for name, each in tables.items()}
    (before / NAME).write_text(json.dumps(plain | {"snapshot": stamp}), encoding="utf-8")
    known, page = await _known(now)
    assert (known, page) == await _known(before)
    assert page == made_page(7)


async def test_stock_tinydb_searches_it_and_what_it_writes_is_read(tmp_path: Path) -> None:
    write_snapshot(tmp_path, made_snapshot(40))
    with TinyDB(tmp_path / NAME, indent=2) as stock:
        links = stock.table("links")
        assert len(links.search(where("channel") == "C3")) == 40 // CHANNELS
        links.update({"notes": "by hand"}, where("id") == 7)
        stock.table("snapshot").update({"crc": None})
    store = await open_tiny(tmp_path)
    link = await store.link(7)
    assert link
    assert (link.notes, link.sighting) == ("by hand", made_link(7).sighting)
    await store.close()


async def test_what_was_not_packed_is_with_the_next_snapshot_and_is_read_from_there(tmp_path: Path) -> None:
    write_snapshot(tmp_path, made_snapshot(40))
    store = await open_tiny(tmp_path)
    assert isinstance(store, TinyStore)
    before = await everything(store)
    assert store._writer
    await store._writer.compactor.start()
    await store._writer.compactor.close()
    assert await everything(store) == before
    assert await store.page(made_page(7).url) == made_page(7)
    stands = dict(read_snapshot(tmp_path / NAME).tables["pages"].as_they_stand())
    assert all(b'"facts"' not in raw for raw in stands.values())
    await store.close()


def test_a_version_from_before_is_told_that_the_file_is_newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_snapshot(tmp_path, made_snapshot(1))
    monkeypatch.setattr("jobs.store.tiny.snapshot.FORMAT", 1)
    with pytest.raises(StoreTooNewError, match="newer version"):
        read_snapshot(tmp_path / NAME)


def test_a_usual_page_takes_half_as_much() -> None:
    page = made_snapshot(1).tables["pages"][1]
    assert len(packed("pages", page)) < len(page) * 0.55
