"""Whether two readings of a page say nearly the same, from a small sketch of each."""

import heapq
import re
import zlib

SKETCH_SIZE = 64
"""Hashes kept of a text: their share in common is off by .04 at .9 and by .06 at .5 (standard deviation)."""

_SHINGLE = 4
_LONGEST_TEXT = 200_000
_SPREAD = 2_654_435_761
_MASK = 0xFFFFFFFF

# Scripts that put no spaces between words are cut into characters.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")


def sketch(text: str) -> tuple[int, ...]:
    """The smallest hashes of a text's runs of four words: bounded, sorted, the same on every machine."""
    words = _WORD.findall(text[:_LONGEST_TEXT].casefold())
    shifted = [words[start:] for start in range(_SHINGLE)]
    runs = set(map(" ".join, zip(*shifted, strict=False))) if len(words) > _SHINGLE else {" ".join(words)} - {""}
    hashes = {zlib.crc32(run.encode("utf-8", "replace")) * _SPREAD & _MASK for run in runs}
    return tuple(heapq.nsmallest(SKETCH_SIZE, hashes))


def similarity(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """How much two sketched texts share, 0 to 1: an estimate of the Jaccard index of their runs of words.

    The method is that of Broder, 1997. Two empty texts are the same.
    """
    if not one or not other:
        return float(one == other)
    smallest = set(heapq.nsmallest(SKETCH_SIZE, set(one) | set(other)))
    return len(smallest & set(one) & set(other)) / len(smallest)


def pack(shingles: tuple[int, ...]) -> str:
    """A sketch as text, eight hexadecimal digits a hash: a tenth of the memory of its numbers."""
    return "".join(f"{shingle:08x}" for shingle in shingles)


def unpack(packed: str) -> tuple[int, ...]:
    """The sketch that was packed."""
    return tuple(int(packed[start : start + 8], 16) for start in range(0, len(packed), 8))
