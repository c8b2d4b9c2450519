"""The addresses on a page, written as Chromium writes them, which differs a little from the URL Standard."""

import re
from collections.abc import Callable, Sequence

from jobs.web.urls import join, join_all

Resolve = Callable[[str], tuple[str, bool]]
"""From what stands on the page to (address, whether it is a valid one); what does not parse stays as it is."""

_SPECIAL = ("http:", "https:", "ws:", "wss:", "ftp:", "file:")
_DROPPED = re.compile(r"[\t\n\r]")
_AUTHORITY = re.compile(r"([\x00-\x20]*(?:https?:)?[/\\]{2}(?:[^/\\?#]*@)?)([^/\\?#]*)(.*)", re.IGNORECASE | re.DOTALL)
_HOST_SPACE = re.compile("[ \u00a0\u2000-\u200a\u202f\u205f\u3000]")
_STAND_IN = "x5p6a7c8e9x"


def resolver(base: str, encoding: str) -> Resolve:
    """Resolves single addresses of one page."""

    def resolve(raw: str) -> tuple[str, bool]:
        return _as_chromium_has_it(raw, join(raw, base, encoding), base, encoding)

    return resolve


def resolve_all(raws: Sequence[str], base: str, encoding: str) -> tuple[list[str], frozenset[int]]:
    """The addresses of all links of a page, and the numbers of those that are no valid ones."""
    resolve = resolver(base, encoding)
    known: dict[str, tuple[str, bool]] = {}

    def otherwise(raw: str) -> str:
        if raw not in known:
            known[raw] = resolve(raw)
        return known[raw][0]

    hrefs = join_all(raws, base, otherwise)
    invalid = {raw for raw, (_, is_valid) in known.items() if not is_valid}
    return hrefs, frozenset(number for number, raw in enumerate(raws) if raw in invalid) if invalid else frozenset()


def _as_chromium_has_it(raw: str, href: str | None, base: str, encoding: str) -> tuple[str, bool]:
    """What `raw` joins to by the standard, and where Chromium differs, as that has it."""
    if href is None:
        return _with_spaces_in_host(raw, base, encoding) or raw, False
    if "*" in href and (starred := _star_in_host(href)):
        return starred, False
    if "'" in href and not href.startswith(_SPECIAL):
        return _with_quotes_encoded(href), True
    return href, True


def _with_spaces_in_host(raw: str, base: str, encoding: str) -> str | None:
    """A host with spaces is none by the standard; Chromium writes them as `%20`, and then does not find the host."""
    found = _AUTHORITY.fullmatch(_DROPPED.sub("", raw))
    if not found or not _HOST_SPACE.search(found[2]):
        return None
    href = join(found[1] + _HOST_SPACE.sub(_STAND_IN, found[2]) + found[3], base, encoding)
    return href.replace(_STAND_IN, "%20") if href else None


def _star_in_host(href: str) -> str | None:
    """A star in a host is allowed by the standard; Chromium writes it as `%2A`."""
    found = _AUTHORITY.fullmatch(href)
    return found[1] + found[2].replace("*", "%2A") + found[3] if found and "*" in found[2] else None


def _with_quotes_encoded(href: str) -> str:
    """In the query of a scheme of its own (`mailto:`), Chromium encodes an apostrophe as in that of a web address."""
    before, mark, rest = href.partition("?")
    query, number_sign, fragment = rest.partition("#")
    return before + mark + query.replace("'", "%27") + number_sign + fragment
