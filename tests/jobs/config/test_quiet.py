"""Quiet hours and days: how they are written, and when they are over."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.config.quiet import QuietError, QuietHours, read_quiet

NIGHT = "22:00-07:00"
BERLIN = ZoneInfo("Europe/Berlin")
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("written", "canonical", "why"),
    [
        (NIGHT, NIGHT, "hours over midnight"),
        ("22-7", NIGHT, "full hours"),
        ("10pm to 7 a.m.", NIGHT, "the clock of am and pm"),
        ("22:00 – 07:00", NIGHT, "a dash of a phone, with blanks"),  # noqa: RUF001  # the dash it is about
        ("22.00-7h", NIGHT, "as Germans and Frenchmen write it"),
        ("from 22:00 until 07:00 every day", NIGHT, "a sentence"),
        ("sat sun", "sat sun", "days alone"),
        ("Saturday and Sunday", "sat sun", "their names"),
        ("sat-sun", "sat sun", "a range"),
        ("fri-mon", "mon fri sat sun", "a range over the end of the week"),
        ("weekends", "sat sun", "both at once"),
        ("saturdays", "sat", "as a habit"),
        (f"{NIGHT}, sat, sun except lost", f"{NIGHT} sat sun except lost", "all of it, with commas"),
        (f"{NIGHT} but losses", f"{NIGHT} except lost", "other words"),
        (f"except lost {NIGHT}", f"{NIGHT} except lost", "in another order"),
        (f"{NIGHT} europe/madrid", f"{NIGHT} Europe/Madrid", "a zone in small letters"),
        ("12:00-13:00 22:00-07:00", "12:00-13:00 22:00-07:00", "two spans"),
        ("18:00-24:00", "18:00-00:00", "until midnight"),
    ],
)
def test_what_people_write_is_read_and_written_back(written: str, canonical: str, why: str) -> None:
    quiet = read_quiet(written)
    assert str(quiet) == canonical, why
    assert read_quiet(str(quiet)) == quiet


@pytest.mark.parametrize(
    ("written", "word", "says"),
    [
        ("banana", "banana", "neither hours"),
        ("22:00", "22:00", "one time"),
        ("22:00-22:00", "22:00-22:00", "no time at all"),
        ("25:00-07:00", "25:00-07:00", "neither hours"),
        ("", "", "hours or days"),
        ("except lost", "", "hours or days"),
        ("sat except", "except", "Lost links alone"),
        ("sat except nofollow", "except", "Lost links alone"),
        ("sat except lost nofollow", "nofollow", "lost links alone"),
        ("mon-sun", "", "no time at which"),
        ("00:00-12:00 12:00-00:00", "", "no time at which"),
        ("mon-fri 18:00-09:00", "", "quiet whole"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_its_word(written: str, word: str, says: str) -> None:
    with pytest.raises(QuietError, match=says) as refused:
        read_quiet(written)
    assert refused.value.word == word


@pytest.mark.parametrize(
    ("quiet", "now", "until", "why"),
    [
        (NIGHT, "2026-05-01 21:59", "", "Friday evening, before it"),
        (NIGHT, "2026-05-01 22:00", "2026-05-02 07:00", "its first minute"),
        (NIGHT, "2026-05-02 00:30", "2026-05-02 07:00", "after midnight"),
        (NIGHT, "2026-05-02 07:00", "", "its end is not part of it"),
        ("12:00-13:00", "2026-05-01 12:30", "2026-05-01 13:00", "within a day"),
        (f"{NIGHT} sat sun", "2026-05-01 23:00", "2026-05-04 07:00", "a weekend joins two nights"),
        ("sat sun", "2026-05-02 00:00", "2026-05-04 00:00", "whole days"),
        (NIGHT, "2026-03-28 23:00", "2026-03-29 07:00", "a night of eight hours, in spring"),
        (NIGHT, "2026-10-24 23:00", "2026-10-25 07:00", "a night of ten hours, in autumn"),
        ("22:00-02:30", "2026-03-28 23:00", "2026-03-29 03:30", "an end that is skipped is an hour later"),
        ("02:15-02:45", "2026-10-25 02:20", "2026-10-25 02:45", "an hour that comes twice is quiet the first time"),
        ("sat sun", "2026-10-25 12:00", "2026-10-26 00:00", "a day of 25 hours"),
    ],
)
def test_quiet_time_ends_by_the_clock_of_its_zone(quiet: str, now: str, until: str, why: str) -> None:
    hours = read_quiet(f"{quiet} Europe/Berlin")
    end = hours.until(datetime.fromisoformat(now).replace(tzinfo=BERLIN).astimezone(UTC))
    assert (f"{end.astimezone(BERLIN):%Y-%m-%d %H:%M}" if end else "") == until, why


def test_an_hour_that_comes_twice_is_not_quiet_twice() -> None:
    again = datetime(2026, 10, 25, 2, 20, tzinfo=BERLIN, fold=1)
    assert read_quiet("02:15-02:45 Europe/Berlin").until(again.astimezone(UTC)) is None


times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
spans = st.lists(st.tuples(times, times).filter(lambda span: span[0] != span[1]), max_size=2).map(tuple)
days = st.frozensets(st.integers(0, 6), max_size=3)
quiets = st.builds(QuietHours, hours=spans, days=days, but_lost=st.booleans(), zone=st.just("UTC"))


def is_quiet(quiet: QuietHours, at: datetime) -> bool:
    """By the clock on the wall, minute by minute."""
    clock = at.time()
    return at.weekday() in quiet.days or any(
        start <= clock < end if start < end else clock >= start or clock < end for start, end in quiet.hours
    )


def leaves_time(quiet: QuietHours) -> bool:
    week = [datetime(2026, 5, 1, tzinfo=UTC) + timedelta(days=more) for more in range(7)]
    loud = next(day for day in week if day.weekday() not in quiet.days)
    return not all(is_quiet(quiet, loud + minute * MINUTE) for minute in range(24 * 60))


@given(quiets.filter(leaves_time), st.integers(0, 14 * 24 * 60))
def test_it_ends_in_the_first_minute_that_is_not_quiet(quiet: QuietHours, minute: int) -> None:
    now = datetime(2026, 5, 1, tzinfo=UTC) + minute * MINUTE
    end = quiet.until(now)
    assert (end is not None) is is_quiet(quiet, now)
    if end is not None:
        assert not is_quiet(quiet, end)
        assert is_quiet(quiet, end - MINUTE)
        assert all(is_quiet(quiet, now + step * MINUTE) for step in range(0, int((end - now) / MINUTE), 7))


@given(quiets.filter(leaves_time).filter(lambda quiet: bool(quiet.hours or quiet.days)))
def test_what_is_stored_is_read_as_it_was_chosen(quiet: QuietHours) -> None:
    assert read_quiet(str(quiet)) == replace(quiet, hours=tuple(dict.fromkeys(quiet.hours)))


def test_people_read_it_in_words() -> None:
    assert read_quiet(f"{NIGHT} 12:00-13:00 sat sun").in_words == (
        "22:00 to 07:00 and 12:00 to 13:00 each day, all of Saturday and Sunday"
    )
    assert QuietHours(((time(22), time(7)),)).in_words == "22:00 to 07:00 each day"


@pytest.mark.parametrize(
    ("quiet", "since", "now", "hours", "why"),
    [
        (NIGHT, "2026-05-04 08:00", "2026-05-04 20:00", 0, "a day"),
        (NIGHT, "2026-05-04 12:00", "2026-05-05 12:00", 9, "a night"),
        (NIGHT, "2026-05-04 23:00", "2026-05-05 06:00", 7, "within a night"),
        (f"{NIGHT} sat sun", "2026-05-01 12:00", "2026-05-04 12:00", 57, "a weekend, of which nights count once"),
        ("21:00-23:00 22:00-07:00", "2026-05-04 12:00", "2026-05-05 12:00", 10, "hours that overlap"),
        (NIGHT, "2026-03-28 12:00", "2026-03-29 12:00", 8, "a night in spring"),
        (NIGHT, "2026-05-04 12:00", "2026-05-04 12:00", 0, "no time at all"),
        ("12:00-13:00", "2026-05-01 00:00", "2026-05-31 00:00", 30, "a month"),
    ],
)
def test_how_much_of_a_time_was_quiet(quiet: str, since: str, now: str, hours: int, why: str) -> None:
    start, end = (datetime.fromisoformat(each).replace(tzinfo=BERLIN).astimezone(UTC) for each in (since, now))
    assert read_quiet(f"{quiet} Europe/Berlin").lasted(start, end) == timedelta(hours=hours), why


@given(
    st.sampled_from([NIGHT, f"{NIGHT} sat sun", "12:00-13:00", "wed", "02:15-02:45", "21:00-23:00 22:00-07:00 fri"]),
    st.sampled_from(["Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "UTC"]),
    st.datetimes(datetime(2026, 3, 20), datetime(2026, 11, 10)),  # noqa: DTZ001  # made aware below
    st.integers(0, 4 * 24 * 4),
)
def test_law_a_quarter_of_an_hour_is_quiet_exactly_where_its_end_is_awaited(
    quiet: str, zone: str, since: datetime, quarters: int
) -> None:
    hours, quarter = read_quiet(f"{quiet} {zone}"), timedelta(minutes=15)
    start = since.replace(minute=0, second=0, microsecond=0, tzinfo=UTC)
    awaited = [hours.until(start + number * quarter) is not None for number in range(quarters)]
    assert hours.lasted(start, start + quarters * quarter) == sum(awaited) * quarter
