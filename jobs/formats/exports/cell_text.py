"""What a cell of XLSX holds of a text (pure)."""

import re

from msgspec import Struct

_NO_SIGN = re.compile("[\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold in any way."""
_ESCAPES_THAT_MEET = re.compile(r"_x[0-9a-fA-F]{4}(?=_x[0-9a-fA-F]{4}_)")
"""`_x0041_` is how XLSX writes a sign by its number. Where a text holds two that share a `_`, it is read otherwise."""


class Limits(Struct, frozen=True):
    """What a sheet of XLSX takes, and its cells."""

    links: int = 65_530
    rows: int = 1_048_576
    columns: int = 16_384
    text: int = 32_767
    """UTF-16 code units."""


LIMITS = Limits()


class CellText(Struct, frozen=True):
    """What is written in place of a text."""

    text: str
    is_cut: bool = False
    is_changed: bool = False


def fitting(text: str, limits: Limits) -> CellText:
    """The text as a cell holds it; one that is cut says at its end how long it was."""
    held = _ESCAPES_THAT_MEET.sub(lambda match: match[0].replace("_x", "_ x"), _NO_SIGN.sub("\ufffd", text))
    if _units(held) <= limits.text:
        return CellText(held, is_changed=held != text)
    mark = f" … (cut here; {len(text):,} characters in all)"
    room = limits.text - _units(mark)
    return CellText(held.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore") + mark, is_cut=True)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
