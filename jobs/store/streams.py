"""Long answers that are given a chunk at a time."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Chunk(Generic[T]):
    """Some of what was asked for."""

    items: list[T]
    size: int
    """Bytes that were read for it."""


@dataclass(frozen=True, slots=True)
class Stream(Generic[T]):
    """A long answer, as it was when it was asked for; between its chunks others get their turn."""

    size: int
    """Bytes that have to be read for all of it."""
    chunks: AsyncIterator[Chunk[T]]
