import asyncio
import json
from pathlib import Path

import pytest

from jobs.__main__ import main
from jobs.model.link import NewLink
from jobs.store.tiny.store import open_tiny
from tests.tools.times import NOON

LINK = NewLink("C1", "https://p.example/a", "https://us.example/")


async def _add(folder: Path) -> None:
    store = await open_tiny(folder)
    await store.add_link(LINK, NOON)
    await store.close()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LINKWATCH_STORE__PATH", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "data"


def test_a_backup_and_the_way_back(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    asyncio.run(_add(folder))
    assert main(["backup", "saved.json"]) == 0
    assert "1 link, 0 partner pages" in capfd.readouterr().out
    assert main(["restore", "saved.json", "--json"]) == 0
    assert json.loads(capfd.readouterr().out)["links"] == 1


def test_restoring_under_a_running_bot_is_refused(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    asyncio.run(_add(folder))
    assert main(["backup", "saved.json"]) == 0

    async def beside_a_bot() -> int:
        store = await open_tiny(folder)
        try:
            return await asyncio.to_thread(main, ["restore", "saved.json"])
        finally:
            await store.close()

    assert asyncio.run(beside_a_bot()) == 75
    assert "Stop the bot first" in capfd.readouterr().err


def test_what_is_not_there_is_said(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["backup", "saved.json"]) == 1
    assert main(["restore", "nowhere.json"]) == 1
    assert capfd.readouterr().err.count("\n") == 2


def test_a_backup_without_a_store_says_where_it_was_sought_and_what_to_do(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", "saved.json"]) == 1
    said = capfd.readouterr().err
    assert f"There is no store in {folder}" in said
    assert "store.path" in said
    assert "Errno" not in said
    folder.mkdir()
    assert main(["backup", "saved.json"]) == 1
    assert "store.path" in capfd.readouterr().err
