"""`exchange` as people type it: links given for links, and what was agreed about them (pure)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.grammar.addresses import page_in, target_in
from bot.grammar.edit_values import OpenEdit
from bot.grammar.errors import CommandError
from bot.grammar.exchange_values import GROUPS, AddExchange, EditExchange, EndExchange, ListExchanges, OpenExchange
from bot.grammar.lines import line_of
from bot.grammar.options import once, without_page
from bot.grammar.partners import numbered
from bot.grammar.refs import one_of, ref_of
from bot.grammar.terms import terms_in
from bot.grammar.times import day_of, day_words
from bot.grammar.values import Show
from bot.grammar.verbs import verb_of
from bot.grammar.words import Sort, Word
from jobs.model.exchange import ExchangeState
from jobs.model.ref import Kind, Ref
from jobs.model.terms import Money, Term

ADD_EXAMPLE = "exchange add friends.example/links -> ours.example for ours.example/partners -> friends.example"
EDIT_EXAMPLE = "exchange edit X-2 until 2027-03-01"
_BETWEEN = frozenset({"for", "then", "against", "vs", "and", "in", "exchange", "return"})
"""What stands between the links of a deal."""
_UNTIL = frozenset({"until", "till", "through", "ends"})
_NO_END = frozenset({"none", "open", "forever", "never"})
_END = frozenset({"end", "finish", "over"})
_FEWEST, _MOST = 2, 3
_KINDS = frozenset({Kind.LINK, Kind.PARTNER, Kind.EXCHANGE})

Words = Sequence[Word]
Exchanging = AddExchange | ListExchanges | Show | EditExchange | EndExchange | OpenExchange | OpenEdit


@dataclass(frozen=True, slots=True)
class _Terms:
    """What is said of a deal's end and cost, and the words that speak of something else."""

    until: date | None
    no_end: bool
    cost: Money | None
    no_cost: bool
    others: tuple[Word, ...]


def exchange_of(words: Words) -> Exchanging:
    """Add, list, show, edit or end; raises CommandError, naming the word."""
    if not words:
        return ListExchanges()
    first = words[0]
    verb = verb_of(first.text) if first.sort is Sort.PLAIN else None
    name = "remove" if first.text.lower() in _END else verb.name if verb else ""
    if any(word.sort is Sort.ARROW for word in words):
        name, words = "add", words if name == "add" else (first, *words)
    if name in _READERS:
        return _READERS[name](words[1:])
    return _shown(words) if ref_of(first) else _listed(words)


def exchange_edit(words: Words) -> EditExchange | OpenEdit:
    """`X-2` alone, or with another end or cost; raises CommandError, naming the word."""
    terms = _terms(words, "exchange edit X-2", EDIT_EXAMPLE)
    ref = one_of(terms.others, "edit", EDIT_EXAMPLE, of=_KINDS)
    if terms == replace(terms, until=None, no_end=False, cost=None, no_cost=False):
        return OpenEdit(ref)
    return EditExchange(ref, terms.until, terms.cost, no_end=terms.no_end, no_cost=terms.no_cost)


def is_of_exchange(words: Words) -> bool:
    """Whether the first reference among the words is that of an exchange."""
    return next((ref.kind is Kind.EXCHANGE for ref in map(ref_of, words) if ref), False)


def _the(words: Words, verb: str) -> Ref:
    ref = one_of(numbered(words, Kind.EXCHANGE), verb, f"exchange {verb} X-2", of=_KINDS)
    if ref.kind is not Kind.EXCHANGE:
        raise CommandError(str(ref), "is no exchange; they look like X-2.", f"exchange {verb} X-2")
    return ref


def _shown(words: Words) -> Show:
    return Show((_the(words, "show"),))


def _ended(words: Words) -> EndExchange:
    return EndExchange(_the(words, "end"))


def _edited(words: Words) -> EditExchange | OpenEdit:
    return exchange_edit(numbered(words, Kind.EXCHANGE))


