"""`guarantee` as people type it: of which links, until when, what counts, and until when it can be claimed (pure)."""

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.grammar.addresses import is_address, page_in
from bot.grammar.errors import CommandError
from bot.grammar.options import once
from bot.grammar.partner_values import ListClaims, PackClaim, SetGuarantee
from bot.grammar.refs import links_of, ref_of, split_commas
from bot.grammar.words import Sort, Word
from jobs.model.ref import Kind, Ref
from jobs.model.terms import FEWEST_DAYS, MOST_DAYS, Covered
from jobs.units.dates import read_day
from jobs.web.urls import host, registrable_domain

_EXAMPLE = 'guarantee L-12 until 2027-03-01 claim 14 days covers removed nofollow "replaced or paid back"'
_UNTIL = frozenset({"until", "till", "through"})
_CLAIM = frozenset({"claim", "claims", "within"})
_COVERS = frozenset({"covers", "cover", "counts"})
_ALL = frozenset({"all", "everything", "anything"})
_NONE = frozenset({"none", "nothing", "off"})
_FILLERS = frozenset({"within", "in", "for", "and", "or", "of", "to", "guaranteed", "link", "links", "days", "day"})
_DAYS = re.compile(r"(\d{1,3})(?:d|days?)?")
_NAMED_DAY = 3
"""Words of `1 Mar 2027`."""


@dataclass(slots=True)
class _SaidGuarantee:
    """What the words said so far."""

    refs: list[Ref] = field(default_factory=list)
    site: str = ""
    until: date | None = None
    claim_days: int | None = None
    covers: set[Covered] | None = None
    remedy: str | None = None
    is_gone: bool = False


def guarantee_of(words: Sequence[Word]) -> ListClaims | PackClaim | SetGuarantee:
    """Nothing, `pack` and a link, or links with what holds for them, in any order.

    Raises CommandError, naming the word.
    """
    if not words:
        return ListClaims()
    if words[0].sort is Sort.PLAIN and words[0].text.lower() == "pack":
        return PackClaim(links_of(words[1:2], "guarantee pack")[0])
    said, rest = _SaidGuarantee(), deque(split_commas(words))
    while rest:
        _take(rest.popleft(), rest, said)
    if bool(said.refs) == bool(said.site):
        why = "Name links or a site, not both." if said.site else "Say which link, or which site."
        raise CommandError("", why, _EXAMPLE)
    covers = None if said.covers is None else frozenset(said.covers)
    held = (said.until, said.claim_days, covers, said.remedy)
    if said.is_gone is any(each is not None for each in held):
        why = "Say either none, or what is guaranteed." if said.is_gone else "Say what is guaranteed, or none."
        raise CommandError("", why, _EXAMPLE)
    return SetGuarantee(tuple(dict.fromkeys(said.refs)), said.site, *held, said.is_gone)


def _take(word: Word, rest: deque[Word], said: _SaidGuarantee) -> None:
    text = word.text.lower().strip(",;")
    if word.sort is Sort.QUOTED:
        said.remedy = once(said.remedy, word.text.strip(), word.seen, "remedy", _EXAMPLE)
    elif text in _UNTIL:
        said.until = once(said.until, _day(word, rest), word.seen, "last day", _EXAMPLE)
    elif text in _CLAIM:
        said.claim_days = once(said.claim_days, _claim_days(word, rest), word.seen, "number of days", _EXAMPLE)
    elif text in _COVERS:
        said.covers = (said.covers or set()) | _covered(word, rest)
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
    texts = [each.text.strip(",;") for each in list(rest)[:_NAMED_DAY]]
    for count in (_NAMED_DAY, 1):
        try:
            day = read_day(" ".join(texts[:count]))
        except ValueError as error:
            why = str(error)
        else:
            for _ in texts[:count]:
                rest.popleft()
            return day
    raise CommandError(rest[0].seen if rest else word.seen, f"{why}.", _EXAMPLE)


def _claim_days(word: Word, rest: deque[Word]) -> int:
    while rest and rest[0].text.lower() in _FILLERS:
        rest.popleft()
    found = _DAYS.fullmatch(rest[0].text.lower().strip(",;")) if rest else None
    days = int(found[1]) if found else 0
    if not FEWEST_DAYS <= days <= MOST_DAYS:
        wrong = rest[0].seen if rest else word.seen
        raise CommandError(wrong, f"is no number of days from {FEWEST_DAYS} to {MOST_DAYS}.", _EXAMPLE)
    rest.popleft()
    return days


def _covered(word: Word, rest: deque[Word]) -> set[Covered]:
    """What is named after `covers`; nothing: all of it."""
    found, is_all = set[Covered](), False
    while rest and (named := _named(rest[0])) is not None:
        rest.popleft()
        found |= named
        is_all = is_all or not named
    if not found and not is_all:
        names = ", ".join(Covered)
        raise CommandError(rest[0].seen if rest else word.seen, f"is none of {names}; all is all of it.", _EXAMPLE)
    return found


def _named(word: Word) -> set[Covered] | None:
    """What a word names; an empty set for all, None for no such thing."""
    parts = [part for part in word.text.lower().replace(",", " ").split() if part not in _FILLERS]
    if word.sort is not Sort.PLAIN or any(part not in {*Covered, *_ALL} for part in parts):
        return None
    return {Covered(part) for part in parts if part not in _ALL}
