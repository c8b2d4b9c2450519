"""What changes how markup is read: XHTML, made readable for an HTML parser, and quirks mode.

Browsers read a page without a doctype, or with an old one, in quirks mode (HTML Standard, "initial insertion mode"): in
styles numbers need no unit there, and the case of the letters A to Z in names of classes and ids tells nothing.
"""

import html
import re
import string

from selectolax.lexbor import LexborHTMLParser

from jobs.web.html.tags import find

DOCTYPE = "<!doctype html>"
"""Put before what is never read in quirks mode, whatever it says itself."""

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
_RAW = ("script", "style")
_CLOSED = re.compile(r"<([A-Za-z][\w.:-]*)((?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)/>")
_CDATA = re.compile(r"(<([A-Za-z]+)[^<>]*>\s*)?<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_SMALL = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def as_html(markup: str) -> str:
    """`markup` with `<a/>` written as `<a></a>`, and CDATA sections as text; XML knows no quirks mode.

    Only for what is served as XHTML. A page that is not well-formed is read as HTML would be, where a browser stops.
    """
    return DOCTYPE + _CLOSED.sub(_opened, _CDATA.sub(_told, markup))


def is_in_quirks_mode(tree: LexborHTMLParser) -> bool:
    """Whether a page is read so: Lexbor knows, and tells by whether a selector fits in another case."""
    probe = tree.create_node("b")
    probe.attrs["class"] = "a"
    return bool(find(".A", probe))


def without_case(names: str) -> str:
    """Names of classes and ids with small letters for the capitals A to Z: all others keep their case."""
    return names.translate(_SMALL)


def _opened(found: re.Match[str]) -> str:
    name = found[1]
    return found[0] if name.lower() in _VOID else f"<{name}{found[2]}></{name}>"


def _told(found: re.Match[str]) -> str:
    before, name, text = found[1] or "", found[2] or "", found[3]
    return before + (text if name.lower() in _RAW else html.escape(text, quote=False))
