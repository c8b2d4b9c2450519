"""`python -m jobs worth`: what the links of a store are worth, ranked, one by one, and as files."""

import asyncio
import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from jobs.__main__ import main
from jobs.model.channel import ChannelSettings
from jobs.model.event import Event
from jobs.model.kept_relevance import KeptRelevance
from jobs.model.link import NewLink
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.reading import PageFacts, Sighting
from jobs.model.relevance import Closeness
from jobs.model.terms import Money, Terms
from jobs.model.write import Write
from jobs.store.protocol import Store
from tests.tools.nouns import seen
from tests.tools.stores import name_store, open_store

AGO = datetime.now(UTC) - timedelta(days=400)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    name_store(tmp_path / "data", monkeypatch)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "data"


async def _fill(folder: Path, *, hide_costs: bool = False) -> None:
    """Twenty links that are lost, and six that stand: of these one is nofollow, and of one no relevance is known."""
    store = await open_store(folder)
    for number in range(1, 27):
        await _add(store, number, is_lost=number > 6)
    await store.write(Write(settings={"C1": ChannelSettings(hide_costs=hide_costs)}))
    await store.close()


async def _add(store: Store, number: int, *, is_lost: bool) -> None:
    cost = Terms(Money(Decimal(100), "EUR"))
    new = NewLink("C1", f"https://blog{number}.example/", "https://ours.example/", terms=cost)
    link, _ = await store.add_link(new, AGO)
    events = [Event(AGO, "C1", link.ref, "live", "")]
    lived = timedelta(days=400)
    now = LinkStatus(LinkState.LIVE, since=AGO, last_present_at=datetime.now(UTC), lived=lived)
    if is_lost:
        at = AGO + timedelta(days=200)
        events.append(Event(at, "C1", link.ref, "lost", "gone"))
        now = LinkStatus(LinkState.LOST, since=at, last_present_at=at)
    best = seen(rel=("nofollow",)) if number == 5 else seen()
    kept = None if number == 6 else KeptRelevance(50 + number, Closeness.SAME_FIELD, AGO)
    page = await store.page(new.page_url)
    assert page is not None
    shown = replace(link, standing=now, sighting=Sighting(best, 1), relevance=kept)
    told = replace(page, facts=PageFacts(new.page_url, new.page_url, 200, followed_external=10 * number))
    await store.write(Write(links=[shown], pages=[told], events=events))


@pytest.mark.both_stores
def test_they_are_ranked_with_each_factor_and_what_they_are_measured_by(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(_fill(folder))
    assert main(["worth"]) == 0
    said = capfd.readouterr().out
    head, *lines = said.splitlines()
    assert " ".join(head.split()) == "link worth relevance place share indexable lasting cost at your rate page"
    assert [line.split()[0] for line in lines[:6]] == ["L-1", "L-2", "L-3", "L-4", "L-5", "L-6"]
    assert "L-5: it cost 100 EUR, and is worth nothing by these rules" in said
    assert "Of 1 link nobody can say what it is worth: unknown is relevance of 1." in said
    assert "Lasting: the chance to stand in a year: 20 of 26 links that were watched were lost for good." in said
    assert "500 EUR was paid for 5 links with a known worth." in said
    assert "No authority of pages is guessed" in said


def test_one_is_told_with_what_it_rests_on(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    asyncio.run(_fill(folder))
    assert main(["worth", "l-1"]) == 0
    said = capfd.readouterr().out
    assert "× share 8.5 % (0.85 / 10 followed links out) ×" in said  # noqa: RUF001
    assert "in money: " in said
    assert main(["worth", "L-20"]) == 1
    assert "None of these links stands now." in capfd.readouterr().out
    with pytest.raises(SystemExit, match="2"):
        main(["worth", "P-3"])


@pytest.mark.both_stores
def test_as_json_and_as_a_file_it_adds_up(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    asyncio.run(_fill(folder))
    assert main(["worth", "--json", "--channel", "C1"]) == 0
    told = json.loads(capfd.readouterr().out)
    assert told["paid"] == {"EUR": {"amount": "500", "links": 5}}
    assert sum(float(row.get("worth_at_your_rate", 0)) for row in told["links"]) == pytest.approx(500, abs=0.05)
    assert main(["worth", "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capfd.readouterr().out)))
    assert [row["rank"] for row in rows] == ["1", "2", "3", "4", "5", ""]
    assert rows[4]["share_because"] == "nofollow: probably passes nothing"
    assert (rows[5]["worth"], rows[5]["relevance"]) == ("", "")


def test_a_channel_that_hides_costs_is_told_of_factors_alone(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    asyncio.run(_fill(folder, hide_costs=True))
    assert main(["worth"]) == 0
    said = capfd.readouterr().out
    assert "EUR" not in said
    assert "In money nothing is said" in said
    assert main(["worth", "--channel", "C2"]) == 1
    assert "No link stands now." in capfd.readouterr().out
