"""Style sheets cut into rules as CSS Syntax Level 3 has it, errors and nesting included; nothing in a rule is read.

Only brackets, strings and escapes are looked at: a large sheet costs little while none of its rules is asked for.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from jobs.web.html.css.conditions import applies_to_screen, container_applies, is_supported

_STRING = (
    r"\"(?:[^\"\\\n]|\\.)*(?:[\"\n]|\Z)|'(?:[^'\\\n]|\\.)*(?:['\n]|\Z)|[uU][rR][lL]\(\s*(?![\s\"'])[^)]*(?:\)|\Z)|\\."
)
_COMMENT = re.compile(rf"({_STRING})|/\*.*?(?:\*/|\Z)", re.DOTALL)
_BRACES = re.compile(rf"{_STRING}|[{{}}]", re.DOTALL)
_BRACKETS = re.compile(rf"{_STRING}|[{{}}()\[\]]", re.DOTALL)
_PARTS = re.compile(rf"{_STRING}|[{{}}()\[\];,]", re.DOTALL)
# Most rules are so: nothing in them is nested, and they are read at one go.
_RULE = re.compile(r"([^{}@;]*)\{([^{}]*)\}")
_QUOTED = r"\"(?:[^\"\\\n]++|\\.)*+\"|'(?:[^'\\\n]++|\\.)*+'"
_ADDRESS = rf"[uU][rR][lL]\(\s*+(?:{_QUOTED}|[^\"'\\()\s][^\"'\\()]*+)\s*+\)"
_CLOSED = re.compile(rf"(?:[^\"'\\uU]++|\\.|{_QUOTED}|[uU](?![rR][lL]\()|{_ADDRESS})*+", re.DOTALL)
"""Text whose strings and addresses all end in it."""
_WORDS = re.compile(r"(?:[^\s()\"']|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)|\"[^\"]*\"|'[^']*')+")
_KEYFRAMES = frozenset({"@keyframes", "@-webkit-keyframes"})
_CUSTOM_PROPERTY = re.compile(r"\s*--[^:;{}]*:")
_LAST = float("inf")
_DEEPEST = 30

_Raw = tuple[tuple[str, ...], str, tuple[str, ...]]
"""What is in a `StyleRule`, with the name of the layer."""
LayerRank = tuple[float, ...]
"""Where a rule's cascade layer stands among the others: the greater wins, and what is in no layer is the greatest."""


class StyleRule(NamedTuple):
    """A style rule as it stands: its selectors, those of the rules around it, and its declarations."""

    selectors: tuple[str, ...]
    """The selector lists of the rules it is nested in, outermost first, and its own last."""
    block: str
    layer: LayerRank
    order: int


@dataclass(slots=True)
class Cut:
    """A page's sheets, cut."""

    rules: list[StyleRule] = field(default_factory=list)
    keyframes: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    """By the name of an animation: its (selectors, declarations)."""


@dataclass(slots=True)
class _Frame:
    """What an open brace stands for."""

    selectors: tuple[str, ...]
    layer: tuple[str, ...]
    counts: bool
    keyframes: str = ""
    """The animation that this is of."""
    start: int = 0
    """Where what is not yet told begins."""


