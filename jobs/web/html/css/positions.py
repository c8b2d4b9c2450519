"""Where an element stands among those beside it: `:nth-child()` and its kin, each parent counted once.

Lexbor counts the elements beside each one anew, which takes long where there are thousands.
"""

import re
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from selectolax.lexbor import LexborNode

_FORMULA = r"odd|even|[+-]?\d*n(?:\s*[+-]\s*\d+)?|[+-]?\d+"
PSEUDO = rf":(?:first|last|only)-(?:child|of-type)|:nth-(?:last-)?(?:child|of-type)\(\s*(?:{_FORMULA})\s*\)"
"""A pseudo-class of a position, as far as it is worked out here."""
_NTH = re.compile(r"([+-]?\d*)n(?:\s*([+-])\s*(\d+))?")


class Position(NamedTuple):
    """A place that a selector asks for: every `step`th from `first` on."""

    of_type: bool
    from_end: bool
    step: int
    first: int

    def holds(self, place: int) -> bool:
        """Whether an element of this place, counted from 1, is one of them."""
        if self.step == 0:
            return place == self.first
        return (place - self.first) % abs(self.step) == 0 and (place - self.first) // self.step >= 0


class Siblings:
    """The places of the elements of one page."""

    def __init__(self) -> None:
        self._places: dict[int, dict[int, tuple[int, int, int, int]]] = {}

    def fit(self, positions: tuple[Position, ...], node: LexborNode) -> bool:
        """Whether an element stands at all of the positions."""
        if not positions:
            return True
        places = self._of(node)
        return all(each.holds(places[2 * each.of_type + each.from_end]) for each in positions)

    def _of(self, node: LexborNode) -> tuple[int, int, int, int]:
        """The place among all and from their end, and among those of the same name and from their end."""
        parent = node.parent
        if parent is None:
            return 1, 1, 1, 1
        if parent.mem_id not in self._places:
            self._places[parent.mem_id] = _counted(
                [(each.mem_id, each.tag_id) for each in parent.iter() if each.is_element_node]
            )
        return self._places[parent.mem_id][node.mem_id]


def _counted(children: list[tuple[int, int]]) -> dict[int, tuple[int, int, int, int]]:
    whole = Counter(tag for _, tag in children)
    seen: Counter[int] = Counter()
    found = {}
    for place, (address, tag) in enumerate(children, 1):
        seen[tag] += 1
        found[address] = (place, len(children) - place + 1, seen[tag], whole[tag] - seen[tag] + 1)
    return found


@lru_cache(maxsize=1024)
def positions_of(pseudo: str) -> tuple[Position, ...]:
    """What a pseudo-class of a position asks for."""
    of_type = "of-type" in pseudo
    name, _, given = pseudo.removesuffix(")").partition("(")
    if not given:
        ends = {":first": (False,), ":last": (True,)}.get(name.partition("-")[0], (False, True))
        return tuple(Position(of_type, end, 0, 1) for end in ends)
    step, first = _formula(given.strip())
    return (Position(of_type, "last" in name, step, first),)


def _formula(text: str) -> tuple[int, int]:
    if text in {"odd", "even"}:
        return 2, int(text == "odd")
    found = _NTH.fullmatch(text)
    if not found:
        return 0, int(text)
    step = int(found[1] + "1") if found[1] in {"", "+", "-"} else int(found[1])
    return step, int(f"{found[2] or ''}{found[3] or 0}")
