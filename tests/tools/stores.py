"""The store of a test by its folder: TinyDB's, or PostgreSQL's where the test is marked `both_stores`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

from jobs.bench._own_postgres import OwnServer
from jobs.store.changes.writes import NoticesFor
from jobs.store.postgres.connection import connect
from jobs.store.postgres.migrate import migrate
from jobs.store.postgres.store import open_postgres
from jobs.store.protocol import Store
from jobs.store.tiny.store import open_tiny

KINDS = ("tinydb", "postgres")
_NUMBERS = count(1)
_SPARE: dict[str, list[str]] = {}
"""Databases with all tables and nothing in them, by server."""
_now: list[Callable[[Path], str]] = []
"""What gives the address of the database that a folder stands for, while it stands for one."""


async def open_store(folder: Path, *, read_only: bool = False, notices_for: NoticesFor | None = None) -> Store:
    """The store that belongs to a folder; the same again when the folder is named again."""
    if url := database_of(folder):
        return await open_postgres(url, read_only=read_only, notices_for=notices_for)
    return await open_tiny(folder, read_only=read_only, notices_for=notices_for)


def database_of(folder: Path) -> str:
    """What DATABASE_URL is to be where a folder's store is opened by its configuration; empty for TinyDB."""
    return _now[-1](folder) if _now else ""


def name_store(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have commands open the store of a folder."""
    monkeypatch.setenv("LINKWATCH_STORE__PATH", str(folder))
    monkeypatch.setenv("DATABASE_URL", database_of(folder))


@contextmanager
def in_databases(server: OwnServer) -> Iterator[None]:
    """Until the end of the block each folder stands for a database of its own."""
    with databases(server) as another:
        urls: dict[Path, str] = {}

        def of(folder: Path) -> str:
            if folder not in urls:
                urls[folder] = another()
            return urls[folder]

        _now.append(of)
        try:
            yield
        finally:
            _now.pop()


@contextmanager
def databases(server: OwnServer) -> Iterator[Callable[[], str]]:
    """Gives addresses of databases with all tables and nothing in them, one at each call.

    Afterwards they are emptied for the next test: that takes no time beside making new ones.
    """
    spare, taken = _SPARE.setdefault(server.url(), []), list[str]()

    def another() -> str:
        url = spare.pop() if spare else new_database(server)
        taken.append(url)
        return url

    try:
        yield another
    finally:
        for url in taken:
            _empty(url)
        spare += taken


def new_database(server: OwnServer) -> str:
    """A database with all tables."""
    url = server.create(f"tables{next(_NUMBERS)}")
    with connect(url) as connection:
        migrate(connection)
    return url


def _empty(url: str) -> None:
    with connect(url) as connection:
        # Who is still connected was left behind by the test, and may hold locks.
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where datname = current_database() and pid <> pg_backend_pid()"
        )
        found = connection.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
        with connection.transaction():
            # Of few rows it takes a tenth of the time that `truncate` takes; no trigger minds the order.
            connection.execute("set local session_replication_role = replica")
            for (name,) in found:
                if name != "linkwatch_versions":
                    connection.execute(f"delete from {name}".encode())
            connection.execute(
                "select setval(format('%I', sequencename)::regclass, 1, false) from pg_sequences "
                "where schemaname = 'public'"
            )
