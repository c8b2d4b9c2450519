"""Values of properties: lengths in pixels on a screen of 1280 x 720, and colours."""

import re
from collections.abc import Iterator
from functools import lru_cache

from jobs.web.html.css.syntax import words

Colour = tuple[float, float, float, float]
"""Red, green and blue from 0 to 255, and alpha from 0 to 1."""

_NEAR = 8.0
"""Of 255, the difference in each channel up to which nobody sees one."""
_LEAST_ALPHA = 0.1

WIDTH, HEIGHT = 1280.0, 720.0
_UNITS = {
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "in": 96.0,
    "cm": 96 / 2.54,
    "mm": 96 / 25.4,
    "q": 96 / 101.6,
    "rem": 16.0,
} | {
    prefix + unit: size / 100
    for prefix in ("", "s", "l", "d")
    for unit, size in (("vw", WIDTH), ("vi", WIDTH), ("vh", HEIGHT), ("vb", HEIGHT), ("vmin", HEIGHT), ("vmax", WIDTH))
}
_EM = {"em": 1.0, "ex": 0.5, "ch": 0.5, "cap": 0.7, "ic": 1.0, "lh": 1.2, "rlh": 1.2, "rex": 0.5, "rch": 0.5}
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?", re.IGNORECASE)
_DIMENSION = re.compile(rf"({_NUMBER.pattern})(%|[a-z]*)", re.IGNORECASE)
_MATH = re.compile(r"(-webkit-)?(calc|min|max|clamp)\(", re.IGNORECASE)
_TOKEN = re.compile(rf"\s*(?:({_NUMBER.pattern})(%|[a-z]*)|(calc|min|max|clamp)?(\()|([-+*/),]))", re.IGNORECASE)
_LONGEST_MATH = 300
_DEEPEST = 20


def length(text: str, *, em: float = 16.0, whole: float = WIDTH, bare: bool = False) -> float | None:
    """A length in pixels; None where it is none. `em` is the font's size, `whole` what per cents are of.

    With `bare`, a number needs no unit: so it is in quirks mode.
    """
    found = _DIMENSION.fullmatch(text)
    if found:
        return _pixels(float(found[1]), found[2].lower(), em, whole, bare=bare)
    if _MATH.match(text) and len(text) <= _LONGEST_MATH:
        return _Sum(text.removeprefix("-webkit-"), em, whole).value()
    return None


def number(text: str) -> float | None:
    """A number or a share in per cent."""
    found = _DIMENSION.fullmatch(text)
    if found and found[2] in {"", "%"}:
        return float(found[1]) / (100 if found[2] else 1)
    if _MATH.match(text) and len(text) <= _LONGEST_MATH:
        return _Sum(text, 16.0, 1.0).value()
    return None


def _pixels(amount: float, unit: str, em: float, whole: float, *, bare: bool) -> float | None:
    if unit == "%":
        return amount * whole / 100
    if unit in _EM:
        return amount * _EM[unit] * em
    if unit in _UNITS:
        return amount * _UNITS[unit]
    return amount if not unit and (bare or amount == 0) else None


