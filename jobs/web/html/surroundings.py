"""What is around a link, and whether a browser shows it there.

Only the elements that links stand in are checked, from the outermost in; those that are alike in the same place, as
the items of a list are, share one answer. What applies to them is worked out only where something could hide.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache, partial

from selectolax.lexbor import LexborNode

from jobs.model.document import Appearance
from jobs.web.html.css.cascade import Declared, Stylesheet, own_style, with_variables
from jobs.web.html.css.matching import Element
from jobs.web.html.css.selectors import Added
from jobs.web.html.first_sight import FirstSight, Hider
from jobs.web.html.hidden import Visibility, shown_under
from jobs.web.html.tags import BLOCKS, TEXT, Attributes, find, tag_id, tag_ids

_A, _DETAILS, _SUMMARY, _DIALOG = map(tag_id, ("a", "details", "summary", "dialog"))
_NEVER_SHOWN = tag_ids("datalist audio video rp canvas")
_PICTURES = tag_ids("img svg picture video iframe input button object embed")
_BOXES = BLOCKS | _PICTURES | tag_ids("img")
_MOST_PIECES = 40
_SHOWN = Visibility()
_GONE: Declared = {"display": "none"}
_LINK_COLOUR: Declared = {"color": "#0000ee"}
_MAY_HIDE = re.compile(
    r"none|hidden|collapse|clip|scale|opacity|-\d|\d{3}|:\s*0|p[xt]|colou?r|font|var\(|rotate|matrix|vw|vh|%"
)

_Likeness = tuple[object, ...]
"""All that is asked about an element: what is around it, its name and attributes."""


class Around:
    """An element that links stand in, and what it passes on to what is in it."""

    __slots__ = (
        "attributes",
        "depth",
        "node",
        "parent",
        "subject",
        "suspected",
    )

    def __init__(self, node: LexborNode, attributes: Attributes, parent: "Around | None", *, quirks: bool) -> None:
        self.node, self.attributes, self.parent = node, attributes, parent
        self.subject: Element = Element(node, attributes, parent.subject if parent else None, quirks=quirks)
        self.suspected: bool | None = None
        """Whether something could hide it or what is around it; None until it is asked."""
        self.depth: int = parent.depth + 1 if parent else 1
        """How deep it stands, the root at 1."""

    def path(self) -> list["Around"]:
        """The elements from the root to this one."""
        found: list[Around] = []
        here: Around | None = self
        while here is not None:
            found.append(here)
            here = here.parent
        return found[::-1]


class Surroundings:
    """The surroundings of every node that is asked for, worked out once each.

    `quirks` says whether the page is read in quirks mode, `reads_all` whether all its style sheets are read.
    """

    def __init__(
        self, sheet: Stylesheet, without_scripts: Stylesheet, first_sight: FirstSight, *, quirks: bool, reads_all: bool
    ) -> None:
        self._sheet, self._without_scripts = sheet, without_scripts
        self._first_sight, self._quirks, self._reads_all = first_sight, quirks, reads_all
        self._has_rules = bool(sheet)
        self._known: dict[int, Around] = {}
        self._shown_by: dict[tuple[bool, bool], dict[int, Visibility]] = defaultdict(dict)
        """What elements pass on: with what may be added or without it, by the sheet that scripts leave or the other."""
        self._hiders: dict[int, Hider | None] = {}
        self._alike: dict[_Likeness, Around] = {}
        """The elements by what is around them and what they are like.

        None knows what is in it: a cycle would keep its page in memory.
        """

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

    @property
    def asked_codes(self) -> bool:
        """Whether the codes of scripts were asked for any of the sights by now."""
        return self._first_sight.asked_codes

    def sight_of(self, node: LexborNode) -> Appearance:
        """Whether a visitor sees a link or a frame."""
        around = self.of(node)
        inner = [self.of(each) for each in _pieces(node)]
        if not any(map(self._is_suspected, (around, *inner))):
            return Appearance.SHOWN
        if not self._is_hidden(around, inner, None, self._sheet):
            return Appearance.SHOWN
        return Appearance.AT_FIRST if self._is_undone(around, inner) else Appearance.HIDDEN

    def _is_undone(self, around: Around, inner: list[Around]) -> bool:
        path = (inner[0] if inner else around).path()
        hiders = [hider for each in path if (hider := self._hider(each)) is not None]
        if hiders and self._first_sight.undoes(hiders):
            return True
        if self._without_scripts.css and not self._is_hidden(around, inner, None, self._without_scripts):
            return self._first_sight.has_scripts
        return not self._is_hidden(around, inner, self._first_sight.added, self._sheet)

    def _is_hidden(self, around: Around, inner: list[Around], added: Added | None, sheet: Stylesheet) -> bool:
        """Whether nothing of a link is seen: neither letters nor pictures in it, nor a picture that it stands for."""
        shown = partial(self._passed_on, added=added, sheet=sheet)
        own = shown(around)
        if own.gone:
            return True
        if own.pictured and not own.hides_boxes:
            return False
        if not inner:
            return own.hidden
        return all(shown(each).hides_boxes if each.node.tag_id in _PICTURES else shown(each).hidden for each in inner)

    def _passed_on(self, each: Around, added: Added | None, sheet: Stylesheet) -> Visibility:
        known = self._shown_by[added is not None, sheet is self._sheet]
        if id(each) not in known:
            outer = self._passed_on(each.parent, added, sheet) if each.parent else _SHOWN
            known[id(each)] = self._shown(outer, each, added, sheet)
        return known[id(each)]

    def _hider(self, each: Around) -> Hider | None:
        """What hides all that is in an element, whatever is around it."""
        if id(each) not in self._hiders:
            custom = self._shown_by[False, True].get(id(each.parent), _SHOWN)
            declared = self._declared(custom, each, None, self._sheet)
            hides = shown_under(_SHOWN, declared, is_block=each.node.tag_id in _BOXES, bare=self._quirks).hidden
            selectors = self._sheet.selectors_for(each.subject) if hides and self._has_rules else ""
            self._hiders[id(each)] = Hider(each.node, each.attributes, declared, selectors) if hides else None
        return self._hiders[id(each)]

    def _inside(self, outer: Around | None, node: LexborNode) -> Around:
        tag, attributes = node.tag_id, node.attributes
        like = (id(outer), tag, *attributes.items(), node.mem_id if self._sheet.asks_position else 0)
        if (around := self._alike.get(like)) is None:
            self._alike[like] = around = Around(node, attributes, outer, quirks=self._quirks)
        return around

    def _is_suspected(self, around: Around) -> bool:
        """Whether something could hide an element or what is around it."""
        if around.suspected is None:
            outer = around.parent
            around.suspected = (outer is not None and self._is_suspected(outer)) or self._may_be_hidden(around)
        return around.suspected

    def _may_be_hidden(self, around: Around) -> bool:
        tag, attributes = around.node.tag_id, around.attributes
        if "style" in attributes and _MAY_HIDE.search((attributes["style"] or "").lower()):
            return True
        return not _LINK_COLOUR.items() >= _by_default(around, tag).items() or (
            self._has_rules and self._sheet.may_hide(around.subject)
        )

    def _declared(self, outer: Visibility, each: Around, added: Added | None, sheet: Stylesheet) -> Declared:
        by_default = _by_default(each, each.node.tag_id)
        if not sheet.css and "style" not in each.attributes:
            return by_default
        declared = sheet.declared(each.subject, by_default, added)
        own = {name: value for name, value in declared.items() if name.startswith("--")}
        return with_variables(declared, dict(outer.custom) | own)

    def _shown(self, outer: Visibility, each: Around, added: Added | None, sheet: Stylesheet) -> Visibility:
        declared = self._declared(outer, each, added, sheet)
        shown = shown_under(outer, declared, is_block=each.node.tag_id in _BOXES, bare=self._quirks)
        if not self._reads_all and "background-color" not in declared:
            shown = replace(shown, behind=None)  # a sheet that is not read may say what is
        own = tuple((name, value) for name, value in declared.items() if name.startswith("--"))
        return replace(shown, custom=(*outer.custom, *own)) if own else shown


def hiding_themselves(root: LexborNode) -> list[LexborNode]:
    """The elements that their own `hidden` or `style` hides, in document order."""
    return [node for node in find("[hidden], [style]", root) if _hides(node.attributes)]


def _hides(attributes: Attributes) -> bool:
    return _hides_itself("hidden" in attributes, attributes.get("style") or "")


@lru_cache(maxsize=2048)
def _hides_itself(by_attribute: bool, style: str) -> bool:  # noqa: FBT001 - a key of the cache
    if not by_attribute and not _MAY_HIDE.search(style.lower()):
        return False
    declared = own_style(style, _GONE if by_attribute else {})
    return shown_under(replace(_SHOWN, behind=None), declared).hidden


def _by_default(each: Around, tag: int) -> Declared:
    """What a browser's own style sheet says that can hide: it yields to whatever the page says."""
    attributes, outer = each.attributes, each.parent
    folded = outer is not None and outer.node.tag_id == _DETAILS and "open" not in outer.attributes
    if tag in _NEVER_SHOWN or (tag == _DIALOG and "open" not in attributes) or "popover" in attributes:
        return _GONE
    if "hidden" in attributes:
        return {"content-visibility": "hidden"} if attributes["hidden"] == "until-found" else _GONE
    if folded and tag != _SUMMARY:
        return _GONE
    return _LINK_COLOUR if tag == _A and "href" in attributes else {}


def _pieces(node: LexborNode) -> Iterator[LexborNode]:
    """The elements in a link that words or pictures stand in, the link itself for words of its own."""
    found: dict[int, LexborNode] = {}
    for inner in node.traverse(include_text=True):
        if inner.tag_id == TEXT and inner.parent is not None and not (inner.text_content or "").isspace():
            found.setdefault(inner.parent.mem_id, inner.parent)
        elif inner.tag_id in _PICTURES:
            found.setdefault(inner.mem_id, inner)
        if len(found) >= _MOST_PIECES:
            break
    yield from found.values()
