"""The URL Standard of WHATWG, as browsers follow it: parse, join, serialise."""

import re

import ada_url

from jobs.web.charsets.encoders import encode_query

_STRIPPED = re.compile(r"[\t\n\r]")

# mailto:, javascript: and their like, whose query is UTF-8 whatever the page. The standard says the same of web sockets
# and unknown schemes with a path; Chromium, our judge, does not.
_OPAQUE = re.compile(r"[\x00-\x20]*(?!(?:https?|wss?|ftp|file):)[a-z][a-z0-9+.\-\t\r\n]*:(?!/)", re.IGNORECASE)


def join(href: str, base: str, encoding: str = "utf-8") -> str | None:
    """The absolute address that `href` on a page means, written as a browser's `a.href` gives it.

    `base` is the page's base address, `encoding` the name of the page's encoding as `decode.sniff` gives it:
    the query of a link is encoded in it, path and fragment always in UTF-8. None where it does not parse.
    """
    if not href.isascii():
        href = _with_encoded_query(_well_formed(href), encoding)
    try:
        return ada_url.join_url(base, href)
    except ValueError:
        return None


def parse(text: str) -> str | None:
    """The absolute address `text` as a browser writes it, or None where it is none."""
    try:
        return ada_url.normalize_url(_well_formed(text))
    except ValueError:
        return None


def host(url: str) -> str:
    """The host of an address in lower case, international names in Punycode; empty where there is none."""
    try:
        return ada_url.URL(url).hostname
    except ValueError:
        return ""


def _with_encoded_query(href: str, encoding: str) -> str:
    """`href` with its query in the page's encoding already; the rest is left to the parser."""
    if encoding == "utf-8" or _OPAQUE.match(href):
        return href
    before, mark, fragment = _STRIPPED.sub("", href).partition("#")
    path, question, query = before.partition("?")
    return f"{path}{question}{encode_query(query, encoding)}{mark}{fragment}"


def _well_formed(text: str) -> str:
    """`text` with surrogates paired, and the lone ones, which no URL can hold, as U+FFFD."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
