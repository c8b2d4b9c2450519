"""Selectors made ready for Lexbor, which matches them: what it does not know is said in other words.

What only a visitor does (`:hover`, a ticked box) is either never so or always so, and a class that stands nowhere on
the page, which a script would add, either never there or always.
"""

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_uppercase

from jobs.web.html.css.syntax import split, words
from jobs.web.html.modes import without_case

Specificity = tuple[int, int, int]

_NEVER, _ALWAYS = ":not(*)", ":is(*)"
_OF_NAME = r"[^\0-,./:-@\[-^`{-\x9f]"
"""Of a name: letters, digits, `-`, `_` and all from U+00A0 on; said by the few others it is compiled in no time."""
_IDENT = rf"(?:{_OF_NAME}++|\\[0-9a-fA-F]{{1,6}}\s?|\\[^\n])+"
_TOKEN = re.compile(
    rf"(?P<string>\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*')|(?P<attribute>\[(?:[^\]\"']|\"[^\"]*\"|'[^']*')*\])"
    rf"|(?P<element>::{_IDENT})|:(?P<pseudo>{_IDENT})(?P<open>\()?|(?P<class>\.{_IDENT})|(?P<id>\#{_IDENT})"
    rf"|(?P<paren>[()])|(?P<amp>&)|(?P<name>{_IDENT}|\*)|(?P<other>.)",
    re.DOTALL,
)
_SUPPORTED = frozenset(
    words("""is where not has nth-child nth-last-child nth-of-type nth-last-of-type first-child last-child only-child
    first-of-type last-of-type only-of-type empty root any-link link""")
)
_SAID_OTHERWISE = {
    "checked": ":is([checked],[selected])",
    "disabled": "[disabled]",
    "enabled": ":not([disabled])",
    "required": "[required]",
    "optional": ":not([required])",
    "read-only": _ALWAYS,
    "defined": _ALWAYS,
    "scope": ":root",
    "open": "[open]",
    "-webkit-any-link": ":any-link",
}
_BY_VISITORS = frozenset({"hover", "focus-within", "target", "target-within", "popover-open", "modal"})
"""What comes true once a visitor points or clicks. `:focus` is none: few ever tab to a link to see it."""
_BY_NOBODY = frozenset(
    words("""active focus focus-visible visited host host-context indeterminate placeholder-shown valid invalid
    user-valid user-invalid in-range out-of-range default fullscreen autofill -webkit-autofill
    picture-in-picture playing paused
    read-write current past future -webkit-full-screen state has-slotted muted seeking stalled buffering
    volume-locked active-view-transition""")
)
_LEGACY_ELEMENTS = frozenset({"before", "after", "first-line", "first-letter"})
_WITHIN = frozenset({"is", "where", "not", "has", "matches", "-webkit-any"})
_LAST = re.compile(rf"([a-zA-Z][\w-]*|\*)?(?:([.#]{_IDENT})|\[\s*([\w-]+))?")
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)", re.DOTALL)
_NO_PART = frozenset("{};!@$%^`\"'/?<=")
"""Signs that no selector has outside of brackets and strings."""
_CLASS_OR_ID = re.compile(rf"[.#]{_OF_NAME}+")
_ATTRIBUTE = re.compile(r"\[(?:[^\]\"']|\"[^\"]*\"|'[^']*')*\]")
_IN_BRACKETS = re.compile(r"\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)")
_BEYOND_NAMES = re.compile(r"[\[(&\"'\\>+~]")
_VALUE = re.compile(r"(\[\s*[\w-]+)[^\[\]()\"']*(?:\"[^\"\\]*\"|'[^'\\]*')?[^\[\]()\"']*\]")
_INNERMOST = re.compile(r"\([^()\"'\\&]*\)")
_ALWAYS_TOO = re.compile(r"(?<=[\w\])-])(?::is\(\*\))+|(?::is\(\*\))+(?=[.#:\[])")
_ALWAYS_ALONE = re.compile(r"(?::is\(\*\))+")
_LONGEST = 600


@dataclass(frozen=True, slots=True)
class Selector:
    """One selector as Lexbor reads it, and its weight."""

    text: str
    specificity: Specificity
    names: frozenset[str]
    """The `.class`es and `#id`s without which it fits no element: on the element, or on one around it."""


@dataclass(frozen=True, slots=True)
class Added:
    """What scripts and visitors would bring about: then each class that is nowhere on the page is taken as added."""

    classes: AbstractSet[str]
    """Those that are on the page."""
    attributes: AbstractSet[str]
    """Those `name=value` of states (`aria-*`, `data-*`, `open`) that are on the page."""
    by_scripts: bool


