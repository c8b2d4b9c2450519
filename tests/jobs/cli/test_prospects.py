"""`python -m jobs prospects`: what is kept, and candidates, also beside a running bot."""

import asyncio
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from jobs.__main__ import main
from jobs.model.channel import ChannelSettings
from jobs.model.prospect import NewProspect, Plan, ProspectState
from jobs.model.terms import Money
from jobs.model.write import Write
from tests.tools.stores import name_store, open_store


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    name_store(tmp_path / "data", monkeypatch)
    monkeypatch.setenv("LINKWATCH_OUR_SITES", "ours.example")
    monkeypatch.chdir(tmp_path)
    asyncio.run(_fill(tmp_path / "data"))
    return tmp_path


async def _fill(folder: Path) -> None:
    now = datetime.now(UTC)
    store = await open_store(folder)
    plan = Plan(ProspectState.AGREED, "ours.example", next_on=date(2027, 3, 1), cost=Money(Decimal(80), "EUR"))
    await store.add_prospect(NewProspect("C1", "https://blog.example/tips", plan), now)
    await store.add_prospect(NewProspect("C2", "https://other.example/"), now)
    await store.write(
        Write(settings={"C1": ChannelSettings(competitors=("rival.example",)), "C2": ChannelSettings(hide_costs=True)})
    )
    await store.close()


@pytest.mark.both_stores
def test_they_are_listed_in_words_and_as_json(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["prospects"]) == 0
    head, first, second = capfd.readouterr().out.splitlines()
    assert head.split() == ["prospect", "state", "next", "relevance", "page", "target", "placed", "as"]
    assert first.split() == ["C-1", "agreed", "2027-03-01", "https://blog.example/tips", "ours.example"]
    assert second.split() == ["C-2", "to", "contact", "https://other.example/"]
    assert main(["prospects", "--channel", "C1", "--json"]) == 0
    [row] = json.loads(capfd.readouterr().out)
    assert (row["prospect"], row["asks"], row["asks_currency"]) == ("C-1", "80", "EUR")
    assert main(["prospects", "--state", "declined"]) == 1


@pytest.mark.both_stores
def test_candidates_of_a_file_are_ranked_with_their_reasons(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = folder / "theirs.csv"
    file.write_text(
        "Page,Target\nhttps://a.example/x,https://rival.example/\nhttps://blog.example/y,https://z.example/\n"
    )
    assert main(["prospects", "--candidates", str(file), "--channel", "C1"]) == 0
    assert capfd.readouterr().out.splitlines() == [
        "  4  https://a.example/x",
        "     links to rival.example, which you compete with, and not to you",
        "Left out: kept as prospects already (1). Ranked by a rule of thumb of ours.",
    ]
    assert main(["prospects", "--candidates", str(file), "--channel", "C2", "--json"]) == 0
    found = json.loads(capfd.readouterr().out)
    assert [each["site"] for each in found["candidates"]] == ["a.example", "blog.example"]


def test_a_file_that_is_no_list_and_a_missing_channel_are_refused(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = folder / "list.pdf"
    file.write_bytes(b"%PDF-1.4")
    assert main(["prospects", "--candidates", str(file), "--channel", "C1"]) == 2
    assert "PDF" in capfd.readouterr().err
    with pytest.raises(SystemExit):
        main(["prospects", "--candidates"])
    assert main(["prospects", "--candidates", "nowhere.csv", "--channel", "C1"]) == 1
