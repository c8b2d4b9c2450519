"""Every status has one outcome, and a reason a person can read."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.model.page import Outcome
from jobs.web.http.statuses import outcome_of, reason_of, retry_after

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("statuses", "outcome"),
    [
        ((200, 201, 202, 203, 226, 300), Outcome.OK),
        ((204, 205), Outcome.NOT_HTML),
        ((206,), Outcome.TRUNCATED),
        ((404, 410), Outcome.GONE),
        ((401, 403, 405, 406, 407, 418, 425, 429, 451, 999), Outcome.BLOCKED),
        ((408,), Outcome.TIMEOUT),
        ((500, 503, 520, 599), Outcome.SERVER_ERROR),
        ((0, 100, 101, 301, 304, 308, 400, 402, 409, 422, 499, 600, 998), Outcome.BAD_HTTP),
    ],
)
def test_each_status_has_its_outcome(statuses: tuple[int, ...], outcome: Outcome) -> None:
    assert {outcome_of(status) for status in statuses} == {outcome}


@given(st.integers(0, 999))
def test_only_404_and_410_prove_that_a_page_is_gone(status: int) -> None:
    assert outcome_of(status).proves_absence == (status in {404, 410})


@given(st.integers(0, 999))
def test_each_status_has_a_reason(status: int) -> None:
    assert reason_of(status).startswith(f"the page answered {status}")


@given(st.text(max_size=60))
def test_retry_after_is_within_a_day_or_nothing_whatever_it_says(value: str) -> None:
    when = retry_after(value, NOW)
    assert when is None or NOW < when <= NOW + timedelta(hours=24)
