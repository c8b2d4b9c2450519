"""The links of a page: resolved, their words read, and where they stand."""

import re
from collections.abc import Iterable
from functools import lru_cache

from selectolax.lexbor import LexborNode

from jobs.model.document import Anchor, TextFrom
from jobs.web.parse.addresses import Resolve
from jobs.web.parse.selectors import Attributes
from jobs.web.parse.surroundings import Surroundings
from jobs.web.parse.tags import TEXT, tag_id, tag_ids

_AREA, _IMG = tag_id("area"), tag_id("img")
_CODE = tag_ids("script style")
# White space as JavaScript's \s folds it: the only thing that str.split() sees otherwise.
_ODD_SPACE = re.compile("[\x1c-\x1f\x85\ufeff]")
_SPACES = re.compile("[\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+")
_DEEPEST = 512
"""Chromium lets a tree grow no deeper: what would stand in a deeper element comes after it instead."""
_SEPARATORS = re.compile(r"[\s,]+")


def anchors_of(
    nodes: Iterable[LexborNode],
    positions: Iterable[int],
    surroundings: Surroundings,
    resolve: Resolve,
) -> tuple[Anchor, ...]:
    """Each of `nodes` that has an href, as a link; `positions` say where each begins in the text."""
    links = []
    for node, position in zip(nodes, positions, strict=True):
        attributes = node.attributes
        if "href" not in attributes:
            continue
        raw = attributes["href"] or ""
        href, is_valid = resolve(raw)
        tag = node.tag_id
        is_area = tag == _AREA
        parent = node.parent
        assert parent is not None  # a link is never the root
        around = surroundings.of(parent)
        text, text_from = _words(node, attributes, is_area=is_area, is_too_deep=around.depth >= _DEEPEST)
        hidden = surroundings.hides_link(around, node, tag, attributes)
        rel = _tokens(attributes["rel"]) if "rel" in attributes else ()
        name = "area" if is_area else "a"
        links.append(Anchor(href, raw, rel, text, around.place, hidden, is_valid, name, position, text_from))
    return tuple(links)


def fold(text: str) -> str:
    """`text` with its white space folded to single spaces; what is white space is as in JavaScript."""
    if _ODD_SPACE.search(text):
        return _SPACES.sub(" ", text).strip(" ")
    return " ".join(text.split())


def _words(node: LexborNode, attributes: Attributes, *, is_area: bool, is_too_deep: bool) -> tuple[str, TextFrom]:
    """The words of a link: its text without code, else its image's, else its title."""
    text, images = (attributes.get("alt") or "", ()) if is_area else _content(node, own_only=is_too_deep)
    if text := fold(text):
        return text, TextFrom.ALT if is_area else TextFrom.TEXT
    for image in images:
        if text := fold(image.attributes.get("alt") or ""):
            return text, TextFrom.ALT
    if text := fold(attributes.get("title") or ""):
        return text, TextFrom.TITLE
    return "", TextFrom.TEXT


def _content(node: LexborNode, *, own_only: bool) -> tuple[str, Iterable[LexborNode]]:
    """The text in a link, without that of scripts and styles, and the images in it."""
    first = node.first_child
    if first is None:
        return "", ()
    if first.next is None and first.tag_id == TEXT:
        return first.text_content or "", ()
    if own_only:
        return node.text(deep=False), ()
    texts, images = [], []
    for inner in node.traverse(include_text=True):
        tag = inner.tag_id
        if tag == TEXT:
            parent = inner.parent
            if parent is None or parent.tag_id not in _CODE:
                texts.append(inner.text_content or "")
        elif tag == _IMG:
            images.append(inner)
    return "".join(texts), images


@lru_cache(maxsize=256)
def _tokens(rel: str | None) -> tuple[str, ...]:
    """The words of a rel, each once, in lower case: separated by white space, and by commas as Google reads them."""
    if not rel:
        return ()
    return tuple(dict.fromkeys(word for word in _SEPARATORS.split(rel.lower()) if word))