def cut(css: str, most_rules: int) -> Cut:
    """The rules of `css` that apply on a screen, in their order."""
    css = without_comments(css)
    found, layers = Cut(), _Layers()
    has_containers = "container-type" in css or "container:" in css.replace(" ", "")
    strict = css.count("(") != css.count(")") or css.count("[") != css.count("]")
    stack, opened = [_Frame((), (), counts=True)], list[str]()
    raw: list[_Raw] = []
    brackets = _BRACKETS if strict else _BRACES
    at = 0 if strict else _take_plain_rules(css, stack[-1], raw, most_rules)
    while len(raw) < most_rules and (token := brackets.search(css, at)):
        sign, at = token[0], token.end()
        if len(sign) > 1 or sign not in "{}()[]":
            continue
        frame = stack[-1]
        if opened or sign in "([":
            _follow(opened, sign)
            continue
        if sign == "{":
            if frame.selectors and _CUSTOM_PROPERTY.match(_item(css, frame, token.start())):
                opened.append("{")
                continue
            prelude = _prelude(css, frame, token.start(), raw, layers)
            stack.append(_entered(prelude, frame, layers, len(stack), has_containers=has_containers))
        elif sign == "}" and len(stack) > 1:
            _leave(css, stack.pop(), token.start(), raw, found)
        else:
            continue
        stack[-1].start = at
        at = at if strict else _take_plain_rules(css, stack[-1], raw, most_rules)
    while len(stack) > 1:  # what the end of the sheet closes
        _leave(css, frame := stack.pop(), len(css), raw, found)
        stack[-1].start = len(css)
    ranks = {layer: layers.rank(layer) for layer in {layer for _, _, layer in raw}}
    found.rules = [StyleRule(names, block, ranks[layer], order) for order, (names, block, layer) in enumerate(raw)]
    return found


def _is_closed(text: str) -> bool:
    if "'" in text or '"' in text or "\\" in text:
        return _CLOSED.fullmatch(text) is not None
    return "(" not in text or text.count("(") == text.count(")")


def _take_plain_rules(css: str, frame: _Frame, raw: list[_Raw], most_rules: int) -> int:
    """Takes the rules that follow in which nothing is nested, as most are; where they end."""
    while not (frame.selectors or frame.keyframes) and len(raw) < most_rules:
        found = _RULE.match(css, frame.start)
        if not found:
            break
        prelude, block = found.groups()
        if not (_is_closed(prelude) and _is_closed(block)):
            break
        frame.start = found.end()
        if frame.counts and block and (prelude := prelude.strip()) and not block.isspace():
            raw.append(((prelude,), block, frame.layer))
    return frame.start


def split(text: str, at: str) -> list[str]:
    """`text` in parts, cut at each sign `at` that stands in no string and in no brackets."""
    parts, start = [], 0
    opened: list[str] = []
    for token in _PARTS.finditer(text):
        sign = token[0]
        if sign == at and not opened:
            parts.append(text[start : token.start()])
            start = token.end()
        elif len(sign) == 1 and sign in "{}()[]":
            _follow(opened, sign)
    return [*parts, text[start:]]


def words(text: str) -> list[str]:
    """The parts of a value, separated by white space outside of brackets."""
    return _WORDS.findall(text)


def _follow(opened: list[str], sign: str) -> None:
    if sign in "([{":
        opened.append(sign)
    elif opened and opened[-1] + sign in {"()", "[]", "{}"}:
        opened.pop()


def _item(css: str, frame: _Frame, end: int) -> str:
    """What stands before a brace: behind the last semicolon, but for the selectors of a rule that is in no other."""
    text = css[frame.start : end]
    return text if ";" not in text else split(text, ";")[-1]


def _prelude(css: str, frame: _Frame, end: int, raw: list[_Raw], layers: "_Layers") -> str:
    """What stands before a brace; the declarations or statements before that are told."""
    text = css[frame.start : end]
    if frame.selectors:
        *before, prelude = split(text, ";") if ";" in text else [text]
        if frame.counts and before:
            raw.append((frame.selectors, ";".join(before), frame.layer))
        return prelude.strip()
    text = text.lstrip()
    while text.startswith("@") and ";" in text:
        statement, *rest = split(text, ";")
        if not rest:
            break
        layers.name(statement, frame.layer)
        text = ";".join(rest).lstrip()
    return text.strip()


