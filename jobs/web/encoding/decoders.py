"""Bytes to text as the Encoding Standard of WHATWG has it, on top of Python's codecs.

Where Python's codec is right it does the work at the speed of C. What it cannot decode comes to a function of ours,
which knows the pairs that Python lacks and the standard's way with broken ones; what it decodes otherwise is
replaced afterwards.
"""

import codecs
from collections.abc import Callable

from jobs.web.encoding import multi_byte
from jobs.web.encoding.iso_2022_jp import decode_iso_2022_jp
from jobs.web.encoding.single_byte import table

_UNICODE = {"utf-8": "utf-8", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be"}

_MULTI_BYTE: dict[str, Callable[[bytes], str]] = {
    "big5": multi_byte.decode_big5,
    "euc-jp": multi_byte.decode_euc_jp,
    "euc-kr": multi_byte.decode_euc_kr,
    "gb18030": multi_byte.decode_gb18030,
    "gbk": multi_byte.decode_gb18030,
    "iso-2022-jp": decode_iso_2022_jp,
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
