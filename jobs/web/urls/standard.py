"""The URL Standard of WHATWG, as browsers follow it: parse, join, serialise."""

import re
from collections.abc import Callable

import ada_url

from jobs.web.charsets.encoders import encode_query

_AUTHORITY = re.compile(r"(https?:[/\\]*|//)([^/\\?#]*)(.*)", re.IGNORECASE | re.DOTALL)

# Addresses that the standard leaves as they are: no escapes to make, no default port, no host that could be a number.
_ORIGIN = re.compile(r"https?://[^/?#]*")
_ESCAPED = re.compile(r"[^\w$&()+,;=@%~./!*:?#-]", re.ASCII)
_PLAIN_HOST = re.compile(r"https?://[a-z0-9.-]*\.[a-z][a-z0-9-]*/")
_NAME_FIRST = re.compile(r"\w[\w~.-]*(?=[/?#]|\Z)", re.ASCII)
_SPACE = re.compile(r" |%20")
_STAND_IN = "0space0"  # a label that no host name on a page has
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
        joined = ada_url.join_url(base, href)
    except ValueError:
        return None
    return _escaped_pipes(joined) if "|" in joined else joined


def joiner(base: str, encoding: str = "utf-8") -> Callable[[str], str | None]:
    """`join` for the many links of one page: most are written as a browser would, and need no parser."""
    origin = _ORIGIN.match(base)
    if not origin or "|" in base:
        return lambda href: join(href, base, encoding)
    document = base.partition("#")[0]
    folder = document.partition("?")[0].rpartition("/")[0] + "/"

    def joined(href: str) -> str | None:
        may_change = "/." in href or "/%2" in href or ".." in href or "xn--" in href
        if not may_change and not _ESCAPED.search(href):
            first = href[:1]
            if first == "/" and href[1:2] != "/":
                return origin[0] + href
            if first == "#" and href != "#":
                return document + href
            if _PLAIN_HOST.match(href):
                return href
            if _NAME_FIRST.match(href):
                return folder + href
        return join(href, base, encoding)

    return joined


def as_shown(href: str, base: str, encoding: str = "utf-8") -> str:
    """What Chromium shows for a link that `join` refuses: the raw text, or the address with the space in its host.

    The standard has no spaces in host names. Chromium escapes them, and no name server knows the result.
    """
    authority = _AUTHORITY.match(href.strip("\t\n\f\r "))
    if authority and _SPACE.search(authority[2]):
        spaced = authority[1] + _SPACE.sub(_STAND_IN, authority[2]) + authority[3]
        joined = join(spaced, base, encoding)
        if joined and joined.count(_STAND_IN) == len(_SPACE.findall(authority[2])):
            return joined.replace(_STAND_IN, "%20")
    return href


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


def _escaped_pipes(url: str) -> str:
    """Chromium escapes `|` in paths; the standard leaves it, for the sake of drives: `file:///C|/`."""
    if not url.startswith(("http:", "https:")):
        return url
    end = min((place for place in (url.find("?"), url.find("#")) if place >= 0), default=len(url))
    return url[:end].replace("|", "%7C") + url[end:]
