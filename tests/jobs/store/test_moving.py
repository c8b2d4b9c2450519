"""A store moves whole: every table and the history are there, and nothing is left of a move that did not end."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from jobs.bench._made_store import made_snapshot
from jobs.model.event import Event
from jobs.model.write import Write
from jobs.store.errors import StoreDamagedError, StoreLockedError
from jobs.store.moving import HISTORY, NUMBERED, TABLES, Moved, NotEmptyError, NotTheSameError, Whole, in_order, move
from jobs.store.tiny.compact import start_afresh
from jobs.store.tiny.on_disk import Documents
from jobs.store.tiny.snapshot import Snapshot, Stamp
from jobs.store.tiny.store import open_tiny
from jobs.store.tiny.whole import FolderContents, NewFolder, empty_folder, whole_folder
from tests.jobs.store.tools import NOW, everything, new_link
from tests.stored.test_stored import DOCUMENTS
from tests.stored.test_stored import TABLES as STORED


def in_order_of(whole: Whole, table: str) -> list[tuple[int, bytes]]:
    return [(doc_id, in_order(raw)) for doc_id, raw in whole.documents(table)]


def quiet(_table: str, _documents: int) -> None:
    """Nobody watches."""


def moved(old: Path, new: Path) -> list[Moved]:
    with whole_folder(old) as source, empty_folder(new) as target:
        return move(source, target, quiet)


def folder_with_all_tables(folder: Path) -> Path:
    """A document of each table that sets every field that was ever stored."""
    folder.mkdir()
    tables = {name: Documents({7: json.dumps(DOCUMENTS[name]).encode()}) for name in STORED if name != "counters"}
    counters = enumerate((b'{"name":"%b","last":60}' % name.encode() for name in NUMBERED), 1)
    tables["counters"] = Documents(dict(counters))
    start_afresh(folder, Snapshot(Stamp(1, 0), tables), [], {})
    return folder


async def lived_in(folder: Path) -> Path:
    """A store with a history of three months, the last of it in the journal alone."""
    store = await open_tiny(folder)
    link, _ = await store.add_link(new_link(), NOW)
    await store.add_link(new_link(target="gone.example"), NOW)
    await store.write(Write(remove_links=[2]))
    for days in (70, 40, 3):
        event = Event(NOW - timedelta(days=days), "C1", link.ref, "noted", f"{days} days ago")
        await store.write(Write(events=[event]))
        if days > 3:
            assert store._writer is not None
            await store._writer.compactor.start()
            await store._writer.compactor.close()
    await store.close()
    return folder


def test_every_table_is_moved_with_every_field(tmp_path: Path) -> None:
    old = folder_with_all_tables(tmp_path / "old")
    told = {each.table: each.documents for each in moved(old, tmp_path / "new")}
    assert told == {**dict.fromkeys(TABLES, 1), HISTORY: 0}
    with whole_folder(old) as before, whole_folder(tmp_path / "new") as after:
        for table in TABLES:
            assert in_order_of(after, table) == in_order_of(before, table)
        assert after.last_ids() == before.last_ids() == dict.fromkeys(NUMBERED, 60)


def test_all_tables_of_a_store_are_known_here() -> None:
    assert {*TABLES, "counters"} == set(STORED)


async def test_a_store_goes_on_where_it_moved_to(tmp_path: Path) -> None:
    old = await lived_in(tmp_path / "old")
    moved(old, tmp_path / "new")
    stores = [await open_tiny(folder) for folder in (old, tmp_path / "new")]
    assert await everything(stores[1]) == await everything(stores[0])
    since = NOW - timedelta(days=90)
    assert await stores[1].events(since=since) == await stores[0].events(since=since)
    link, is_new = await stores[1].add_link(new_link(target="next.example"), NOW)
    assert (link.ref, is_new) == ("L-3", True)  # the number of the one that was removed is not given again
    for store in stores:
        assert await store.warnings() == []
        await store.close()


def test_ten_thousand_links(tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.mkdir()
    start_afresh(old, made_snapshot(10_000), [], {})
    steps: list[tuple[str, int]] = []
    with whole_folder(old) as source, empty_folder(tmp_path / "new") as target:
        told = {each.table: each for each in move(source, target, lambda *step: steps.append(step))}
    assert (told["links"].documents, told["pages"].documents) == (10_000, 10_000)
    assert ("links", 5_000) in steps
    with whole_folder(tmp_path / "new") as after:
        assert sum(1 for _ in after.documents("links")) == 10_000


async def test_nothing_is_moved_onto_a_store(tmp_path: Path) -> None:
    old, new = await lived_in(tmp_path / "old"), await lived_in(tmp_path / "new")
    before = {path.name: path.read_bytes() for path in new.iterdir()}
    with pytest.raises(NotEmptyError, match="already"):
        moved(old, new)
    assert {path.name: path.read_bytes() for path in new.iterdir()} == before


async def test_a_running_bot_is_not_moved_away_from(tmp_path: Path) -> None:
    store = await open_tiny(tmp_path / "old")
    with pytest.raises(StoreLockedError):
        moved(tmp_path / "old", tmp_path / "new")
    await store.close()
    with pytest.raises(FileNotFoundError, match="no store"):
        moved(tmp_path / "nowhere", tmp_path / "new")


async def test_a_damaged_store_is_not_moved(tmp_path: Path) -> None:
    old = await lived_in(tmp_path / "old")
    for journal in old.glob("journal-*"):
        journal.write_bytes(journal.read_bytes().replace(b"3 days", b"9 days"))
    with pytest.raises(StoreDamagedError, match="Start the bot on it once"):
        moved(old, tmp_path / "new")


class Forgetful(NewFolder):
    """A copy that says other than was sent."""

    def documents(self, table: str) -> Iterator[tuple[int, bytes]]:
        return ((doc_id, raw.replace(b"C0LINKS", b"C0OTHER")) for doc_id, raw in super().documents(table))


class Interrupted(FolderContents):
    """A source that breaks off after some tables."""

    def history(self) -> Iterator[tuple[int, bytes]]:
        raise KeyboardInterrupt


def moved_by(source_kind: type[FolderContents], target_kind: type[NewFolder], old: Path, new: Path) -> None:
    with whole_folder(old) as source, empty_folder(new) as target:
        source.__class__, target.__class__ = source_kind, target_kind
        move(source, target, quiet)


@pytest.mark.parametrize(
    ("source_kind", "target_kind", "raised"),
    [(FolderContents, Forgetful, NotTheSameError), (Interrupted, NewFolder, KeyboardInterrupt)],
)
def test_nothing_is_left_of_a_move_that_did_not_end_well(
    source_kind: type[FolderContents], target_kind: type[NewFolder], raised: type[BaseException], tmp_path: Path
) -> None:
    old, new = folder_with_all_tables(tmp_path / "old"), tmp_path / "new"
    with pytest.raises(raised):
        moved_by(source_kind, target_kind, old, new)
    assert {path.name for path in new.iterdir()} == {"linkwatch.lock"}
    assert len(moved(old, new)) == len(TABLES) + 1


def test_a_move_that_was_killed_is_begun_anew_and_no_bot_starts_on_half_of_it(tmp_path: Path) -> None:
    old, new = folder_with_all_tables(tmp_path / "old"), tmp_path / "new"
    moved(old, new)
    (new / "move-unfinished").touch()
    with pytest.raises(StoreDamagedError, match="run it again"), whole_folder(new):
        pass
    assert len(moved(old, new)) == len(TABLES) + 1
    with whole_folder(new) as after:
        assert sum(1 for _ in after.documents("links")) == 1
