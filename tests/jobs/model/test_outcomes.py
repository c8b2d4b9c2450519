"""The table of outcomes: whole, with reasons, and held against what each of its columns promises."""

from pathlib import Path

import pytest

from jobs.model.page import OUTCOMES, Outcome

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_a_row_with_its_reason(outcome: Outcome) -> None:
    assert outcome.meaning.because.endswith(".")


def test_the_table_has_a_row_for_nothing_else() -> None:
    assert list(OUTCOMES) == list(Outcome), "in the order of the enumeration"


@pytest.mark.parametrize("outcome", Outcome)
def test_what_a_row_says_fits_together(outcome: Outcome) -> None:
    row = outcome.meaning
    assert not (row.proves_absence and row.is_host_trouble), "what proves something is no reason to stay away"
    assert not row.may_be_typo or row.proves_absence, "what proves nothing needs no exception"
    assert not row.nobody_answered or row.may_be_our_line, "silence may always be ours"
    assert not row.passes or row.may_be_our_line, "what passes says nothing of a host for good"
    assert not row.is_gone or row.visitors_see_it, "a page that is gone is so for everyone"
    assert not row.asks_canaries or row.proves_absence, "only a proof is held against canaries"


def test_a_page_that_was_read_means_nothing_else() -> None:
    row = Outcome.OK.meaning
    assert not any(getattr(row, name) for name in row.__dataclass_fields__ if name != "because")
    assert not Outcome.OK.is_unknown


@pytest.mark.parametrize(
    ("outcome", "never_seen", "nothing", "why"),
    [
        (Outcome.OK, True, False, "it was read"),
        (Outcome.GONE, True, False, "the site's own word"),
        (Outcome.DNS_ERROR, True, True, "the address may be mistyped"),
        (Outcome.DNS_ERROR, False, False, "it was there once"),
        (Outcome.BLOCKED, False, True, "nobody saw the page"),
    ],
)
def test_what_a_look_tells_of_a_link(outcome: Outcome, *, never_seen: bool, nothing: bool, why: str) -> None:
    assert outcome.tells_nothing_of(never_seen=never_seen) is nothing, why


def test_no_other_file_keeps_a_set_of_outcomes() -> None:
    lists = [
        path.relative_to(ROOT).as_posix()
        for top in ("jobs", "bot")
        for path in (ROOT / top).rglob("*.py")
        if path != ROOT / "jobs/model/page.py" and "frozenset({Outcome." in "".join(path.read_text("utf-8").split())
    ]
    assert lists == []
