"""`migrate` and `move` in the terminal: what they say, and what they end with."""

import asyncio
import json
import sys
from pathlib import Path

import psycopg
import pytest

from jobs.__main__ import main
from jobs.store.tiny.store import open_tiny
from tests.jobs.store.tools import NOW, new_link


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LINKWATCH_STORE__PATH", str(tmp_path / "data"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "data"


@pytest.fixture
def both(folder: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder, and a database beside it."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    return folder


async def add(folder: Path, links: int = 2) -> None:
    store = await open_tiny(folder)
    for number in range(links):
        await store.add_link(new_link(page=f"https://blog.example/{number}"), NOW)
    await store.close()


def test_tables_are_made_once(both: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate"]) == 0
    assert "0001_tables" in capfd.readouterr().out
    assert main(["migrate"]) == 0
    assert capfd.readouterr().out == "The tables are up to date.\n"
    assert main(["migrate", "--json"]) == 0
    assert json.loads(capfd.readouterr().out) == {"made": []}


def test_a_newer_database_is_left_alone(both: Path, database_url: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate"]) == 0
    with psycopg.connect(database_url) as connection:
        connection.execute("insert into linkwatch_versions (number, name) values (9999, '9999_later')")
    assert main(["migrate"]) == 1
    assert "9999_later" in capfd.readouterr().err


def test_without_a_database_there_is_nothing_to_do_or_to_move(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate"]) == 0
    assert capfd.readouterr().out.startswith("DATABASE_URL is not set")
    assert main(["move", "--from", "tinydb", "--to", "postgres"]) == 1
    assert capfd.readouterr().err.startswith("DATABASE_URL is not set")


def test_a_store_moves_there_and_back(both: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    asyncio.run(add(both))
    move = ["move", "--from", "tinydb", "--to", "postgres"]
    assert main(move) == 1
    assert "python -m jobs migrate" in capfd.readouterr().err
    assert main(["migrate"]) == 0
    assert main(move) == 0
    said = capfd.readouterr().out
    assert "the same on both sides" in said
    assert main(["status"]) == 0
    assert "links 2" in capfd.readouterr().out
    assert main(move) == 1
    assert "name an empty database" in capfd.readouterr().err
    back = ["move", "--from", "postgres", "--to", "tinydb", "--json"]
    assert main(back) == 1
    assert "There is a store in" in capfd.readouterr().err
    both.rename(tmp_path / "before")
    assert main(back) == 0
    moved = {each["table"]: each for each in json.loads(capfd.readouterr().out)}
    assert (moved["links"]["documents"], moved["events"]["documents"]) == (2, 2)
    assert moved["links"]["checksum"][:16] in said


def test_what_is_said_after_a_move_begins_its_line(
    both: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asyncio.run(add(both))
    assert main(["migrate"]) == 0
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert main(["move", "--from", "tinydb", "--to", "postgres"]) == 0
    seen = capfd.readouterr().err
    assert "links 2" in seen
    assert seen.endswith("\r")


def test_a_running_bot_is_not_moved_away_from(both: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate"]) == 0

    async def beside_a_bot() -> int:
        store = await open_tiny(both)
        try:
            return await asyncio.to_thread(main, ["move", "--from", "tinydb", "--to", "postgres"])
        finally:
            await store.close()

    assert asyncio.run(beside_a_bot()) == 75
    assert "Stop the bot first, and the workers" in capfd.readouterr().err


def test_both_ends_are_named_and_differ(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for arguments in ([], ["--from", "tinydb", "--to", "tinydb"], ["--from", "sqlite", "--to", "postgres"]):
        with pytest.raises(SystemExit) as ended:
            main(["move", *arguments])
        assert ended.value.code == 2


def test_a_database_that_does_not_answer_is_told_without_its_password(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://ada:hunter2@127.0.0.1:1/links")
    for arguments in (["migrate"], ["status"], ["doctor", "--store"], ["export"]):
        assert main(arguments) == 1
        said = "".join(capfd.readouterr())
        assert "links at 127.0.0.1:1" in said
        assert "hunter2" not in said
        assert "Traceback" not in said


def test_without_the_driver_it_says_what_to_install(
    both: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("jobs.store.opening.find_spec", lambda _name: None)
    for module in ("connection", "migrate", "store", "whole"):  # each imports the driver
        monkeypatch.setitem(sys.modules, f"jobs.store.postgres.{module}", None)
    for arguments in (["migrate"], ["status"], ["move", "--from", "tinydb", "--to", "postgres"]):
        assert main(arguments) == 1
        assert "make postgres" in capfd.readouterr().err


def test_the_doctor_says_that_the_tables_are_missing(both: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--store"]) == 1
    assert "jobs migrate" in "".join(capfd.readouterr())


@pytest.mark.parametrize(("verb", "tool"), [("backup", "pg_dump"), ("restore", "pg_restore")])
def test_a_database_is_saved_by_its_own_tools(
    both: Path, verb: str, tool: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main([verb, "a file.dump"]) == 1
    said = capfd.readouterr().err
    assert tool in said
    assert "'a file.dump'" in said
    assert not Path("a file.dump").exists()
