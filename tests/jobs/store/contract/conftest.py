"""Each test of the contract runs on each kind of store: a new kind is one line here."""

from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from pathlib import Path

import pytest

from jobs.store.postgres.store import open_postgres
from jobs.store.protocol import Store
from jobs.store.tiny.store import open_tiny

Open = Callable[[], Awaitable[Store]]
Reopen = Callable[[Store], Awaitable[Store]]


@pytest.fixture(params=["tiny", "postgres"])
def open_store(request: pytest.FixtureRequest, tmp_path: Path) -> Open:
    if request.param == "tiny":
        return partial(open_tiny, tmp_path)
    return partial(open_postgres, request.getfixturevalue("migrated_url"))


@pytest.fixture
async def opened(open_store: Open) -> AsyncIterator[list[Store]]:
    """The one that is open, alone in a list: `reopen` puts another in its place."""
    held = [await open_store()]
    yield held
    await held[0].close()


@pytest.fixture
def store(opened: list[Store]) -> Store:
    return opened[0]


@pytest.fixture
def reopen(opened: list[Store], open_store: Open) -> Reopen:
    """Closes the store and opens another on what it left."""

    async def again(store: Store) -> Store:
        await store.close()
        opened[0] = await open_store()
        return opened[0]

    return again
