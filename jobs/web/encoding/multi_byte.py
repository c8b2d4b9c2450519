"""The encodings of Chinese, Japanese and Korean in which a character takes one to four bytes.

A broken sequence is one U+FFFD, and an ASCII byte in it is read again: `<` never vanishes into a broken pair.
"""

import codecs
import re
from collections.abc import Callable, Container, Mapping
from functools import cache

from jobs.web.encoding.big5_extra import BIG5_EXTRA

Pairs = Callable[[bytes], str]
"""What two bytes mean that Python's codec does not know; empty where they mean nothing."""

_ASCII_END = 0x80
_HIGH = range(0xA1, 0xFF)
_REPLACEMENT = "\ufffd"
_ASIDE = 0xF0000  # a plane for private use, which Big5 cannot name

# Python's gb18030 is the edition of 2000; browsers have that of 2005 with the vertical forms of 2022.
_GB18030_CHANGES = str.maketrans(
    dict(zip("\ue78d\ue78e\ue78f\ue790\ue791\ue792\ue793", "\ufe10\ufe12\ufe11\ufe13\ufe14\ufe15\ufe16", strict=True))
    | dict(zip("\ue794\ue795\ue796\ue5e5\ue7c7", "\ufe17\ufe18\ufe19\u3000\u1e3f", strict=True))
    | dict(zip("\ue81e\ue826\ue82b\ue82c\ue832\ue843\ue854\ue864", map(chr, range(0x9FB4, 0x9FBC)), strict=True))
)
# Python's euc_jp follows JIS where browsers follow Microsoft.
_EUC_JP_CHANGES = str.maketrans("\u301c\u2016\u2212\xa2\xa3\xac", "\uff5e\u2225\uff0d\uffe0\uffe1\uffe2")
# Four single bytes that Python's cp932 takes for characters of its own.
_SHIFT_JIS_CHANGES = str.maketrans(dict.fromkeys("\uf8f0\uf8f1\uf8f2\uf8f3", _REPLACEMENT))


def decode_gb18030(body: bytes) -> str:
    """GB18030, and GBK, which browsers decode with the same tables."""
    return _replaced(body.decode("gb18030", "linkwatch.gb18030"), _GB18030_CHANGES)


def decode_big5(body: bytes) -> str:
    """Big5 with the Hong Kong supplement."""
    return _replaced(body.decode("cp950", "linkwatch.big5"), _big5_changes())


def decode_euc_jp(body: bytes) -> str:
    """EUC-JP with Microsoft's and IBM's characters."""
    body = body.replace(b"\x8f\xa2\xb7", b"\xa1\xc1")  # the full-width tilde, for which Python has the ASCII one
    return _replaced(body.decode("euc_jp", "linkwatch.euc_jp"), _EUC_JP_CHANGES)


def decode_shift_jis(body: bytes) -> str:
    """Shift_JIS as Windows has it."""
    return _replaced(body.decode("cp932", "linkwatch.shift_jis"), _SHIFT_JIS_CHANGES)


def decode_euc_kr(body: bytes) -> str:
    """EUC-KR with all of Unified Hangul."""
    return body.decode("cp949", "linkwatch.euc_kr")


def _replaced(text: str, changes: Mapping[int, int | str]) -> str:
    # Few pages hold any of them, and translating costs far more than looking.
    return text if changes.keys().isdisjoint(map(ord, set(text))) else text.translate(changes)


@cache
def _big5_changes() -> dict[int, str]:
    """Where Microsoft's Big5, which is right about punctuation, is wrong: the rows of ETEN and the last box."""
    pairs = [bytes((lead, trail)) for lead in (0xC6, 0xC7) for trail in (*range(0x40, 0x7F), *_HIGH)]
    moved = {character: _big5_pair(pair) for pair in (*pairs, b"\xf9\xfe") if (character := _strictly(pair, "cp950"))}
    changes = {ord(was): new for was, new in moved.items() if new and was != new}
    return changes | {_ASIDE + was: chr(was) for was in changes}


