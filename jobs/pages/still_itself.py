"""Whether a page that has lost a link is still the page it was: only then does it prove anything.

A removed link leaves its words; a wall, an error or a login leaves nothing of the page. These are rules of thumb of
ours, measured on pages of thirteen publishing systems: a removal leaves 0.57 to 1.00 of the words around the link,
whatever the theme it is shown in, and walls and errors at most 0.19.
"""

from functools import lru_cache

from jobs.model.reading import Seen
from jobs.pages.similarity import runs_of

WORDS_STAND = 0.5
"""So much of the words around a link, and they stand still."""
REST_STANDS = 0.5
"""So much of what a page has to itself, and it is clearly itself, though the words around the link are gone."""
_CUT_FROM = 159
"""Words as long as this were cut from a longer text, mostly in the middle of a word."""
_FEWEST_RUNS = 3


def kept_around(seen: Seen, text: str) -> float | None:
    """How much of the words around a link still stands in `text`, 0 to 1; None where there were too few to tell."""
    before = seen.before.partition(" ")[2] if len(seen.before) >= _CUT_FROM else seen.before
    after = seen.after.rpartition(" ")[0] if len(seen.after) >= _CUT_FROM else seen.after
    here = _runs_on(text)
    known = runs_of(before) | runs_of(after)
    return len(known & here) / len(known) if len(known) >= _FEWEST_RUNS else None


@lru_cache(maxsize=1)
def _runs_on(text: str) -> set[int]:
    """The runs of a page's text, which links are held against several times, one time after the other."""
    return runs_of(text)


def stands(around: float | None) -> bool:
    """Whether so much of the words around a link is kept that they stand still."""
    return around is not None and around >= WORDS_STAND


def is_still_itself(around: float | None, rest: float | None) -> bool | None:
    """Whether the page is the one it was, by the shares that stand of the words around the link and of its text.

    None where nothing is known to hold it against.
    """
    if stands(around) or (rest is not None and rest >= REST_STANDS):
        return True
    return None if around is None and rest is None else False
