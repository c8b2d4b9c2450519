"""Text to bytes as browsers do it for the query of a link: the decoders turned round.

The Encoding Standard names, for each encoding, which of several pairs for one character its encoder prefers.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from jobs.web.encoding.decoders import decode_as
from jobs.web.encoding.single_byte import PYTHON_NAMES, table

_OUTSIDE_ASCII = re.compile(r"[^\x00-\x7f]")
_UTF = frozenset({"utf-8", "utf-16le", "utf-16be", "replacement"})
_ESCAPED = frozenset(b" \"#<>'")  # the special-query percent-encode set, as far as it is printable

# Lead bytes that are never written: NEC's doubles and the user's own in Shift_JIS, the Hong Kong rows of Big5.
_LEADS = {
    "big5": range(0xA1, 0xFF),
    "euc-jp": range(0x8E, 0xFF),
    "euc-kr": range(0x81, 0xFF),
    "gbk": range(0x81, 0xFF),
    "gb18030": range(0x81, 0xFF),
    "shift_jis": (*range(0x81, 0xA0), *range(0xE0, 0xED), *range(0xFA, 0xFD)),
}
_TRAILS = (*range(0x40, 0x7F), *range(0x80, 0xFF))
_PAIR = 2
_BIG5_LAST = "\u2550\u255e\u2561\u256a\u5341\u5345"
_JAPANESE = {"\xa5": b"\\", "\u203e": b"~"}


def encode_query(text: str, encoding: str) -> str:
    """The query `text` with everything outside ASCII percent-encoded in `encoding`.

    What the encoding lacks becomes `%26%23N%3B`, the escaped character reference that browsers send.
    """
    if encoding in _UTF:
        return text  # the URL parser does it
    if encoding == "iso-2022-jp":
        return _in_iso_2022_jp(text)
    written = _written(encoding)
    return _OUTSIDE_ASCII.sub(lambda found: written.get(found[0]) or _rarely_written(found[0], encoding), text)


def _rarely_written(character: str, encoding: str) -> str:
    if encoding in {"gb18030", "gbk"} and character != "\ue5e5":
        raw = b"\x81\x35\xf4\x37" if character == "\ue7c7" else character.encode("gb18030", "replace")
        if encoding == "gb18030" or len(raw) == _PAIR:
            return _percent(raw)
    return f"%26%23{ord(character)}%3B"


@cache
def _written(encoding: str) -> dict[str, str]:
    """How each character of an encoding is written in a query."""
    written = {character: _percent(raw) for character, raw in _bytes_of(encoding).items()}
    if encoding == "gbk":
        written["\u20ac"] = "%80"
    return written


@cache
def _bytes_of(encoding: str) -> dict[str, bytes]:
    if encoding in PYTHON_NAMES or encoding == "x-user-defined":
        return {character: bytes([byte]) for byte, character in enumerate(table(encoding)) if character != "\ufffd"}
    found: dict[str, bytes] = dict(_JAPANESE) if encoding in {"shift_jis", "euc-jp"} else {}
    sequences = [*_sequences(encoding)]
    characters = decode_as(b"\n".join(sequences), encoding).split("\n")
    for raw, character in zip(sequences, characters, strict=True):
        if (
            len(character) == 1
            and character != "\ufffd"
            and (character not in found or (encoding == "big5" and character in _BIG5_LAST))
        ):
            found[character] = raw
    if encoding in {"shift_jis", "euc-jp"}:
        found["\u2212"] = found["\uff0d"]  # the minus sign, which neither has
    return found


def _sequences(encoding: str) -> Iterator[bytes]:
    if encoding == "shift_jis":
        yield from (bytes([byte]) for byte in (0x80, *range(0xA1, 0xE0)))
    yield from (bytes((lead, trail)) for lead in _LEADS[encoding] for trail in _TRAILS)


def _percent(raw: bytes) -> str:
    return "".join(f"%{byte:02X}" if byte in _ESCAPED or not 0x20 < byte < 0x7F else chr(byte) for byte in raw)  # noqa: PLR2004 - what of ASCII is printed


def _in_iso_2022_jp(text: str) -> str:
    """The stateful one: escape sequences where needed, and back to ASCII at the end."""
    state, written = b"(B", []
    for character in text:
        wanted, raw = _iso_2022_jp(character, state)
        if wanted != state:
            written.append(_percent(b"\x1b" + wanted))
            state = wanted
        written.append(raw)
    return "".join(written) + (_percent(b"\x1b(B") if state != b"(B" else "")


def _iso_2022_jp(character: str, state: bytes) -> tuple[bytes, str]:
    """The set that `character` is written in, the present one where it will do, and how it is written there."""
    if character in _JAPANESE:
        return b"(J", _JAPANESE[character].decode()
    if character in "\x0e\x0f\x1b":
        character = "\ufffd"  # they would switch sets
    if character.isascii():
        return (state if state == b"(J" and character not in "\\~" else b"(B"), character
    if pair := _bytes_of("euc-jp").get(_full_width(character)):
        return b"$B", _percent(bytes(byte & 0x7F for byte in pair))
    return (b"(B" if state == b"$B" else state), f"%26%23{ord(character)}%3B"


def _full_width(character: str) -> str:
    """Half-width katakana have no place in ISO-2022-JP; their voice marks stand alone, not combined."""
    if not "\uff61" <= character <= "\uff9f":
        return character
    return {"\uff9e": "\u309b", "\uff9f": "\u309c"}.get(character) or unicodedata.normalize("NFKC", character)
