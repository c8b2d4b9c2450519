"""Questions in plain words: the command that comes nearest, by the words in it that we know (pure)."""

from collections import deque
from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import takewhile

from bot.grammar.list_query import Guess, ListLinks
from bot.grammar.lists import begins_filter, filter_words
from bot.grammar.places import is_place, sent
from bot.grammar.refs import ref_of
from bot.grammar.words import Sort, Word
from jobs.formats.filters.link_filter import ALL_LINKS, LinkFilter
from jobs.formats.filters.read import FilterError, read_clause

_ASKING = frozenset(
    {
        *("what", "whats", "which", "who", "whos", "when", "where", "why", "how", "is", "are", "do", "does", "did"),
        *("has", "have", "any", "was", "were", "wie", "welche", "welcher", "wer", "wann", "wo", "ist", "sind", "gibt"),
        *("qué", "que", "cuántos", "cuantos", "cuáles", "cuales", "quién", "quien", "quels", "quelles", "combien"),
    }
)
_OF_PEOPLE = frozenset({"who", "whos", "when", "wer", "wann", "quién", "quien"})
"""What asks for a deed and its day."""
_OF_ALL = frozenset({"links", "link", "enlaces", "liens", "many", "things", "state", "going", "doing"})
_TODO = frozenset({"todo", "to-do", "tasks", "urgent", "next"})
"""What asks for what wants somebody."""
_SHOW_TODO = "digest todo"
_LONGEST = 6
"""Words of the longest filter: `cost > 1 200 EUR` has fewer."""


def question_of(words: Sequence[Word]) -> Guess | None:
    """What a question most likely asks to be shown; None where it is none, or where nothing in it is known."""
    asking = _plain(words[0])
    if asking not in _ASKING and "?" not in words[-1].behind:
        return Guess(_SHOW_TODO) if asking in _TODO and len(words) == 1 else None
    if named := _named(words):
        return _guess("history" if asking in _OF_PEOPLE and len(named) == 1 else "show", map(sent, named))
    if (links := _filtered(words)) != ALL_LINKS:
        return Guess(str(ListLinks(links)))
    if any(_plain(word) in {"partner", "partners"} for word in words):
        return Guess("list partners")
    if _TODO & set(map(_plain, words)) or _plain(words[-1]) == "do":
        return Guess(_SHOW_TODO)
    return Guess("stats") if any(_plain(word) in _OF_ALL for word in words) else None


def showing(words: Sequence[Word]) -> Guess | None:
    """`show` with all that the words name; None where they name nothing."""
    named = _named(words)
    return _guess("show", map(sent, named)) if named else None


def _named(words: Sequence[Word]) -> list[Word]:
    """The words that name something tracked."""
    return [word for word in words if ref_of(word) or is_place(word)]


def _guess(verb: str, said: Iterable[str]) -> Guess:
    return Guess(" ".join(dict.fromkeys((verb, *said))))


def _filtered(words: Sequence[Word]) -> LinkFilter:
    """What narrows links down, among other words, up to a quote that is not closed."""
    words = list(takewhile(lambda word: word.sort is not Sort.UNCLOSED, words))
    found, at = ALL_LINKS, 0
    while at < len(words):
        ahead = deque(filter_words(words[at : at + _LONGEST]))
        before, more = len(ahead), None
        if begins_filter(words[at]):
            with suppress(FilterError):
                more = read_clause(ahead, found)
        found, at = more or found, at + (before - len(ahead) if more else 1)
    return found


def _plain(word: Word) -> str:
    """`What's` as `whats`, whichever apostrophe a keyboard makes."""
    return word.text.lower().replace("'", "").replace("’", "")  # noqa: RUF001
