"""Durations, days, times of day and time zones as people write them (pure)."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, time, timedelta
from functools import cache
from zoneinfo import available_timezones

from bot.grammar.errors import CommandError
from bot.grammar.of_channel import DigestAt, DigestNow, DigestSwitch, MonthReport, ShowTodo
from bot.grammar.options import once, span, without_page
from bot.grammar.refs import is_filler, ref_of, refs_of
from bot.grammar.values import (
    Snooze,
)
from bot.grammar.words import Sort, Word, without_comma
from jobs.config.fields import Weekday
from jobs.config.quiet import QuietError, clock_said, read_quiet, weekday_said
from jobs.model.channel import DigestEvery
from jobs.units.dates import DaySaid, read_day, read_day_said
from jobs.units.durations import UNITS
from jobs.units.months import read_month

_LONGEST_SNOOZE = timedelta(days=366)
_EXAMPLE = "digest mon 09:00 Europe/Berlin"
_OFF_UNTIL = "digest off until 1 Sep"
_HOW_OFTEN = {
    **dict.fromkeys(("weekly", "week"), DigestEvery.WEEK),
    **dict.fromkeys(("monthly", "month"), DigestEvery.MONTH),
}
_MINE = frozenset({"me", "mine", "my"})
_BEFORE_SPAN = frozenset({"every", "each", "once", "a"})
_TODO = frozenset({"todo", "todos", "to-do", "tasks"})
_UNTIL = frozenset({"until", "till", "til", "bis", "hasta", "jusqu'au"})
_ABOUT_MONTHS = frozenset({"for", "of", "in", "the", "about"})
_NAMED_DAY = 3
"""Words of `1 Mar 2027`."""


def snooze_of(words: Sequence[Word]) -> Snooze:
    """`L-12 3d`, in either order; raises CommandError, naming the word."""
    if quiet := _quiet_hours(words):
        raise CommandError("", "Quiet hours are a setting of the channel.", f"settings quiet {quiet}")
    words = with_units(words)
    waits = [word for word in words if not ref_of(word) and not is_filler(word)]
    if not waits:
        raise _no_wait(words)
    return Snooze(refs_of([word for word in words if word not in waits]), wait_of(waits, words))


def _quiet_hours(words: Sequence[Word]) -> str:
    """What was meant for a whole channel, as it is typed; empty where it was not."""
    with suppress(QuietError):
        return str(read_quiet(without_comma(word.text for word in words)))
    return ""


def _no_wait(words: Sequence[Word]) -> CommandError:
    """Nothing says for how long, but the last number may have been meant to."""
    *others, last = refs_of(words)
    number = next((word.text for word in reversed(words) if word.text.isdecimal()), "")
    if others and number == str(last.number):
        why = "what? Hours, days or weeks: write the unit too."
        return CommandError(number, why, f"snooze {others[0]} {number}d")
    return CommandError("", "Say for how long.")


def is_unit(text: str) -> bool:
    """Whether a word is a unit of time: `hours`."""
    return text.lower() in UNITS


def with_units(words: Sequence[Word]) -> list[Word]:
    """`2 weeks` as one word: a bare number would be a link's."""
    joined: list[Word] = []
    for word in words:
        if joined and joined[-1].text.isdecimal() and is_unit(word.text):
            joined[-1] = Word(word.sort, f"{joined[-1].text} {word.text}")
        else:
            joined.append(word)
    return joined


def wait_of(waits: Sequence[Word], words: Sequence[Word]) -> timedelta:
    """How long all words together say; raises CommandError, naming the one that is wrong."""
    typed = " ".join(word.text for word in waits)
    alone = [is_span(word.text) for word in waits]
    if any(alone) and not is_span(typed):
        if all(alone):
            raise CommandError(waits[-1].seen, "is one duration too many.")
        raise CommandError(waits[alone.index(False)].seen, "is neither a link, a partner page nor a duration.")
    first = words.index(waits[0])
    if list(words[first : first + len(waits)]) != list(waits):
        raise CommandError(waits[-1].seen, "is no part of a duration.")
    # As it was typed; where a comma stood between them, the first word says enough.
    seen = waits[0].seen if any(word.behind for word in waits[:-1]) else " ".join(word.seen for word in waits)
    try:
        wait = span(typed)
    except CommandError as wrong:
        raise CommandError(seen, wrong.why, wrong.example) from None
    if not timedelta() < wait <= _LONGEST_SNOOZE:
        raise CommandError(seen, "is too long, or nothing at all; a year is the most.")
    return wait


def is_span(typed: str) -> bool:
    """Whether this is a duration: `30d`, `2 weeks`, or a unit alone."""
    try:
        span(typed)
    except CommandError:
        return False
    return True


def day_words(texts: Sequence[str]) -> int:
    """How many of these say a day, from the first on: `1 Mar 2027` is three; one where they say none."""
    named = len(texts) >= _NAMED_DAY and _is_day(without_comma(texts[:_NAMED_DAY]))
    return _NAMED_DAY if named else min(1, len(texts))


def day_of(texts: Sequence[str], example: str) -> date:
    """The day that all of these say; raises CommandError."""
    typed = without_comma(texts)
    try:
        return read_day(typed)
    except ValueError as error:
        raise CommandError(typed, f"{error}.", example) from None


def _is_day(typed: str) -> bool:
    try:
        read_day(typed)
    except ValueError:
        return False
    return True


