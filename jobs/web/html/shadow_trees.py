"""Declarative shadow trees: what stands in `<template shadowrootmode>` is shown with the page, and read with it.

Browsers attach it to the element around it, and Google reads the page flattened. Its style sheets are its own, and
are left out; where its slots put what else stands in that element is not followed.
"""

from selectolax.lexbor import LexborHTMLParser

from jobs.web.html.tags import find

_MODES = frozenset({"open", "closed"})
TAG = "shadow-root"
"""What stands in the tree in place of such a template."""
_DEEPEST = 10
_DECLARED = "template[shadowrootmode]"


def with_shadow_trees(tree: LexborHTMLParser) -> LexborHTMLParser:
    """The same tree with its shadow trees in their places."""
    if tree.root is not None and find(_DECLARED, tree.root):
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
