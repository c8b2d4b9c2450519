"""That the words of what should come are read right: a life that is not so is found."""

from dataclasses import replace
from datetime import timedelta

import pytest

from jobs.model.link_status import LinkState
from jobs.model.page import Outcome
from jobs.model.reading import Match
from tests.cases.truth import faults
from tests.tools.lives import Life

WELL = Life(LinkState.LIVE, Outcome.OK, frozenset(), Match.EXACT)
LOST = Life(LinkState.LOST, Outcome.OK, frozenset({"missing"}), Match.EXACT, {"lost": timedelta(hours=56)})
WALL = replace(WELL, outcome=Outcome.BLOCKED)
HIDDEN = Life(LinkState.WEAKENED, Outcome.OK, frozenset({"hidden"}), Match.EXACT, {"weakened": timedelta(hours=26)})


@pytest.mark.parametrize(
    ("said", "right", "wrong"),
    [
        ("present, not hidden: a script shows it", WELL, HIDDEN),
        ("present: a cookie is needed", WELL, WALL),
        ("present, no duplicate: one in the source", WELL, replace(WELL, kinds=frozenset({"duplicate"}))),
        ("present, via_redirect: a gateway's", replace(WELL, match=Match.REDIRECTOR), WELL),
        ("variant if our own site answers both alike", WELL, LOST),
        ("unknown (blocked): a wall", WALL, WELL),
        ("unknown: a frameset", WELL, LOST),
        ("unknown, or present at /journal/walk. Never lost.", WALL, LOST),
        ("absent, then lost: taken out", LOST, WELL),
        ("absent, then lost, as soft_404", replace(LOST, outcome=Outcome.SOFT_404), LOST),
        ("weakened: hidden", HIDDEN, WELL),
        ("weakened: nofollow", replace(HIDDEN, kinds=frozenset({"nofollow"})), HIDDEN),
        ("replaced: rewritten", replace(LOST, told={"replaced": timedelta(days=8)}), LOST),
    ],
)
def test_a_life_that_is_otherwise_is_found(said: str, right: Life, wrong: Life) -> None:
    assert faults(said, right) == []
    assert faults(said, wrong)


def test_words_that_say_no_verdict_are_an_error() -> None:
    with pytest.raises(AssertionError, match="no verdict"):
        faults("something else", WELL)
