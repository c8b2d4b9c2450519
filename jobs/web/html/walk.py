"""One walk over the tree, which gathers the text with the place of each link, and the elements that the rest reads."""

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from jobs.web.html.first_sight import WHOLE_PAGE, is_run, words_in
from jobs.web.html.tags import BLOCKS, SILENT, TEXT, tag_id, tag_ids

A = tag_id("a")
AREA = tag_id("area")
_NAMES = "frame iframe noscript script"
FRAME, IFRAME, NOSCRIPT, SCRIPT = map(tag_id, _NAMES.split())
_LINKS = frozenset({A, AREA})
_KEPT = tag_ids(_NAMES)
_TOLD = BLOCKS | SILENT | _LINKS | _KEPT

_MARK = "\0"
"""Stands for the begin of a link in the text; the HTML Standard lets no NUL through to the tree."""
_END = -1


@dataclass(slots=True)
class PageParts:
    """What one walk found, in document order."""

    anchors: list[int] = field(default_factory=list)
    """The addresses in memory of `a` and `area`, with an href or without."""
    positions: dict[int, int] = field(default_factory=dict)
    """Where each of `anchors` begins in `text`, by its address."""
    text: str = ""
    kept: dict[int, list[LexborNode]] = field(default_factory=lambda: defaultdict(list))
    """The other elements that are of interest, by the number of their name."""


def gather(root: LexborNode, hiding: Iterable[LexborNode]) -> PageParts:
    """Everything of interest in a tree, in one walk; `hiding` are the elements that hide themselves."""
    found = PageParts()
    hidden = {node.mem_id: node for node in hiding}
    parts = _walk(root, found, hidden.keys())
    if hidden and any(is_run(script.attributes) for script in found.kept[SCRIPT]):
        shown_later = _hidden_at_first(root, parts, hidden.values())
        if shown_later:
            found = PageParts()
            parts = _walk(root, found, hidden.keys() - shown_later)
    found.text, positions = _folded(parts, len(found.anchors))
    found.positions = dict(zip(found.anchors, positions, strict=True))
    return found


def _walk(root: LexborNode, found: PageParts, hidden: AbstractSet[int]) -> list[str]:  # noqa: C901 - the one hot loop: calls cost more than the work
    """The pieces of the visible text, a mark at each link; `found` takes the elements."""
    parts: list[str] = []
    silent_until = 0
    in_word = False
    for node in root.traverse(include_text=True):
        if silent_until and node.mem_id == silent_until:
            silent_until = 0
        tag = node.tag_id
        if tag == TEXT:
            if not silent_until and (piece := node.text_content):
                if in_word and piece[0] > " " and _follows_block(node):
                    parts.append(" ")
                parts.append(piece)
                in_word = piece[-1] > " "
            continue
        if tag in _TOLD:
            if tag in BLOCKS:
                parts.append(" ")
                in_word = False
            if tag in _LINKS:
                found.anchors.append(node.mem_id)
                parts.append(_MARK)
            elif tag in _KEPT:
                found.kept[tag].append(node)
            if tag in SILENT and not silent_until:
                silent_until = _following(node)
        if hidden and not silent_until and node.mem_id in hidden:
            silent_until = _following(node)
    return parts


def _following(node: LexborNode) -> int:
    """The first node after the whole of `node`, by its address."""
    here: LexborNode | None = node
    while here is not None:
        if (after := here.next) is not None:
            return after.mem_id
        here = here.parent
    return _END


def _follows_block(text: LexborNode) -> bool:
    """Whether the end of a block lies between this text and the word before it: `<p>a</p>b` is two words."""
    here: LexborNode | None = text
    while here is not None:
        before = here.prev
        if before is not None:
            return before.tag_id in BLOCKS
        here = here.parent
        if here is None or here.tag_id in BLOCKS:
            return False
    return False


def _hidden_at_first(root: LexborNode, parts: Iterable[str], hidden: Iterable[LexborNode]) -> set[int]:
    """Those of the hidden elements that a script shows, by address: nobody hides most of a page for good.

    That is more than is shown and more than half of all: beside "Loading ..." each small message is the former.
    Words are counted, since codes have letters too; only what has as many letters, with them, can have so many.
    """
    hidden = list(hidden)
    shown = len("".join(parts).replace(_MARK, "").split())
    more = [(node, words) for node in hidden if len(node.text()) > shown and (words := words_in(node)) > shown]
    half = words_in(root) // 2 if more else 0
    whole = (node for node in hidden if node.tag_id in WHOLE_PAGE)
    return {node.mem_id for node in (*whole, *(node for node, words in more if words > half))}


def _folded(parts: list[str], links: int) -> tuple[str, list[int]]:
    """The text with its white space folded, and where in it each link begins."""
    raw = "".join(parts)
    if raw.count(_MARK) != links:  # a NUL of the page's own: never from a parser that keeps to the standard
        raw = "".join(part if part is _MARK else part.replace(_MARK, "\ufffd") for part in parts)
    text, positions, length = [], [], 0
    spaced = True
    for number, piece in enumerate(" ".join(raw.split()).split(_MARK)):
        if number:
            positions.append(length)
        kept = piece[1:] if spaced and piece[:1] == " " else piece
        if kept:
            text.append(kept)
            length += len(kept)
            spaced = kept[-1] == " "
    return "".join(text).rstrip(), positions
