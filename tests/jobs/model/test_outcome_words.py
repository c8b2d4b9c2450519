"""How reading a page ended, as people read it."""

import pytest

from jobs.model.outcome_words import OUTCOME, in_words, told
from jobs.model.page import Outcome


@pytest.mark.parametrize("outcome", list(Outcome))
def test_each_outcome_has_words_that_do_not_show_its_name(outcome: Outcome) -> None:
    assert "_" not in OUTCOME[outcome].words
    assert in_words(outcome.value) == OUTCOME[outcome].words


@pytest.mark.parametrize(
    ("outcome", "reason", "words"),
    [
        (Outcome.SERVER_ERROR, "the server answered 503", "had an error on its server (the server answered 503)"),
        (Outcome.TIMEOUT, "no answer within 30 s", "could not be read: no answer within 30 s"),
        (Outcome.TOO_COMPLEX, "too complex", "is too tangled to read"),
        (Outcome.OK, "", "was read"),
    ],
)
def test_the_reason_stands_where_it_says_more(outcome: Outcome, reason: str, words: str) -> None:
    assert told(outcome, reason) == words


def test_what_is_no_outcome_stays() -> None:
    assert in_words("https://ours.example/gone") == "https://ours.example/gone"
