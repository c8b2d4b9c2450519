"""What happened, by month: events in memory until a compaction moves them into files that only grow."""

import logging
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from operator import attrgetter
from pathlib import Path

import msgspec

from jobs.model.event import Event
from jobs.store.documents import decode, encode
from jobs.store.tiny.files import is_sealed

log = logging.getLogger(__name__)

_BLOCK = 256 * 1024
"""Bytes that are looked through at a time: few enough to stay in the processor's cache."""


class Recent:
    """Events that are in the journal only."""

    def __init__(self, events: Iterable[bytes] = (), last: int = 0) -> None:
        self.events = list(events)
        self.last = max([last, *(read_number(raw).n for raw in self.events)])
        """The number of the last event there was."""

    def append(self, *events: Event) -> None:
        """Give events their numbers and keep them."""
        for event in events:
            self.last += 1
            self.events.append(number(self.last, event))

    def newest(self, count: int) -> list[bytes]:
        """The last so many events."""
        return self.events[len(self.events) - count :]

    def take_back(self, count: int) -> None:
        """Forget the last so many: they could not be written."""
        del self.events[len(self.events) - count :]
        self.last -= count

    def moved(self, count: int) -> None:
        """Forget the first so many: they stand in the files now."""
        del self.events[:count]


class Numbered(msgspec.Struct):
    """What of a stored event says where it belongs."""

    n: int
    at: datetime
    raw: bytes = b""


def number(n: int, event: Event) -> bytes:
    """An event as it is stored; its number tells later whether a file has it already."""
    return b'{"n":%d,' % n + encode(event)[1:]


def read_number(raw: bytes) -> Numbered:
    """Number and time of a stored event."""
    found = decode(raw, Numbered)
    found.raw = raw
    return found


def month_file(folder: Path, at: datetime) -> Path:
    """The file that holds the events of that month, by UTC."""
    return folder / f"events-{at.astimezone(UTC):%Y-%m}.jsonl"


def read_since(folder: Path, since: datetime, in_memory: Iterable[bytes], subject: str = "") -> list[Event]:
    """Events since then from files and memory, oldest first, each once; damaged lines are logged and left out.

    With a subject only its events; the lines of others are not even read.
    """
    mark = encode({"subject": subject})[1:-1] if subject else b""
    found = (each for each in numbered_since(folder, since, in_memory, mark) if each.at >= since)
    return [decode(each.raw, Event) for each in sorted(found, key=attrgetter("at", "n"))]


def numbered_since(folder: Path, since: datetime, in_memory: Iterable[bytes], mark: bytes = b"") -> Iterable[Numbered]:
    """Events of that month and later that hold the mark, each once, as they are stored: a backup takes them so."""
    found = {each.n: each for each in _from_files(folder, since, mark)}
    # In one piece they are looked through in a third of the time.
    held = lines_with(mark, b"\n".join((*in_memory, b""))) if mark else in_memory
    found.update((each.n, each) for each in map(read_number, held))
    return found.values()


def _from_files(folder: Path, since: datetime, mark: bytes) -> Iterator[Numbered]:
    for path in month_files(folder, since):
        with path.open("rb") as file:
            while data := file.read(_BLOCK) + file.readline():
                lines = lines_with(mark, data) if mark else data.split(b"\n")[:-1]
                yield from map(read_number, sealed_lines(path, lines))


def month_files(folder: Path, since: datetime) -> list[Path]:
    """The files that hold the events of that month and later, oldest first."""
    first = month_file(folder, since)
    return [path for path in all_month_files(folder) if path >= first]


def all_month_files(folder: Path) -> list[Path]:
    """The files of all months, oldest first."""
    return sorted(folder.glob("events-????-??.jsonl"))


def sealed_lines(path: Path, lines: Iterable[bytes]) -> Iterator[bytes]:
    """The lines that are as they were written; damaged ones are logged and left out."""
    for line in lines:
        if is_sealed(line):
            yield line
        else:
            data = path.read_bytes()
            number_of_line = data.count(b"\n", 0, data.find(line)) + 1
            log.error("%s, line %d, is damaged and was left out of the history.", path, number_of_line)


def lines_with(mark: bytes, data: bytes) -> Iterator[bytes]:
    """The whole lines that hold the mark; within a text its quotes would be escaped, so no text looks like it."""
    at = data.find(mark)
    while at >= 0 and (end := data.find(b"\n", at)) >= 0:
        yield data[data.rfind(b"\n", 0, at) + 1 : end]
        at = data.find(mark, end)
