"""Addresses and domains in the place of references: what the channel tracks there is meant (pure)."""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from msgspec import Struct

from bot.grammar.addresses import is_address, target_in
from bot.grammar.errors import CommandError
from bot.grammar.quotes import quoted
from bot.grammar.refs import is_filler
from bot.grammar.words import Sort, Word, lines_of
from jobs.model.ref import Kind

_ENDS_IN_NAME = re.compile(r"(?:https?://)?[^\s/?#:@]+\.[^\W\d_][^\s/?#:@.]*\.?(?::\d+)?(?:[/?#].*)?", re.IGNORECASE)
"""Neither `1.50` nor `1.5h` nor `tag:a.b` is a place."""


class NamedPlace(Struct, frozen=True):
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
    leading: bool = False
    """Whether what stands behind any other word is none of the places, though it reads like one: an anchor text."""


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


def with_names(command: OfPlaces, names: Mapping[str, str]) -> str:
    """The command with references in the place of the addresses that were typed, written as Slack would send it."""
    lines = lines_of(command.text)
    words = [word for line in lines for word in line]
    end = _end_of_places(words) if command.leading else len(words)
    written = iter([*(_named(word, names) or sent(word) for word in words[:end]), *map(sent, words[end:])])
    return "\n".join(" ".join(islice(written, len(line))) for line in lines)


def sent(word: Word) -> str:
    """A word as Slack would send it, so that it can stand in a command again."""
    match word.sort:
        case Sort.CHANNEL:
            return f"<#{word.text}>"
        case Sort.PERSON:
            return f"<@{word.text}>"
        case Sort.QUOTED:
            return html.escape(quoted(word.text), quote=False)
        case _:
            return html.escape(word.text, quote=False)


def _named(word: Word, names: Mapping[str, str]) -> str:
    return names.get(word.text, "") if word.sort is Sort.PLAIN else ""


def _end_of_places(words: Sequence[Word]) -> int:
    """How many words there are before the first that stands behind places and is neither a place nor a filler."""
    first = next((at for at, word in enumerate(words) if is_place(word)), len(words))
    return next(
        (at for at in range(first, len(words)) if not is_place(words[at]) and not is_filler(words[at])), len(words)
    )
