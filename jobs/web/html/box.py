"""An element's box, as far as its own declarations tell: what is cut off, shrunk or moved away with it."""

import re
from collections.abc import Callable

from jobs.web.html.css.cascade import Declared
from jobs.web.html.css.declarations import PART_OF_SIDE, SIDES
from jobs.web.html.css.syntax import split, words
from jobs.web.html.css.values import HEIGHT, WIDTH, length, number

FAR = -500.0
"""Pixels left of the page or above it from which on nothing is seen."""
_LEAST_SIZE = 1.5
FUNCTION = re.compile(r"([a-z0-9]+)\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
"""A function of a value: its name and what is in its brackets."""


class Box:
    """An element's box, as far as its own declarations tell."""

    def __init__(self, declared: Declared, font: float, *, bare: bool, is_block: bool) -> None:
        self._declared, self._font, self._bare = declared, font, bare
        self.position = declared.get("position", "static").removeprefix("-webkit-")
        display = declared.get("display", "block" if is_block else "inline")
        if display == "inherit":
            display = "block"
        floats = declared.get("float", "none") != "none"
        self._sized = display not in {"inline", "contents"} or self.position in {"absolute", "fixed"} or floats

    def is_gone(self) -> bool:
        """Whether nothing of it is shown, by a declaration that no child undoes."""
        declared = self._declared
        return (
            declared.get("display") == "none"
            or declared.get("content-visibility") == "hidden"
            or (self._is_clipped() and self._declared.get("display") != "contents")
            or (self._sized and (self._is_shrunk() or self._is_beside_screen()))
        )

    def is_cut(self) -> bool:
        """Whether it is a box without size that shows nothing of what is beyond it."""
        if not self._sized:
            return False
        holds = (
            self.position != "static"
        )  # what is positioned in it may stand on its padding; what flows stands behind it
        return any(
            self._declared.get(f"overflow-{axis}", "visible") not in {"visible", "inherit"}
            and self._size(side) + self._padding(after) + (self._padding(before) if holds else 0) < _LEAST_SIZE
            for axis, side, before, after in (("x", "width", "left", "right"), ("y", "height", "top", "bottom"))
        )

    def moved(self) -> tuple[float, float]:
        """By how much its content stands to the right, and down, of where it would."""
        right = self._pixels("margin-left", WIDTH)
        down = self._pixels("margin-top", WIDTH)
        right += self._padding("left") if right <= FAR else 0
        down += self._padding("top") if down <= FAR else 0
        if self.position != "static":
            right += self._aside("left", "right", WIDTH)
            down += self._aside("top", "bottom", HEIGHT)
        if self._sized:
            for x, y in self._translations():
                right, down = right + x, down + y
        return right, down

    def _aside(self, one: str, other: str, whole: float) -> float:
        if self._declared.get(one, "auto") != "auto":
            return self._pixels(one, whole)
        return -self._pixels(other, whole)

    def _pixels(self, name: str, whole: float) -> float:
        return length(self._declared.get(name, "0"), em=self._font, whole=whole, bare=self._bare) or 0.0

    def _padding(self, side: str) -> float:
        return self._pixels(f"padding-{side}", WIDTH)

    def _size(self, side: str) -> float:
        """The width or the height at most, as far as it is told."""
        whole = WIDTH if side == "width" else HEIGHT
        told = [
            length(self._declared[name], em=self._font, whole=whole, bare=self._bare)
            for name in (side, f"max-{side}")
            if name in self._declared and not (side == "height" and self._declared[name].endswith("%"))
        ]
        least = self._pixels(f"min-{side}", whole) if f"min-{side}" in self._declared else 0.0
        return max(min((size for size in told if size is not None), default=whole), least)

    def _translations(self) -> list[tuple[float, float]]:
        moves = []
        for name, given in FUNCTION.findall(self._declared.get("transform", "")):
            parts = [each.strip() for each in split(given, ",")]
            pixels = [self._move(each) for each in parts]
            if name in {"translate", "translate3d"}:
                moves.append((pixels[0], pixels[1] if len(pixels) > 1 else 0.0))
            elif name == "translatex":
                moves.append((pixels[0], 0.0))
            elif name == "translatey":
                moves.append((0.0, pixels[0]))
            elif name == "matrix" and len(parts) == 6:  # noqa: PLR2004 - its six numbers
                moves.append((number(parts[4]) or 0.0, number(parts[5]) or 0.0))
        if (alone := self._declared.get("translate", "none")) != "none":
            pixels = [self._move(each) for each in alone.split()]
            moves.append((pixels[0], pixels[1] if len(pixels) > 1 else 0.0))
        return moves

    def _move(self, text: str) -> float:
        """A translation; one in per cent is of the box's own size, which nobody told: only a large one moves it off."""
        if text.endswith("%"):
            share = number(text) or 0.0
            return share * WIDTH if abs(share) >= 2 else 0.0  # noqa: PLR2004 - twice its own size
        return length(text, em=self._font, bare=self._bare) or 0.0

    def _is_beside_screen(self) -> bool:
        """Whether it is fixed beside the screen, as a closed drawer is."""
        if self.position not in {"fixed", "absolute"}:
            return False
        at_left = self._declared.get("left", "auto") in {"0", "0px"}
        at_right = self.position == "fixed" and self._declared.get("right", "auto") in {"0", "0px"}
        for name, given in FUNCTION.findall(self._declared.get("transform", "")):
            first = given.partition(",")[0].strip()
            share = (
                number(first) if first.endswith("%") and name in {"translate", "translatex", "translate3d"} else None
            )
            if share is not None and ((share <= -1 and at_left) or (share >= 1 and at_right)):
                return True
        return self.position == "fixed" and (
            self._is_beyond("left", "right", "width", WIDTH) or self._is_beyond("top", "bottom", "height", HEIGHT)
        )

    def _is_beyond(self, one: str, other: str, side: str, whole: float) -> bool:
        size = self._size(side) if side in self._declared or f"max-{side}" in self._declared else whole
        for near in (one, other):
            if self._declared.get(near, "auto") != "auto":
                at = self._pixels(near, whole)
                return at >= whole or (at < 0 and at + size <= 0)
        return False

    def _is_shrunk(self) -> bool:
        for name, given in FUNCTION.findall(self._declared.get("transform", "")):
            parts = [number(each.strip()) for each in given.split(",")]
            if name in {"scale", "scalex", "scaley", "scale3d"} and any(_is_none(each) for each in parts[:2]):
                return True
            if name == "matrix" and len(parts) == 6 and _is_none(parts[0]) and _is_none(parts[1]):  # noqa: PLR2004
                return True
            if name in {"rotatex", "rotatey"} and given.strip() in {"90deg", "-90deg", "270deg", ".25turn"}:
                return True
        alone = self._declared.get("scale", "none")
        return alone != "none" and any(_is_none(number(each)) for each in alone.split()[:2])

    def _is_clipped(self) -> bool:
        found = re.fullmatch(r"rect\(([^()]*)\)", self._declared.get("clip", ""))
        if found and self.position in {"absolute", "fixed"}:
            sides = [length(each, em=self._font, bare=True) for each in found[1].replace(",", " ").split()]
            if len(sides) == 4:  # noqa: PLR2004 - top, right, bottom, left
                top, right, bottom, left = sides
                if _spans_nothing(top, bottom) or _spans_nothing(left, right):
                    return True
        return _is_path_empty(self._declared.get("clip-path", "none"), self._font)


def _is_none(factor: float | None) -> bool:
    return factor is not None and abs(factor) < 0.02  # noqa: PLR2004 - a fiftieth of the size is none to be seen


def _spans_nothing(start: float | None, end: float | None) -> bool:
    return end is not None and end - (start or 0.0) <= 1


def _is_path_empty(path: str, font: float) -> bool:
    """Whether a `clip-path` leaves nothing."""
    found = re.match(r"(inset|circle|ellipse|polygon|rect|path)\((.*)\)", path)
    return bool(found) and found is not None and _EMPTY[found[1]](found[2].strip(), font)


def _is_inset_empty(given: str, font: float) -> bool:
    parts = words(given.partition(" round")[0].replace(",", " "))
    if not parts or not any(part.endswith("%") for part in parts):
        return False
    top, right, bottom, left = (
        length(parts[at], em=font, whole=100.0) or 0.0 for at in PART_OF_SIDE[min(len(parts), len(SIDES))]
    )
    return top + bottom >= 100 or left + right >= 100  # noqa: PLR2004 - per cent


def _is_circle_empty(given: str, _: float) -> bool:
    radii = given.partition("at ")[0].split()
    return bool(radii) and any(length(each) == 0 for each in radii)


def _is_polygon_empty(given: str, _: float) -> bool:
    points = {tuple(point.split()[:2]) for point in given.split(",") if len(point.split()) > 1}
    xs, ys = ({length(point[at], whole=100.0) for point in points} for at in (0, 1))
    return bool(points) and (len(xs) == 1 or len(ys) == 1)


_EMPTY: dict[str, Callable[[str, float], bool]] = {
    "inset": _is_inset_empty,
    "circle": _is_circle_empty,
    "ellipse": _is_circle_empty,
    "polygon": _is_polygon_empty,
    "rect": lambda given, _: set(given.split()) <= {"0", "0px", "0%"},
    "path": lambda given, _: given.strip("\"' ") in {"", "m0 0", "m0,0", "m 0 0"},
}
