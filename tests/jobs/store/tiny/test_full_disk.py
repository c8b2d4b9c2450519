"""A disk that takes nothing: said once, tried again, and said once more when it is over."""

import errno
from pathlib import Path

import pytest

from jobs.model.event import Event
from jobs.model.write import Write
from jobs.store.errors import StoreUnwritableError
from jobs.store.tiny.snapshot import NAME
from jobs.store.tiny.store import TinyStore, open_tiny
from tests.jobs.store.tools import NOW, new_link
from tests.tools.disk import Disk, disk

__all__ = ["disk"]

FULL = "Nothing can be stored: the disk is full (No space left on device)."


def _page(number: int) -> str:
    return f"https://blog.example/{number}"


async def _fail(store: TinyStore, number: int = 0) -> StoreUnwritableError:
    with pytest.raises(StoreUnwritableError) as raised:
        await store.add_link(new_link(page=_page(number)), NOW)
    return raised.value


async def test_of_a_full_disk_one_line_is_logged_however_many_writes_fail(
    tmp_path: Path, disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    store = await open_tiny(tmp_path)
    disk.room = 0
    errors = [await _fail(store, number) for number in range(5)]
    assert {str(error) for error in errors} == {FULL}
    assert all(error.is_full for error in errors)
    assert await store.warnings() == [FULL]
    assert [record.message[: len(FULL)] for record in caplog.records] == [FULL]
    disk.room = None
    assert await store.write_trouble() == ""
    assert await store.warnings() == []
    assert caplog.records[-1].message == "The disk takes what is to be stored again."
    assert len(caplog.records) == 2
    await store.close()


async def test_a_disk_that_is_broken_is_not_called_full(tmp_path: Path, disk: Disk) -> None:
    store = await open_tiny(tmp_path)
    disk.room, disk.error = 0, errno.EIO
    error = await _fail(store)
    assert (error.is_full, str(error)) == (
        False,
        "Nothing can be stored: the disk cannot be written (Input/output error).",
    )
    await store.close()


async def test_without_trouble_nothing_is_written_to_find_out(tmp_path: Path, disk: Disk) -> None:
    store = await open_tiny(tmp_path)
    disk.room = 0
    assert await store.write_trouble() == ""
    assert disk.tries == 0
    await store.close()


async def test_a_few_bytes_of_room_end_no_trouble_and_are_used(
    tmp_path: Path, disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    store = await open_tiny(tmp_path)
    disk.room = 0
    await _fail(store)
    disk.room = 5_000
    link, _ = await store.add_link(new_link(page=_page(1)), NOW)
    assert await store.write_trouble() == FULL
    assert len(caplog.records) == 1
    disk.room = None
    assert await store.write_trouble() == ""
    await store.close()
    assert not list(tmp_path.glob("*.new"))  # noqa: ASYNC240  # a test's own folder
    store = await open_tiny(tmp_path)
    assert (await store.links(), await store.warnings()) == ([link], [])
    await store.close()


async def test_what_was_tried_in_vain_leaves_a_store_that_reads_as_it_was(tmp_path: Path, disk: Disk) -> None:
    store = await open_tiny(tmp_path)
    await store.write(Write(events=[Event(NOW, "C1", "L-1", "live")]))
    disk.room = 0
    for number in range(3):
        await _fail(store, number)
        await store.write_trouble()
    await store.close()
    disk.room = None
    store = await open_tiny(tmp_path)
    assert (await store.links(), await store.warnings()) == ([], [])
    assert [event.kind for event in await store.events(since=NOW)] == ["live"]
    await store.close()


async def test_a_bot_starts_on_a_full_disk_to_say_so(tmp_path: Path, disk: Disk) -> None:
    store = await open_tiny(tmp_path)
    await store.add_link(new_link(page=_page(0)), NOW)
    await store.close()
    disk.room = 0
    store = await open_tiny(tmp_path)
    assert len(await store.links()) == 1
    await _fail(store, 1)
    await store.close()


async def test_a_journal_that_cannot_be_compacted_is_said_until_it_can(
    tmp_path: Path, disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    store = await open_tiny(tmp_path)
    await store.add_link(new_link(page=_page(0)), NOW)
    assert store._writer
    disk.room = 0
    await store._writer.compactor.start()
    await store._writer.compactor.close()
    (said,) = await store.warnings()
    assert said == "The journal cannot be compacted (No space left on device). It goes on growing, and nothing is lost."
    assert caplog.records[-1].exc_info is None
    disk.room = None
    await store._writer.compactor.start()
    await store._writer.compactor.close()
    assert await store.warnings() == []
    assert (tmp_path / NAME).exists()
    await store.close()
