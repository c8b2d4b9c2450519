"""What is around a link: the part of the page it stands in, and whether a browser shows it there.

Only the elements that links stand in are looked at, each once, from the outermost in.
"""

from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from jobs.model.document import Place
from jobs.web.parse.hidden import Declared, Shown, shown_under
from jobs.web.parse.place import is_section, place_in
from jobs.web.parse.stylesheets import Attributes, Element, Stylesheet, cascade
from jobs.web.parse.tags import tag_id, tag_ids

_DETAILS, _SUMMARY, _DIALOG = tag_id("details"), tag_id("summary"), tag_id("dialog")
_NEVER_SHOWN = tag_ids("datalist audio video rp")
_TELLING = _NEVER_SHOWN | tag_ids("nav header footer aside noscript main article section details dialog")
_CLOSED_BY_DEFAULT = _NEVER_SHOWN | {_DIALOG}
_SHOWN = Shown()
_GONE: Declared = {"display": "none"}


@dataclass(frozen=True, slots=True)
class Around:
    """What an element passes on to what stands in it."""

    place: Place = Place.BODY
    shown: Shown = _SHOWN
    sectioned: bool = False
    """Whether an article or another section is around: its header is not the page's."""
    folded: bool = False
    """Whether it is a `details` that is not open: of its children, only the summary shows."""


_OUTSIDE = Around()


class Surroundings:
    """The surroundings of every node that is asked for, worked out once each."""

    def __init__(self, sheet: Stylesheet) -> None:
        self._sheet = sheet
        self._has_rules = bool(sheet)
        self._known: dict[int, tuple[Around, int]] = {}

    def of_link(self, node: LexborNode, tag: int, attributes: Attributes) -> tuple[Around, int]:
        """What is around a link, its own attributes included; and how deep it stands, the root at 1."""
        outer, depth = self._within(node.parent)
        shown = self._shown(outer, node, tag, attributes)
        return outer if shown is outer.shown else Around(outer.place, shown), depth + 1

    def _within(self, node: LexborNode | None) -> tuple[Around, int]:
        """What is around the children of `node`."""
        known = self._known
        path: list[tuple[int, LexborNode]] = []
        around, depth = _OUTSIDE, -1  # the document itself is no element, and comes first
        while node is not None:
            address = node.mem_id
            if (found := known.get(address)) is not None:
                around, depth = found
                break
            path.append((address, node))
            node = node.parent
        for address, inner in reversed(path):
            around = self._inside(around, inner)
            depth += 1
            known[address] = (around, depth)
        return around, depth

    def _inside(self, outer: Around, node: LexborNode) -> Around:
        tag, attributes = node.tag_id, node.attributes
        if not attributes and not self._has_rules and tag not in _TELLING and not outer.folded:
            return outer
        place = place_in(outer.place, tag, attributes, sectioned=outer.sectioned)
        sectioned = outer.sectioned or is_section(tag)
        folded = tag == _DETAILS and "open" not in attributes
        shown = self._shown(outer, node, tag, attributes)
        if place is outer.place and shown is outer.shown and sectioned == outer.sectioned and folded == outer.folded:
            return outer
        return Around(place, shown, sectioned, folded)

    def _shown(self, outer: Around, node: LexborNode, tag: int, attributes: Attributes) -> Shown:
        shown = outer.shown
        if shown.gone or not (
            outer.folded or _may_hide(tag, attributes) or self._rule_may_hide(shown, node, attributes)
        ):
            return shown
        rules = self._sheet.rules_for(Element(node, attributes)) if self._has_rules else ()
        declared = cascade(rules, attributes.get("style") or "", _by_default(tag, attributes, outer))
        return shown_under(shown, declared) if declared else shown

    def _rule_may_hide(self, shown: Shown, node: LexborNode, attributes: Attributes) -> bool:
        """Whether a rule hides here, or could show again what is hidden."""
        if not self._has_rules or (not attributes and shown is _SHOWN and not self._sheet.hides_by_name):
            return False
        return shown is not _SHOWN or self._sheet.may_hide(node, attributes)


def hides_itself(attributes: Attributes) -> bool:
    """Whether an element's own `hidden` or `style` hides it."""
    declared = cascade((), attributes.get("style") or "", _GONE if "hidden" in attributes else {})
    return shown_under(_SHOWN, declared).hidden


def _may_hide(tag: int, attributes: Attributes) -> bool:
    return "style" in attributes or "hidden" in attributes or "popover" in attributes or tag in _CLOSED_BY_DEFAULT


def _by_default(tag: int, attributes: Attributes, outer: Around) -> Declared:
    """What a browser's own style sheet says that can hide: it yields to whatever the page says."""
    gone = (
        tag in _NEVER_SHOWN
        or "hidden" in attributes
        or "popover" in attributes
        or (tag == _DIALOG and "open" not in attributes)
        or (outer.folded and tag != _SUMMARY)
    )
    return _GONE if gone else {}
