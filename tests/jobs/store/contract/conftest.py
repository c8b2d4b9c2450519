"""Each test of the contract runs on each kind of store: a new kind is one line here."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from jobs.store.protocol import Store
from jobs.store.tiny.store import open_tiny

Open = Callable[[Path], Awaitable[Store]]
Reopen = Callable[[Store], Awaitable[Store]]

KINDS: dict[str, Open] = {"tiny": open_tiny}


@pytest.fixture(params=KINDS)
def open_store(request: pytest.FixtureRequest) -> Open:
    return KINDS[request.param]


@pytest.fixture
async def opened(open_store: Open, tmp_path: Path) -> AsyncIterator[list[Store]]:
    """The one that is open, alone in a list: `reopen` puts another in its place."""
    held = [await open_store(tmp_path)]
    yield held
    await held[0].close()


@pytest.fixture
def store(opened: list[Store]) -> Store:
    return opened[0]


@pytest.fixture
def reopen(opened: list[Store], open_store: Open, tmp_path: Path) -> Reopen:
    """Closes the store and opens another on what it left."""

    async def again(store: Store) -> Store:
        await store.close()
        opened[0] = await open_store(tmp_path)
        return opened[0]

    return again
