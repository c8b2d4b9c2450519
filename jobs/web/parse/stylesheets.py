"""The rules of plain `<style>` elements that can hide an element, and which of them apply to it.

A small part of CSS, read in one pass: classes, ids, names, attributes, lists, descendants and children; `@media` judged
for a screen of 1280 x 720. A rule that waits for a person (`:hover`) or that we cannot read never applies.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice

from selectolax.lexbor import LexborNode

from jobs.web.parse.hidden import Declared, declarations, may_hide
from jobs.web.parse.media import applies_to_screen

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_COMPOUND = re.compile(
    r"(?P<tag>\*|[a-z][\w-]*)?(?P<rest>(?:[.#](?:[\w\u00a0-\U0010ffff-]|\\.)+|\[[^\]]*\]|:root|:not\([^()\s]*\))*)",
    re.IGNORECASE,
)
_SIMPLE = re.compile(
    r"([.#])((?:[\w\u00a0-\U0010ffff-]|\\.)+)|\[\s*([\w-]+)\s*(?:([~|^$*]?=)\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\]]+))\s*(?:[iIsS]\s*)?)?\]"
    r"|(:root)|:not\(([^()\s]*)\)"
)
_BEYOND = re.compile(r":(?!root|not\()|[+~](?!=)")
_LAST = re.compile(r"([a-zA-Z][\w-]*)?([.#](?:[\w\u00a0-\U0010ffff-]|\\.)+)?")
_LONGEST_SELECTOR = 500
_COMBINATOR = re.compile(r"\s*>\s*|\s+")
_ESCAPE = re.compile(r"\\(.)")

Attributes = dict[str, str | None]

# A page's own sheets are small; a page that goes beyond this is read without them rather than slowly.
_MOST_CSS = 2_000_000
_MOST_RULES = 20_000
_MOST_COMPOUNDS = 8


class Element:
    """What a selector can ask about an element: its name, its attributes, and what is around it."""

    __slots__ = ("_node", "_parent", "attributes", "classes", "tag")

    def __init__(self, node: LexborNode, attributes: Attributes) -> None:
        self._node = node
        self._parent: Element | None = None
        self.tag = node.tag or ""
        self.attributes = attributes
        self.classes = (attributes.get("class") or "").split()

    @property
    def parent(self) -> "Element | None":
        """The element around it; none around the root."""
        if self._parent is None:
            outer = self._node.parent
            if outer is not None and outer.parent is not None:
                self._parent = Element(outer, outer.attributes)
        return self._parent


@dataclass(frozen=True, slots=True)
class Compound:
    """One step of a selector, `a.b#c[d]:not(.e)`, and how it stands to the step before it."""

    tag: str
    id: str
    classes: frozenset[str]
    attributes: tuple[tuple[str, str, str], ...]
    absent: tuple["Compound", ...]
    is_root: bool
    child: bool
    """Whether the step before it must be its parent, and not just any ancestor."""

    def matches(self, element: Element) -> bool:
        """Whether `element` itself is what this step asks for."""
        return (
            (not self.tag or self.tag == element.tag)
            and (not self.id or self.id == element.attributes.get("id"))
            and self.classes.issubset(element.classes)
            and (not self.is_root or element.parent is None)
            and all(_has(element, *wanted) for wanted in self.attributes)
            and not any(other.matches(element) for other in self.absent)
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """One selector with its declarations that can hide, and its weight against others."""

    steps: tuple[Compound, ...]
    declared: tuple[tuple[str, str, bool], ...]
    specificity: tuple[int, int, int]
    order: int

    def applies_to(self, element: Element) -> bool:
        """Whether the whole selector fits `element` where it stands."""
        return self.steps[-1].matches(element) and _around(self.steps, element)


@dataclass(frozen=True, slots=True)
class _Unread:
    """A rule as it stands in the sheet: most are about nothing on the page, and are never read."""

    selector: str
    block: str
    order: int


Index = dict[str, list[_Unread]]
"""Rules by what the last step of their selector asks for: `.class`, `#id`, a name, or `*`."""


class Stylesheet:
    """The rules of a page's `<style>` elements.

    Few rules hide anything, so only those are looked at first; the others when an element turns out to be under one.
    """

    def __init__(self, sheets: Iterable[str] = ()) -> None:
        texts = list(sheets)
        css = "\n".join(texts) if sum(map(len, texts)) <= _MOST_CSS else ""
        self._blocks = list(islice(_blocks(css), _MOST_RULES))
        self._hiding = _indexed(self._blocks, may_hide)
        self.hides_by_name = any(key[0] not in ".#" for key in self._hiding)

    def __bool__(self) -> bool:
        return bool(self._hiding)

    def may_hide(self, node: LexborNode, attributes: Attributes) -> bool:
        """Whether a rule applies to an element that hides unless another one wins."""
        hiding = self._hiding
        asked_for = (
            self.hides_by_name
            or any("." + name in hiding for name in (attributes.get("class") or "").split())
            or ("id" in attributes and f"#{attributes['id']}" in hiding)
        )
        return asked_for and any(True for _ in _applying(hiding, Element(node, attributes)))

    def rules_for(self, element: Element) -> Iterator[Rule]:
        """Each rule that applies to `element`, in no order."""
        return _applying(self._all, element)

    @cached_property
    def _all(self) -> Index:
        """Every rule that says something of a property which one of the hiding rules sets."""
        hiding = {unread.block for rules in self._hiding.values() for unread in rules}
        names = {name for block in hiding for name, _, _ in declarations(block)}
        return _indexed(self._blocks, lambda block: any(name in block for name in names))


def _indexed(blocks: Iterable[tuple[str, str]], wanted: Callable[[str], object]) -> Index:
    index: Index = defaultdict(list)
    for order, (selectors, block) in enumerate(blocks):
        if wanted(block):
            for selector in selectors.split(","):
                if len(selector) <= _LONGEST_SELECTOR and _is_readable(selector):
                    index[_key(selector)].append(_Unread(selector.strip(), block, order))
    return index


def _is_readable(selector: str) -> bool:
    """Whether a selector asks for nothing beyond what `Compound` knows."""
    return not (":" in selector or "+" in selector or "~" in selector) or not _BEYOND.search(selector)


def _key(selector: str) -> str:
    """A class, id or name that the last step of `selector` asks for."""
    found = _LAST.match(selector.replace(">", " ").split()[-1]) if selector.strip() else None
    if found and found[2]:
        return _ESCAPE.sub(r"\1", found[2]) if "\\" in found[2] else found[2]
    return found[1].lower() if found and found[1] else "*"


def _applying(index: Index, element: Element) -> Iterator[Rule]:
    keys = ["*", element.tag, *("." + name for name in element.classes)]
    if name := element.attributes.get("id"):
        keys.append("#" + name)
    for key in keys:
        for unread in index.get(key, ()):
            rule = _read(unread)
            if rule is not None and rule.applies_to(element):
                yield rule


@lru_cache(maxsize=4096)
def _read(unread: _Unread) -> Rule | None:
    """A rule that can be matched; none where we cannot read its selector."""
    steps = _steps(unread.selector)
    declared = tuple(declarations(unread.block))
    return Rule(steps, declared, _specificity(steps), unread.order) if steps else None


def cascade(rules: Iterable[Rule], inline: str, by_default: Declared) -> Declared:
    """The declarations that win on an element: important ones, then the inline style, then the more specific rule."""
    won: dict[str, tuple[tuple[bool, bool, tuple[int, int, int], int], str]] = {}

    def offer(name: str, value: str, weight: tuple[bool, bool, tuple[int, int, int], int]) -> None:
        if name not in won or won[name][0] <= weight:
            won[name] = (weight, value)

    for rule in rules:
        for name, value, important in rule.declared:
            offer(name, value, (important, False, rule.specificity, rule.order))
    for name, value, important in declarations(inline):
        offer(name, value, (important, True, (0, 0, 0), 0))
    return by_default | {name: value for name, (_, value) in won.items()}


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """Each (selectors, declarations) of a sheet that applies on a screen, at-rules opened where they do."""
    around: list[bool] = [True]
    for part in (_COMMENT.sub(" ", css) if "/*" in css else css).split("}"):
        *heads, block = part.split("{")
        if not heads:
            if len(around) > 1:
                around.pop()
            continue
        for head in heads[:-1]:
            around.append(around[-1] and _enters(head.rpartition(";")[2].strip()))
        selectors = heads[-1].rpartition(";")[2].strip()
        if around[-1] and not selectors.startswith("@"):
            yield selectors, block


def _enters(head: str) -> bool:
    """Whether the rules in a block count: all but those of at-rules that do not apply to a screen."""
    if not head.startswith("@"):
        return True
    name, _, condition = head.partition(" ")
    name, paren, rest = name.partition("(")
    if name.lower() == "@media":
        return applies_to_screen(paren + rest + " " + condition)
    return name.lower() in {"@supports", "@layer", "@container", "@scope"}


def _steps(selector: str) -> tuple[Compound, ...]:
    """The steps of one selector, outermost first; none where we cannot read it."""
    steps: list[Compound] = []
    at, child = 0, False
    while at < len(selector) and len(steps) < _MOST_COMPOUNDS:
        found = _COMPOUND.match(selector, at)
        if not found or not found[0]:
            return ()
        steps.append(_compound(found["tag"] or "", found["rest"], child=child))
        at = found.end()
        if at == len(selector):
            return tuple(steps)
        joint = _COMBINATOR.match(selector, at)
        if not joint:
            return ()
        child = ">" in joint[0]
        at = joint.end()
    return ()


def _compound(tag: str, rest: str, *, child: bool = False) -> Compound:
    name, classes, attributes, absent, is_root = "", set(), [], [], False
    for kind, word, attribute, operator, *values, root, negated in _SIMPLE.findall(rest):
        if kind == "#":
            name = _ESCAPE.sub(r"\1", word)
        elif kind:
            classes.add(_ESCAPE.sub(r"\1", word))
        elif attribute:
            attributes.append((attribute.lower(), operator, "".join(values)))
        elif root:
            is_root = True
        elif inner := _COMPOUND.fullmatch(negated):
            absent.append(_compound(inner["tag"] or "", inner["rest"]))
    tag = "" if tag == "*" else tag.lower()
    return Compound(tag, name, frozenset(classes), tuple(attributes), tuple(absent), is_root, child)


def _specificity(steps: tuple[Compound, ...]) -> tuple[int, int, int]:
    every = [*steps, *(other for step in steps for other in step.absent)]
    ids = sum(bool(step.id) for step in every)
    middle = sum(len(step.classes) + len(step.attributes) + step.is_root for step in every)
    return ids, middle, sum(bool(step.tag) for step in every)


def _around(steps: tuple[Compound, ...], element: Element) -> bool:
    """Whether the steps before the last are met by what is around `element`, the nearest that fits taken each time."""
    here = element
    for outer, inner in zip(steps[-2::-1], steps[:0:-1], strict=True):
        above = here.parent
        if not inner.child:
            while above is not None and not outer.matches(above):
                above = above.parent
        if above is None or not outer.matches(above):
            return False
        here = above
    return True


def _has(element: Element, name: str, operator: str, value: str) -> bool:
    if name not in element.attributes:
        return False
    held = element.attributes[name] or ""
    return not operator or (_COMPARED[operator](held, value) and (bool(value) or operator == "="))


_COMPARED: dict[str, Callable[[str, str], bool]] = {
    "=": lambda held, value: held == value,
    "~=": lambda held, value: value in held.split(),
    "|=": lambda held, value: held == value or held.startswith(value + "-"),
    "^=": str.startswith,
    "$=": str.endswith,
    "*=": str.__contains__,
}
