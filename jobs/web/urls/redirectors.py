"""Links that pass a visitor on: which ones say so by host or path, and which only following them would tell.

Three kinds of links hold or hide an address of ours. A redirector leads there. A carrier (`carriers.py`) names it for
a purpose of its own and leads elsewhere. Whatever else may lead there is followed before an absence counts.
"""

import re
from functools import lru_cache

from jobs.web.urls.carried import carried_addresses
from jobs.web.urls.carriers import is_carrier
from jobs.web.urls.known_redirectors import SHORTENERS, known_redirector
from jobs.web.urls.standard import UrlParts, parts_of

_WORDS = (
    "go|goto|go-to|go2|out|outbound|outgoing|outlink|out-link|linkout|link-out|redirect|redirects|redirection|redirecting"
    "|redirector|redir|rd|away|exit|exit-link|leave|leaving|jump|jumpto|jump-to|click|clicks|clk|clickout|clickthru"
    "|clickthrough|external|external-link|externallink|ext-link|extlink|extern|link|linkclick|linkfilter|url|visit"
    "|aff|affiliate|recommends|deref|dereferer|dereferrer|offsite|ck|aclk|adclick|interstitial|weiterleitung|sinaurl"
)
_SAYS_SO = re.compile(rf"(?:{_WORDS})(?:\.\w{{2,5}})?", re.IGNORECASE)
_SAYS_SO_LAST = re.compile(r"(?:r|l|u|c)(?:\.\w{2,5})?", re.IGNORECASE)
"""Letters that name a redirector where nothing stands behind them, and a board or a language elsewhere."""
_HOST_SAYS_SO = re.compile(r"(?:out|outgoing|redirect|redir|clicks?|clk|goto|away|exit|deref(?:erer)?)\..+\..+")

_OPAQUE_FOLDER = re.compile(
    rf"/(?:{_WORDS}|r|l|t|to|get|refer|ref|recommend|links|partner|partners|deal|deals|offer|offers|sponsor|trk|track)/.",
    re.IGNORECASE,
)
_OPAQUE_PAGE = re.compile(
    rf"(?:.*/)?(?:{_WORDS}|r|l|links?)(?:\.(?:php|aspx?|cgi|pl|cfm|jsp|do|html?))?/?", re.IGNORECASE
)
_OPAQUE_NAMES = frozenset(
    {"go", "goto", "out", "redirect", "redir", "link", "linkid", "link_id", "url", "click", "away"}
)
_TASKS = re.compile(
    r"(?:^|&)(?:task|view|action|do|act)=(?:weblink|visit|click|out|go|redirect|jump|away)", re.IGNORECASE
)


@lru_cache(maxsize=4096)
def leads_to(url: str) -> tuple[str, ...]:
    """The addresses that a redirector leads to, as far as its own address tells; empty where it is none.

    `url` is absolute, as a browser writes it. Known by a table of hosts, or by host or path that say so: a heuristic.
    """
    parts = parts_of(url)
    if parts is None:
        return ()
    if known := known_redirector(parts):
        return known.addresses(parts)
    carried = carried_addresses(_without_userinfo(parts))
    if not carried or is_carrier(parts.hostname, _own_path(parts), parts.search[1:]) or not _says_so(parts):
        return ()
    return carried


@lru_cache(maxsize=4096)
def is_opaque(url: str) -> bool:
    """Whether a link may lead anywhere, so that only following it would tell: a shortener, `/go/x`, `/out?u=1`.

    So may one that carries an address without a word of what for. None that says it carries for its own use is here.
    """
    parts = parts_of(url)
    if parts is None or not parts.protocol.startswith("http"):
        return False
    host = parts.hostname.removeprefix("www.")
    if known_redirector(parts) or host in SHORTENERS:
        return len(parts.pathname) > 1
    carried = carried_addresses(_without_userinfo(parts))
    if not carried and not _looks_opaque(parts):
        return False
    path = _own_path(parts) if carried else _before_slug(parts)
    return not is_carrier(parts.hostname, path, parts.search[1:])


def only_carries(url: str) -> bool:
    """Whether a link names an address for its own use, as share, report and archive links do: following tells nothing.

    By its words: a heuristic, as `is_carrier` is.
    """
    parts = parts_of(url)
    if parts is None or known_redirector(parts) or not carried_addresses(_without_userinfo(parts)):
        return False
    return is_carrier(parts.hostname, _own_path(parts), parts.search[1:])


def _looks_opaque(parts: UrlParts) -> bool:
    if _OPAQUE_FOLDER.match(parts.pathname) or _HOST_SAYS_SO.fullmatch(parts.hostname):
        return True
    if not parts.search:
        return False
    names = {pair.partition("=")[0].lower() for pair in parts.search[1:].split("&")}
    return bool(_OPAQUE_PAGE.fullmatch(parts.pathname) or names & _OPAQUE_NAMES or _TASKS.search(parts.search[1:]))


def _says_so(parts: UrlParts) -> bool:
    if _HOST_SAYS_SO.fullmatch(parts.hostname):
        return True
    segments = [segment for segment in _own_path(parts).split("/") if segment]
    return any(map(_SAYS_SO.fullmatch, segments)) or bool(segments and _SAYS_SO_LAST.fullmatch(segments[-1]))


def _own_path(parts: UrlParts) -> str:
    """The path as far as it is the link's own, and not that of an address in it."""
    return re.split(r"https?(?::|%3a)", parts.pathname, maxsplit=1, flags=re.IGNORECASE)[0]


def _before_slug(parts: UrlParts) -> str:
    """The path without the free name behind a folder of redirects: `/go/` of `/go/print-shop`."""
    found = _OPAQUE_FOLDER.match(parts.pathname)
    return found[0] if found else parts.pathname


def _without_userinfo(parts: UrlParts) -> str:
    return f"{parts.protocol}//{parts.host}{parts.pathname}{parts.search}{parts.hash}"
