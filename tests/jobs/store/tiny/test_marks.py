"""What is missing leaves no gap: whole lines at the end, whole files, files of another store, files deleted in use."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from jobs.model.event import Event
from jobs.model.write import Write
from jobs.store.errors import StoreDamagedError, StoreLockedError, StoreUnwritableError
from jobs.store.tiny import history_files
from jobs.store.tiny.files import seal
from jobs.store.tiny.history import number
from jobs.store.tiny.history_files import check_ends, last_number
from jobs.store.tiny.journal import MARK, journal_files, read_mark
from jobs.store.tiny.lock import LOCK_NAME, FolderLock
from jobs.store.tiny.snapshot import NAME, PREVIOUS
from jobs.store.tiny.store import TinyStore, open_tiny
from tests.jobs.store.tools import NOW, new_link

MONTH, MONTH_BEFORE = "events-2026-11.jsonl", "events-2026-10.jsonl"
LONG_AGO = NOW - timedelta(days=90)


def _event(n: int, day: int = 0) -> Event:
    return Event(NOW - timedelta(days=day), "C1", f"L-{n}", "live")


async def _compact(store: TinyStore) -> None:
    assert store._writer
    await store._writer.compactor.start()
    await store._writer.compactor.close()


async def _with_history(folder: Path, rounds: int = 2) -> None:
    """A store with links and two months of history, compacted, and one change since."""
    store = await open_tiny(folder)
    for n in range(rounds):
        await store.write(Write(events=[_event(10 * n, day=30), _event(10 * n + 1)]))
        await store.add_link(new_link(page=f"https://blog.example/{n}"), NOW)
        await _compact(store)
    await store.add_link(new_link(page="https://blog.example/last"), NOW)
    await store.close()


async def _subjects(store: TinyStore) -> list[str]:
    return sorted(event.subject for event in await store.events(since=LONG_AGO) if event.kind == "live")


async def _said(folder: Path) -> list[str]:
    """What is said at a start, which the next one does not say again."""
    store = await open_tiny(folder)
    said = await store.warnings()
    await store.close()
    store = await open_tiny(folder)
    assert await store.warnings() == []
    await store.close()
    return said


def _cut(path: Path, keep: float) -> None:
    os.truncate(path, int(path.stat().st_size * keep))


def _delete_all(folder: Path, left: tuple[str, ...] = ()) -> None:
    for path in list(folder.iterdir()):
        if path.name not in left:
            path.unlink()


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != LOCK_NAME}


def _without_marks(folder: Path) -> None:
    """Make of a store what versions wrote that knew no marks."""
    (folder / MARK).unlink(missing_ok=True)
    for name in (NAME, PREVIOUS):
        if (folder / name).exists():
            tables = msgspec.json.decode((folder / name).read_bytes())
            del tables["snapshot"]["1"]["history"], tables["snapshot"]["1"]["crc"]
            (folder / name).write_bytes(msgspec.json.encode(tables))


@pytest.mark.parametrize("lost", [1, 2])
async def test_whole_lines_missing_at_the_end_are_said_and_what_is_left_goes_on(tmp_path: Path, lost: int) -> None:
    store = await open_tiny(tmp_path)
    for n in range(3):
        await store.add_link(new_link(page=f"https://blog.example/{n}"), NOW)
    await store.close()
    journal = journal_files(tmp_path)[-1][1]
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:-lost]))
    (said,) = await _said(tmp_path)
    assert said.startswith(f"{lost} of 3 changes were acknowledged and are missing")
    assert read_mark(tmp_path) == 3 - lost


async def test_a_journal_deleted_between_two_starts_is_said(tmp_path: Path) -> None:
    await _with_history(tmp_path)
    for _, path in journal_files(tmp_path):
        path.unlink()
    (said,) = await _said(tmp_path)
    assert said.startswith("1 of 5 changes were acknowledged")


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b'{"seq":9}\n')])
async def test_a_mark_that_is_gone_or_damaged_is_said(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    await _with_history(tmp_path)
    damage(tmp_path / MARK)
    (said,) = await _said(tmp_path)
    assert "nobody can tell whether changes are missing" in said


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (Path.unlink, "is gone, and with it"),
        (lambda path: _cut(path, 0), "was cut short: 0 of its"),
        (lambda path: _cut(path, 0.7), "was cut short"),
        (lambda path: path.write_bytes(seal(number(1, _event(99))[:-1]) * 9), "is not the file that was written"),
        (lambda path: path.write_bytes(b"\0" * path.stat().st_size), "is not the file that was written"),
    ],
    ids=["deleted", "emptied", "cut", "exchanged", "zeros"],
)
@pytest.mark.parametrize("name", [MONTH, MONTH_BEFORE])
async def test_a_history_file_that_is_not_what_was_written_is_said_and_new_lines_are_kept(
    tmp_path: Path, damage: Callable[[Path], None], words: str, name: str
) -> None:
    await _with_history(tmp_path)
    damage(tmp_path / name)
    (said,) = await _said(tmp_path)
    assert said.startswith(name)
    assert words in said
    store = await open_tiny(tmp_path)
    await store.write(Write(events=[_event(50, day=30), _event(51)]))
    await _compact(store)
    assert {"L-50", "L-51"} <= set(await _subjects(store))
    await store.close()
    assert await _said(tmp_path) == []


async def test_a_history_file_put_there_by_hand_is_said(tmp_path: Path) -> None:
    await _with_history(tmp_path)
    (tmp_path / "events-2026-01.jsonl").write_bytes(seal(number(1, _event(70, day=300))[:-1]))
    (said,) = await _said(tmp_path)
    assert said.startswith("events-2026-01.jsonl holds history that this store has not written")


async def test_a_history_file_deleted_in_use_is_said_at_the_next_compaction(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await _with_history(tmp_path)
    store = await open_tiny(tmp_path)
    (tmp_path / MONTH).unlink()
    await store.write(Write(events=[_event(50)]))
    await _compact(store)
    assert [said[: len(MONTH)] for said in await store.warnings()] == [MONTH]
    assert f"{MONTH} is gone" in caplog.text
    assert await _subjects(store) == ["L-0", "L-10", "L-50"]
    await store.close()


@pytest.mark.parametrize("left", [(MONTH,), (MARK,), (MONTH, MARK, PREVIOUS + ".corrupt")])
async def test_a_fresh_store_is_not_begun_beside_what_is_left_of_another(tmp_path: Path, left: tuple[str, ...]) -> None:
    await _with_history(tmp_path)
    _delete_all(tmp_path, left)
    before = _contents(tmp_path)
    with pytest.raises(StoreDamagedError, match="restore a backup"):
        await open_tiny(tmp_path)
    assert _contents(tmp_path) == before


async def test_a_store_whose_first_journal_was_emptied_is_not_begun_anew(tmp_path: Path) -> None:
    store = await open_tiny(tmp_path)
    await store.add_link(new_link(), NOW)
    await store.close()
    _cut(journal_files(tmp_path)[0][1], 0)
    with pytest.raises(StoreDamagedError, match="1 in all, none can be read"):
        await open_tiny(tmp_path)


async def test_history_of_another_store_under_our_numbers_is_set_aside_and_ours_is_kept(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = await open_tiny(tmp_path)
    foreign = b"".join(seal(number(n, _event(1000 + n))[:-1]) for n in range(1, 6))
    await store.write(Write(events=[_event(1), _event(2)]))
    (tmp_path / MONTH).write_bytes(foreign)
    await _compact(store)
    assert await _subjects(store) == ["L-1", "L-2"]
    assert (tmp_path / f"{MONTH}.other").read_bytes() == foreign
    assert "kept as events-2026-11.jsonl.other" in caplog.text
    await store.close()
    assert await _said(tmp_path) == []


async def test_no_number_of_history_is_given_twice_after_the_end_of_the_journal_was_lost(tmp_path: Path) -> None:
    """A compaction that moved history and died before its snapshot; then the journal lost the events it had moved."""
    await _with_history(tmp_path)
    store = await open_tiny(tmp_path)
    await store.write(Write(events=[_event(60), _event(61)]))
    assert store._writer
    extents = store._writer.compactor._extents
    history_files.move_to_files(tmp_path, store._tables.history.events, extents)
    await store.close()
    journal = journal_files(tmp_path)[-1][1]
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:-1]))
    store = await open_tiny(tmp_path)
    await store.write(Write(events=[_event(70)]))
    await _compact(store)
    assert {"L-60", "L-61", "L-70"} <= set(await _subjects(store))
    await store.close()


async def test_an_old_store_without_marks_opens_in_silence_and_gets_them(tmp_path: Path) -> None:
    await _with_history(tmp_path)
    store = await open_tiny(tmp_path)
    before = await _subjects(store), await store.links()
    await store.close()
    _without_marks(tmp_path)
    store = await open_tiny(tmp_path)
    assert await store.warnings() == []
    assert (await _subjects(store), await store.links()) == before
    await store.write(Write(events=[_event(50)]))
    await _compact(store)
    await store.close()
    _cut(tmp_path / MONTH_BEFORE, 0.5)
    (said,) = await _said(tmp_path)
    assert said.startswith(f"{MONTH_BEFORE} was cut short")


async def test_an_old_store_that_died_while_compacting_has_each_event_once(tmp_path: Path) -> None:
    await _with_history(tmp_path)
    store = await open_tiny(tmp_path)
    await store.write(Write(events=[_event(60, day=30), _event(61)]))
    assert store._writer
    history_files.move_to_files(tmp_path, store._tables.history.events, store._writer.compactor._extents)
    before = await _subjects(store)
    await store.close()
    _without_marks(tmp_path)
    sizes = [(tmp_path / name).stat().st_size for name in (MONTH_BEFORE, MONTH)]
    store = await open_tiny(tmp_path)
    await _compact(store)
    assert [(tmp_path / name).stat().st_size for name in (MONTH_BEFORE, MONTH)] == sizes
    assert (await _subjects(store), await store.warnings()) == (before, [])
    await store.close()


@pytest.mark.slow
async def test_the_end_of_a_long_month_is_found_without_reading_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sparse files cannot be told from long ones here: what stands before the last block is a hole."""
    monkeypatch.setattr(history_files, "_BLOCK", 4096)
    await _with_history(tmp_path)
    file = tmp_path / MONTH
    data = file.read_bytes()
    _without_marks(tmp_path)
    with file.open("r+b") as opened:
        opened.truncate(0)
        opened.seek(2**31)
        opened.write(b"\n" + data)
    store = await open_tiny(tmp_path)
    for n in (50, 51):
        await store.write(Write(events=[_event(n)]))
        await _compact(store)
    await store.close()
    assert file.stat().st_size > 2**31
    assert file.stat().st_blocks * 512 < 2**20  # the hole is still one
    assert last_number(tmp_path) == 9
    assert file.read_bytes()[2**31 :].count(b"L-5") == 2


