"""`edit` and `settings` as people type them (pure)."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from bot.commands.misunderstood import Misunderstood
from bot.commands.options import once, option_of, plain_dashes, refuse
from bot.commands.partners import is_limit, limit_of
from bot.commands.refs import is_filler, ref_of, refs_of
from bot.commands.terms import terms_in
from bot.commands.times import digest_of
from bot.commands.values import (
    NO_LESS,
    DigestAt,
    DigestNow,
    DigestSwitch,
    Edit,
    EditPartner,
    HideCosts,
    Kind,
    Less,
    OpenEdit,
    OpenSettings,
    Ref,
    Row,
)
from bot.commands.words import Sort, Word

_COSTS = {"hide": True, "off": True, "hidden": True, "show": False, "on": False, "shown": False}
_NONE = frozenset({"none", "nobody", "nothing", "default", "usual", "off"})
_TAKEN = {
    "anchor": Less(anchor=True),
    "owner": Less(owner=True),
    "every": Less(every=True),
    "tag": Less(all_tags=True),
    "tags": Less(all_tags=True),
}
_WITHOUT = frozenset({"without", "no"})
_NOTHING = Row("", "")


@dataclass(slots=True)
class _Said:
    """What the words said so far."""

    refs: list[Word] = field(default_factory=list)
    options: Row = _NOTHING
    less: Less = NO_LESS
    limit: int | None = None


def edit_of(words: Sequence[Word]) -> Edit | EditPartner | OpenEdit:
    """`L-12` or `P-3`, alone or with what shall hold from now on, in any order; raises Misunderstood."""
    of_terms = terms_in(words, "edit L-12")
    said = _said(deque(of_terms.others))
    said.options = replace(said.options, terms=of_terms.terms)
    said.less = replace(said.less, terms=of_terms.gone)
    refs = refs_of(said.refs)
    if len(refs) > 1:
        raise Misunderstood(str(refs[1]), "is one too many: edit takes one.")
    if refs[0].kind is Kind.PARTNER:
        return _of_partner(refs[0], said)
    if said.limit is not None:
        raise Misunderstood("max", "is for partner pages, such as P-3.")
    if said.options == _NOTHING and said.less == NO_LESS:
        return OpenEdit(refs[0])
    return Edit(refs[0], said.options, said.less)


def _of_partner(ref: Ref, said: _Said) -> EditPartner | OpenEdit:
    options, less = said.options, said.less
    if replace(options, every=None) != _NOTHING or replace(less, every=False) != NO_LESS:
        raise Misunderstood(str(ref), "is a partner page; it takes max 80 and every 2d.", f"edit {ref} max 80")
    if said.limit is None and options.every is None and not less.every:
        return OpenEdit(ref)
    return EditPartner(ref, said.limit, options.every, less.every)


def _said(rest: deque[Word]) -> _Said:
    said = _Said()

    def following() -> Word | None:
        return rest.popleft() if rest else None

    while rest:
        word = rest.popleft()
        if word.sort is Sort.CHANNEL:
            raise Misunderstood(word.seen, "cannot be changed: add the link there, and remove it here.")
        if is_limit(word):
            said.limit = once(said.limit, limit_of(word, following), word.seen, "limit")
        elif (less := _less(word, rest, said.less)) is not None:
            said.less = less
        elif ref_of(word):
            said.refs.append(word)
        elif not _says_nothing(word):
            said.options = _option(word, following, said.options)
    if (said.less.anchor and said.options.anchor) or (said.less.owner and said.options.owner):
        raise Misunderstood("none", "contradicts what else is said of the same thing.")
    return said


def _says_nothing(word: Word) -> bool:
    return word.sort is Sort.PLAIN and word.text.lower().strip(":") in {"owner", "to", "tagged", "and", ","}


def _option(word: Word, following: Callable[[], Word | None], options: Row) -> Row:
    found = option_of(word, following, options)
    if found is None:
        raise refuse(word)
    return found


def _less(word: Word, rest: deque[Word], less: Less) -> Less | None:
    """What goes, of `anchor none`, `-tag:x`, `without nofollow-ok`; None where the word takes nothing away."""
    if word.sort is not Sort.PLAIN:
        return None
    text = plain_dashes(word.text)
    name, _, value = text.lower().replace("=", ":").partition(":")
    if name in _TAKEN and (value in _NONE or (not value and rest and _is_none(rest[0]))):
        if not value:
            rest.popleft()
        return _both(less, _TAKEN[name])
    if text.lower() in _WITHOUT and rest:
        return _both(less, _taken(rest.popleft(), rest))
    if text.startswith("-") and len(text) > 1:
        return _both(less, _taken(Word(Sort.PLAIN, text[1:], word.seen), rest))
    return None


def _is_none(word: Word) -> bool:
    return word.text.lower() in _NONE if word.sort is Sort.PLAIN else word.sort is Sort.QUOTED and not word.text


def _taken(word: Word, rest: deque[Word]) -> Less:
    """What `without` is said of."""
    if word.sort is Sort.PLAIN and word.text.lower() in _TAKEN:
        return _TAKEN[word.text.lower()]
    gone = _option(word, lambda: rest.popleft() if rest else None, _NOTHING)
    return Less(gone.anchor != "", gone.owner != "", gone.every is not None, gone.rel, gone.tags)


def _both(one: Less, other: Less) -> Less:
    return Less(
        one.anchor or other.anchor,
        one.owner or other.owner,
        one.every or other.every,
        one.rel | other.rel,
        one.tags | other.tags,
        one.all_tags or other.all_tags,
        one.terms | other.terms,
    )


def settings_of(words: Sequence[Word]) -> OpenSettings | HideCosts | DigestAt | DigestSwitch | DigestNow:
    """Nothing, `costs hide`, `costs show`, or `digest` with all that it takes; raises Misunderstood."""
    if not words:
        return OpenSettings()
    first, *rest = words
    name, _, value = first.text.lower().replace("=", ":").partition(":")
    if name == "digest":
        return digest_of(rest)
    said = [value] if value else [word.text.lower() for word in rest if not is_filler(word)]
    for verb in ("hide", "show"):
        if name in {verb, f"{verb}-costs"}:
            return HideCosts(verb == "hide")
    if name in {"cost", "costs"} and len(said) == 1 and said[0] in _COSTS:
        return HideCosts(_COSTS[said[0]])
    wrong = said[0] if name in {"cost", "costs"} and said else first.seen
    raise Misunderstood(wrong, "is no setting of a channel.", "settings costs hide")
