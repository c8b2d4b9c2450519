"""`sync` as people type it, and as its buttons carry it (pure)."""

import re
from collections.abc import Callable, Sequence
from datetime import timedelta

from bot.grammar.addresses import is_address, page_in
from bot.grammar.edit_values import Row
from bot.grammar.errors import CommandError
from bot.grammar.options import once, option_of, refuse
from bot.grammar.refs import is_filler
from bot.grammar.sheet_values import (
    ApplySheet,
    FollowSheet,
    KeepSheet,
    ListSheets,
    ReadSheet,
    SheetCommand,
    StopSheet,
    UndoSync,
    WhichSheet,
)
from bot.grammar.words import Sort, Word
from jobs.formats.sync.addresses import sheet_address
from jobs.formats.sync.judge import LONGEST, SHORTEST

_EXAMPLE = "sync https://docs.google.com/spreadsheets/d/e/2PACX-1v/pubhtml every 6h"
_STOP = "sync stop 1"
_NAMED: dict[str, Callable[[WhichSheet], SheetCommand]] = {
    "stop": StopSheet,
    "off": StopSheet,
    "remove": StopSheet,
    "end": StopSheet,
    "now": ReadSheet,
    "check": ReadSheet,
    "refresh": ReadSheet,
}
_ANSWERS: dict[str, Callable[[WhichSheet, str], SheetCommand]] = {
    "apply": ApplySheet,
    "keep": KeepSheet,
    "undo": UndoSync,
}
_ANSWER = re.compile(r"[0-9a-f-]{15,40}")
_LISTS = frozenset({"list", "ls", "show"})


def sync_of(words: Sequence[Word]) -> SheetCommand:
    """An address to follow, or what shall become of a sheet that is followed; raises CommandError, naming the word."""
    if not words:
        return ListSheets()
    verb, rest = words[0].text.lower(), words[1:]
    if words[0].sort is Sort.PLAIN and verb in _LISTS:
        if rest:
            raise CommandError(rest[0].seen, "is more than this needs.", "sync list")
        return ListSheets()
    if words[0].sort is Sort.PLAIN and verb in _NAMED:
        return _NAMED[verb](_name_in(rest))
    if words[0].sort is Sort.PLAIN and verb in _ANSWERS:
        return _ANSWERS[verb](_name_in(rest[:1]), _answer_in(rest[1:]))
    return _follow(words)


def _follow(words: Sequence[Word]) -> FollowSheet:
    url, options, rest = "", Row("", ""), iter(words)
    for word in rest:
        if is_address(word):
            url = once(url, _table_at(word), word.seen, "address", _EXAMPLE)
        elif found := option_of(word, lambda: next(rest, None), options):
            options = found
        elif not is_filler(word):
            raise refuse(word)
    if options != Row("", "", every=options.every):
        raise CommandError(
            "", "A sheet takes an interval and nothing else; what is agreed stands in its rows.", _EXAMPLE
        )
    if not url:
        raise CommandError("", "There is no address of a sheet in it.", _EXAMPLE)
    return FollowSheet(url, _interval(options.every))


def _interval(every: timedelta | None) -> timedelta | None:
    if every is not None and not SHORTEST <= every <= LONGEST:
        raise CommandError("every", "takes from 1h to 7d for a sheet.", _EXAMPLE)
    return every


def _name_in(words: Sequence[Word]) -> WhichSheet:
    """Which sheet: its number in the list, its address, or the only one there is."""
    named = [word for word in words if not is_filler(word)]
    if not named:
        return WhichSheet()
    if len(named) > 1:
        raise CommandError(named[1].seen, "is one too many: name one sheet.", _STOP)
    if is_address(named[0]):
        return WhichSheet(url=_table_at(named[0]))
    if not named[0].text.isdecimal():
        raise CommandError(named[0].seen, "is neither the number nor the address of a sheet.", "sync list")
    return WhichSheet(int(named[0].text[:9]))


def _answer_in(words: Sequence[Word]) -> str:
    """Which sync, or which answer of a sheet, as a button carries it; empty: whichever it is."""
    wrong = words[1:] if words and _ANSWER.fullmatch(words[0].text) else words
    if wrong:
        raise CommandError(wrong[0].seen, "is more than this needs.", "sync undo 1")
    return words[0].text if words else ""


def _table_at(word: Word) -> str:
    address = sheet_address(page_in(word))
    if address.refusal:
        raise CommandError(word.seen, address.refusal, _EXAMPLE)
    return address.url