@pytest.mark.parametrize("block", [1, 7, 64, 1 << 16])
def test_lines_are_found_from_the_end_whatever_is_read_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    monkeypatch.setattr(history_files, "_BLOCK", block)
    lines = [seal(number(n, _event(n))[:-1]) for n in range(1, 8)]
    (tmp_path / MONTH).write_bytes(b"".join(lines) + b'{"n":8,"at"')
    for moved in range(8):
        end = len(b"".join(lines[:moved]))
        extent = check_ends(tmp_path, None, moved).extents[MONTH]
        assert (extent.size, extent.start) == (end, end)
    assert last_number(tmp_path) == 7


@pytest.mark.parametrize("away", [Path.unlink, lambda path: path.rename(path.with_name("moved"))])
async def test_a_journal_that_goes_while_in_use_is_put_back_at_the_next_write_and_said(
    tmp_path: Path, away: Callable[[Path], object], caplog: pytest.LogCaptureFixture
) -> None:
    store = await open_tiny(tmp_path)
    await store.add_link(new_link(page="https://blog.example/1"), NOW)
    away(journal_files(tmp_path)[-1][1])
    await store.add_link(new_link(page="https://blog.example/2"), NOW)
    assert "was deleted or moved away while it was in use" in caplog.text
    assert len(await store.warnings()) == 1
    await store.add_link(new_link(page="https://blog.example/3"), NOW)
    await store.close()
    store = await open_tiny(tmp_path)
    assert [link.page_url[-1] for link in await store.links()] == ["1", "2", "3"]
    assert await store.warnings() == []
    await store.close()


