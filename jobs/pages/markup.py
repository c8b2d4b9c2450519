"""The served markup around a link: a bounded cut of the page's own bytes (pure)."""

import html
import re

from jobs.model.document import Anchor, Document
from jobs.model.reading import Seen
from jobs.pages.asked import InPlace
from jobs.web.encoding.decode import decode

AROUND = 160
"""Bytes of markup, or characters of text, kept before the link's tag and after its end."""
_WORDS = 24
"""So many characters of what stood beside a link are looked for on a page that has lost it."""
LONGEST = 700
"""Characters kept of such a cut at most."""
_LONGEST_TAG = 4000
_LONGEST_LINK = 1500
_MOST_TAGS = 10
_MOST_PLACES = 500
_ENDS_VALUE = frozenset({b'"', b"'", b" ", b"\t", b"\n", b"\f", b"\r", b">"})


def markup_of(seen: Seen, document: Document, body: bytes) -> str:
    """The link's tag as the page serves it, with what stands around it; empty where it cannot be found again.

    A page whose bytes are not ASCII where its markup is (UTF-16), or whose address is written in some rare way, gives
    nothing: then the link is shown as it was understood, and called so.
    """
    alike = ((number, link) for number, link in enumerate(document.links) if link.href == seen.href)
    anchor = next((link for number, link in alike if document.words(number).text == seen.text), None)
    if anchor is None:
        return ""
    places = [place for written in _spellings(anchor) for place in _tags_with(body, written)]
    if not places:
        return ""
    words = seen.text[:40].encode("utf-8", "ignore")
    best = next((place for place in places if words and words in body[place : _end_of_link(body, place)]), places[0])
    return _cut(body, best, _end_of_link(body, best), document.encoding)


def in_place_of(lost: Seen, document: Document, body: bytes) -> InPlace:
    """What a page that has lost a link says where it stood: found by the words that were before, in or after it."""
    beside = (lost.before[-_WORDS:].strip(), lost.text[:_WORDS].strip(), lost.after[:_WORDS].strip())
    markup = (markup_at(words, document, body) for words in beside)
    texts = (_text_at(words, document.text) for words in beside)
    return InPlace(next(filter(None, markup), ""), next(filter(None, texts), ""))


def _text_at(words: str, text: str) -> str:
    at = text.find(words) if words else -1
    return excerpt(text, at - AROUND, at + 2 * AROUND) if at >= 0 else ""


def markup_at(words: str, document: Document, body: bytes) -> str:
    """The served markup where these words stand; empty where they cannot be found in one piece."""
    place = body.find(words.encode("utf-8", "ignore")) if words else -1
    return _cut(body, place, place + len(words), document.encoding) if place >= 0 else ""


def _spellings(anchor: Anchor) -> list[bytes]:
    plain = anchor.raw_href.strip()
    spelt = dict.fromkeys((html.escape(plain, quote=False), plain))
    return [text.encode("ascii") for text in spelt if text and text.isascii()]


def _tags_with(body: bytes, written: bytes) -> list[int]:
    """Where link tags that hold this address begin; not in comments, scripts or other tags."""
    found: list[int] = []
    at = body.find(written)
    for _ in range(_MOST_PLACES):
        if at < 0 or len(found) == _MOST_TAGS:
            break
        start = body.rfind(b"<", max(0, at - _LONGEST_TAG), at)
        is_whole = body[at + len(written) : at + len(written) + 1] in _ENDS_VALUE
        if start >= 0 and is_whole and _is_link(body, start) and not _in_comment(body, start):
            found.append(start)
        at = body.find(written, at + len(written))
    return found


def _is_link(body: bytes, start: int) -> bool:
    name = body[start : start + 6].lower()
    return name.startswith(b"<area") or (name.startswith(b"<a") and name[2:3].isspace())


def _in_comment(body: bytes, start: int) -> bool:
    begun = body.rfind(b"<!--", 0, start)
    return begun >= 0 and body.find(b"-->", begun, start) < 0


def _end_of_link(body: bytes, start: int) -> int:
    end = body[start : start + _LONGEST_LINK].lower().find(b"</a>")
    return start + end + len(b"</a>") if end >= 0 else start + AROUND


def _cut(body: bytes, start: int, end: int, encoding: str) -> str:
    piece = body[max(0, start - AROUND) : end + AROUND]
    text = decode(piece, encoding)
    return " ".join(text.strip("\ufffd").split())[:LONGEST]


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
