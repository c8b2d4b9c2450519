"""`python -m jobs partner`: what is known of a site, also beside a running bot."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from jobs.__main__ import main
from jobs.model.link import NewLink
from jobs.model.terms import Money, Terms
from tests.tools.stores import name_store, open_store


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    name_store(tmp_path / "data", monkeypatch)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "data"


async def _fill(folder: Path) -> None:
    store = await open_store(folder)
    added = datetime.now(UTC) - timedelta(days=40)
    terms = Terms(Money(Decimal(90), "EUR"))
    await store.add_link(NewLink("C1", "https://www.blog.example/a", "https://ours.example/", terms=terms), added)
    await store.close()


@pytest.mark.both_stores
def test_a_site_is_said_in_words_and_as_json(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    asyncio.run(_fill(folder))
    assert main(["partner", "https://www.blog.example/any"]) == 0
    assert capfd.readouterr().out.splitlines() == [
        "blog.example",
        "Links: 1 link tracked: 1 not checked yet.",
        "Lasting: No link was ever seen there.",
        "Costs: 90 EUR for the links that are tracked; at risk: none of it.",
    ]
    assert main(["partner", "blog.example", "--channel", "C1", "--json"]) == 0
    said = json.loads(capfd.readouterr().out)
    assert (said["site"], said["links"], said["paid"]) == ("blog.example", {"new": 1}, {"EUR": "90"})
    assert said["lasting"][0] == {"days": 30, "share": None, "known": 0}


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["other.example"], 1, "Nothing on other.example is tracked in any channel, or ever was."),
        (["blog.example", "--channel", "C9"], 1, "Nothing on blog.example is tracked in channel C9, or ever was."),
    ],
)
def test_what_is_unknown_is_said(
    arguments: list[str], code: int, said: str, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(_fill(folder))
    assert main(["partner", *arguments]) == code
    assert said in capfd.readouterr().err


@pytest.mark.usefixtures("folder")
def test_a_missing_store_and_a_wrong_site_are_said(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["partner", "blog.example"]) == 1
    assert "There is no store in" in capfd.readouterr().err
    with pytest.raises(SystemExit, match="2"):
        main(["partner", "not a site"])
    assert "not a site" in capfd.readouterr().err
