"""What a command says shall not hold, or no longer: `anchor none`, `owner:nobody` (pure)."""

from msgspec import Struct

from bot.grammar.edit_values import Removals, Row
from bot.grammar.errors import CommandError
from bot.grammar.options import plain_dashes
from bot.grammar.words import Sort, Word

BY_NAME = {
    "anchor": Removals(anchor=True),
    "owner": Removals(owner=True),
    "every": Removals(every=True),
    "tag": Removals(all_tags=True),
    "tags": Removals(all_tags=True),
    "render": Removals(render=True),
}
NONE = frozenset({"none", "nobody", "nothing", "default", "usual", "off"})
"""What takes away where it stands for a value: as a value of its own it is written in quotation marks."""


class Removal(Struct, frozen=True):
    """What `anchor none` or `anchor:none` says."""

    what: Removals
    in_one_word: bool


def removal_in(word: Word, after: Word | None) -> Removal | None:
    """What a word says shall not hold, by itself or with the word behind it; None: nothing of the kind."""
    name, _, value = plain_dashes(word.text).lower().replace("=", ":").partition(":")
    if word.sort is not Sort.PLAIN or name not in BY_NAME:
        return None
    if value:
        return Removal(BY_NAME[name], in_one_word=True) if value in NONE else None
    return Removal(BY_NAME[name], in_one_word=False) if after and _is_none(after) else None


def _is_none(word: Word) -> bool:
    return word.text.lower() in NONE if word.sort is Sort.PLAIN else word.sort is Sort.QUOTED and not word.text


def both(one: Removals, other: Removals) -> Removals:
    """What either says."""
    return Removals(
        one.anchor or other.anchor,
        one.owner or other.owner,
        one.every or other.every,
        one.rel | other.rel,
        one.tags | other.tags,
        one.all_tags or other.all_tags,
        one.terms | other.terms,
        one.render or other.render,
    )


def refuse_both(options: Row, less: Removals, typed: str) -> None:
    """Refuse that the same thing shall hold and shall not; `typed` says that it shall not.

    Raises CommandError, naming what was typed.
    """
    if (less.anchor and options.anchor) or (less.owner and options.owner) or (less.render and options.render):
        raise CommandError(typed, "contradicts what else is said of the same thing.")
