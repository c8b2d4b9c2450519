"""Which rules could hide something: told from the signs in their declarations, before these are read."""

import re
from collections.abc import Callable
from collections.abc import Set as AbstractSet

from jobs.web.html.css.values import Colour, colour, is_near

_HIDING = re.compile(
    r"(?:display|visibility|scale)\s*:\s*(?:none|hidden|collapse|[-+.0])|content-visibility|clip(?:-path)?\s*:"
    r"|opacity\s*[:(]\s*[-+.0]|(?:size|height|width)\s*:\s*[-+.01]|font\s*:|(?<![\w-])all\s*:|var\(|text-fill"
    r"|translate[^;]*(?:\d{3}|[2-9]\d\d?(?:em|rem|vw|vh))|translate[xy3d]*\(\s*-?1\d\d%|scale[xy3d]*\(\s*[-+.0]|matrix|rotate[xy]"
    r"|-\d{3}|-\d+(?:\.\d+)?(?:em|rem|vw|vh|%)|\d{4}|(?:left|right|top|bottom|indent)\s*:\s*[-\d]{3}|color\s*:\s*transparent"
    r"|size\s*:\s*calc|(?:left|right|top|bottom|block|inline)\s*:\s*(?:calc|min|max|clamp)|animation",
    re.IGNORECASE,
)
"""What a declaration that hides has of: most rules have none of it."""
_SHOWING = re.compile(
    r"display\s*:\s*[^n\s]|visibility\s*:\s*v|opacity\s*:\s*[.1-9]|(?:height|width)\s*:|transform|translate|scale"
    r"|(?:left|right|top|bottom|inset[a-z-]*|margin[a-z-]*)\s*:|clip|position\s*:|(?:^|[;\s])color\s*:|font|overflow",
    re.IGNORECASE,
)
"""What a declaration that shows again has of."""
_COLOUR = re.compile(r"(?<![\w-])color\s*:\s*([^;}!]+)", re.IGNORECASE)
_BACKGROUND = re.compile(r"background(?:-color)?\s*:\s*([^;}!]+)")
_WHITE = (255.0, 255.0, 255.0, 1.0)

HIDES: dict[str, Callable[[str], bool]] = {
    "display": lambda value: value == "none",
    "visibility": lambda value: value in {"hidden", "collapse"},
    "opacity": lambda value: value.startswith("0") and not value.strip("0.%"),
    "content-visibility": lambda value: value == "hidden",
}
"""By property, whether a value hides by itself."""


def could_hide(block: str) -> bool:
    """Whether declarations could hide, whatever the colours are."""
    return _HIDING.search(block) is not None


def could_show(block: str) -> bool:
    """Whether declarations could show what others hide."""
    return _SHOWING.search(block) is not None


def could_vanish(block: str, backgrounds: Callable[[], AbstractSet[Colour | None]]) -> bool:
    """Whether letters could be as what is behind them; `backgrounds` are those that the page's sheets set."""
    letters = [found for value in _COLOUR.findall(block) if (found := colour(value.strip())) is not None]
    return any(is_near(each, _WHITE) for each in letters) or any(each in backgrounds() for each in letters)


def backgrounds_in(css: str) -> frozenset[Colour | None]:
    """The colours that a sheet sets behind letters."""
    return frozenset(colour(value.strip()) for value in set(_BACKGROUND.findall(css.lower())))
