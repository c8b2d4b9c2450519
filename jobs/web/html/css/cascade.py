"""Which declarations apply to an element: the rules of a page's `<style>` elements, its own style, and who wins.

Few rules speak of a link and what is around it: only these are read, and only where one of them could hide.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

from selectolax.lexbor import LexborNode

from jobs.web.html.css.declarations import Declaration, declarations, is_valid, opened
from jobs.web.html.css.hiding import HIDES, backgrounds_in, could_hide, could_vanish
from jobs.web.html.css.matching import Element, Matcher
from jobs.web.html.css.rule_index import LaterRules, RuleIndex
from jobs.web.html.css.selectors import (
    Added,
    Selector,
    Specificity,
    ignoring_case,
    read_selectors,
    read_selectors_later,
)
from jobs.web.html.css.syntax import Cut, LayerRank, StyleRule, cut, final_keyframe
from jobs.web.html.css.values import Colour

Declared = dict[str, str]
"""The declarations that won, by property, and the custom properties."""

# A page's own sheets are small; a page that goes beyond this is read without them rather than slowly.
_MOST_CSS = 2_000_000
_MOST_RULES = 20_000
_LARGE = 50_000
"""Characters of sheets: so many, read, take 0.3 MB."""
_MOST_LARGE, _MOST_SMALL = 4, 32
"""Of so many pages the sheets are remembered: as many as hosts are visited at once."""

_POSITION = re.compile(r"[+~]|:(?:nth|first|last|only|has|empty|not|is|where)", re.IGNORECASE)


_Weight = tuple[bool, bool, LayerRank, Specificity, int]
_OF_STYLE: LayerRank = (float("inf"), float("inf"))
_ANIMATED: LayerRank = (float("inf"), float("inf"), float("inf"))


class Stylesheet:
    """The rules of a page's `<style>` elements."""

    def __init__(self, sheets: Iterable[str], root: LexborNode, *, quirks: bool) -> None:
        """`quirks` says whether the page is read in quirks mode: then its elements have to be made so, too."""
        texts, self._quirks = list(sheets), quirks
        self._matcher = Matcher(root)
        self._later: dict[int, tuple[Selector, ...] | None] = {}
        self._suspects: dict[int, bool] = {}
        self._showing: LaterRules | None = None
        self.css = "\n".join(f"{text}\n" for text in texts) if sum(map(len, texts)) <= _MOST_CSS else ""

    def __bool__(self) -> bool:
        return bool(self.css)

    @cached_property
    def asks_position(self) -> bool:
        """Whether a selector may ask where among others an element stands, so that two alike may fare differently."""
        return bool(_POSITION.search(self.css))

    @property
    def imports(self) -> bool:
        """Whether the sheets take in others, which are not read."""
        return "@import" in self.css

    def selectors_for(self, subject: Element) -> str:
        """The selectors of the rules that could hide and speak of an element."""
        hiding = (rule for rule in self._index.near(subject) if could_hide(rule.block))
        return " ".join(rule.selectors[-1] for rule, _ in self._matching(hiding, subject))

    def may_hide(self, subject: Element) -> bool:
        """Whether a rule that could hide speaks of an element."""
        suspects = filter(self._is_suspect, self._index.near(subject))
        return next(self._matching(suspects, subject), None) is not None

    def declared(self, subject: Element, by_default: Declared, added: Added | None = None) -> Declared:
        """The declarations that win on an element: `by_default` yields to all others.

        With `added`, as they stand once scripts and visitors have done their part.
        """
        won: dict[str, tuple[_Weight, str]] = {}

        def offer(each: Declaration, weight: _Weight) -> None:
            name, value, _ = each
            if name not in won or won[name][0] <= weight:
                won[name] = (weight, value)

        at_first = [(*each, False) for each in self._matching(self._index.near(subject), subject)]
        later: list[tuple[StyleRule, Specificity, bool]] = []
        if added:
            later = [(*each, True) for each in self._matching(self._later_rules(added).near(subject), subject, added)]
            at_first = [each for each in at_first if self._still_applies(each[0], subject, added)]
        for rule, specificity, only_later in (*at_first, *later):
            for each in declarations(rule.block):
                if only_later and each[0] in HIDES and HIDES[each[0]](each[1]):
                    continue
                layer = tuple(-rank for rank in rule.layer) if each[2] else rule.layer
                offer(each, (each[2], False, layer, specificity, rule.order))
        for each in declarations(subject.attributes.get("style") or ""):
            offer(each, (each[2], True, _OF_STYLE, (0, 0, 0), 0))
        for each in self._at_end_of_animation({name: value for name, (_, value) in won.items()}):
            offer(each, (False, True, _ANIMATED, (0, 0, 0), 0))
        return _computed({name: value for name, (_, value) in won.items()}, by_default)

    def _matching(
        self, rules: Iterable[StyleRule], subject: Element, added: Added | None = None
    ) -> Iterator[tuple[StyleRule, Specificity]]:
        """Each of the rules that applies to an element, with its weight there."""
        for rule in rules:
            weight = self._weight_on(subject, self._read(rule, added))
            if weight is not None:
                yield rule, weight

    def _still_applies(self, rule: StyleRule, subject: Element, added: Added) -> bool:
        """Whether a rule applies still, once what may be added was: `:not(.open)` does not."""
        return ":not(" not in rule.selectors[-1] or self._weight_on(subject, self._read(rule, added)) is not None

    def _read(self, rule: StyleRule, added: Added | None) -> tuple[Selector, ...] | None:
        if added is None:
            return read_selectors(rule.selectors)
        if rule.order not in self._later:
            self._later[rule.order] = read_selectors_later(rule.selectors, added)
        return self._later[rule.order]

    def _is_suspect(self, rule: StyleRule) -> bool:
        if rule.order not in self._suspects:
            self._suspects[rule.order] = could_hide(rule.block) or could_vanish(rule.block, lambda: self._backgrounds)
        return self._suspects[rule.order]

    def _weight_on(self, subject: Element, selectors: tuple[Selector, ...] | None) -> Specificity | None:
        """The weight of the heaviest of a rule's selectors that fits; None where none does, or one is broken."""
        heaviest: Specificity | None = None
        for selector in selectors or ():
            fits = self._matcher.fits(selector, subject)
            if fits is None:
                return None
            if fits and (heaviest is None or selector.specificity > heaviest):
                heaviest = selector.specificity
        return heaviest

    @property
    def _index(self) -> RuleIndex:
        return self._sheet[1]

    @cached_property
    def _sheet(self) -> tuple[Cut, RuleIndex]:
        return _indexed(self.css, self._quirks)

    def _later_rules(self, added: Added) -> LaterRules:
        if self._showing is None:
            self._showing = LaterRules(self._index, added)
        return self._showing

    @cached_property
    def _backgrounds(self) -> frozenset[Colour | None]:
        return backgrounds_in(self.css)

    def _at_end_of_animation(self, declared: Declared) -> Iterator[Declaration]:
        """What an animation leaves, or shows again and again; while it is paused, a script has to start it."""
        name = declared.get("animation-name", "none").split(",")[0].strip()
        steps = self._sheet[0].keyframes.get(name.strip("\"'"))
        if not steps or declared.get("animation-play-state") == "paused":
            return
        stays = declared.get("animation-fill-mode", "none") in {"forwards", "both"}
        if stays or declared.get("animation-iteration-count") == "infinite":
            backwards = declared.get("animation-direction") == "reverse"
            for block in final_keyframe(steps, backwards=backwards):
                yield from ((name, value, False) for name, value, _ in declarations(block))


