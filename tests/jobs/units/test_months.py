"""Months as people name them, and as they lie in a zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.units.months import Month, month_of, read_month

TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("written", "month"),
    [
        ("2026-06", Month(2026, 6)),
        ("6/2026", Month(2026, 6)),
        ("06.2026", Month(2026, 6)),
        ("June", Month(2026, 6)),
        ("jun", Month(2026, 6)),
        ("sept.", Month(2026, 9)),
        ("June 2025", Month(2025, 6)),
        ("2025 june", Month(2025, 6)),
        ("november", Month(2026, 11)),  # the present one has begun
        ("december", Month(2025, 12)),  # the next one has not
        ("last month", Month(2026, 10)),
        ("This  Month", Month(2026, 11)),
    ],
)
def test_a_month_is_read_as_it_is_meant(written: str, month: Month) -> None:
    assert read_month(written).on(TODAY) == month


@pytest.mark.parametrize("written", ["", "ju", "summer", "2026-13", "0/2026", "1926-06", "june 26", "2026", "month"])
def test_anything_else_is_refused_with_an_example(written: str) -> None:
    with pytest.raises(ValueError, match="write for example 2026-06"):
        read_month(written)


def test_a_month_that_is_to_come_is_refused() -> None:
    with pytest.raises(ValueError, match="has not begun; write for example 2026-10"):
        read_month("2026-12").on(TODAY)


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.sampled_from(["Europe/Berlin", "Pacific/Apia", "UTC"]))
def test_months_follow_each_other_without_gap(day: date, zone: str) -> None:
    month = month_of(day)
    assert month.ends(zone) == month.plus(1).begins(zone)
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(zone))
    assert month.begins(zone) <= noon < month.ends(zone)


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_what_is_written_is_read_back(day: date) -> None:
    month = month_of(day)
    assert read_month(str(month)).on(day) == read_month(month.name).on(day) == month


@given(st.dates(), st.integers(-30, 30), st.integers(-30, 30))
def test_steps_add_up(day: date, one: int, other: int) -> None:
    assert month_of(day).plus(one).plus(other) == month_of(day).plus(one + other)


def test_a_month_begins_at_midnight_there() -> None:
    assert Month(2026, 6).begins("Europe/Berlin") == datetime(2026, 5, 31, 22, tzinfo=UTC)
    assert Month(2026, 12).ends("UTC") - Month(2026, 12).begins("UTC") == timedelta(days=31)


@pytest.mark.parametrize(
    ("said", "month"),
    [
        ("august", Month(2026, 8)),
        ("june", Month(2026, 6)),
        ("may", Month(2027, 5)),
        ("June 2027", Month(2027, 6)),
        ("this month", Month(2026, 6)),
    ],
)
def test_a_month_to_come_is_the_next_of_its_name(said: str, month: Month) -> None:
    assert read_month(said).coming(date(2026, 6, 10)) == month


@pytest.mark.parametrize("said", ["May 2026", "last month"])
def test_a_month_that_is_over_is_refused_where_one_to_come_is_meant(said: str) -> None:
    with pytest.raises(ValueError, match="is over"):
        read_month(said).coming(date(2026, 6, 10))
