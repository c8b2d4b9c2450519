"""Questions in plain words: the command that comes nearest, by the words in it that we know (pure)."""

from collections.abc import Iterable, Sequence

from bot.grammar.list_query import Guess
from bot.grammar.lists import begins_filter, lacks_value
from bot.grammar.places import is_place, sent
from bot.grammar.refs import ref_of
from bot.grammar.words import Word

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


def question_of(words: Sequence[Word]) -> Guess | None:
    """What a question most likely asks to be shown; None where it is none, or where nothing in it is known."""
    asking = _plain(words[0])
    if asking not in _ASKING and "?" not in words[-1].behind:
        return None
    if named := _named(words):
        return _guess("history" if asking in _OF_PEOPLE and len(named) == 1 else "show", map(sent, named))
    if filters := _filters(words):
        return _guess("list", filters)
    if any(_plain(word) in {"partner", "partners"} for word in words):
        return Guess("list partners")
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


def _filters(words: Sequence[Word]) -> list[str]:
    """What narrows a list down, `tag:` with the word behind it."""
    said, rest = list[str](), iter(words)
    for word in rest:
        if begins_filter(word):
            value = next(rest, None) if lacks_value(word) else None
            said.append(f"{sent(word).rstrip(':=')}:{sent(value)}" if value else sent(word))
    return said


def _plain(word: Word) -> str:
    """`What's` as `whats`, whichever apostrophe a keyboard makes."""
    return word.text.lower().replace("'", "").replace("’", "")  # noqa: RUF001
