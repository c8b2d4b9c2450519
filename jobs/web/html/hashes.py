"""How it is told that pieces of a page are as they were: their hash, whatever they were taken from."""

from collections.abc import Iterable, Iterator
from hashlib import sha256

BREAK = "\0"
"""Between pieces; the HTML Standard lets no NUL through to the tree."""
_HEX_DIGITS = 16
"""Of a hash, which is only ever compared with the one before it: they are not alike by accident."""
_BEGINNING = 5
"""Characters of a piece of code by which it is found in a text."""
_TRIES = 8


def between(text: str, codes: Iterable[str]) -> Iterator[str]:
    """What of a text stands before, between and after pieces of code that it holds, in their order."""
    at = 0
    for code in filter(None, codes):
        found = _place_of(code, text, at)
        yield text[at:found]
        at = found + len(code)
    yield text[at:]


def _place_of(code: str, text: str, at: int) -> int:
    """Where `code` stands in `text` from `at` on, at its end where it does not: sought by how it begins.

    Python makes ready for searching, which for a long piece takes longer than the search.
    """
    beginning = code[:_BEGINNING]
    found = text.find(beginning, at)
    for _ in range(_TRIES):
        if found < 0 or text.startswith(code, found):
            return found if found >= 0 else len(text)
        found = text.find(beginning, found + 1)
    found = text.find(code, at)
    return found if found >= 0 else len(text)


def mark(*pieces: str) -> str:
    """A hash of some pieces of text, in their order."""
    return mark_of(BREAK.join(pieces).encode("utf-8", "surrogatepass"))


def mark_of(*pieces: bytes) -> str:
    """The same of bytes, each piece with its length where there are several."""
    told = sha256()
    for piece in pieces:
        told.update(b"%d:" % len(piece) if len(pieces) > 1 else b"")
        told.update(piece)
    return told.hexdigest()[:_HEX_DIGITS]
