import json
from pathlib import Path

import pytest

from jobs.__main__ import main
from jobs.cli.findings import found
from jobs.model.findings import Severity
from jobs.rules import rules
from tests.tools.finding_examples import examples_in

ROOT = Path(__file__).parents[3]

LOST = {"missing", "another_page", "text_only", "wrong_target", "js_only"}
WEAKENED = {
    *("nofollow", "ugc", "sponsored", "noindex", "page_nofollow", "robots_blocked", "canonical_elsewhere", "hidden"),
    *("target_gone", "target_error", "target_redirects", "target_noindex", "target_canonical_elsewhere"),
    "anchor_changed",
}
TOLD_NOTES = {
    *("outbound_over_limit", "outbound_jump", "link_moved_down", "owner_changed", "out_of_reach"),
    *("breach_theirs", "breach_ours", "both_broken", "expiring"),
}


def test_each_kind_says_when_it_is_found_and_when_not_and_shows_a_message() -> None:
    shown = examples_in((ROOT / "docs" / "findings.md").read_text(encoding="utf-8"))
    assert [named.kind for named in rules() if named.kind not in shown] == []
    assert [named.kind for named in rules() if not named.rule.unless.startswith("Not ")] == []
    assert [named.kind for named in rules() if named.check and not found(named)] == []


def test_severities_are_those_agreed() -> None:
    for named in rules():
        expected = (
            Severity.LOST if named.kind in LOST else Severity.WEAKENED if named.kind in WEAKENED else Severity.NOTE
        )
        assert named.rule.severity is expected, named.kind


def test_what_is_told_at_once_is_what_was_agreed() -> None:
    assert {named.kind for named in rules() if named.rule.alerts} == LOST | WEAKENED | TOLD_NOTES


def test_every_rule_has_a_test_of_its_own() -> None:
    folder = ROOT / "tests" / "jobs" / "rules"
    assert [named.kind for named in rules() if not (folder / f"test_{named.kind}.py").exists()] == []


def test_the_list_can_be_read_by_programs(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["findings", "--json"]) == 0
    told = {each["kind"]: each for each in json.loads(capfd.readouterr().out)}
    assert list(told) == [named.kind for named in rules()]
    assert (told["noindex"]["severity"], told["noindex"]["index"], told["noindex"]["letter"]) == (
        "weakened",
        "keeps_out",
        "noindex",
    )
