"""`python -m jobs export`: a file whole or none, beside a running bot too, and an import takes it back."""

import asyncio
import csv
import io
import json
from pathlib import Path

import pytest

from jobs.__main__ import main
from jobs.model.link import NewLink
from tests.tools.stores import name_store, open_store
from tests.tools.times import NOON


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    name_store(tmp_path / "data", monkeypatch)
    monkeypatch.chdir(tmp_path)
    asyncio.run(_filled(tmp_path / "data"))
    return tmp_path


async def _filled(data: Path) -> None:
    store = await open_store(data)
    for channel, name, tag in (("C1", "a", "spring"), ("C1", "b", "sale=now"), ("C2", "c", "spring")):
        page = f"https://{name}.example/1"
        added_by = "U0BEN" if name == "b" else "U0ADA"
        new = NewLink(channel, page, "ours.example", tags=frozenset({tag}), added_by=added_by)
        await store.add_link(new, NOON)
    await store.close()


def pages(data: str) -> list[str]:
    return [row["source_url"] for row in csv.DictReader(io.StringIO(data.removeprefix("\ufeff"), newline=""))]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ([], "abc"),
        (["--channel", "C1"], "ab"),
        (["--tag", "Spring"], "ac"),
        (["--domain", "www.b.example"], "b"),
        (["--state", "lost"], ""),
        (["--state", "new", "--state", "lost", "--channel", "C2"], "c"),
        (["--snoozed"], ""),
        (["--person", "U0BEN"], "b"),
        (["--person", "@U0BEN"], "b"),
        (["--tag", "sale=now"], "b"),
        (["--tag", "spring", "--domain", "http://intranet/"], ""),
        (["--filter", "tag:spring partner:a.example"], "a"),
        (["--filter", "owner:none", "--filter", "b.example", "--state", "new"], "b"),
    ],
)
def test_what_is_asked_for_is_exported(
    folder: Path, capfd: pytest.CaptureFixture[str], asked: list[str], found: str
) -> None:
    assert main(["export", "-o", "-", *asked]) == 0
    assert pages(capfd.readouterr().out) == [f"https://{name}.example/1" for name in found]


@pytest.mark.both_stores
def test_an_import_takes_the_file_back(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "-o", "all.xlsx", "--json"]) == 0
    said = json.loads(capfd.readouterr().out)
    assert said == {
        "file": "all.xlsx",
        "rows": {"links": 3, "partners": 0, "history": 3, "reciprocity": 3, "prospects": 0},
        "remarks": [],
    }
    assert main(["import", "all.xlsx", "--channel", "C1"]) == 0
    assert "Linkwatch: 1 new, 2 tracked already." in capfd.readouterr().out


def test_a_name_that_ends_otherwise_is_said_to_be_of_csv(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "-o", "links.pdf"]) == 0
    assert capfd.readouterr().out == "links.pdf is written as CSV: links 3.\n"
    assert (folder / "links.pdf").read_text(encoding="utf-8-sig").startswith("source_url,")


def test_without_a_name_the_file_gets_one_and_nothing_else_is_left(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "--format", "jsonl"]) == 0
    [file] = folder.glob("*.jsonl")
    assert capfd.readouterr().out == f"{file.name} is written as JSONL: links 3.\n"
    assert {path.name for path in folder.iterdir()} == {"data", file.name}


@pytest.mark.both_stores
def test_beside_a_running_bot_it_works(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    async def beside_a_bot() -> int:
        store = await open_store(folder / "data")
        try:
            return await asyncio.to_thread(main, ["export", "-o", "-", "--sheet", "history"])
        finally:
            await store.close()

    assert asyncio.run(beside_a_bot()) == 0
    assert capfd.readouterr().out.count("added") == 3


def test_a_file_that_cannot_be_written_is_said_and_nothing_is_left_behind(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "-o", "data"]) == 1  # a folder
    assert "data" in capfd.readouterr().err
    assert main(["export", "-o", "gone/links.csv"]) == 1
    assert "gone" in capfd.readouterr().err
    assert [path.name for path in folder.iterdir()] == ["data"]


def test_a_store_that_is_not_there_is_said(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    name_store(tmp_path / "none", monkeypatch)
    assert main(["export", "-o", str(tmp_path / "x.csv")]) == 1
    assert "There is no store in" in capfd.readouterr().err
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    "wrong",
    [["--format", "pdf"], ["--format", "xlsx", "-o", "-"], ["--domain", "a b"], ["--person", "ada"], ["--tag", ","]],
)
def test_wrong_arguments_are_said(folder: Path, wrong: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["export", *wrong])
    assert ended.value.code == 2


@pytest.mark.parametrize("said", ["loost", "mine", "cost>100"])
def test_a_filter_that_makes_no_sense_is_told_with_one_that_does(
    folder: Path, capfd: pytest.CaptureFixture[str], said: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["export", "-o", "-", "--filter", said])
    assert ended.value.code == 2
    told = capfd.readouterr().err
    assert said.removeprefix("cost>") in told
    assert "For example: --filter" in told
