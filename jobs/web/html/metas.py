"""What a page says about itself: its base, title, canonical, robots metas, languages and refresh."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from jobs.model.document import Canonical, MetaRefresh, RobotsTag
from jobs.model.page import Headers, header_values
from jobs.web.html.addresses import Resolve, resolver
from jobs.web.html.headers import LONGEST_VALUE, why_ignored
from jobs.web.html.tags import ASCII_SPACES, Attributes, Read, find, is_foreign, is_in, tag_id

_BASE, _HEAD, _LINK, _META, _NOSCRIPT = map(tag_id, ("base", "head", "link", "meta", "noscript"))
# Chromium makes a space of every control character but one, and keeps the spaces beyond ASCII.
_SPACES = re.compile(r"[\x01-\x0a\x0c-\x20\x7f]+")
_AGENTS = frozenset({"robots", "googlebot"})
_READ = _AGENTS | {"description", "generator"}
_NOWHERE = "about:blank"
_NO_BASE = ("data:", "javascript:")
_REFRESH = re.compile(
    r"[\t\n\f\r ]*(?P<whole>[0-9]*)(?P<rest>[.0-9]*)(?:\Z|(?=[\t\n\f\r ;,])[\t\n\f\r ]*[;,]?[\t\n\f\r ]*(?P<url>.*))",
    re.DOTALL,
)
_URL_MARK = re.compile(r"url[\t\n\f\r ]*=[\t\n\f\r ]*", re.IGNORECASE)
_MAY_TELL = re.compile("canonical|alternate", re.IGNORECASE)
_LONGEST_WAIT = 1e9
_NOSCRIPT_TEXT = re.compile(rb"<noscript(?=[\s/>]).*?</noscript(?=[\s/>])[^>]*>", re.DOTALL | re.IGNORECASE)

LinkElement = tuple[LexborNode, Attributes]
"""A `link` and its attributes."""


@dataclass(frozen=True, slots=True)
class MetaTags:
    """What the metas of a page say."""

    description: str
    generator: str
    robots: tuple[RobotsTag, ...]
    refresh: MetaRefresh | None


def base_of(nodes: Iterable[Read], page_url: str, encoding: str) -> str:
    """The address that relative ones start from: the first `base[href]`, itself seen from the page's address.

    `data:` and `javascript:` are refused as a base, and the page's own address stands again. After one that does not
    parse, Chromium resolves nothing that is relative.
    """
    for node, tag, attributes in nodes:
        if tag == _BASE and "href" in attributes and not is_foreign(node):
            raw = attributes["href"] or ""
            base, is_valid = resolver(page_url, encoding)(raw)
            if not is_valid and base == raw:
                return _NOWHERE
            return page_url if base.startswith(_NO_BASE) else base
    return page_url


def title_of(tree: LexborHTMLParser) -> str:
    """The first title that names the page, white space folded as a browser does."""
    for within in filter(None, (tree.head, tree.root)):  # most often it is in the head, which is searched in no time
        for node in find("title", within):
            if not is_foreign(node):
                return _SPACES.sub(" ", node.text()).strip(" ")
    return ""


def said_in(nodes: Iterable[Read], resolve: Resolve) -> MetaTags:
    """What metas say, wherever they stand.

    Robots metas are those for all robots and for googlebot; others are none of Google's. Description and generator are
    the first that have text. Of the refreshes that can be followed, the first outside of any noscript counts, for it
    alone is followed where scripts run, as search engines run them; else the first.
    """
    robots, descriptions, generators, refreshes = [], [], [], []
    for node, tag, attributes in nodes:
        if tag != _META:
            continue
        name, content = _name(attributes), attributes.get("content") or ""
        refreshes_page = "http-equiv" in attributes and (attributes["http-equiv"] or "").lower() == "refresh"
        if not (name in _READ or refreshes_page) or is_foreign(node):
            continue
        if name in _AGENTS:
            robots.append(RobotsTag(f"meta {name}", content.strip()[:LONGEST_VALUE]))
        elif name == "description" and content:
            descriptions.append(" ".join(content.split()))
        elif name == "generator" and content:
            generators.append(" ".join(content.split()))
        if refreshes_page and (refresh := _refresh(content, resolve)):
            refreshes.append(replace(refresh, in_noscript=is_in(node, _NOSCRIPT)))
    refresh = min(refreshes, key=lambda refresh: refresh.in_noscript, default=None)
    description, generator = (next(iter(told), "") for told in (descriptions, generators))
    return MetaTags(description, generator, tuple(robots), refresh)


def refresh_in(headers: Headers, resolve: Resolve) -> MetaRefresh | None:
    """What a `Refresh` header says, which browsers read by the rules of the meta."""
    said = (_refresh(value, resolve) for value in header_values(headers, "refresh"))
    return next(filter(None, said), None)


def links_of(nodes: Iterable[Read]) -> list[LinkElement]:
    """Each `link[href]` that may be of interest, in the head or not."""
    return [
        (node, attributes)
        for node, tag, attributes in nodes
        if tag == _LINK and "href" in attributes and _MAY_TELL.search(attributes.get("rel") or "")
        if not is_foreign(node)
    ]


def canonicals_of(links: Iterable[LinkElement], resolve: Resolve, tree: LexborHTMLParser) -> tuple[Canonical, ...]:
    """Each `link rel=canonical`, wherever it stands; an empty href is the page itself.

    Google passes over those that it says it does: those outside of the head, and those of a language, a device or
    another format ("How to specify a canonical URL").
    """
    named = [(node, link) for node, link in links if "canonical" in _rel(link)]
    outside = {node.mem_id for node, _ in named if not _is_in_head(node)}
    with_scripts = _in_head_with_scripts(tree) if outside else frozenset()
    return tuple(
        Canonical(
            "link",
            *resolve(link["href"] or ""),
            why_ignored(link, in_head=node.mem_id not in outside or link["href"] in with_scripts),
        )
        for node, link in named
    )


def hreflang_of(links: Iterable[LinkElement], resolve: Resolve) -> tuple[tuple[str, str], ...]:
    """Each (language, address) of a `link rel=alternate hreflang`."""
    return tuple(
        (language, address)
        for _, link in links
        if (language := (link.get("hreflang") or "").strip()) and "alternate" in _rel(link)
        for address, is_valid in [resolve(link["href"] or "")]
        if is_valid
    )


def parse_refresh(content: str) -> tuple[float, str] | None:
    """The (seconds, address) of a refresh by the rules of the HTML Standard; an empty address is the page itself."""
    found = _REFRESH.fullmatch(content)
    if not found or not (found["whole"] or found["rest"].startswith(".")):
        return None
    seconds = min(float(found["whole"][:12] or 0), _LONGEST_WAIT)  # a browser drops the fraction too
    return seconds, _refresh_address(found["url"] or "")


def _refresh_address(text: str) -> str:
    mark = _URL_MARK.match(text)
    text = text[mark.end() :] if mark else text
    if text[:1] in {'"', "'"}:
        text = text[1:].partition(text[0])[0]
    return text


def _is_in_head(node: LexborNode) -> bool:
    return node.parent is not None and node.parent.tag_id == _HEAD


def _in_head_with_scripts(tree: LexborHTMLParser) -> frozenset[str | None]:
    """The canonicals in the head as browsers with scripts build it, where ours may have ended too early.

    To them what stands in a noscript is text; to us an image in one, as trackers have it, ends the head.
    """
    last = tree.head.last_child if tree.head else None
    while last is not None and not last.is_element_node:
        last = last.prev
    if last is None or last.tag_id != _NOSCRIPT:
        return frozenset()
    root = LexborHTMLParser(_NOSCRIPT_TEXT.sub(b"", tree.raw_html)).root
    return frozenset(node.attributes.get("href") for node in find("head > link[href]", root)) if root else frozenset()


def _rel(link: Attributes) -> list[str]:
    return (link.get("rel") or "").lower().translate(ASCII_SPACES).split(" ")


def _name(meta: Attributes) -> str:
    return (meta.get("name") or "").strip().lower()


def _refresh(content: str, resolve: Resolve) -> MetaRefresh | None:
    found = parse_refresh(content)
    url, is_valid = resolve(found[1]) if found else ("", False)
    if not found or not is_valid or url.startswith("javascript:"):
        return None
    return MetaRefresh(found[0], url)
