"""A store moves into PostgreSQL and back, and a database is looked through: what is found by what, and how much."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from jobs.bench._made_store import made_snapshot
from jobs.store.errors import StoreBehindError, StoreLockedError
from jobs.store.moving import HISTORY, NUMBERED, TABLES, Moved, NotEmptyError, NotTheSameError, move
from jobs.store.postgres.connection import connect
from jobs.store.postgres.migrate import migrate
from jobs.store.postgres.whole import NewDatabase, empty_database, verify_database, whole_database
from jobs.store.tiny.compact import start_afresh
from jobs.store.tiny.store import open_tiny
from jobs.store.tiny.whole import empty_folder, whole_folder
from tests.jobs.store.test_moving import folder_with_all_tables, in_order_of, lived_in, quiet
from tests.jobs.store.tools import NOW, everything, new_link


@pytest.fixture
def url(database_url: str) -> str:
    """A database with all tables and nothing in them."""
    with connect(database_url) as connection:
        migrate(connection)
    return database_url


def there(folder: Path, url: str) -> list[Moved]:
    with whole_folder(folder) as source, empty_database(url) as target:
        return move(source, target, quiet)


def back(url: str, folder: Path) -> list[Moved]:
    with whole_database(url) as source, empty_folder(folder) as target:
        return move(source, target, quiet)


def rows(url: str, asked: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(asked.encode()).fetchall()


def change(url: str, said: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(said.encode())


def test_every_table_goes_there_and_back_with_every_field(url: str, tmp_path: Path) -> None:
    old = folder_with_all_tables(tmp_path / "old")
    gone = there(old, url)
    assert {each.table: each.documents for each in gone} == {**dict.fromkeys(TABLES, 1), HISTORY: 0}
    assert verify_database(url).faults == ()
    assert back(url, tmp_path / "new") == gone
    with whole_folder(old) as before, whole_folder(tmp_path / "new") as after:
        for table in TABLES:
            assert in_order_of(after, table) == in_order_of(before, table)
        assert after.last_ids() == before.last_ids() == dict.fromkeys(NUMBERED, 60)


def test_indexes_alone_answer_once_a_store_was_moved(url: str, tmp_path: Path) -> None:
    start_afresh(tmp_path, made_snapshot(50), [], {})
    there(tmp_path, url)
    asked = (
        "select relname, relallvisible = relpages from pg_class where relpages > 0 and relname in ('links', 'pages')"
    )
    assert set(rows(url, asked)) == {("links", True), ("pages", True)}


async def test_a_store_that_was_lived_in_comes_back_as_it_was(url: str, tmp_path: Path) -> None:
    old = await lived_in(tmp_path / "old")
    gone = there(old, url)
    assert back(url, tmp_path / "new") == gone
    stores = [await open_tiny(folder) for folder in (old, tmp_path / "new")]
    assert await everything(stores[1]) == await everything(stores[0])
    since = NOW - timedelta(days=90)
    assert await stores[1].events(since=since) == await stores[0].events(since=since)
    link, _ = await stores[1].add_link(new_link(target="next.example"), NOW)
    assert link.ref == "L-3"
    for store in stores:
        await store.close()


def test_ten_thousand_links_are_counted_and_in_line(url: str, tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.mkdir()
    start_afresh(old, made_snapshot(10_000), [], {})
    gone = there(old, url)
    assert rows(url, "select sum(links), sum(unknown), count(*) from link_counts") == [(10_000, 0, 20)]
    assert rows(url, "select count(*), count(ready_at) from host_leases") == [(9_973, 9_973)]
    found = verify_database(url)
    assert (found.links, found.faults) == (10_000, ())
    assert back(url, tmp_path / "new") == gone


def test_nothing_is_moved_onto_a_store_nor_into_a_database_without_tables(
    url: str, database_url: str, tmp_path: Path
) -> None:
    old = folder_with_all_tables(tmp_path / "old")
    there(old, url)
    with pytest.raises(NotEmptyError, match="name an empty database"):
        there(old, url)
    change(url, "drop table linkwatch_versions")
    with pytest.raises(StoreBehindError, match="python -m jobs migrate"):
        there(old, url)


@pytest.mark.parametrize("direction", ["there", "back"])
def test_a_database_with_a_bot_on_it_is_left_alone(url: str, tmp_path: Path, direction: str) -> None:
    old = folder_with_all_tables(tmp_path / "old")
    with connect(url), pytest.raises(StoreLockedError, match="in use"):
        there(old, url) if direction == "there" else back(url, tmp_path / "new")
    assert rows(url, "select count(*) from links") == [(0,)]


class Forgetful(NewDatabase):
    """A copy that says other than was sent."""

    def documents(self, table: str) -> Iterator[tuple[int, bytes]]:
        return ((doc_id, raw.replace(b"C0LINKS", b"C0OTHER")) for doc_id, raw in super().documents(table))


def into_forgetful(old: Path, url: str) -> None:
    with whole_folder(old) as source, empty_database(url) as target:
        target.__class__ = Forgetful
        move(source, target, quiet)


def test_nothing_is_kept_of_a_copy_that_is_not_the_same(url: str, tmp_path: Path) -> None:
    old = folder_with_all_tables(tmp_path / "old")
    with pytest.raises(NotTheSameError, match="links"):
        into_forgetful(old, url)
    assert rows(url, "select count(*) from links") == [(0,)]
    assert len(there(old, url)) == len(TABLES) + 1


@pytest.mark.parametrize(
    ("spoiled", "said"),
    [
        ("update links set target = 'else' where id = 7", "links: 1 of 1 documents.*7: target is not what it says"),
        ("update pages set doc = '{\"url\": 5}'", "pages: 1 of 1 documents.*cannot be read"),
        ("update link_counts set links = 9", "link_counts: 1 counts"),
        ("delete from links", "link_counts: 1 counts"),
    ],
)
def test_what_is_not_as_it_was_written_is_found(url: str, tmp_path: Path, spoiled: str, said: str) -> None:
    there(folder_with_all_tables(tmp_path / "old"), url)
    change(url, spoiled)
    (fault,) = verify_database(url).faults
    assert re.search(said, fault), fault
