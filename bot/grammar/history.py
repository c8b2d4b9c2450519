"""`history` as people type it: of something tracked, or of the channel (pure)."""

from collections.abc import Sequence

from bot.grammar.errors import CommandError
from bot.grammar.list_query import ShowHistory
from bot.grammar.options import without_page
from bot.grammar.places import OfPlaces, places_in
from bot.grammar.refs import named_in, split_commas
from bot.grammar.words import Word
from jobs.model.ref import Kind


def history_of(words: Sequence[Word]) -> ShowHistory | OfPlaces:
    """At most one reference, or a place in its stead; raises CommandError, naming the word."""
    page, named = without_page(split_commas(words), "history")
    if not named:
        return ShowHistory(page=page or 1)
    if places := places_in(named):
        return OfPlaces(places, changing=False)
    (ref, _), *others = named_in(named, of=frozenset(Kind)).items()
    if others:
        raise CommandError(others[0][1].seen, "is one too many: history takes one.", f"history {ref}")
    return ShowHistory(ref, page or 1)
