"""`discover`: lists of search engines, in a form or by the names of an engine and a site (pure)."""

import re
from collections.abc import Sequence

from msgspec import Struct

from bot.grammar.addresses import is_address, page_in
from bot.grammar.errors import CommandError
from bot.grammar.words import Word
from jobs.web.urls import host

_TIME = re.compile(r"[0-9]{1,12}")


class OpenDiscover(Struct, frozen=True):
    """Ask me for lists of search engines."""


class ShowDiscovered(Struct, frozen=True):
    """What does the newest list of an engine, or of one of our sites, say?"""

    names: tuple[str, ...]
    """Of the engine, such as `google`, and of the site."""


class TrackDiscovered(Struct, frozen=True):
    """Track what came with a list."""

    names: tuple[str, ...]
    taken_in: int
    """When that list was taken in, in seconds since the epoch: what was shown is tracked, and no other."""


class SendDiscovered(Struct, frozen=True):
    """Send me all that the newest list says, as a file."""

    names: tuple[str, ...]


def discover_of(words: Sequence[Word]) -> OpenDiscover | ShowDiscovered | SendDiscovered | TrackDiscovered:
    """`google ours.example`, as a file behind `file`.

    What a button asks for is behind `track`, with the time of the list that was shown.

    Raises CommandError where more is named than an engine and a site.
    """
    if not words:
        return OpenDiscover()
    verb, *rest = words
    if verb.text.lower() == "track":
        if len(rest) < 2 or not _TIME.fullmatch(rest[0].text):  # noqa: PLR2004  # a time and a name
            why = "is for the button below a list, which knows which list was shown."
            raise CommandError(verb.seen, why, "discover google")
        return TrackDiscovered(_names(rest[1:]), int(rest[0].text))
    if verb.text.lower() == "file":
        return SendDiscovered(_names(rest))
    return ShowDiscovered(_names(words))


def _names(words: Sequence[Word]) -> tuple[str, ...]:
    """An engine and a site, in any order."""
    if len(words) > 2:  # noqa: PLR2004  # an engine and a site
        raise CommandError(words[2].seen, "is one too many: name an engine and a site of yours.", "discover google")
    return tuple(host(page_in(word)) if is_address(word) else word.text.lower() for word in words)
