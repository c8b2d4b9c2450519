"""Hashes of what parts of a reading rest on: where one is as it was, what was worked out from it still holds."""

import re
from collections.abc import Sequence
from hashlib import blake2b
from itertools import islice

from selectolax.lexbor import LexborNode

from jobs.web.html.surroundings import hides_itself
from jobs.web.html.tags import SILENT, SILENT_NAMES, find, is_in, tag_id

_SCRIPT, _STYLE, _NOSCRIPT = map(tag_id, ("script", "style", "noscript"))
_BREAK = "\0"
"""Between pieces; the HTML Standard lets no NUL through to the tree."""
_SIZE = 8
"""Bytes of a hash, which is only ever compared with the one before it: they are not alike by accident."""
_MAY_BE_UNSEEN = ", ".join((*SILENT_NAMES.split(), "[hidden]", "[style]"))
_MOST_UNSEEN = 4
"""So often the text of a page is told again for the elements that hide parts of it, one in another."""
_ASKS_INSIDE = re.compile(r":has|:empty", re.IGNORECASE)
_MOST_BESIDE = 600
"""Elements beside those around a link that are taken into account; where there are more of them, nothing is told."""


def words_mark(root: LexborNode) -> str:
    """A hash of every piece of text of a page that is no code, in order, and of what of it no reader sees.

    The text of a page is made from that alone, but for the white space between its pieces, and for which of several
    pieces that read the same is the one unseen. Empty where much is hidden in what is hidden: then nothing is told.
    """
    text = root.text(separator=_BREAK)
    left, room, pieces = text, _MOST_UNSEEN * len(text), list[str]()
    unseen = list[str]()
    kinds = set[str]()
    for node in find(_MAY_BE_UNSEEN, root):
        tag, attributes = node.tag_id, node.attributes
        if tag in {_SCRIPT, _STYLE}:
            if code := node.text(separator=_BREAK):
                before, _, left = left.partition(code)
                pieces.append(before)
            kinds.add(f"{tag} {attributes.get('type')}")
        elif (tag in SILENT or hides_itself(attributes)) and (words := node.text(separator=_BREAK)):
            room -= len(words)
            if room < 0:
                return ""
            unseen.append(f"{node.tag} {words}")
    return mark(*pieces, left, *sorted(kinds), *unseen)


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
        if not self._is_simple:
            return ""
        around, room = list[str](), _MOST_BESIDE
        above: LexborNode | None = node
        while above is not None and (parent := above.parent) is not None:
            level = self._level(parent)
            room -= len(level.places)
            if room < 0:
                return ""
            around += (f"{level.places[above.mem_id]}", level.mark)
            above = parent
        return mark(self._page, node.html or "", *around)

    def _level(self, parent: LexborNode) -> "_Level":
        if parent.mem_id not in self._levels:
            self._levels[parent.mem_id] = _Level(parent)
        return self._levels[parent.mem_id]


class _Level:
    """The elements in one element: where each stands, and what they are like."""

    def __init__(self, parent: LexborNode) -> None:
        elements = (node for node in parent.iter() if node.is_element_node)  # comments hide nothing, and often change
        nodes = list(islice(elements, _MOST_BESIDE + 1))
        self.places = {node.mem_id: place for place, node in enumerate(nodes)}
        self.mark = mark(*(f"{node.tag} {node.attributes}" for node in nodes))


def mark(*pieces: str) -> str:
    """A hash of some pieces of text, in their order."""
    told = blake2b(digest_size=_SIZE)
    told.update(_BREAK.join(pieces).encode("utf-8", "surrogatepass"))
    return told.hexdigest()
