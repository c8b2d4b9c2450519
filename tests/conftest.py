"""What holds for every test: laws take the time they need, and nothing outside this machine is dialled."""

import logging
from collections.abc import Iterator
from ipaddress import ip_address
from itertools import count
from typing import Any

import pytest
from hypothesis import settings

from jobs.bench._own_postgres import CARELESS, MISSING, OwnServer, find_programs, own_postgres
from jobs.telemetry.logs import RedactingFormatter
from tests.tools.dials import watched_dials
from tests.tools.stores import KINDS, databases, in_databases

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


@pytest.fixture(autouse=True)
def _log_is_left_alone() -> Iterator[None]:
    """Our way of logging, which commands begin with, ends with the test that runs one: its stream is closed by then."""
    root = logging.getLogger()
    level = root.level
    yield
    root.setLevel(level)
    for handler in [each for each in root.handlers if isinstance(each.formatter, RedactingFormatter)]:
        root.removeHandler(handler)


@pytest.fixture
def database_url(postgres_server: OwnServer) -> Iterator[str]:
    """The address of a new, empty database that is gone after the test."""
    name = f"t{next(_NUMBERS)}"
    yield postgres_server.create(name)
    postgres_server.drop(name)


@pytest.fixture
def migrated_url(postgres_server: OwnServer) -> Iterator[str]:
    """The address of a database with all tables and nothing in them, until the test fills it."""
    with databases(postgres_server) as another:
        yield another()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests marked `both_stores` run on each kind of store: what opens one by `tests.tools.stores` gets that kind.

    One without a folder opens none, and runs once.
    """
    if metafunc.definition.get_closest_marker("both_stores") and "tmp_path" in metafunc.fixturenames:
        metafunc.parametrize("kind_of_store", KINDS, indirect=True)


@pytest.fixture(autouse=True)
def kind_of_store(request: pytest.FixtureRequest) -> Iterator[str]:
    """Which kind of store the test runs on; for every test, for pytest leaves out what a mark alone asks for."""
    kind: str = getattr(request, "param", KINDS[0])
    if kind == KINDS[0]:
        yield kind
        return
    with in_databases(request.getfixturevalue("postgres_server")):
        yield kind


def _is_here(address: Any) -> bool:
    """Whether a socket's address is on loopback, or a socket file."""
    if not isinstance(address, tuple):
        return True
    try:
        return ip_address(address[0]).is_loopback
    except ValueError:
        return bool(address[0] == "localhost")
