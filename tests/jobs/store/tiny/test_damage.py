"""Files cut short, flipped bytes, disks that fail: the old state stays readable, and nothing goes unsaid."""

import asyncio
import errno
import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from jobs.model.event import Event
from jobs.model.link import Link
from jobs.model.queries import LinkQuery
from jobs.model.write import Write
from jobs.store.documents import decode
from jobs.store.errors import StoreDamagedError, StoreTooNewError
from jobs.store.tiny.journal import journal_files, write_mark
from jobs.store.tiny.on_disk import Documents
from jobs.store.tiny.recover import recover
from jobs.store.tiny.snapshot import NAME, PREVIOUS, Snapshot, Stamp, read_snapshot, write_snapshot
from jobs.store.tiny.store import TinyStore, open_tiny
from tests.jobs.store.tools import NOW, new_link


async def _filled(folder: Path, links: int = 3) -> None:
    store = await open_tiny(folder)
    for number in range(links):
        await store.add_link(new_link(page=_page(number)), NOW)
    await store.close()


def _named(folder: Path, pattern: str) -> list[Path]:
    return list(folder.glob(pattern))


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _page(number: int) -> str:
    return f"https://blog.example/{number}"


def _journal(folder: Path) -> Path:
    return journal_files(folder)[-1][1]


def _read_pages(folder: Path) -> tuple[list[str], int]:
    """The pages of the links that can be read, and how many sentences there are about damage."""
    state = recover(folder)
    return [decode(raw, Link).page_url for raw in state.tables["links"].values()], len(state.damage)


async def _pages(folder: Path) -> list[str]:
    store = await open_tiny(folder)
    pages = [link.page_url for link in await store.links()]
    await store.close()
    return pages


async def _snapshot_now(store: TinyStore) -> None:
    """Compact as if the journal had grown long."""
    assert store._writer
    await store._writer.compactor.start()
    await store._writer.compactor.close()


@pytest.mark.parametrize("acknowledged", [0, 1, 2])
async def test_a_last_line_cut_at_any_byte_leaves_all_lines_before_it(tmp_path: Path, acknowledged: int) -> None:
    """A crash cuts only what nobody was told of; what somebody was told of is said to be missing as well."""
    await _filled(tmp_path, links=2)
    write_mark(tmp_path, acknowledged)
    journal = _journal(tmp_path)
    whole = journal.read_bytes()
    last = whole.rindex(b"\n", 0, -1) + 1
    missing = int(acknowledged == 2)
    for cut in range(last + 1, len(whole)):
        journal.write_bytes(whole[:cut])
        assert _read_pages(tmp_path) == ([_page(0)], 1 + missing)
    assert ("a crash while writing does that" in recover(tmp_path).damage[0]) is not bool(missing)
    journal.write_bytes(whole[:last])
    assert _read_pages(tmp_path) == ([_page(0)], missing)


@pytest.mark.parametrize("cut", [1, 2, 40])
async def test_what_is_written_after_a_cut_line_is_whole(tmp_path: Path, cut: int) -> None:
    await _filled(tmp_path, links=2)
    journal = _journal(tmp_path)
    journal.write_bytes(journal.read_bytes()[:-cut])
    store = await open_tiny(tmp_path)
    await store.add_link(new_link(page=_page(5)), NOW)
    await store.close()
    assert await _pages(tmp_path) == [_page(0), _page(5)]


