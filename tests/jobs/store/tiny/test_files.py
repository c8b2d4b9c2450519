"""What the TinyDB store does with its folder: who may open it, in what order it is written, how it is compacted."""

import asyncio
import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from jobs.model.event import Event
from jobs.model.notice import Notice, NoticeKind, NoticeStatus
from jobs.model.write import Write
from jobs.store.errors import StoreLockedError, StoreReadOnlyError
from jobs.store.tiny import compact
from jobs.store.tiny import streams as in_parts
from jobs.store.tiny.history_files import move_to_files
from jobs.store.tiny.journal import MARK, journal_files
from jobs.store.tiny.snapshot import NAME, PREVIOUS
from jobs.store.tiny.store import TinyStore, open_tiny
from tests.jobs.store.tools import NOW, new_link


def _page(number: int) -> str:
    return f"https://blog.example/{number}"


async def _compact(store: TinyStore) -> None:
    assert store._writer
    await store._writer.compactor.start()
    await store._writer.compactor.close()


def _event(day: int, kind: str = "live") -> Event:
    return Event(NOW - timedelta(days=day), "C1", "L-1", kind)


def _events_in(folder: Path) -> dict[str, int]:
    return {path.name: len(path.read_bytes().splitlines()) for path in sorted(folder.glob("events-*.jsonl"))}


async def test_a_second_process_is_refused_by_the_pid_of_the_first(tmp_path: Path) -> None:
    store = await open_tiny(tmp_path)
    opening = f"asyncio.run(open_tiny(pathlib.Path({str(tmp_path)!r})))"
    program = f"import asyncio, pathlib; from jobs.store.tiny.store import open_tiny; {opening}"
    other = await asyncio.to_thread(subprocess.run, [sys.executable, "-c", program], capture_output=True, text=True)
    assert other.returncode == 1
    assert f"in use by process {os.getpid()}" in other.stderr
    await store.close()


async def test_the_same_process_cannot_open_it_twice_and_can_again_after_closing(tmp_path: Path) -> None:
    store = await open_tiny(tmp_path)
    with pytest.raises(StoreLockedError):
        await open_tiny(tmp_path)
    await store.close()
    await (await open_tiny(tmp_path)).close()


async def test_a_reader_beside_the_bot_sees_what_was_written_and_changes_nothing(tmp_path: Path) -> None:
    store = await open_tiny(tmp_path)
    await store.add_link(new_link(), NOW)
    await _compact(store)
    await store.add_link(new_link(page=_page(2)), NOW)
    reader = await open_tiny(tmp_path, read_only=True)
    assert await reader.links() == await store.links()
    assert await reader.events(since=NOW) == await store.events(since=NOW)
    with pytest.raises(StoreReadOnlyError):
        await reader.add_link(new_link(page=_page(3)), NOW)
    await reader.close()
    await store.close()