@lru_cache(maxsize=4096)
def read_selectors(lists: tuple[str, ...]) -> tuple[Selector, ...] | None:
    """The selectors of a rule, given with those of the rules it is nested in; None where one is invalid.

    Then a browser drops the rule. A selector of a pseudo-element fits no element, and is left out.
    """
    return _read(lists, None)


def read_selectors_later(lists: tuple[str, ...], added: Added) -> tuple[Selector, ...] | None:
    """The same, as they fit once scripts and visitors have done their part."""
    return _read(lists, added)


def key_of(selector: str) -> str:
    """What the last step of a selector asks for in any case: `.class`, `#id`, `[attribute`, a name, or `*` for all."""
    if not _BEYOND_NAMES.search(selector):
        words = selector.split()
        return _key(words[-1]) if words else "*"
    text = _VALUE.sub(r"\1", selector) if "[" in selector else selector
    while "(" in text and (without := _INNERMOST.sub("%", text)) != text:
        text = without
    if "(" in text or "&" in text or "\\" in text or '"' in text or "'" in text:
        return _slow_key(selector)
    words = text.replace(">", " ").replace("+", " ").replace("~", " ").split()
    return _key(words[-1]) if words else "*"


def unescaped(name: str) -> str:
    """A name as it stands in the page, without the escapes."""
    return _ESCAPE.sub(_said_by, name) if "\\" in name else name


def ignoring_case(selectors: str) -> str:
    """Selectors as quirks mode reads them: the names of classes and ids in small letters."""
    if selectors.islower() and "\\" not in selectors:
        return selectors
    return _TOKEN.sub(lambda token: _small(token[0]) if token["class"] or token["id"] else token[0], selectors)


def _small(name: str) -> str:
    if "\\" in name:
        name = _ESCAPE.sub(lambda found: _said_by(found) if _said_by(found) in ascii_uppercase else found[0], name)
    return without_case(name)


def _said_by(escape: re.Match[str]) -> str:
    return chr(min(int(escape[1], 16), 0x10FFFF)) if escape[1] else escape[2]


def _slow_key(selector: str) -> str:
    text, depth = [], 0
    for token in _TOKEN.finditer(selector):
        depth += (token["paren"] == "(") + bool(token["open"])
        if token["open"] and depth == 1:
            text.append(":")
        elif not depth:
            text.append("\0" if token["other"] and token["other"] in " \t\n\r\f>+~" else token[0])
        depth -= token["paren"] == ")"
    last = "".join(text).strip("\0").rpartition("\0")[2]
    return "*" if last.startswith("&") else _key(last)


def _key(compound: str) -> str:
    found = _LAST.match(compound)
    if not found:
        return "*"
    tag, name, attribute = found.groups()
    if name:
        return unescaped(name)
    return f"[{attribute.lower()}" if attribute else (tag or "*").lower()


def _read(lists: tuple[str, ...], added: Added | None) -> tuple[Selector, ...] | None:
    outer: tuple[Selector, ...] = ()
    for depth, each in enumerate(lists):
        parts = split(each, ",")
        if any(len(part) > _LONGEST or not part.strip() for part in parts):
            return None
        read = [_SelectorReader(part.strip(), outer, added, nested=depth > 0).read() for part in parts]
        if any(selector is None for selector in read):
            return None
        outer = tuple(selector for selector in read if selector is not None and selector.text)
        if not outer:
            return ()
    return outer


