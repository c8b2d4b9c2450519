"""Whether an answer is an HTML page, told as browsers tell it."""

import re
from functools import lru_cache

from jobs.model.page import Headers, header_values

_HTML = frozenset({"text/html", "application/xhtml+xml"})
# The MIME Sniffing Standard treats these as if no type was given.
_UNSAID = frozenset({"", "unknown/unknown", "application/unknown", "*/*"})
_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"  # noqa: S105 - a token of HTTP's grammar, not a secret
_TYPE = re.compile(rf"\s*({_TOKEN}/{_TOKEN})\s*(?:;|$)")
_SNIFFED_BYTES = 1445
_HTML_START = re.compile(
    rb"[\t\n\f\r ]*<(?:!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p)[ >]"
    rb"|[\t\n\f\r ]*<!--",
    re.IGNORECASE,
)
_XML = frozenset({"application/xml", "text/xml"})
_XML_BYTES = 16 * 2**10
_XML_START = re.compile(
    rb"\s*(?:<\?[^>]{0,500}\?>\s*|<!--(?:[^-]|-(?!->)){0,4000}-->\s*|<!DOCTYPE[^>\[]{0,500}>\s*){0,9}<html\b([^>]{0,2000})>",
    re.IGNORECASE,
)
_FILES = (
    (b"%PDF-", "a PDF"),
    (b"%!PS-Adobe-", "a PostScript document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an office document"),
    (b"\x1f\x8b\x08", "a gzip archive"),
    (b"\x89PNG\r\n\x1a\n", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)
# By the first bytes, after the MIME Sniffing Standard; those of office documents are ours.
_UTF8_BOM = b"\xef\xbb\xbf"


def media_type(headers: Headers) -> str:
    """The media type in lower case, without parameters; empty where none is given. The last usable one counts."""
    return _last_in(",".join(header_values(headers, "content-type")))


@lru_cache(maxsize=256)
def _last_in(values: str) -> str:
    found = [match.group(1).lower() for match in map(_TYPE.match, values.split(",")) if match]
    return next((kind for kind in reversed(found) if kind != "*/*"), found[-1] if found else "")


def is_html(kind: str) -> bool:
    """Whether a media type is a page's."""
    return kind in _HTML


def is_unsaid(kind: str) -> bool:
    """Whether the type was left open, so that the body decides."""
    return kind in _UNSAID


def is_xml(kind: str) -> bool:
    """Whether a media type is any XML's, which is a page where its outermost element is XHTML's."""
    return kind in _XML


def looks_like_xhtml(body: bytes) -> bool:
    """Whether a browser shows an XML document as a page: its outermost element is `html` of XHTML's namespace."""
    found = _XML_START.match(body[:_XML_BYTES].removeprefix(_UTF8_BOM))
    return found is not None and b"http://www.w3.org/1999/xhtml" in found[1]


def file_kind(body: bytes) -> str:
    """What a file that is no page is, in words; empty where its first bytes do not say so."""
    return next((words for start, words in _FILES if body.startswith(start)), "")


def looks_like_html(body: bytes) -> bool:
    """Whether a browser that was given no type takes the body for HTML, by the MIME Sniffing Standard."""
    return bool(_HTML_START.match(body[:_SNIFFED_BYTES].removeprefix(_UTF8_BOM)))
