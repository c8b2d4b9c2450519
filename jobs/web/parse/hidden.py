"""Whether a browser shows an element, judged from the declarations that apply to it.

From HTML alone this finds about nine in ten of what a browser hides: style sheets in files of their own are not read.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

Declared = dict[str, str]
"""The declarations that won, by property, in lower case, those of no interest here left out."""

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

_FAR = re.compile(r"-(?:\d{4,}|[5-9]\d\d|(?:[5-9]\d|\d{3,})(?:\.\d+)?(?:em|rem|ch|vw|vh|%))")
_NOTHING = re.compile(r"[+-]?0*\.?0*(?:[a-z]+|%)?")
_TINY = re.compile(r"\+?0*(?:\.\d+)?(?:1(?:\.0*)?px|0*\.?0*(?:[a-z]+|%)?)")
_CLIPPED = re.compile(
    r"rect\(\s*[01](?:px)?(?:\s*,\s*|\s+)[01](?:px)?(?:\s*,\s*|\s+)[01](?:px)?(?:\s*,\s*|\s+)[01](?:px)?\s*\)"
)
_INSET = re.compile(
    r"inset\(\s*(?:50|100)%\s*\)|polygon\(\s*(?:0(?:px|%)?\s+0(?:px|%)?\s*,?\s*)+\)|circle\(\s*0(?:px|%)?\s*\)"
)
_SHRUNK = re.compile(r"scale[xy]?\(\s*0(?:\.0+)?\s*(?:,\s*0(?:\.0+)?\s*)?\)|translate[xy]?\(\s*-\d{4,}px")


@dataclass(frozen=True, slots=True)
class Shown:
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


def shown_under(parent: Shown, declared: Declared) -> Shown:
    """What an element passes on, given what its parent does and the declarations that apply to it."""
    return Shown(
        gone=parent.gone or _is_gone(declared),
        invisible=_told(declared, "visibility", parent.invisible, lambda value: value in {"hidden", "collapse"}),
        no_size=_told(declared, "font-size", parent.no_size, _is_nothing),
        indented=_told(declared, "text-indent", parent.indented, lambda value: bool(_FAR.match(value))),
    )


def may_hide(style: str) -> bool:
    """Whether a declaration in `style` hides, unless another one wins or is missing."""
    return _has_sign(style) and any(_hides(name, value) for name, value, _ in declarations(style))


def _has_sign(style: str) -> bool:
    """A quick look, which spares the reading of most: style sheets are long, and few rules hide."""
    return (
        ("display" in style and "none" in style)
        or "hidden" in style
        or "opacity" in style
        or ":-" in style
        or ": -" in style
        or "clip" in style
        or "collapse" in style
        or "font-size:0" in style
        or "font-size: 0" in style
        or "scale" in style
    )


def declarations(style: str) -> list[tuple[str, str, bool]]:
    """The declarations in `style` that can hide: property, value, and whether it is important."""
    found = []
    for declaration in style.lower().split(";"):
        name, colon, value = declaration.partition(":")
        name = name.strip()
        if colon and name in SEEN and (value := value.strip()):
            value, mark, important = value.partition("!")
            found.append((name, value.strip(), bool(mark) and important.strip() == "important"))
    return found


def _hides(name: str, value: str) -> bool:
    """Whether a declaration could hide: by itself, or with others that may stand elsewhere."""
    if name in {"left", "top", "right", "bottom", "text-indent"}:
        return bool(_FAR.match(value))
    if name in {"width", "height", "max-width", "max-height"}:
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
        _FAR.match(declared.get(side, "")) for side in ("left", "top", "right", "bottom")
    )


def _is_cut_away(declared: Declared) -> bool:
    if _INSET.search(declared.get("clip-path", "")):
        return True
    if _CLIPPED.search(declared.get("clip", "")) and declared.get("position") in {"absolute", "fixed"}:
        return True
    overflow = declared.get("overflow") or declared.get("overflow-x") or declared.get("overflow-y") or "visible"
    sides = (declared.get(side, "") for side in ("width", "height", "max-width", "max-height"))
    return overflow.split()[0] in {"hidden", "clip"} and any(side and _TINY.fullmatch(side) for side in sides)
