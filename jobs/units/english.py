"""How English counts and lists (pure)."""

from collections.abc import Iterable


def several(number: int, one: str, more: str = "") -> str:
    """`1 link`, `2,040 links`; `more` are several of them, where that is more than an `s`."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def joined(words: Iterable[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`; empty where there is none."""
    *others, end = [*words] or [""]
    return f"{', '.join(others)} {last} {end}" if others else end
