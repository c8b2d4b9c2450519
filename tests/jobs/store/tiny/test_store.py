"""The TinyDB store keeps the contract."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from jobs.store.protocol import Store
from jobs.store.tiny.store import open_tiny
from tests.jobs.store.contract import Reopen, StoreContract


class TestTiny(StoreContract):
    @pytest.fixture
    async def store(self, tmp_path: Path) -> AsyncIterator[Store]:
        store = await open_tiny(tmp_path)
        yield store
        await store.close()

    @pytest.fixture
    def reopen(self, tmp_path: Path) -> Reopen:
        async def again(store: Store) -> Store:
            await store.close()
            return await open_tiny(tmp_path)

        return again
