"""`python -m jobs import`: shows first, writes when told to, takes back, and never beside a bot."""

import asyncio
import json
from pathlib import Path

import pytest

from jobs.__main__ import main
from jobs.model.link import Link
from jobs.units.money import format_money
from tests.tools.stores import name_store, open_store

LIST = "page;target;cost\nhttps://a.example/1;ours.example;120\nnothing;ours.example;\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    name_store(tmp_path / "data", monkeypatch)
    monkeypatch.chdir(tmp_path)
    Path("links.csv").write_text(LIST, encoding="utf-8")
    return tmp_path / "data"


async def _tracked(folder: Path) -> list[str]:
    store = await open_store(folder)
    links = [f"{link.page_url} {link.terms.cost.currency if link.terms.cost else ''}" for link in await store.links()]
    await store.close()
    return links


async def _links(folder: Path) -> list[Link]:
    store = await open_store(folder)
    try:
        return await store.links()
    finally:
        await store.close()


def _saved(rows: str) -> str:
    """A list of pages and targets, and what else `rows` begins with; its name."""
    Path("rows.csv").write_text(f"page,target,{rows}\n", encoding="utf-8")
    return "rows.csv"


def test_nothing_is_written_until_it_is_asked_for(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "links.csv", "--channel", "C1", "--rejected", "bad.csv"]) == 0
    said = capfd.readouterr().out
    assert "1 new, 1 unusable" in said
    assert "Nothing was written" in said
    assert "nothing,ours.example,,3," in Path("bad.csv").read_text(encoding="utf-8-sig")
    assert asyncio.run(_tracked(folder)) == []


@pytest.mark.both_stores
def test_links_are_tracked_and_taken_back(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "links.csv", "--channel", "C1", "--yes", "--json", "--currency", "EUR"]) == 0
    batch = json.loads(capfd.readouterr().out)["import"]
    assert asyncio.run(_tracked(folder)) == ["https://a.example/1 EUR"]
    assert main(["import", "--undo", batch, "--channel", "C1"]) == 0
    assert "1 links are tracked no longer" in capfd.readouterr().out
    assert asyncio.run(_tracked(folder)) == []
    assert main(["import", "--undo", batch, "--channel", "C1"]) == 1


@pytest.mark.parametrize("wrong", ["htps//ours.example", "ours example", "https://"])
def test_a_target_that_is_none_is_refused_and_no_other_takes_its_place(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], wrong: str
) -> None:
    monkeypatch.setenv("LINKWATCH_OUR_SITES", "ours.example")
    with pytest.raises(SystemExit) as ended:
        main(["import", "links.csv", "--channel", "C1", "--yes", "--target", wrong])
    assert ended.value.code == 2
    assert wrong in capfd.readouterr().err
    assert not folder.exists()


