"""Which declarations apply to an element: the rules of a page's `<style>` elements, its own style, and who wins.

Few rules hide, and fewer hide a link: so a quick look finds those that could, and the others are read only once an
element fits one of them.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import cached_property

from selectolax.lexbor import LexborNode

from jobs.web.html.css.declarations import Declaration, declarations, is_valid, opened
from jobs.web.html.css.matching import Element, Matcher
from jobs.web.html.css.selectors import Added, Selector, Specificity, key_of, read_selectors, read_selectors_later
from jobs.web.html.css.syntax import Cut, LayerRank, StyleRule, cut, final_keyframe, split, without_comments
from jobs.web.html.css.values import Colour, colour, is_near

Declared = dict[str, str]
"""The declarations that won, by property, and the custom properties."""

# A page's own sheets are small; a page that goes beyond this is read without them rather than slowly.
_MOST_CSS = 2_000_000
_MOST_RULES = 20_000

_HIDING = re.compile(
    r"(?:display|visibility|scale)\s*:\s*(?:none|hidden|collapse|[-+.0])|content-visibility|clip(?:-path)?\s*:"
    r"|opacity\s*[:(]\s*[-+.0]|(?:size|height|width)\s*:\s*[-+.01]|font\s*:|(?<![\w-])all\s*:|var\(|text-fill"
    r"|translate[^;]*(?:\d{3}|[2-9]\d\d?(?:em|rem|vw|vh))|translate[xy3d]*\(\s*-?1\d\d%|scale[xy3d]*\(\s*[-+.0]|matrix|rotate[xy]"
    r"|-\d{3}|-\d+(?:\.\d+)?(?:em|rem|vw|vh|%)|\d{4}|(?:left|right|top|bottom|indent)\s*:\s*[-\d]{3}|color\s*:\s*transparent"
    r"|size\s*:\s*calc|(?:left|right|top|bottom|block|inline)\s*:\s*(?:calc|min|max|clamp)|animation",
    re.IGNORECASE,
)
"""What a declaration that hides has of: most rules have none of it."""
_SIGNS = (
    re.compile(
        r":\s*(?:none|hidden|collapse|[-+.01]|\d{3}|calc|min\(|max\(|clamp|var\(|transparent|rect|inset|circle|ellipse|polygon"
        r"|path|translate|scale|matrix|rotate|opacity|unset|initial|inherit|revert)",
        re.IGNORECASE,
    ),
    re.compile(r"font\s*:[^;{}]*[\s:][01]?\.?[01](?:px|em|rem|%)?[\s/]", re.IGNORECASE),
    re.compile(r"(?:inset|translate|margin)[\w-]*\s*:[^;{}]*\d{3}", re.IGNORECASE),
    re.compile(r"text-fill-color", re.IGNORECASE),
    re.compile(r"animation(?:-name)?\s*:", re.IGNORECASE),
)
"""Where `_HIDING` could fit: each begins with letters that a search skips to."""
_COLOUR = re.compile(r"(?<![\w-])color\s*:\s*([^;}!]+)", re.IGNORECASE)
_BACKGROUND = re.compile(r"background(?:-color)?\s*:\s*([^;}!]+)", re.IGNORECASE)
_WHITE = (255.0, 255.0, 255.0, 1.0)
_HIDES: dict[str, Callable[[str], bool]] = {
    "display": lambda value: value == "none",
    "visibility": lambda value: value in {"hidden", "collapse"},
    "opacity": lambda value: value.startswith("0") and not value.strip("0.%"),
    "content-visibility": lambda value: value == "hidden",
}

_SHOWING = re.compile(
    r"display\s*:\s*[^n\s]|visibility\s*:\s*v|opacity\s*:\s*[.1-9]|(?:height|width)\s*:|transform|translate|scale"
    r"|(?:left|right|top|bottom|inset[a-z-]*|margin[a-z-]*)\s*:|clip|position\s*:|(?:^|[;\s])color\s*:|font|overflow",
    re.IGNORECASE,
)
"""What a declaration that shows again has of."""
_POSITION = re.compile(r"[+~]|:(?:nth|first|last|only|has|empty|not|is|where)", re.IGNORECASE)


_Weight = tuple[bool, bool, LayerRank, Specificity, int]
_OF_STYLE: LayerRank = (float("inf"), float("inf"))
_ANIMATED: LayerRank = (float("inf"), float("inf"), float("inf"))


class Stylesheet:
    """The rules of a page's `<style>` elements."""

    def __init__(self, sheets: Iterable[str], root: LexborNode) -> None:
        texts = list(sheets)
        self._matcher = Matcher(root)
        self._later: dict[int, tuple[Selector, ...] | None] = {}
        self._showing: dict[str, list[StyleRule]] | None = None
        self.css = "\n".join(f"{text}\n" for text in texts) if sum(map(len, texts)) <= _MOST_CSS else ""

    def __bool__(self) -> bool:
        return bool(self.css) and bool(self._suspects)

    @cached_property
    def asks_position(self) -> bool:
        """Whether a selector may ask where among others an element stands, so that two alike may fare differently."""
        return bool(_POSITION.search(self.css))

    def selectors_for(self, subject: Element) -> str:
        """The selectors of the rules that could hide and speak of an element."""
        applying = (rule for rule, _ in self._matching(self._index, subject))
        return " ".join(rule.selectors[-1] for rule in applying if _HIDING.search(rule.block))

    def may_hide(self, subject: Element) -> bool:
        """Whether a rule that could hide speaks of an element."""
        suspects = {selector for key in subject.index_keys() for selector in self._suspects.get(key, ())}
        return any("&" in each or self._weight_on(subject, read_selectors((each,))) is not None for each in suspects)

    def declared(self, subject: Element, by_default: Declared, added: Added | None = None) -> Declared:
        """The declarations that win on an element: `by_default` yields to all others.

        With `added`, as they stand once scripts and visitors have done their part.
        """
        won: dict[str, tuple[_Weight, str]] = {}

        def offer(each: Declaration, weight: _Weight) -> None:
            name, value, _ = each
            if name not in won or won[name][0] <= weight:
                won[name] = (weight, value)

        at_first = [(*each, False) for each in self._matching(self._index, subject)]
        later = [(*each, True) for each in self._matching(self._index_later(added), subject, added)] if added else []
        if added:
            at_first = [each for each in at_first if self._still_applies(each[0], subject, added)]
        for rule, specificity, only_later in (*at_first, *later):
            for each in declarations(rule.block):
                if only_later and each[0] in _HIDES and _HIDES[each[0]](each[1]):
                    continue
                layer = tuple(-rank for rank in rule.layer) if each[2] else rule.layer
                offer(each, (each[2], False, layer, specificity, rule.order))
        for each in declarations(subject.attributes.get("style") or ""):
            offer(each, (each[2], True, _OF_STYLE, (0, 0, 0), 0))
        for each in self._at_end_of_animation({name: value for name, (_, value) in won.items()}):
            offer(each, (False, True, _ANIMATED, (0, 0, 0), 0))
        return _computed({name: value for name, (_, value) in won.items()}, by_default)

    def _matching(
        self, index: dict[str, list[StyleRule]], subject: Element, added: Added | None = None
    ) -> Iterator[tuple[StyleRule, Specificity]]:
        """Each rule that applies to an element, with its weight there."""
        seen: set[int] = set()
        for key in subject.index_keys():
            for rule in index.get(key, ()):
                if rule.order not in seen:
                    seen.add(rule.order)
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

    def _index_later(self, added: Added) -> dict[str, list[StyleRule]]:
        """The rules that show something, and that may come to apply, by the key of what they ask for then."""
        if self._showing is None:
            self._showing = defaultdict(list)
            for rule in self._cut.rules:
                if _SHOWING.search(rule.block):
                    for key in {key_of(each.text) for each in self._read(rule, added) or ()}:
                        self._showing[key].append(rule)
        return self._showing

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

    @cached_property
    def _cut(self) -> Cut:
        return cut(self.css, _MOST_RULES) if self.css else Cut()

    @cached_property
    def _index(self) -> dict[str, list[StyleRule]]:
        return _indexed(self._cut.rules)

    @cached_property
    def _suspects(self) -> dict[str, set[str]]:
        """The selectors of what could hide, by their keys: found by its signs, before anything is cut or read."""
        css = without_comments(self.css)
        backgrounds = {colour(value.strip()) for value in set(_BACKGROUND.findall(css))} | {None}
        found: dict[str, set[str]] = defaultdict(set)
        signs = (at for sign in _SIGNS for each in sign.finditer(css) if _hides_at(css, at := each.start()))
        pale = (each.start(1) for each in _COLOUR.finditer(css) if _may_vanish(each[1], backgrounds))
        for sign in (*signs, *pale):
            for selector in _selectors_around(css, sign):
                found[key_of(selector)].add(selector.strip())
        return found

    def _at_end_of_animation(self, declared: Declared) -> Iterator[Declaration]:
        """What an animation leaves, or shows again and again; while it is paused, a script has to start it."""
        name = declared.get("animation-name", "none").split(",")[0].strip()
        steps = self._cut.keyframes.get(name.strip("\"'"))
        if not steps or declared.get("animation-play-state") == "paused":
            return
        stays = declared.get("animation-fill-mode", "none") in {"forwards", "both"}
        if stays or declared.get("animation-iteration-count") == "infinite":
            backwards = declared.get("animation-direction") == "reverse"
            for block in final_keyframe(steps, backwards=backwards):
                yield from ((name, value, False) for name, value, _ in declarations(block))


