"""Filters as people write them, words in any order -> a `LinkFilter` (pure)."""

import re
import shlex
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from msgspec import Struct

from jobs.formats.cells import tags_in
from jobs.formats.filters import names
from jobs.formats.filters.link_filter import ALL_LINKS, MINE, NOBODY, SOON, Bound, LinkFilter, Trait
from jobs.model.terms import Money
from jobs.rules import kinds
from jobs.units.durations import UNITS, parse_duration
from jobs.units.money import WrongMoneyError, read_money
from jobs.units.typos import closest
from jobs.web.urls import from_person, host, registrable_domain

NO_FILTER = frozenset(
    {"all", "everything", "links", "link", "and", "or", "with", "in", "on", "of", "by", "for", "since", "soon"}
)
"""Words that are there for the sentence only."""
_NOBODY = frozenset({"none", "nobody"})
_COST = re.compile(r"(?P<name>[a-z]+)(?P<bound>>=|<=|=>|=<|[<>≥≤])(?P<amount>.*)", re.IGNORECASE)
_BOUNDS = {bound.value: bound for bound in Bound} | {
    "=>": Bound.AT_LEAST,
    "≥": Bound.AT_LEAST,
    "=<": Bound.AT_MOST,
    "≤": Bound.AT_MOST,
}
_GLUE = re.compile("[:=]")
"""Stands between a name and its value, of which it may be a part: `tag:a=b`."""
_MOST_PIECES = 3
"""Words of the longest amount: `1 200 EUR`."""
_SOME_KINDS = ("hidden", "missing", "moved", "nofollow", "noindex", "sponsored")
"""Those that are asked for most; docs/findings.md has all."""
T = TypeVar("T")


class FilterWord(Struct, frozen=True):
    """One word; of a person `text` is the user id."""

    text: str
    seen: str = ""
    """As the person remembers having typed it; empty: as `text`."""
    is_person: bool = False

    @property
    def typed(self) -> str:
        """What an error calls it."""
        return self.seen or self.text


Words = deque[FilterWord]
_PERSON = re.compile(r"(?P<before>[a-z]+[:=])?<?@(?P<user>[UW][A-Z0-9]{2,30})>?")
"""`@U0ADA`, `<@U0ADA>` and `owner:@U0ADA`: outside of Slack nobody makes names of ids."""


class FilterError(ValueError):
    """A word that narrows nothing down, and why; `example` is a filter that is right, `meant` the word put right."""

    def __init__(self, word: str, why: str, example: str = "", meant: str = "") -> None:
        super().__init__(f"{word} {why}")
        self.word = word
        self.why = why
        self.example = example
        self.meant = meant


def read_filter(words: Iterable[FilterWord], found: LinkFilter = ALL_LINKS) -> LinkFilter:
    """What all of the words say, beside what is found already; raises FilterError, naming the one that is wrong."""
    rest, how_long = deque(words), ""
    while rest:
        word = rest[0]
        more = read_clause(rest, found)
        if more is None:
            raise unknown(word)
        how_long = word.typed if more.lasting != found.lasting else how_long
        found = more
    if found.lasting and not found.states:
        [said] = [part for part in found.parts() if part.lasting]
        raise FilterError(how_long or str(said), "of which state? Write for example pending 30d.", "pending 30d")
    return found


def words_of(typed: str) -> list[FilterWord]:
    """The words of a line typed outside of Slack, quoted as in a shell; raises FilterError where a quote is open."""
    try:
        texts = shlex.split(typed)
    except ValueError:
        raise FilterError(typed, "opens a quote that is not closed.") from None
    return [word for text in texts for word in _person_split(text)]


def _person_split(text: str) -> list[FilterWord]:
    found = _PERSON.fullmatch(text)
    if found is None:
        return [FilterWord(text)]
    before = [FilterWord(found["before"])] if found["before"] else []
    return [*before, FilterWord(found["user"], text, is_person=True)]


def unknown(word: FilterWord) -> FilterError:
    """The complaint about a word that is no filter."""
    name, _, value = word.text.replace("=", ":", 1).partition(":")
    near = meant = closest(name, [*names.KNOWN, *kinds()])
    if near in kinds() and near not in names.KNOWN:
        near = meant = f"finding:{near}"
    elif near in names.VALUED:
        examples = [example for each in names.FILTERS for example in each.examples]
        example = next(example for example in examples if example.startswith(names.VALUED[near]))
        meant = f"{near}:{value}" if value and _reads(f"{near}:{value}") else ""
        near = meant or example
    return FilterError(word.typed, f"is no filter of links{f'; did you mean {near}?' if near else '.'}", near, meant)