def test_a_column_can_be_said_to_hold_something_else(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    Path("links.csv").write_text("https://a.example/1,https://b.example/2\n", encoding="utf-8")
    swapped = ["--column", "page=2", "--column", "target=1"]
    assert main(["import", "links.csv", "--channel", "C1", "--yes", *swapped]) == 0
    assert asyncio.run(_tracked(folder)) == ["https://b.example/2 "]


@pytest.mark.parametrize(
    ("known", "notes", "cost"), [("leave", "old", ""), ("fill", "old", "120 EUR"), ("replace", "new", "120 EUR")]
)
def test_what_is_tracked_already_becomes_what_was_asked_for(folder: Path, known: str, notes: str, cost: str) -> None:
    assert main(["import", _saved("notes\nhttps://a.example/1,ours.example,old"), "--channel", "C1", "--yes"]) == 0
    rows = _saved("notes,cost\nhttps://a.example/1,ours.example,new,120 EUR")
    assert main(["import", rows, "--channel", "C1", "--known", known, "--yes"]) == 0
    [link] = asyncio.run(_links(folder))
    assert (link.notes, str((link.terms.cost and format_money(link.terms.cost)) or "")) == (notes, cost)


@pytest.mark.both_stores
def test_what_changed_of_tracked_links_is_named_and_taken_back(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["import", _saved("notes\nhttps://a.example/1,ours.example,old"), "--channel", "C1", "--yes"]) == 0
    changed = ["--channel", "C1", "--known", "replace", "--yes", "--json"]
    capfd.readouterr()
    assert main(["import", _saved("notes\nhttps://a.example/1,ours.example,new"), *changed]) == 0
    said = json.loads(capfd.readouterr().out)
    assert said["changed"] == {"L-1": ["notes: old -> new"]}
    assert main(["import", "--undo", said["import"], "--channel", "C1"]) == 0
    assert "1 that were tracked before are as they were" in capfd.readouterr().out
    assert [link.notes for link in asyncio.run(_links(folder))] == ["old"]


@pytest.mark.both_stores
def test_each_link_goes_to_the_channel_whose_id_its_row_names(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    ids = {"1": "C0SECOND1", "2": "#acme", "3": ""}
    rows = "".join(f"\nhttps://a.example/{name},ours.example,{channel}" for name, channel in ids.items())
    assert main(["import", _saved(f"channel{rows}"), "--channel", "C0FIRST11", "--by-channel", "--yes", "--json"]) == 0
    said = json.loads(capfd.readouterr().out)
    assert (said["new"], said["elsewhere"]) == (2, 1), "names of channels are known in Slack alone"
    assert {link.page_url[-1]: link.channel for link in asyncio.run(_links(folder))} == {
        "1": "C0SECOND1",
        "3": "C0FIRST11",
    }
    assert main(["import", "--undo", said["import"], "--channel", "C0FIRST11"]) == 0
    assert asyncio.run(_links(folder)) == []


def test_an_import_that_only_changed_links_elsewhere_is_taken_back_there(folder: Path) -> None:
    assert (
        main(["import", _saved("notes\nhttps://a.example/1,ours.example,old"), "--channel", "C0SECOND1", "--yes"]) == 0
    )
    rows = _saved("notes,channel\nhttps://a.example/1,ours.example,new,C0SECOND1\nhttps://a.example/2,ours.example,,")
    chosen = ["--channel", "C0FIRST11", "--by-channel", "--known", "replace", "--yes"]
    assert main(["import", rows, *chosen]) == 0
    changed, added = asyncio.run(_links(folder))
    assert (changed.notes, changed.updated and changed.updated.batch) == (
        "new",
        added.imported and added.imported.batch,
    )
    assert added.imported is not None
    assert main(["import", "--undo", added.imported.batch, "--channel", "C0FIRST11"]) == 0
    assert [(link.channel, link.notes) for link in asyncio.run(_links(folder))] == [("C0SECOND1", "old")]


def test_a_wrong_file_is_refused_with_the_reason(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    Path("links.csv").write_text("Rank,Link text\n1,ours\n", encoding="utf-8")
    assert main(["import", "links.csv", "--channel", "C1", "--yes"]) == 1
    assert "Latest links" in capfd.readouterr().err


def test_beside_a_bot_it_is_refused_with_the_way_through_slack(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    async def beside_a_bot() -> int:
        store = await open_store(folder)
        try:
            return await asyncio.to_thread(main, ["import", "links.csv", "--channel", "C1", "--yes"])
        finally:
            await store.close()

    assert asyncio.run(beside_a_bot()) == 75
    assert "in use by process" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--channel", "C1"], "name the files"),
        (["links.csv"], "--channel"),
        (["links.csv", "--channel", "#acme"], "#acme is no channel's id"),
        (["links.csv", "--channel", "C1", "--column", "y"], "y is no column"),
        (["links.csv", "--channel", "C1", "--currency", "Taler"], "Taler is no currency"),
        (["links.csv", "--channel", "C1", "--most-per-domain", "-3"], "-3 is no number of links"),
    ],
)
def test_wrong_arguments_are_said(
    arguments: list[str], why: str, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["import", *arguments, "--yes"])
    assert ended.value.code == 2
    assert why in capfd.readouterr().err
    assert not folder.exists()
