"""The rules of a page's sheets by what their selectors ask for, so that few of them are read for one element."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

from jobs.web.html.css.hiding import could_show
from jobs.web.html.css.matching import Element
from jobs.web.html.css.selectors import Added, key_of, names_in, unescaped
from jobs.web.html.css.syntax import StyleRule, split

_PARTICULAR = re.compile(
    r"[#\[*&]|:(?:is|where|not|has|nth|first|last|only|empty|root|any-link|link)|(?:^|[\s>+~,(])[a-zA-Z]"
)
"""What a selector asks for beside classes."""
_OF_STATES = ("[aria-", "[data-", "[open")


class RuleIndex:
    """The rules of a page's sheets, in their order."""

    def __init__(self, rules: Sequence[StyleRule]) -> None:
        self.rules = rules
        self.by_key: dict[str, list[int]] = defaultdict(list)
        keys: dict[str, str] = {}
        for at, rule in enumerate(rules):
            found = set()
            for step in _last_steps(rule.selectors[-1]):
                if (key := keys.get(step)) is None:
                    key = keys[step] = key_of(step)
                found.add(key)
            for key in found:
                self.by_key[key].append(at)
        self._names: dict[int, tuple[frozenset[str], ...]] = {}

    def near(self, subject: Element) -> Iterator[StyleRule]:
        """The rules that may apply to an element, each once: those whose names are on it or around it."""
        for at in self.under(subject):
            if at not in self._names:
                self._names[at] = tuple(map(names_in, _parts(self.rules[at].selectors[-1])))
            if any(names <= subject.names for names in self._names[at]):
                yield self.rules[at]

    def under(self, subject: Element) -> dict[int, None]:
        """The places of the rules whose last step asks for something that an element has."""
        return dict.fromkeys(at for key in subject.index_keys() for at in self.by_key.get(key, ()))


class LaterRules:
    """The rules that show something and may come to apply, once what may be added to the page was."""

    def __init__(self, index: RuleIndex, added: Added) -> None:
        self._index, self._added = index, added
        self._names: dict[int, tuple[frozenset[str], ...]] = {}

    def near(self, subject: Element) -> Iterator[StyleRule]:
        """Those that may apply to an element then, each once."""
        for at in self._index.under(subject) | self._floating:
            if any(names <= subject.names for names in self._names_of(at)):
                yield self._index.rules[at]

    @cached_property
    def _floating(self) -> dict[int, None]:
        """The rules whose last step asks for what is not on the page: what else it asks for tells where they apply."""
        by_key, added = self._index.by_key, self._added
        asked = (key for key in by_key if added.by_scripts and _is_added(key, added))
        found = sorted({at for key in asked for at in by_key[key]})
        return dict.fromkeys(at for at in found if self._names_of(at))

    def _names_of(self, at: int) -> tuple[frozenset[str], ...]:
        if at not in self._names:
            self._names[at] = _names_later(self._index.rules[at], self._added)
        return self._names[at]


def _parts(selectors: str) -> list[str]:
    if "," not in selectors:
        return [selectors]
    return split(selectors, ",") if "(" in selectors or "[" in selectors else selectors.split(",")


def _last_steps(selectors: str) -> list[str]:
    """What stands last in each selector, where that is seen at once, else the whole selector: many end alike."""
    if "(" in selectors or "[" in selectors or "\\" in selectors:
        return _parts(selectors)
    if "," not in selectors:
        return selectors.split()[-1:] or ["*"]
    return [(part.split() or ["*"])[-1] for part in selectors.split(",")]


def _is_added(key: str, added: Added) -> bool:
    return key.startswith(_OF_STATES) or (key[:1] == "." and key[1:] not in added.classes)


def _names_later(rule: StyleRule, added: Added) -> tuple[frozenset[str], ...]:
    """By selector the names that an element must have even then; selectors that speak of no element are left out."""
    if not could_show(rule.block):
        return ()
    found = []
    for part in _parts(rule.selectors[-1]):
        names = names_in(part)
        if added.by_scripts:
            names = frozenset(each for each in names if each[0] == "#" or unescaped(each[1:]) in added.classes)
        if names or len(rule.selectors) > 1 or not added.by_scripts or _PARTICULAR.search(part.strip()):
            found.append(names)
    return tuple(found)
