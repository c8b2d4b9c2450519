"""Reading a store back: snapshot, then the journal's changes after it, and what was found damaged on the way."""

import contextlib
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from jobs.store.errors import StoreDamagedError, StoreTooNewError
from jobs.store.tiny.files import seal
from jobs.store.tiny.history import all_month_files
from jobs.store.tiny.history_files import Extent, check_ends, first_line, last_number
from jobs.store.tiny.journal import MARK, JournalLine, journal_files, read_line, read_mark
from jobs.store.tiny.on_disk import Documents, OpenFile, located
from jobs.store.tiny.snapshot import NAME, PREVIOUS, Snapshot, Stamp, read_snapshot

UNFINISHED = "restore-unfinished"
"""The name of a file that stands in the folder while a backup is being restored into it."""
UNFINISHED_MOVE = "move-unfinished"
"""The same while a store is being moved into it."""
_TRIES = 6
_PAUSE = 0.05
"""Seconds between two tries."""


@dataclass(slots=True)
class Recovered:
    """The state that the files add up to."""

    tables: dict[str, Documents]
    seq: int
    """The last change in it."""
    snapshot_seq: int
    """The last change in the snapshot that was read."""
    moved_events: int
    """The number of the last event that was moved into the history files."""
    history: dict[str, Extent] | None = field(default_factory=dict)
    """How far the history files went, as the snapshot says; None where it is older than such marks."""
    last_event: int = 0
    """The number of the last event that stands in them: a compaction that did not come to its end moved more."""
    extents: dict[str, Extent] = field(default_factory=dict)
    """How far they go, as far as the snapshot was right."""
    events: list[bytes] = field(default_factory=list)
    """Events that do not stand there yet, as far as is known."""
    damage: list[str] = field(default_factory=list)
    """What could not be read, one sentence each."""
    damaged_files: list[Path] = field(default_factory=list)

    def apply(self, line: JournalLine, file: OpenFile, data: bytes, at: int) -> None:
        """One change on top, whose line is `data` and stands at `at` of a file."""
        for name, ids in line.drop.items():
            for doc_id in ids:
                self._table(name).put(doc_id, None)
        raws = (bytes(raw) for documents in line.put.values() for raw in documents.values())
        entries = located(file, data, at, raws)
        for name, documents in line.put.items():
            for doc_id, entry in zip(documents, entries, strict=False):
                self._table(name).put(doc_id, entry)
        self.events += map(bytes, line.events)
        self.seq = line.seq

    def _table(self, name: str) -> Documents:
        return self.tables.setdefault(name, Documents())

    def note(self, path: Path, sentence: str) -> None:
        """Remember damage."""
        self.damage.append(sentence)
        if path not in self.damaged_files:
            self.damaged_files.append(path)


def recover(folder: Path) -> Recovered:
    """The newest state that can be read.

    Raises StoreDamagedError where no snapshot can be read, though there was one, or where nothing is left of a store.
    """
    if (folder / UNFINISHED).exists():
        raise StoreDamagedError(f"A restore into {folder} was not finished: run it again.")
    if (folder / UNFINISHED_MOVE).exists():
        raise StoreDamagedError(f"A move into {folder} was not finished: run it again.")
    acknowledged, faults = _mark_in(folder)  # before the journal, which a bot beside us may be writing to
    state = _start(folder)
    state.damage += faults
    files = journal_files(folder)
    for index, (_, path) in enumerate(files):
        following = files[index + 1][0] if index + 1 < len(files) else None
        if following is None or following > state.seq + 1:
            _replay(state, path, sys.maxsize if following else acknowledged or 0)
    _miss_the_end(state, folder, acknowledged)
    _look_at_history(state, folder)
    return state


def _mark_in(folder: Path) -> tuple[int | None, list[str]]:
    """The last change that was acknowledged, None where there is no mark, and why it cannot be read."""
    try:
        return read_mark(folder), []
    except StoreDamagedError as error:
        return 0, [str(error)]


