"""`guarantee` as people type it: of which links, until when, what counts, and until when it can be claimed (pure)."""

import re
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

from msgspec import Struct

from bot.grammar.addresses import is_address, page_in
from bot.grammar.errors import CommandError
from bot.grammar.options import once
from bot.grammar.partner_values import NOTHING_SAID, GuaranteeSaid, ListClaims, PackClaim, SetClaimed, SetGuarantee
from bot.grammar.refs import links_of, ref_of, split_commas
from bot.grammar.times import day_of, day_words
from bot.grammar.words import Sort, Word
from jobs.model.ref import Kind, Ref
from jobs.model.terms import FEWEST_DAYS, MOST_DAYS, Covered
from jobs.web.urls import host, registrable_domain

_EXAMPLE = 'guarantee L-12 until 2027-03-01 claim 14 days covers removed nofollow "replaced or paid back"'
_UNTIL = frozenset({"until", "till", "through"})
_ALL = frozenset({"all", "everything", "anything"})
_CLAIMED = {"claimed": True, "unclaimed": False}
_NONE = frozenset({"none", "nothing", "off"})
_FILLERS = frozenset({"in", "for", "and", "or", "of", "to", "guaranteed", "link", "links"})
_BEFORE_DAYS = frozenset({"within", "in", "for", "of"})
_BETWEEN = frozenset({"and", "or"})
_DAYS = re.compile(r"(\d{1,3})(?:d|days?)?")
_LONGEST = 12
"""Words that belong to one thing that is said of a guarantee."""


class Detail(Struct, frozen=True):
    """What some words say of a guarantee beside its last day."""

    said: GuaranteeSaid
    words: int
    typed: str
    """How it begins."""
    example: str

    def added_to(self, known: GuaranteeSaid) -> GuaranteeSaid:
        """With what was said before; raises CommandError where that is something else."""
        new, typed, example = self.said, self.typed, self.example
        days, remedy = new.claim_days, new.remedy
        return GuaranteeSaid(
            known.claim_days if days is None else once(known.claim_days, days, typed, "number of days", example),
            known.covers if new.covers is None else (known.covers or frozenset()) | new.covers,
            known.remedy if remedy is None else once(known.remedy, remedy, typed, "remedy", example),
        )


@dataclass(slots=True)
class _SaidGuarantee:
    """What the words said so far."""

    refs: list[Ref] = field(default_factory=list)
    site: str = ""
    until: date | None = None
    details: GuaranteeSaid = NOTHING_SAID
    is_gone: bool = False


def guarantee_of(words: Sequence[Word]) -> ListClaims | PackClaim | SetClaimed | SetGuarantee:
    """Nothing, `pack` and a link, `claimed` and links, or links with what holds for them, in any order.

    Raises CommandError, naming the word.
    """
    if not words:
        return ListClaims()
    if words[0].sort is Sort.PLAIN and words[0].text.lower() == "pack":
        ref, *others = links_of(split_commas(words[1:]), "guarantee pack")
        if others:
            raise CommandError(str(others[0]), "is one too many: guarantee pack takes one.", f"guarantee pack {ref}")
        return PackClaim(ref)
    if words[0].sort is Sort.PLAIN and (done := _CLAIMED.get(words[0].text.lower())) is not None:
        return SetClaimed(links_of(split_commas(words[1:]), f"guarantee {words[0].text.lower()}"), done)
    said, rest = _SaidGuarantee(), deque(split_commas(words))
    while rest:
        _take(rest, said)
    if bool(said.refs) == bool(said.site):
        why = "Name links or a site, not both." if said.site else "Say which link, or which site."
        raise CommandError("", why, _EXAMPLE)
    is_said = said.until is not None or said.details != NOTHING_SAID
    if said.is_gone is is_said:
        why = "Say either none, or what is guaranteed." if said.is_gone else "Say what is guaranteed, or none."
        raise CommandError("", why, _EXAMPLE)
    return SetGuarantee(tuple(dict.fromkeys(said.refs)), said.site, said.until, said.details, said.is_gone)


def detail_of(words: Iterable[Word], example: str) -> Detail | None:
    """What the words at the beginning say: `claim 14 days`, `covers removed nofollow`, `remedy "paid back"`.

    None where they speak of something else. Raises CommandError, naming the word.
    """
    first, *behind = islice(words, _LONGEST)
    if not begins_detail(first):
        return None
    name, value = _name_and_value(first)
    glued = [replace(first, text=value, shown=value)] if value else []
    rest = deque([*glued, *behind])
    before = len(rest) + 1 - len(glued)
    said = _DETAILS[name](first, rest, example)
    return Detail(said, before - len(rest), first.seen, example)


