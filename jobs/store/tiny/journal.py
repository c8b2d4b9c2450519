"""The journal: each change is one sealed line, on the disk before anyone is told that it happened."""

import os
import re
from collections.abc import Sequence
from pathlib import Path

import msgspec

from jobs.store.tiny.files import is_sealed, seal, sync_folder, write_all
from jobs.store.tiny.memory import Batch

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


class Journal:
    """The end of the journal, where changes are added; all of it blocks, so it belongs in a thread."""

    def __init__(self, folder: Path, first: int) -> None:
        self._folder = folder
        self._torn = False
        self._open(first)

    def append(self, data: bytes) -> None:
        """Add lines durably; raises OSError where that fails, and the file is as it was before."""
        if self._torn:
            self._mend()
        try:
            write_all(self._fd, data, self.size)
            os.fsync(self._fd)
        except OSError:
            self._torn = True
            self._mend_if_possible()
            raise
        self.size += len(data)

    def rotate(self, first: int) -> None:
        """Go on in a new file; the old one is complete."""
        old = self._fd
        self._open(first)
        os.close(old)

    def close(self) -> None:
        """Nothing more is added."""
        os.close(self._fd)

    def _open(self, first: int) -> None:
        self._fd = os.open(journal_path(self._folder, first), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self.size = os.fstat(self._fd).st_size
        sync_folder(self._folder)

    def _mend(self) -> None:
        os.ftruncate(self._fd, self.size)
        os.fsync(self._fd)
        self._torn = False

    def _mend_if_possible(self) -> None:
        try:
            self._mend()
        except OSError:
            return  # tried again before the next write, which fails where this does
