"""What on a page works only through a script: how much of it there is, and links that no crawler follows."""

import re
from collections.abc import Iterable, Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from jobs.web.html.addresses import Resolve
from jobs.web.html.anchors import fold

_ADDRESS = re.compile(r"(?:location(?:\.href)?\s*=|(?:open|assign|replace)\s*\()\s*(['\"])(.{1,2000}?)\1")
_LOOKS_LIKE_ADDRESS = re.compile(r"(?:https?:)?//|/(?!/)|www\.", re.IGNORECASE)
_DATA = ("data-href", "data-url", "data-link")
_MAY_LINK = "[onclick], [data-href], [data-url], [data-link], a[href^='javascript:' i]"
_DATA_TYPES = ("json", "template", "text/html", "text/plain", "text/x-")
_LONGEST_TEXT = 300


def js_links(tree: LexborHTMLParser, resolve: Resolve) -> tuple[tuple[str, str], ...]:
    """(address, text) of each element that a click takes elsewhere by a script only. A heuristic of ours."""
    return tuple(
        (resolve(address)[0], fold(node.text())[:_LONGEST_TEXT])
        for node in tree.css(_MAY_LINK)
        if (address := _address(node.attributes))
    )


def scripts(nodes: Iterable[LexborNode]) -> tuple[int, int]:
    """How many characters of script a page holds, and how many scripts it loads from elsewhere; data left out."""
    characters, files = 0, 0
    for node in nodes:
        attributes = node.attributes
        if not any(part in (attributes.get("type") or "").lower() for part in _DATA_TYPES):
            files += bool(attributes.get("src"))
            characters += len(node.text())
    return characters, files


def _address(attributes: dict[str, str | None]) -> str:
    href = (attributes.get("href") or "").strip()
    scripted = href[len("javascript:") :] if href.lower().startswith("javascript:") else ""
    if href and not scripted and not href.startswith("#"):
        return ""  # an ordinary link, whatever else a click does
    for code in (scripted, attributes.get("onclick") or ""):
        if found := _ADDRESS.search(code):
            return found[2]
    return next(_addresses_in_data(attributes), "")


def _addresses_in_data(attributes: dict[str, str | None]) -> Iterator[str]:
    for name in _DATA:
        value = (attributes.get(name) or "").strip()
        if _LOOKS_LIKE_ADDRESS.match(value):
            yield value
