"""An address that stands in a text as plain words."""

import re
from collections.abc import Iterator
from itertools import islice

import ada_url

from jobs.pages.markup import excerpt
from jobs.web.urls import Degree, host, parse, same_target

_CLOSING = ".,;:!?…)]}'\"»\u201d\u2019"
"""What ends a sentence or a quotation rather than an address."""
_LONGEST = 2_000
_BESIDE = 60
_MOST = 1000
"""Of our addresses in one text so many are checked: a page made to name us without end shall not hold us up."""


def mention_of(target: str, text: str, words_around: int = 0) -> str:
    """Where `text` names the target's address, with or without scheme and www: the address as written.

    With `words_around` so many characters on each side are given with it. Empty where it is not named.
    """
    for found in islice(_addresses(target).finditer(text), _MOST):
        written = found[0].rstrip(_CLOSING)
        url = parse(written if "://" in written else f"https://{written}")
        if url and same_target(url, target).degree in {Degree.EXACT, Degree.VARIANT}:
            start, end = found.start(), found.start() + len(written)
            beside = excerpt(text, start - words_around, end + words_around) if words_around else text[start:end]
            return (beside if written in beside else text[start:end])[:_LONGEST]
    return ""


def unseen_mention(target: str, markup: str) -> tuple[str, str]:
    """Where the target's address stands in markup that no browser makes a link of: in a comment, and in a script.

    Each as it is written there, with a few words around it; empty where it is not.
    """
    in_comment = next(filter(None, (mention_of(target, each, _BESIDE) for each in _between(markup, "<!--", "-->"))), "")
    scripts = (each.replace("\\/", "/") for each in _between(markup, "<script", "</script"))
    return in_comment, next(filter(None, (mention_of(target, each, _BESIDE) for each in scripts)), "")


def _between(markup: str, opening: str, closing: str) -> Iterator[str]:
    """What stands between two marks, as often as both are there."""
    folded, end = markup.lower(), 0
    while (start := folded.find(opening, end)) >= 0 and (end := folded.find(closing, start)) >= 0:
        yield markup[start + len(opening) : end]


def _addresses(target: str) -> re.Pattern[str]:
    name = (host(target) if "//" in target else target.lower()).removeprefix("www.")
    names = "|".join(re.escape(spelling) for spelling in {name, _as_written(name)} if spelling)
    return re.compile(
        rf"(?<![\w@./-])(?:https?://)?(?:www\.)?(?:{names})(?![\w-]|\.\w)(?::\d+)?(?:[/?#][^\s<>\"“”]*)?",
        re.IGNORECASE,
    )


def _as_written(name: str) -> str:
    """An international name in its own letters."""
    return ada_url.idna_to_unicode(name.encode("ascii", "ignore"))
