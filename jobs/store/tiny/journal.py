"""The journal: each change is one sealed line, on the disk before anyone is told that it happened.

Beside it stands a mark: the number of the last change that anyone was told of. Lines that are missing at the end leave
no gap, and are noticed by it.
"""

import contextlib
import os
import re
from collections.abc import Sequence
from pathlib import Path

import msgspec

from jobs.store.errors import StoreDamagedError
from jobs.store.tiny.files import free_name, is_sealed, seal, sync_folder, write_all, write_aside
from jobs.store.tiny.memory import Batch
from jobs.store.tiny.on_disk import OpenFile

MARK = "linkwatch.mark"
_ROOM = 2**20
"""Bytes; a group of changes is hardly ever as long."""
_NAME = re.compile(r"journal-(\d{12})\.jsonl")


class JournalLine(msgspec.Struct):
    """One change: documents dropped, documents put, events that happened."""

    seq: int
    drop: dict[str, list[int]] = {}
    put: dict[str, dict[int, msgspec.Raw]] = {}
    events: list[msgspec.Raw] = []


_LINES = msgspec.json.Decoder(JournalLine)


def line(seq: int, batch: Batch, events: Sequence[bytes]) -> bytes:
    """One change as a sealed line."""
    parts = [b'{"seq":%d,"drop":%b,"put":{' % (seq, msgspec.json.encode(batch.drops))]
    for name, documents in batch.puts.items():
        parts.append(b'"%b":{' % name.encode())
        for doc_id, raw in documents.items():
            parts += (b'"%d":' % doc_id, raw, b",")
        parts[-1] = b"},"
    parts[-1] = parts[-1].removesuffix(b",")
    parts.append(b'},"events":[%b]' % b",".join(events))
    return seal(*parts)


def read_line(data: bytes) -> JournalLine | None:
    """A line, without its line end, as it was written; None where it is damaged."""
    return _LINES.decode(data) if is_sealed(data) else None


def journal_path(folder: Path, first: int) -> Path:
    """The file whose first change has the number `first`."""
    return folder / f"journal-{first:012d}.jsonl"


def journal_files(folder: Path) -> list[tuple[int, Path]]:
    """Journal files with the number of their first change, oldest first."""
    found = ((_NAME.fullmatch(path.name), path) for path in folder.iterdir())
    return sorted((int(match[1]), path) for match, path in found if match)


class _Mark(msgspec.Struct):
    seq: int


def read_mark(folder: Path) -> int | None:
    """The last change that was acknowledged, as far as is known; None where there is no mark.

    Raises StoreDamagedError where it is not as it was written.
    """
    try:
        data = (folder / MARK).read_bytes().removesuffix(b"\n")
    except FileNotFoundError:
        return None
    if not is_sealed(data):
        raise StoreDamagedError(f"{MARK} is damaged: nobody can tell whether changes are missing at the journal's end.")
    return msgspec.json.decode(data, type=_Mark).seq


def write_mark(folder: Path, seq: int, *, durably: bool = False) -> None:
    """Set the mark; raises OSError.

    It is always as long, and written in place: a crash leaves the old one or the new one. After a change it need not be
    durable. The change was before it, so that a mark is never ahead of the journal, and one left behind by a machine
    that died only notices less.
    """
    fd = os.open(folder / MARK, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        write_all(fd, seal(b'{"seq":%15d' % seq), 0)
        if durably:
            os.fsync(fd)
    finally:
        os.close(fd)


class Journal:
    """The end of the journal, where changes are added; all of it blocks, so it belongs in a thread."""

    def __init__(self, folder: Path, first: int, seq: int) -> None:
        self._folder = folder
        self._torn = False
        self.faults: list[str] = []
        """What was found wrong with the file while it was open, a sentence each."""
        self._open(first)
        self._mark(seq, durably=True)

    def append(self, data: bytes, seq: int) -> int:
        """Add lines durably, the last of them number `seq`; gives where in the file they begin.

        Raises OSError where that fails, and the file is as it was before.
        """
        if self._torn:
            self._mend()
        if not self._is_in_place():
            self._put_back()
        try:
            write_all(self._fd, data, self.size)
            os.fsync(self._fd)
        except OSError:
            self._torn = True
            self._mend_if_possible()
            raise
        begin = self.size
        self.size += len(data)
        self._mark(seq)
        return begin

    def has_room(self) -> bool:
        """Whether the disk takes more than a few bytes."""
        try:
            write_aside(self._folder / "linkwatch.room", [bytes(_ROOM)]).unlink()
        except OSError:
            return False
        return True

    def rotate(self, first: int) -> None:
        """Go on in a new file; the old one is complete."""
        old = self._fd
        self._open(first)
        os.close(old)

    def close(self) -> None:
        """Nothing more is added."""
        os.close(self._fd)

    def _open(self, first: int) -> None:
        path = journal_path(self._folder, first)
        self._fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self.file = OpenFile(os.dup(self._fd), path.name)
        """What was added is read from here."""
        self._path = path
        self.size = os.fstat(self._fd).st_size
        sync_folder(self._folder)

    def _mark(self, seq: int, *, durably: bool = False) -> None:
        with contextlib.suppress(OSError):  # the change is on the disk: it must not fail for its mark
            write_mark(self._folder, seq, durably=durably)

    def _is_in_place(self) -> bool:
        """Whether the file that we write to is still the one of its name."""
        try:
            return os.path.samestat(self._path.stat(), os.fstat(self._fd))
        except FileNotFoundError:
            return False

    def _put_back(self) -> None:
        """Somebody deleted, moved or exchanged the file; what it held is still in our hands, and goes back."""
        new = write_aside(self._path, [os.pread(self._fd, self.size, 0)])
        words = (
            f"{self._path.name} was deleted or moved away while it was in use; it was put back, and nothing is lost."
        )
        if self._path.exists():
            aside = free_name(self._path, "other")
            self._path.rename(aside)
            words += f" The file that stood in its place is kept as {aside.name}."
        new.rename(self._path)
        old, self._fd = self._fd, os.open(self._path, os.O_RDWR | os.O_CLOEXEC)
        self.file = OpenFile(os.dup(self._fd), self._path.name)
        os.close(old)
        sync_folder(self._folder)
        self.faults.append(words)

    def _mend(self) -> None:
        os.ftruncate(self._fd, self.size)
        os.fsync(self._fd)
        self._torn = False

    def _mend_if_possible(self) -> None:
        try:
            self._mend()
        except OSError:
            return  # tried again before the next write, which fails where this does