async def test_a_reader_beside_a_busy_bot_never_sees_damage(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    store = await open_tiny(tmp_path)

    async def write() -> None:
        for number in range(60):
            await store.add_link(new_link(page=_page(number)), NOW)
            if number % 7 == 0:
                await _compact(store)

    writing = asyncio.create_task(write())
    seen = [0]
    while not writing.done():
        reader = await open_tiny(tmp_path, read_only=True)
        seen.append(len(await reader.links()))
    await writing
    await store.close()
    assert seen == sorted(seen)
    assert not caplog.records


async def test_concurrent_writers_share_a_write_and_all_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = await open_tiny(tmp_path)
    synced: list[int] = []
    real = os.fsync

    def counted(fd: int) -> None:
        synced.append(fd)
        real(fd)

    monkeypatch.setattr(os, "fsync", counted)
    added = await asyncio.gather(*(store.add_link(new_link(page=_page(number % 50)), NOW) for number in range(100)))
    assert len(synced) < 10
    assert sum(is_new for _, is_new in added) == 50
    await store.close()
    reader = await open_tiny(tmp_path, read_only=True)
    assert len(await reader.links()) == 50


async def test_whoever_gives_up_waiting_spoils_nothing_for_the_others(tmp_path: Path) -> None:
    store = await open_tiny(tmp_path)
    first, second = (asyncio.create_task(store.add_link(new_link(page=_page(n)), NOW)) for n in range(2))
    await asyncio.sleep(0)
    first.cancel()
    await second
    await store.close()
    reader = await open_tiny(tmp_path, read_only=True)
    assert _page(1) in {link.page_url for link in await reader.links()}


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Names of the system calls that touch the folder, in order, each with its file."""
    found: list[str] = []

    def name_of(target: Any) -> str:
        path = Path(f"/proc/self/fd/{target}").readlink() if isinstance(target, int) else Path(target)
        return "folder" if path == tmp_path else path.name

    def record(call: str) -> None:
        real = getattr(os, call)

        def recorded(target: Any, *rest: Any, **more: Any) -> Any:
            found.append(" ".join([call, name_of(target), *(name_of(each) for each in rest if call == "rename")]))
            return real(target, *rest, **more)

        monkeypatch.setattr(os, call, recorded)

    for call in ("pwrite", "fsync", "rename", "unlink", "ftruncate"):
        record(call)
    return found


async def test_a_change_is_written_then_synced_before_the_call_returns(tmp_path: Path, calls: list[str]) -> None:
    store = await open_tiny(tmp_path)
    calls.clear()
    await store.add_link(new_link(), NOW)
    journal = journal_files(tmp_path)[-1][1].name
    assert calls == [f"pwrite {journal}", f"fsync {journal}", f"pwrite {MARK}"]  # the mark is never ahead
    await store.close()


async def test_a_snapshot_is_synced_before_it_is_renamed_and_the_folder_after(tmp_path: Path, calls: list[str]) -> None:
    store = await open_tiny(tmp_path)
    for number in range(2):
        await store.add_link(new_link(page=_page(number)), NOW)
        await _compact(store)
    await store.add_link(new_link(page=_page(2)), NOW)
    calls.clear()
    await _compact(store)
    await store.close()
    steps = [call for call in calls if call != f"pwrite {NAME}.new"]
    assert calls.count(f"pwrite {NAME}.new") > 1
    assert steps == [
        "fsync folder",  # the new journal file is there, whatever happens next
        "pwrite events-2026-11.jsonl",
        "fsync events-2026-11.jsonl",
        "fsync folder",
        f"fsync {NAME}.new",
        f"rename {NAME} {PREVIOUS}",
        f"rename {NAME}.new {NAME}",
        "fsync folder",
        "unlink journal-000000000002.jsonl",
        "fsync folder",
    ]


async def test_dying_at_any_step_of_a_compaction_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every step is made to be the last one, as a crash would; then the store is opened again."""
    steps = ("pwrite", "fsync", "rename", "unlink")
    died = 0
    for last in range(40):
        folder = tmp_path / str(last)
        store = await open_tiny(folder)
        for number in range(3):
            await store.add_link(new_link(page=_page(number)), NOW)
            if number < 2:
                await _compact(store)
        with monkeypatch.context() as patch:
            done = _die_after(patch, steps, last)
            await _compact(store)
            died += len(done) > last
        await store.close()
        again = await open_tiny(folder)
        assert [link.page_url for link in await again.links()] == [_page(number) for number in range(3)]
        assert [event.kind for event in await again.events(since=NOW)] == ["added"] * 3
        assert await again.warnings() == []
        await again.close()
    assert 5 < died < 40  # the last rounds went through without dying: no step was left out


def _die_after(patch: pytest.MonkeyPatch, calls: tuple[str, ...], last: int) -> list[str]:
    done: list[str] = []

    def broken(name: str) -> Any:
        real = getattr(os, name)

        def call(*args: Any, **more: Any) -> Any:
            done.append(name)
            if len(done) > last:
                raise OSError("the machine is off")
            return real(*args, **more)

        return call

    for name in calls:
        patch.setattr(os, name, broken(name))
    return done


async def test_a_grown_journal_is_compacted_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compact, "SMALLEST_JOURNAL", 20_000)
    store = await open_tiny(tmp_path)
    for number in range(0, 200, 20):
        await asyncio.gather(*(store.add_link(new_link(page=_page(number + n)), NOW) for n in range(20)))
    await store.close()
    assert (tmp_path / PREVIOUS).exists()
    assert journal_files(tmp_path)[0][0] > 1
    reader = await open_tiny(tmp_path, read_only=True)
    assert len(await reader.links()) == 200


