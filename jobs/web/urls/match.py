"""Whether a link on a page leads to the page of ours that was agreed."""

import re
from enum import StrEnum
from functools import lru_cache
from operator import attrgetter
from urllib.parse import quote, unquote

from msgspec import Struct

from jobs.web.urls.domains import is_ip, registrable_domain
from jobs.web.urls.redirectors import leads_to
from jobs.web.urls.standard import parse, parts_of, plain_parts
from jobs.web.urls.tracking import is_tracking


class Degree(StrEnum):
    """How near a link comes to its target."""

    EXACT = "exact"
    VARIANT = "variant"
    SAME_SITE = "same_site"
    REDIRECTOR = "redirector"
    NO = "no"


class Varies(StrEnum):
    """What may differ between two spellings of the same link."""

    SCHEME = "scheme"
    WWW = "www"
    TRAILING_SLASH = "trailing slash"
    TRACKING = "tracking parameters"
    FRAGMENT = "fragment"


class TargetMatch(Struct, frozen=True):
    """How a link relates to a target, and what differs where it is a variant; of a redirector, where it leads."""

    degree: Degree
    varies: tuple[Varies, ...] = ()
    leads_to: str = ""


_NO = TargetMatch(Degree.NO)
_EXACT = TargetMatch(Degree.EXACT)


class _Parts(Struct, frozen=True):
    """An address taken apart for comparing, each part normalised."""

    href: str
    """As a browser writes it."""
    scheme: str
    host: str
    port: str
    path: str
    query: str
    fragment: str
    page: tuple[str, ...]
    """What makes a page: all that variants share."""


_VARYING = (
    (Varies.SCHEME, attrgetter("scheme")),
    (Varies.WWW, attrgetter("host")),
    (Varies.TRAILING_SLASH, attrgetter("path")),
    (Varies.TRACKING, attrgetter("query")),
    (Varies.FRAGMENT, attrgetter("fragment")),
)


def match_key(href: str) -> str:
    """One spelling for all spellings that servers take for the same: percent-encoding and an empty query folded.

    Scheme, host, port, path, query and fragment all count. Text that is no address is its own key.
    """
    parts = _parts(href)
    return _joined(parts) if parts else href.strip()


def page_key(url: str) -> str:
    """One spelling for all spellings of a page that `same_target` calls variants; of what is no address, the text."""
    parts = _parts(url)
    return " ".join(parts.page) if parts else url.strip()


def pages_named(href: str) -> tuple[str, ...]:
    """The `page_key` of an address, and those of the addresses that it leads to as a redirector."""
    parts = _parts(href)
    return page_key(href), *(map(page_key, leads_to(parts.href)) if parts else ())


def page_wanted(target: str) -> str:
    """The `page_key` of a target; what leads there has it among its `pages_named`. Empty where it is a bare domain."""
    wanted = None if "/" not in target else _wanted(target)
    return " ".join(wanted.page) if wanted else ""


def same_target(href: str, target: str) -> TargetMatch:
    """How the address `href` relates to `target`, an address too, or a bare domain that stands for all its pages.

    A redirector is one whose host or path says so: a heuristic, for only following it would prove it.
    """
    link = _parts(href)
    if link is None or not link.host:
        return _NO
    wanted = _wanted(target)
    if wanted is None:
        return _NO
    is_domain = "/" not in target
    match = _direct(link, wanted, is_domain=is_domain)
    if match is not None:
        return match
    for address in leads_to(link.href):
        other = _parts(address)
        if other and _direct(other, wanted, is_domain=is_domain):
            return TargetMatch(Degree.REDIRECTOR, leads_to=address)
    same_site = registrable_domain(link.host) == registrable_domain(wanted.host)
    return TargetMatch(Degree.SAME_SITE) if same_site else _NO


def _wanted(target: str) -> _Parts | None:
    wanted = _parts(target)
    return wanted if wanted and wanted.host else _parts(f"https://{target.strip()}")


def _direct(link: _Parts, wanted: _Parts, *, is_domain: bool) -> TargetMatch | None:
    if is_domain:
        return _EXACT if _within(link.host, wanted.host) else None
    varies = _differences(link, wanted)
    if varies is None:
        return None
    return TargetMatch(Degree.VARIANT, varies) if varies else _EXACT


def _within(host: str, domain: str) -> bool:
    domain = domain.removeprefix("www.")
    return host == domain or (host.endswith(f".{domain}") and not is_ip(domain))


def _differences(one: _Parts, other: _Parts) -> tuple[Varies, ...] | None:
    """What varies between two spellings of one page, in a fixed order; None where they are two pages."""
    if one.page != other.page:
        return None
    return tuple(what for what, part in _VARYING if part(one) != part(other))


def _without_www(host: str) -> str:
    rest = host.removeprefix("www.")
    return rest if "." in rest else host


def _without_tracking(query: str) -> str:
    return "&".join(pair for pair in query.split("&") if pair and not is_tracking(unquote(pair.partition("=")[0])))


@lru_cache(maxsize=4096)
def _parts(url: str) -> _Parts | None:
    found = plain_parts(url) or parts_of(parse(url) or "")
    if found is None:
        return None
    path, query, fragment = _folded(found.pathname), _folded_query(found.search[1:]), _folded(found.hash[1:])
    host = found.hostname.rstrip(".")
    port = found.host.removeprefix(found.hostname).removeprefix(":")
    scheme = "http" if found.protocol in {"http:", "https:"} else found.protocol
    page = (scheme, _without_www(host), port, path.removesuffix("/"), _without_tracking(query))
    return _Parts(found.href, found.protocol, host, port, path, query, fragment, page)


_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_NEEDS_NO_ESCAPE = re.compile(r"[A-Za-z0-9\-._~!$'()*,:=@\[\]]")
"""Unreserved by RFC 3986, or reserved there and yet the same to every server that decodes its paths and forms.

Escaped or bare, `/ + & ? # ;` are two things: they divide what stands on their sides.
"""
# What RFC 3986 allows nowhere in an address, or only escaped, and what "%" must stay as.
_KEPT = "%:/?#[]@!$&'()*+,;=-._~"
_IS_FOLDED = re.compile(rf"[A-Za-z0-9{re.escape(_KEPT.removeprefix('%'))}]*")


def _folded(part: str) -> str:
    """One spelling of a percent-encoded part: capitals in escapes, none where none is needed, all where one is."""
    if _IS_FOLDED.fullmatch(part):
        return part
    return quote(_ESCAPE.sub(_folded_escape, _BARE_PERCENT.sub("%25", part)), safe=_KEPT)


def _folded_escape(found: re.Match[str]) -> str:
    character = chr(int(found[1], 16))
    return character if _NEEDS_NO_ESCAPE.match(character) else found[0].upper()


def _folded_query(query: str) -> str:
    """One spelling of a query: as forms are read, `%20` is `+`, and only the first `=` of a pair divides it."""
    pairs = (pair.partition("=") for pair in query.split("&"))
    return "&".join(_folded(name).replace("=", "%3D") + is_ + _folded(value) for name, is_, value in pairs).replace(
        "%20", "+"
    )


def _joined(parts: _Parts) -> str:
    port = f":{parts.port}" if parts.port else ""
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    authority = f"//{parts.host}{port}" if parts.host else ""
    return f"{parts.scheme}{authority}{parts.path}{query}{fragment}"
