"""A folder's store as a whole: read to be moved elsewhere, or filled with what comes from there."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from heapq import merge
from itertools import islice
from pathlib import Path
from zlib import crc32

from jobs.store.changes.shapes import COUNTERS, Counter
from jobs.store.documents import decode, encode
from jobs.store.errors import StoreDamagedError
from jobs.store.moving import NUMBERED, NotEmptyError
from jobs.store.tiny.compact import start_afresh
from jobs.store.tiny.files import SEAL_LENGTH, is_sealed, sync_folder
from jobs.store.tiny.history import all_month_files, read_number, sealed_lines
from jobs.store.tiny.history_files import Extent, move_to_files
from jobs.store.tiny.lock import FolderLock
from jobs.store.tiny.on_disk import Documents, Location, OpenFile
from jobs.store.tiny.recover import UNFINISHED_MOVE, recover
from jobs.store.tiny.snapshot import NAME, Snapshot, Stamp, read_snapshot
from jobs.store.tiny.verify import files_of

_SPOOL = "move.spool"
_EVENTS_AT_ONCE = 10_000


@contextmanager
def whole_folder(folder: Path) -> "Iterator[FolderContents]":
    """All that is in a folder's store, which nobody may write to meanwhile.

    Raises FileNotFoundError where there is none, StoreLockedError where a bot runs on it, and StoreDamagedError.
    """
    if not folder.is_dir() or not files_of(folder):
        raise FileNotFoundError(f"There is no store in {folder}.")
    lock = FolderLock(folder)
    try:
        state = recover(folder)
        if state.damage:
            raise StoreDamagedError(
                f"The store in {folder} is damaged: {' '.join(state.damage)} Start the bot on it once, which keeps "
                "copies of what is damaged and goes on with what is left; then move it."
            )
        yield FolderContents(folder, state.tables, state.events)
    finally:
        lock.release()


@contextmanager
def empty_folder(folder: Path) -> "Iterator[NewFolder]":
    """A new store in a folder; nothing of it stays where it was not finished.

    Raises NotEmptyError where there is one already, StoreLockedError where a bot runs there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = FolderLock(folder)
    try:
        if (folder / UNFINISHED_MOVE).exists():
            _clear(folder)
        if files_of(folder):
            raise NotEmptyError(f"There is a store in {folder} already: move it away, or name another in store.path.")
        (folder / UNFINISHED_MOVE).touch()
        sync_folder(folder)
        try:
            yield NewFolder(folder)
        except BaseException:
            _clear(folder)
            raise
        finally:
            (folder / UNFINISHED_MOVE).unlink()
            sync_folder(folder)
    finally:
        lock.release()


def _clear(folder: Path) -> None:
    """Remove what a move that was not finished has left."""
    for name in (*files_of(folder), _SPOOL):
        (folder / name).unlink(missing_ok=True)


class FolderContents:
    """What stands in a folder, as `Whole` asks for it."""

    def __init__(self, folder: Path, tables: Mapping[str, Documents], in_journal: list[bytes]) -> None:
        self._folder = folder
        self._tables = tables
        self._in_journal = in_journal

    def documents(self, table: str) -> Iterator[tuple[int, bytes]]:
        """In the order of the ids, which is the order in which they were added."""
        entries = self._tables.get(table, Documents()).entries()
        return Documents(dict(sorted(entries.items()))).read_all()

    def history(self) -> Iterator[tuple[int, bytes]]:
        """What stands in the files of the months and in the journal, each event once; a damaged line is left out."""
        last = 0
        for n, event in merge(*map(_month, all_month_files(self._folder)), map(_event, self._in_journal)):
            if n > last:
                last = n
                yield n, event

    def last_ids(self) -> Mapping[str, int]:
        """As the counters say; where a file was edited by hand, no less than the last that is there."""
        counters = (decode(raw, Counter) for _, raw in self.documents(COUNTERS.name))
        counted = {each.name: each.last for each in counters}
        there = {name: max(self._tables.get(name, Documents()), default=0) for name in NUMBERED}
        found = {name: max(last, counted.get(name, 0)) for name, last in there.items()}
        return {name: last for name, last in found.items() if last}


def _month(path: Path) -> Iterator[tuple[int, bytes]]:
    with path.open("rb") as file:
        yield from map(_event, sealed_lines(path, (line[:-1] for line in file)))


def _event(raw: bytes) -> tuple[int, bytes]:
    """Number and event of a line of the history, without what is the file's alone: the number, and the checksum."""
    n = read_number(raw).n
    bare = raw.removeprefix(b'{"n":%d,' % n)
    return n, b"{" + (bare[:-SEAL_LENGTH] + b"}" if is_sealed(raw) else bare)


class NewFolder(FolderContents):
    """A folder that is being filled: documents go into a file of their own first, for the snapshot is written last."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, {}, [])
        self._new: dict[str, Documents] = {}
        self._extents: Mapping[str, Extent] = {}
        self._last_event = 0

    def put(self, table: str, documents: Iterator[tuple[int, bytes]]) -> None:
        """Write them to the end of the file, and keep where they stand."""
        path = self._folder / _SPOOL
        with path.open("ab") as spool:
            at, file = spool.tell(), OpenFile.at(path)
            found = self._new[table] = Documents()
            for doc_id, raw in documents:
                spool.write(raw)
                found.put(doc_id, Location.of(file, at, len(raw), crc32(raw)))
                at += len(raw)

    def put_history(self, events: Iterator[tuple[int, bytes]]) -> None:
        """Into the files of their months."""
        while some := list(islice(events, _EVENTS_AT_ONCE)):
            numbered = [b'{"n":%d,' % n + raw[1:] for n, raw in some]
            self._extents = move_to_files(self._folder, numbered, self._extents).extents
            self._last_event = some[-1][0]

    def finish(self, last_ids: Mapping[str, int]) -> None:
        """Write the snapshot, and read it back."""
        counters = enumerate((encode(Counter(*each)) for each in last_ids.items()), 1)
        snapshot = Snapshot(Stamp(1, self._last_event), {**self._new, COUNTERS.name: Documents(dict(counters))})
        start_afresh(self._folder, snapshot, [], self._extents)
        (self._folder / _SPOOL).unlink()
        self._tables = read_snapshot(self._folder / NAME).tables
