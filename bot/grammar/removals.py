"""What a command says shall not hold, or no longer: `anchor none`, `owner:nobody` (pure)."""

from dataclasses import dataclass

from bot.grammar.errors import Misunderstood
from bot.grammar.options import plain_dashes
from bot.grammar.values import Less, Row
from bot.grammar.words import Sort, Word

BY_NAME = {
    "anchor": Less(anchor=True),
    "owner": Less(owner=True),
    "every": Less(every=True),
    "tag": Less(all_tags=True),
    "tags": Less(all_tags=True),
}
_NONE = frozenset({"none", "nobody", "nothing", "default", "usual", "off"})


@dataclass(frozen=True, slots=True)
class NoneOf:
    """What `anchor none` or `anchor:none` says."""

    what: Less
    in_one_word: bool


def none_of(word: Word, after: Word | None) -> NoneOf | None:
    """What a word says shall not hold, by itself or with the word behind it; None: nothing of the kind."""
    name, _, value = plain_dashes(word.text).lower().replace("=", ":").partition(":")
    if word.sort is not Sort.PLAIN or name not in BY_NAME:
        return None
    if value:
        return NoneOf(BY_NAME[name], in_one_word=True) if value in _NONE else None
    return NoneOf(BY_NAME[name], in_one_word=False) if after and _is_none(after) else None


def _is_none(word: Word) -> bool:
    return word.text.lower() in _NONE if word.sort is Sort.PLAIN else word.sort is Sort.QUOTED and not word.text


def both(one: Less, other: Less) -> Less:
    """What either says."""
    return Less(
        one.anchor or other.anchor,
        one.owner or other.owner,
        one.every or other.every,
        one.rel | other.rel,
        one.tags | other.tags,
        one.all_tags or other.all_tags,
        one.terms | other.terms,
    )


def refuse_both(options: Row, less: Less, typed: str) -> None:
    """Raise Misunderstood where the same thing shall hold, and shall not; `typed` says that it shall not."""
    if (less.anchor and options.anchor) or (less.owner and options.owner):
        raise Misunderstood(typed, "contradicts what else is said of the same thing.")
