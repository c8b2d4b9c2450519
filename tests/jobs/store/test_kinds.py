"""A test that is marked to run on both kinds of store does, also where a fixture opens the store."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from jobs.store.postgres.store import PostgresStore
from jobs.store.protocol import Store
from jobs.store.tiny.store import TinyStore
from tests.tools.stores import database_of, open_store

KINDS = {"tinydb": TinyStore, "postgres": PostgresStore}


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(tmp_path)
    yield opened
    await opened.close()


@pytest.mark.both_stores
async def test_the_store_of_a_folder_is_of_the_kind(store: Store, kind_of_store: str, tmp_path: Path) -> None:
    assert type(store) is KINDS[kind_of_store]
    assert bool(database_of(tmp_path)) is (kind_of_store == "postgres")


@pytest.mark.both_stores
def test_what_is_given_no_folder_runs_once(kind_of_store: str) -> None:
    assert kind_of_store == "tinydb"


async def test_what_is_not_marked_runs_on_a_folder(store: Store) -> None:
    assert type(store) is TinyStore
