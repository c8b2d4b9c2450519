"""The URL Standard of WHATWG, as browsers follow it: parse, join, serialise."""

import re

import ada_url

from jobs.web.charsets.encoders import encode_query

_STRIPPED = re.compile(r"[\t\n\r]")
_SCHEME = re.compile(r"[\x00-\x20]*([A-Za-z][A-Za-z0-9+.\-]*):")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")

# Only these take the document's encoding for their query; web sockets are UTF-8 by the standard.
_ENCODED_SCHEMES = frozenset({"http", "https", "ftp", "file"})


def join(href: str, base: str, encoding: str = "utf-8") -> str | None:
    """The absolute address that `href` on a page means, written as a browser's `a.href` gives it.

    `base` is the page's base address, `encoding` the name of the page's encoding as `decode.sniff` gives it:
    the query of a link is encoded in it, path and fragment always in UTF-8. None where it does not parse.
    """
    if not href.isascii():
        href = _with_encoded_query(_LONE_SURROGATE.sub("\ufffd", href), base, encoding)
    try:
        return ada_url.join_url(base, href)
    except ValueError:
        return None


def parse(text: str) -> str | None:
    """The absolute address `text` as a browser writes it, or None where it is none."""
    try:
        return ada_url.normalize_url(_LONE_SURROGATE.sub("\ufffd", text))
    except ValueError:
        return None


def host(url: str) -> str:
    """The host of an address in lower case, international names in Punycode; empty where there is none."""
    try:
        return ada_url.URL(url).hostname
    except ValueError:
        return ""


def _with_encoded_query(href: str, base: str, encoding: str) -> str:
    """`href` with the query in the page's encoding already; the rest is left to the parser."""
    if encoding in {"utf-8", "utf-16le", "utf-16be", "replacement"}:
        return href
    href = _STRIPPED.sub("", href)
    before, mark, fragment = href.partition("#")
    path, question, query = before.partition("?")
    if query.isascii() or _scheme(path, base) not in _ENCODED_SCHEMES:
        return href
    return f"{path}{question}{encode_query(query, encoding)}{mark}{fragment}"


def _scheme(href: str, base: str) -> str:
    found = _SCHEME.match(href) or _SCHEME.match(base)
    return found.group(1).lower() if found else ""
