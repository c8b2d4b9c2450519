"""Conditions of at-rules: `@media` for one screen (1280 x 720, with a mouse, scripts and no wishes), `@supports`.

What a current Chromium supports is what counts; only what asks for other engines is known not to be.
"""

import re
from collections.abc import Callable

_WIDTH, _HEIGHT = 1280.0, 720.0
_PIXELS = {"px": 1.0, "em": 16.0, "rem": 16.0, "": 1.0}

_LENGTH = r"([\d.]+)\s*(px|em|rem|)"
_BOUND = re.compile(rf"(min|max)-(?:device-)?(width|height|inline-size|block-size)\s*:\s*{_LENGTH}")
_RANGE = re.compile(rf"(width|height|inline-size|block-size)\s*([<>]=?)\s*{_LENGTH}")
_RANGE_BEFORE = re.compile(rf"{_LENGTH}\s*([<>]=?)\s*(width|height|inline-size|block-size)(?:\s*([<>]=?)\s*{_LENGTH})?")
_TRUE = frozenset(
    [
        "color",
        "width",
        "height",
        "hover",
        "pointer",
        "any-hover",
        "any-pointer",
        "scripting",
        "hover:hover",
        "any-hover:hover",
        "pointer:fine",
        "any-pointer:fine",
        "scripting:enabled",
        "orientation:landscape",
        "grid:0",
        "update:fast",
        "update",
        "overflow-block:scroll",
        "display-mode:browser",
        "prefers-color-scheme:light",
        "prefers-color-scheme",
        "prefers-reduced-motion:no-preference",
        "prefers-contrast:no-preference",
        "prefers-reduced-transparency:no-preference",
        "forced-colors:none",
        "inverted-colors:none",
        "-webkit-min-device-pixel-ratio:0",
        "-webkit-min-device-pixel-ratio:1",
        "min-resolution:1dppx",
        "min-resolution:96dpi",
    ]
)
_DECLARATION = re.compile(r"\s*(-{0,2}[a-z_][\w-]*)\s*:\s*(\S.*)", re.DOTALL | re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"-moz-|-ms-|-o-|-khtml-|-apple-|-webkit-touch-callout|-webkit-overflow-scrolling|-webkit-hyphens|"
    r"-webkit-marquee|-webkit-named-image|hanging-punctuation|masonry|^\s*grid-gap-|-webkit-backdrop-filter",
    re.IGNORECASE,
)
"""Of properties and values: what other engines have, or nobody."""
_FUNCTION = re.compile(r"\s*(selector|font-tech|font-format|at-rule)\((.*)\)\s*\Z", re.DOTALL | re.IGNORECASE)
_MEDIA_TYPE = re.compile(r"(not\s+|only\s+)?([a-z-]+)(?:\s+and\s+(.*))?\Z", re.DOTALL)
_DEEPEST = 20


def applies_to_screen(query_list: str) -> bool:
    """Whether a list of media queries applies; an empty one does, and what we cannot read does not."""
    text = query_list.strip().lower()
    return not text or any(_query_applies(query.strip()) for query in _split(text, ","))


def is_supported(condition: str) -> bool:
    """Whether a browser supports what `@supports` asks for."""
    return _holds(condition.strip(), _supports, 0)


def container_applies(condition: str) -> bool:
    """Whether a container query holds, as if the container was as wide as the screen; what asks for styles does not."""
    text = condition.strip().lower()
    named = re.match(r"(?!not\b)[a-z_-][\w-]*\s+(?=[(n])", text)
    return "style(" not in text and _holds(text[named.end() :] if named else text, _feature_holds, 0)


def _query_applies(query: str) -> bool:
    found = _MEDIA_TYPE.match(query)
    if found and found[2] not in {"not", "and", "or"} and not (found[2] == "only" and not found[1]):
        negated = (found[1] or "").strip() == "not"
        applies = found[2] in {"screen", "all"} and (not found[3] or _holds(found[3], _feature_holds, 0))
        return negated != applies
    return _holds(query, _feature_holds, 0)


def _holds(text: str, test: Callable[[str], bool], depth: int) -> bool:
    """`not`, `and`, `or` and brackets; `test` is asked about what stands in the innermost."""
    text = text.strip()
    if depth > _DEEPEST or not text:
        return False
    if re.match(r"not[\s(]", text, re.IGNORECASE):
        return not _holds(text[3:], test, depth + 1)
    parts, joints = _operands(text)
    if len(parts) > 1:
        each = (_holds(part, test, depth + 1) for part in parts)
        return all(each) if joints == {"and"} else joints == {"or"} and any(each)
    if text.startswith("(") and text.endswith(")"):
        inner = text[1:-1].strip()
        is_group = inner.startswith("(") or re.match(r"not[\s(]|[a-z-]+\(", inner, re.IGNORECASE)
        return _holds(inner, test, depth + 1) if is_group and ":" not in inner.partition("(")[0] else test(inner)
    return bool(_FUNCTION.match(text)) and test(text)


def _operands(text: str) -> tuple[list[str], set[str]]:
    """The parts that `and` and `or` join outside of brackets, and which of the two did."""
    parts, joints, start, depth = [], set[str](), 0, 0
    for token in re.finditer(r"[()]|(?<=[\s)])(and|or)(?=[\s(])", text, re.IGNORECASE):
        if token[0] in "()":
            depth += 1 if token[0] == "(" else -1
        elif depth == 0:
            parts.append(text[start : token.start()])
            joints.add(token[0].lower())
            start = token.end()
    return [*parts, text[start:]], joints


def _split(text: str, at: str) -> list[str]:
    parts, start, depth = [], 0, 0
    for number, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if sign == at and depth == 0:
            parts.append(text[start:number])
            start = number + 1
    return [*parts, text[start:]]


def _supports(text: str) -> bool:
    if function := _FUNCTION.match(text):
        return function[1].lower() != "selector" or not re.search(r":-moz|:-ms|::-ms|::-moz", function[2])
    found = _DECLARATION.fullmatch(text)
    return bool(found) and ((found is not None and found[1].startswith("--")) or not _ELSEWHERE.search(text))


def _feature_holds(feature: str) -> bool:
    feature = feature.strip()
    if found := _BOUND.fullmatch(feature):
        return _within(found[2], ">=" if found[1] == "min" else "<=", found[3], found[4])
    if found := _RANGE.fullmatch(feature):
        return _within(found[1], found[2], found[3], found[4])
    if found := _RANGE_BEFORE.fullmatch(feature):
        first = _within(found[4], _turned(found[3]), found[1], found[2])
        return first and (not found[5] or _within(found[4], found[5], found[6], found[7]))
    return re.sub(r"\s", "", feature) in _TRUE


def _within(side: str, relation: str, number: str, unit: str) -> bool:
    ours = _WIDTH if side in {"width", "inline-size"} else _HEIGHT
    try:
        theirs = float(number) * _PIXELS[unit]
    except ValueError:
        return False
    return {"<": ours < theirs, "<=": ours <= theirs, ">": ours > theirs, ">=": ours >= theirs}[relation]


def _turned(relation: str) -> str:
    return relation.translate(str.maketrans("<>", "><"))
