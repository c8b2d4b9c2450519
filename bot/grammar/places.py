"""Addresses and domains in the place of references: what the channel tracks there is meant (pure)."""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.grammar.addresses import is_address, target_in
from bot.grammar.errors import CommandError
from bot.grammar.quotes import quoted
from bot.grammar.refs import is_filler
from bot.grammar.words import Sort, Word, lines_of
from jobs.model.ref import Kind

_ENDS_IN_NAME = re.compile(r"(?:https?://)?[^\s/?#:@]+\.[^\W\d_][^\s/?#:@.]*\.?(?::\d+)?(?:[/?#].*)?", re.IGNORECASE)
"""Neither `1.50` nor `1.5h` nor `tag:a.b` is a place."""


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """An address or a domain that stands for what the channel tracks there."""

    where: str
    """The address in the form of the URL Standard, or the domain."""
    typed: str


@dataclass(frozen=True, slots=True)
class OfPlaces:
    """A command about what the channel tracks at these places: read again, with references in their stead."""

    places: tuple[NamedPlace, ...]
    text: str = field(default="", compare=False)
    """The command as Slack sent it."""
    changing: bool = True
    """Whether it changes what it is about."""
    several: bool = False
    """Whether all that is there is meant; else somebody has to say which."""
    kind: Kind | None = None
    """Whether links or partner pages alone are meant."""


def places_in(words: Sequence[Word], *, leading: bool = False) -> tuple[NamedPlace, ...]:
    """The places among words that may name something tracked; `leading`: those alone before any other word.

    Raises CommandError where an address will not do.
    """
    found: dict[str, NamedPlace] = {}
    for word in words:
        if is_place(word):
            found.setdefault(word.text, NamedPlace(_where(word), word.text))
        elif leading and not is_filler(word):
            break
    return tuple(found.values())


def is_place(word: Word) -> bool:
    """Whether a word is an address or a domain, and no number, time or option with a full stop in it."""
    return word.sort is Sort.PLAIN and is_address(word) and _ENDS_IN_NAME.fullmatch(word.text) is not None


def _where(word: Word) -> str:
    try:
        return target_in(word)
    except CommandError as wrong:
        raise CommandError(word.seen, wrong.why) from None


def with_names(text: str, names: Mapping[str, str]) -> str:
    """The command with references in the place of the addresses that were typed, written as Slack would send it."""
    return "\n".join(" ".join(_sent(word, names) for word in words) for words in lines_of(text))


def _sent(word: Word, names: Mapping[str, str]) -> str:
    match word.sort:
        case Sort.CHANNEL:
            return f"<#{word.text}>"
        case Sort.PERSON:
            return f"<@{word.text}>"
        case Sort.QUOTED:
            return html.escape(quoted(word.text), quote=False)
        case Sort.PLAIN if word.text in names:
            return names[word.text]
        case _:
            return html.escape(word.text, quote=False)