def _reads(text: str) -> bool:
    try:
        return read_clause(deque([FilterWord(text)]), ALL_LINKS) is not None
    except FilterError:
        return False


def read_clause(rest: Words, found: LinkFilter) -> LinkFilter | None:
    """The filter with what the next words say, which are taken; None: they are none, and stay.

    Raises FilterError where they begin a filter and end in nothing that makes sense.
    """
    word = rest[0]
    text = word.text.lower()
    if word.is_person:
        rest.popleft()
        return replace(found, person=_once(found.person, word.text, word, "person"))
    if simple := _of_one_word(text, word, found):
        rest.popleft()
        return simple
    name, *value = _GLUE.split(text, maxsplit=1)
    if name in names.VALUED or _COST.fullmatch(text):
        return _valued(rest, found, names.VALUED.get(name, ""), glued=bool(value))
    if (lasting := _taken_span(rest)) is not None:
        return replace(found, lasting=_once(found.lasting, lasting, word, "duration"))
    if _looks_like_host(text):
        rest.popleft()
        return replace(found, domain=_once(found.domain, host(_address(word.text, word)), word, "domain"))
    return None


def _of_one_word(text: str, word: FilterWord, found: LinkFilter) -> LinkFilter | None:
    if text in NO_FILTER:
        return found
    if text in names.MY_OWN:
        return replace(found, person=_once(found.person, MINE, word, "person"))
    if text in names.STATES:
        return replace(found, states=_added(found.states, names.STATES[text]))
    if text in names.FLAGS:
        return replace(found, beside=_added(found.beside, names.FLAGS[text]))
    if text in names.TRAITS:
        return replace(found, traits=_added(found.traits, names.TRAITS[text]))
    return replace(found, ends_within=_once(found.ends_within, SOON, word, "time")) if text in names.EXPIRING else None


def _valued(rest: Words, found: LinkFilter, name: str, *, glued: bool) -> LinkFilter | None:
    """What `tag:x`, `tag x` or `cost>100 USD` says."""
    if name == names.COST and not glued and _is_bound(rest):
        bound = rest[1]
        rest.popleft()
        rest[0] = FilterWord(f"cost{bound.text}", f"cost {bound.typed}")
    if _COST.fullmatch(rest[0].text):
        return _with_cost(rest, found)
    read = _READERS.get(name)
    if read is None:
        why = "says nothing yet; write for example cost>100 USD."
        raise FilterError(rest[0].typed, why, "cost>100 USD")
    if not glued and name == names.OWNER and not _names_person(rest):
        rest.popleft()
        return found  # the owner of a sentence: `lost links by owner`
    if not glued and name == names.GUARANTEE:
        word = rest.popleft()
        within = _taken_span(rest)
        if within is None:
            return replace(found, traits=_added(found.traits, Trait.GUARANTEED))
        return replace(found, ends_within=_once(found.ends_within, within, word, "time"))
    word = rest.popleft()
    value = "".join(_GLUE.split(word.text, maxsplit=1)[1:])
    said = FilterWord(value, word.typed) if value else rest.popleft() if rest else FilterWord("", word.typed)
    return read(said, word, found)


def _is_bound(rest: Words) -> bool:
    return len(rest) > 1 and rest[1].text[:1] in {"<", ">", "≥", "≤"}


def _names_person(rest: Words) -> bool:
    return len(rest) > 1 and (rest[1].is_person or rest[1].text.lower() in {*names.MY_OWN, *_NOBODY, "me"})


def _with_cost(rest: Words, found: LinkFilter) -> LinkFilter:
    word = rest.popleft()
    said = _COST.fullmatch(word.text)
    assert said, "asked before"
    if names.VALUED.get(said["name"].lower()) != names.COST:
        raise FilterError(word.typed, "compares nothing that we know; write for example cost>100 USD.", "cost>100 USD")
    money = _amount(said["amount"], word, rest)
    return replace(found, costs=_added(found.costs, (_BOUNDS[said["bound"]], money)))