def _added(words: Words) -> AddExchange | OpenExchange:
    if not words:
        return OpenExchange()
    terms = _terms(words, ADD_EXAMPLE, f"{ADD_EXAMPLE} until 2027-03-01")
    if terms.no_end or terms.no_cost:
        raise CommandError("none", "takes something away, which is for edit.", EDIT_EXAMPLE)
    try:
        line = line_of(_apart(terms.others))
        pairs = [(page_in(page), _target(page, target)) for page, target in line.pairs()]
    except CommandError as wrong:
        raise CommandError(wrong.word, wrong.why, ADD_EXAMPLE) from None
    if not _FEWEST <= len(pairs) <= _MOST:
        raise CommandError(
            "", f"It names {len(pairs)} of the links; an exchange has two, or three in a circle.", ADD_EXAMPLE
        )
    if line.options.anchor:
        raise CommandError(line.options.anchor, "is of one link: edit that when the exchange is added.", ADD_EXAMPLE)
    if line.options.channel:
        raise CommandError(line.options.channel, "cannot be named here: type the command in its channel.", ADD_EXAMPLE)
    said = line.options
    return AddExchange(tuple(pairs), terms.until, terms.cost, said.rel, said.owner, said.every, said.tags, said.render)


def _target(page: Word, target: Word | None) -> str:
    if target is None:
        raise CommandError(page.seen, "has no target: write an arrow and the target after it.")
    return target_in(target)


def _apart(words: Words) -> list[Word]:
    """With a comma in place of each word that stands between two links."""
    kept: list[Word] = []
    for word in words:
        if word.sort is Sort.PLAIN and word.text.lower() in _BETWEEN:
            kept[-1:] = [replace(each, behind=f"{each.behind},") for each in kept[-1:]]
        else:
            kept.append(word)
    return kept


def _listed(words: Words) -> ListExchanges:
    """`exchange list [state] [page:2]`; raises CommandError, naming the word."""
    page, others = without_page(words, "exchange list")
    asked = ListExchanges(page=page or 1)
    for word in others:
        text = word.text.lower().replace("-", "_")
        if text in _STATES:
            asked = replace(asked, states=tuple(dict.fromkeys((*asked.states, *_STATES[text]))))
        elif text not in {"all", "exchanges", "deals", "and", "or"}:
            raise CommandError(word.seen, "is no state of an exchange.", "exchange list broken")
    return asked


_STATES = {state.value: (state,) for state in ExchangeState} | GROUPS


_READERS: Mapping[str, Callable[[Words], Exchanging]] = {
    "add": _added,
    "list": _listed,
    "show": _shown,
    "edit": _edited,
    "remove": _ended,
}


def _terms(words: Words, command: str, example: str) -> _Terms:
    """Cost and end, wherever they stand; raises CommandError, naming the word."""
    wrong = CommandError("guaranteed", "is of a link; of an exchange say until when it holds.", example)
    said = terms_in(words, command, no_guarantee=wrong)
    until, no_end, others, rest = None, False, list[Word](), list(said.others)
    while rest:
        word = rest.pop(0)
        value = _until(word)
        if value is None:
            others.append(word)
            continue
        texts = [value] if value else [each.text for each in rest]
        taken = texts[: day_words(texts)]
        if not taken:
            raise CommandError(word.seen, "says no day yet; write for example until 2027-03-01.", example)
        if taken[0].lower() in _NO_END:
            no_end = True
        else:
            until = once(until, day_of(taken, example), word.seen, "end", example)
        del rest[: 0 if value else len(taken)]
    return _Terms(until, no_end, said.terms.cost, Term.COST in said.gone, tuple(others))


def _until(word: Word) -> str | None:
    """What `until:2027-03-01` says, empty for `until` alone; None: the word speaks of something else."""
    name, _, value = word.text.replace("=", ":").partition(":")
    return value if word.sort is Sort.PLAIN and name.lower() in _UNTIL else None
