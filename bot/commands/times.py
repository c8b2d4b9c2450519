"""Durations, days, times of day and time zones as people write them (pure)."""

import re
from collections.abc import Mapping, Sequence
from datetime import time, timedelta
from functools import cache
from zoneinfo import available_timezones

from bot.commands.refs import is_filler, ref_of, refs_of
from bot.commands.rows import Misunderstood
from bot.commands.values import DigestAt, DigestNow, DigestSwitch, Snooze
from bot.commands.words import Word
from jobs.config.fields import Weekday
from jobs.durations import UNITS, parse_duration

_LONGEST_SNOOZE = timedelta(days=366)
_EXAMPLE = "digest mon 09:00 Europe/Berlin"
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_AT_LEAST = 3
"""Letters that name a day."""


def snooze_of(words: Sequence[Word]) -> Snooze:
    """`L-12 3d`, in either order; raises Misunderstood."""
    words = _joined(words)
    waits = [word for word in words if not ref_of(word) and not is_filler(word)]
    if not waits:
        raise Misunderstood("", "Say for how long.")
    return Snooze(refs_of([word for word in words if word not in waits]), _wait(" ".join(word.text for word in waits)))


def _joined(words: Sequence[Word]) -> list[Word]:
    """`2 weeks` as one word: a bare number would be a link's."""
    joined: list[Word] = []
    for word in words:
        if joined and joined[-1].text.isdecimal() and word.text.lower() in UNITS:
            joined[-1] = Word(word.sort, joined[-1].text + word.text)
        else:
            joined.append(word)
    return joined


def _wait(typed: str) -> timedelta:
    try:
        wait = parse_duration(typed)
    except ValueError as error:
        raise Misunderstood(typed, f"{error}.") from None
    if not timedelta() < wait <= _LONGEST_SNOOZE:
        raise Misunderstood(typed, "is too long, or nothing at all; a year is the most.")
    return wait


def digest_of(words: Sequence[Word]) -> DigestNow | DigestAt | DigestSwitch:
    """`now`, `on`, `off`, or a day, a time and perhaps a zone, in any order; raises Misunderstood."""
    texts = [word.text.lower() for word in words]
    if texts in ([], ["now"]):
        return DigestNow()
    if texts in (["on"], ["off"]):
        return DigestSwitch(texts == ["on"])
    day, at, zone = None, None, ""
    for word in words:
        if (found := _day(word.text)) is not None:
            day = found
        elif (clock := _clock(word.text)) is not None:
            at = clock
        elif (place := _zones().get(word.text.lower())) is not None:
            zone = place
        elif not is_filler(word):
            raise Misunderstood(word.seen, "is neither a day, a time nor a time zone.", _EXAMPLE)
    if day is None or at is None:
        raise Misunderstood("", "Name a day and a time.", _EXAMPLE)
    return DigestAt(day, at, zone)


def _day(text: str) -> Weekday | None:
    short = text.lower().rstrip(",")
    if len(short) < _AT_LEAST:
        return None
    return next((day for day, name in zip(Weekday, _DAYS, strict=True) if name.startswith(short)), None)


def _clock(text: str) -> time | None:
    found = re.fullmatch(r"([01]?\d|2[0-3])(?:[:.h]([0-5]\d))?h?(am|pm)?", text.lower())
    if found is None:
        return None
    hour = int(found[1])
    if found[3]:
        if not 1 <= hour <= 12:  # noqa: PLR2004  # the clock of am and pm
            return None
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    return time(hour, int(found[2] or 0))


@cache
def _zones() -> Mapping[str, str]:
    """Every time zone under its name in lower case."""
    return {zone.lower(): zone for zone in available_timezones()}
