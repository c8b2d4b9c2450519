"""References such as `L-12`, `P-3`, `X-2` and `C-4` as people write them (pure)."""

import re
from collections.abc import Collection, Sequence

from bot.grammar.errors import CommandError
from bot.grammar.words import COMMAS, Sort, Word
from jobs.model.ref import Kind, Ref

REF = re.compile(r"([LPXC])[-–‐‑−_#]?(\d{1,12})", re.IGNORECASE)  # noqa: RUF001  # dashes that keyboards make of hyphens
WHAT_IT_IS = {
    Kind.LINK: "a link",
    Kind.PARTNER: "a partner page",
    Kind.EXCHANGE: "an exchange",
    Kind.PROSPECT: "a prospect",
}
_TRACKED = frozenset({Kind.LINK, Kind.PARTNER})
_VERBS = {Kind.EXCHANGE: "exchange", Kind.PROSPECT: "prospect"}
"""Kinds that have commands of their own."""
_LONGEST = 12
"""Digits of the largest number that may name something."""
_FILLERS = frozenset({"for", "and", "as", "link", "links", "partner", "at", "on", "until", "every", "&", "+"})


def split_commas(words: Sequence[Word]) -> list[Word]:
    """`L-12,L-13` as two words."""
    return [each for word in words for each in parts_of(word)]


def parts_of(word: Word) -> list[Word]:
    """The references that only commas join as words; any other word as it is."""
    parts = [Word(word.sort, part) for part in re.split(f"[{COMMAS}]", word.text) if part]
    several = len(parts) > 1 and word.sort is Sort.PLAIN and all(map(ref_of, parts))
    return parts if several else [word]


def refs_of(words: Sequence[Word]) -> tuple[Ref, ...]:
    """All references, each once; raises CommandError for any other word, and where there is none."""
    return tuple(named_in(words))


def one_of(words: Sequence[Word], verb: str, example: str = "", *, of: Collection[Kind] = _TRACKED) -> Ref:
    """The only reference; raises CommandError where there is none, or more than one.

    `of`: what it may name.
    """
    try:
        (first, _), *others = named_in(words, of=of).items()
    except CommandError as wrong:
        raise CommandError(wrong.word, wrong.why, wrong.example or example) from None
    if others:
        raise CommandError(others[0][1].seen, f"is one too many: {verb} takes one.", example)
    return first


def named_in(words: Sequence[Word], *, of: Collection[Kind] = _TRACKED) -> dict[Ref, Word]:
    """All references with the words that name them.

    Raises CommandError where there is none, or a word is no reference, or one of a kind that has no place there.
    """
    refs: dict[Ref, Word] = {}
    for word in words:
        found = ref_of(word)
        if found and found.kind not in of:
            why = f"is {WHAT_IT_IS[found.kind]}, which has commands of its own."
            raise CommandError(word.seen, why, f"{_VERBS[found.kind]} show {found}")
        if found:
            refs.setdefault(found, word)
        elif not is_filler(word):
            raise CommandError(word.seen, "is neither a link nor a partner page; they look like L-12 and P-3.")
    if not refs:
        raise CommandError("", "Say which one; list shows them all.")
    return refs


def ref_of(word: Word) -> Ref | None:
    """The reference that a word is; a bare number is a link's."""
    text = word.text.strip(f"{COMMAS}.#")
    found = REF.fullmatch(text)
    if found and word.sort is Sort.PLAIN:
        return Ref(Kind(found[1].upper()), int(found[2]))
    return Ref(Kind.LINK, int(text)) if word.sort is Sort.PLAIN and text.isdecimal() and len(text) <= _LONGEST else None


def is_filler(word: Word) -> bool:
    """Whether a word says nothing that is needed."""
    return word.text.lower() in _FILLERS


def links_of(words: Sequence[Word], verb: str) -> tuple[Ref, ...]:
    """All references, each once; raises CommandError where there is none, or one names a partner page."""
    refs = named_in(words)
    wrong = next((word for ref, word in refs.items() if ref.kind is not Kind.LINK), None)
    if wrong:
        raise CommandError(wrong.seen, f"is a partner page; {verb} is for links.")
    return tuple(refs)
