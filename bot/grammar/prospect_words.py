"""What people say of a prospect in any order: state, target, owner, next day, contact, cost, notes (pure)."""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from bot.grammar.addresses import is_address, page_in, target_in
from bot.grammar.errors import CommandError
from bot.grammar.options import refuse, span
from bot.grammar.prospect_values import NOTHING_OF_PROSPECT, ProspectSaid
from bot.grammar.refs import ref_of
from bot.grammar.removals import NONE
from bot.grammar.terms import terms_in
from bot.grammar.times import is_span
from bot.grammar.words import Sort, Word, without_comma
from jobs.model.prospect import ProspectState
from jobs.model.terms import Term
from jobs.units.dates import DaySaid, read_day_said

LONGEST_NOTES = 1000
LONGEST_CONTACT = 200
STATES: Mapping[str, ProspectState] = {
    **{glued: state for state in ProspectState for glued in (state.value, state.value.replace("_", "-"))},
    **dict.fromkeys(("todo", "new"), ProspectState.TO_CONTACT),
    **dict.fromkeys(("mailed", "written", "asked"), ProspectState.CONTACTED),
    **dict.fromkeys(("promised", "yes"), ProspectState.AGREED),
    **dict.fromkeys(("live", "published"), ProspectState.PLACED),
    **dict.fromkeys(("refused", "rejected", "lost"), ProspectState.DECLINED),
}
"""What people call the states, in lower case."""
_SILENT = frozenset({"state", "and", "owner", "by", "as", "is", "status"})
_DAY_WORDS = (3, 2, 1)
_NEXT_EXAMPLE = "prospect edit C-4 next 2027-03-01"


@dataclass(slots=True)
class Planned:
    """What the words said so far."""

    said: ProspectSaid = NOTHING_OF_PROSPECT
    pages: list[str] = field(default_factory=list)
    refs: list[Word] = field(default_factory=list)


def plan_in(words: Sequence[Word], example: str) -> Planned:
    """All that the words say; raises CommandError, naming the one that is wrong."""
    wrong = CommandError("guaranteed", "is of a link: say it once this is placed.", example)
    terms = terms_in(words, example, no_guarantee=wrong)
    read = Planned(ProspectSaid(cost=terms.terms.cost, no_cost=Term.COST in terms.gone))
    rest = deque(terms.others)
    while rest:
        try:
            _take(rest.popleft(), rest, read)
        except CommandError as wrong:
            raise CommandError(wrong.word, wrong.why, wrong.example or example) from None
    return read


def _take(word: Word, rest: deque[Word], read: Planned) -> None:
    """What one word says, with those behind it that belong to it."""
    if (found := _of_plan(word, rest)) is not None:
        read.said = _with(read.said, found, word)
    elif ref_of(word):
        read.refs.append(word)
    elif is_address(word):
        read.pages.append(page_in(word))
    elif word.sort is Sort.CHANNEL:
        raise CommandError(word.seen, "cannot be named here: type the command in its channel.")
    elif _name(word) not in _SILENT:
        raise refuse(word)


def _of_plan(word: Word, rest: deque[Word]) -> Mapping[str, Any] | None:
    """The field of a plan that a word names, with its value; None: it names none."""
    name = _name(word)
    if state := state_in(word, rest):
        return {"state": state}
    if word.sort is Sort.PERSON or (name == "owner" and rest and _is_none(rest[0])):
        return {"owner": word.text if word.sort is Sort.PERSON else _value(word, rest, lambda _: "")}
    if word.sort is Sort.ARROW or name == "target":
        return {"target": _value(word, rest, _target)}
    if word.sort is Sort.QUOTED or name in {"notes", "note"}:
        notes = word.text if word.sort is Sort.QUOTED else _value(word, rest, lambda each: each.text)
        return {"notes": _within(notes, LONGEST_NOTES)}
    if name == "contact":
        return {"contact": _within(_value(word, rest, lambda each: each.text), LONGEST_CONTACT)}
    return _next(word, rest) if name in {"next", "remind"} else None


def _with(said: ProspectSaid, found: Mapping[str, Any], word: Word) -> ProspectSaid:
    for name, value in found.items():
        old = getattr(said, name)
        if old not in (None, False, value):
            raise CommandError(word.seen, "says something else than another word of the same thing.")
    return replace(said, **found)


def state_in(word: Word, rest: deque[Word]) -> ProspectState | None:
    """The state that a word says, or `to contact` in two."""
    name = word.text.lower()
    if word.sort is not Sort.PLAIN:
        return None
    if name == "to" and rest and rest[0].text.lower() == "contact":
        rest.popleft()
        return ProspectState.TO_CONTACT
    return STATES.get(name)


def _next(word: Word, rest: deque[Word]) -> Mapping[str, Any]:
    value = word.text.replace("=", ":").partition(":")[2]
    if value:
        rest.appendleft(Word(Sort.PLAIN, value))
    while rest and rest[0].text.lower() in {"on", "in"}:
        rest.popleft()
    if rest and _is_none(rest[0]):
        rest.popleft()
        return {"no_next": True}
    texts = [each.text for each in list(rest)[: _DAY_WORDS[0]] if each.sort is Sort.PLAIN]
    for count in _DAY_WORDS:
        if len(texts) >= count and (when := _when(without_comma(texts[:count]))) is not None:
            for _ in range(count):
                rest.popleft()
            return {"next_on": when}
    wrong = rest[0].seen if rest else word.seen
    raise CommandError(wrong, "says no day; write for example next 2027-03-01, or next in 2 weeks.", _NEXT_EXAMPLE)


def _when(typed: str) -> DaySaid | timedelta | None:
    if typed.lower() == "tomorrow":
        return timedelta(days=1)
    if is_span(typed):
        return span(typed)
    try:
        return read_day_said(typed)
    except ValueError:
        return None


def _value(word: Word, rest: deque[Word], read: Callable[[Word], str]) -> str:
    """What `name:value`, `name value` or `-> value` says; empty for none."""
    glued = "" if word.sort is Sort.ARROW else word.text.replace("=", ":").partition(":")[2]
    if not glued and not rest:
        raise CommandError(word.seen, "needs something behind it.")
    value = replace(word, text=glued, shown="") if glued else rest.popleft()
    return "" if _is_none(value) else read(value)


def _target(word: Word) -> str:
    if not is_address(word):
        raise CommandError(word.seen, "is no address of ours.")
    return target_in(word)


def _within(text: str, most: int) -> str:
    if len(text) > most:
        raise CommandError("", f"That is longer than {most} characters.")
    return text.strip()


def _is_none(word: Word) -> bool:
    return word.sort is Sort.PLAIN and word.text.lower() in NONE


def _name(word: Word) -> str:
    name, _, _ = word.text.lower().replace("=", ":").partition(":")
    return name if word.sort is Sort.PLAIN else ""
