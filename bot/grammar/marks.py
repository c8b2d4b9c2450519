"""`mark` as people type it: live or lost, indexed or not, fitting or not (pure)."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from bot.grammar.edit_values import BulkMark, BulkMarkIndex
from bot.grammar.errors import CommandError
from bot.grammar.refs import is_filler, links_of, ref_of
from bot.grammar.values import Mark, MarkFit, MarkIndex
from bot.grammar.words import Word
from jobs.model.ref import Ref


def mark_of(words: Sequence[Word]) -> Mark | MarkIndex | MarkFit:
    """References with a state; raises CommandError, naming the word."""
    words = _joined_not(words)
    said = [word for word in words if word.text.lower() in _MARKS]
    if len(said) != 1:
        wrong = next((word.seen for word in words if not ref_of(word) and not is_filler(word)), "")
        states = "live, lost, indexed, not indexed, fits, not fitting or no opinion"
        raise CommandError(wrong, f"Say either {states}." if not wrong else f"is none of {states}.")
    mark = _MARKS[said[0].text.lower()]
    return mark(links_of([word for word in words if word not in said], "mark"))


def mark_in(words: Sequence[Word]) -> tuple[BulkMark | BulkMarkIndex, list[Word]] | None:
    """The last state that is said, and the other words; None where none is."""
    words = _joined_not(words)
    at = next((at for at in range(len(words) - 1, -1, -1) if words[at].text.lower() in _MARKS), None)
    if at is None:
        return None
    said = _MARKS[words[at].text.lower()](())
    if isinstance(said, MarkFit):  # whoever says of pages that they fit has looked at each
        return None
    deed = BulkMark(said.live) if isinstance(said, Mark) else BulkMarkIndex(said.indexed)
    return deed, [*words[:at], *words[at + 1 :]]


def _joined_not(words: Sequence[Word]) -> list[Word]:
    """`not indexed` and `no opinion` as one word; `does not fit` begins with a word that says nothing."""
    joined: list[Word] = []
    for word in words:
        if word.text.lower() in _AUXILIARY:
            continue
        if joined and joined[-1].text.lower() in {"not", "no"}:
            joined[-1] = Word(word.sort, f"{joined[-1].text} {word.text}", f"{joined[-1].seen} {word.seen}")
        else:
            joined.append(word)
    return joined


_AUXILIARY = frozenset({"do", "does"})
_MARKS: Mapping[str, Callable[[tuple[Ref, ...]], Mark | MarkIndex | MarkFit]] = {
    "live": partial(Mark, live=True),
    "lost": partial(Mark, live=False),
    "indexed": partial(MarkIndex, indexed=True),
    **dict.fromkeys(
        ("not indexed", "not-indexed", "unindexed", "deindexed", "de-indexed", "noindexed"),
        partial(MarkIndex, indexed=False),
    ),
    **dict.fromkeys(("fits", "fit", "fitting"), partial(MarkFit, fits=True)),
    **dict.fromkeys(("not fitting", "not fit", "not fits", "unfit"), partial(MarkFit, fits=False)),
    "no opinion": partial(MarkFit, fits=None),
}
