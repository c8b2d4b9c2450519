"""The server that tests and benches start: it answers, keeps what was committed, and leaves nothing behind."""

import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from jobs.bench._own_postgres import CARELESS, MISSING, OwnServer, find_programs, own_postgres

pytestmark = pytest.mark.skipif(find_programs() is None, reason=MISSING)
ROOT = Path(__file__).parents[3]
KILLED = """
import os, signal
from jobs.bench._own_postgres import own_postgres
with own_postgres("fsync=off") as server:
    print(server.url(), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def folder_of(url: str) -> Path:
    return Path(str(psycopg.conninfo.conninfo_to_dict(url)["host"]))


def test_each_test_has_a_database_of_its_own(database_url: str, postgres_server: OwnServer) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute("CREATE TABLE mine (here int)")
        assert connection.info.server_version >= 13_00_00
    other = postgres_server.create("other")
    with psycopg.connect(other) as connection:
        assert connection.execute("SELECT to_regclass('mine')").fetchone() == (None,)
    postgres_server.drop("other")


def test_what_was_committed_is_there_after_it_ended_at_once() -> None:
    with own_postgres() as server:
        url = server.create("kept")
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE mine AS SELECT 7 AS here")
        with psycopg.connect(url) as held:
            server.stop()
            with pytest.raises(psycopg.OperationalError):
                held.execute("SELECT 1")
        server.start()
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT here FROM mine").fetchone() == (7,)
        folder = folder_of(url)
        assert folder.exists()
    assert not folder.exists()


def test_it_ends_with_who_started_it_however_that_ends() -> None:
    ran = subprocess.run([sys.executable, "-c", KILLED], cwd=ROOT, capture_output=True, check=False, text=True)
    url = ran.stdout.strip()
    assert url.startswith("postgresql://")
    folder = folder_of(url)
    for _ in range(600):
        if not folder.exists():
            break
        time.sleep(0.05)
    assert not folder.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)


def test_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobs.bench._own_postgres.find_programs", lambda: None)
    with pytest.raises(RuntimeError, match="apt-get install postgresql"), own_postgres(*CARELESS):
        pass
