"""What a start does not read is read whole here: every byte of every file, also beside a running bot."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from jobs.model.event import Event
from jobs.model.write import Write
from jobs.store.tiny.journal import MARK, journal_files
from jobs.store.tiny.recover import recover
from jobs.store.tiny.snapshot import NAME, PREVIOUS
from jobs.store.tiny.store import TinyStore, open_tiny
from jobs.store.tiny.verify import verify
from tests.jobs.store.tools import NOW, new_link

MONTH = "events-2026-11.jsonl"


async def _compact(store: TinyStore) -> None:
    assert store._writer
    await store._writer.compactor.start()
    await store._writer.compactor.close()


async def _fill(folder: Path) -> TinyStore:
    store = await open_tiny(folder)
    for n in range(3):
        await store.add_link(new_link(page=f"https://blog.example/{n}"), NOW)
        await store.write(Write(events=[Event(NOW - timedelta(days=30), "C1", f"L-{n}", "live")]))
        await _compact(store)
    await store.add_link(new_link(page="https://blog.example/last"), NOW)
    return store


def _flip(path: Path, place: int) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 0x04
    path.write_bytes(data)


def _drop_line(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:1], *lines[2:]]))


def _swap_lines(path: Path) -> None:
    first, second, *rest = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([second, first, *rest]))


async def test_a_whole_store_is_well_also_beside_the_running_bot(tmp_path: Path) -> None:
    store = await _fill(tmp_path)
    found = verify(tmp_path)
    assert (found.links, found.events, found.faults, found.numbers_missing) == (4, 7, (), 0)
    await store.close()
    assert verify(tmp_path) == found


async def test_nothing_is_changed(tmp_path: Path) -> None:
    await (await _fill(tmp_path)).close()
    (tmp_path / NAME).write_bytes(b"{")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}  # noqa: ASYNC240  # a test's own folder
    assert verify(tmp_path).faults
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before  # noqa: ASYNC240  # the same


@pytest.mark.slow
async def test_each_flipped_byte_of_each_file_is_found(tmp_path: Path) -> None:
    await (await _fill(tmp_path)).close()
    for path in sorted(tmp_path.glob("*.json*")):  # noqa: ASYNC240  # a test's own folder
        data = path.read_bytes()
        for place in {*range(0, len(data), 41), len(data) - 1}:
            _flip(path, place)
            assert any(path.name in fault for fault in verify(tmp_path).faults), (path.name, place)
        path.write_bytes(data)
        assert verify(tmp_path).faults == ()


@pytest.mark.parametrize("damage", [_drop_line, _swap_lines])
async def test_whole_lines_that_came_or_went_within_a_month_are_found(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    await (await _fill(tmp_path)).close()
    file = tmp_path / MONTH
    size, end = file.stat().st_size, file.read_bytes().splitlines(keepends=True)[-1]
    damage(file)
    with file.open("ab") as opened:
        opened.write(end * 9)  # as long as it was, so that a start sees only the end of another line
    data = file.read_bytes()[: size - len(end)] + end
    file.write_bytes(data)
    (fault,) = verify(tmp_path).faults
    assert fault.startswith(MONTH)


@pytest.mark.parametrize("name", [PREVIOUS, MONTH])
async def test_what_a_start_does_not_read_is_found_here(tmp_path: Path, name: str) -> None:
    await (await _fill(tmp_path)).close()
    _flip(tmp_path / name, 30)
    assert recover(tmp_path).damage == []
    (fault,) = verify(tmp_path).faults
    assert fault.startswith(name)


async def test_a_journal_file_that_only_the_previous_snapshot_needs_is_read_too(tmp_path: Path) -> None:
    await (await _fill(tmp_path)).close()
    older = journal_files(tmp_path)[0][1]
    _flip(older, 20)
    assert recover(tmp_path).damage == []
    (fault,) = verify(tmp_path).faults
    assert fault.startswith(older.name)


async def test_lines_cut_out_of_a_file_older_than_its_checksum_are_counted(tmp_path: Path) -> None:
    """Such a file has no checksum as a whole; the numbers of its events have a gap."""
    await (await _fill(tmp_path)).close()
    file = tmp_path / MONTH
    _drop_line(file)  # shorter than it was: a start says so, and takes it as it is from then on
    await (await open_tiny(tmp_path)).close()
    found = verify(tmp_path)
    assert (found.faults, found.numbers_missing) == ((), 1)


async def test_beside_a_busy_bot_nothing_is_wrong(tmp_path: Path) -> None:
    store = await open_tiny(tmp_path)

    async def write() -> None:
        for number in range(40):
            await store.add_link(new_link(page=f"https://blog.example/{number}"), NOW)
            if number % 5 == 0:
                await _compact(store)

    writing = asyncio.create_task(write())
    while not writing.done():
        assert (await asyncio.to_thread(verify, tmp_path)).faults == ()
    await writing
    await store.close()


async def test_what_is_left_of_a_store_is_told_from_none(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        verify(tmp_path / "nowhere")
    with pytest.raises(FileNotFoundError):
        verify(tmp_path)
    await (await _fill(tmp_path)).close()
    for path in list(tmp_path.iterdir()):  # noqa: ASYNC240  # a test's own folder
        if path.name != MARK:
            path.unlink()
    (fault,) = verify(tmp_path).faults
    assert "none can be read" in fault
