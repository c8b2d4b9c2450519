"""Whole pages are in the corpus; here is what only an answer that failed can show."""

import pytest

from jobs.model.page import FetchFailure, Outcome
from jobs.pages.block_pages import recognise
from tests.tools.times import NOON

CHALLENGE = b"<title>Just a moment...</title><script>window._cf_chl_opt={cvId:'3'}</script>"


def failure(outcome: Outcome, status: int | None, body: bytes = b"") -> FetchFailure:
    return FetchFailure("https://a.example/", outcome, "why", NOON, "https://a.example/", status, body=body)


@pytest.mark.parametrize(
    ("outcome", "status", "body"),
    [
        pytest.param(Outcome.GONE, 404, b"<h1>Not found</h1>", id="an honest 404"),
        pytest.param(Outcome.SERVER_ERROR, 503, b"", id="an honest 503"),
        pytest.param(Outcome.BLOCKED, 403, CHALLENGE, id="known as blocked already"),
        pytest.param(Outcome.TIMEOUT, None, b"", id="no answer"),
    ],
)
def test_leaves_alone(outcome: Outcome, status: int | None, body: bytes) -> None:
    given = failure(outcome, status, body)
    assert recognise(given) is given


@pytest.mark.parametrize(("outcome", "status"), [(Outcome.GONE, 404), (Outcome.SERVER_ERROR, 503)])
def test_a_challenge_of_any_status_is_blocked(outcome: Outcome, status: int) -> None:
    known = recognise(failure(outcome, status, CHALLENGE))
    assert known.outcome is Outcome.BLOCKED
    assert "Cloudflare" in known.reason
