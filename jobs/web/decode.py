"""From the bytes of an answer to text, as a browser reads it."""

import codecs
import re
from dataclasses import dataclass
from enum import StrEnum

from jobs.web.charsets.decoders import decode_as
from jobs.web.charsets.guess import guess
from jobs.web.charsets.labels import encoding_for
from jobs.web.charsets.prescan import declared_in_meta

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_BE, "utf-16be"), (codecs.BOM_UTF16_LE, "utf-16le"))
_LISTED = re.compile(r"(?:[^,\"]|\"(?:[^\"\\]|\\.)*\"?)+")
_PARAMETER = re.compile(r";[ \t]*([^;=]*)(?:=[ \t]*(?:\"((?:[^\"\\]|\\.)*)\"?|([^;]*)))?")


class Source(StrEnum):
    """Who said what encoding a page has, the strongest first."""

    BOM = "bom"
    HEADER = "header"
    META = "meta"
    VALID_UTF8 = "utf-8"
    GUESS = "guess"
    """A heuristic of ours: nobody said."""


@dataclass(frozen=True, slots=True)
class Encoding:
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


def _declared_in_header(content_type: str) -> str | None:
    """Several values, joined by commas as a repeated header is: the last one that has a charset counts."""
    labels = [label for value in _LISTED.findall(content_type) if (label := _charset_parameter(value)) is not None]
    return encoding_for(labels[-1]) if labels else None


def _charset_parameter(media_type: str) -> str | None:
    """The first charset with a value counts, known or not."""
    for name, quoted, bare in _PARAMETER.findall(media_type):
        label: str = re.sub(r"\\(.)", r"\1", quoted) or bare
        if name.lower() == "charset" and label:
            return label
    return None
