"""Hashes of what parts of a reading rest on: where one is as it was, what was worked out from it still holds."""

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from selectolax.lexbor import LexborNode

from jobs.web.html.hashes import BREAK, between, mark
from jobs.web.html.tags import SILENT, Named, is_in, tag_id, tag_ids

_NOSCRIPT = tag_id("noscript")
_CODE = tag_ids("script style")
_UNREAD = SILENT - _CODE
_MOST_UNSEEN = 4
"""So often the text of a page is told again for the elements that hide parts of it, one in another."""
_ASKS_INSIDE = re.compile(r":has|:empty", re.IGNORECASE)
_MOST_BESIDE = 3_000
"""Elements beside those around a link that are taken into account; where there are more of them, nothing is told.

That these are read takes a twentieth of what it takes to read the text of a page that has them."""


def words_mark(root: LexborNode, nodes: Named, hidden: Iterable[LexborNode]) -> str:
    """A hash of every piece of text of a page that is no code, in order, and of what of it no reader sees.

    The text of a page is made from that alone, but for the white space between its pieces, and for which of several
    pieces that read the same is the one unseen. Empty where much is hidden in what is hidden: then nothing is told.
    `nodes` are those that `asked_for` gives, `hidden` those that hide themselves.
    """
    text = root.text(separator=BREAK)
    codes = [node for tag, node in nodes if tag in _CODE]
    unread = (node for tag, node in nodes if tag in _UNREAD)
    kinds = {f"{node.tag} {node.attributes.get('type')}" for node in codes}
    unseen, room = list[str](), _MOST_UNSEEN * len(text)
    for node in (*unread, *(node for node in hidden if node.tag_id not in SILENT)):
        if words := node.text(separator=BREAK):
            room -= len(words)
            if room < 0:
                return ""
            unseen.append(f"{node.tag} {words}")
    return mark(*between(text, [node.text(separator=BREAK) for node in codes]), *sorted(kinds), *unseen)


class SightMarks:
    """What tells whether the links of one page are shown.

    That is its style elements, and for each link its own markup and the elements around it, with those beside them:
    selectors ask for nothing else, but for those that ask what is in an element.
    """

    def __init__(self, styles: Sequence[LexborNode], about: str) -> None:
        """`styles` are those in force; `about` is what else of the whole page it depends on."""
        css = [f"{is_in(style, _NOSCRIPT)} {style.html}" for style in styles]
        self._is_simple = not any(_ASKS_INSIDE.search(text) for text in css)
        self._page = mark(about, *css)
        self._levels: dict[int, _Level] = {}

    def of(self, node: LexborNode) -> str:
        """The hash for one link; empty where its being shown is not told so simply."""
        level = self._around(node) if self._is_simple else None
        if level is None or level.beside > _MOST_BESIDE:
            return ""
        place = level.places[node.mem_id]
        around: list[str] = []
        while level is not None:
            around += (f"{place}", level.mark)
            place, level = level.place, level.outer
        return mark(self._page, node.html or "", *around)

    def _around(self, node: LexborNode) -> "_Level | None":
        """The elements beside a link, and those around it: links that stand near each other share them."""
        path: list[LexborNode] = []
        above = node.parent
        while above is not None and above.mem_id not in self._levels:
            path.append(above)
            above = above.parent
        level = self._levels[above.mem_id] if above is not None else None
        for parent in reversed(path):
            if level is None or level.beside <= _MOST_BESIDE:
                level = _Level(parent, level)
            self._levels[parent.mem_id] = level
        return level


class _Level:
    """The elements in one element: where each stands, and what they are like."""

    def __init__(self, parent: LexborNode, outer: "_Level | None") -> None:
        """`outer` are those beside the element that they are in."""
        elements = (node for node in parent.iter() if node.is_element_node)  # comments hide nothing, and often change
        nodes = list(islice(elements, _MOST_BESIDE + 1))
        self.places = {node.mem_id: place for place, node in enumerate(nodes)}
        self.mark = mark(*(f"{node.tag} {node.attributes}" for node in nodes))
        self.outer = outer
        self.place = outer.places[parent.mem_id] if outer else 0
        """Where the element that they are in stands in that."""
        self.beside: int = len(nodes) + (outer.beside if outer else 0)
        """How many they are, with all those around them."""
