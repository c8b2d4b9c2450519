"""What was not understood, with what it may have been meant for (pure)."""

import re
from collections.abc import Callable

from bot.grammar.errors import CommandError
from bot.grammar.list_query import ListLinks, ListPartners
from bot.grammar.partner_values import NoteSite, OpenContact, SetContact, SetGuarantee, ShowSite
from bot.grammar.places import OfPlaces, sent
from bot.grammar.values import Check, Command, ParseError, Show
from bot.grammar.words import Sort, as_typed, lines_of

_FRAGMENT = re.compile(r"[\w-]{3,60}")
_ANY_SITE = "any.example"
"""Stands for a site that the channel tracks, to see whether one may stand there."""
_MOST_WORDS = 8
"""Words of a command in which a part of a site's name is looked for."""

_OF_SITE = (
    *(OfPlaces, Show, Check, ListLinks, ListPartners, ShowSite),
    *(OpenContact, SetContact, NoteSite, SetGuarantee),
)
"""Commands about what is tracked on a site, or about its people."""

Read = Callable[[str], Command]
"""Reads a command; raises CommandError."""


def not_read(wrong: CommandError, text: str, read: Read) -> ParseError:
    """What is wrong with the command, and what it may have been meant for, as far as that can be read."""
    mended = instead(text, wrong.word, wrong.meant) if wrong.meant else ""
    if mended and _reads(mended, read) is None:
        mended = ""
    example = _shown(wrong, text, mended) if mended else wrong.example
    is_verb = mended and as_typed(text).lstrip().startswith(as_typed(wrong.word))
    fragment = "" if is_verb else _fragment(wrong.word, text, read)
    return ParseError(as_typed(wrong.word), wrong.why, example, as_typed(text), mended, fragment, wrong.line)


def _shown(wrong: CommandError, text: str, mended: str) -> str:
    """The mended command as people see what they typed: where it can be told in that, names stay names, and no ids."""
    alone = rf"(?<!\S){re.escape(as_typed(wrong.word))}(?!\S)"
    shown, count = re.subn(alone, lambda _: wrong.meant, as_typed(text), count=1)
    return shown if count else as_typed(mended)


def instead(text: str, word: str, other: str) -> str:
    """The command as Slack would send it, with another word in the place of one; empty where that is not in it."""
    lines = lines_of(text)
    found = next((each for line in lines for each in line if each.sort is Sort.PLAIN and each.seen == word), None)
    if found is None:
        return ""
    return "\n".join(" ".join(other if each is found else sent(each) for each in line) for line in lines)


def _fragment(word: str, text: str, read: Read) -> str:
    """The word, where it may be a part of a site's name: a site in its place would be understood."""
    if not _FRAGMENT.fullmatch(word) or sum(map(len, lines_of(text))) > _MOST_WORDS:
        return ""
    with_site = instead(text, word, _ANY_SITE)
    return word if with_site and isinstance(_reads(with_site, read), _OF_SITE) else ""


def _reads(text: str, read: Read) -> Command | None:
    try:
        return read(text)
    except CommandError:
        return None
