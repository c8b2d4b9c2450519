"""`remind` as people type it: `me L-3 in 3 days "ask again"` (pure)."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bot.grammar.errors import CommandError
from bot.grammar.of_channel import DropReminder, ListReminders, Remind
from bot.grammar.options import span
from bot.grammar.quotes import quoted
from bot.grammar.refs import is_filler, ref_of
from bot.grammar.times import is_span, with_units
from bot.grammar.words import Sort, Word, without_comma
from jobs.model.ref import Kind
from jobs.units.dates import DaySaid, read_day_said

_REMIND = 'remind me L-3 in 3 days "ask again"'
_LONGEST = timedelta(days=366)
_LONGEST_NOTE = 500
_ABOUT = frozenset({"me", "of", "about", "in", "on", "at", "to", "after", "that"})
_OFF = frozenset({"off", "stop", "cancel", "remove"})
_MILLISECONDS = 12
"""Digits of a moment in milliseconds since the epoch, at least: no reminder has such a number."""
_MOST_DIGITS = 13
"""Up to the year 2286."""
_KINDS = frozenset({Kind.LINK, Kind.PARTNER})


def remind_of(words: Sequence[Word]) -> Remind | ListReminders | DropReminder:
    """`list`, `off 2`, or what, when and why; raises CommandError, naming the word."""
    texts = [word.text.lower() for word in words]
    if texts in ([], ["list"]):
        return ListReminders()
    if texts[0] in _OFF:
        return _dropped(words[1:])
    notes = [word for word in words if word.sort is Sort.QUOTED]
    said = with_units([word for word in words if word.sort is not Sort.QUOTED and word.text.lower() not in _ABOUT])
    named = [word for word in said if ref_of(word) and not word.text.isdecimal()]
    refs = list(filter(None, map(ref_of, named)))
    if len(refs) != 1 or refs[0].kind not in _KINDS:
        wrong = named[-1].seen if named else ""
        raise CommandError(wrong, "Name one link or partner page: L-3 or P-3.", _REMIND)
    note = " ".join(word.text for word in notes)[:_LONGEST_NOTE]
    when = [word for word in said if word not in named and not is_filler(word)]
    if len(when) == 1 and when[0].text.isdecimal() and _MILLISECONDS <= len(when[0].text) <= _MOST_DIGITS:
        return Remind(refs[0], None, note=note, at=datetime.fromtimestamp(int(when[0].text) / 1000, UTC))
    wait, day = _when(when)
    return Remind(refs[0], wait, day, note)


def reminder_line(ref: str, note: str, at: datetime) -> str:
    """A reminder written as the command that asks for it; it reads back as it was."""
    said = f"remind me {ref} at {int(at.timestamp() * 1000)}"
    return f"{said} {quoted(note)}" if note else said


def _dropped(words: Sequence[Word]) -> DropReminder:
    """`2`, or what the button Undo says: a number with when it was asked for."""
    number, *others = [word.text.removeprefix("#") for word in words] or [""]
    asked_at = next((each for each in others if each.isdecimal() and len(each) >= _MILLISECONDS), "")
    if not number.isdecimal() or others != [asked_at][: len(others)]:
        raise CommandError(words[0].seen if words else "", "Say which: its number in the list.", "remind off 1")
    return DropReminder(int(number[:9]), asked_at)


def _when(words: Sequence[Word]) -> tuple[timedelta | None, DaySaid | None]:
    typed = without_comma([word.text for word in words])
    if not typed:
        raise CommandError("", "Say when: in 3 days, tomorrow, or a day such as 1 Sep.", _REMIND)
    if typed.lower() == "tomorrow":
        return timedelta(days=1), None
    if is_span(typed):
        wait = span(typed)
        if not timedelta(0) < wait <= _LONGEST:
            raise CommandError(typed, "is longer than a year, or no time at all.", _REMIND)
        return wait, None
    try:
        return None, read_day_said(typed)
    except ValueError as error:
        raise CommandError(typed, f"{error}.", _REMIND) from None
