"""Compaction: the journal folded into a new snapshot and the history files, beside the running bot."""

import asyncio
import logging
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

from jobs.store.errors import StoreDamagedError
from jobs.store.tiny.commit import Committer
from jobs.store.tiny.files import sync_folder
from jobs.store.tiny.history_files import Extent, MonthFiles, move_to_files
from jobs.store.tiny.journal import Journal, journal_files, write_mark
from jobs.store.tiny.lock import FolderLock
from jobs.store.tiny.on_disk import Location
from jobs.store.tiny.recover import Recovered
from jobs.store.tiny.snapshot import NAME, Snapshot, Stamp, Written, write_snapshot
from jobs.store.tiny.tables import MemoryTables

log = logging.getLogger(__name__)

SMALLEST_JOURNAL = 8 * 2**20
"""Below this size in bytes a journal is read back in a moment, and stays."""
_MOVED_AT_ONCE = 1_000
"""So many documents are half a millisecond of work."""


def compact(
    folder: Path, snapshot: Snapshot, events: list[bytes], previous_seq: int, known: Mapping[str, Extent]
) -> tuple[MonthFiles, Written]:
    """Write history and snapshot, then remove the journal files that neither it nor the one before needs.

    Gives how far the history files go now; `known` is how far they went before. Raises OSError, and StoreDamagedError
    where a document is not as it was written.
    """
    moved = move_to_files(folder, events, known)
    snapshot.stamp.history = moved.extents
    written = write_snapshot(folder, snapshot)
    files = journal_files(folder)
    for (_, path), (following, _) in pairwise(files):
        if following <= previous_seq + 1:
            path.unlink()
    sync_folder(folder)
    return moved, written


def start_afresh(folder: Path, snapshot: Snapshot, events: list[bytes], known: Mapping[str, Extent]) -> MonthFiles:
    """Write a whole store in place of what stands there, which the caller has copied or moved aside.

    What stands in the history files, and `known` says how far they go, stays.
    """
    moved = move_to_files(folder, events, known)
    snapshot.stamp.history = moved.extents
    write_snapshot(folder, snapshot)
    write_snapshot(folder, snapshot)  # once more: the one before it must be whole too
    write_mark(folder, snapshot.stamp.seq, durably=True)
    for _, path in journal_files(folder):
        path.unlink()
    sync_folder(folder)
    return moved


class Compactor:
    """Watches the journal grow, and compacts when it has become as long as half the documents."""

    def __init__(
        self, folder: Path, tables: MemoryTables, journal: Journal, committer: Committer, state: Recovered
    ) -> None:
        self.faults: list[str] = []
        """What was found wrong with files while they were in use, a sentence each."""
        self.trouble = ""
        """Why the journal goes on growing, in a sentence, until it does not."""
        self._folder = folder
        self._tables = tables
        self._journal = journal
        self._committer = committer
        self._snapshot_seq = state.snapshot_seq
        self._extents = state.extents
        self._running: asyncio.Task[None] | None = None
        self._limit = self._next_limit()
        committer.after_group = self.start_if_due

    async def start_if_due(self) -> None:
        """After each group of changes: compact if it is time, and none is under way.

        It is time too where the journal had been deleted: who did that may have deleted more, and all is open still.
        """
        found, self._journal.faults = self._journal.faults, []
        self._say(found)
        if (found or self._journal.size >= self._limit) and (self._running is None or self._running.done()):
            self._limit = self._journal.size + SMALLEST_JOURNAL  # where this fails, not again at once
            await self.start()

    async def start(self) -> None:
        """Go on in a new journal file and fold the old ones, off the event loop."""
        seq = self._committer.seq
        try:
            await self._committer.in_thread(lambda: self._journal.rotate(seq + 1))
        except OSError as error:
            self._failed(error.strerror or str(error))
            return
        history = self._tables.history
        snapshot = Snapshot(Stamp(seq, history.last), self._tables.picture())
        self._running = asyncio.create_task(self._fold(snapshot, list(history.events)))

    async def close(self) -> None:
        """Wait for a compaction that is under way."""
        if self._running:
            await asyncio.wait([self._running])

    async def _fold(self, snapshot: Snapshot, events: list[bytes]) -> None:
        try:
            moved, written = await asyncio.to_thread(
                compact, self._folder, snapshot, events, self._snapshot_seq, self._extents
            )
        except (OSError, StoreDamagedError) as error:
            self._failed(getattr(error, "strerror", None) or str(error))
            return
        except Exception:
            log.exception("A fault of ours while compacting")
            self._failed("a fault of ours, which is in the log")
            return
        self.trouble = ""
        self._say(moved.faults)
        self._extents = moved.extents
        self._tables.history.moved(len(events))
        self._snapshot_seq = snapshot.stamp.seq
        self._limit = self._next_limit()
        await self._read_from(written, snapshot)

    async def _read_from(self, written: Written, snapshot: Snapshot) -> None:
        """Read from the new snapshot what has not changed meanwhile; then nothing holds the files before it."""
        tables = self._tables.database.memory.tables
        entries = ((name, *each) for name, documents in snapshot.tables.items() for each in documents.entries().items())
        for number, ((name, doc_id, old), new) in enumerate(zip(entries, written.locations(), strict=False)):
            if isinstance(old, Location) and name in tables:
                tables[name].move(doc_id, old, new)
            if number % _MOVED_AT_ONCE == 0:
                await asyncio.sleep(0)

    def _failed(self, why: str) -> None:
        self.trouble = f"The journal cannot be compacted ({why}). It goes on growing, and nothing is lost."
        log.error("%s", self.trouble)

    def _say(self, faults: list[str]) -> None:
        for sentence in faults:
            log.error("The store was damaged: %s", sentence)
        self.faults += faults

    def _next_limit(self) -> int:
        snapshot = self._folder / NAME
        return max(SMALLEST_JOURNAL, snapshot.stat().st_size // 2 if snapshot.exists() else 0)


class Writer:
    """The lock, the journal, and what works on it."""

    def __init__(self, folder: Path, lock: FolderLock, state: Recovered, tables: MemoryTables) -> None:
        self._lock = lock
        self._journal = Journal(
            folder, max((first for first, _ in journal_files(folder)), default=state.seq + 1), state.seq
        )
        self.committer = Committer(tables, self._journal, state.seq)
        self.compactor = Compactor(folder, tables, self._journal, self.committer, state)

    async def close(self) -> None:
        """Finish what is under way and let go of the folder."""
        await self.committer.close()
        await self.compactor.close()
        self._journal.close()
        self._lock.release()
