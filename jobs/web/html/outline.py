"""What a page is made of, beside its text and links: by this a wall or an empty shell is told from a page."""

import re
from collections.abc import Iterable, Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from jobs.model.document import Outline, Place
from jobs.web.html.anchors import fold
from jobs.web.html.page_regions import Regions
from jobs.web.html.tags import SILENT, TEXT, find, tag_id

_NO_TEXT = SILENT | {tag_id("head")}
_TEMPLATE = frozenset({Place.NAV, Place.HEADER, Place.FOOTER, Place.SIDEBAR, Place.NOSCRIPT})
_MOUNTS = re.compile(
    r"(?:app|root|__next|__nuxt|___gatsby|svelte|q-app|(?:app|main|react|vue|spa)[-_]?(?:app|root|mount|container))"
)
_OWN_MOUNTS = re.compile(r"(?=\w+-)(?!shadow-)(?:\w+-)*(?:app|root|shell)(?:-\w+)*")
"""What client-side frameworks call the element that their scripts fill, by their own templates: its id, or its name."""
_PLACEHOLDER = 40
"""Characters that such an element may hold before it is filled: "Loading"."""
_MOST = 20
_LONGEST = 300
_MOVES = re.compile(
    r"\blocation(?:\s*\.\s*href)?\s*=(?!=)|\blocation\s*\.\s*(?:replace|assign)\s*\(|\blocation\s*\[\s*['\"]href"
)
_LONGEST_MOVE = 5_000
"""Characters of a script up to which moving the visitor on is what it is for."""


def outline_of(tree: LexborHTMLParser) -> Outline:
    """The outline of a page."""
    root = tree.root
    assert root is not None  # a parser that keeps to the standard makes an html element of nothing
    headings = (fold(node.text(separator=" "))[:_LONGEST] for node in find("h1, h2", root)[:_MOST])
    scripts = (node.text() or "" for node in find("script:not([src])", root)[:_MOST])
    return Outline(
        headings=tuple(filter(None, headings)),
        empty_mount=any(len(fold(node.text() or "")) <= _PLACEHOLDER for node in _mounts(tree)),
        moves_on=any(len(script) <= _LONGEST_MOVE and _MOVES.search(script) for script in scripts),
        frameset=bool(find("frameset", root)),
    )


def asks_password(fields: Iterable[LexborNode]) -> bool:
    """Whether one of a page's fields is for a password."""
    return any((node.attributes.get("type") or "").strip().lower() == "password" for node in fields)


def main_chars(tree: LexborHTMLParser, regions: Regions) -> int:
    """How many characters of a page's text stand outside its header, footer, navigation and sidebar.

    All of the text is walked, so this is for pages that have little.
    """
    root = tree.root
    assert root is not None  # as above
    counted: dict[int, bool] = {}
    return sum(
        len(fold(node.text_content or ""))
        for node in root.traverse(include_text=True)
        if node.tag_id == TEXT and node.parent is not None and _counts(node.parent, counted, regions)
    )


def _counts(node: LexborNode, known: dict[int, bool], regions: Regions) -> bool:
    if node.mem_id not in known:
        above: LexborNode | None = node
        while above is not None and above.tag_id not in _NO_TEXT:
            above = above.parent
        known[node.mem_id] = above is None and regions.of(node) not in _TEMPLATE
    return known[node.mem_id]


def _mounts(tree: LexborHTMLParser) -> Iterator[LexborNode]:
    """The elements that look like those that a script fills."""
    body = tree.body
    if body is None:
        return
    for node in find("div[id], main[id], section[id]", body):
        if _MOUNTS.fullmatch((node.attributes.get("id") or "").strip().lower()):
            yield node
    yield from (node for node in body.iter() if _OWN_MOUNTS.fullmatch(node.tag or ""))
