"""What holds for every test: laws take the time they need, and nothing outside this machine is dialled."""

from collections.abc import Iterator
from ipaddress import ip_address
from itertools import count
from typing import Any

import pytest
from hypothesis import settings

from jobs.bench._own_postgres import CARELESS, MISSING, OwnServer, find_programs, own_postgres
from jobs.store.postgres.connection import connect
from jobs.store.postgres.migrate import migrate
from tests.tools.dials import watched_dials

# On a busy machine one example may take long: speed belongs in the benches.
settings.register_profile("ours", deadline=None)
settings.load_profile("ours")

_NUMBERS = count(1)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A real browser is slow. With several workers each file stays on one, and all that has to be alone on the same."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker("slow")
        if config.pluginmanager.hasplugin("xdist"):
            is_alone = any(map(item.get_closest_marker, ("alone", "browser")))
            item.add_marker(pytest.mark.xdist_group("alone" if is_alone else item.location[0]))


@pytest.fixture(autouse=True)
def _only_loopback_is_dialled() -> Iterator[None]:
    """A test that reaches for the world would pass or fail by the weather there."""
    with watched_dials() as dials:
        yield
    outside = [address for _, address in dials if not _is_here(address)]
    assert outside == [], "dialled outside this machine"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[OwnServer]:
    """A real PostgreSQL for all tests of this process that ask for one; with several workers each has its own."""
    if find_programs() is None:
        pytest.skip(MISSING)
    with own_postgres(*CARELESS) as server:
        yield server


@pytest.fixture
def database_url(postgres_server: OwnServer) -> Iterator[str]:
    """The address of a new, empty database that is gone after the test."""
    name = f"t{next(_NUMBERS)}"
    yield postgres_server.create(name)
    postgres_server.drop(name)


@pytest.fixture(scope="session")
def _with_tables(postgres_server: OwnServer) -> str:
    url = postgres_server.create("migrated")
    with connect(url) as connection:
        migrate(connection)
    return url


@pytest.fixture
def migrated_url(_with_tables: str) -> Iterator[str]:
    """The address of a database with all tables, which are emptied after the test: that takes no time beside a new."""
    yield _with_tables
    with connect(_with_tables) as connection:
        found = connection.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
        names = ", ".join(name for (name,) in found if name != "linkwatch_versions")
        connection.execute(f"truncate {names} restart identity")


def _is_here(address: Any) -> bool:
    """Whether a socket's address is on loopback, or a socket file."""
    if not isinstance(address, tuple):
        return True
    try:
        return ip_address(address[0]).is_loopback
    except ValueError:
        return bool(address[0] == "localhost")
