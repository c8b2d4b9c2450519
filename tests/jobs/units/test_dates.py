"""Days of the calendar, read as people write them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.units.dates import format_day, format_moment, in_days, read_day, read_day_said


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("2027-03-01", "the example"),
        ("2027\u201303\u201301", "a phone made dashes of the hyphens"),
        ("2027-3-1", "no noughts"),
        ("1.3.2027", "points: the day is first"),
        ("01.03.2027", ""),
        ("1 Mar 2027", "as we write it"),
        ("1. march 2027", ""),
        ("1-Mar-2027", ""),
        ("Mar 1, 2027", "as America writes it"),
        ("March 1 2027", ""),
    ],
)
def test_a_day_is_understood(written: str, why: str) -> None:
    assert read_day(written) == date(2027, 3, 1), why


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("12/31/2027", date(2027, 12, 31)),
        ("31/12/2027", date(2027, 12, 31)),
        ("3/13/2027", date(2027, 3, 13)),
        ("3/3/2027", date(2027, 3, 3)),
    ],
)
def test_a_day_with_slashes_that_can_be_read_in_one_way_alone_is_read(written: str, day: date) -> None:
    assert read_day(written) == day


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "not a day"),
        ("tomorrow", "not a day"),
        ("2027", "not a day"),
        ("20270301", "not a day"),
        ("2027-W09-1", "not a day"),
        ("2027-03-01T00:00", "not a day"),
        ("0027-03-01", "not a day"),
        ("2127-03-01", "not a day"),
        ("٢٠٢٧-03-01", "not a day"),
        ("2027-02-29", "not in the calendar"),
        ("2027-13-01", "not in the calendar"),
        ("1 Foo 2027", "not in the calendar"),
        ("1 Ma 2027", "not in the calendar"),
        ("01/03/2027", "two ways"),
        ("13/31/2027", "not in the calendar"),
        ("02/30/2027", "not in the calendar"),
        ("12/31/27", "not a day"),
    ],
)
def test_anything_else_is_refused_with_an_example(written: str, why: str) -> None:
    with pytest.raises(ValueError, match=why) as wrong:
        read_day(written)
    assert "2027-03-01" in str(wrong.value)


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_what_we_write_is_read_back(day: date) -> None:
    assert read_day(format_day(day)) == read_day(day.isoformat()) == day


@given(st.text(max_size=30))
def test_nothing_but_a_refusal_comes_of_nonsense(written: str) -> None:
    try:
        day = read_day(written)
    except ValueError:
        return
    assert 2000 <= day.year <= 2100


def test_a_moment_is_told_in_utc_whatever_zone_it_is_kept_in() -> None:
    moment = datetime(2027, 3, 1, 0, 30, tzinfo=UTC)
    elsewhere = moment.astimezone(timezone(timedelta(hours=-8)))
    assert format_moment(moment) == format_moment(elsewhere) == "2027-03-01 00:30 UTC"


@pytest.mark.parametrize(("days", "said"), [(0, "today"), (1, "tomorrow"), (7, "in 7 days")])
def test_the_next_days_have_names(days: int, said: str) -> None:
    assert in_days(days) == said


@pytest.mark.parametrize(
    ("written", "today", "day"),
    [
        ("1 Sep", date(2026, 7, 20), date(2026, 9, 1)),
        ("September 1", date(2026, 9, 1), date(2027, 9, 1)),
        ("1 Sep 2027", date(2026, 7, 20), date(2027, 9, 1)),
        ("29 Feb", date(2026, 7, 20), date(2028, 2, 29)),
        ("29 Feb", date(2096, 3, 1), date(2104, 2, 29)),
        ("2026-09-01", date(2026, 8, 31), date(2026, 9, 1)),
    ],
)
def test_a_day_without_its_year_is_the_next_one(written: str, today: date, day: date) -> None:
    assert read_day_said(written).from_day(today) == day


def test_a_day_that_is_over_is_refused_and_so_is_what_is_none() -> None:
    with pytest.raises(ValueError, match="is over"):
        read_day_said("1 Sep 2026").from_day(date(2026, 9, 1))
    for written in ("sometime", "31 Feb", "Sep"):
        with pytest.raises(ValueError, match="2027-03-01"):
            read_day_said(written)