async def test_a_file_that_stands_in_the_journals_place_is_kept_beside_it(tmp_path: Path) -> None:
    store = await open_tiny(tmp_path)
    await store.add_link(new_link(page="https://blog.example/1"), NOW)
    journal = journal_files(tmp_path)[-1][1]
    journal.unlink()
    journal.write_bytes(b"something else\n")
    await store.add_link(new_link(page="https://blog.example/2"), NOW)
    await store.close()
    assert journal.with_name(journal.name + ".other").read_bytes() == b"something else\n"
    assert await _said(tmp_path) == []


async def test_all_files_deleted_in_use_are_written_anew_at_the_next_write(tmp_path: Path) -> None:
    await _with_history(tmp_path)
    store = await open_tiny(tmp_path)
    _delete_all(tmp_path)
    await store.write(Write(events=[_event(50)]))
    said = await store.warnings()
    links = await store.links()
    await store.close()
    assert any("journal" in sentence for sentence in said)
    store = await open_tiny(tmp_path)
    assert await store.links() == links
    assert "L-50" in await _subjects(store)
    await store.close()


async def test_a_folder_that_is_gone_fails_the_write(tmp_path: Path) -> None:
    store = await open_tiny(tmp_path / "data")
    shutil.rmtree(tmp_path / "data")
    with pytest.raises(StoreUnwritableError, match="No such file"):
        await store.add_link(new_link(), NOW)
    await store.close()


async def test_deleting_the_lock_file_lets_no_second_writer_in(tmp_path: Path) -> None:
    store = await open_tiny(tmp_path)
    (tmp_path / LOCK_NAME).unlink()
    with pytest.raises(StoreLockedError, match="another process"):
        await open_tiny(tmp_path)
    program = (
        "import asyncio, pathlib; from jobs.store.tiny.store import open_tiny; "
        f"asyncio.run(open_tiny(pathlib.Path({str(tmp_path)!r})))"
    )
    other = await asyncio.to_thread(subprocess.run, [sys.executable, "-c", program], capture_output=True, text=True)
    assert "is in use by another process" in other.stderr
    assert not (tmp_path / LOCK_NAME).exists()
    await store.close()


def test_a_writer_of_an_older_version_locks_the_file_and_is_respected(tmp_path: Path) -> None:
    program = (
        f"import fcntl, os, sys; fd = os.open({str(tmp_path / LOCK_NAME)!r}, os.O_RDWR | os.O_CREAT); "
        "fcntl.flock(fd, fcntl.LOCK_EX); os.pwrite(fd, b'77\\n', 0); print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as older:
        assert older.stdout
        older.stdout.readline()
        with pytest.raises(StoreLockedError, match="process 77"):
            FolderLock(tmp_path)
        older.communicate()
    FolderLock(tmp_path).release()
