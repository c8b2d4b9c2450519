"""A few lives: ours tells the truth of them, one that looks into the source does not, and the paper says the same."""

import asyncio
import re
import sys
from pathlib import Path

import pytest

from jobs.bench.truth import LIVES, _figures
from jobs.bench.truth.__main__ import tables
from jobs.bench.truth.life import BEGINS, PATH, WELL, Fate, PageLife
from jobs.bench.truth.tally import OURS, ToolTally, tallied
from jobs.bench.truth.tools import TEN_LINES, TOOLS, Output, Said, Tool
from tests.tools.renew_drawings import LOSS, loss_as_it_is_now

PAPER = Path(__file__).parents[3] / "docs/truth.md"
FEW = ("wrong 404", "challenge with 200", "through a redirector", "taken out", "commented out")
SOME = [life for life in LIVES if life.name in FEW]
LIAR = Tool("always gone", Path(sys.executable), lambda *_: ("-c", "print('gone')"), lambda *_: Said.GONE)


@pytest.fixture(scope="module")
def seen() -> list[ToolTally]:
    nowhere = Tool("nowhere", Path("/nowhere"), lambda *_: (), lambda *_: Said.GONE)
    return asyncio.run(tallied(SOME, (TEN_LINES, nowhere)))


def test_ours_is_right_and_one_that_looks_into_the_source_is_not(seen: list[ToolTally]) -> None:
    ours, ten_lines, _ = seen
    assert (ours.alarms(Fate.KEPT), ours.alarms(Fate.LOST)) == ([], ["taken out", "commented out"])
    assert ten_lines.alarms(Fate.KEPT) == ["wrong 404", "challenge with 200", "through a redirector"]
    assert ten_lines.alarms(Fate.KEPT, lasting=True) == ["challenge with 200", "through a redirector"]
    assert ten_lines.alarms(Fate.LOST) == ["taken out"], "it finds the address in the comment"


def test_what_is_not_installed_is_said_and_has_no_row(seen: list[ToolTally]) -> None:
    assert "not installed" in _figures(seen[2])[0].name
    assert not any("nowhere" in line for line in tables(seen, SOME))


async def test_a_tool_that_does_not_see_the_link_while_all_is_well_is_refused() -> None:
    with pytest.raises(AssertionError, match="says gone of a page that is well"):
        await tallied(SOME[:1], (LIAR,))


def test_the_paper_says_of_these_what_was_measured_now(seen: list[ToolTally]) -> None:
    rows = {name: cells for name, *cells in shown()}
    for life in SOME:
        told = [each.told[life.name].words for each in seen[:2]]
        assert rows[life.name][:4] == [life.story, life.truth.value, *told]


def shown() -> list[list[str]]:
    """The rows of the paper's table of lives."""
    text = PAPER.read_text(encoding="utf-8").partition("| page | what happens |")[2]
    return [re.split(r" \| ", line.strip("| ")) for line in text.splitlines() if line.startswith("| ")]


def test_the_paper_has_every_life_and_names_each_false_alarm_and_loss_that_we_miss() -> None:
    assert [name for name, *_ in shown()] == [life.name for life in LIVES]
    ours = {name: cells[2] for name, *cells in shown()}
    assert [life.name for life in LIVES if (ours[life.name] == "lost") is (life.truth is Fate.KEPT)] == []
    assert f"| {OURS} | 0 | 0 | " in PAPER.read_text(encoding="utf-8")


async def test_the_drawing_of_a_loss_is_as_linkwatch_proves_it_now() -> None:
    assert LOSS.read_text(encoding="utf-8") == await loss_as_it_is_now(), "renew it: -m tests.tools.renew_drawings"


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.name)
def test_every_life_begins_well_and_becomes_something_else(life: PageLife) -> None:
    assert life.at(0, PATH) == WELL
    assert life.at(BEGINS, PATH) != WELL
    assert (life.at(13.9, PATH) == WELL) is (life.ends < 13)


@pytest.mark.parametrize(
    ("tool", "out", "code", "said"),
    [
        (1, "", 1, Said.ERROR),
        (1, "", 0, Said.GONE),
        (3, "", 1, Said.ERROR),
        (3, 'it began {"links": [', 1, Said.ERROR),
        (3, '{"error": "it broke"}', 1, Said.ERROR),
        (3, 'it says {"links": [{"url": "http://page", "state": "OK"}]}', 0, Said.GONE),
    ],
)
def test_a_tool_says_more_than_yes_and_no(tool: int, out: str, code: int, said: Said) -> None:
    assert TOOLS[tool].means(Output(out, code), "http://page", "http://ours") is said
