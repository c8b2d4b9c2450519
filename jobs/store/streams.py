"""Long answers that are given a chunk at a time, and long work that is done so."""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

_FREED_AT_ONCE = 500
"""So many links are freed in less than a millisecond."""


@dataclass(frozen=True, slots=True)
class Chunk(Generic[T]):
    """Some of what was asked for."""

    items: list[T]
    size: int
    """How much of its answer's size it is."""


@dataclass(frozen=True, slots=True)
class Stream(Generic[T]):
    """A long answer, as it was when it was asked for; between its chunks others get their turn."""

    size: int
    """How much there is to read: documents, or of the history in a folder bytes."""
    chunks: AsyncIterator[Chunk[T]]


async def in_turns(items: Iterable[T], at_once: int) -> AsyncIterator[T]:
    """The items one by one; after so many at once others get their turn, however little each waits for."""
    for number, item in enumerate(items, 1):
        yield item
        if number % at_once == 0:
            await asyncio.sleep(0)


@asynccontextmanager
async def not_searched() -> AsyncIterator[None]:
    """While very many values are kept at once, no garbage is looked for: there is none in them.

    To search 100,000 links holds everybody up for a tenth of a second, once a second while they are read. What else
    becomes garbage meanwhile is found afterwards.
    """
    searched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searched:
            gc.enable()


async def let_go(items: list[T]) -> None:
    """Empty a list of very many values that nothing else holds: all at once, everybody would wait till they are freed.

    Others get their turn after each part.
    """
    while items:
        del items[-_FREED_AT_ONCE:]
        await asyncio.sleep(0)


async def fitting(stream: Stream[T], fits: Callable[[T], bool]) -> AsyncIterator[list[T]]:
    """The items that fit, a part at a time; each part is tested in a thread."""

    def tested(items: Sequence[T]) -> list[T]:
        return [item for item in items if fits(item)]

    async for chunk in stream.chunks:
        yield await asyncio.to_thread(tested, chunk.items)
