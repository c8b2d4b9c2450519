"""Months of the calendar, as people name them and as they lie in a time zone (pure)."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from jobs.units.dates import MONTHS, month_named

EXAMPLE = "2026-06"
_YEARS = range(2000, 2101)
_BACK = {"this": 0, "current": 0, "last": 1, "previous": 1}
_SHAPES = tuple(
    re.compile(shape, re.IGNORECASE | re.ASCII)
    for shape in (
        r"(?P<year>\d{4})[-‐‑–—/.](?P<month>\d{1,2})",  # noqa: RUF001  # as phones make them
        r"(?P<month>\d{1,2})[-/.](?P<year>\d{4})",
        r"(?P<name>[a-z]+)\.?,?(?:[ -](?P<year>\d{4}))?",
        r"(?P<year>\d{4}) (?P<name>[a-z]+)\.?",
    )
)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One month of one year."""

    year: int
    number: int
    """1 is January."""

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02d}"

    @property
    def name(self) -> str:
        """`June 2026`."""
        return f"{MONTHS[self.number - 1].capitalize()} {self.year}"

    @property
    def first_day(self) -> date:
        """The first of it."""
        return date(self.year, self.number, 1)

    def plus(self, months: int) -> "Month":
        """The month so many later, or earlier where that is negative."""
        years, number = divmod(self.number - 1 + months, 12)
        return Month(self.year + years, number + 1)

    def begins(self, zone: str) -> datetime:
        """Its first moment there, in UTC."""
        return datetime(self.year, self.number, 1, tzinfo=ZoneInfo(zone)).astimezone(UTC)

    def ends(self, zone: str) -> datetime:
        """The first moment there that no longer belongs to it, in UTC."""
        return self.plus(1).begins(zone)


class MonthSaid(Struct, frozen=True):
    """A month as somebody names it, which may depend on when they do."""

    number: int = 0
    """0: one that is counted back from the present one."""
    year: int = 0
    """0: the newest month of that name that has begun."""
    back: int = 0

    def on(self, today: date) -> Month:
        """The month that is meant; raises ValueError where it has not begun."""
        present = month_of(today)
        if not self.number:
            return present.plus(-self.back)
        named = Month(self.year or present.year - (self.number > present.number), self.number)
        if named > present:
            raise ValueError(f"has not begun; write for example {present.plus(-1)}")
        return named

    def coming(self, today: date) -> Month:
        """The present month or the next of that name; raises ValueError where what is meant is over."""
        present = month_of(today)
        if not self.number:
            named = present.plus(-self.back)
        else:
            named = Month(self.year or present.year + (self.number < present.number), self.number)
        if named < present:
            raise ValueError("is over; name a month to come")
        return named


def month_of(day: date) -> Month:
    """The month that a day lies in."""
    return Month(day.year, day.month)


def read_month(written: str) -> MonthSaid:
    """Read `june`, `June 2026`, `2026-06`, `6/2026` or `last month`; raises ValueError, with an example, otherwise."""
    words = written.lower().split()
    if len(words) == 2 and words[1] == "month" and words[0] in _BACK:  # noqa: PLR2004  # such as: last month
        return MonthSaid(back=_BACK[words[0]])
    found = next((match.groupdict() for shape in _SHAPES if (match := shape.fullmatch(" ".join(words)))), {})
    number = int(found["month"]) if found.get("month") else month_named(found.get("name") or "")
    year = int(found.get("year") or 0)
    if not 1 <= number <= len(MONTHS) or (year and year not in _YEARS):
        raise ValueError(f"is not a month; write for example {EXAMPLE}")
    return MonthSaid(number, year)
