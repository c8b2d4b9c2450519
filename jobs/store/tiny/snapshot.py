"""The snapshot: all tables at one moment, in a plain TinyDB file whose last table holds its checksum."""

import zlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice
from pathlib import Path

import msgspec
from msgspec import Struct

from jobs.store.errors import StoreDamagedError, StoreTooNewError
from jobs.store.tiny.files import is_sealed, sealing, sync_folder, write_aside
from jobs.store.tiny.history_files import Extent
from jobs.store.tiny.on_disk import Documents, Location, OpenFile, located
from jobs.store.tiny.packed import packed

NAME = "linkwatch.json"
PREVIOUS = "linkwatch.previous.json"
FORMAT = 2
"""Since 2 parts of links and pages are packed; a version that knows only 1 would take them for not there."""
_SEALED_TABLE = "snapshot"
_END = b"}}\n"
_PIECE = 500  # documents joined at a time: other threads get their turn in between


class Stamp(msgspec.Struct):
    """What the snapshot says of itself."""

    seq: int
    """The last change it holds."""
    events: int
    """The last event that was moved into the history files."""
    format: int = FORMAT
    history: dict[str, Extent] | None = None
    """How far the history files went, by name; None in a snapshot that is older than these marks, and in a backup."""
    crc: str | None = None


class Snapshot(msgspec.Struct):
    """All tables, each document as JSON."""

    stamp: Stamp
    tables: dict[str, Documents]


@dataclass(frozen=True, slots=True)
class DocumentPlaces:
    """Where documents stand in a file, and their checksums; twelve bytes each, for there may be many."""

    offsets: "array[int]" = field(default_factory=lambda: array("Q"))
    lengths: "array[int]" = field(default_factory=lambda: array("I"))
    crcs: "array[int]" = field(default_factory=lambda: array("I"))

    def add(self, offset: int, raw: bytes) -> None:
        """This document stands there."""
        self.offsets.append(offset)
        self.lengths.append(len(raw))
        self.crcs.append(zlib.crc32(raw))


class Written(Struct, frozen=True):
    """A snapshot as it stands on the disk."""

    file: OpenFile
    places: "DocumentPlaces"

    def locations(self) -> Iterator[Location]:
        """Where in the file each document stands, in the order of the tables."""
        return map(partial(Location.of, self.file), self.places.offsets, self.places.lengths, self.places.crcs)


def write_snapshot(folder: Path, snapshot: Snapshot) -> Written:
    """Put a snapshot in place of the last one, which stays beside it: should one be damaged, nothing is lost.

    Raises OSError, and StoreDamagedError where a document is not as it was written.
    """
    places = DocumentPlaces()
    new = write_aside(folder / NAME, pieces(snapshot, places))
    if (folder / NAME).exists():
        (folder / NAME).rename(folder / PREVIOUS)
    new.rename(folder / NAME)
    sync_folder(folder)
    return Written(OpenFile.at(folder / NAME), places)


def read_snapshot(path: Path) -> Snapshot:
    """Read a snapshot; raises StoreDamagedError where a byte is not what was written.

    And StoreTooNewError where a newer version wrote it.
    """
    file = OpenFile.at(path)
    data = file.whole()
    try:
        tables = msgspec.json.decode(data, type=dict[str, dict[int, msgspec.Raw]])
        stamp = msgspec.json.decode(tables.pop(_SEALED_TABLE)[1], type=Stamp)
    except (msgspec.MsgspecError, KeyError) as error:
        raise StoreDamagedError(f"{path.name} is not a snapshot of ours: {error}") from error
    if stamp.crc is not None and not (data.endswith(_END) and is_sealed(memoryview(data)[: -len(_END)])):
        raise StoreDamagedError(f"{path.name} does not match its checksum")
    if stamp.format > FORMAT:
        raise StoreTooNewError(f"{path} was written by a newer version (format {stamp.format}, we know {FORMAT})")
    entries = located(file, data, 0, (bytes(raw) for table in tables.values() for raw in table.values()))
    read = {name: Documents(dict(zip(table, entries, strict=False))) for name, table in tables.items()}
    return Snapshot(stamp, read)


def pieces(snapshot: Snapshot, places: DocumentPlaces) -> Iterator[bytes]:
    """The file of a snapshot, piece by piece; to `places` is added where each document stands."""
    crc = at = 0
    parts = _parts(snapshot)
    while some := list(islice(parts, _PIECE)):
        for before, raw in some:
            places.add(at + len(before), raw)
            at += len(before) + len(raw)
        piece = b"".join(chain.from_iterable(some))
        crc = zlib.crc32(piece, crc)
        yield piece
    yield sealing(crc) + _END


def _parts(snapshot: Snapshot) -> Iterator[tuple[bytes, bytes]]:
    """Each document, with what stands before it; the stamp comes last."""
    before = b"{"
    for name, documents in snapshot.tables.items():
        before += b'"%b":{\n' % name.encode()
        for doc_id, raw in documents.as_they_stand():
            yield b'%b"%d":' % (before, doc_id), packed(name, raw)
            before = b",\n"
        before = b"\n},\n" if documents else before + b"\n},\n"
    stamp = {name: value for name, value in msgspec.structs.asdict(snapshot.stamp).items() if name != "crc"}
    yield b'%b"%b":{"1":' % (before, _SEALED_TABLE.encode()), msgspec.json.encode(stamp)[:-1]