def _amount(begun: str, word: FilterWord, rest: Words) -> Money:
    """As few of the following words as make an amount of money with what `word` says of it."""
    pieces = [begun] if begun else []
    wrong = FilterError(word.typed, "names no amount; write for example cost>100 USD.", "cost>100 USD")
    following = list(rest)[:_MOST_PIECES]
    for taken in range(len(following) + 1):
        typed = " ".join([*pieces, *(each.text for each in following[:taken])])
        try:
            money = read_money(typed)
        except WrongMoneyError as error:
            if typed and not taken:
                wrong = FilterError(error.word, error.why, "cost>100 USD")
            continue
        for _ in range(taken):
            rest.popleft()
        return money
    raise wrong


def _tag(said: FilterWord, word: FilterWord, found: LinkFilter) -> LinkFilter:
    tags = tags_in(said.text)
    if not tags:
        raise FilterError(word.typed, "names no tag; write for example tag:spring.", "tag:spring")
    return replace(found, tags=found.tags | tags)


def _owner(said: FilterWord, word: FilterWord, found: LinkFilter) -> LinkFilter:
    known = {**dict.fromkeys((*names.MY_OWN, "me"), MINE), **dict.fromkeys(_NOBODY, NOBODY)}
    who = said.text if said.is_person else known.get(said.text.lower(), "")
    if not who:
        why = "names nobody; write owner:none, owner:mine, or choose a person from the list that Slack offers."
        raise FilterError(word.typed, why, "owner:none")
    return replace(found, owner=_once(found.owner, who, word, "owner"))


def _partner(said: FilterWord, word: FilterWord, found: LinkFilter) -> LinkFilter:
    if not _looks_like_host(said.text):
        raise FilterError(
            word.typed, "names no site; write for example partner:trail.example.", "partner:trail.example"
        )
    site = registrable_domain(_address(said.text, said))
    return replace(found, partner=_once(found.partner, site, said, "partner"))


def _finding(said: FilterWord, word: FilterWord, found: LinkFilter) -> LinkFilter:
    asked = frozenset(kind.strip().lower().replace("-", "_") for kind in said.text.split(",") if kind.strip())
    for kind in sorted(asked - set(kinds())):
        near = closest(kind, kinds())
        hint = f"did you mean finding:{near}?" if near else f"such are {', '.join(_SOME_KINDS)}."
        raise FilterError(kind, f"is no kind of finding; {hint}", f"finding:{near or 'hidden'}")
    if not asked:
        raise FilterError(word.typed, "names no kind of finding; write for example finding:hidden.", "finding:hidden")
    return replace(found, findings=found.findings | asked)


def _guarantee(said: FilterWord, word: FilterWord, found: LinkFilter) -> LinkFilter:
    within = _as_span(said.text)
    if within is None:
        why = "is no time within which a guarantee ends; write for example guarantee:30d."
        raise FilterError(word.typed, why, "guarantee:30d")
    return replace(found, ends_within=_once(found.ends_within, within, word, "time"))


_READERS: Mapping[str, Callable[[FilterWord, FilterWord, LinkFilter], LinkFilter]] = {
    names.TAG: _tag,
    names.OWNER: _owner,
    names.PARTNER: _partner,
    names.FINDING: _finding,
    names.GUARANTEE: _guarantee,
}


def _taken_span(rest: Words) -> timedelta | None:
    """The duration that the next words are, which are taken: `30d`, `30 days`, or a unit alone."""
    texts = [word.text for word in list(rest)[:2]]
    count = 2 if len(texts) > 1 and texts[0].isdecimal() and texts[1].lower() in UNITS else 1
    found = _as_span(" ".join(texts[:count])) if texts else None
    for _ in range(count if found is not None else 0):
        rest.popleft()
    return found


def _as_span(text: str) -> timedelta | None:
    try:
        return parse_duration(f"1 {text}" if text.lower() in UNITS else text)
    except ValueError:
        return None


def _looks_like_host(text: str) -> bool:
    return "." in text.strip(".") or "//" in text or "/" in text[1:]


def _address(text: str, word: FilterWord) -> str:
    found = from_person(text)
    if found.refusal:
        raise FilterError(word.typed, f"will not do: {found.refusal}.")
    return found.url


def _once(old: T, new: T, word: FilterWord, what: str) -> T:
    """What was said, where nothing else was said before."""
    if old and old != new:
        raise FilterError(word.typed, f"is one {what} too many.", "mine" if what == "person" else "")
    return new


def _added(known: tuple[T, ...], one: T) -> tuple[T, ...]:
    return known if one in known else (*known, one)
