"""The selectors of style rules, as far as we read them: classes, ids, names, attributes, `:not`, descendants, children.

A selector that asks for more (`:hover`, `+`, `:nth-child`) is not read, and so its rule never applies.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from jobs.web.html.tags import Attributes

Specificity = tuple[int, int, int]

_WORD = r"(?:[\w\u00a0-\U0010ffff-]|\\.)+"
_COMPOUND = re.compile(
    rf"(?P<tag>\*|[a-z][\w-]*)?(?P<rest>(?:[.#]{_WORD}|\[[^\]]*\]|:root|:not\([^()\s]*\))*)", re.IGNORECASE
)
_SIMPLE = re.compile(
    rf"([.#])({_WORD})"
    r"|\[\s*([\w-]+)\s*(?:([~|^$*]?=)\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\]]+))\s*(?:[iIsS]\s*)?)?\]"
    r"|(:root)|:not\(([^()\s]*)\)"
)
_BEYOND = re.compile(r"(?<!\\):(?!root|not\()|(?<!\\)[+~](?!=)")
_LAST = re.compile(rf"([a-zA-Z][\w-]*)?(?:([.#]{_WORD})|(\[)\s*([\w-]+))?")
_COMBINATOR = re.compile(r"\s*>\s*|\s+")
_ESCAPE = re.compile(r"\\(.)")
_LONGEST = 500
_MOST_COMPOUNDS = 8


class Element:
    """What a selector can ask about an element: its name, its attributes, and what is around it."""

    __slots__ = ("_classes", "_node", "_tag", "attributes", "parent")

    def __init__(self, node: LexborNode, attributes: Attributes, parent: "Element | None") -> None:
        self._node = node
        self._tag: str | None = None
        self._classes: list[str] | None = None
        self.attributes = attributes
        self.parent = parent
        """The element around it; none around the root."""

    @property
    def tag(self) -> str:
        """Its name, in lower case."""
        if self._tag is None:
            self._tag = self._node.tag or ""
        return self._tag

    @property
    def classes(self) -> list[str]:
        """The words of its class."""
        if self._classes is None:
            self._classes = (self.attributes.get("class") or "").split()
        return self._classes


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
            (not self.classes or self.classes.issubset(element.classes))
            and (not self.tag or self.tag == element.tag)
            and (not self.id or self.id == element.attributes.get("id"))
            and (not self.is_root or element.parent is None)
            and all(_has(element, *wanted) for wanted in self.attributes)
            and not any(other.matches(element) for other in self.absent)
        )


@dataclass(frozen=True, slots=True)
class Selector:
    """One selector, outermost step first, and its weight against others."""

    steps: tuple[Compound, ...]
    specificity: Specificity

    def applies_to(self, element: Element) -> bool:
        """Whether the whole selector fits `element` where it stands."""
        return self.steps[-1].matches(element) and _around(self.steps, element)


def is_readable(selector: str) -> bool:
    """Whether a selector asks for nothing beyond what is read here, as far as a quick look tells."""
    if len(selector) > _LONGEST:
        return False
    return not (":" in selector or "+" in selector or "~" in selector) or not _BEYOND.search(selector)


def key_of(selector: str) -> str:
    """What the last step of a selector asks for in any case: `.class`, `#id`, `[attribute`, a name, or `*` for all."""
    words = selector.replace(">", " ").split() if "[" not in selector else _COMBINATOR.split(selector.strip())
    found = _LAST.match(words[-1]) if words else None
    if not found:
        return "*"
    if found[2]:
        return _ESCAPE.sub(r"\1", found[2]) if "\\" in found[2] else found[2]
    if found[1]:
        return found[1].lower()
    return f"[{found[4].lower()}" if found[3] else "*"


def keys_for(element: Element) -> list[str]:
    """The keys under which the selectors stand that could fit an element."""
    attributes = element.attributes
    keys = ["*", element.tag, *("." + name for name in element.classes), *("[" + name for name in attributes)]
    if name := attributes.get("id"):
        keys.append("#" + name)
    return keys


def read_selector(text: str) -> Selector | None:
    """One selector without commas; None where we cannot read it."""
    steps = _steps(text)
    return Selector(steps, _specificity(steps)) if steps else None


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


def _specificity(steps: tuple[Compound, ...]) -> Specificity:
    every = [*steps, *(other for step in steps for other in step.absent)]
    ids = sum(bool(step.id) for step in every)
    middle = sum(len(step.classes) + len(step.attributes) + step.is_root for step in every)
    return ids, middle, sum(bool(step.tag) for step in every)


def _around(steps: tuple[Compound, ...], element: Element) -> bool:
    """Whether the steps before the last are met by what is around `element`, the nearest that fits taken each time."""
    here = element
    for at in range(len(steps) - 2, -1, -1):
        outer, above = steps[at], here.parent
        if not steps[at + 1].child:
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
