"""ISO-2022-JP: escape sequences switch between four sets of characters."""

import codecs
import re

from jobs.web.encoding.multi_byte import decode_euc_jp

_ESCAPE = re.compile(rb"\x1b(\(B|\(J|\(I|\$@|\$B)")
_DOUBLE = re.compile(rb"((?:[!-~]{2})+)|[!-~](?=\x1b|\Z)|[!-~]?[\x00-\xff]", re.DOTALL)
_TO_EUC = bytes(byte | 0x80 for byte in range(256))

_ASCII = "".join(chr(byte) if byte not in {0x0E, 0x0F, 0x1B} else "\ufffd" for byte in range(0x80)) + "\ufffd" * 0x80
_ROMAN = _ASCII.replace("\\", "\xa5").replace("~", "\u203e")
_KATAKANA = "\ufffd" * 0x21 + "".join(map(chr, range(0xFF61, 0xFFA0))) + "\ufffd" * 0xA0
_SETS = {b"(B": _ASCII, b"(J": _ROMAN, b"(I": _KATAKANA}


def decode_iso_2022_jp(body: bytes) -> str:
    """The text of `body`; an escape sequence straight after another is a mistake, as browsers have it."""
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
        decode_euc_jp(found[1].translate(_TO_EUC)) if found[1] else "\ufffd" for found in _DOUBLE.finditer(part)
    )
