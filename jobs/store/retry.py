"""Write what was decided from what is stored; and decide again where somebody else wrote in between."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import TypeVar

from jobs.model.write import Write
from jobs.store.errors import StaleError
from jobs.store.protocol import Store

TRIES = 8
_AT_ONCE = 100
T = TypeVar("T")

Decide = Callable[[], Awaitable[Write | None]]
"""Reads what it needs and says what to write; None where there is nothing to do."""


async def retry_on_conflict(store: Store, decide: Decide) -> bool:
    """Write what `decide` says; whether anything was written.

    Raises StaleError where others kept writing in between.
    """
    for attempt in range(TRIES):
        write = await decide()
        if write is None:
            return False
        try:
            await store.write(write)
        except StaleError:
            if attempt == TRIES - 1:
                raise
        else:
            return True
    return False


def in_parts(things: Sequence[T]) -> Iterator[Sequence[T]]:
    """The things, as many at a time as are written together: so few that others get their turn in between."""
    for start in range(0, len(things), _AT_ONCE):
        yield things[start : start + _AT_ONCE]
