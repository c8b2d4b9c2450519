"""What the papers say of commands, states and buttons is so: made from the bot's own tables, or held against them."""

import re
from pathlib import Path

import pytest

from bot.grammar.parse import parse
from bot.grammar.values import ParseError
from bot.grammar.verbs import VERBS
from bot.messages.kit.controls import incident_controls
from bot.messages.kit.wording import MARK, STATE
from jobs.model.incident import Incident, IncidentKind
from jobs.model.link_status import LinkState
from tests.tools.renew_using import PAPER
from tests.tools.times import NOON

ROOT = Path(__file__).parents[2]
PAPERS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
USING = PAPER.read_text(encoding="utf-8")
_PLACEHOLDER = re.compile(r"[<>|…\[\]]|\.\.\.|\+ ")
"""What stands for something else, or for several ways at once."""


def commands_in(paper: Path) -> list[str]:
    """Each command that a paper shows whole, in its text or in a block of its own."""
    text = paper.read_text(encoding="utf-8")
    shown = re.findall(r"`/links ([^`\n]+)`", text) + re.findall(r"^/links (.+)$", text, re.MULTILINE)
    return [command for command in shown if not _PLACEHOLDER.search(command.replace("->", ""))]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_each_command_that_a_paper_shows_is_understood(paper: Path) -> None:
    read = {command: parse(as_slack_sends(command), ["ours.example"]) for command in commands_in(paper)}
    wrong = {command: value for command, value in read.items() if isinstance(value, ParseError)}
    # Where something is missing, the paper speaks of the verb.
    assert {command: value for command, value in wrong.items() if value.word} == {}


def as_slack_sends(command: str) -> str:
    """People and channels as marks, which Slack makes of their names."""
    return re.sub(r"(?<!\S)#([a-z]+)", r"<#C0123456789|\1>", re.sub(r"(?<!\S)@([a-z]+)", r"<@U0ADA|\1>", command))


def test_the_papers_show_commands() -> None:
    assert len(commands_in(PAPER)) >= sum(len(verb.examples) for verb in VERBS)


@pytest.mark.parametrize("state", LinkState)
def test_each_state_has_a_row(state: LinkState) -> None:
    assert STATE[state].startswith(state)
    assert f"| {MARK[state]} `{state}` | " in USING


@pytest.mark.parametrize("kind", [IncidentKind.LOST, IncidentKind.BREACH, IncidentKind.TARGET])
@pytest.mark.parametrize("holder", ["", "U0ADA"])
def test_each_button_of_an_alert_has_a_row(kind: IncidentKind, holder: str) -> None:
    incident = Incident("I-1", "C1", kind, "L-1", members=(1,), opened_at=NOON, cause="", holder=holder)
    labels = re.findall(r"'text': '([^']+)', 'emoji'", str(incident_controls(incident)))
    named = set(re.findall(r"\*\*([^*]+)\*\*", USING))
    assert labels
    assert set(labels) - named - {"1 day", "3 days", "1 week", "30 days"} == set()
