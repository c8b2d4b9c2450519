"""How the bot stands, told beside it; that it runs is seen with a real one in `tests/bot/test_service.py`."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jobs import NAMED
from jobs.__main__ import main
from jobs.model.link import NewLink
from jobs.model.notice import Notice, NoticeKind
from jobs.model.write import Write
from jobs.store.postgres.connection import where_it_is
from tests.tools.stores import database_of, name_store, open_store

LINK = NewLink("C1", "https://p.example/a", "https://us.example/")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    name_store(tmp_path / "data", monkeypatch)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "data"


def fill(folder: Path, at: datetime) -> None:
    async def add() -> None:
        store = await open_store(folder)
        await store.add_link(LINK, at)
        await store.write(Write(notices=[Notice("t/1", "C1", NoticeKind.TEXT, at, text="hello")]))
        await store.close()

    asyncio.run(add())


def test_it_says_what_is_tracked_due_and_unsaid(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    fill(folder, datetime.now(UTC) - timedelta(hours=3, minutes=5))
    assert main(["status"]) == 0
    written = capfd.readouterr().out
    assert written.startswith(f"{NAMED} does not run\n")
    assert str(folder) in written
    assert "links 1, partners 0" in written
    assert "the page that waits longest has been due for 3 h" in written
    assert "the oldest message waits for 3 h" in written


@pytest.mark.both_stores
def test_json_has_the_same(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    at = datetime.now(UTC) + timedelta(days=1)
    fill(folder, at)
    assert main(["status", "--json"]) == 0
    told = json.loads(capfd.readouterr().out)
    assert (told["totals"]["links"], told["next_due"], told["runs_as"]) == (1, at.isoformat(), "")
    assert told["waiting"]["oldest"] == at.isoformat()
    url = database_of(folder)
    assert told["place"] == (where_it_is(url) if url else str(folder))


def test_without_a_store_it_says_which_setting_names_it(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["status"]) == 1
    assert "store.path" in capfd.readouterr().err
    assert not folder.exists()
