"""Compaction: the journal folded into a new snapshot and the history files, beside the running bot."""

import asyncio
import logging
from itertools import pairwise
from pathlib import Path

from jobs.store.tiny.commit import Committer
from jobs.store.tiny.files import sync_folder
from jobs.store.tiny.history import move_to_files
from jobs.store.tiny.journal import Journal, journal_files
from jobs.store.tiny.snapshot import Snapshot, Stamp, write_snapshot
from jobs.store.tiny.tables import Tables

log = logging.getLogger(__name__)

SMALLEST_JOURNAL = 8 * 2**20
"""Below this size in bytes a journal is read back in a moment, and stays."""


def compact(folder: Path, snapshot: Snapshot, events: list[bytes], previous_seq: int) -> None:
    """Write history and snapshot, then remove the journal files that neither it nor the one before needs."""
    move_to_files(folder, events)
    write_snapshot(folder, snapshot)
    files = journal_files(folder)
    for (_, path), (following, _) in pairwise(files):
        if following <= previous_seq + 1:
            path.unlink()
    sync_folder(folder)


def start_afresh(folder: Path, snapshot: Snapshot, events: list[bytes]) -> None:
    """Write a whole store in place of what stands there, which the caller has copied or moved aside."""
    move_to_files(folder, events)
    write_snapshot(folder, snapshot)
    write_snapshot(folder, snapshot)  # once more: the one before it must be whole too
    for _, path in journal_files(folder):
        path.unlink()
    sync_folder(folder)


class Compactor:
    """Watches the journal grow, and compacts when it has become as long as half the documents."""

    def __init__(self, folder: Path, tables: Tables, journal: Journal, committer: Committer, snapshot_seq: int) -> None:
        self._folder = folder
        self._tables = tables
        self._journal = journal
        self._committer = committer
        self._snapshot_seq = snapshot_seq
        self._running: asyncio.Task[None] | None = None
        self._limit = self._next_limit()
        committer.after_group = self.start_if_due

    async def start_if_due(self) -> None:
        """After each group of changes: compact if it is time, and none is under way."""
        if self._journal.size >= self._limit and (self._running is None or self._running.done()):
            self._limit = self._journal.size + SMALLEST_JOURNAL  # where this fails, not again at once
            await self.start()

    async def start(self) -> None:
        """Go on in a new journal file and fold the old ones, off the event loop."""
        seq = self._committer.seq
        try:
            await self._committer.in_thread(lambda: self._journal.rotate(seq + 1))
        except OSError:
            log.exception("The journal cannot be compacted. It goes on growing, and nothing is lost.")
            return
        history = self._tables.history
        snapshot = Snapshot(Stamp(seq, history.last), self._tables.copy())
        self._running = asyncio.create_task(self._fold(snapshot, list(history.events)))

    async def close(self) -> None:
        """Wait for a compaction that is under way."""
        if self._running:
            await asyncio.wait([self._running])

    async def _fold(self, snapshot: Snapshot, events: list[bytes]) -> None:
        try:
            await asyncio.to_thread(compact, self._folder, snapshot, events, self._snapshot_seq)
        except Exception:
            log.exception("The journal cannot be compacted. It goes on growing, and nothing is lost.")
            return
        self._tables.history.moved(len(events))
        self._snapshot_seq = snapshot.stamp.seq
        self._limit = self._next_limit()

    def _next_limit(self) -> int:
        return max(SMALLEST_JOURNAL, self._tables.size() // 2)