class _Sum:
    """A `calc()` and its kin, worked out from left to right."""

    def __init__(self, text: str, em: float, whole: float) -> None:
        self._tokens = self._read(text)
        self._em, self._whole = em, whole
        self._depth = 0

    def value(self) -> float | None:
        """What it comes to; None where it is not well formed."""
        try:
            result = self._product()
            return result if next(self._tokens, None) is None else None
        except (StopIteration, ValueError, ZeroDivisionError, OverflowError):
            return None

    @staticmethod
    def _read(text: str) -> Iterator[re.Match[str]]:
        at = 0
        while at < len(text.rstrip()):
            found = _TOKEN.match(text, at)
            if not found:
                raise ValueError(text)
            at = found.end()
            yield found

    def _product(self) -> float:
        """One operand: a dimension, or brackets with what is in them."""
        token = next(self._tokens)
        if token[1]:
            pixels = _pixels(float(token[1]), token[2].lower(), self._em, self._whole, bare=True)
            if pixels is None:
                raise ValueError(token[0])
            return pixels
        if not token[4] or self._depth > _DEEPEST:
            raise ValueError(token[0])
        self._depth += 1
        given = list(self._arguments())
        self._depth -= 1
        kind = (token[3] or "calc").lower()
        if kind == "clamp" and len(given) == 3:  # noqa: PLR2004 - its three arguments
            return max(given[0], min(given[1], given[2]))
        if kind == "calc" and len(given) == 1:
            return given[0]
        if kind in {"min", "max"}:
            return min(given) if kind == "min" else max(given)
        raise ValueError(kind)

    def _arguments(self) -> Iterator[float]:
        total, term = 0.0, self._product()
        while True:
            sign = next(self._tokens)
            joint = sign[5] or (sign[1] or " ")[0]
            if sign[1]:  # `1px -2px`: the sign was read with the number
                raise ValueError(sign[0])
            if joint in "),":
                yield total + term
                if joint == ")":
                    return
                total, term = 0.0, self._product()
            elif joint == "*":
                term *= self._product()
            elif joint == "/":
                term /= self._product()
            else:
                total, term = total + term, self._product() * (-1 if joint == "-" else 1)


@lru_cache(maxsize=1024)
def colour(text: str) -> Colour | None:
    """A colour; None where it is none, or one that we cannot work out."""
    text = text.strip().lower()
    if text.startswith("#"):
        return _from_hex(text[1:])
    if text in _NAMED:
        return _from_hex(_NAMED[text])
    if text == "transparent":
        return (0, 0, 0, 0)
    found = re.fullmatch(r"(rgb|hsl)a?\(([^()]*)\)", text)
    if not found:
        return None
    parts = found[2].replace(",", " ").replace("/", " ").split()
    if len(parts) not in {3, 4}:
        return None
    alpha = _channel(parts[3], 1) if len(parts) > 3 else 1.0  # noqa: PLR2004 - the fourth is alpha
    return _from_rgb(parts, alpha) if found[1] == "rgb" else _from_hsl(parts, alpha)


def is_near(letters: Colour, behind: Colour) -> bool:
    """Whether letters of a colour cannot be told from what is behind them."""
    red, green, blue, alpha = letters
    return alpha < _LEAST_ALPHA or all(
        abs(one - other) * alpha <= _NEAR for one, other in zip((red, green, blue), behind[:3], strict=True)
    )


def _from_hex(digits: str) -> Colour | None:
    if not re.fullmatch(r"[0-9a-f]+", digits) or len(digits) not in {3, 4, 6, 8}:
        return None
    if len(digits) < 6:  # noqa: PLR2004 - each digit stands for two
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue, alpha = (int(digits[at : at + 2] or "ff", 16) for at in (0, 2, 4, 6))
    return (red, green, blue, alpha / 255)


def _channel(text: str, whole: float) -> float | None:
    found = re.fullmatch(r"([+-]?(?:\d+\.?\d*|\.\d+))(%)?", text)
    if not found:
        return 0.0 if text == "none" else None
    return max(0.0, min(whole, float(found[1]) * (whole / 100 if found[2] else 1)))


def _from_rgb(parts: list[str], alpha: float | None) -> Colour | None:
    red, green, blue = (_channel(part, 255) for part in parts[:3])
    return None if red is None or green is None or blue is None or alpha is None else (red, green, blue, alpha)


def _from_hsl(parts: list[str], alpha: float | None) -> Colour | None:
    found = re.fullmatch(r"([+-]?[\d.]+)(deg)?", parts[0])
    saturation, lightness = (_channel(part.removesuffix("%"), 100) for part in parts[1:3])
    if not found or saturation is None or lightness is None or alpha is None:
        return None
    hue, light, strength = (
        float(found[1]) / 30,
        lightness / 100,
        saturation / 100 * min(lightness, 100 - lightness) / 100,
    )

    def part(offset: float) -> float:
        turned = (offset + hue) % 12
        return 255 * (light - strength * max(-1, min(turned - 3, 9 - turned, 1)))

    return (part(0), part(8), part(4), alpha)


