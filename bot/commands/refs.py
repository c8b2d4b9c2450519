"""References such as `L-12` and `P-3` as people write them (pure)."""

import re
from collections.abc import Sequence

from bot.commands.misunderstood import Misunderstood
from bot.commands.values import Kind, Ref
from bot.commands.words import Sort, Word

REF = re.compile(r"([LP])[-–‐‑−_#]?(\d{1,12})", re.IGNORECASE)  # noqa: RUF001  # dashes that keyboards make of hyphens
_LONGEST = 12
"""Digits of the largest number that may name something."""
_FILLERS = frozenset({"for", "and", "as", "link", "links", "partner", "at", "on", "until", ",", "every"})


def apart(words: Sequence[Word]) -> list[Word]:
    """`L-12,L-13` as two words."""
    return [each for word in words for each in _parts(word)]


def _parts(word: Word) -> list[Word]:
    parts = [Word(word.sort, part) for part in re.split("[,;]", word.text) if part]
    several = len(parts) > 1 and word.sort is Sort.PLAIN and all(map(ref_of, parts))
    return parts if several else [word]


def refs_of(words: Sequence[Word]) -> tuple[Ref, ...]:
    """All references, each once; raises Misunderstood for any other word, and where there is none."""
    refs: list[Ref] = []
    for word in words:
        found = ref_of(word)
        if found:
            refs.append(found)
        elif not is_filler(word):
            raise Misunderstood(word.seen, "is neither a link nor a partner page; they look like L-12 and P-3.")
    if not refs:
        raise Misunderstood("", "Say which one; list shows them all.")
    return tuple(dict.fromkeys(refs))


def ref_of(word: Word) -> Ref | None:
    """The reference that a word is; a bare number is a link's."""
    text = word.text.strip(",;.#")
    found = REF.fullmatch(text)
    if found and word.sort is Sort.PLAIN:
        return Ref(Kind(found[1].upper()), int(found[2]))
    return Ref(Kind.LINK, int(text)) if word.sort is Sort.PLAIN and text.isdecimal() and len(text) <= _LONGEST else None


def is_filler(word: Word) -> bool:
    """Whether a word says nothing that is needed."""
    return word.text.lower() in _FILLERS


def links_only(refs: tuple[Ref, ...], verb: str) -> tuple[Ref, ...]:
    """The same references; raises Misunderstood where one is no link's."""
    wrong = next((ref for ref in refs if ref.kind is not Kind.LINK), None)
    if wrong:
        raise Misunderstood(str(wrong), f"is a partner page; {verb} is for links.")
    return refs
