"""How this store gives long answers: what is many is decoded in a thread, so that the event loop stays free."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from jobs.model.event import Event
from jobs.store.documents import decode, encode
from jobs.store.streams import Chunk, Stream
from jobs.store.tiny.history import Recent, lines_with, month_files, read_number, sealed_lines
from jobs.store.tiny.on_disk import Entry, read_all
from jobs.store.tiny.tables import Table

T = TypeVar("T")

_FEW = 50
"""So many documents are half a millisecond of work: less than a thread costs those who wait for it."""
_DOCUMENTS = 200
"""So many are some milliseconds of work."""
_EVENTS = 500
_BYTES = 64 * 1024
"""So much of a file holds about five hundred events."""


async def nouns(table: Table[T, Any], ids: Iterable[int]) -> list[T]:
    """The nouns of these ids, which must be there, as they are now; many are decoded in a thread.

    Raises StoreDamagedError.
    """
    documents = table.entries(ids)
    if len(documents) <= _FEW:
        return table.decoded(documents)
    return await asyncio.to_thread(table.decoded, documents)


def document_stream(documents: Sequence[Entry], kind: type[T]) -> Stream[T]:
    """The nouns that these documents are; its size is their number."""
    return Stream(len(documents), _in_threads(_decoded(documents, kind)))


def event_stream(folder: Path, recent: Recent, channel: str, since: datetime) -> Stream[Event]:
    """A channel's events since then, from the files of the months and then from memory, each once.

    A compaction meanwhile moves events from memory into the files: what stands in memory now is read from there.
    """
    mark = encode({"channel": channel})[1:-1]
    paths, in_memory = month_files(folder, since), list(recent.events)
    size = sum(path.stat().st_size for path in paths) + sum(map(len, in_memory))
    first = read_number(in_memory[0]).n if in_memory else recent.last + 1

    def chunks() -> Iterator[Chunk[Event]]:
        for path in paths:
            yield from _from_file(path, mark, first)
        for some in _parts([raw for raw in in_memory if mark in raw], _EVENTS):
            yield Chunk([decode(raw, Event) for raw in some], sum(map(len, some)))

    return Stream(size, _in_threads(_since(chunks(), since)))


def _since(chunks: Iterator[Chunk[Event]], since: datetime) -> Iterator[Chunk[Event]]:
    return (Chunk([event for event in chunk.items if event.at >= since], chunk.size) for chunk in chunks)


async def _in_threads(chunks: Iterator[Chunk[T]]) -> AsyncIterator[Chunk[T]]:
    while (chunk := await asyncio.to_thread(next, chunks, None)) is not None:
        yield chunk


def _decoded(documents: Sequence[Entry], kind: type[T]) -> Iterator[Chunk[T]]:
    for some in _parts(documents, _DOCUMENTS):
        yield Chunk([decode(raw, kind) for raw in read_all(some)], len(some))


def _parts(documents: Sequence[T], most: int) -> Iterator[Sequence[T]]:
    return (documents[start : start + most] for start in range(0, len(documents), most))


def _from_file(path: Path, mark: bytes, until: int) -> Iterator[Chunk[Event]]:
    """The events of one file that hold the mark, those before the number `until`."""
    with path.open("rb") as file:
        while data := file.read(_BYTES) + file.readline():
            lines = sealed_lines(path, lines_with(mark, data))
            events = [decode(raw, Event) for raw in lines if read_number(raw).n < until]
            yield Chunk(events, len(data))
