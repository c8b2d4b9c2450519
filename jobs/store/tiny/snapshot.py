"""The snapshot: all tables at one moment, in a plain TinyDB file whose last table holds its checksum."""

import zlib
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

import msgspec

from jobs.store.errors import StoreDamagedError, StoreTooNewError
from jobs.store.tiny.files import is_sealed, sealing, sync_folder, write_aside
from jobs.store.tiny.history_files import Extent

NAME = "linkwatch.json"
PREVIOUS = "linkwatch.previous.json"
FORMAT = 1
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
    tables: dict[str, dict[int, bytes]]


def write_snapshot(folder: Path, snapshot: Snapshot) -> None:
    """Put a snapshot in place of the last one, which stays beside it: should one be damaged, nothing is lost."""
    new = write_aside(folder / NAME, pieces(snapshot))
    if (folder / NAME).exists():
        (folder / NAME).rename(folder / PREVIOUS)
    new.rename(folder / NAME)
    sync_folder(folder)


def read_snapshot(path: Path) -> Snapshot:
    """Read a snapshot; raises StoreDamagedError where a byte is not what was written.

    And StoreTooNewError where a newer version wrote it.
    """
    data = path.read_bytes()
    try:
        tables = msgspec.json.decode(data, type=dict[str, dict[int, msgspec.Raw]])
        stamp = msgspec.json.decode(tables.pop(_SEALED_TABLE)[1], type=Stamp)
    except (msgspec.MsgspecError, KeyError) as error:
        raise StoreDamagedError(f"{path.name} is not a snapshot of ours: {error}") from error
    if stamp.crc is not None and not (data.endswith(_END) and is_sealed(memoryview(data)[: -len(_END)])):
        raise StoreDamagedError(f"{path.name} does not match its checksum")
    if stamp.format > FORMAT:
        raise StoreTooNewError(f"{path} was written by a newer version (format {stamp.format}, we know {FORMAT})")
    return Snapshot(stamp, {name: {i: bytes(raw) for i, raw in table.items()} for name, table in tables.items()})


def pieces(snapshot: Snapshot) -> Iterator[bytes]:
    """The file of a snapshot, piece by piece."""
    crc = 0
    for piece in _body(snapshot):
        crc = zlib.crc32(piece, crc)
        yield piece
    yield sealing(crc) + _END


def _body(snapshot: Snapshot) -> Iterator[bytes]:
    yield b"{"
    for name, documents in snapshot.tables.items():
        yield b'"%b":{\n' % name.encode()
        yield from _documents(documents)
        yield b"\n},\n"
    stamp = {name: value for name, value in msgspec.structs.asdict(snapshot.stamp).items() if name != "crc"}
    yield b'"%b":{"1":%b' % (_SEALED_TABLE.encode(), msgspec.json.encode(stamp)[:-1])


def _documents(documents: Mapping[int, bytes]) -> Iterator[bytes]:
    pairs = iter(documents.items())
    between = b""
    while piece := b",\n".join(b'"%d":%b' % pair for pair in islice(pairs, _PIECE)):
        yield between + piece
        between = b",\n"
