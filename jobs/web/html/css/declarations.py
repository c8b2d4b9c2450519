"""The declarations of a rule or a `style`, of the properties that can hide: shorthands opened, invalid ones dropped."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from jobs.web.html.css.syntax import split, words
from jobs.web.html.css.values import colour, length, number

Declaration = tuple[str, str, bool]
"""A property, its value in lower case, and whether it is important."""

SIDES = ("top", "right", "bottom", "left")
WIDE = frozenset({"inherit", "initial", "unset", "revert", "revert-layer"})
_DECLARATION = re.compile(r"\s*(--[^\s:]+|-?[a-z_][\w-]*)\s*:(.*)\Z", re.DOTALL | re.IGNORECASE)
_IMPORTANT = re.compile(r"(.*)!\s*important\s*\Z", re.DOTALL | re.IGNORECASE)
_SIZE_WORDS = frozenset(words("xx-small x-small small medium large x-large xx-large xxx-large smaller larger math"))
_DISPLAYS = frozenset(
    words("""none block inline inline-block flex inline-flex grid inline-grid table inline-table table-row table-cell
    table-row-group table-header-group table-footer-group table-column table-column-group table-caption list-item
    contents flow-root flow run-in ruby ruby-text math -webkit-box -webkit-inline-box -webkit-flex
    -webkit-inline-flex""")
)
_OVERFLOWS = frozenset(words("visible hidden clip scroll auto overlay"))
_LENGTHY = frozenset(
    words("auto none min-content max-content fit-content stretch -webkit-fill-available fit-content()")
)
_LOGICAL = {
    "inset-inline-start": "left",
    "inset-inline-end": "right",
    "inset-block-start": "top",
    "inset-block-end": "bottom",
    "margin-inline-start": "margin-left",
    "margin-block-start": "margin-top",
    "padding-block-start": "padding-top",
    "padding-block-end": "padding-bottom",
    "padding-inline-start": "padding-left",
    "padding-inline-end": "padding-right",
    "inline-size": "width",
    "block-size": "height",
    "max-inline-size": "max-width",
    "max-block-size": "max-height",
    "min-inline-size": "min-width",
    "min-block-size": "min-height",
    "-webkit-clip-path": "clip-path",
    "-webkit-transform": "transform",
    "-webkit-opacity": "opacity",
    "-webkit-filter": "filter",
    "-webkit-animation-name": "animation-name",
    "-webkit-animation-fill-mode": "animation-fill-mode",
    "-webkit-animation": "animation",
    "word-wrap": "overflow-wrap",
    "-webkit-background-clip": "background-clip",
}


def _is_length(value: str) -> bool:
    return length(value, bare=True) is not None


def _any(_: str) -> bool:
    return True


_VALID: dict[str, Callable[[str], bool]] = {
    "display": lambda value: set(value.split()) <= _DISPLAYS,
    "visibility": lambda value: value in {"visible", "hidden", "collapse"},
    "opacity": lambda value: number(value) is not None,
    "content-visibility": lambda value: value in {"visible", "hidden", "auto"},
    "position": lambda value: value in {"static", "relative", "absolute", "fixed", "sticky", "-webkit-sticky"},
    "float": lambda value: value in {"left", "right", "none", "inline-start", "inline-end"},
    "font-size": lambda value: value in _SIZE_WORDS or (_is_length(value) and not value.startswith("-")),
    "text-indent": lambda value: _is_length(value.removesuffix(" hanging").removesuffix(" each-line")),
    "white-space": _any,
    "color": lambda value: value == "currentcolor" or colour(value) is not None or "(" in value,
    "-webkit-text-fill-color": lambda value: value == "currentcolor" or colour(value) is not None or "(" in value,
    "background-color": lambda value: value == "currentcolor" or colour(value) is not None or "(" in value,
    "background-image": lambda value: value == "none" or "(" in value,
    "text-shadow": _any,
    "clip": lambda value: value == "auto" or value.startswith("rect("),
    "clip-path": lambda value: value == "none" or "(" in value or value.endswith("-box"),
    "transform": lambda value: value == "none" or "(" in value,
    "scale": lambda value: value == "none" or all(number(each) is not None for each in value.split()),
    "translate": lambda value: value == "none" or all(_is_length(each) for each in value.split()),
    "filter": lambda value: value == "none" or "(" in value,
    "transition": _any,
    "animation-name": _any,
    "animation-fill-mode": _any,
    "animation-iteration-count": _any,
    "animation-direction": _any,
    "animation-play-state": _any,
    "will-change": _any,
    "overflow-x": lambda value: value in _OVERFLOWS,
    "overflow-y": lambda value: value in _OVERFLOWS,
}
_VALID |= dict.fromkeys(SIDES, lambda value: value == "auto" or _is_length(value))
_VALID |= {f"margin-{side}": (lambda value: value == "auto" or _is_length(value)) for side in SIDES}
_VALID |= {f"padding-{side}": _is_length for side in SIDES}
_VALID |= {
    f"{limit}{side}": (lambda value: value in _LENGTHY or _is_length(value) or value.startswith("fit-content("))
    for limit in ("", "min-", "max-")
    for side in ("width", "height")
}
PROPERTIES = frozenset(_VALID)
"""The properties, shorthands opened, that this is about."""

_FONT_SIZE = re.compile(
    r"(?:^|\s)((?:[\d.+]+(?:[a-z]+|%)?|xx-small|x-small|small|medium|large|x-large|xx-large|smaller|larger)"
    r"|(?:calc|clamp|min|max)\(.*?\))(?:\s*/\s*\S+)?\s+\S",
    re.IGNORECASE,
)
_ANIMATION_WORDS = frozenset(
    words("""ease ease-in ease-out ease-in-out linear step-start step-end normal reverse alternate alternate-reverse
    none forwards backwards both running paused infinite auto initial""")
)


@lru_cache(maxsize=2048)
def declarations(style: str) -> tuple[Declaration, ...]:
    """The valid declarations in `style` of properties that can hide, and of custom properties, in their order."""
    return tuple(each for text in split(style, ";") if ":" in text for each in _declaration(text))


def is_valid(name: str, value: str) -> bool:
    """Whether a property takes a value; what is computed only on an element is taken at first."""
    return value in WIDE or "var(" in value or "env(" in value or _VALID[name](value)


def opened(name: str, value: str) -> list[tuple[str, str]]:
    """The longhands that a declaration sets, those of no interest here left out."""
    if name in _VALID:
        return [(name, value)]
    if name == "all":
        return [(each, value) for each in _VALID] if value in WIDE else []
    shorthand = _SHORTHANDS.get(name)
    if shorthand is None:
        return []
    if "var(" in value:
        return [(each, f"\0{name}\0{value}") for each in _LONGHANDS[name]]
    if value in WIDE:
        return [(each, value) for each in _LONGHANDS[name]]
    return list(shorthand(value))


def _declaration(text: str) -> Iterator[Declaration]:
    found = _DECLARATION.match(text)
    if not found:
        return
    name, value = found[1], found[2].strip()
    important = _IMPORTANT.match(value)
    if important:
        value = important[1].rstrip()
    if name.startswith("--"):
        yield name, value, bool(important)
        return
    if not value or "!" in value or "{" in value or "}" in value:
        return
    name = _LOGICAL.get(name.lower(), name.lower())
    value = value.lower() if "animation" not in name else value
    for longhand, each in opened(name, value):
        if each.startswith("\0") or is_valid(longhand, each):
            yield longhand, each, bool(important)


PART_OF_SIDE = {1: (0, 0, 0, 0), 2: (0, 1, 0, 1), 3: (0, 1, 2, 1), 4: (0, 1, 2, 3)}
"""Which part of a shorthand is for the top, the right, the bottom and the left, by how many there are."""


def _four(pattern: str) -> Callable[[str], Iterator[tuple[str, str]]]:
    def sides(value: str) -> Iterator[tuple[str, str]]:
        parts = words(value)
        if 1 <= len(parts) <= len(SIDES) and all(is_valid(pattern.format("top"), part) for part in parts):
            yield from zip(map(pattern.format, SIDES), (parts[at] for at in PART_OF_SIDE[len(parts)]), strict=True)

    return sides


def _two(*names: str) -> Callable[[str], Iterator[tuple[str, str]]]:
    def both(value: str) -> Iterator[tuple[str, str]]:
        parts = value.split()
        if len(parts) in {1, 2} and all(is_valid(names[0], part) for part in parts):
            yield from zip(names, (parts[0], parts[-1]), strict=True)

    return both


def _one(name: str) -> Callable[[str], Iterator[tuple[str, str]]]:
    def first(value: str) -> Iterator[tuple[str, str]]:
        yield name, value.split(maxsplit=1)[0]

    return first


def _background(value: str) -> Iterator[tuple[str, str]]:
    layers = split(value, ",")
    parts = words(layers[-1].replace("/", " "))
    colours = [part for part in parts if part == "currentcolor" or colour(part) is not None]
    yield "background-color", colours[0] if colours else "transparent"
    images = re.search(r"(?:url|gradient|image-set|image|cross-fade|element)\(", value)
    yield "background-image", "image()" if images else "none"


def _font(value: str) -> Iterator[tuple[str, str]]:
    found = _FONT_SIZE.search(value)
    if found and not found[1].isdigit():
        yield "font-size", found[1]
    elif found:
        later = _FONT_SIZE.search(value, found.end(1))  # a weight stands before the size
        size = later[1] if later else found[1]
        if length(size) is not None:
            yield "font-size", size


def _animation(value: str) -> Iterator[tuple[str, str]]:
    parts = words(split(value, ",")[0])
    named = [part for part in parts if not re.match(r"[\d.+-]*\d|[a-zA-Z-]+\(", part)]
    lowered = [word.lower() for word in named]
    names = [word for word in named if word.lower() not in _ANIMATION_WORDS]
    fill = [word for word in lowered if word in {"forwards", "backwards", "both"}]
    numbers = [part for part in parts if re.fullmatch(r"[\d.]+", part)]
    turned = [word for word in lowered if "reverse" in word or word in {"normal", "alternate"}]
    yield "animation-name", names[0] if names else "none"
    yield "animation-fill-mode", fill[0] if fill else "none"
    yield "animation-iteration-count", "infinite" if "infinite" in lowered else numbers[0] if numbers else "1"
    yield "animation-direction", turned[0] if turned else "normal"
    yield "animation-play-state", "paused" if "paused" in lowered else "running"


_SHORTHANDS: dict[str, Callable[[str], Iterator[tuple[str, str]]]] = {
    "background": _background,
    "font": _font,
    "overflow": _two("overflow-x", "overflow-y"),
    "inset": _four("{}"),
    "margin": _four("margin-{}"),
    "padding": _four("padding-{}"),
    "inset-inline": _two("left", "right"),
    "inset-block": _two("top", "bottom"),
    "margin-inline": _one("margin-left"),
    "margin-block": _one("margin-top"),
    "padding-block": _two("padding-top", "padding-bottom"),
    "animation": _animation,
}
_LONGHANDS = {
    "background": ("background-color", "background-image"),
    "font": ("font-size",),
    "overflow": ("overflow-x", "overflow-y"),
    "inset": SIDES,
    "margin": tuple(f"margin-{side}" for side in SIDES),
    "padding": tuple(f"padding-{side}" for side in SIDES),
    "inset-inline": ("left", "right"),
    "inset-block": ("top", "bottom"),
    "margin-inline": ("margin-left",),
    "margin-block": ("margin-top",),
    "padding-block": ("padding-top", "padding-bottom"),
    "animation": (
        "animation-name",
        "animation-fill-mode",
        "animation-iteration-count",
        "animation-direction",
        "animation-play-state",
    ),
}
