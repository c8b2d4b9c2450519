"""The rules of plain `<style>` elements that can hide an element, and which of them apply to it.

Few rules hide, and fewer hide a link: so a quick look finds those that could hide at all, and the sheet is read only
once an element fits one of them. `@media` is judged for a screen of 1280 x 720.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from jobs.web.html.css_blocks import Block, blocks_of, hiding_blocks
from jobs.web.html.hidden import Declaration, Declared, declarations, hiding_properties, told_with
from jobs.web.html.selectors import (
    Element,
    Selector,
    Specificity,
    is_readable,
    key_of,
    keys_for,
    read_selector,
)

# A page's own sheets are small; a page that goes beyond this is read without them rather than slowly.
_MOST_CSS = 2_000_000
_MOST_RULES = 20_000
_MOST_SELECTORS = 20_000

_Weight = tuple[bool, bool, Specificity, int]


class StyleRule:
    """One selector of a rule with its declarations that can hide, read when first asked for: most never are."""

    def __init__(self, selector: str, block: Block, order: int) -> None:
        self._selector = selector
        self.block = block
        self.order = order

    @cached_property
    def selector(self) -> Selector | None:
        """None where we cannot read it: then the rule never applies."""
        return read_selector(self._selector)

    @cached_property
    def declared(self) -> list[Declaration]:
        """What it says of the properties that can hide."""
        return declarations(self.block[1])

    def applies_to(self, element: Element) -> bool:
        """Whether `element` is one that this rule speaks of."""
        return self.selector is not None and self.selector.applies_to(element)


_Index = dict[str, list[StyleRule]]
"""Rules by the key of their selector."""


@dataclass(frozen=True, slots=True)
class _Lookup:
    """What the selectors of hiding rules ask for, for a quick look at an element."""

    classes: frozenset[str]
    ids: frozenset[str]
    attributes: frozenset[str]
    names: frozenset[str]
    everything: bool
    """Whether some ask for none of these in particular."""


class Stylesheet:
    """The rules of a page's `<style>` elements."""

    def __init__(self, sheets: Iterable[str] = ()) -> None:
        texts = list(sheets)
        self._css = "\n".join(texts) if sum(map(len, texts)) <= _MOST_CSS else ""
        self._hiding = _indexed(islice(hiding_blocks(self._css), _MOST_RULES))
        self._asked = _asked(self._hiding)
        self._by_property: dict[str, _Index] = {}
        self.asks_attributes = "[" in self._css
        """Whether a selector may ask for any attribute of an element, and not just for its class and id."""

    def __bool__(self) -> bool:
        return bool(self._hiding)

    def may_ask(self, element: Element) -> bool:
        """Whether a rule that hides could speak of `element`, as far as a quick look tells."""
        asked, attributes = self._asked, element.attributes
        return (
            asked.everything
            or ("class" in attributes and not asked.classes.isdisjoint(element.classes))
            or ("id" in attributes and attributes["id"] in asked.ids)
            or not asked.attributes.isdisjoint(attributes)
            or (bool(asked.names) and element.tag in asked.names)
        )

    def hiding(self, element: Element) -> set[str]:
        """The properties by which rules hide `element`, unless others win."""
        applying = [rule for rule in _applying(self._hiding, element) if rule.block in self._in_force]
        return {name for rule in applying for name in hiding_properties(rule.declared)}

    def rules_for(self, element: Element, properties: Iterable[str]) -> Iterator[StyleRule]:
        """Each rule that applies to `element` and says something of one of `properties`, in no order."""
        for name in told_with(properties):
            if name not in self._by_property:
                self._by_property[name] = _indexed(self._blocks, name)
            yield from _applying(self._by_property[name], element)

    @cached_property
    def _blocks(self) -> list[Block]:
        return list(islice(blocks_of(self._css), _MOST_RULES))

    @cached_property
    def _in_force(self) -> frozenset[Block]:
        return frozenset(self._blocks)


def cascade(rules: Iterable[StyleRule], inline: Iterable[Declaration], by_default: Declared) -> Declared:
    """The declarations that win on an element: important ones, then the inline style, then the more specific rule."""
    won: dict[str, tuple[_Weight, str]] = {}

    def offer(name: str, value: str, weight: _Weight) -> None:
        if name not in won or won[name][0] <= weight:
            won[name] = (weight, value)

    for rule in rules:
        specificity = rule.selector.specificity if rule.selector else (0, 0, 0)
        for name, value, important in rule.declared:
            offer(name, value, (important, False, specificity, rule.order))
    for name, value, important in inline:
        offer(name, value, (important, True, (0, 0, 0), 0))
    return by_default | {name: value for name, (_, value) in won.items()}


def _indexed(blocks: Iterable[Block], wanted: str = "") -> _Index:
    index: _Index = defaultdict(list)
    left = _MOST_SELECTORS
    for order, (head, block) in enumerate(blocks):
        if wanted in block.lower():
            selectors = head.rpartition(";")[2].split(",")[:left]
            left -= len(selectors)
            for selector in filter(is_readable, dict.fromkeys(selectors)):
                index[key_of(selector)].append(StyleRule(selector.strip(), (head, block), order))
    return index


def _applying(index: _Index, element: Element) -> Iterator[StyleRule]:
    for key in keys_for(element):
        for rule in index.get(key, ()):
            if rule.applies_to(element):
                yield rule


def _asked(keys: Iterable[str]) -> _Lookup:
    kinds: dict[str, set[str]] = {".": set(), "#": set(), "[": set(), "": set()}
    for key in keys:
        if key[0] in kinds:
            kinds[key[0]].add(key[1:])
        else:
            kinds[""].add(key)
    classes, ids, attributes, names = map(frozenset, kinds.values())
    return _Lookup(classes, ids, attributes, names - {"*"}, "*" in names)
