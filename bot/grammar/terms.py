"""What people type of cost and guarantee, anywhere in a line: taken out of its words before the others are read (pure).

`cost 120 EUR`, `cost:€120`, `$99`, `guaranteed until 2027-03-01 claim 14 days`; `cost none`, `no guarantee` and `-cost`
take it away.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from msgspec import Struct

from bot.grammar.errors import CommandError
from bot.grammar.guarantees import begins_detail, detail_of
from bot.grammar.partner_values import NOTHING_SAID, GuaranteeSaid
from bot.grammar.times import day_of, day_words
from bot.grammar.words import Sort, Word, without_comma
from jobs.model.terms import Term, Terms
from jobs.units.money import WrongMoneyError, read_money

_NAMES = {
    "cost": Term.COST,
    "costs": Term.COST,
    "price": Term.COST,
    "guaranteed": Term.GUARANTEE,
    "guarantee": Term.GUARANTEE,
    "warranty": Term.GUARANTEE,
}
_SAYS = {Term.COST: "cost 120 EUR", Term.GUARANTEE: "guaranteed until 2027-03-01"}
_UNTIL = frozenset({"until", "till", "through"})
_NONE = frozenset({"none", "nothing"})
_WITHOUT = frozenset({"without", "no"})
_TAKES_A_WORD = frozenset({"anchor", "tag", "tags"})
"""Options whose value is the word behind them: `tag price` says nothing of money."""
_NO_CURRENCY = frozenset({"anchor", "and", "every", "owner", "tag", "tagged", "tags", "to", "no", "without", *_NAMES})
_NUMBER = re.compile(r"[-+−]?[0-9][0-9.,'’]*[-–—]?")  # noqa: RUF001
_SIGN = re.compile(r"[^\s0-9:/#@-]{1,8}")
_GLUED = re.compile(r"[^\w\s]{1,2}[0-9][0-9.,'’]*[-–—]?|[0-9][0-9.,'’]*[-–—]?(?:[^\w\s.,'’]|[A-Z]{3})")  # noqa: RUF001
"""An amount that no other word has to announce: `$99`, `120€`, `120EUR`."""
_CODE = re.compile(r"[A-Z]{3}|[€$£₹]")
_LONGEST = 6
"""Words of the longest amount: `1 000 000,50 EUR` has four."""


@dataclass(frozen=True, slots=True)
class SaidTerms:
    """What the words say of cost and guarantee, and the words that speak of something else."""

    terms: Terms = Terms()
    gone: frozenset[Term] = frozenset()
    """What shall hold no longer."""
    gone_as: str = ""
    """The word that says so."""
    guarantee: GuaranteeSaid = NOTHING_SAID
    others: tuple[Word, ...] = ()


class _Clause(Struct, frozen=True):
    """Some words about one term."""

    term: Term
    typed: str
    """How it begins."""
    words: int
    value: str = ""
    gone: bool = False
    gone_as: str = ""


def terms_in(words: Sequence[Word], command: str, *, no_guarantee: CommandError | None = None) -> SaidTerms:
    """Read what is said of cost and guarantee; raises CommandError, with an example that begins with `command`.

    `no_guarantee` is raised where a guarantee is spoken of that has no place in the command.
    """
    said, others, at = SaidTerms(), list[Word](), 0
    while at < len(words):
        if no_guarantee and not _is_value(words, at) and _speaks_of_guarantee(words, at):
            raise no_guarantee
        found = None if _is_value(words, at) else _said_at(words, at, said, command)
        if found is None:
            others.append(words[at])
            at += 1
            continue
        said, count = found
        at += count
        if others and words[at - 1].goes_on:  # its comma stands behind the word before it then
            others[-1] = replace(others[-1], behind=f"{others[-1].behind},")
    return replace(said, others=tuple(others))


def _speaks_of_guarantee(words: Sequence[Word], at: int) -> bool:
    clause = _clause(words[at], _plain_from(words, at + 1))
    return clause.term is Term.GUARANTEE if clause else begins_detail(words[at])


def _said_at(words: Sequence[Word], at: int, said: SaidTerms, command: str) -> tuple[SaidTerms, int] | None:
    """With what the words from there on say, and how many words that are; None: they speak of something else."""
    if clause := _clause(words[at], _plain_from(words, at + 1)):
        return _with(said, clause, f"{command} {_SAYS[clause.term]}"), clause.words
    if detail := detail_of(islice(words, at, None), f"{command} {_SAYS[Term.GUARANTEE]} claim 14 days"):
        return replace(said, guarantee=detail.added_to(said.guarantee)), detail.words
    return None


def _with(said: SaidTerms, clause: _Clause, example: str) -> SaidTerms:
    gone = said.gone | {clause.term} if clause.gone else said.gone
    found = Terms() if clause.gone else _terms(clause, example)
    terms = found.over(said.terms)
    if terms != said.terms.over(found) or terms.without(gone) != terms:
        raise CommandError(
            clause.value or clause.typed, f"contradicts what else is said of the {clause.term}.", example
        )
    return replace(said, terms=terms, gone=gone, gone_as=said.gone_as or clause.gone_as)


def _terms(clause: _Clause, example: str) -> Terms:
    if not clause.value:
        raise CommandError(clause.typed, f"says nothing yet; write for example {_SAYS[clause.term]}.", example)
    if clause.term is Term.GUARANTEE:
        return Terms(guaranteed_until=day_of([clause.value], example))
    try:
        return Terms(cost=read_money(clause.value))
    except WrongMoneyError as wrong:
        raise CommandError(wrong.word, wrong.why, example) from None


def _clause(word: Word, after: Sequence[str]) -> _Clause | None:
    """What begins with this word; None: it speaks of something else."""
    if word.sort is not Sort.PLAIN:
        return None
    name, _, value = word.text.lower().replace("=", ":", 1).partition(":")
    if name in _WITHOUT and after and after[0].lower() in _NAMES:
        return _Clause(_NAMES[after[0].lower()], word.text, 2, gone=True, gone_as=f"{word.text} {after[0]}")
    if name[:1] == "-" and name[1:] in _NAMES:
        return _Clause(_NAMES[name[1:]], word.text, 1, gone=True, gone_as=word.text)
    if name in _NAMES:
        return _of_term(_NAMES[name], word.text, [word.text[len(name) + 1 :], *after] if value else after, not value)
    count = _unannounced([word.text, *after])
    return _Clause(Term.COST, word.text, count, without_comma([word.text, *after][:count])) if count else None


def _of_term(term: Term, typed: str, texts: Sequence[str], named: int) -> _Clause:
    """As many of the words behind `cost` or `guaranteed` as belong to it; `named` words stand before them."""
    if term is Term.GUARANTEE and texts and texts[0].lower() in _UNTIL:
        texts, named = texts[1:], named + 1
    if texts and texts[0].lower() in _NONE:
        return _Clause(term, typed, named + 1, gone=True, gone_as=texts[0])
    count = _of_money(texts) if term is Term.COST else day_words(texts)
    return _Clause(term, typed, named + count, without_comma(texts[:count]))


def _of_money(texts: Sequence[str]) -> int:
    """How many words an amount has: `€120`, `120 EUR`, `EUR 120` or `1 200,50 EUR`."""
    numbers = next((at for at, text in enumerate(texts) if not _is_number(text)), len(texts))
    if numbers:
        return numbers + int(numbers < len(texts) and _may_be_currency(texts[numbers]))
    in_front = len(texts) > 1 and _may_be_currency(texts[0]) and _is_number(texts[1])
    return 2 if in_front else min(1, len(texts))


def _unannounced(texts: Sequence[str]) -> int:
    """The same for an amount without `cost` before it, which must be unmistakable; 0: it is none."""
    if _GLUED.fullmatch(without_comma(texts[:1])):
        return int(_is_money(texts[:1]))
    coded = any(_CODE.fullmatch(without_comma([text])) for text in texts[:2])
    return 2 if coded and any(map(_is_number, texts[:2])) and _is_money(texts[:2]) else 0


def _is_money(texts: Sequence[str]) -> bool:
    try:
        read_money(without_comma(texts))
    except WrongMoneyError:
        return False
    return True


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text.rstrip(",;")) is not None


def _may_be_currency(text: str) -> bool:
    bare = text.rstrip(",;")
    return _SIGN.fullmatch(bare) is not None and bare.lower() not in _NO_CURRENCY


def _is_value(words: Sequence[Word], at: int) -> bool:
    return at > 0 and words[at - 1].sort is Sort.PLAIN and words[at - 1].text.lower() in _TAKES_A_WORD


def _plain_from(words: Sequence[Word], start: int) -> list[str]:
    """The texts of the plain words from there on, up to the first that is none."""
    texts: list[str] = []
    for word in words[start : start + _LONGEST]:
        if word.sort is not Sort.PLAIN:
            break
        texts.append(word.text)
    return texts
