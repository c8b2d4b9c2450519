"""How English counts and lists (pure)."""

from collections.abc import Iterable


def several(number: int, one: str, more: str = "") -> str:
    """`1 link`, `2,040 links`; `more` are several of them, where that is more than an `s`."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def joined(words: Iterable[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`; empty where there is none."""
    *others, end = [*words] or [""]
    return f"{', '.join(others)} {last} {end}" if others else end


def percent(share: float) -> str:
    """A share as people read it: `2.1 %`, `0.62 %`."""
    hundredths = share * 100
    if 0 < hundredths < 0.01:  # noqa: PLR2004  # what two places show
        return "less than 0.01 %"
    return f"{hundredths:.1f} %" if hundredths >= 1 else f"{hundredths:.2f} %"
