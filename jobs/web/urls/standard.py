"""The URL Standard of WHATWG, as browsers follow it: parse, join, serialise."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from string import ascii_letters, digits
from typing import NamedTuple

import ada_url

from jobs.web.encoding.encoders import encode_query

_AUTHORITY = re.compile(r"(https?:[/\\]*|//)([^/\\?#]*)(.*)", re.IGNORECASE | re.DOTALL)

# Addresses that the standard leaves as they are: no escapes to make, no default port, no host that could be a number.
_ORIGIN = re.compile(r"https?://[^/?#]*")
_NEVER_ESCAPED = (ascii_letters + digits + "_$&()+,;=@%~./!*:?#-").encode()
_DOTTED = ("/.", "/%2", "..", "xn--")
_NOT_SECOND = frozenset({"", "/"})
_UP = "../"
_TOGETHER = 64
_BETWEEN = "="  # with which no two addresses are odder than each of them
_SHORTEST_SCHEME = len("http://x")
_PLAIN_HOST = re.compile(r"https?://[a-z0-9.-]*\.[a-z][a-z0-9-]*/")
_NAME_FIRST = re.compile(r"\w[\w~.-]*(?=[/?#]|\Z)", re.ASCII)
_OF_PATH = r"\w$&()+,;=@%~./!*:-"
_PLAIN = re.compile(
    rf"(https?:)//([a-z0-9.-]*\.[a-z][a-z0-9-]*)(/[{_OF_PATH}]*)(\?[{_OF_PATH}?]*)?(#[{_OF_PATH}?]*)?", re.ASCII
)
_SPACE = re.compile(r" |%20")
_STAND_IN = "0space0"  # a label that no host name on a page has
_STRIPPED = re.compile(r"[\t\n\r]")

# mailto:, javascript: and their like, whose query is UTF-8 whatever the page. The standard says the same of web sockets
# and unknown schemes with a path; Chromium, our judge, does not.
_OPAQUE = re.compile(r"[\x00-\x20]*(?!(?:https?|wss?|ftp|file):)[a-z][a-z0-9+.\-\t\r\n]*:(?!/)", re.IGNORECASE)


class UrlParts(NamedTuple):
    """An absolute address taken apart: each part as a browser's `URL` names it."""

    href: str
    protocol: str
    host: str
    hostname: str
    pathname: str
    search: str
    hash: str


def parts_of(url: str) -> UrlParts | None:
    """An absolute address taken apart, or None where it is none; most are plain, and need no parser."""
    if plain := plain_parts(url):
        return plain
    try:
        found = ada_url.URL(url)
    except ValueError:
        return None
    return UrlParts(*(getattr(found, part) for part in UrlParts._fields))


def plain_parts(url: str) -> UrlParts | None:
    """An address that is written as a browser would write it, taken apart; None where that is not plain to see."""
    plain = _PLAIN.fullmatch(url)
    if not plain or any(sign in url for sign in _DOTTED):
        return None
    protocol, host, path, query, fragment = plain.groups("")
    search, mark = (part if len(part) > 1 else "" for part in (query, fragment))
    return UrlParts(url, protocol, host, host, path, search, mark)


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


def join_all(hrefs: Sequence[str], base: str, otherwise: Callable[[str], str]) -> list[str]:
    """The addresses that a page's many links mean: what `join` would give, or `otherwise` where that takes a parser.

    Most are written as a browser would write them, but for what `base` has before them.
    """
    origin = _ORIGIN.match(base)
    if not origin or "|" in base or "*" in base or parse(base) != base:
        return list(map(otherwise, hrefs))
    document = base.partition("#")[0]
    page = document.partition("?")[0]
    folder = page[: page.rindex("/") + 1]
    above = folder[: max(folder.rfind("/", 0, -1), origin.end()) + 1]
    before = {"/": origin[0], "?": page, "#": document}
    odd = _odd(hrefs)
    joined: list[str] = []
    for href in hrefs:
        if href in odd:
            joined.append(otherwise(href))
        elif (start := before.get(href[:1])) and href[1:2] not in _NOT_SECOND:
            joined.append(start + href)
        elif _is_plain(href[: href.find("/", _SHORTEST_SCHEME) + 1]):
            joined.append(href)
        elif _NAME_FIRST.match(href):
            joined.append(folder + href)
        else:
            joined.append(above + href[len(_UP) :] if href.startswith(_UP) else otherwise(href))
    return joined


@lru_cache(maxsize=4096)
def _is_plain(start: str) -> bool:
    """Whether scheme and host are written as the standard would write them: pages of a site name the same."""
    return _PLAIN_HOST.fullmatch(start) is not None and not any(sign in start for sign in _DOTTED)


def _odd(hrefs: Sequence[str]) -> frozenset[str]:
    """Those of `hrefs` that the standard may write otherwise, sought among many at a time, for they are few."""
    parts = (hrefs[at : at + _TOGETHER] for at in range(0, len(hrefs), _TOGETHER))
    return frozenset(href for part in parts if _is_odd(_BETWEEN.join(part)) for href in part if _is_odd(href))


def _is_odd(text: str) -> bool:
    signs = text.encode("utf-8", "surrogatepass").translate(None, _NEVER_ESCAPED)
    return bool(signs) or "/." in text or ("%" in text and "/%2" in text)


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


@lru_cache(maxsize=1024)
def host(url: str) -> str:
    """The host of an address in lower case, international names in Punycode; empty where there is none."""
    try:
        return ada_url.URL(url).hostname
    except ValueError:
        return ""


def up_to_path(href: str) -> str:
    """A web address that is serialised as a browser does, up to its path: read off, for a page may have thousands."""
    return href[: href.find("/", _SHORTEST_SCHEME)]


def _with_encoded_query(href: str, encoding: str) -> str:
    """`href` with its query in the page's encoding already; the rest is left to the parser."""
    if encoding == "utf-8" or _OPAQUE.match(href):
        return href
    before, mark, fragment = _STRIPPED.sub("", href).partition("#")
    path, question, query = before.partition("?")
    return f"{path}{question}{encode_query(query, encoding)}{mark}{fragment}"


def _well_formed(text: str) -> str:
    """`text` with surrogates paired, and the lone ones, which no URL can hold, as U+FFFD."""
    return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _escaped_pipes(url: str) -> str:
    """Chromium escapes `|` in paths; the standard leaves it, for the sake of drives: `file:///C|/`."""
    if not url.startswith(("http:", "https:")):
        return url
    end = min((place for place in (url.find("?"), url.find("#")) if place >= 0), default=len(url))
    return url[:end].replace("|", "%7C") + url[end:]
