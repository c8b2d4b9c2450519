"""How bytes get onto the disk so that they stay: sealed lines, whole files at once, copies of what is damaged."""

import os
import shutil
import zlib
from collections.abc import Iterable
from pathlib import Path

SEAL_LENGTH = len(b',"crc":"00000000"}')


def seal(body: bytes) -> bytes:
    """A JSON object, given without its closing brace, with the checksum of all that stands before it as last key."""
    return b'%b,"crc":"%08x"}' % (body, zlib.crc32(body))


def is_sealed(data: bytes) -> bool:
    """Whether `data`, a whole JSON object, is byte for byte what was sealed."""
    return seal(data[:-SEAL_LENGTH]) == data


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
    number, copy = 1, path.with_name(path.name + ".corrupt")
    while copy.exists():
        number += 1
        copy = path.with_name(f"{path.name}.corrupt-{number}")
    shutil.copy2(path, copy)
    return copy