def _miss_the_end(state: Recovered, folder: Path, acknowledged: int | None) -> None:
    """Note changes that somebody was told of and that are not there; raises StoreDamagedError where none is."""
    if acknowledged is None:
        if state.snapshot_seq and state.history is not None:  # else the store is older than such marks
            state.damage.append(f"{MARK} is gone: nobody can tell whether changes are missing at the journal's end.")
        return
    if acknowledged <= state.seq:
        return
    if not state.seq:
        lost = f"Of the changes that were acknowledged, {acknowledged} in all, none can be read."
        raise StoreDamagedError(_nothing_left(folder, " ".join([*state.damage, lost])))
    state.damage.append(
        f"{acknowledged - state.seq} of {acknowledged} changes were acknowledged and are missing, the last ones: "
        "the end of the journal was cut off, or a file of it was deleted or exchanged."
    )


def _look_at_history(state: Recovered, folder: Path) -> None:
    """Compare the history files with the snapshot; raises StoreDamagedError where they are another store's."""
    if not state.snapshot_seq and not state.damage:
        _refuse_foreign_history(state, folder)
    found = check_ends(folder, state.history, state.moved_events)
    state.extents = found.extents
    state.damage += found.faults
    state.last_event = max(state.moved_events, last_number(folder))


def _refuse_foreign_history(state: Recovered, folder: Path) -> None:
    """Without a snapshot there was at most one compaction, which did not come to its end: all is in the journal too."""
    ours = {seal(raw[:-1])[:-1] for raw in state.events}
    for path in all_month_files(folder):
        if (line := first_line(path)) and line not in ours:
            why = f"{path.name} holds the history of a store that is not here."
            raise StoreDamagedError(_nothing_left(folder, why))


def _nothing_left(folder: Path, why: str) -> str:
    return (
        f"{why} Nothing was changed. Put the missing files back, restore a backup with `python -m jobs restore FILE`, "
        f"or, to begin anew, move everything out of {folder}."
    )


def recover_beside(folder: Path) -> Recovered:
    """Read beside a running bot: what it is writing at this moment looks like damage, and is whole a moment later."""
    for _ in range(_TRIES - 1):
        with contextlib.suppress(FileNotFoundError, StoreDamagedError):
            state = recover(folder)
            if not state.damage:
                return state
        time.sleep(_PAUSE)
    return recover(folder)


def _start(folder: Path) -> Recovered:
    faults: list[tuple[Path, str]] = []
    for path in (folder / NAME, folder / PREVIOUS):
        try:
            snapshot = read_snapshot(path)
        except FileNotFoundError:
            continue
        except StoreTooNewError:
            raise
        except StoreDamagedError as error:
            faults.append((path, str(error)))
            continue
        return _on_top_of(snapshot, faults)
    files = journal_files(folder)
    if files and files[0][0] == 1:
        return _on_top_of(Snapshot(Stamp(0, 0, history={}), {}), faults)  # the journal reaches back to the beginning
    if faults or files:
        reasons = "; ".join(text for _, text in faults) or "there is none"
        raise StoreDamagedError(
            f"No snapshot in {folder} can be read ({reasons}). Nothing was changed. Restore a backup with "
            f"`python -m jobs restore FILE`, or, if {NAME} was edited by hand and is meant to be so, take the "
            '"crc" out of its last table.'
        )
    return Recovered({}, 0, 0, 0)


def _on_top_of(snapshot: Snapshot, faults: list[tuple[Path, str]]) -> Recovered:
    stamp = snapshot.stamp
    state = Recovered(snapshot.tables, stamp.seq, stamp.seq, stamp.events, stamp.history)
    for path, text in faults:
        state.note(path, f"{text}: what stands before it and the journal since were read instead.")
    return state


def _replay(state: Recovered, path: Path, acknowledged: int) -> None:
    """Read a file of the journal; a crash cuts at most a line behind the last change that was acknowledged."""
    file = OpenFile.at(path)
    *whole, cut_short = file.whole().split(b"\n")
    lines = [*whole, b""] if cut_short else whole  # a line without its end was not acknowledged, even if it is whole
    at = 0
    for number, data in enumerate(lines, 1):
        line = read_line(data)
        if line is None:
            torn = state.seq >= acknowledged and number == len(lines)
            what = "is cut short or damaged; a crash while writing does that" if torn else "is damaged"
            state.note(path, f"{path.name}, line {number}, {what}: that change is missing, all others were read.")
        elif line.seq > state.seq:
            if line.seq > state.seq + 1:
                state.note(path, f"{path.name}: changes {state.seq + 1} to {line.seq - 1} cannot be read.")
            state.apply(line, file, data, at)
        at += len(data) + 1