def _big5_pair(pair: bytes) -> str:
    return BIG5_EXTRA.get(pair) or _strictly(pair, "big5hkscs")


@cache
def _big5_pair_aside(pair: bytes) -> str:
    """A pair that Microsoft's Big5 lacks, put aside where the changes made afterwards would take it for a moved one."""
    character = _big5_pair(pair)
    return chr(_ASIDE + ord(character)) if len(character) == 1 and ord(character) in _big5_changes() else character


@cache
def _euc_jp_pair(pair: bytes) -> str:
    """The rows that EUC-JP shares with Shift_JIS and Python has only there (JIS X 0208 as Microsoft extended it)."""
    row, cell = pair[0] - 0xA1, pair[1] - 0xA1
    if row not in range(94) or cell not in range(94):
        return ""
    lead, trail = divmod(row * 94 + cell, 188)
    shifted = bytes((lead + (0x81 if lead < 0x1F else 0xC1), trail + (0x40 if trail < 0x3F else 0x41)))  # noqa: PLR2004 - the arithmetic of Shift_JIS
    return _strictly(shifted, "cp932")


def _strictly(pair: bytes, codec: str) -> str:
    try:
        return pair.decode(codec)
    except UnicodeDecodeError:
        return ""


def _nothing(_pair: bytes) -> str:
    return ""


def _on_error(leads: Container[int], pairs: Pairs) -> Callable[[UnicodeError], tuple[str, int]]:
    """What to do where Python's codec for an encoding of two bytes gives up."""

    def resume(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)
        body, start = error.object, error.start
        pair = body[start : start + 2]
        if pair[0] not in leads or len(pair) == 1:
            return _REPLACEMENT, start + 1
        if character := pairs(pair):
            return character, start + 2
        return _REPLACEMENT, start + (1 if pair[1] < _ASCII_END else 2)

    return resume


def _on_euc_jp_error(error: UnicodeError) -> tuple[str, int]:
    """As in the others, but 0x8F opens a sequence of three."""
    assert isinstance(error, UnicodeDecodeError)
    body, start = error.object, error.start
    if body[start] == 0x8F and start + 1 < len(body) and body[start + 1] in _HIGH:  # noqa: PLR2004 - see above
        third = body[start + 2 : start + 3]
        return _REPLACEMENT, start + 2 + (third >= b"\x80")
    return _euc_jp_two(error)


def _on_gb18030_error(error: UnicodeError) -> tuple[str, int]:
    """As in the others, but a digit in second place opens a sequence of four; 0x80 is the euro sign."""
    assert isinstance(error, UnicodeDecodeError)
    body, start = error.object, error.start
    if body[start] == 0x80:  # noqa: PLR2004 - see above
        return "\u20ac", start + 1
    if _FOUR_BYTES.match(body, start):
        return _REPLACEMENT, min(start + 4, len(body))
    return _gb18030_two(error)


# Whole but meaningless, or cut short by the end: either way one mistake.
_FOUR_BYTES = re.compile(rb"[\x81-\xfe][0-9](?:[\x81-\xfe](?:[0-9]|\Z)|\Z)")
_euc_jp_two = _on_error({0x8E, 0x8F, *_HIGH}, _euc_jp_pair)
_gb18030_two = _on_error(range(0x81, 0xFF), _nothing)

codecs.register_error("linkwatch.big5", _on_error(range(0x81, 0xFF), _big5_pair_aside))
codecs.register_error("linkwatch.euc_jp", _on_euc_jp_error)
codecs.register_error("linkwatch.euc_kr", _on_error(range(0x81, 0xFF), _nothing))
codecs.register_error("linkwatch.gb18030", _on_gb18030_error)
codecs.register_error("linkwatch.shift_jis", _on_error(range(0x81, 0xFD), _nothing))