def _indexed(css: str, quirks: bool) -> tuple[Cut, RuleIndex]:  # noqa: FBT001 - a key of the cache
    """A page's sheets cut and indexed: the pages of a site have the same, and are read with those of others in turn."""
    return (_index_large if len(css) > _LARGE else _index_small)(css, quirks)


def _index(css: str, quirks: bool) -> tuple[Cut, RuleIndex]:  # noqa: FBT001 - as above
    found = cut(css, _MOST_RULES)
    if quirks:
        found.rules = [rule._replace(selectors=tuple(map(ignoring_case, rule.selectors))) for rule in found.rules]
    return found, RuleIndex(found.rules)


_index_large, _index_small = (lru_cache(maxsize=most)(_index) for most in (_MOST_LARGE, _MOST_SMALL))


def own_style(style: str, by_default: Declared) -> Declared:
    """The declarations that win where nothing but an element's own style speaks of it."""
    won: Declared = {}
    for important in (False, True):
        won.update((name, value) for name, value, weighs in declarations(style) if weighs is important)
    return _computed(won, by_default)


def _computed(won: Declared, by_default: Declared) -> Declared:
    """The declarations with what the words for all properties stand for put in their place."""
    declared = dict(by_default)
    for name, value in won.items():
        if value in {"revert", "revert-layer"}:
            continue
        if value in {"unset", "initial"} and not name.startswith("--"):
            declared.pop(name, None)
            if name in _INHERITED and value == "initial":
                declared[name] = _INITIAL.get(name, "")
        else:
            declared[name] = value
    return declared


_INHERITED = frozenset({"visibility", "font-size", "text-indent", "color", "white-space", "text-shadow"})
_INITIAL = {
    "visibility": "visible",
    "font-size": "medium",
    "text-indent": "0",
    "color": "black",
    "white-space": "normal",
    "text-shadow": "none",
}

_VAR = re.compile(r"var\(\s*(--[^\s,()]+)\s*(?:,([^()]*(?:\([^()]*\)[^()]*)*))?\)")
_MOST_VARS = 12
_LONGEST = 2_000


def with_variables(declared: Declared, custom: Declared) -> Declared:
    """The declarations with each `var()` replaced; one that comes to nothing valid says nothing."""
    if not any("var(" in value for value in declared.values()):
        return declared
    replaced: Declared = {}
    for name, value in declared.items():
        if "var(" not in value or name.startswith("--"):
            replaced[name] = value
            continue
        _, shorthand, text = value.split("\0") if value.startswith("\0") else ("", "", value)
        text = _replaced(text, custom).strip().lower()
        if "var(" in text:
            continue
        each = dict(opened(shorthand, text)).get(name) if shorthand else text
        if each is not None and is_valid(name, each):
            replaced[name] = each
    return replaced


def _replaced(text: str, custom: Declared) -> str:
    def value(found: re.Match[str]) -> str:
        held = custom.get(found[1])
        return held if held is not None else found[2] if found[2] is not None else "var(--none)"

    for _ in range(_MOST_VARS):
        if "var(" not in text or len(text) > _LONGEST:
            break
        text = _VAR.sub(value, text)
    return text
