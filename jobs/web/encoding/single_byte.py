"""Encodings of one byte a character, as tables of 256 characters; U+FFFD where a byte means nothing.

Python's tables follow the vendors' files. Browsers fill the holes below 0xA0 with control characters, and differ in
three bytes more (Encoding Standard, section 9).
"""

from functools import cache

PYTHON_NAMES = {
    "ibm866": "cp866",
    "iso-8859-8-i": "iso8859-8",
    "macintosh": "mac_roman",
    "windows-874": "cp874",
    "x-mac-cyrillic": "mac_cyrillic",
} | {
    name: name
    for name in (
        *(f"iso-8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
        *("koi8-r", "koi8-u"),
        *(f"windows-125{page}" for page in range(9)),
    )
}
"""Encoding -> the codec of Python that comes nearest."""

_PATCHES = {
    "koi8-u": {0xAE: "\u045e", 0xBE: "\u040e"},
    "windows-1255": {0xCA: "\u05ba"},
}
_FIRST_WITHOUT_CONTROLS = 0xA0
_USER_DEFINED = "".join(map(chr, (*range(0x80), *range(0xF780, 0xF800))))


@cache
def table(name: str) -> str:
    """The character for each byte in the single-byte encoding called `name`."""
    if name == "x-user-defined":
        return _USER_DEFINED
    patches = _PATCHES.get(name, {})
    return "".join(patches.get(byte) or _character(byte, PYTHON_NAMES[name]) for byte in range(256))


def _character(byte: int, codec: str) -> str:
    character = bytes([byte]).decode(codec, "replace")
    return chr(byte) if character == "\ufffd" and byte < _FIRST_WITHOUT_CONTROLS else character
