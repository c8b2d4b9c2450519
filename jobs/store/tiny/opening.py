"""A folder becomes tables: recovered, with what is damaged set aside, and locked where it is to be written."""

import ctypes
import logging
from pathlib import Path

from msgspec import Struct

from jobs.store.tiny.compact import Writer, start_afresh
from jobs.store.tiny.files import keep_corrupt_copy
from jobs.store.tiny.history import Recent
from jobs.store.tiny.lock import FolderLock
from jobs.store.tiny.recover import Recovered, recover, recover_beside
from jobs.store.tiny.snapshot import Snapshot, Stamp
from jobs.store.tiny.tables import MemoryTables

log = logging.getLogger(__name__)


class Opened(Struct, frozen=True):
    """What a folder held."""

    tables: MemoryTables
    damage: list[str]
    """Sentences."""
    writer: Writer | None
    """None where it is only read."""


def take_folder(folder: Path) -> Opened:
    """Open a folder, which is made if need be, to write to it.

    Raises StoreLockedError where another process does, StoreDamagedError where it cannot be read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = FolderLock(folder)
    try:
        state = recover(folder)
        _set_damage_aside(folder, state)
        tables = _tables_of(state)
        return Opened(tables, state.damage, Writer(folder, lock, state, tables))
    except BaseException:
        lock.release()
        raise


def read_folder(folder: Path) -> Opened:
    """Read a folder beside whoever writes to it; raises StoreDamagedError where it cannot be read."""
    state = recover_beside(folder)
    _report(state, [])
    return Opened(_tables_of(state), state.damage, None)


def _tables_of(state: Recovered) -> MemoryTables:
    tables = MemoryTables()
    tables.history = Recent(state.events, state.last_event)
    tables.load(state.tables)
    _give_back()
    return tables


def _give_back() -> None:
    """Give the system what reading a store took and needs no more; where its C library keeps that, as that of GNU."""
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
        trim(0)


def _set_damage_aside(folder: Path, state: Recovered) -> None:
    """Copy what is damaged, then write what could be read as a whole store; nothing is overwritten before."""
    if state.damage:
        _report(state, [keep_corrupt_copy(path) for path in state.damaged_files])
        snapshot = Snapshot(Stamp(state.seq, Recent(state.events, state.last_event).last), state.tables)
        moved = start_afresh(folder, snapshot, state.events, state.extents)
        state.events, state.last_event, state.snapshot_seq = [], snapshot.stamp.events, state.seq
        state.extents = moved.extents


def _report(state: Recovered, copies: list[Path]) -> None:
    for sentence in state.damage:
        log.error("The store was damaged: %s", sentence)
    for copy in copies:
        log.error("The damaged file is kept as %s.", copy)
