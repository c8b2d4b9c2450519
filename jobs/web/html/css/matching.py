"""Whether a selector fits an element: the plain ones here, in microseconds, and all others by Lexbor.

Lexbor goes through the whole page for one selector, for its `css_matches` says yes where anything within fits.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from selectolax.lexbor import LexborNode, SelectolaxError

from jobs.web.html.css.positions import PSEUDO, Position, Siblings, positions_of
from jobs.web.html.css.selectors import Selector
from jobs.web.html.modes import without_case
from jobs.web.html.tags import Attributes, find

_NOT = r":not\(\s*([.#](?!-?[\d)\s])[\w-]+)\s*\)"
_PLAIN = re.compile(rf"(?:[\w.#\s>*-]|{PSEUDO}|{_NOT})+")
_STEP = re.compile(rf"(?P<child>\s*>\s*)?(?P<tag>[a-zA-Z][\w-]*|\*)?(?P<names>(?:[.#][\w-]+|{PSEUDO}|{_NOT})*)\s*")
_POSITION, _WITHOUT, _PSEUDO = map(re.compile, (PSEUDO, _NOT, rf"{PSEUDO}|{_NOT}"))
_NAME = re.compile(r"[.#][\w-]+")
_MOST_STEPS = 12
_MOST_ASKED = 400
"""Selectors that Lexbor is asked about on one page: beyond them, a selector fits nothing."""


class Element:
    """An element that is asked about, in those around it."""

    __slots__ = ("attributes", "names", "node", "outer", "own", "tag")

    def __init__(
        self, node: LexborNode, attributes: Attributes, outer: "Element | None", *, quirks: bool = False
    ) -> None:
        """In quirks mode it goes by its names without their case, as the selectors of `ignoring_case` do."""
        own = ["." + name for name in (attributes.get("class") or "").split()]
        if name := attributes.get("id"):
            own.append("#" + name)
        if quirks:
            own = list(map(without_case, own))
        self.node, self.attributes, self.outer = node, attributes, outer
        self.tag = node.tag or ""
        self.own = frozenset(own)
        around = outer.names if outer else frozenset[str]()
        self.names: frozenset[str] = around | self.own if own else around
        """As in `Selector.names`."""

    def index_keys(self) -> list[str]:
        """The keys under which the rules stand that could fit it."""
        return ["*", self.tag, *self.own, *("[" + name for name in self.attributes)]


class _Step(NamedTuple):
    tag: str
    names: frozenset[str]
    without: frozenset[str]
    """Names that the element must not have."""
    is_child: bool
    """Whether the element before it must be its parent, and not just any around it."""
    positions: tuple[Position, ...]

    def fits(self, subject: Element, siblings: Siblings) -> bool:
        return (
            (not self.tag or self.tag == subject.tag)
            and self.names <= subject.own
            and self.without.isdisjoint(subject.own)
            and siblings.fit(self.positions, subject.node)
        )


class Matcher:
    """Matches the selectors of one page."""

    def __init__(self, root: LexborNode) -> None:
        self._root = root.parent or root
        self._fitting: dict[str, frozenset[int] | None] = {}
        self._siblings = Siblings()

    def fits(self, selector: Selector, subject: Element) -> bool | None:
        """Whether a selector fits an element; None where it is broken."""
        if not selector.names <= subject.names:
            return False
        steps = _steps(selector.text)
        if steps:
            return _fit(steps, len(steps) - 1, subject, self._siblings)
        fitting = self._all(selector.text)
        return None if fitting is None else subject.node.mem_id in fitting

    def _all(self, selector: str) -> frozenset[int] | None:
        """The elements of the page that a selector fits, by address, asked once; None where it is broken."""
        if selector not in self._fitting:
            if len(self._fitting) >= _MOST_ASKED:
                return frozenset()
            try:
                self._fitting[selector] = frozenset(node.mem_id for node in find(selector, self._root))
            except SelectolaxError:
                self._fitting[selector] = None
        return self._fitting[selector]


@lru_cache(maxsize=4096)
def _steps(selector: str) -> tuple[_Step, ...]:
    """The steps of a selector of names alone, outermost first; none where it asks for more."""
    if not _PLAIN.fullmatch(selector):
        return ()
    steps, at = list[_Step](), 0
    while at < len(selector) and len(steps) < _MOST_STEPS:
        found = _STEP.match(selector, at)
        if not found or not (found["tag"] or found["names"]):
            return ()
        tag = "" if found["tag"] in {None, "*"} else found["tag"].lower()
        asked = found["names"]
        names, without = frozenset(_NAME.findall(_PSEUDO.sub("", asked))), frozenset(_WITHOUT.findall(asked))
        positions = tuple(each for pseudo in _POSITION.findall(asked) for each in positions_of(pseudo))
        steps.append(_Step(tag, names, without, bool(found["child"]), positions))
        at = found.end()
    return tuple(steps) if at == len(selector) else ()


def _fit(steps: tuple[_Step, ...], at: int, subject: Element, siblings: Siblings) -> bool:
    if not steps[at].fits(subject, siblings):
        return False
    if at == 0:
        return True
    outer = subject.outer
    if steps[at].is_child:
        return outer is not None and _fit(steps, at - 1, outer, siblings)
    while outer is not None:
        if _fit(steps, at - 1, outer, siblings):
            return True
        outer = outer.outer
    return False
