"""Whether a browser shows an element, judged from the declarations that apply to it and what its parent passes on.

It knows no layout, only what hides whatever the layout: a heuristic, measured against Chromium (`tests/parity`).
Style sheets in files of their own are not read: beside one, only an element itself tells what is behind its letters.
"""

from dataclasses import dataclass, replace

from jobs.web.html.box import FAR, FUNCTION, Box
from jobs.web.html.css.cascade import Declared
from jobs.web.html.css.values import WIDTH, Colour, colour, is_near, length, number

_TOO_FAR = 4_000.0
"""Pixels to the right or below: nobody scrolls so far sideways."""
_LEAST_FONT = 1.5
_LEAST_OPACITY = 0.05
_LEAST_ALPHA = 0.1

_FONT_SIZES = {
    "xx-small": 9.0,
    "x-small": 10.0,
    "small": 13.0,
    "medium": 16.0,
    "large": 18.0,
    "x-large": 24.0,
    "xx-large": 32.0,
    "xxx-large": 48.0,
}
_WHITE: Colour = (255, 255, 255, 1)
_BLACK: Colour = (0, 0, 0, 1)


@dataclass(frozen=True, slots=True)
class Visibility:
    """What an element passes on to its children: each of these hides, and some a child can undo."""

    gone: bool = False
    """Not shown, whatever a child says."""
    invisible: bool = False
    """By `visibility`, which a child can turn back."""
    cut: bool = False
    """In a box without size that shows nothing beyond itself: what is positioned elsewhere leaves it."""
    cut_lets_out: bool = False
    """Whether that box is not positioned, so that an absolute child is not cut."""
    font: float = 16.0
    """The size of letters in pixels."""
    indent: float = 0.0
    """By how much lines begin aside, in pixels."""
    colour: Colour | None = _BLACK
    """Of the letters; None where we cannot work it out."""
    behind: Colour | None = _WHITE
    """What is behind the letters; None where that is a picture, or we cannot tell."""
    pictured: bool = False
    """Whether the element stands for a picture: its letters may well be hidden."""
    opacity: float = 1.0
    right: float = 0.0
    """How far it was moved to the right, in pixels."""
    down: float = 0.0
    custom: tuple[tuple[str, str], ...] = ()
    """The custom properties."""
    lines_up: bool = False
    """Whether its children are the items of a flex box or a grid, and so boxes themselves."""

    @property
    def hides_boxes(self) -> bool:
        """Whether a person sees nothing of what is in it, pictures included."""
        return self.gone or self.invisible or self.cut or self.opacity < _LEAST_OPACITY or self._is_away

    @property
    def hidden(self) -> bool:
        """Whether a person sees nothing of the letters in it."""
        return self.hides_boxes or (not self.pictured and self._hides_letters)

    @property
    def _is_away(self) -> bool:
        return self.right <= FAR or self.down <= FAR or self.right >= _TOO_FAR or self.down >= _TOO_FAR

    @property
    def _hides_letters(self) -> bool:
        if self.font < _LEAST_FONT or self.indent <= FAR or self.indent >= _TOO_FAR:
            return True
        if self.colour is None:
            return False
        return self.colour[3] < _LEAST_ALPHA or (self.behind is not None and is_near(self.colour, self.behind))


def shown_under(parent: Visibility, declared: Declared, *, is_block: bool = True, bare: bool = False) -> Visibility:
    """What an element passes on, given what its parent does and the declarations that apply to it.

    `is_block` says whether it is a box by itself, `bare` whether numbers need no unit (quirks mode).
    """
    if not declared:
        return replace(parent, lines_up=False) if parent.lines_up else parent
    font = _font(declared.get("font-size"), parent.font, bare=bare)
    box = Box(declared, font, bare=bare, is_block=is_block or parent.lines_up)
    visibility = declared.get("visibility", "inherit")
    letters = _letter_colour(declared, parent)
    out = box.position in {"absolute", "fixed"}
    leaves_cut = box.position == "fixed" or (out and parent.cut_lets_out)
    cuts = box.is_cut()
    right, down = box.moved()
    if box.position == "fixed":
        parent = replace(parent, right=0.0, down=0.0)
    return Visibility(
        gone=parent.gone or box.is_gone(),
        invisible=parent.invisible if visibility == "inherit" else visibility in {"hidden", "collapse"},
        cut=cuts or (parent.cut and not leaves_cut),
        cut_lets_out=(cuts or parent.cut) and (parent.cut_lets_out or not parent.cut) and box.position == "static",
        font=font,
        indent=_indent(declared, parent.indent, box, bare=bare),
        colour=letters,
        behind=_behind(declared, parent.behind, letters, moved=out),
        pictured=_is_picture(declared),
        opacity=parent.opacity * _opacity(declared),
        right=parent.right + right,
        down=parent.down + down,
        custom=parent.custom,
        lines_up=declared.get("display", "").endswith(("flex", "grid")),
    )


def _font(value: str | None, parent: float, *, bare: bool) -> float:
    if value is None or value == "inherit":
        return parent
    if value in _FONT_SIZES:
        return _FONT_SIZES[value]
    if value in {"smaller", "larger"}:
        return parent * (1.2 if value == "larger" else 1 / 1.2)
    size = length(value, em=parent, whole=parent, bare=bare)
    return parent if size is None else size


def _indent(declared: Declared, parent: float, box: Box, *, bare: bool) -> float:
    value = declared.get("text-indent", "inherit")
    if value == "inherit":
        return parent
    share = number(value) if value.endswith("%") else None
    if share is not None and share >= 1 and box.position is not None:
        hides = declared.get("white-space") == "nowrap" and declared.get("overflow-x", "visible") != "visible"
        return _TOO_FAR if hides else 0.0
    indent = length(value.split()[0], em=16.0, bare=bare) or 0.0
    cuts = declared.get("overflow-x", "visible") != "visible"
    return _TOO_FAR if cuts and indent >= WIDTH else indent


def _opacity(declared: Declared) -> float:
    own = number(declared.get("opacity", "1"))
    opacity = 1.0 if own is None else max(0.0, min(1.0, own))
    for name, given in FUNCTION.findall(declared.get("filter", "")):
        if name == "opacity":
            opacity *= number(given.strip() or "1") or 0.0
    return opacity


def _letter_colour(declared: Declared, parent: Visibility) -> Colour | None:
    letters = parent.colour
    for name in ("color", "-webkit-text-fill-color"):
        value = declared.get(name, "inherit")
        if value not in {"inherit", "currentcolor"}:
            letters = colour(value)
    if declared.get("text-shadow", "none") not in {"none", "inherit"}:
        return None
    return letters


def _behind(declared: Declared, parent: Colour | None, letters: Colour | None, *, moved: bool) -> Colour | None:
    if declared.get("background-image", "none") not in {"none", "inherit"}:
        return None
    value = declared.get("background-color", "transparent")
    own = letters if value == "currentcolor" else colour(value)
    if own is None:
        return None
    if own[3] >= 1 - _LEAST_ALPHA:
        return own
    if moved or parent is None:
        return None
    if own[3] == 0:
        return parent
    red, green, blue = (one * own[3] + other * (1 - own[3]) for one, other in zip(own[:3], parent[:3], strict=True))
    return (red, green, blue, 1)


def _is_picture(declared: Declared) -> bool:
    """Whether a picture in the background stands for the words: image replacement."""
    return declared.get("background-image", "none") not in {"none", "inherit"}
