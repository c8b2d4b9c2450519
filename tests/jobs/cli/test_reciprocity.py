"""`python -m jobs reciprocity`: both sides of all links, also beside a running bot."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jobs.__main__ import main
from jobs.model.link import NewLink
from jobs.model.link_status import LinkState
from jobs.model.our_page import OurPage
from jobs.model.page import Outcome
from jobs.model.reading import OutwardLink, Sighting
from jobs.model.tracked_page import TrackedPage
from jobs.model.write import Write
from tests.tools.nouns import facts, seen
from tests.tools.stores import name_store, open_store

pytestmark = pytest.mark.both_stores

THEIRS, OURS = "https://blog.example/a", "https://ours.example/partners"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    name_store(tmp_path / "data", monkeypatch)
    monkeypatch.setenv("LINKWATCH_OUR_PAGES", "ours.example")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "data"


async def _fill(folder: Path) -> None:
    now = datetime.now(UTC)
    store = await open_store(folder)
    link, _ = await store.add_link(NewLink("C1", THEIRS, "https://ours.example/"), now)
    live = replace(link, standing=replace(link.standing, state=LinkState.LIVE), sighting=Sighting(seen(), 1))
    their_page = await store.page(THEIRS)
    assert their_page is not None
    read = replace(their_page, last_outcome=Outcome.OK, facts=facts(url=THEIRS, final_url=THEIRS, followed_external=85))
    ours = TrackedPage(OURS, "ours.example", now, last_outcome=Outcome.OK, facts=facts(url=OURS, final_url=OURS))
    given = OutwardLink("https://blog.example/", "blog.example", followed=True)
    our_page = OurPage(OURS, ours, links=(given,), sites=("blog.example",), followed=17)
    await store.write(Write(links=[live], pages=[read], our_pages=[our_page]))
    await store.close()


def test_both_sides_are_said_in_words_and_as_json(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    asyncio.run(_fill(folder))
    assert main(["reciprocity"]) == 0
    said = capfd.readouterr().out.splitlines()
    assert said[:4] == [
        "Our pages",
        "  1 page read for the links that we give.",
        "Links both ways, with 1 of 1 partner",
        (
            "  blog.example: we get 1 of 1 link, 1.00 % in all; we give 1 of 1 link, 5.00 % in all "
            "(0.85 / links that leave the page, our rule of thumb)."
        ),
    ]
    assert "Excessive link exchanges" in said[-1]
    assert main(["reciprocity", "--channel", "C1", "--json"]) == 0
    [partner] = json.loads(capfd.readouterr().out)["partners"]
    assert (partner["site"], partner["reciprocal"], partner["our_pages"]) == ("blog.example", True, [OURS])
    with pytest.raises(SystemExit, match="2"):
        main(["reciprocity", "--channel", "#links"])
    assert "#links is no channel's id" in capfd.readouterr().err
