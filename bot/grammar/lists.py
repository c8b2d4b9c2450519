"""`list` as people type it: states, a domain, tags, in any order (pure)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.grammar.addresses import is_address, page_in
from bot.grammar.errors import CommandError
from bot.grammar.list_query import Flag, ListLinks, ListPartners
from bot.grammar.options import once, tags_in
from bot.grammar.typos import closest
from bot.grammar.words import Word
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
_NOTHING = frozenset({"all", "links", "link", "and", "or", "with", "in", "on"})
_PARTNERS = frozenset({"partners", "partner"})
T = TypeVar("T")


def list_of(words: Sequence[Word], *, partners: bool = False) -> ListLinks | ListPartners:
    """Which links, or which partner pages; raises CommandError, naming the word."""
    asked = _ListRequest(partners=partners or any(word.text.lower() in _PARTNERS for word in words))
    rest = iter(words)
    for word in rest:
        asked = _with(word, lambda: next(rest, None), asked)
    if asked.partners:
        return ListPartners(asked.domain, asked.page or 1)
    return ListLinks(asked.states, asked.beside, asked.domain, asked.tags, asked.page or 1)


@dataclass(frozen=True, slots=True)
class _ListRequest:
    """What the words said so far."""

    partners: bool
    states: tuple[LinkState, ...] = ()
    beside: tuple[Flag, ...] = ()
    domain: str = ""
    tags: frozenset[str] = frozenset()
    page: int = 0


def _with(word: Word, following: Callable[[], Word | None], asked: _ListRequest) -> _ListRequest:
    text = word.text.lower()
    name, _, value = text.replace("=", ":").partition(":")
    if text in _NOTHING | _PARTNERS:
        return asked
    if name == "page" and value.isdecimal():
        return replace(asked, page=once(asked.page, max(1, int(value[:6])), word.seen, "page"))
    if is_address(word):
        return replace(asked, domain=once(asked.domain, host(page_in(word)), word.seen, "domain"))
    if text not in _STATES and text not in _BESIDE and name not in {"tag", "tags"}:
        raise _no_such_filter(word)
    if asked.partners:
        raise CommandError(word.seen, "is for links: partner pages have neither states nor tags.", "list partners")
    if text in _STATES:
        return replace(asked, states=_added(asked.states, _STATES[text]))
    if text in _BESIDE:
        return replace(asked, beside=_added(asked.beside, _BESIDE[text]))
    said = word if value else following()
    return replace(asked, tags=asked.tags | _tags(value or (said.text if said else "")))


def _added(known: tuple[T, ...], one: T) -> tuple[T, ...]:
    return known if one in known else (*known, one)


def _tags(typed: str) -> frozenset[str]:
    tags = tags_in(typed)
    if not tags:
        raise CommandError(typed or "tag", "names no tag; write for example tag:spring.")
    return tags


def _no_such_filter(word: Word) -> CommandError:
    known = [*_STATES, *_BESIDE, "partners"]
    near = closest(word.text, known)
    hint = f"; did you mean {near}?" if near else "."
    return CommandError(word.seen, f"is neither a state nor a domain{hint}", f"list {near}" if near else "")
