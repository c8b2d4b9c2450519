"""What a page says about itself: its base, title, canonical, robots metas, languages and refresh."""

import re
from collections.abc import Iterable

from selectolax.lexbor import LexborNode

from jobs.model.document import Canonical, MetaRefresh, RobotsTag
from jobs.web.parse.addresses import Resolve
from jobs.web.urls import join

_AGENTS = frozenset({"robots", "googlebot"})
_NOWHERE = "about:blank"
_NO_BASE = ("data:", "javascript:")
_REFRESH = re.compile(
    r"[\t\n\f\r ]*(?P<whole>\d*)(?P<rest>[.\d]*)(?P<end>[\t\n\f\r ;,]?)[\t\n\f\r ]*[;,]?[\t\n\f\r ]*(?P<url>.*)",
    re.DOTALL,
)
_URL_MARK = re.compile(r"url[\t\n\f\r ]*=[\t\n\f\r ]*", re.IGNORECASE)
_LONGEST_WAIT = 1e9


def base_of(bases: Iterable[LexborNode], page_url: str, encoding: str) -> str:
    """The address that relative ones start from: the first `base[href]`, itself seen from the page's address.

    `data:` and `javascript:` are refused as a base, and the page's own address stands again. After one that does not
    parse, Chromium resolves nothing that is relative.
    """
    for node in bases:
        attributes = node.attributes
        if "href" in attributes:
            base = join(attributes["href"] or "", page_url, encoding)
            if base is None:
                return _NOWHERE
            return page_url if base.startswith(_NO_BASE) else base
    return page_url


def robots_of(metas: Iterable[dict[str, str | None]]) -> tuple[RobotsTag, ...]:
    """Each robots or googlebot meta, wherever it stands; those for other agents are none of Google's."""
    return tuple(
        RobotsTag(f"meta {name}", (meta.get("content") or "").strip())
        for meta in metas
        if (name := (meta.get("name") or "").strip().lower()) in _AGENTS
    )


def description_of(metas: Iterable[dict[str, str | None]]) -> str:
    """The text of the first description meta that has one."""
    for meta in metas:
        if (meta.get("name") or "").strip().lower() == "description" and meta.get("content"):
            return " ".join((meta["content"] or "").split())
    return ""


def canonicals_of(links: Iterable[dict[str, str | None]], resolve: Resolve) -> tuple[Canonical, ...]:
    """Each `link rel=canonical`, in the head or not; an empty href is the page itself."""
    return tuple(
        Canonical("link", *resolve(link["href"] or ""))
        for link in links
        if "href" in link and "canonical" in _rel(link)
    )


def hreflang_of(links: Iterable[dict[str, str | None]], resolve: Resolve) -> tuple[tuple[str, str], ...]:
    """Each (language, address) of a `link rel=alternate hreflang`."""
    return tuple(
        (language, address)
        for link in links
        if (language := (link.get("hreflang") or "").strip()) and "href" in link and "alternate" in _rel(link)
        for address, is_valid in [resolve(link["href"] or "")]
        if is_valid
    )


def refresh_of(metas: Iterable[tuple[dict[str, str | None], bool]], resolve: Resolve) -> MetaRefresh | None:
    """The first meta refresh that can be followed; each meta comes with whether it stands in a noscript.

    One outside of any noscript goes first, for it alone is followed where scripts run, as search engines run them.
    """
    only_without_scripts = None
    for meta, in_noscript in metas:
        if (meta.get("http-equiv") or "").lower() == "refresh":
            found = parse_refresh(meta.get("content") or "")
            url, is_valid = resolve(found[1]) if found else ("", False)
            if found and is_valid and not url.startswith("javascript:"):
                refresh = MetaRefresh(found[0], url, in_noscript)
                if not in_noscript:
                    return refresh
                only_without_scripts = only_without_scripts or refresh
    return only_without_scripts


def parse_refresh(content: str) -> tuple[float, str] | None:
    """The (seconds, address) of a refresh by the rules of the HTML Standard; an empty address is the page itself."""
    found = _REFRESH.fullmatch(content)
    if not found or not (found["whole"] or found["rest"].startswith(".")):
        return None
    if found["url"] and not found["end"]:
        return None
    seconds = min(float(found["whole"][:12] or 0), _LONGEST_WAIT)  # a browser drops the fraction too
    return seconds, _refresh_address(found["url"])


def _refresh_address(text: str) -> str:
    mark = _URL_MARK.match(text)
    text = text[mark.end() :] if mark else text
    if text[:1] in {'"', "'"}:
        text = text[1:].partition(text[0])[0]
    return text


def _rel(link: dict[str, str | None]) -> list[str]:
    return (link.get("rel") or "").lower().split()
