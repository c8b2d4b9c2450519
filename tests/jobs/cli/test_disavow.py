"""`python -m jobs disavow`: what was picked, on top of the live file, and what cannot be disavowed is said."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from jobs.__main__ import main
from jobs.model.link import NewLink
from jobs.store import opening
from jobs.store.protocol import Store
from tests.tools.stores import name_store, open_store
from tests.tools.times import NOON


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    name_store(tmp_path / "data", monkeypatch)
    monkeypatch.setenv("LINKWATCH_OUR_SITES", "ours.example")
    monkeypatch.chdir(tmp_path)
    return tmp_path


async def tracked(data: Path) -> None:
    store = await open_store(data)
    await store.add_link(NewLink("C1", "https://spam.example/page", "ours.example"), NOON)
    await store.close()


@pytest.mark.both_stores
def test_links_pages_and_sites_on_top_of_the_live_file(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    asyncio.run(tracked(folder / "data"))
    Path("live.txt").write_bytes(b"# ours\r\ndomain:old.example\r\n")
    picks = ["l-1", "www.bad.example", "https://old.example/x", "--because", "a link farm"]
    assert main(["disavow", *picks, "--merge", "live.txt", "-o", "new.txt", "--json"]) == 0
    assert Path("new.txt").read_text(encoding="utf-8").splitlines() == [
        "# ours",
        "domain:old.example",
        "",
        Path("new.txt").read_text(encoding="utf-8").splitlines()[3],
        "# L-1, to ours.example: a link farm",
        "https://spam.example/page",
        "# bad.example: a link farm",
        "domain:bad.example",
    ]
    said = capfd.readouterr()
    assert json.loads(said.out)["known"] == ["https://old.example/x"]
    assert "2 added to 1 that were there." in said.err


def test_without_a_file_json_holds_the_text(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["disavow", "bad.example", "ours.example", "--json"]) == 1
    said = json.loads(capfd.readouterr().out)
    assert said["text"].endswith("# bad.example: no reason given\ndomain:bad.example\n")
    assert (said["added"], said["refused"]) == (["domain:bad.example"], ["ours.example is your own site."])


@pytest.mark.both_stores
def test_the_store_is_opened_once_and_closed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asyncio.run(tracked(folder / "data"))
    deeds: list[str] = []
    opens = opening.open_store

    async def opened(*given: Any, **more: Any) -> Store:
        store = await opens(*given, **more)
        deeds.append("opened")
        closes = store.close

        async def closed() -> None:
            deeds.append("closed")
            await closes()

        monkeypatch.setattr(store, "close", closed)
        return store

    monkeypatch.setattr(opening, "open_store", opened)
    assert main(["disavow", "L-1", "L-9", "P-1", "bad.example"]) == 1
    assert deeds == ["opened", "closed"]
    assert main(["disavow", "bad.example"]) == 0
    assert deeds == ["opened", "closed"], "of places no store is needed"


def test_what_cannot_be_disavowed_is_said_and_the_rest_is_written(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["disavow", "ours.example", "bad.example"]) == 1
    said = capfd.readouterr()
    assert "ours.example is your own site." in said.err
    assert said.out.endswith("# bad.example: no reason given\ndomain:bad.example\n")


def test_a_link_that_is_not_there_is_said(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["disavow", "L-9"]) == 1
    assert "There is no store in" in capfd.readouterr().err
    asyncio.run(tracked(folder / "data"))
    assert main(["disavow", "L-9"]) == 1
    assert "L-9 is no link that is tracked." in capfd.readouterr().err


def test_a_live_file_that_is_not_there_is_said(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["disavow", "bad.example", "--merge", "none.txt"]) == 1
    assert "none.txt" in capfd.readouterr().err