async def test_after_damage_a_copy_is_kept_the_log_says_so_and_the_next_start_is_quiet(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await _filled(tmp_path)
    journal = _journal(tmp_path)
    damaged = journal.read_bytes()[:-10]
    journal.write_bytes(damaged)
    store = await open_tiny(tmp_path)
    assert [level for _, level, _ in caplog.record_tuples] == [logging.ERROR] * 3
    assert "line 3" in caplog.text
    assert (await store.warnings())[0].startswith(journal.name)
    assert journal.with_name(journal.name + ".corrupt").read_bytes() == damaged
    await store.add_link(new_link(page=_page(7)), NOW)
    await store.close()
    caplog.clear()
    assert await _pages(tmp_path) == [_page(0), _page(1), _page(7)]
    assert not caplog.records


async def test_a_flipped_byte_costs_its_own_line_and_no_other(tmp_path: Path) -> None:
    await _filled(tmp_path)
    journal = _journal(tmp_path)
    whole = journal.read_bytes()
    second = whole.index(b"\n") + 1
    for place in range(second, whole.index(b"\n", second)):
        journal.write_bytes(whole[:place] + bytes([whole[place] ^ 0x20]) + whole[place + 1 :])
        pages, sentences = _read_pages(tmp_path)
        assert pages == [_page(0), _page(2)]
        assert sentences == 2  # the damaged line, and the change that is missing for it
    assert await _pages(tmp_path) == [_page(0), _page(2)]
    assert _named(tmp_path, "*.corrupt")


async def test_a_flipped_line_end_is_noticed(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    await _filled(tmp_path)
    data = bytearray(_journal(tmp_path).read_bytes())
    data[data.index(b"\n")] ^= 0x01
    _journal(tmp_path).write_bytes(data)
    assert await _pages(tmp_path) == [_page(2)]
    assert "changes 1 to 2 cannot be read" in caplog.text


async def test_a_damaged_snapshot_is_made_up_for_by_the_one_before_and_the_journal(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = await open_tiny(tmp_path)
    for number in range(3):
        await store.add_link(new_link(page=_page(number)), NOW)
        await _snapshot_now(store)
    await store.add_link(new_link(page=_page(3)), NOW)
    await store.close()
    whole = (tmp_path / NAME).read_bytes()
    for place in range(0, len(whole), 97):
        flipped = bytearray(whole)
        flipped[place] ^= 0x04
        folder = tmp_path / str(place)
        folder.mkdir()
        for path in _named(tmp_path, "*.json*"):
            (folder / path.name).write_bytes(path.read_bytes())
        (folder / NAME).write_bytes(flipped)
        assert await _pages(folder) == [_page(number) for number in range(4)]
        assert (folder / f"{NAME}.corrupt").read_bytes() == flipped
        assert len(await _history(folder)) == 4
    assert NAME in caplog.text


async def _history(folder: Path) -> list[Event]:
    store = await open_tiny(folder, read_only=True)
    return await store.events(since=NOW)


async def test_where_no_snapshot_can_be_read_nothing_is_started_and_nothing_changed(tmp_path: Path) -> None:
    store = await open_tiny(tmp_path)
    for number in range(3):
        await store.add_link(new_link(page=_page(number)), NOW)
        await _snapshot_now(store)
    await store.close()
    for name in (NAME, PREVIOUS):
        (tmp_path / name).write_bytes(b"{")
    before = _contents(tmp_path)
    with pytest.raises(StoreDamagedError, match="restore"):
        await open_tiny(tmp_path)
    assert _contents(tmp_path) == before


async def test_a_snapshot_of_a_newer_version_is_refused_not_replaced(tmp_path: Path) -> None:
    write_snapshot(tmp_path, Snapshot(Stamp(1, 0, format=99), {}))
    with pytest.raises(StoreTooNewError, match="newer version"):
        await open_tiny(tmp_path)


async def test_a_snapshot_edited_by_hand_is_taken_once_its_checksum_is_gone(tmp_path: Path) -> None:
    store = await open_tiny(tmp_path)
    link, _ = await store.add_link(new_link(notes="before"), NOW)
    await _snapshot_now(store)
    await store.close()
    with TinyDB(tmp_path / NAME) as stock:
        stock.table("links").update({"notes": "after"}, doc_ids=[link.id])
        stamp = stock.table("snapshot").get(doc_id=1)
        assert stamp is not None
        stock.table("snapshot").update(lambda document: document.pop("crc"), doc_ids=[1])
    store = await open_tiny(tmp_path)
    assert [found.notes for found in await store.links()] == ["after"]
    await store.close()


async def test_the_snapshot_is_a_plain_tinydb_file(tmp_path: Path) -> None:
    store = await open_tiny(tmp_path)
    await asyncio.gather(*(store.add_link(new_link(page=_page(number)), NOW) for number in range(1200)))
    await _snapshot_now(store)
    with TinyDB(tmp_path / NAME, access_mode="r") as stock:
        assert [document["page_url"] for document in stock.table("links")] == [_page(n) for n in range(1200)]
        assert [document.doc_id for document in stock.table("pages")] == list(range(1, 1201))
    await store.close()


async def test_fields_of_a_newer_version_and_missing_ones_of_an_older_load(tmp_path: Path) -> None:
    document = (
        b'{"id":1,"channel":"C1","page_url":"https://a.example/","target":"b.example","from_the_future":{"x":[1]},'
        b'"added_at":"2026-01-01T00:00:00Z","standing":{"state":"live","mood":"good"}}'
    )
    write_snapshot(
        tmp_path, Snapshot(Stamp(1, 0), {"links": Documents({1: document}), "unheard_of": Documents({1: b"{}"})})
    )
    store = await open_tiny(tmp_path)
    (link,) = await store.links(LinkQuery(channel="C1"))
    assert (link.standing.state, link.tags, link.version) == ("live", frozenset(), 0)
    await _snapshot_now(store)
    await store.close()
    assert "unheard_of" in read_snapshot(tmp_path / NAME).tables


Failing = Callable[[str, Exception], None]


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Failing:
    """Make one system call fail until `monkeypatch` is undone; a write gets half its bytes out first."""

    def fail(call: str, error: Exception) -> None:
        real = getattr(os, call)

        def broken(fd: int, *rest: Any) -> int:
            if call == "pwrite":
                data, offset = rest
                real(fd, data[: len(data) // 2], offset)
            raise error

        monkeypatch.setattr(os, call, broken)

    return fail


@pytest.mark.parametrize(
    ("call", "number"), [("pwrite", errno.ENOSPC), ("pwrite", errno.EIO), ("fsync", errno.EIO), ("fsync", errno.ENOSPC)]
)
async def test_a_write_that_fails_raises_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: Failing, call: str, number: int
) -> None:
    store = await open_tiny(tmp_path)
    link, _ = await store.add_link(new_link(page=_page(0)), NOW)
    before = _journal(tmp_path).read_bytes()
    failing(call, OSError(number, os.strerror(number)))
    with pytest.raises(OSError, match=os.strerror(number)):
        await store.add_link(new_link(page=_page(1)), NOW)
    with pytest.raises(OSError, match=os.strerror(number)):
        await store.write(Write(remove_links=[link.id], events=[Event(NOW, "C1", "L-1", "removed")]))
    monkeypatch.undo()
    assert [found.page_url for found in await store.links()] == [_page(0)]
    assert len(await store.events(since=NOW)) == 1
    assert await store.page(_page(1)) is None
    assert await store.page(_page(0)) is not None
    again, is_new = await store.add_link(new_link(page=_page(1)), NOW)
    assert (is_new, again.id) == (True, 2)
    assert _journal(tmp_path).read_bytes().startswith(before)
    await store.close()
    assert await _pages(tmp_path) == [_page(0), _page(1)]
    assert not _named(tmp_path, "*.corrupt")


async def test_all_changes_that_share_a_failed_write_fail_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: Failing
) -> None:
    store = await open_tiny(tmp_path)
    failing("fsync", OSError(errno.EIO, "broken"))
    adding = [store.add_link(new_link(page=_page(number)), NOW) for number in range(20)]
    results = await asyncio.gather(*adding, return_exceptions=True)
    monkeypatch.undo()
    assert all(isinstance(result, OSError) for result in results)
    assert await store.links() == []
    await store.close()
    assert await _pages(tmp_path) == []


async def test_a_full_disk_while_compacting_loses_nothing_and_leaves_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: Failing, caplog: pytest.LogCaptureFixture
) -> None:
    store = await open_tiny(tmp_path)
    await store.add_link(new_link(page=_page(0)), NOW)
    failing("pwrite", OSError(errno.ENOSPC, "full"))
    await _snapshot_now(store)
    monkeypatch.undo()
    assert "cannot be compacted" in caplog.text
    await store.add_link(new_link(page=_page(1)), NOW)
    await store.close()
    assert not _named(tmp_path, "*.new")
    assert await _pages(tmp_path) == [_page(0), _page(1)]
    assert len(await _history(tmp_path)) == 2
