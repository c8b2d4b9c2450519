import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest

from jobs.__main__ import main
from jobs.model.link import NewLink
from jobs.store.tiny.journal import journal_files
from jobs.store.tiny.store import open_tiny
from tests.tools.times import NOON

LINK = NewLink("C1", "https://p.example/a", "https://us.example/")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LINKWATCH_STORE__PATH", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)

    async def add() -> None:
        store = await open_tiny(tmp_path / "data")
        await store.add_link(LINK, NOON)
        await store.add_link(replace(LINK, page_url="https://p.example/b"), NOON)
        await store.close()

    asyncio.run(add())
    return tmp_path / "data"


def test_a_sound_store_is_well(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--store"]) == 0
    assert "store: all is well" in capfd.readouterr().out
    assert folder.is_dir()


def test_damage_is_named_and_ends_with_1(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    journal = journal_files(folder)[0][1]
    journal.write_bytes(journal.read_bytes().replace(b"C1", b"C2", 1))
    assert main(["doctor", "--store"]) == 1
    assert f"FAULT {journal.name}, line 1, is damaged" in capfd.readouterr().out
    assert main(["doctor", "--store", "--json"]) == 1
    assert journal.name in json.loads(capfd.readouterr().out)["store"]["faults"][0]


def test_a_store_that_is_not_there_is_a_fault_with_what_to_do(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LINKWATCH_STORE__PATH", str(folder / "elsewhere"))
    assert main(["doctor", "--store"]) == 1
    assert "store.path" in capfd.readouterr().out
