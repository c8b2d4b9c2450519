"""A piece of a text as it is quoted: in whole words, with an ellipsis where the text goes on (pure)."""

import re

_REST_OF_WORD = re.compile(r"\A\S*\s+")
_PART_OF_WORD = re.compile(r"\s+\S*\Z")


def excerpt(text: str, start: int, end: int) -> str:
    """What stands from `start` to `end`, without the words that the cuts go through; one long word stays as it is."""
    start, end = max(0, start), min(len(text), max(0, end))
    piece = text[start:end]
    if not piece.strip():
        return ""
    if start > 0 and not (text[start - 1].isspace() or piece[:1].isspace()):
        piece = _REST_OF_WORD.sub("", piece) or piece
    if end < len(text) and not (text[end].isspace() or piece[-1:].isspace()):
        piece = _PART_OF_WORD.sub("", piece) or piece
    return f"{'… ' if start > 0 else ''}{piece.strip()}{' …' if end < len(text) else ''}"
