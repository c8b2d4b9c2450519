"""Where documents stand on the disk: what is kept of each in memory, and how it is read back."""

import os
import weakref
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from jobs.store.errors import StoreDamagedError
from jobs.store.tiny.packed import unpacked

SHORT = 128
"""Bytes; a document of no more takes no more memory than its location would, and stays there."""
_AHEAD = 64 * 1024
_BESIDE = 64
"""So many bytes at most stand between two documents that follow one another in a file."""


class OpenFile:
    """A file of the store, open to be read for as long as anything stands in it: also under another name, or none."""

    def __init__(self, fd: int, name: str) -> None:
        self.name = name
        self._fd = fd
        weakref.finalize(self, os.close, fd)

    @classmethod
    def at(cls, path: Path) -> "OpenFile":
        """The file that has this name now; raises OSError where it cannot be opened."""
        return cls(os.open(path, os.O_RDONLY | os.O_CLOEXEC), path.name)

    def read(self, offset: int, length: int) -> bytes:
        """So many bytes, or fewer at the end of the file; raises OSError."""
        return os.pread(self._fd, length, offset)

    def whole(self) -> bytes:
        """All of it; raises OSError."""
        with os.fdopen(os.dup(self._fd), "rb", buffering=0) as file:
            file.seek(0)
            return file.read()


_32_BITS = 0xFFFF_FFFF


class Location(msgspec.Struct, gc=False, frozen=True):
    """Where a document stands, with its checksum."""

    file: OpenFile
    numbers: int
    """Offset, length and checksum in one: as three they would take twice the memory, for each document of the store."""

    @classmethod
    def of(cls, file: OpenFile, offset: int, length: int, crc: int) -> "Location":
        """So many bytes of a file from there on."""
        return cls(file, offset << 64 | length << 32 | crc)

    @property
    def offset(self) -> int:
        """Bytes before it in its file."""
        return self.numbers >> 64

    @property
    def length(self) -> int:
        """Its bytes."""
        return self.numbers >> 32 & _32_BITS

    @property
    def crc(self) -> int:
        """The CRC-32 of them."""
        return self.numbers & _32_BITS

    def read(self) -> bytes:
        """What stands there; raises StoreDamagedError where it is not as it was written."""
        return self.checked(self.file.read(self.offset, self.length))

    def checked(self, raw: bytes) -> bytes:
        """What was read there; raises StoreDamagedError where it is not as it was written."""
        if zlib.crc32(raw) != self.crc:
            raise StoreDamagedError(
                f"{self.file.name} was changed or damaged while it was in use. Stop and start: what stands before it "
                "and the journal since are read then."
            )
        return raw


Entry = bytes | Location
"""What is kept of a document: itself where it is short or not yet written, else its location; it may be packed."""


def located(file: OpenFile, data: bytes, base: int, documents: Iterable[bytes]) -> Iterator[Entry]:
    """What to keep of documents that stand one after the other in `data`, which begins at `base` of a file."""
    at = 0
    for raw in documents:
        at = _find(data, raw, at)
        yield raw if len(raw) <= SHORT else Location.of(file, base + at, len(raw), zlib.crc32(raw))
        at += len(raw)


def _find(data: bytes, raw: bytes, at: int) -> int:
    """Where a document stands in `data`; the next value behind `at` is it, unless a person has edited the file."""
    behind_key = data.find(b":", at) + 1
    if data.startswith(raw, behind_key):
        return behind_key
    return found if (found := data.find(raw, at)) >= 0 else data.index(raw)


def read_all(entries: Iterable[Entry]) -> Iterator[bytes]:
    """Each document in turn; raises StoreDamagedError where one is not as it was written."""
    return map(unpacked, as_they_stand(entries))


def as_they_stand(entries: Iterable[Entry]) -> Iterator[bytes]:
    """The same, packed where it is; of those that stand side by side many are read at once."""
    file, start, end, window = None, 0, 0, b""
    for entry in entries:
        if isinstance(entry, bytes):
            yield entry
            continue
        offset, length = entry.offset, entry.length
        at = offset - start
        if entry.file is not file or not 0 <= at <= len(window) - length:
            follows = entry.file is file and 0 <= offset - end < _BESIDE
            file, start, at = entry.file, offset, 0
            window = file.read(start, max(length, _AHEAD if follows else 0))
        end = offset + length
        yield entry.checked(window[at : at + length])


class Documents(Mapping[int, bytes]):
    """The documents of one table as JSON, by id, in the order they were added; read when asked for."""

    def __init__(self, entries: Mapping[int, Entry] | None = None) -> None:
        self._entries = dict(entries or {})

    def __getitem__(self, doc_id: int) -> bytes:
        entry = self._entries[doc_id]
        return unpacked(entry if isinstance(entry, bytes) else entry.read())

    def __iter__(self) -> Iterator[int]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, doc_id: object) -> bool:
        return doc_id in self._entries

    def entry(self, doc_id: int) -> Entry | None:
        """What is kept of a document."""
        return self._entries.get(doc_id)

    def put(self, doc_id: int, entry: Entry | None) -> None:
        """Set a document, or remove it with None."""
        if entry is None:
            self._entries.pop(doc_id, None)
        else:
            self._entries[doc_id] = entry

    def move(self, doc_id: int, old: Entry, new: Entry) -> None:
        """Keep something else of a document, unless that has changed meanwhile."""
        if self._entries.get(doc_id) is old:
            self._entries[doc_id] = new

    def picture(self) -> "Documents":
        """The table as it is now, whatever is put later; what it says can be read for as long as it is held."""
        return Documents(self._entries)

    def entries(self) -> Mapping[int, Entry]:
        """What is kept of each document; nothing is read."""
        return self._entries

    def read_all(self) -> Iterator[tuple[int, bytes]]:
        """Each document with its id; raises StoreDamagedError where one is not as it was written."""
        return zip(self._entries, read_all(self._entries.values()), strict=True)

    def as_they_stand(self) -> Iterator[tuple[int, bytes]]:
        """The same, packed where it is: what is asked of every document stands beside what is packed."""
        return zip(self._entries, as_they_stand(self._entries.values()), strict=True)
