"""Whether a browser shows an element, judged from the declarations that apply to it.

From HTML alone this finds about nine in ten of what a browser hides: style sheets in files of their own are not read.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

Declared = dict[str, str]
"""The declarations that won, by property, in lower case, those of no interest here left out."""
Declaration = tuple[str, str, bool]
"""A property, its value, and whether it is important."""

SEEN = frozenset(
    [
        "display",
        "visibility",
        "opacity",
        "font-size",
        "text-indent",
        "position",
        "left",
        "top",
        "right",
        "bottom",
        "clip",
        "clip-path",
        "overflow",
        "overflow-x",
        "overflow-y",
        "width",
        "height",
        "max-width",
        "max-height",
        "content-visibility",
        "transform",
        "scale",
    ]
)
"""The properties that can hide an element."""

_SIDES = ("left", "top", "right", "bottom")
_SIZES = ("width", "height", "max-width", "max-height")
_CUTS = ("overflow", "overflow-x", "overflow-y")
_TOGETHER = (
    dict.fromkeys(_SIDES, ("position",))
    | {"clip": ("position",), "position": (*_SIDES, "clip")}
    | dict.fromkeys(_SIZES, _CUTS)
    | dict.fromkeys(_CUTS, (*_SIZES, *_CUTS))
)
INHERITED = frozenset({"visibility", "font-size", "text-indent"})
"""Of these, a child can undo what its parent says."""

_DECLARATION = re.compile(
    rf"(?:^|;)\s*({'|'.join(sorted(SEEN, reverse=True))})\s*:\s*([^;!]*)(?:!\s*(\w*)\s*(?=;|\Z))?"
)
_FAR = re.compile(r"-(?:\d{4,}|[5-9]\d\d|(?:[5-9]\d|\d{3,})(?:\.\d+)?(?:em|rem|ch|vw|vh|%))")
_ZERO = r"(?:0+(?:\.0*)?|\.0+)(?:[a-z]+|%)?"
_NOTHING = re.compile(rf"[+-]?{_ZERO}")
_TINY = re.compile(rf"\+?(?:{_ZERO}|0*(?:\.\d+|1(?:\.0*)?|0\.\d+)px)")
_CLIPPED = re.compile(
    r"rect\(\s*[01](?:px)?(?:\s*,\s*|\s+)[01](?:px)?(?:\s*,\s*|\s+)[01](?:px)?(?:\s*,\s*|\s+)[01](?:px)?\s*\)"
)
_INSET = re.compile(r"inset\(\s*(?:50|100)%\s*\)|circle\(\s*0(?:px|%)?\s*\)")
_POLYGON = re.compile(r"polygon\(([^()]*)\)")
_NOWHERE = frozenset({"", "0", "0px", "0%"})
_SHRUNK = re.compile(r"scale[xy]?\(\s*0(?:\.0+)?\s*(?:,\s*0(?:\.0+)?\s*)?\)|translate[xy]?\(\s*-\d{4,}px")


@dataclass(frozen=True, slots=True)
class Visibility:
    """What an element passes on to its children: each of these hides, and some a child can undo."""

    gone: bool = False
    """Not shown, whatever a child says."""
    invisible: bool = False
    """By `visibility`, which a child can turn back."""
    no_size: bool = False
    """By `font-size: 0`, which a child can turn back."""
    indented: bool = False
    """By a `text-indent` far off the screen, which a child can turn back."""

    @property
    def hidden(self) -> bool:
        """Whether a person sees nothing of it."""
        return self.gone or self.invisible or self.no_size or self.indented


def shown_under(parent: Visibility, declared: Declared) -> Visibility:
    """What an element passes on, given what its parent does and the declarations that apply to it."""
    return Visibility(
        gone=parent.gone or _is_gone(declared),
        invisible=_told(declared, "visibility", parent.invisible, lambda value: value in {"hidden", "collapse"}),
        no_size=_told(declared, "font-size", parent.no_size, _is_nothing),
        indented=_told(declared, "text-indent", parent.indented, lambda value: bool(_FAR.match(value))),
    )


def hiding_properties(declared: Iterable[Declaration]) -> set[str]:
    """The properties by which one of the declarations hides, unless another one wins or is missing."""
    return {name for name, value, _ in declared if _hides(name, value)}


def told_with(properties: Iterable[str]) -> set[str]:
    """`properties` and those without which they do not hide: `left` hides only with `position`."""
    wanted = set(properties)
    return wanted.union(*(_TOGETHER.get(name, ()) for name in wanted))


def declarations(style: str) -> list[Declaration]:
    """The declarations in `style` that can hide: property, value, and whether it is important."""
    return [
        (name, value.rstrip(), important == "important")
        for name, value, important in _DECLARATION.findall(style.lower())
        if value and important in {"", "important"}
    ]


def _hides(name: str, value: str) -> bool:
    """Whether a declaration could hide: by itself, or with others that may stand elsewhere."""
    if name in _SIDES or name == "text-indent":
        return bool(_FAR.match(value))
    if name in _SIZES:
        return bool(_TINY.fullmatch(value))
    if name in {"visibility", "font-size"}:
        return value in {"hidden", "collapse"} or _is_nothing(value)
    if name == "clip":
        return bool(_CLIPPED.search(value))
    return _is_gone({name: value})


def _told(declared: Declared, name: str, inherited: bool, hides: Callable[[str], bool]) -> bool:  # noqa: FBT001 - internal
    value = declared.get(name)
    return inherited if value is None or value == "inherit" else hides(value)


def _is_gone(declared: Declared) -> bool:
    return (
        declared.get("display") == "none"
        or declared.get("content-visibility") == "hidden"
        or _is_transparent(declared.get("opacity", "1"))
        or _is_off_screen(declared)
        or _is_cut_away(declared)
        or bool(_SHRUNK.search(declared.get("transform", "")))
        or declared.get("scale") == "0"
    )


def _is_transparent(opacity: str) -> bool:
    return bool(_NOTHING.fullmatch(opacity)) or opacity.startswith("-")


def _is_nothing(length: str) -> bool:
    return bool(_NOTHING.fullmatch(length))


def _is_off_screen(declared: Declared) -> bool:
    return declared.get("position") in {"absolute", "fixed"} and any(
        _FAR.match(declared.get(side, "")) for side in _SIDES
    )


def _is_clipped_to_nothing(path: str) -> bool:
    # Its points are split, not matched: a pattern for them would try every way of sharing out their spaces.
    polygon = _POLYGON.search(path)
    if polygon and polygon[1].strip():
        return set(polygon[1].replace(",", " ").split()) <= _NOWHERE
    return bool(_INSET.search(path))


def _is_cut_away(declared: Declared) -> bool:
    if _is_clipped_to_nothing(declared.get("clip-path", "")):
        return True
    if _CLIPPED.search(declared.get("clip", "")) and declared.get("position") in {"absolute", "fixed"}:
        return True
    overflow = declared.get("overflow") or declared.get("overflow-x") or declared.get("overflow-y") or "visible"
    sides = (declared.get(side, "") for side in _SIZES)
    return overflow.split()[0] in {"hidden", "clip"} and any(side and _TINY.fullmatch(side) for side in sides)
