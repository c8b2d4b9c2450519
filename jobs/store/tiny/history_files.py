"""The files of the months: how they grow, and how it is noticed that one is not what was written.

A snapshot says how far each file went when it was made. So the end of a file is found without reading it, and a file
that was cut, emptied, deleted or exchanged is noticed by its size and its last bytes; `verify` reads them whole.
"""

import logging
import os
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import msgspec

from jobs.store.tiny.files import SEAL_LENGTH, free_name, is_sealed, seal, sync_folder, write_all
from jobs.store.tiny.history import Numbered, all_month_files, month_file, read_number

log = logging.getLogger(__name__)

_BLOCK = 64 * 1024


class Extent(msgspec.Struct, frozen=True):
    """How far a month's file went when a snapshot was made."""

    size: int = 0
    """Bytes; what stands behind them was added by a compaction that did not come to its end."""
    last: str = ""
    """The checksum that stands at the end of its last line."""
    start: int = 0
    """Where the bytes begin that `crc` is of: a file that is older than these marks is not read again for them."""
    crc: int = 0


@dataclass(slots=True)
class MonthFiles:
    """The files there are, by name."""

    extents: dict[str, Extent] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    """What is not as the snapshot says, a sentence each."""


def check_ends(folder: Path, known: Mapping[str, Extent] | None, moved: int) -> MonthFiles:
    """Compare the files with what a snapshot says of them, by their sizes and ends alone.

    `known` is None where the snapshot is older than these marks. `moved` is the number of the last event that stands
    in the files for certain.
    """
    found = MonthFiles()
    for name, extent in (known or {}).items():
        if not (folder / name).exists():
            found.faults.append(f"{name} is gone, and with it {extent.size:,} bytes of the history.")
        elif fault := _fault_of(folder / name, extent):
            found.faults.append(f"{name} {fault}")
            found.extents[name] = _extent_now(folder / name, moved)
        else:
            found.extents[name] = extent
    for path in all_month_files(folder):
        if known is None:
            found.extents[path.name] = _extent_now(path, moved)
        elif path.name not in known and first_number(path) <= moved:
            found.faults.append(f"{path.name} holds history that this store has not written; it is left as it is.")
            found.extents[path.name] = _extent_now(path, moved)
    return found


def _fault_of(path: Path, extent: Extent) -> str:
    size = path.stat().st_size
    if size < extent.size:
        return f"was cut short: {size:,} of its {extent.size:,} bytes are there, the rest of the history is missing."
    end = _end_of_line(extent.last)
    with path.open("rb") as file:
        file.seek(max(extent.size - len(end), 0))
        if extent.size and file.read(len(end)) != end:
            return "is not the file that was written: it was exchanged, or damaged at its end."
    return ""


def _end_of_line(checksum: str) -> bytes:
    return b'"%b"}\n' % checksum.encode()


def _checksum_of(line: bytes) -> str:
    """The checksum in a sealed line, given with or without its line end."""
    return line.rstrip(b"\n")[-SEAL_LENGTH:].split(b'"')[3].decode()


def _extent_now(path: Path, moved: int) -> Extent:
    """How far a file goes that nothing is known of: up to the last line with an event of at most that number."""
    for end, line in _lines_from_end(path):
        if is_sealed(line) and read_number(line).n <= moved:
            return Extent(end, _checksum_of(line), end)
    return Extent()


def first_line(path: Path) -> bytes:
    """The first whole line that is as it was written, without its line end; nothing where there is none."""
    with path.open("rb") as file:
        return next((line[:-1] for line in file if line.endswith(b"\n") and is_sealed(line[:-1])), b"")


def first_number(path: Path) -> int:
    """The number of the first event of a file; of an empty one, that of an event that was not yet."""
    line = first_line(path)
    return read_number(line).n if line else sys.maxsize


def last_number(folder: Path) -> int:
    """The number of the last event that stands in any file, 0 where there is none."""
    return max(map(_last_number, all_month_files(folder)), default=0)


def _last_number(path: Path) -> int:
    return next((read_number(line).n for _, line in _lines_from_end(path) if is_sealed(line)), 0)


def _lines_from_end(path: Path) -> Iterator[tuple[int, bytes]]:
    """The whole lines of a file without their line ends, the last one first, each with the place where it ends."""
    with path.open("rb") as file:
        at = file.seek(0, os.SEEK_END)
        rest = b""
        while at:
            size = min(at, _BLOCK)
            at -= size
            file.seek(at)
            data = file.read(size) + rest
            data = data[: data.rfind(b"\n") + 1]
            cut = data.find(b"\n") + 1 if at else 0
            end = at + len(data)
            for line in reversed(data[cut:].split(b"\n")[:-1]):
                yield end, line
                end -= len(line) + 1
            rest = data[:cut]


def move_to_files(folder: Path, events: Iterable[bytes], known: Mapping[str, Extent]) -> MonthFiles:
    """Append events to the files of their months, durably; those that are there already are passed over.

    What it gives back is true of the files once a snapshot says it; until then `known` is.
    """
    numbered = sorted(map(read_number, events), key=lambda each: each.n)
    if not numbered:
        return MonthFiles(dict(known))
    found = check_ends(folder, known, numbered[0].n - 1)
    numbered.sort(key=lambda each: month_file(folder, each.at))
    for path, month in groupby(numbered, key=lambda each: month_file(folder, each.at)):
        found.extents[path.name] = _append(path, found.extents.get(path.name, Extent()), list(month), found.faults)
    sync_folder(folder)
    return found


def _append(path: Path, extent: Extent, events: list[Numbered], faults: list[str]) -> Extent:
    ours = {each.n: seal(each.raw[:-1]) for each in events}
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        beyond = os.pread(fd, os.fstat(fd).st_size - extent.size, extent.size)
        there = _whole_lines(beyond)
        if any(there.get(n, line) != line for n, line in ours.items()):
            aside = free_name(path, "other")
            path.rename(aside)
            faults.append(f"{path.name} held other events under the numbers of ours: it is kept as {aside.name}.")
            return _append(path, Extent(), events, faults)
        data = b"".join(line for _, line in sorted({**there, **ours}.items()))
        if data.startswith(beyond):
            write_all(fd, data[len(beyond) :], extent.size + len(beyond))
        else:
            os.ftruncate(fd, extent.size)  # an append that was cut short; what it was about is still in the journal
            write_all(fd, data, extent.size)
        os.fsync(fd)
    finally:
        os.close(fd)
    return Extent(extent.size + len(data), _checksum_of(data), extent.start, zlib.crc32(data, extent.crc))


def _whole_lines(data: bytes) -> dict[int, bytes]:
    lines = (line for line in data.split(b"\n")[:-1] if is_sealed(line))
    return {read_number(line).n: line + b"\n" for line in lines}