def _entered(prelude: str, frame: _Frame, layers: "_Layers", depth: int, *, has_containers: bool) -> _Frame:
    if depth > _DEEPEST or not frame.counts:
        return _Frame(frame.selectors, frame.layer, counts=False)
    if frame.keyframes:
        return _Frame((prelude,), frame.layer, counts=True, keyframes=frame.keyframes)
    if not prelude.startswith("@"):
        return _Frame((*frame.selectors, prelude), frame.layer, counts=bool(prelude))
    name, condition = _at_rule(prelude)
    inner = _Frame(frame.selectors, frame.layer, counts=True)
    if name in _KEYFRAMES:
        inner = _Frame((), frame.layer, counts=True, keyframes=condition.strip("\"'") or "none")
    elif name == "@layer":
        inner.layer = layers.enter(condition, frame.layer)
    elif name == "@scope":
        root = condition.partition(")")[0].removeprefix("(").strip()
        inner.selectors = (*frame.selectors, root) if root else frame.selectors
    else:
        inner.counts = (name != "@container" or has_containers) and _condition_holds(name, condition)
    return inner


@lru_cache(maxsize=512)
def _condition_holds(name: str, condition: str) -> bool:
    if name == "@media":
        return applies_to_screen(condition)
    if name == "@supports":
        return is_supported(condition)
    return name == "@container" and container_applies(condition)


def _at_rule(prelude: str) -> tuple[str, str]:
    """The name of an at-rule and what follows it: `@media(print)` has no space between them."""
    found = re.match(r"@[\w-]+", prelude)
    name = found[0] if found else prelude
    return name.lower(), prelude[len(name) :].strip()


def _leave(css: str, frame: _Frame, end: int, raw: list[_Raw], found: Cut) -> None:
    if not frame.counts or not frame.selectors:
        return
    block = css[frame.start : end]
    if frame.keyframes:
        found.keyframes.setdefault(frame.keyframes, []).append((frame.selectors[-1], block))
    elif block and not block.isspace():
        raw.append((frame.selectors, block, frame.layer))


def without_comments(css: str) -> str:
    """Old pages put a sheet between the signs of an HTML comment, which mean nothing there."""
    css = _uncommented(css) if "/*" in css else css
    return css.replace("<!--", " ").replace("-->", " ") if "<!--" in css else css


def _uncommented(css: str) -> str:
    kept, at = list[str](), 0
    while (start := css.find("/*", at)) >= 0:
        if not _is_closed(piece := css[at:start]):  # it may begin in a string
            return _COMMENT.sub(lambda found: found[1] or " ", css)
        kept.append(piece)
        end = css.find("*/", start + 2)
        at = end + 2 if end >= 0 else len(css)
    return " ".join([*kept, css[at:]])


class _Layers:
    """The cascade layers of a page, in the order in which they are first named."""

    def __init__(self) -> None:
        self._order: dict[tuple[str, ...], int] = {}
        self._nameless = 0

    def name(self, statement: str, outer: tuple[str, ...]) -> None:
        """`@layer a, b;` sets an order and says nothing else."""
        if statement[:6].lower() == "@layer":
            for each in statement[6:].split(","):
                self.enter(each.strip(), outer)

    def enter(self, name: str, outer: tuple[str, ...]) -> tuple[str, ...]:
        """The full name of a layer in another one; those without a name are each their own."""
        if not name:
            self._nameless += 1
        path = outer
        for part in name.split(".") if name else [f" {self._nameless}"]:
            path = (*path, part)
            self._order.setdefault(path, len(self._order))
        return path

    def rank(self, path: tuple[str, ...]) -> LayerRank:
        """Where a layer stands among all."""
        return (*(self._order[path[: depth + 1]] for depth in range(len(path))), _LAST)


def final_keyframe(steps: list[tuple[str, str]], *, backwards: bool = False) -> Iterator[str]:
    """The declarations at the end of an animation."""
    wanted = {"from", "0%"} if backwards else {"to", "100%"}
    for selectors, block in steps:
        if wanted & {each.strip().lower() for each in selectors.split(",")}:
            yield block
