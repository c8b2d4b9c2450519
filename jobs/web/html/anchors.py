"""The links of a page, and their words."""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import pairwise

from selectolax.lexbor import LexborNode

from jobs.model.document import Anchor, TextFrom, Words
from jobs.web.html.addresses import resolve_all
from jobs.web.html.tags import TEXT, Named, tag_id, tag_ids

_AREA, _IMG = map(tag_id, ("area", "img"))
_CODE = tag_ids("script style")
# White space as JavaScript's \s folds it: the only thing that str.split() sees otherwise.
_ODD_SPACE = re.compile("[\x1c-\x1f\x85\ufeff]")
_SPACES = re.compile("[\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+")
_DEEPEST = 512
"""Chromium lets a tree grow no deeper: what would stand in a deeper element comes after it instead."""
_START = re.compile("<a[\\s/>]", re.IGNORECASE)
_START_BYTES = re.compile(_START.pattern.encode(), re.IGNORECASE)
_SEPARATORS = re.compile(r"[\t\n\f\r ,]+")
"""ASCII white space, as browsers split; and commas, as Google documents."""


def links_in(
    elements: Named, base: str, encoding: str, markup: bytes | str = ""
) -> tuple[list[LexborNode], tuple[Anchor, ...]]:
    """Those of some `a` and `area` that have an href, and what they are on a page with this base, encoding and source.

    A page has thousands, so what is seldom so is put in afterwards.
    """
    nodes: list[LexborNode] = []
    raws: list[str] = []
    rels: list[tuple[str, ...]] = []
    areas: set[int] = set()
    for tag, node in elements:
        attributes = node.attributes
        if "href" in attributes:
            if tag == _AREA:
                areas.add(len(nodes))
            nodes.append(node)
            raws.append(attributes["href"] or "")
            rels.append(_tokens(attributes["rel"]) if "rel" in attributes else ())
    hrefs, invalid = resolve_all(raws, base, encoding)
    copies = _copies(nodes, raws, areas, markup)
    links = list(map(Anchor, hrefs, raws, rels))
    for number in invalid | areas | copies:
        tag_name = "area" if number in areas else "a"
        is_copy = number in copies
        links[number] = Anchor(hrefs[number], raws[number], rels[number], number not in invalid, tag_name, is_copy)
    return nodes, tuple(links)


def _copies(
    nodes: Sequence[LexborNode], raws: Sequence[str], areas: Collection[int], markup: bytes | str
) -> frozenset[int]:
    """Which of `nodes` the parser made again of the one before, whose end tag is missing, as browsers do.

    Each has the attributes of the one before, and the tree has more `a` than the source; a source that writes of
    `<a ` in a comment or script hides as many of them. `raws` are their addresses, `areas` those that are no `a`.
    """
    numbers = [number for number in range(len(nodes)) if number not in areas] if areas else range(len(nodes))
    pairs = ((before, after) for before, after in pairwise(numbers) if raws[before] == raws[after])
    alike = [after for before, after in pairs if nodes[before].attributes == nodes[after].attributes]
    more = len(numbers) - _count_of_tags(markup) if alike and markup else 0
    return frozenset(alike[: max(more, 0)])


def _count_of_tags(markup: bytes | str) -> int:
    return len(_START_BYTES.findall(markup) if isinstance(markup, bytes) else _START.findall(markup))


def words_of(node: LexborNode) -> Words:
    """The words of a link: its text without code, else its image's, else its title."""
    attributes = node.attributes
    is_area = node.tag_id == _AREA
    if text := fold((attributes.get("alt") or "") if is_area else _text(node)):
        return Words(text, TextFrom.ALT if is_area else TextFrom.TEXT)
    for inner in node.traverse(include_text=False):
        if inner.tag_id == _IMG and (text := fold(inner.attributes.get("alt") or "")):
            return Words(text, TextFrom.ALT)
    if text := fold(attributes.get("title") or ""):
        return Words(text, TextFrom.TITLE)
    return Words("")


def fold(text: str) -> str:
    """`text` with its white space folded to single spaces; what is white space is as in JavaScript."""
    if _ODD_SPACE.search(text):
        return _SPACES.sub(" ", text).strip(" ")
    return " ".join(text.split())


def _text(node: LexborNode) -> str:
    """The text in a link, without that of scripts and styles."""
    first = node.first_child
    if first is None:
        return ""
    if first.next is None and first.tag_id == TEXT:
        return first.text_content or ""
    if _is_too_deep(node):
        return node.text(deep=False)
    texts = (inner for inner in node.traverse(include_text=True) if inner.tag_id == TEXT)
    return "".join(text.text_content or "" for text in texts if text.parent and text.parent.tag_id not in _CODE)


def _is_too_deep(node: LexborNode) -> bool:
    above = node.parent
    for _ in range(_DEEPEST):
        if above is None:
            return False
        above = above.parent
    return above is not None


@lru_cache(maxsize=256)
def _tokens(rel: str | None) -> tuple[str, ...]:
    """The words of a rel, each once, in lower case: separated by ASCII white space and commas."""
    if not rel:
        return ()
    return tuple(dict.fromkeys(word for word in _SEPARATORS.split(rel.lower()) if word))