def _hides_at(css: str, at: int) -> bool:
    """Whether the declaration that stands at `at` hides, as far as its signs tell."""
    start = max(css.rfind(";", 0, at), css.rfind("{", 0, at), css.rfind("}", 0, at)) + 1
    ends = [end for end in (css.find(";", at), css.find("}", at)) if end >= 0]
    return bool(_HIDING.search(css, start, min(ends, default=len(css))))


def _may_vanish(text: str, backgrounds: AbstractSet[Colour | None]) -> bool:
    """Whether letters of a colour may be as what is behind them."""
    letters = colour(text.strip())
    return letters is not None and (letters in backgrounds or is_near(letters, _WHITE))


def _selectors_around(css: str, at: int) -> list[str]:
    """The selectors of the rule that what stands at `at` is in; of rules within it nothing is known: `&`."""
    opens, closes = css.rfind("{", 0, at), css.rfind("}", 0, at)
    if opens < 0:
        return []
    if closes > opens:
        ahead = css.find("{", at)
        is_prelude = 0 <= ahead < (css.find("}", at) % (len(css) + 1)) and ";" not in css[at:ahead]
        return [] if is_prelude else ["&"]
    head = css[max(css.rfind("}", 0, opens), css.rfind("{", 0, opens)) + 1 : opens].rpartition(";")[2]
    return split(head, ",") if "(" in head or "[" in head else head.split(",")


def own_style(style: str, by_default: Declared) -> Declared:
    """The declarations that win where nothing but an element's own style speaks of it."""
    won: Declared = {}
    for important in (False, True):
        won.update((name, value) for name, value, weighs in declarations(style) if weighs is important)
    return _computed(won, by_default)


def _indexed(rules: Iterable[StyleRule]) -> dict[str, list[StyleRule]]:
    index: dict[str, list[StyleRule]] = defaultdict(list)
    for rule in rules:
        text = rule.selectors[-1]
        parts = split(text, ",") if "(" in text or "[" in text else text.split(",")
        for key in {key_of(part) for part in parts}:
            index[key].append(rule)
    return index


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
