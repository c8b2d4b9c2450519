"""XHTML made readable for an HTML parser: the two things in which the same text means another tree."""

import html
import re

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
_RAW = ("script", "style")
_CLOSED = re.compile(r"<([A-Za-z][\w.:-]*)((?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)/>")
_CDATA = re.compile(r"(<([A-Za-z]+)[^<>]*>\s*)?<!\[CDATA\[(.*?)\]\]>", re.DOTALL)


def as_html(markup: str) -> str:
    """`markup` with `<a/>` written as `<a></a>`, and CDATA sections as text.

    Only for what is served as XHTML. A page that is not well-formed is read as HTML would be, where a browser stops.
    """
    return _CLOSED.sub(_opened, _CDATA.sub(_told, markup))


def _opened(found: re.Match[str]) -> str:
    name = found[1]
    return found[0] if name.lower() in _VOID else f"<{name}{found[2]}></{name}>"


def _told(found: re.Match[str]) -> str:
    before, name, text = found[1] or "", found[2] or "", found[3]
    return before + (text if name.lower() in _RAW else html.escape(text, quote=False))
