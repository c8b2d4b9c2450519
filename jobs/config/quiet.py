"""Quiet hours and days: how they are written, and when they are (pure)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BeforeValidator, PlainSerializer

from jobs.config.fields import Takes, Weekday

OFF = "off"
QUIET_EXAMPLE = "22:00-07:00 sat sun except lost"
_DAY = timedelta(days=1)
_WEEK = tuple(Weekday)
_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SEVERAL_DAYS = {"weekend": (5, 6), "weekends": (5, 6), "weekdays": (0, 1, 2, 3, 4)}
_MOST_WITH_HOURS = 3
"""Who names hours and more days than that means these hours of these days."""
_AT_LEAST = 3
"""Letters that name a day."""
_FILLERS = frozenset({"and", "on", "from", "at", "every", "each", "day", "daily", "all", "between", "&", "in"})
_BUT = frozenset({"except", "but"})
_LOSSES = frozenset({"lost", "losses", "loss"})
_TO = re.compile(r"\s*[-‐‑–—]\s*|\s+(?:to|until|till)\s+")  # noqa: RUF001  # as phones make them
_HALF = re.compile(r"(?<=\d)\s*([ap])\.?m\b\.?")


class QuietError(ValueError):
    """Quiet hours that cannot be understood; the words say why, after the word that is wrong."""

    def __init__(self, word: str, why: str) -> None:
        super().__init__(f"{word!r} {why}" if word else why)
        self.word = word
        self.why = why


@dataclass(frozen=True, slots=True)
class QuietHours:
    """When alerts wait: in these hours of each day, and on these days whole."""

    hours: tuple[tuple[time, time], ...] = ()
    """From and until; where the second is not after the first, it is of the next day."""
    days: frozenset[int] = frozenset()
    """Monday is 0."""
    but_lost: bool = False
    """Whether lost links are told at once all the same."""
    zone: str = ""
    """Of the tz database; empty: that of the digest."""

    def __str__(self) -> str:
        """As it is written; reading it gives the same back."""
        hours = [f"{start:%H:%M}-{end:%H:%M}" for start, end in self.hours]
        days = [_WEEK[number].value for number in sorted(self.days)]
        return " ".join([*hours, *days, *(["except lost"] if self.but_lost else []), *filter(None, [self.zone])])

    @property
    def in_words(self) -> str:
        """For people: `22:00 to 07:00 each day, all of Saturday and Sunday`."""
        hours = _listed([f"{start:%H:%M} to {end:%H:%M}" for start, end in self.hours])
        days = _listed([_NAMES[number] for number in sorted(self.days)])
        return ", ".join(filter(None, [hours and f"{hours} each day", days and f"all of {days}"]))

    def until(self, now: datetime) -> datetime | None:
        """When the quiet time ends that it is now, in UTC; None where it is none."""
        end = now
        while later := self._end_at(end):
            end = later
        return None if end == now else end

    def lasted(self, since: datetime, now: datetime) -> timedelta:
        """How much of the time from one moment to another was quiet."""
        quiet, counted = timedelta(), since
        day, last = (at.astimezone(ZoneInfo(self.zone)).date() for at in (since, now))
        for number in range(-1, (last - day).days + 1):  # what began on the day before may last
            for start, end in sorted(self._of_day(day + number * _DAY)):
                begun, over = max(start, counted), min(end, now)
                if over > begun:
                    quiet, counted = quiet + (over - begun), over
        return quiet

    def _end_at(self, at: datetime) -> datetime | None:
        ends = [end for start, end in self._around(at) if start <= at < end]
        return max(ends, default=None)

    def _around(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The spans that may hold a moment: those that begin on its day, or on the day before."""
        today = at.astimezone(ZoneInfo(self.zone)).date()
        yield from self._of_day(today - _DAY)
        yield from self._of_day(today)

    def _of_day(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """The spans that begin on a day."""
        if day.weekday() in self.days:
            yield self._moment(day, time()), self._moment(day + _DAY, time())
        for start, end in self.hours:
            yield self._moment(day, start), self._moment(day if start < end else day + _DAY, end)

    def _moment(self, day: date, at: time) -> datetime:
        """That time on that day, in UTC: of an hour that comes twice the first, of one that is skipped an hour on."""
        return datetime.combine(day, at, ZoneInfo(self.zone)).astimezone(UTC)


def read_quiet(written: str) -> QuietHours:
    """Read `22:00-07:00 sat sun except lost Europe/Berlin`, in any order; raises QuietError, naming the word."""
    words = _TO.sub("-", _HALF.sub(r"\1m", written.lower())).replace(",", " ").split()
    told, but, but_lost = _without_exception(words)
    hours: list[tuple[time, time]] = []
    days: set[int] = set()
    zone = ""
    for word in told:
        if found := _span(word):
            hours.append(found)
        elif named := _days(word):
            days.update(named)
        elif place := _zone(word):
            zone = place
        else:
            raise QuietError(word, _what_is_wrong(word, but))
    _refuse_odd(hours, days)
    return QuietHours(tuple(dict.fromkeys(hours)), frozenset(days), but_lost, zone)


def _without_exception(words: list[str]) -> tuple[list[str], str, bool]:
    """The words that say when, what begins an exception, and whether it is that of lost links."""
    but = next((word for word in words if word in _BUT), "")
    but_lost = bool(but) and any(word in _LOSSES for word in words)
    if but and not but_lost:
        raise QuietError(but, "what? Lost links alone can be told at once: write except lost.")
    left_out = _FILLERS | _BUT | (_LOSSES if but else frozenset())
    return [word for word in words if word not in left_out], but, but_lost


def _refuse_odd(hours: list[tuple[time, time]], days: set[int]) -> None:
    """Raise QuietError where no alert could ever be told, or where people may mean something else."""
    if not hours and not days:
        raise QuietError("", "Name hours or days.")
    if _is_always(hours, days):
        raise QuietError("", "That leaves no time at which alerts could be told.")
    if hours and len(days) > _MOST_WITH_HOURS:
        why = "Days are quiet whole, and hours are those of each day: name hours, and few days beside them."
        raise QuietError("", why)


def weekday_said(text: str) -> Weekday | None:
    """The day of that name, or of its first three letters or more; None where the word is none."""
    short = text.lower()
    if len(short) < _AT_LEAST:
        return None
    return next((day for day, name in zip(Weekday, _NAMES, strict=True) if name.lower().startswith(short)), None)


def clock_said(text: str) -> time | None:
    """A time of day as people write it: `9`, `9:00`, `9pm`; None where the word is none."""
    found = re.fullmatch(r"([01]?\d|2[0-3])(?:[:.h]([0-5]\d))?h?(am|pm)?", text.lower())
    if found is None:
        return None
    hour = int(found[1])
    if found[3]:
        if not 1 <= hour <= 12:  # noqa: PLR2004  # the clock of am and pm
            return None
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    return time(hour, int(found[2] or 0))


def _span(word: str) -> tuple[time, time] | None:
    start, dash, end = word.partition("-")
    begins, ends = clock_said(start), clock_said("00:00" if end in {"24", "24:00"} else end)
    if not dash or begins is None or ends is None:
        return None
    if begins == ends:
        raise QuietError(word, "is no time at all; name days for whole ones.")
    return begins, ends


def _days(word: str) -> tuple[int, ...]:
    """The days that one word names; none where it names none."""
    if word in _SEVERAL_DAYS:
        return _SEVERAL_DAYS[word]
    first, dash, last = word.partition("-")
    begins, ends = weekday_said(first.removesuffix("s")), weekday_said(last.removesuffix("s"))
    if begins is None or (dash and ends is None):
        return ()
    start = _WEEK.index(begins)
    return tuple((start + more) % 7 for more in range((_WEEK.index(ends) - start) % 7 + 1)) if ends else (start,)


def _zone(word: str) -> str:
    """The zone of that name in any case; empty where there is none."""
    return next((zone for zone in available_timezones() if zone.lower() == word), "")


def _what_is_wrong(word: str, but: str) -> str:
    if but:
        return "cannot be told at once; lost links alone can: write except lost."
    if clock_said(word):
        return "is one time; write from when until when, for example 22:00-07:00."
    return "is neither hours such as 22:00-07:00, a day nor a time zone."


def _is_always(hours: list[tuple[time, time]], days: set[int]) -> bool:
    """Whether no minute of any day is left over."""
    return len(days) == len(_WEEK) or all(
        any(start <= at < end if start < end else at >= start or at < end for start, end in hours)
        for at in (time(minute // 60, minute % 60) for minute in range(24 * 60))
    )


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""


def _setting(value: Any) -> Any:
    """As it stands in the configuration; raises ValueError, with an example."""
    if value is None or isinstance(value, QuietHours):
        return value
    written = str(value).strip()
    if written.lower() in {"", OFF, "none", "false"}:
        return None
    try:
        return read_quiet(written)
    except QuietError as error:
        why = f"will not do: {error}" if error.word else error.why
        raise ValueError(f"{why.rstrip('.')}; write for example {QUIET_EXAMPLE}") from None


Quiet = Annotated[
    QuietHours | None,
    BeforeValidator(_setting),
    PlainSerializer(lambda quiet: str(quiet) if quiet else ""),
    Takes("hours and days"),
]
