"""`python -m jobs rehearse`: a list of redirects against the links that are tracked."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jobs.__main__ import main
from jobs.model.link import NewLink
from tests.tools.stores import name_store, open_store

OURS = "https://ours.example"


async def _fill(folder: Path, *targets: str) -> None:
    store = await open_store(folder)
    for number, target in enumerate(targets):
        await store.add_link(NewLink("C1", f"https://blog{number}.example/a", target), datetime.now(UTC))
    await store.close()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    name_store(tmp_path / "data", monkeypatch)
    monkeypatch.setenv("LINKWATCH_OUR_SITES", "ours.example")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.both_stores
def test_a_list_is_rehearsed_in_words_and_as_json(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    asyncio.run(_fill(folder / "data", f"{OURS}/guide", f"{OURS}/guide", f"{OURS}/shop"))
    (folder / "moved.csv").write_text("old,new\n/guide,/help\n/a,/b,200\n", encoding="utf-8")
    assert main(["rehearse", "moved.csv"]) == 1
    said = capfd.readouterr().out
    assert said.startswith("1 of 3 links would break.\n")
    assert f"{OURS}/shop: 1 link of 1 site, not in the list" in said
    assert "Line 3 is left out" in said
    assert main(["rehearse", "moved.csv", "--json", "--channel", "C1"]) == 1
    told = json.loads(capfd.readouterr().out)
    assert (told["links"], told["links_that_break"]) == (3, 1)
    assert told["addresses"][0]["way"] == [f"{OURS}/help"]


def test_a_list_that_names_nothing_is_refused(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    asyncio.run(_fill(folder / "data"))
    (folder / "moved.csv").write_text("nothing to see\n", encoding="utf-8")
    assert main(["rehearse", "moved.csv"]) == 3
    assert "No redirect was found" in capfd.readouterr().err
    assert main(["rehearse", "none.csv"]) == 3
    assert "none.csv: No such file" in capfd.readouterr().err
