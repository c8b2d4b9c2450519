"""Documents stay on the disk while the store is in use: what a compaction, or somebody else, does to the files then."""

import asyncio
import gc
import weakref
from dataclasses import replace
from pathlib import Path

import pytest

from jobs.model.queries import LinkQuery
from jobs.model.write import Write
from jobs.store.errors import StoreDamagedError
from jobs.store.tiny.on_disk import Location, OpenFile
from jobs.store.tiny.snapshot import NAME
from jobs.store.tiny.store import TinyStore, open_tiny
from tests.jobs.store.tools import NOW, new_link

LINKS = 450


def _page(number: int) -> str:
    return f"https://blog{number}.example/a-post-whose-document-is-too-long-to-stay-in-memory-{'x' * 128}"


async def _filled(folder: Path, links: int = LINKS) -> TinyStore:
    store = await open_tiny(folder)
    await asyncio.gather(*(store.add_link(new_link(_page(number)), NOW) for number in range(links)))
    return store


async def _compact(store: TinyStore) -> None:
    assert store._writer
    await store._writer.compactor.start()
    await store._writer.compactor.close()


def _files(store: TinyStore) -> set[OpenFile]:
    tables = store._tables.database.memory.tables.values()
    entries = [entry for documents in tables for entry in documents.entries().values()]
    return {entry.file for entry in entries if isinstance(entry, Location)}


async def _pages(store: TinyStore) -> list[str]:
    return [link.page_url for link in await store.links()]


async def test_after_a_compaction_all_is_read_from_the_new_snapshot_and_the_old_files_are_closed(
    tmp_path: Path,
) -> None:
    store = await _filled(tmp_path)
    before = [weakref.ref(file) for file in _files(store)]
    await _compact(store)
    await _compact(store)
    assert [file.name for file in _files(store)] == [NAME]
    gc.collect()
    assert [held() for held in before] == [None] * len(before)
    assert await _pages(store) == [_page(number) for number in range(LINKS)]
    await store.close()


async def test_what_changes_during_a_compaction_is_read_as_it_became(tmp_path: Path) -> None:
    store = await _filled(tmp_path)
    assert store._writer
    await store._writer.compactor.start()
    for number in range(1, LINKS, 50):
        link = await store.link(number)
        assert link
        await store.write(Write(links=[replace(link, notes="changed meanwhile")]))
    await store._writer.compactor.close()
    for opened in (store, await open_tiny(tmp_path, read_only=True)):
        changed = [link.id for link in await opened.links() if link.notes]
        assert changed == list(range(1, LINKS, 50))
    await store.close()


async def test_a_long_answer_that_was_begun_before_compactions_is_given_to_its_end(tmp_path: Path) -> None:
    store = await _filled(tmp_path)
    stream = await store.link_stream([LinkQuery()])
    first = await anext(stream.chunks)
    await _compact(store)
    await _compact(store)
    rest = [link.page_url async for chunk in stream.chunks for link in chunk.items]
    assert [link.page_url for link in first.items] + rest == [_page(number) for number in range(LINKS)]
    await store.close()


async def test_a_snapshot_that_somebody_overwrites_in_place_is_refused_and_made_up_for_by_the_next_start(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = await _filled(tmp_path, 3)
    await _compact(store)
    with (tmp_path / NAME).open("r+b") as file:
        file.write(b"x" * 2_000)
    with pytest.raises(StoreDamagedError, match="changed or damaged while it was in use"):
        await store.links()
    await _compact(store)
    assert any("cannot be compacted" in sentence for sentence in await store.warnings())
    added, is_new = await store.add_link(new_link(_page(3)), NOW)
    assert is_new
    assert await store.link(added.id) == added
    await store.close()
    store = await open_tiny(tmp_path)
    assert await _pages(store) == [_page(number) for number in range(4)]
    assert NAME in caplog.text
    await store.close()
