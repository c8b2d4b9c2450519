"""What holds for all rules together."""

import ast
from pathlib import Path

import pytest

from jobs import rules
from jobs.model.findings import About, Finding, LetterSubject, Severity
from jobs.model.link import Expectation
from jobs.model.page import Outcome
from jobs.model.verdict import Scope
from jobs.rules import NamedRule
from tests.tools.readings import ABSENT, page, sighting

ROOT = Path(__file__).parents[3]
NOFOLLOW = sighting(rel=("nofollow",))


def test_a_good_link_has_no_findings() -> None:
    assert rules.findings(Expectation(), sighting(), page(), frozenset(About)) == ()


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome.is_unknown])
def test_a_page_that_could_not_be_read_says_nothing(outcome: Outcome) -> None:
    assert rules.findings(Expectation(), ABSENT, page(outcome=outcome)) == ()


def test_a_gone_page_is_one_finding() -> None:
    found = rules.findings(Expectation(), ABSENT, page(outcome=Outcome.GONE, status=404))
    assert [finding.kind for finding in found] == ["missing"]


def test_severities_of_the_configuration_win() -> None:
    found = rules.findings(Expectation(), NOFOLLOW, page())
    assert [f.severity for f in rules.with_severities(found, {"nofollow": Severity.NOTE})] == [Severity.NOTE]
    assert rules.with_severities(found, {"ugc": Severity.NOTE}) == found


def finding(kind: str, severity: Severity) -> Finding:
    return Finding(kind, severity, "Something is different.")


@pytest.mark.parametrize(
    ("kind", "severity", "silent", "told"),
    [
        pytest.param("missing", Severity.LOST, frozenset(), True, id="lost links are told"),
        pytest.param("nofollow", Severity.WEAKENED, frozenset(), True, id="weakened ones too"),
        pytest.param("nofollow", Severity.NOTE, frozenset(), False, id="made a note by the configuration"),
        pytest.param("nofollow", Severity.WEAKENED, frozenset({"nofollow"}), False, id="silenced"),
        pytest.param("unheard_of", Severity.NOTE, frozenset(), False, id="a note of a rule no longer there"),
    ],
)
def test_what_is_told_at_once(kind: str, severity: Severity, silent: frozenset[str], told: bool) -> None:  # noqa: FBT001  # a table's column
    assert rules.alerts(finding(kind, severity), silent) is told


@pytest.mark.parametrize("named", rules.rules(), ids=lambda named: named.kind)
def test_every_rule_speaks_in_sentences(named: NamedRule) -> None:
    for words in (named.rule.means, named.rule.todo):
        assert words[0].isupper()
        assert words.endswith(".")
    said = f"{named.rule.title} {named.rule.means} {named.rule.todo}".lower()
    assert "penalt" not in said
    assert "safe" not in said
    assert ("rule of thumb" in said) == named.rule.heuristic


def test_the_version_is_stable_and_short() -> None:
    assert rules.rules_version() == rules.rules_version()
    assert len(rules.rules_version()) == 16


@pytest.mark.parametrize("named", rules.rules(), ids=lambda named: named.kind)
def test_looks_at_our_own_page_see_what_is_about_it_and_nothing_else(named: NamedRule) -> None:
    assert (rules.scope_of(named.kind) is Scope.TARGET) is (named.rule.about is About.TARGET)


def test_of_a_kind_that_is_no_longer_known_little_is_claimed() -> None:
    assert rules.scope_of("target_retired") is Scope.SOURCE, "some look must be able to clear it"
    assert not rules.is_loss("retired")
    assert rules.letter_of("retired") is LetterSubject.OTHER


WORDS_OF_OTHERS = {
    "both_broken": "a state of an exchange",
    "breach_ours": "a state of an exchange",
    "breach_theirs": "a state of an exchange",
    "expiring": "a state of an exchange, and the alert about it",
    "hidden": "an attribute and a value of CSS; a word for costs that are not shown",
    "moved": "what a guarantee covers",
    "missing": "what people type for lost links",
    "nofollow": "a token of rel",
    "noindex": "a token of robots tags",
    "sponsored": "a token of rel",
    "ugc": "a token of rel",
    "variant": "how an address relates to a target",
    "text_only": "a field of the terminal's JSON",
    "js_only": "a field of the terminal's JSON",
}
"""Words that are kinds of finding, and something else too."""


def test_a_kind_is_named_in_its_own_file_only() -> None:
    kinds = {named.kind for named in rules.rules()} - WORDS_OF_OTHERS.keys()
    named = [
        f"{path.relative_to(ROOT)}: {node.value}"
        for top in ("bot", "jobs")
        for path in (ROOT / top).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and node.value in kinds and path != ROOT / f"jobs/rules/{node.value}.py"
    ]
    assert named == []
