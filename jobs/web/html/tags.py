"""Elements by the numbers that Lexbor gives their names: comparing numbers is what makes one walk cheap."""

from collections.abc import Sequence

from selectolax.lexbor import LexborCSSSelector, LexborHTMLParser, LexborNode

Attributes = dict[str, str | None]
Read = tuple[LexborNode, int, Attributes]
"""An element, the number of its name, and its attributes: each costs a call to ask for."""

_NAMES = LexborHTMLParser("<p>")
_SELECTOR = LexborCSSSelector()  # type: ignore[no-untyped-call]  # its stub leaves the constructor untyped
"""One for all trees: making one takes as long as a tenth of a page's parsing."""


ASCII_SPACES = dict.fromkeys(map(ord, "\t\n\f\r"), " ")
"""For `str.translate`: the white space at which HTML splits lists of words, all of it made plain spaces."""


def find(selector: str, root: LexborNode) -> list[LexborNode]:
    """The elements under `root` that a CSS selector fits, in document order; never called by two threads at once."""
    return _SELECTOR.find(selector, root)


def tag_ids(names: str) -> frozenset[int]:
    """The numbers of the elements named in `names`, separated by spaces."""
    return frozenset(_NAMES.create_node(name).tag_id for name in names.split())


def tag_id(name: str) -> int:
    """The number of one element's name."""
    return _NAMES.create_node(name).tag_id


TEXT = next(node.tag_id for node in LexborHTMLParser("<p>x").css("p")[0].iter(include_text=True))

BLOCKS = tag_ids(
    """address article aside blockquote body br button caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html iframe legend li main menu nav
    noscript ol optgroup option p pre search section select summary table tbody td textarea tfoot th thead tr ul"""
)
"""Elements whose text a browser sets apart from what stands before and after it."""

SILENT_NAMES = "script style title textarea noembed noframes iframe template select noscript datalist"
"""Elements whose text is not read with the page: code, form fields, stand-ins."""
SILENT = tag_ids(SILENT_NAMES)

MATH, TEMPLATE, _SVG = map(tag_id, ("math", "template", "svg"))
_FOREIGN = frozenset({MATH, _SVG})
_INTEGRATION = tag_ids("foreignobject desc title annotation-xml mi mo mn ms mtext")


Named = Sequence[tuple[int, LexborNode]]
"""Elements with the numbers of their names, in document order."""


def _is_link(attributes: Attributes) -> bool:
    return "rel" in attributes and "href" in attributes


def _is_token(attributes: Attributes) -> bool:
    name = attributes.get("name") or ""
    return name.isascii() and name.lower() == "csrf-token"


_ASKED_IN_PART = {tag_id("link"): _is_link, tag_id("meta"): _is_token}
"""Those that are asked for only where their attributes are such."""
_ASKED_FOR = SILENT | tag_ids("input") | _ASKED_IN_PART.keys()


def asked_for(root: LexborNode) -> Named:
    """The elements that parts of a reading ask for by their names, in one walk over the tree.

    A selector looks for each of its names in turn, which takes longer where they are many.
    """
    found = [(tag, node) for node in root.traverse() if (tag := node.tag_id) in _ASKED_FOR]
    return [(tag, node) for tag, node in found if tag not in _ASKED_IN_PART or _ASKED_IN_PART[tag](node.attributes)]


def named(name: int, nodes: Named) -> list[LexborNode]:
    """Those with the name of this number."""
    return [node for tag, node in nodes if tag == name]


def is_foreign(node: LexborNode) -> bool:
    """Whether an element belongs to an SVG or MathML picture, and so is no HTML: `<svg><title>` names no page."""
    return _picture_around(node) is not None


def is_mathml(node: LexborNode) -> bool:
    """Whether an element belongs to a formula: an `a` there leads nowhere."""
    return _picture_around(node) == MATH


def is_in(node: LexborNode, name: int) -> bool:
    """Whether an element stands in one of this name."""
    above = node.parent
    while above is not None and above.tag_id != name:
        above = above.parent
    return above is not None


def _picture_around(node: LexborNode) -> int | None:
    above = node.parent
    while above is not None:
        name = above.tag_id
        if name in _FOREIGN:
            return name
        if name in _INTEGRATION:
            return None
        above = above.parent
    return None