_NAMED = dict(
    pair.split(":")
    for pair in words("""
    aliceblue:f0f8ff antiquewhite:faebd7 aqua:00ffff aquamarine:7fffd4 azure:f0ffff beige:f5f5dc bisque:ffe4c4
    black:000000 blanchedalmond:ffebcd blue:0000ff blueviolet:8a2be2 brown:a52a2a burlywood:deb887 cadetblue:5f9ea0
    chartreuse:7fff00 chocolate:d2691e coral:ff7f50 cornflowerblue:6495ed cornsilk:fff8dc crimson:dc143c cyan:00ffff
    darkblue:00008b darkcyan:008b8b darkgoldenrod:b8860b darkgray:a9a9a9 darkgreen:006400 darkgrey:a9a9a9
    darkkhaki:bdb76b darkmagenta:8b008b darkolivegreen:556b2f darkorange:ff8c00 darkorchid:9932cc darkred:8b0000
    darksalmon:e9967a darkseagreen:8fbc8f darkslateblue:483d8b darkslategray:2f4f4f darkslategrey:2f4f4f
    darkturquoise:00ced1 darkviolet:9400d3 deeppink:ff1493 deepskyblue:00bfff dimgray:696969 dimgrey:696969
    dodgerblue:1e90ff firebrick:b22222 floralwhite:fffaf0 forestgreen:228b22 fuchsia:ff00ff gainsboro:dcdcdc
    ghostwhite:f8f8ff gold:ffd700 goldenrod:daa520 gray:808080 green:008000 greenyellow:adff2f grey:808080
    honeydew:f0fff0 hotpink:ff69b4 indianred:cd5c5c indigo:4b0082 ivory:fffff0 khaki:f0e68c lavender:e6e6fa
    lavenderblush:fff0f5 lawngreen:7cfc00 lemonchiffon:fffacd lightblue:add8e6 lightcoral:f08080 lightcyan:e0ffff
    lightgoldenrodyellow:fafad2 lightgray:d3d3d3 lightgreen:90ee90 lightgrey:d3d3d3 lightpink:ffb6c1
    lightsalmon:ffa07a lightseagreen:20b2aa lightskyblue:87cefa lightslategray:778899 lightslategrey:778899
    lightsteelblue:b0c4de lightyellow:ffffe0 lime:00ff00 limegreen:32cd32 linen:faf0e6 magenta:ff00ff maroon:800000
    mediumaquamarine:66cdaa mediumblue:0000cd mediumorchid:ba55d3 mediumpurple:9370db mediumseagreen:3cb371
    mediumslateblue:7b68ee mediumspringgreen:00fa9a mediumturquoise:48d1cc mediumvioletred:c71585 midnightblue:191970
    mintcream:f5fffa mistyrose:ffe4e1 moccasin:ffe4b5 navajowhite:ffdead navy:000080 oldlace:fdf5e6 olive:808000
    olivedrab:6b8e23 orange:ffa500 orangered:ff4500 orchid:da70d6 palegoldenrod:eee8aa palegreen:98fb98
    paleturquoise:afeeee palevioletred:db7093 papayawhip:ffefd5 peachpuff:ffdab9 peru:cd853f pink:ffc0cb plum:dda0dd
    powderblue:b0e0e6 purple:800080 rebeccapurple:663399 red:ff0000 rosybrown:bc8f8f royalblue:4169e1
    saddlebrown:8b4513 salmon:fa8072 sandybrown:f4a460 seagreen:2e8b57 seashell:fff5ee sienna:a0522d silver:c0c0c0
    skyblue:87ceeb slateblue:6a5acd slategray:708090 slategrey:708090 snow:fffafa springgreen:00ff7f steelblue:4682b4
    tan:d2b48c teal:008080 thistle:d8bfd8 tomato:ff6347 turquoise:40e0d0 violet:ee82ee wheat:f5deb3 white:ffffff
    whitesmoke:f5f5f5 yellow:ffff00 yellowgreen:9acd32""")
)
"""CSS Color Module Level 4, "Named Colors"."""
