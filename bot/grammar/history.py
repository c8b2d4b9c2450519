"""`history` as people type it: of something tracked, or of the channel (pure)."""

from collections.abc import Sequence

from bot.grammar.errors import CommandError
from bot.grammar.list_query import ShowHistory
from bot.grammar.options import once
from bot.grammar.places import OfPlaces, places_in
from bot.grammar.refs import named_in, split_commas
from bot.grammar.words import Word


def history_of(words: Sequence[Word]) -> ShowHistory | OfPlaces:
    """At most one reference, or a place in its stead; raises CommandError, naming the word."""
    page, named = 0, list[Word]()
    for word in split_commas(words):
        name, _, value = word.text.lower().replace("=", ":").partition(":")
        if name == "page" and value.isdecimal():
            page = once(page, max(1, int(value[:6])), word.seen, "page", "history")
        else:
            named.append(word)
    if not named:
        return ShowHistory(page=page or 1)
    if places := places_in(named):
        return OfPlaces(places, changing=False)
    (ref, _), *others = named_in(named, exchanges=True).items()
    if others:
        raise CommandError(others[0][1].seen, "is one too many: history takes one.", f"history {ref}")
    return ShowHistory(ref, page or 1)
