"""Which known word a mistyped one was meant to be (pure)."""

import difflib
import re
from collections.abc import Sequence

_SHORTEST = 3
"""Letters of a word that can be told from its typos."""
_SHORT = 4
"""Letters up to which no wrong letter at the beginning is forgiven."""
_LONG = 6
"""Letters up to which one slip of the finger is all that is forgiven."""
_LONGEST = 60
"""Letters that are looked at: no word that we know is half as long, and comparing takes long with many."""
_ALIKE = 0.75
"""How alike longer words must be as a whole."""


def closest(typed: str, known: Sequence[str]) -> str:
    """The known word that was most likely meant; empty where none is near.

    Of equals it is one of the same letters (`erport` is report, not export), else the first.
    """
    word = typed[:_LONGEST].lower()
    named = [each for each in known if len(each) >= _SHORTEST]
    if (first := re.split(r"[-_.:/]", word)[0]) in named:
        return first
    if len(word) >= _SHORTEST and (longer := [each for each in named if each.startswith(word)]):
        return longer[0]
    near = [each for each in named if _is_near(word, each)]
    if near:
        return min(near, key=lambda each: (osa_distance(word, each), sorted(each) != sorted(word)))
    return next(iter(difflib.get_close_matches(word, named, n=1, cutoff=_ALIKE) if len(word) > _SHORT else []), "")


def _is_near(word: str, known: str) -> bool:
    shorter = min(len(word), len(known))
    begins_alike = word[:1] in known[:2] and known[:1] in word[:2]
    return (begins_alike or shorter > _SHORT) and osa_distance(word, known) <= (2 if shorter > _LONG else 1)


def osa_distance(one: str, other: str) -> int:
    """How many letters are wrong, missing, too many, or have changed places with their neighbour.

    Known as the optimal string alignment distance.
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        row = [at]
        for to, wanted in enumerate(other, start=1):
            changed = last[to - 1] + (letter != wanted)
            row.append(min(changed, last[to] + 1, row[to - 1] + 1))
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == wanted:
                row[to] = min(row[to], before[to - 2] + 1)
        before, last = last, row
    return last[-1]
