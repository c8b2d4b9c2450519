"""Days of the calendar as people write them, and as we write them back; zones as this machine knows them (pure)."""

import re
from calendar import isleap
from contextlib import suppress
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_SHORTEST = 3
"""Letters that name a month."""
_YEARS = range(2000, 2101)
_SHAPES = tuple(
    re.compile(shape, re.IGNORECASE | re.ASCII)
    for shape in (
        r"(?P<year>\d{4})[-‐‑–—](?P<month>\d{1,2})[-‐‑–—](?P<day>\d{1,2})",  # noqa: RUF001  # as phones make them
        r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})",
        r"(?P<day>\d{1,2})\.?[ -](?P<name>[a-z]+)\.?,?[ -](?P<year>\d{4})",
        r"(?P<name>[a-z]+)\.? (?P<day>\d{1,2}),? (?P<year>\d{4})",
    )
)
_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_MONTHS_OF_A_YEAR = 12
_LEAP_YEAR = 2024
_TO_LEAP_YEAR = 9
"""Years among which there is a leap year, even around 2100."""


def read_day(written: str) -> date:
    """Read a day; raises ValueError, with an example, on anything else.

    `01/03/2027` is refused: it is read as March by one person and as January by the next. Of `12/31/2027` and
    `31/12/2027` only one number can be the month.
    """
    written = _without_slashes(written.strip())
    found = next((match for shape in _SHAPES if (match := shape.fullmatch(written))), None)
    month = _month(found.groupdict()) if found else 0
    try:
        day = date(int(found["year"]), month, int(found["day"])) if found else None
    except ValueError:
        raise ValueError("is not in the calendar; write for example 2027-03-01") from None
    if day is None or day.year not in _YEARS:
        raise ValueError("is not a day; write for example 2027-03-01")
    return day


class DaySaid(Struct, frozen=True):
    """A day as somebody said it: without a year the next one of that name is meant."""

    month: int
    day: int
    year: int | None = None

    def from_day(self, today: date) -> date:
        """The day that is meant by whoever says so today; raises ValueError where it is not after that."""
        years = [self.year] if self.year else range(today.year, today.year + _TO_LEAP_YEAR)
        days = (date(year, self.month, self.day) for year in years if _is_in_calendar(year, self.month, self.day))
        day = next((each for each in days if each > today), None)
        if day is None:
            raise ValueError("is over; name a day to come")
        return day


def read_day_said(written: str) -> DaySaid:
    """Read a day that may leave out its year, such as `1 Sep`; raises ValueError, with an example, on anything else."""
    try:
        day = read_day(written)
    except ValueError:
        with suppress(ValueError):
            named = read_day(f"{written.strip()} {_LEAP_YEAR}")
            return DaySaid(named.month, named.day)
        raise
    return DaySaid(day.month, day.day, day.year)


def _is_in_calendar(year: int, month: int, day: int) -> bool:
    return not (month == 2 and day == 29) or isleap(year)  # noqa: PLR2004  # the day that leap years alone have


def _without_slashes(written: str) -> str:
    """A day with slashes in the order of ISO 8601, where there is one way to read it."""
    slashed = _SLASHES.fullmatch(written)
    if slashed is None:
        return written
    one, other, year = slashed.groups()
    if one != other and max(int(one), int(other)) <= _MONTHS_OF_A_YEAR:
        raise ValueError("can be read in two ways; write it as 2027-03-01")
    day, month = (one, other) if int(one) > _MONTHS_OF_A_YEAR else (other, one)
    return f"{year}-{month}-{day}"


def format_day(day: date) -> str:
    """`1 Mar 2027`, which cannot be read in two ways; reading it gives the day back."""
    return f"{day.day} {MONTHS[day.month - 1][:_SHORTEST].capitalize()} {day.year}"


def known_zone(zone: str | None) -> str | None:
    """A zone that was stored, unless the tz database of this machine has lost it."""
    try:
        return ZoneInfo(zone).key if zone else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


def format_moment(at: datetime) -> str:
    """`2027-03-01 09:00 UTC`, for where nobody knows the reader's own zone."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def in_days(days: int) -> str:
    """`in 7 days`, `tomorrow`, `today`."""
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")


def month_named(written: str) -> int:
    """The number of the month of that name, or of its first three letters or more; 0 where the name is none."""
    name = written.lower()
    fits = [number for number, month in enumerate(MONTHS, start=1) if month.startswith(name)]
    return fits[0] if len(name) >= _SHORTEST and fits else 0


def _month(parts: dict[str, str | None]) -> int:
    """The number of the month; 0 where the name is none."""
    return int(parts["month"] or 0) if parts.get("month") else month_named(parts.get("name") or "")
