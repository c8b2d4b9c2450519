"""What is around a link: the part of the page it stands in, and whether a browser shows it there.

Only the elements that links stand in are checked, from the outermost in; those that are alike in the same place, as
the items of a list are, share one answer.
"""

from selectolax.lexbor import LexborNode

from jobs.model.document import Place
from jobs.web.html.hidden import INHERITED, Declared, Visibility, declarations, hiding_properties, shown_under
from jobs.web.html.page_regions import is_section, may_have_place, place_in
from jobs.web.html.selectors import Element
from jobs.web.html.stylesheets import Stylesheet, cascade
from jobs.web.html.tags import Attributes, tag_id, tag_ids

_DETAILS, _SUMMARY, _DIALOG = tag_id("details"), tag_id("summary"), tag_id("dialog")
_NEVER_SHOWN = tag_ids("datalist audio video rp")
_CLOSED_BY_DEFAULT = _NEVER_SHOWN | {_DIALOG}
_SHOWN = Visibility()
_GONE: Declared = {"display": "none"}

_Likeness = tuple[object, ...]
"""All that is asked about an element beside what is around it: its name and attributes."""


class Around(Element):
    """An element that links stand in, and what it passes on to what is in it."""

    __slots__ = ("depth", "folded", "links", "place", "sectioned", "shown", "within")

    def __init__(self, node: LexborNode, attributes: Attributes, parent: "Around | None") -> None:
        super().__init__(node, attributes, parent)
        self.place: Place = parent.place if parent else Place.BODY
        self.shown: Visibility = parent.shown if parent else _SHOWN
        self.sectioned: bool = parent.sectioned if parent else False
        """Whether an article or another section is around: its header is not the page's."""
        self.folded = False
        """Whether it is a `details` that is not open: of its children, only the summary shows."""
        self.depth: int = parent.depth + 1 if parent else 1
        """How deep it stands, the root at 1."""
        self.within: dict[_Likeness, Around] = {}
        """The elements in it, by what they are like."""
        self.links: dict[_Likeness, bool] = {}
        """Whether the links in it are hidden, by what they are like."""


class Surroundings:
    """The surroundings of every node that is asked for, worked out once each."""

    def __init__(self, sheet: Stylesheet) -> None:
        self._sheet = sheet
        self._has_rules = bool(sheet)
        self._known: dict[int, Around] = {}
        self._roots: dict[_Likeness, Around] = {}

    def of(self, node: LexborNode) -> Around:
        """The element `node`, and what it passes on."""
        path: list[LexborNode] = []
        here: LexborNode | None = node
        while here is not None and here.mem_id not in self._known:
            path.append(here)
            here = here.parent
        around = self._known[here.mem_id] if here is not None else None
        if here is None:
            path.pop()  # the document itself, which is no element
        for inner in reversed(path):
            self._known[inner.mem_id] = around = self._inside(around, inner)
        assert around is not None  # for `node` is an element
        return around

    def hides_link(self, outer: Around, node: LexborNode, tag: int, attributes: Attributes) -> bool:
        """Whether a link in `outer` is hidden, by its own attributes or by what is around it."""
        if len(attributes) == 1 and not (self._has_rules or outer.folded or outer.shown.hidden):
            return False
        if self._sheet.asks_attributes:
            like = (tag, *attributes.items())
        else:
            like = (tag, *(pair for pair in attributes.items() if pair[0] in _TELLING))
        if (hidden := outer.links.get(like)) is None:
            outer.links[like] = hidden = self._shown(outer, Element(node, attributes, outer), tag).hidden
        return hidden

    def _inside(self, outer: Around | None, node: LexborNode) -> Around:
        tag, attributes = node.tag_id, node.attributes
        like = (tag, *attributes.items())
        alike = outer.within if outer else self._roots
        if (around := alike.get(like)) is None:
            alike[like] = around = Around(node, attributes, outer)
            if may_have_place(tag, attributes):
                around.place = place_in(around.place, tag, attributes, sectioned=around.sectioned)
            around.sectioned = around.sectioned or is_section(tag)
            around.folded = tag == _DETAILS and "open" not in attributes
            around.shown = self._shown(outer, around, tag)
        return around

    def _shown(self, outer: Around | None, element: Element, tag: int) -> Visibility:
        shown, attributes = outer.shown if outer else _SHOWN, element.attributes
        if shown.gone:
            return shown
        may_be_ruled = self._has_rules and self._sheet.may_ask(element)
        if not (may_be_ruled or shown.hidden or _may_hide(outer, tag, attributes)):
            return shown
        by_default = _by_default(tag, attributes, is_folded=outer is not None and outer.folded)
        inline = declarations(attributes["style"] or "") if "style" in attributes else []
        asked = hiding_properties(inline).union(by_default, INHERITED if shown.hidden else ())
        if may_be_ruled:
            asked |= self._sheet.hiding(element)
        if not asked:
            return shown
        declared = cascade(self._sheet.rules_for(element, asked), inline, by_default)
        return shown_under(shown, declared) if declared else shown


def hides_itself(attributes: Attributes) -> bool:
    """Whether an element's own `hidden` or `style` hides it."""
    inline = declarations(attributes.get("style") or "")
    if "hidden" not in attributes and not hiding_properties(inline):
        return False
    return shown_under(_SHOWN, cascade((), inline, _GONE if "hidden" in attributes else {})).hidden


_TELLING = frozenset({"class", "id", "style", "hidden", "popover"})
"""The attributes of a link that can hide it, where no rule asks for others."""
_HIDING = frozenset({"style", "hidden", "popover"})


def _may_hide(outer: Around | None, tag: int, attributes: Attributes) -> bool:
    """Whether an element could be hidden without a rule of the page's."""
    return not _HIDING.isdisjoint(attributes) or tag in _CLOSED_BY_DEFAULT or (outer is not None and outer.folded)


def _by_default(tag: int, attributes: Attributes, *, is_folded: bool) -> Declared:
    """What a browser's own style sheet says that can hide: it yields to whatever the page says."""
    gone = (
        tag in _NEVER_SHOWN
        or "hidden" in attributes
        or "popover" in attributes
        or (tag == _DIALOG and "open" not in attributes)
        or (is_folded and tag != _SUMMARY)
    )
    return _GONE if gone else {}