async def test_history_moves_into_files_by_month_and_reads_as_before(tmp_path: Path) -> None:
    store = await open_tiny(tmp_path)
    await store.write(Write(events=[_event(day) for day in (60, 30, 0)]))
    before = await store.events(since=NOW - timedelta(days=90))
    await _compact(store)
    await store.write(Write(events=[_event(0, "lost"), _event(29, "late")]))
    assert _events_in(tmp_path) == {"events-2026-09.jsonl": 1, "events-2026-10.jsonl": 1, "events-2026-11.jsonl": 1}
    everything = await store.events(since=NOW - timedelta(days=90))
    assert [event.kind for event in everything] == ["live", "live", "late", "live", "lost"]
    assert [event for event in everything if event in before] == before
    assert [event.kind for event in await store.events(since=NOW)] == ["live", "lost"]
    await store.close()


async def test_history_moved_twice_is_there_once(tmp_path: Path) -> None:
    store = await open_tiny(tmp_path)
    await store.write(Write(events=[_event(0), _event(30)]))
    events = list(store._tables.history.events)
    move_to_files(tmp_path, events[:1], {})  # as if the machine had died in the middle of it
    file = tmp_path / "events-2026-11.jsonl"
    file.write_bytes(file.read_bytes() + b'{"n":77,"at"')
    await _compact(store)
    move_to_files(tmp_path, events, {})
    assert _events_in(tmp_path) == {"events-2026-10.jsonl": 1, "events-2026-11.jsonl": 1}
    assert len(await store.events(since=NOW - timedelta(days=90))) == 2
    await store.close()


async def test_history_in_parts_has_each_event_once_whatever_is_compacted_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_parts, "_BYTES", 200)
    monkeypatch.setattr(in_parts, "_EVENTS", 2)
    store = await open_tiny(tmp_path)
    events = [_event(60 - number, f"kind{number}") for number in range(61)]
    await store.write(Write(events=events[:40]))
    await _compact(store)
    file = tmp_path / "events-2026-10.jsonl"
    file.write_bytes(file.read_bytes() + b'{"n":77,"at"')  # an append that the machine did not live to finish
    await store.write(Write(events=events[40:]))
    answer = await store.event_stream("C1", NOW - timedelta(days=90))
    parts = [await anext(answer.chunks)]
    await _compact(store)
    await store.write(Write(events=[_event(0, "later")]))
    await _compact(store)
    parts += [part async for part in answer.chunks]
    assert [event for part in parts for event in part.items] == events
    assert len(parts) > 20
    await store.close()


async def test_a_damaged_line_is_left_out_of_history_in_parts(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    store = await open_tiny(tmp_path)
    await store.write(Write(events=[_event(0, "a"), _event(0, "b"), _event(0, "c")]))
    await _compact(store)
    file = tmp_path / "events-2026-11.jsonl"
    file.write_bytes(file.read_bytes().replace(b'"b"', b'"x"'))
    parts = (await store.event_stream("C1", NOW)).chunks
    assert [event.kind async for part in parts for event in part.items] == ["a", "c"]
    assert "line 2" in caplog.text
    await store.close()


async def test_a_damaged_line_of_history_is_said_and_costs_no_other(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = await open_tiny(tmp_path)
    await store.write(Write(events=[_event(0, "a"), _event(0, "b"), _event(0, "c")]))
    await _compact(store)
    file = tmp_path / "events-2026-11.jsonl"
    file.write_bytes(file.read_bytes().replace(b'"b"', b'"x"'))
    assert [event.kind for event in await store.events(since=NOW)] == ["a", "c"]
    assert "line 2" in caplog.text
    await store.close()


async def test_from_fifty_thousand_links_on_it_is_said_once_what_they_cost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("jobs.store.tiny.store.TOO_MANY_LINKS", 3)
    store = await open_tiny(tmp_path)
    for number in range(5):
        assert bool(await store.warnings()) is (number >= 3)
        await store.add_link(new_link(page=_page(number)), NOW)
    assert caplog.text.count("links are tracked") == 1
    await store.close()


@pytest.mark.parametrize(("status", "kept"), [(NoticeStatus.SENT, ""), (NoticeStatus.DEAD, "much")])
async def test_what_was_said_is_not_kept_and_what_may_be_said_after_all_is(
    tmp_path: Path, status: NoticeStatus, kept: str
) -> None:
    store = await open_tiny(tmp_path)
    await store.write(Write(notices=[Notice("a", "C1", NoticeKind.ANSWER, NOW, payload="much")]))
    claimed = await store.claim_notice(NOW)
    assert claimed is not None
    await store.finish_notice(replace(claimed, status=status))
    assert [told.payload for told in store._tables.notices.having(("ended", status))] == [kept]
    await store.close()
