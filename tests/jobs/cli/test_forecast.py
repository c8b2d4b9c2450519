"""`python -m jobs forecast`: what is likely of the links of a store."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from jobs.__main__ import main
from jobs.model.event import Event
from jobs.model.link import NewLink
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.terms import Money, Terms
from jobs.model.write import Write
from tests.tools.stores import name_store, open_store

AGO = datetime.now(UTC) - timedelta(days=400)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    name_store(tmp_path / "data", monkeypatch)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "data"


async def _fill(folder: Path, lost: int, standing: int) -> None:
    """Links that were all placed 400 days ago; those that are lost were after 200 days."""
    store = await open_store(folder)
    terms = Terms(Money(Decimal(100), "EUR"))
    for number in range(lost + standing):
        new = NewLink("C1", f"https://blog{number}.example/", "https://ours.example/", terms=terms)
        link, _ = await store.add_link(new, AGO)
        events = [Event(AGO, "C1", link.ref, "live", "")]
        now = LinkStatus(LinkState.LIVE, since=AGO, last_present_at=datetime.now(UTC))
        if number < lost:
            at = AGO + timedelta(days=200)
            events.append(Event(at, "C1", link.ref, "lost", "gone"))
            now = LinkStatus(LinkState.LOST, since=at, last_present_at=at)
        await store.write(Write(links=[replace(link, standing=now)], events=events))
    await store.close()


@pytest.mark.both_stores
def test_what_is_likely_is_said_in_words_and_as_json(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    asyncio.run(_fill(folder, lost=20, standing=60))
    assert main(["forecast"]) == 0
    said = capfd.readouterr().out
    assert said.startswith("Of these 60 links ")
    assert "EUR of what they cost, if things go on as before: 20 of 80 links that were watched were lost" in said
    assert main(["forecast", "--json", "--channel", "C1", "--days", "100"]) == 0
    told = json.loads(capfd.readouterr().out)
    assert (told["standing"], told["watched"], told["lost_for_good"]) == (60, 80, 20)
    assert 0 < told["gone"] < 60
    assert set(told["costs"]) == {"EUR"}


def test_too_little_is_said_to_be(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    asyncio.run(_fill(folder, lost=2, standing=5))
    assert main(["forecast"]) == 1
    assert "Too little is known to say how many of these 5 links" in capfd.readouterr().out
    assert main(["forecast", "--channel", "C2"]) == 1
    assert "No link stands now." in capfd.readouterr().out
    with pytest.raises(SystemExit, match="2"):
        main(["forecast", "--days", "0"])