def begins_detail(word: Word) -> bool:
    """Whether a word begins such a detail."""
    return word.sort is Sort.PLAIN and _name_and_value(word)[0] in _DETAILS


def _name_and_value(word: Word) -> tuple[str, str]:
    name, _, value = word.text.replace("=", ":", 1).partition(":")
    return name.lower(), value


def _take(rest: deque[Word], said: _SaidGuarantee) -> None:
    if detail := detail_of(rest, _EXAMPLE):
        said.details = detail.added_to(said.details)
        for _ in range(detail.words):
            rest.popleft()
        return
    word = rest.popleft()
    text = word.text.lower()
    if word.sort is Sort.QUOTED:
        said.details = Detail(GuaranteeSaid(remedy=word.text), 1, word.seen, _EXAMPLE).added_to(said.details)
    elif text in _UNTIL:
        said.until = once(said.until, _day(word, rest), word.seen, "last day", _EXAMPLE)
    elif text in _NONE:
        said.is_gone = True
    elif found := ref_of(word):
        said.refs.append(_link(found, word))
    elif is_address(word):
        said.site = once(said.site, registrable_domain(host(page_in(word))), word.seen, "site", _EXAMPLE)
    elif text not in _FILLERS:
        raise CommandError(word.seen, "is no part of a guarantee.", _EXAMPLE)


def _link(ref: Ref, word: Word) -> Ref:
    if ref.kind is not Kind.LINK:
        raise CommandError(word.seen, "is no link; guarantee is for links, or for all of a site.", _EXAMPLE)
    return ref


def _day(word: Word, rest: deque[Word]) -> date:
    texts = [each.text for each in rest]
    taken = texts[: day_words(texts)]
    if not taken:
        raise CommandError(word.seen, "says no day yet; write for example until 2027-03-01.", _EXAMPLE)
    for _ in taken:
        rest.popleft()
    return day_of(taken, _EXAMPLE)


def _claim(word: Word, rest: deque[Word], example: str) -> GuaranteeSaid:
    """`14`, `14d`, `14 days` or `none`, perhaps behind `within`."""
    while rest and rest[0].text.lower() in _BEFORE_DAYS:
        rest.popleft()
    typed = rest[0].text.lower() if rest else ""
    found = _DAYS.fullmatch(typed)
    days = int(found[1]) if found else 0
    if typed not in _NONE and not FEWEST_DAYS <= days <= MOST_DAYS:
        wrong = rest[0].seen if rest else word.seen
        raise CommandError(wrong, f"is no number of days from {FEWEST_DAYS} to {MOST_DAYS}.", example)
    rest.popleft()
    if rest and typed.isdecimal() and rest[0].text.lower() in {"day", "days"}:
        rest.popleft()
    return GuaranteeSaid(claim_days=days)


def _covers(word: Word, rest: deque[Word], example: str) -> GuaranteeSaid:
    """What is named after `covers`; `all`: all of it."""
    found, is_all = set[Covered](), False
    while rest and (named := _named(rest[0])) is not None:
        rest.popleft()
        found |= named
        is_all = is_all or not named
    if not found and not is_all:
        names = ", ".join(Covered)
        raise CommandError(rest[0].seen if rest else word.seen, f"is none of {names}; all is all of it.", example)
    return GuaranteeSaid(covers=frozenset(found))


def _named(word: Word) -> set[Covered] | None:
    """What a word names; an empty set for all, None for no such thing."""
    parts = [part for part in word.text.lower().replace(",", " ").split() if part not in _BETWEEN]
    if word.sort is not Sort.PLAIN or any(part not in {*Covered, *_ALL} for part in parts):
        return None
    return {Covered(part) for part in parts if part not in _ALL}


def _remedy(word: Word, rest: deque[Word], example: str) -> GuaranteeSaid:
    said = rest.popleft() if rest else word
    if said.sort is Sort.QUOTED:
        return GuaranteeSaid(remedy=said.text)
    if said.text.lower() not in _NONE:
        raise CommandError(said.seen, 'is no remedy in quotation marks; write for example remedy "paid back".', example)
    return GuaranteeSaid(remedy="")


_DETAILS: Mapping[str, Callable[[Word, deque[Word], str], GuaranteeSaid]] = {
    **dict.fromkeys(("claim", "claims", "within"), _claim),
    **dict.fromkeys(("covers", "cover", "counts"), _covers),
    "remedy": _remedy,
}
