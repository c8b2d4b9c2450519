"""Media queries, judged for one screen: 1280 x 720, colour, with a mouse, and no wishes of its own."""

import re

_WIDTH, _HEIGHT = 1280.0, 720.0
_PIXELS = {"px": 1.0, "em": 16.0, "rem": 16.0, "": 1.0}

_LENGTH = r"([\d.]+)\s*(px|em|rem|)"
_BOUND = re.compile(rf"(min|max)-(?:device-)?(width|height)\s*:\s*{_LENGTH}")
_RANGE = re.compile(rf"(width|height)\s*([<>]=?)\s*{_LENGTH}")
_RANGE_BEFORE = re.compile(rf"{_LENGTH}\s*([<>]=?)\s*(width|height)(?:\s*([<>]=?)\s*{_LENGTH})?")
_TRUE = frozenset(
    [
        "color",
        "hover",
        "hover:hover",
        "any-hover:hover",
        "pointer:fine",
        "any-pointer:fine",
        "scripting:none",
        "orientation:landscape",
        "grid:0",
        "update:fast",
        "prefers-color-scheme:light",
        "prefers-reduced-motion:no-preference",
    ]
)


def applies_to_screen(query_list: str) -> bool:
    """Whether a list of media queries applies; an empty one does, and what we cannot read does not."""
    text = query_list.strip().lower()
    return not text or any(_applies(query.strip()) for query in text.split(","))


def _applies(query: str) -> bool:
    negated = query.startswith("not ")
    query = query.removeprefix("not ").removeprefix("only ")
    return negated != all(_holds(part.strip()) for part in re.split(r"\band\b", query))


def _holds(part: str) -> bool:
    if part in {"screen", "all"}:
        return True
    if not part.startswith("("):
        return False
    feature = part.strip("() ")
    if found := _BOUND.fullmatch(feature):
        return _within(found[2], ">=" if found[1] == "min" else "<=", found[3], found[4])
    if found := _RANGE.fullmatch(feature):
        return _within(found[1], found[2], found[3], found[4])
    if found := _RANGE_BEFORE.fullmatch(feature):
        first = _within(found[4], _turned(found[3]), found[1], found[2])
        return first and (not found[5] or _within(found[4], found[5], found[6], found[7]))
    return re.sub(r"\s", "", feature) in _TRUE


def _within(side: str, relation: str, number: str, unit: str) -> bool:
    ours = _WIDTH if side == "width" else _HEIGHT
    try:
        theirs = float(number) * _PIXELS[unit]
    except ValueError:
        return False
    return {"<": ours < theirs, "<=": ours <= theirs, ">": ours > theirs, ">=": ours >= theirs}[relation]


def _turned(relation: str) -> str:
    return relation.translate(str.maketrans("<>", "><"))
