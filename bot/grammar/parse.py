"""The text of a slash command as a value, or as a readable error (pure)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from bot.grammar.addresses import is_address
from bot.grammar.bulk import or_bulk
from bot.grammar.contacts import contact_of
from bot.grammar.discoveries import discover_of
from bot.grammar.edit_values import Bulk
from bot.grammar.edits import baseline_of, edit_of
from bot.grammar.errors import CommandError
from bot.grammar.exchange_values import AddExchange, EditExchange
from bot.grammar.exchanges import exchange_of
from bot.grammar.exports import export_of, import_of
from bot.grammar.guarantees import guarantee_of
from bot.grammar.guesses import not_read
from bot.grammar.history import audit_of, check_of, history_of, show_of, worth_of
from bot.grammar.list_query import ListPartners
from bot.grammar.lists import begins_filter, list_of, names_filter
from bot.grammar.marks import mark_of
from bot.grammar.options import refuse
from bot.grammar.partner_values import ShowForecast
from bot.grammar.partners import numbered, ours_of, partner_pages, reciprocity_of, rehearse_of, relevance_of, site_shown
from bot.grammar.places import OfPlaces, is_place, places_in
from bot.grammar.prospects import candidates_of, names_prospect, prospect_of
from bot.grammar.questions import question_of, showing
from bot.grammar.refs import WHAT_IT_IS, is_filler, links_of, ref_of, refs_of, split_commas
from bot.grammar.reminders import remind_of
from bot.grammar.rows import rows_of
from bot.grammar.settings import settings_of
from bot.grammar.sheets import sync_of
from bot.grammar.times import digest_of, report_of, snooze_of
from bot.grammar.values import (
    Accept,
    Add,
    Command,
    Glance,
    Help,
    OpenAdd,
    ParseError,
    Remove,
    Status,
    Unaccept,
    Unsnooze,
)
from bot.grammar.verb_words import AT_A_GLANCE, BUTTONS, Verb
from bot.grammar.verbs import BY_NAME, is_command, verb_of, without_command
from bot.grammar.vet import vet_of
from bot.grammar.words import Sort, Word, as_typed, lines_of
from jobs.model.ref import Kind
from jobs.units.typos import closest

Words = Sequence[Word]

_OF_NAMED = frozenset(
    {"show", "history", "check", "relevance", "snooze", "unsnooze", "accept", "unaccept", "mark", "edit", "remove"}
)
"""Verbs that may stand behind what they are about: `L-12 snooze 3d`."""
_OF_PARTNERS = {
    "show": "partner show P-3",
    "history": "partner history P-3",
    "check": "partner check P-3",
    "edit": "partner edit P-3 max 50",
    "snooze": "partner snooze P-3 3d",
    "unsnooze": "partner unsnooze P-3",
    "accept": "partner accept P-3",
    "remove": "partner remove P-3",
}
"""Verbs that may stand after `partner`, each with an example."""


def parse(text: str, our_sites: Sequence[str] = ()) -> Command | ParseError:
    """Read what a person typed after the slash command; `our_sites` are the target of links that name none."""
    read = partial(_read, our_sites=our_sites)
    try:
        return read(text)
    except CommandError as wrong:
        return not_read(wrong, text, read)


def _read(text: str, our_sites: Sequence[str]) -> Command:
    lines = without_command(lines_of(text))
    if not lines:
        return Glance()
    first = lines[0]
    verb = verb_of(first[0].text) if first[0].sort is Sort.PLAIN and not names_filter(first[0]) else None
    try:
        if first[0].text.lower() in AT_A_GLANCE:
            return _nothing_more(Glance())(_flat([words for words in (first[1:], *lines[1:]) if words]))
        read = _of_verb(verb, lines, text, our_sites) if verb else _without_verb(lines, as_typed(text), our_sites)
    except CommandError as wrong:
        wrong.example = wrong.example or (verb.examples[0] if verb else "help")
        raise
    return _with_text(read, text)


def _with_text(read: Command, text: str) -> Command:
    """With what Slack sent, where the command is read again, or given back where it cannot be done."""
    if isinstance(read, OfPlaces | Bulk):
        return replace(read, text=text)
    return replace(read, typed=as_typed(text)) if isinstance(read, AddExchange | EditExchange) else read


def _of_verb(verb: Verb, lines: Sequence[Words], text: str, our_sites: Sequence[str]) -> Command:
    """What stands behind a verb, the first word of all; raises CommandError, naming the word."""
    behind = lines[0][1:]
    rest = [words for words in (behind, *lines[1:]) if words]
    if asked := _help_with(verb, rest):
        return asked
    if verb.name == "add":
        return _add(rest, text, our_sites) if rest else OpenAdd()
    if verb.name in _OF_LINES:
        return _OF_LINES[verb.name](rest)
    if verb.name == "prospect" and (found := candidates_of(rest)):
        return found
    if verb.name == "export":
        return export_of(rest if behind else [[], *rest], text)
    return _by(verb.name, _flat(rest))


def _by(name: str, words: Words) -> Command:
    """What is asked for by a verb; with a prospect behind it, `prospect` reads it."""
    return prospect_of([Word(Sort.PLAIN, name), *words]) if names_prospect(name, words) else _READERS[name](words)


def _add(lines: Sequence[Words], text: str, our_sites: Sequence[str]) -> Add:
    read = rows_of(lines, our_sites, text)
    return Add(read.rows, read.left_out)


def _flat(lines: Sequence[Words]) -> list[Word]:
    """The words of all lines; raises CommandError where one begins another command."""
    for words in lines[1:]:
        if words[0].sort is Sort.PLAIN and is_command(words[0].text):
            raise CommandError(words[0].text, "begins another command; send them one by one.")
    return [word for words in lines for word in words if word.sort is not Sort.CELL and not word.is_stop]


def _without_verb(lines: Sequence[Words], typed: str, our_sites: Sequence[str]) -> Command:
    """What is meant where no verb comes first: what is named is shown, a filter lists, a verb follows what it is about.

    Raises CommandError where nothing of it is.
    """
    words = _flat(lines)
    named = next((at for at, word in enumerate(words) if not _names(word)), len(words))
    if named == len(words) and len(places_in(words)) <= 1:
        return _by("show", words)
    verb = verb_of(words[named].text) if 0 < named < len(words) and words[named].sort is Sort.PLAIN else None
    if verb and verb.name in _OF_NAMED:
        return _by(verb.name, [*words[:named], *words[named + 1 :]])
    if guess := question_of(words):
        return guess
    if begins_filter(words[0]):
        return list_of(words)
    raise _unknown_verb(words[0], typed, our_sites)


def _names(word: Word) -> bool:
    """Whether a word names something tracked, or joins two that do."""
    return ref_of(word) is not None or is_place(word) or is_filler(word)


def _unknown_verb(first: Word, typed: str, our_sites: Sequence[str] = ()) -> CommandError:
    if is_address(first):
        return CommandError("", "To track a link, begin with add.", _as_add(first, typed, our_sites))
    if found := ref_of(first):
        why = f"is {WHAT_IT_IS[found.kind]}; what to do with it comes first."
        return CommandError(first.seen, why, f"show {found}")
    if button := BUTTONS.get(first.text.lower()):
        return CommandError(first.seen, button[0], BY_NAME[button[1]].examples[0])
    if near := closest(first.text, tuple(BY_NAME)):
        name = BY_NAME[near].name
        return CommandError(first.seen, f"is no command; did you mean {name}?", BY_NAME[name].examples[0], name)
    return CommandError(first.seen, "is no command.", "help")


def _as_add(first: Word, typed: str, our_sites: Sequence[str]) -> str:
    """What was typed as a command that is right, with a target where it names none."""
    target = our_sites[0] if our_sites else "ours.example"
    tried = (f"add {' '.join(typed.split())}", f"add {first.text} -> {target}")
    return next((each for each in tried if not isinstance(parse(each, our_sites), ParseError)), "")


def _help_with(verb: Verb, rest: Sequence[Words]) -> Help | None:
    """What `add help` asks for: how a verb is used, where nothing else stands behind it."""
    words = [word for words in rest for word in words]
    asked = verb_of(words[0].text) if len(words) == 1 and words[0].sort is Sort.PLAIN else None
    return Help(verb.name) if asked and asked.name == "help" and len(words[0].text) > 1 else None


def _help(words: Words) -> Command:
    if not words:
        return Help()
    verb = verb_of(words[0].text)
    if verb is None:
        raise _unknown_verb(words[0], words[0].seen)
    return Help(verb.name)


def _partner(words: Words) -> Command:
    if not words:
        return ListPartners()
    return contact_of(words) or _of_pages(words)


def _of_pages(words: Words) -> Command:
    verb = verb_of(words[0].text) if words[0].sort is Sort.PLAIN else None
    if baseline := baseline_of(words):
        return baseline
    if verb is None:
        if not is_address(words[0]):
            raise refuse(words[0])
        return partner_pages(words)
    if verb.name == "add":
        return partner_pages(words[1:])
    if verb.name == "list":
        return list_of(words[1:], partners=True)
    if verb.name == "show" and (site := site_shown(words[1:])):
        return site
    if verb.name not in _OF_PARTNERS:
        raise refuse(words[0])
    try:
        read = _READERS[verb.name](numbered(words[1:]))
        return replace(read, kind=Kind.PARTNER) if isinstance(read, OfPlaces) else read
    except CommandError as wrong:
        raise CommandError(wrong.word, wrong.why, wrong.example or _OF_PARTNERS[verb.name]) from None


def _of_several(read: Callable[[Words], Command]) -> Callable[[Words], Command]:
    """For verbs that are about what is tracked alone, of which a comma may join several."""
    return lambda words: read(split_commas(words))


def _of_named(read: Callable[[Words], Command], kind: Kind | None = None) -> Callable[[Words], Command]:
    """The same, where an address or a domain may stand for what the channel tracks there."""

    def of_places(words: Words) -> Command:
        places = places_in(words)
        return OfPlaces(places, kind=kind) if places else read(words)

    return _of_several(of_places)


def _edit(words: Words) -> Command:
    places = places_in(words, leading=True)
    return OfPlaces(places, leading=True) if places else edit_of(words)


def _status(words: Words) -> Command:
    """The bot's own; `status of blog.example` asks for another's."""
    return showing(words) or _nothing_more(Status())(words)


def _nothing_more(command: Command) -> Callable[[Words], Command]:
    def read(words: Words) -> Command:
        if words:
            raise CommandError(words[0].seen, "is more than this needs.")
        return command

    return read


_OF_LINES: Mapping[str, Callable[[Sequence[Words]], Command]] = {"rehearse": rehearse_of, "vet": vet_of}
"""Verbs that have a list below them, a line each."""
_READERS: Mapping[str, Callable[[Words], Command]] = {
    "partner": _partner,
    "exchange": exchange_of,
    "import": import_of,
    "discover": discover_of,
    "sync": sync_of,
    "list": list_of,
    "show": _of_several(show_of),
    "history": history_of,
    "check": _of_several(check_of),
    "relevance": relevance_of,
    "prospect": prospect_of,
    "snooze": or_bulk("snooze", _of_named(snooze_of)),
    "unsnooze": or_bulk("unsnooze", _of_named(lambda words: Unsnooze(refs_of(words)))),
    "accept": or_bulk("accept", _of_named(lambda words: Accept(refs_of(words)))),
    "unaccept": or_bulk("unaccept", _of_named(lambda words: Unaccept(links_of(words, "unaccept")), Kind.LINK)),
    "mark": or_bulk("mark", _of_named(mark_of, Kind.LINK)),
    "edit": or_bulk("edit", _edit),
    "settings": settings_of,
    "remove": or_bulk("remove", _of_named(lambda words: Remove(refs_of(words)))),
    "guarantee": guarantee_of,
    "reciprocity": reciprocity_of,
    "audit": _of_several(audit_of),
    "ours": ours_of,
    "forecast": _nothing_more(ShowForecast()),
    "worth": _of_several(worth_of),
    "remind": remind_of,
    "digest": digest_of,
    "report": report_of,
    "status": _status,
    "help": _help,
}