class _SelectorReader:
    """Reads one selector."""

    def __init__(self, text: str, outer: tuple[Selector, ...], added: Added | None, *, nested: bool) -> None:
        self._text, self._outer, self._added, self._nested = text, outer, added, nested
        self._is_of_element = True
        self._is_particular = added is None or nested
        """Whether it asks for anything beside what would be added: else it speaks of no element in particular."""

    def read(self) -> Selector | None:
        """The selector; without text where it fits no element; None where it is invalid."""
        said = [self._piece(token) for token in _TOKEN.finditer(self._text)]
        if None in said:
            return None
        text = "".join(filter(None, said)).strip()
        if self._nested and "&" not in self._text:
            text = f"{self._parent()} {text}" if text[:1] not in ">+~" else f"{self._parent()}{text}"
        elif not self._nested and text[:1] in {">", "+", "~"}:
            return None
        text = _plain(text) if self._is_of_element and self._is_particular else ""
        return Selector(text, self._weight(), names_in(text))

    def _piece(self, token: re.Match[str]) -> str | None:
        if token["element"] or (token["pseudo"] or "").lower() in _LEGACY_ELEMENTS:
            self._is_of_element = False
            return None if (token["element"] or "").lower().startswith(("::-moz", "::-ms", "::-o-")) else ""
        if token["pseudo"]:
            self._is_particular |= token["pseudo"].lower() in _SUPPORTED
            return self._pseudo(token["pseudo"].lower(), opens=bool(token["open"]))
        if token["amp"]:
            return self._parent()
        if token["class"] or token["attribute"]:
            said = self._state(token[0])
            self._is_particular |= said == token[0]
            return said
        self._is_particular |= bool(token["id"] or token["name"])
        return None if token["other"] and token["other"] in _NO_PART else token[0]

    def _parent(self) -> str:
        return f":is({','.join(each.text for each in self._outer)})" if self._outer else ":root"

    def _pseudo(self, name: str, *, opens: bool) -> str | None:
        if name in _SUPPORTED:
            return f":{name}{'(' * opens}"
        if opens:
            return _WITH_ARGUMENTS.get(name)
        if name in _BY_VISITORS or (self._added and name in {"open", "checked"}):
            return _ALWAYS if self._added else _NEVER
        return _NEVER if name in _BY_NOBODY else _SAID_OTHERWISE.get(name)

    def _state(self, token: str) -> str:
        """A class or an attribute; one that is nowhere on the page, and would be added, as always there."""
        if self._added is None or not self._added.by_scripts:
            return token
        if token[0] == ".":
            return token if unescaped(token[1:]) in self._added.classes else _ALWAYS
        found = re.match(r"\[\s*((?:aria|data)-[\w-]+|open)\s*(?:=\s*[\"']?([^\"'\]]*))?", token)
        if not found:
            return token
        pair = f"{found[1]}={found[2].strip()}" if found[2] is not None else found[1]
        return token if pair in self._added.attributes else _ALWAYS

    def _weight(self) -> Specificity:
        ids, middle, names = _weigh(self._text)
        times = self._text.count("&") or (1 if self._nested else 0)
        if times and self._outer:
            outer = max(each.specificity for each in self._outer)
            return ids + times * outer[0], middle + times * outer[1], names + times * outer[2]
        return ids, middle, names


_WITH_ARGUMENTS = dict.fromkeys(("lang", "dir", "host", "host-context", "state"), ":not(*):is(") | {
    "-webkit-any": ":is("
}
"""What asks for a language is taken as none of the page's: such rules tell apart the texts of one that has several."""


def _plain(selector: str) -> str:
    """A selector without what is always so; none where it asks for what is never so."""
    if _NEVER in selector and "\0" in _IN_BRACKETS.sub("", selector.replace(_NEVER, "\0")):
        return ""
    return _ALWAYS_ALONE.sub("*", _ALWAYS_TOO.sub("", selector)) if _ALWAYS in selector else selector


def names_in(selector: str) -> frozenset[str]:
    """The names of a selector, as in `Selector.names`."""
    if not _BEYOND_NAMES.search(selector):
        return frozenset(_CLASS_OR_ID.findall(selector))
    if "[" in selector:
        selector = _ATTRIBUTE.sub("", selector)
    if "+" in selector or "~" in selector or "\\" in selector:
        return frozenset()
    return frozenset(_CLASS_OR_ID.findall(_IN_BRACKETS.sub("", selector) if "(" in selector else selector))


@lru_cache(maxsize=4096)
def _weigh(text: str) -> Specificity:
    """The specificity of a selector, by Selectors Level 4."""
    ids = middle = names = 0
    at = 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            break
        at = token.end()
        if token["open"]:
            end = _closing(text, at)
            inner = text[at:end]
            at = min(end + 1, len(text))
            more = _weight_of_function(token["pseudo"].lower(), inner)
            ids, middle, names = ids + more[0], middle + more[1], names + more[2]
        else:
            ids += bool(token["id"])
            middle += bool(token["class"] or token["attribute"] or token["pseudo"])
            names += bool(token["element"] or (token["name"] and token["name"] != "*"))
    return ids, middle, names


def _weight_of_function(name: str, inner: str) -> Specificity:
    if name == "where":
        return 0, 0, 0
    if name in _WITHIN:
        return max(map(_weigh, split(inner, ",")), default=(0, 0, 0))
    if name in {"nth-child", "nth-last-child"} and " of " in inner:
        ids, middle, names = max(map(_weigh, split(inner.partition(" of ")[2], ",")))
        return ids, middle + 1, names
    return 0, 1, 0


def _closing(text: str, at: int) -> int:
    depth = 1
    for token in _TOKEN.finditer(text, at):
        depth += (token["paren"] == "(") + bool(token["open"]) - (token["paren"] == ")")
        if not depth:
            return token.start()
    return len(text)
