"""From the bytes of an answer to text, as a browser reads it."""

import codecs
import re
from enum import StrEnum
from functools import lru_cache

from msgspec import Struct

from jobs.web.encoding.decoders import decode_as
from jobs.web.encoding.guess import guess
from jobs.web.encoding.labels import encoding_for
from jobs.web.encoding.meta_prescan import declared_in_meta

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_BE, "utf-16be"), (codecs.BOM_UTF16_LE, "utf-16le"))
_LISTED = re.compile(r"(?:[^,\"]|\"(?:[^\"\\]|\\.)*\"?)+")
_PARAMETER = re.compile(r";[ \t]*([^;=]*)(?:=[ \t]*(\"(?:[^\"\\]|\\.)*|[^;]*))?")


class Source(StrEnum):
    """Who said what encoding a page has, the strongest first."""

    BOM = "bom"
    HEADER = "header"
    META = "meta"
    VALID_UTF8 = "utf-8"
    GUESS = "guess"
    """A heuristic of ours: nobody said."""


class Encoding(Struct, frozen=True):
    """The encoding of a page, by its name in the Encoding Standard in lower case, and how we know."""

    name: str
    source: Source


def sniff(body: bytes, content_type: str | None) -> Encoding:
    """What encoding `body` is in, asked in the order of browsers; `content_type` is the value of that header."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return Encoding(name, Source.BOM)
    if in_header := _declared_in_header(content_type or ""):
        return Encoding(in_header, Source.HEADER)
    if in_meta := declared_in_meta(body):
        return Encoding(in_meta, Source.META)
    try:
        body.decode()
    except UnicodeDecodeError:
        return Encoding(guess(body), Source.GUESS)
    return Encoding("utf-8", Source.VALID_UTF8)


def decode(body: bytes, encoding_name: str) -> str:
    """The text of `body`, without a byte order mark; what cannot be decoded is U+FFFD. Never an exception.

    `encoding_name` is one that `sniff` gives.
    """
    for mark, name in _BOMS:
        if name == encoding_name:
            return decode_as(body.removeprefix(mark), name)
    return decode_as(body, encoding_name)


@lru_cache(maxsize=256)
def _declared_in_header(content_type: str) -> str | None:
    """Of several values, joined by commas as a repeated header is, the last counts; it keeps the type's charset."""
    last_type, label = "", None
    for value in _LISTED.findall(content_type):
        media_type = value.partition(";")[0].strip().lower()
        if "/" in media_type:
            label = _charset_parameter(value) or (label if media_type == last_type else None)
            last_type = media_type
    return encoding_for(label) if label else None


def _charset_parameter(value: str) -> str | None:
    """The first charset that has a value counts, known or not; a quoted one may be empty, or never close."""
    for name, label in _PARAMETER.findall(value):
        if name.lower() == "charset" and label:
            return re.sub(r"\\(.)", r"\1", label[1:]) or "none" if label.startswith('"') else str(label)
    return None
