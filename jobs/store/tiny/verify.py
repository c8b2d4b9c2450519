"""Reading a store whole, also beside a running bot: is every byte what was written? Nothing is changed."""

import contextlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jobs.store.about import Verified
from jobs.store.errors import StoreDamagedError
from jobs.store.tiny.files import is_sealed
from jobs.store.tiny.history_files import Extent
from jobs.store.tiny.journal import MARK, journal_files
from jobs.store.tiny.recover import Recovered, recover_beside
from jobs.store.tiny.snapshot import NAME, PREVIOUS, read_snapshot

_LONGEST_LINE = 16 * 2**20
"""Where line ends are gone too, so much is read at once."""


@dataclass(frozen=True, slots=True)
class _History:
    """What was read of a month's file."""

    events: int
    fault: str


def verify(folder: Path) -> Verified:
    """Read every file of the store; raises FileNotFoundError where there is none."""
    files = files_of(folder)
    if not files:
        raise FileNotFoundError(f"There is no store in {folder}.")
    size = sum(files.values())
    try:
        state = recover_beside(folder)
    except StoreDamagedError as error:
        return Verified(0, 0, size, (str(error),))
    history = [_read_history(folder / name, extent) for name, extent in state.extents.items()]
    faults = (*state.damage, *_unread_at_start(folder, state), *(each.fault for each in history if each.fault))
    moved = sum(each.events for each in history)
    return Verified(
        len(state.tables.get("links", {})),
        moved + len(state.events),
        size,
        faults,
        max(state.moved_events - moved, 0),
    )


def files_of(folder: Path) -> dict[str, int]:
    """The files that a store is, with their sizes in bytes."""
    found = {}
    for path in (folder / NAME, folder / PREVIOUS, folder / MARK, *folder.glob("*.jsonl")):
        with contextlib.suppress(FileNotFoundError):  # it is not there, or a compaction has just folded it
            found[path.name] = path.stat().st_size
    return found


def _unread_at_start(folder: Path, state: Recovered) -> Iterator[str]:
    """Faults of what a start does not need: the snapshot before, and the journal up to the snapshot."""
    try:
        if (folder / PREVIOUS).exists() and folder / PREVIOUS not in state.damaged_files:
            read_snapshot(folder / PREVIOUS)
    except StoreDamagedError as error:
        yield f"{error}; it is needed only where {NAME} cannot be read."
    for _, path in journal_files(folder)[:-1]:  # a bot may be writing to the last one, which was read just now
        lines = _lines_of(path)
        damaged = sum(not is_sealed(line) for line in lines)
        if damaged and path not in state.damaged_files:
            yield f"{path.name}: {damaged} of {len(lines)} lines are damaged; the snapshot holds what was in them."


def _lines_of(path: Path) -> list[bytes]:
    try:
        return path.read_bytes().splitlines()
    except FileNotFoundError:
        return []  # a compaction has just folded it


def _read_history(path: Path, extent: Extent) -> _History:
    """Read a month's file as far as the snapshot knows it; what stands behind that is in the journal as well."""
    at, crc, lines, damaged = 0, 0, 0, list[int]()
    with path.open("rb") as file:
        while at < extent.size and (line := file.readline(_LONGEST_LINE)):
            crc = zlib.crc32(line, crc) if at >= extent.start else crc
            at += len(line)
            lines += 1
            if not is_sealed(memoryview(line)[:-1]):
                damaged.append(lines)
    if damaged:
        fault = f"{path.name}: {len(damaged)} of {lines} lines are damaged, the first is line {damaged[0]}."
    elif crc != extent.crc:
        fault = f"{path.name}: each line is whole, but they are not those that were written: some came or went."
    else:
        fault = ""
    return _History(lines - len(damaged), fault)
