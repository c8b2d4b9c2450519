"""How English counts (pure)."""


def several(number: int, one: str, more: str = "") -> str:
    """`1 link`, `2,040 links`; `more` are several of them, where that is more than an `s`."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"