def digest_of(words: Sequence[Word]) -> DigestNow | ShowTodo | DigestAt | DigestSwitch:
    """`now`, `todo`, `on`, `off`, or a day and a time, how often, and perhaps a zone, in any order.

    Raises CommandError, naming the word.
    """
    if (switch := _switch(words)) is not None:
        return switch
    day: Weekday | None = None
    at: time | None = None
    zone = ""
    every: DigestEvery | None = None
    for word in _with_halves(words):
        if (often := _HOW_OFTEN.get(word.text.lower())) is not None:
            every = once(every, often, word.seen, "span", _EXAMPLE)
        elif (found := weekday_said(word.text)) is not None:
            day = once(day, found, word.seen, "day", _EXAMPLE)
        elif (clock := clock_said(word.text)) is not None:
            at = _one_time(at, clock, word)
        elif (place := _zones().get(word.text.lower())) is not None:
            zone = once(zone, place, word.seen, "time zone", _EXAMPLE)
        elif word.sort is Sort.CHANNEL:
            raise _no_more(word, "digest now")
        elif not is_filler(word) and word.text.lower() not in _BEFORE_SPAN:
            raise CommandError(word.seen, "is neither a day, a time nor a time zone.", _EXAMPLE)
    if every is None and (day is None or at is None):
        raise CommandError("", "Name a day and a time.", _EXAMPLE)
    return DigestAt(day, at, zone, every)


def report_of(words: Sequence[Word]) -> MonthReport:
    """A month, if one is named; raises CommandError, naming what is none."""
    for word in words:
        if word.sort is Sort.CHANNEL:
            raise CommandError(word.seen, "is a channel; its report is asked for there.", "report last month")
    said = [word for word in words if not is_filler(word) and word.text.lower() not in _ABOUT_MONTHS]
    if not said:
        return MonthReport()
    try:
        return MonthReport(read_month(" ".join(word.text for word in said)))
    except ValueError as error:
        raise CommandError(" ".join(word.seen for word in said), f"{error}.", "report 2026-06") from None


def _switch(words: Sequence[Word]) -> DigestNow | ShowTodo | DigestSwitch | None:
    """What is said in one word, or in none; None: there is more to read."""
    page, words = without_page(words, "digest todo page:2")
    texts = [word.text.lower() for word in words]
    mine = bool(_MINE & set(texts))
    said = [word.text.lower() for word in words if not mine or not (is_filler(word) or word.text.lower() in _MINE)]
    if said in ([], ["now"]):
        return DigestNow(mine)
    if said[0] in _TODO:
        if said[1:]:
            raise _no_more(words[-1], "digest todo")
        return ShowTodo(mine, page or 1)
    if texts in (["on"], ["off"]):
        return DigestSwitch(texts == ["on"])
    if texts[0] == "off" and texts[1] in _UNTIL:
        if not words[2:]:
            raise CommandError(words[1].seen, "says no day yet; write for example until 1 Sep.", _OFF_UNTIL)
        return DigestSwitch(on=False, until=_day_said(words[2:]))
    if texts[0] == "off" and words[1:]:
        return _pause(words[1:])
    if texts[0] == "now":
        raise _no_more(words[1], "digest now")
    return None


def _pause(words: Sequence[Word]) -> DigestSwitch:
    """`for August`, `for 2 weeks`."""
    said = [word for word in with_units(words) if not is_filler(word) and word.text.lower() not in _ABOUT_MONTHS]
    typed = " ".join(word.text for word in said)
    if typed and is_span(typed):
        if words[0].text.lower() == "in":
            why = f"is when it would begin: say for how long it is off, for {typed}, or until which day."
            raise CommandError(f"{words[0].seen} {words[1].seen}", why, f"digest off for {typed}")
        return DigestSwitch(on=False, wait=wait_of(said, said))
    try:
        return DigestSwitch(on=False, month=read_month(typed))
    except ValueError:
        raise _no_more(said[0] if said else words[0], "digest off") from None


def _day_said(words: Sequence[Word]) -> DaySaid:
    try:
        return read_day_said(without_comma([word.text for word in words]))
    except ValueError as error:
        raise CommandError(" ".join(word.seen for word in words), f"{error}.", _OFF_UNTIL) from None


def _no_more(word: Word, command: str) -> CommandError:
    if word.sort is Sort.CHANNEL:
        return CommandError(word.seen, "is a channel; its digest is asked for and set there.", command)
    return CommandError(word.seen, f"is more than {command} takes.", command)


def _with_halves(words: Sequence[Word]) -> list[Word]:
    """`9:00 p.m.` as one word."""
    whole: list[Word] = []
    for word in words:
        half = word.text.lower().replace(".", "")
        if whole and half in {"am", "pm"} and whole[-1].text[-1:].isdecimal():
            whole[-1] = Word(word.sort, whole[-1].text + half, f"{whole[-1].seen} {word.seen}")
        else:
            whole.append(word)
    return whole


def _one_time(old: time | None, new: time, word: Word) -> time:
    """As `once`, but midnight is a time too."""
    if old not in {None, new}:
        raise CommandError(word.seen, "is one time too many.", _EXAMPLE)
    return new


@cache
def _zones() -> Mapping[str, str]:
    """Every time zone under its name in lower case."""
    return {zone.lower(): zone for zone in available_timezones()}
