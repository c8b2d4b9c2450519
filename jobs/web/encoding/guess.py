"""A guess at the encoding of a page that declares none: a heuristic.

Few pages are left that need it. It asks which encoding makes ordinary text of the bytes: no broken sequences, and
characters that a language uses every day.
"""

import re

from jobs.web.encoding.decoders import decode_as

_SAMPLE = 20_000
_HIGH_RUN = re.compile(rb"[\x80-\xff][\x40-\xff]*")
_LEAST = 0.6
"""The share of everyday characters, among all outside ASCII, from which on a guess is better than none."""

# Encoding -> the characters that make most of the everyday text in it; asked in this order, the strictest first.
_EVERYDAY = (
    ("euc-jp", r"[\u3041-\u3093\u30a1-\u30fc\u3001\u3002]", 0.3),
    ("shift_jis", r"[\u3041-\u3093\u30a1-\u30fc\u3001\u3002]", 0.3),
    ("euc-kr", r"[\uac00-\ud7a3]", 0.8),
    (
        "gbk",
        r"[的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年\uff0c\u3002]",
        0.12,
    ),
    (
        "big5",
        r"[的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年\uff0c\u3002]",
        0.12,
    ),
    ("windows-1251", r"[\u0430-\u044f\u0451-\u045f\u0491]", _LEAST),
    ("koi8-r", r"[\u0430-\u044f\u0451]", _LEAST),
)
_CYRILLIC = frozenset({"windows-1251", "koi8-r"})
_CYRILLIC_WORD = re.compile(r"[\u0400-\u045f\u0490\u0491]{2,}+(?![A-Za-z])")
_LEAST_SIDE_BY_SIDE = 0.7
"""Cyrillic letters stand side by side; the accented letters of a Western page, which read as such, between others.

Nearly all do in Russian and its kin; few in German, French or Icelandic, and more in Estonian with its double vowels.
"""
_FALLBACK = "windows-1252"


def guess(body: bytes) -> str:
    """Our guess at the encoding of bytes that are not UTF-8 and come undeclared; windows-1252 where nothing fits."""
    if b"\x1b$B" in body or b"\x1b$@" in body:
        return "iso-2022-jp"
    sample = b" ".join(_HIGH_RUN.findall(body))[:_SAMPLE]
    for name, everyday, least in _EVERYDAY:
        read = decode_as(sample, name)
        text = [character for character in read[:-1] if not character.isascii()]
        if "\ufffd" in text:
            continue
        if not text or len(re.findall(everyday, "".join(text))) < least * len(text):
            continue
        if name not in _CYRILLIC or _stands_side_by_side(read):
            return name
    return _FALLBACK


def _stands_side_by_side(text: str) -> bool:
    """Whether the Cyrillic letters of a text stand in words of such."""
    letters = sum("\u0400" <= character <= "\u0491" for character in text)
    return sum(map(len, _CYRILLIC_WORD.findall(text))) >= _LEAST_SIDE_BY_SIDE * letters
