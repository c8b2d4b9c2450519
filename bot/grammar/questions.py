"""Questions in plain words: the command that comes nearest, by the words in it that we know (pure)."""

from collections.abc import Sequence

from bot.grammar.list_query import Guess
from bot.grammar.lists import begins_filter
from bot.grammar.places import is_place
from bot.grammar.refs import ref_of
from bot.grammar.words import Sort, Word

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
    named = [word for word in words if ref_of(word) or is_place(word)]
    filters = [word for word in words if begins_filter(word)]
    if named:
        return Guess(_command("history" if asking in _OF_PEOPLE and len(named) == 1 else "show", named))
    if filters:
        return Guess(_command("list", filters))
    if any(_plain(word) in {"partner", "partners"} for word in words):
        return Guess("list partners")
    return Guess("stats") if any(_plain(word) in _OF_ALL for word in words) else None


def _command(verb: str, words: Sequence[Word]) -> str:
    said = [f"<@{word.text}>" if word.sort is Sort.PERSON else word.text for word in words]
    return " ".join(dict.fromkeys((verb, *said)))


def _plain(word: Word) -> str:
    """`What's` as `whats`, whichever apostrophe a keyboard makes."""
    return word.text.lower().replace("'", "").replace("’", "")  # noqa: RUF001
