"""Whether two readings of a page say nearly the same, from a small sketch of each."""

import heapq
import re
import struct
import zlib
from collections.abc import Iterable, Sequence
from functools import lru_cache

SKETCH_SIZE = 64
"""Hashes compared of two texts: their share in common is off by .04 at .9 and by .06 at .5 (standard deviation)."""
FINE_SKETCH_SIZE = 4 * SKETCH_SIZE
"""Hashes of a text while it is judged: enough to say of each that is kept of another text whether it is in this one."""

_SHINGLE = 4
_ENOUGH = 8
"""Fewer hashes than this tell nothing."""
_LONGEST_TEXT = 200_000
_TAKEN = 1.5
"""So many times the hashes that are wanted are expected below a bound: then hardly ever there are too few."""
_SPREAD = 2_654_435_761
_HASHES = 2**32
_MASK = _HASHES - 1

# Scripts that put no spaces between words are cut into characters.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
_CHANGING = re.compile(r"\d\w*|(?=[a-f]*\d)[0-9a-f]{4,}|(?=\D*\d)\w{16,}")
"""Numbers, dates, times, network addresses and ids: walls and error pages show others at each look."""
_STEADY = "0"
"""Stands for what changes, several in a row too."""
_IN_A_ROW = re.compile(rf"\b{_STEADY}(?: {_STEADY})+\b")


def sketch(text: str, path: str = "") -> tuple[int, ...]:
    """The smallest hashes of a text's runs of four words: bounded, sorted, the same on every machine.

    Numbers and ids count as one and the same word, and so does the page's own `path` where the text repeats it.
    """
    plain = text[:_LONGEST_TEXT].replace(path, f" {_STEADY} ") if len(path) > 1 else text
    return tuple(_smallest(_hashes(plain), FINE_SKETCH_SIZE))


def runs_of(text: str) -> set[int]:
    """The hashes of all runs of four words of a text."""
    return set(_hashes(text))


@lru_cache(maxsize=1)  # a page's text is sketched, and then held against each link that is missing
def _hashes(text: str) -> Sequence[int]:
    words = _steady(text).encode().split()
    shifted = [words[start:] for start in range(_SHINGLE)]
    runs = map(b" ".join, zip(*shifted, strict=False)) if len(words) > _SHINGLE else filter(None, [b" ".join(words)])
    return [checksum * _SPREAD & _MASK for checksum in map(zlib.crc32, runs)]


def _smallest(hashes: Sequence[int], wanted: int) -> list[int]:
    """The smallest, each once, sorted: what is above a bound that many are below need not be."""
    bound = int(_HASHES * _TAKEN * wanted) // max(len(hashes), 1)
    low = {each for each in hashes if each < bound}
    return sorted(low if len(low) >= wanted else set(hashes))[:wanted]


def similarity(one: tuple[int, ...], other: tuple[int, ...], size: int = SKETCH_SIZE) -> float:
    """How much two sketched texts share, 0 to 1: an estimate of the Jaccard index of their runs of words.

    The method is that of Broder, 1997. Two empty texts are the same. Of a sketch of fewer hashes than `size`, these
    must be all that its text has.
    """
    if not one or not other:
        return float(one == other)
    smallest = set(heapq.nsmallest(size, set(one) | set(other)))
    return len(smallest & set(one) & set(other)) / len(smallest)


def steady_words(text: str) -> list[str]:
    """The words of a text without case, characters where a script has no spaces; numbers and ids are all the same."""
    return _steady(text).split()


def _steady(text: str) -> str:
    """The same, with spaces between them."""
    parts = text[:_LONGEST_TEXT].casefold().split()
    steady = {part: part if part.isascii() and part.isalpha() else _steady_words_in(part) for part in set(parts)}
    joined = " ".join(filter(None, map(steady.__getitem__, parts)))
    return _IN_A_ROW.sub(_STEADY, joined) if f"{_STEADY} {_STEADY}" in joined else joined


def _steady_words_in(part: str) -> str:
    words = _WORD.findall(part)
    return " ".join(_STEADY if not word.isalpha() and _CHANGING.fullmatch(word) else word for word in words)


def kept_share(
    before: tuple[int, ...], now: tuple[int, ...], elsewhere: Iterable[tuple[int, ...]] = ()
) -> float | None:
    """How much of a sketched text still stands in another, 0 to 1; None where the sketches cannot tell.

    What stands `elsewhere` on the site too (its menu, its footer) says nothing of this page, and is left out of
    account where enough remains without it.
    """
    shared = set().union(*elsewhere)
    own = [shingle for shingle in before if shingle not in shared]
    asked = own if len(own) >= _ENOUGH else before
    told = [shingle for shingle in asked if len(now) < FINE_SKETCH_SIZE or shingle <= now[-1]]
    if not told or len(told) < min(_ENOUGH, len(before)):
        return None
    return len(set(told) & set(now)) / len(told)


def pack(shingles: tuple[int, ...], size: int = SKETCH_SIZE) -> str:
    """A sketch as it is kept, eight hexadecimal digits a hash: a tenth of the memory of its numbers."""
    kept = shingles[:size]
    return struct.pack(f">{len(kept)}I", *kept).hex()


def unpack(packed: str) -> tuple[int, ...]:
    """The sketch that was packed."""
    return struct.unpack(f">{len(packed) // 8}I", bytes.fromhex(packed))
