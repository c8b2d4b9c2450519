"""Bytes to text as the Encoding Standard of WHATWG has it, on top of Python's codecs.

Where Python's codec is right it does the work at the speed of C. What it cannot decode comes to a function of ours,
which knows the pairs that Python lacks and the standard's way with broken ones; what it decodes otherwise is
replaced afterwards.
"""

import codecs
import re
from collections.abc import Callable

from jobs.web.encoding import multi_byte
from jobs.web.encoding.single_byte import table

_UNICODE = {"utf-8": "utf-8", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be"}

# ISO-2022-JP.
_ESCAPE = re.compile(rb"\x1b(\(B|\(J|\(I|\$@|\$B)")
_DOUBLE = re.compile(rb"((?:[!-~]{2})+)|[!-~](?=\x1b|\Z)|[!-~]?[\x00-\xff]", re.DOTALL)
_TO_EUC = bytes(byte | 0x80 for byte in range(256))

_ASCII = "".join(chr(byte) if byte not in {0x0E, 0x0F, 0x1B} else "\ufffd" for byte in range(0x80)) + "\ufffd" * 0x80
_ROMAN = _ASCII.replace("\\", "\xa5").replace("~", "\u203e")
_KATAKANA = "\ufffd" * 0x21 + "".join(map(chr, range(0xFF61, 0xFFA0))) + "\ufffd" * 0xA0
_SETS = {b"(B": _ASCII, b"(J": _ROMAN, b"(I": _KATAKANA}


def _decode_iso_2022_jp(body: bytes) -> str:
    """Escape sequences switch between four sets of characters; one right after another is an error, as in browsers."""
    first, *rest = _ESCAPE.split(body)
    text = [_decode_part(first, b"(B")]
    for index in range(0, len(rest), 2):
        if index and not rest[index - 1]:
            text.append("\ufffd")
        text.append(_decode_part(rest[index + 1], rest[index]))
    return "".join(text)


def _decode_part(part: bytes, escape: bytes) -> str:
    if table := _SETS.get(escape):
        return codecs.charmap_decode(part, "strict", table)[0]
    return "".join(
        multi_byte.decode_euc_jp(found[1].translate(_TO_EUC)) if found[1] else "\ufffd"
        for found in _DOUBLE.finditer(part)
    )


_MULTI_BYTE: dict[str, Callable[[bytes], str]] = {
    "big5": multi_byte.decode_big5,
    "euc-jp": multi_byte.decode_euc_jp,
    "euc-kr": multi_byte.decode_euc_kr,
    "gb18030": multi_byte.decode_gb18030,
    "gbk": multi_byte.decode_gb18030,
    "iso-2022-jp": _decode_iso_2022_jp,
    "shift_jis": multi_byte.decode_shift_jis,
}


def decode_as(body: bytes, name: str) -> str:
    """The text of `body` in the encoding called `name`, U+FFFD for what is broken. A byte order mark is kept."""
    if name in _UNICODE:
        return body.decode(_UNICODE[name], "replace")
    if name == "replacement":
        return "\ufffd" if body else ""
    if name in _MULTI_BYTE:
        return _MULTI_BYTE[name](body)
    return codecs.charmap_decode(body, "strict", table(name))[0]
