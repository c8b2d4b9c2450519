"""Reading a store back: snapshot, then the journal's changes after it, and what was found damaged on the way."""

import contextlib
import time
from dataclasses import dataclass, field
from pathlib import Path

from jobs.store.errors import StoreDamagedError, StoreTooNewError
from jobs.store.tiny.journal import JournalLine, journal_files, read_line
from jobs.store.tiny.snapshot import NAME, PREVIOUS, Snapshot, Stamp, read_snapshot

UNFINISHED = "restore-unfinished"
"""The name of a file that stands in the folder while a backup is being restored into it."""
_TRIES = 6
_PAUSE = 0.05
"""Seconds between two tries."""


@dataclass(slots=True)
class Recovered:
    """The state that the files add up to."""

    tables: dict[str, dict[int, bytes]]
    seq: int
    """The last change in it."""
    snapshot_seq: int
    """The last change in the snapshot that was read."""
    moved_events: int
    """The last event that stands in the history files."""
    events: list[bytes] = field(default_factory=list)
    """Events that do not stand there yet, as far as is known."""
    damage: list[str] = field(default_factory=list)
    """What could not be read, one sentence each."""
    damaged_files: list[Path] = field(default_factory=list)

    def apply(self, line: JournalLine) -> None:
        """One change on top."""
        for name, ids in line.drop.items():
            for doc_id in ids:
                self.tables.setdefault(name, {}).pop(doc_id, None)
        for name, documents in line.put.items():
            table = self.tables.setdefault(name, {})
            table.update((doc_id, bytes(raw)) for doc_id, raw in documents.items())
        self.events += map(bytes, line.events)
        self.seq = line.seq

    def note(self, path: Path, sentence: str) -> None:
        """Remember damage."""
        self.damage.append(sentence)
        if path not in self.damaged_files:
            self.damaged_files.append(path)


def recover(folder: Path) -> Recovered:
    """The newest state that can be read; raises StoreDamagedError where no snapshot can, though there was one."""
    if (folder / UNFINISHED).exists():
        raise StoreDamagedError(f"A restore into {folder} was not finished: run it again.")
    state = _start(folder)
    files = journal_files(folder)
    for index, (_, path) in enumerate(files):
        following = files[index + 1][0] if index + 1 < len(files) else None
        if following is None or following > state.seq + 1:
            _replay(state, path, is_last=following is None)
    return state


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
        return _on_top_of(Snapshot(Stamp(0, 0), {}), faults)  # the journal reaches back to the beginning
    if faults or files:
        reasons = "; ".join(text for _, text in faults) or "there is none"
        raise StoreDamagedError(
            f"No snapshot in {folder} can be read ({reasons}). Nothing was changed. Restore a backup with "
            f"`python -m jobs restore FILE`, or, if {NAME} was edited by hand and is meant to be so, take the "
            '"crc" out of its last table.'
        )
    return Recovered({}, 0, 0, 0)


def _on_top_of(snapshot: Snapshot, faults: list[tuple[Path, str]]) -> Recovered:
    state = Recovered(snapshot.tables, snapshot.stamp.seq, snapshot.stamp.seq, snapshot.stamp.events)
    for path, text in faults:
        state.note(path, f"{text}: what stands before it and the journal since were read instead.")
    return state


def _replay(state: Recovered, path: Path, *, is_last: bool) -> None:
    *whole, cut_short = path.read_bytes().split(b"\n")
    lines = [*whole, b""] if cut_short else whole  # a line without its end was not acknowledged, even if it is whole
    for number, data in enumerate(lines, 1):
        line = read_line(data)
        if line is None:
            torn = is_last and number == len(lines)
            what = "is cut short or damaged; a crash while writing does that" if torn else "is damaged"
            state.note(path, f"{path.name}, line {number}, {what}: that change is missing, all others were read.")
        elif line.seq > state.seq:
            if line.seq > state.seq + 1:
                state.note(path, f"{path.name}: changes {state.seq + 1} to {line.seq - 1} cannot be read.")
            state.apply(line)
