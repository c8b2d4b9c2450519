"""How bytes get onto the disk so that they stay: sealed lines, whole files at once, copies of what is damaged."""

import os
import shutil
import zlib
from collections.abc import Iterable
from pathlib import Path


def seal(*parts: bytes) -> bytes:
    """A line with a JSON object, given without its closing brace: its last key is the checksum of all before it."""
    crc = 0
    for part in parts:
        crc = zlib.crc32(part, crc)
    return b"".join((*parts, sealing(crc), b"\n"))


def sealing(crc: int) -> bytes:
    """The end of a sealed object."""
    return b',"crc":"%08x"}' % crc


SEAL_LENGTH = len(sealing(0))


def is_sealed(data: bytes | memoryview) -> bool:
    """Whether `data`, a line without its line end, is byte for byte what was sealed."""
    return data[-SEAL_LENGTH:] == sealing(zlib.crc32(memoryview(data)[:-SEAL_LENGTH]))


def write_all(fd: int, data: bytes, offset: int) -> None:
    """Write all of `data` at `offset`; the system may take it in pieces."""
    view = memoryview(data)
    while view:
        written = os.pwrite(fd, view, offset)
        view = view[written:]
        offset += written


def write_aside(path: Path, pieces: Iterable[bytes]) -> Path:
    """Write a file whole and durably under a temporary name beside `path`; renaming it is the caller's step."""
    aside = path.with_name(path.name + ".new")
    fd = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    try:
        offset = 0
        for piece in pieces:
            write_all(fd, piece, offset)
            offset += len(piece)
        os.fsync(fd)
    except BaseException:
        aside.unlink()  # on a full disk it would take the room that the journal needs
        raise
    finally:
        os.close(fd)
    return aside


def sync_folder(folder: Path) -> None:
    """Make renames, new files and removals in a folder durable."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def keep_corrupt_copy(path: Path) -> Path:
    """Copy a damaged file to `<name>.corrupt`, numbered where there is one already; nothing is overwritten."""
    copy = free_name(path, "corrupt")
    shutil.copy2(path, copy)
    return copy


def free_name(path: Path, ending: str) -> Path:
    """`<name>.<ending>`, numbered where that is taken."""
    number, free = 1, path.with_name(f"{path.name}.{ending}")
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name}.{ending}-{number}")
    return free


def size_of(folder: Path) -> int:
    """The size of all files of a store."""
    sizes = 0
    for file in folder.iterdir():
        try:
            sizes += file.stat().st_size
        except FileNotFoundError:  # replaced or removed since it was listed
            continue
    return sizes
