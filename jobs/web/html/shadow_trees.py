"""Declarative shadow trees: what stands in `<template shadowrootmode>` is shown with the page, and read with it.

Browsers attach it to the element around it, and Google reads the page flattened. Its style sheets are its own, and
are left out; where its slots put what else stands in that element is not followed.
"""

from selectolax.lexbor import LexborHTMLParser

_MODES = frozenset({"open", "closed"})
_MARK = b"shadowrootmode"
TAG = "shadow-root"
"""What stands in the tree in place of such a template."""
_DEEPEST = 10


def with_shadow_trees(tree: LexborHTMLParser, markup: bytes | str) -> LexborHTMLParser:
    """The same tree with its shadow trees in their places."""
    if _MARK in (markup if isinstance(markup, bytes) else markup.encode("ascii", "ignore")).lower():
        _attach(tree, 0)
    return tree


def _attach(tree: LexborHTMLParser, depth: int) -> None:
    for fragment in tree.template_fragments():
        template = fragment.parent
        if template is None or (template.attributes.get("shadowrootmode") or "").lower() not in _MODES:
            continue
        inner = LexborHTMLParser(f"<{TAG}>{fragment.html}</{TAG}>")
        if depth < _DEEPEST:
            _attach(inner, depth + 1)  # before it is put in place: a copy of a template comes without its content
        if (root := inner.css_first(TAG)) is not None:
            template.insert_before(root)
            template.decompose()
