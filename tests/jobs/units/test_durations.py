from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.units.durations import format_duration, parse_duration


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("30s", timedelta(seconds=30)),
        ("0.5s", timedelta(milliseconds=500)),
        ("10m", timedelta(minutes=10)),
        ("10 Min", timedelta(minutes=10)),
        ("6hrs", timedelta(hours=6)),
        (" 3 days ", timedelta(days=3)),
        ("2 WEEKS", timedelta(weeks=2)),
        ("1 month", timedelta(days=30)),
        ("1mo", timedelta(days=30)),
        ("1 year", timedelta(days=365)),
    ],
)
def test_durations_are_read_as_people_write_them(written: str, read: timedelta) -> None:
    assert parse_duration(written) == read


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("500ms", "no 500 minutes"),
        ("2 Stunden", "no two seconds"),
        ("10", "hours to one person, days to the next"),
        ("h", "of what?"),
        ("-3d", "not the past"),
        ("9999999 years", "longer than a calendar is"),
        ("", "nothing"),
    ],
)
def test_what_only_begins_like_a_unit_is_no_duration(written: str, why: str) -> None:
    with pytest.raises(ValueError, match="for example 30m"):
        parse_duration(written)


@given(st.integers(min_value=1, max_value=9_999_999).map(lambda seconds: timedelta(seconds=seconds)))
def test_what_is_written_reads_as_the_same(duration: timedelta) -> None:
    assert parse_duration(format_duration(duration)) == duration
