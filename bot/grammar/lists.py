"""`list` as people type it: states, what else is true, people, how long, a domain, tags, in any order (pure)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

from bot.grammar.addresses import is_address, page_in
from bot.grammar.errors import CommandError
from bot.grammar.list_query import MINE, Flag, ListLinks, ListPartners, Trait
from bot.grammar.options import once, span, tags_in
from bot.grammar.times import is_span, with_units
from bot.grammar.typos import closest
from bot.grammar.words import Sort, Word
from jobs.model.link_status import LinkState
from jobs.web.urls import host

_STATES: Mapping[str, LinkState] = {state.value: state for state in LinkState} | {
    "dead": LinkState.LOST,
    "gone": LinkState.LOST,
    "missing": LinkState.LOST,
    "ok": LinkState.LIVE,
    "weak": LinkState.WEAKENED,
}
_BESIDE: Mapping[str, Flag] = {beside.value: beside for beside in Flag} | {"muted": Flag.SNOOZED}
_TRAITS: Mapping[str, Trait] = {trait.value: trait for trait in Trait} | {
    "no-follow": Trait.NOFOLLOW,
    "nofollowed": Trait.NOFOLLOW,
    "no-index": Trait.NOINDEX,
    "guarantee": Trait.GUARANTEED,
    "expires": Trait.EXPIRING,
}
_MINE = frozenset({MINE, "my"})
_TAGS = frozenset({"tag", "tags"})
_NOTHING = frozenset(
    {"all", "links", "link", "and", "or", "with", "in", "on", "of", "by", "for", "since", "owner", "soon"}
)
_PARTNERS = frozenset({"partners", "partner"})
T = TypeVar("T")


def list_of(words: Sequence[Word], *, partners: bool = False) -> ListLinks | ListPartners:
    """Which links, or which partner pages; raises CommandError, naming the word."""
    asked = _ListRequest(partners=partners or any(word.text.lower() in _PARTNERS for word in words))
    rest = iter(with_units(words))
    for word in rest:
        asked = _with(word, lambda: next(rest, None), asked)
    if asked.partners:
        return ListPartners(asked.domain, asked.page or 1)
    if asked.lasting and not asked.states:
        raise CommandError(asked.lasting_as, "of which state? Write for example pending 30d.", "list pending 30d")
    return ListLinks(
        asked.states,
        asked.beside,
        asked.domain,
        asked.tags,
        asked.page or 1,
        asked.traits,
        asked.person,
        asked.lasting,
    )


def begins_filter(word: Word) -> bool:
    """Whether a list can be asked for by this word alone: a state, what else is true, a person, a tag."""
    text = word.text.lower()
    named = text.replace("=", ":").partition(":")[0] in _TAGS
    return word.sort is Sort.PERSON or text in {*_STATES, *_BESIDE, *_TRAITS, *_MINE} or named


def lacks_value(word: Word) -> bool:
    """Whether the value of a filter is the word behind it: `tag spring`."""
    name, _, value = word.text.lower().replace("=", ":").partition(":")
    return word.sort is Sort.PLAIN and name in _TAGS and not value


@dataclass(frozen=True, slots=True)
class _ListRequest:
    """What the words said so far."""

    partners: bool
    states: tuple[LinkState, ...] = ()
    beside: tuple[Flag, ...] = ()
    domain: str = ""
    tags: frozenset[str] = frozenset()
    page: int = 0
    traits: tuple[Trait, ...] = ()
    person: str = ""
    lasting: timedelta | None = None
    lasting_as: str = ""


def _with(word: Word, following: Callable[[], Word | None], asked: _ListRequest) -> _ListRequest:
    text = word.text.lower()
    name, _, value = text.replace("=", ":").partition(":")
    if text in _NOTHING | _PARTNERS:
        return asked
    if name == "page" and value.isdecimal():
        return replace(asked, page=once(asked.page, max(1, int(value[:6])), word.seen, "page"))
    if is_address(word):
        return replace(asked, domain=once(asked.domain, host(page_in(word)), word.seen, "domain"))
    if not begins_filter(word) and not is_span(word.text):
        raise _no_such_filter(word)
    if asked.partners:
        raise CommandError(word.seen, "is for links: partner pages have neither states nor tags.", "list partners")
    if name in _TAGS and word.sort is not Sort.PERSON:
        said = following() if lacks_value(word) else None
        return replace(asked, tags=asked.tags | _tags(said.text if said else value))
    return _with_filter(word, asked)


def _with_filter(word: Word, asked: _ListRequest) -> _ListRequest:
    text = word.text.lower()
    if word.sort is Sort.PERSON or text in _MINE:
        person = word.text if word.sort is Sort.PERSON else MINE
        return replace(asked, person=once(asked.person, person, word.seen, "person", "list mine"))
    if text in _STATES:
        return replace(asked, states=_added(asked.states, _STATES[text]))
    if text in _BESIDE:
        return replace(asked, beside=_added(asked.beside, _BESIDE[text]))
    if text in _TRAITS:
        return replace(asked, traits=_added(asked.traits, _TRAITS[text]))
    lasting = once(asked.lasting, span(word.text), word.seen, "duration", "list pending 30d")
    return replace(asked, lasting=lasting, lasting_as=word.seen)


def _added(known: tuple[T, ...], one: T) -> tuple[T, ...]:
    return known if one in known else (*known, one)


def _tags(typed: str) -> frozenset[str]:
    tags = tags_in(typed)
    if not tags:
        raise CommandError(typed or "tag", "names no tag; write for example tag:spring.")
    return tags


def _no_such_filter(word: Word) -> CommandError:
    known = [*_STATES, *_BESIDE, *_TRAITS, MINE, "partners"]
    near = closest(word.text, known)
    hint = f"; did you mean {near}?" if near else "."
    return CommandError(word.seen, f"is neither a state nor a domain{hint}", f"list {near}" if near else "")
