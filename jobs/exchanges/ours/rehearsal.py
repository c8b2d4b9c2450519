"""A move of our pages, rehearsed: what becomes of each tracked link if these redirects are all there is (pure).

Nothing is asked for. What the list does not speak of is said to be missing: whether such a page stays where it is,
only whoever moves them knows, or the new site itself (`with_answers`).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from msgspec import Struct

from jobs.exchanges.ours.redirect_rules import RedirectRule, RedirectRules, RuleHit, is_one_site, is_start
from jobs.model.link import Link
from jobs.model.reading import Match
from jobs.pages.own_site import likeliest
from jobs.units.english import joined
from jobs.web.urls import match_key, page_key, registrable_domain

MOST_HOPS = 10
"""Search engines and browsers give up after so many; we do too."""
MOST_SUGGESTED = 50
_DIRECT = frozenset({Match.EXACT, Match.VARIANT})


class Lot(StrEnum):
    """What becomes of an address of ours."""

    STAYS = "stays"
    MOVES = "moves"
    MOVES_FOR_NOW = "moves for now"
    CHAIN = "chain"
    MISSING = "missing"
    HOME = "home page"
    CATCH_ALL = "catch-all"
    LOOP = "loop"
    GONE = "gone"
    FAILS = "fails"
    """The new site was asked, and has no such page."""

    @property
    def breaks(self) -> bool:
        """Whether links to it are wasted."""
        return self in _BREAKING


_BREAKING = frozenset({Lot.MISSING, Lot.HOME, Lot.CATCH_ALL, Lot.LOOP, Lot.GONE, Lot.FAILS})


class LinkedAddress(Struct, frozen=True):
    """An address of ours that tracked links lead to."""

    url: str
    links: int
    sites: int
    """How many sites these are on."""


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """An address, and what becomes of the links to it."""

    linked: LinkedAddress
    fate: Lot
    way: tuple[str, ...] = ()
    """The addresses that it leads through, the last one last; the address itself is not among them."""
    lines: tuple[int, ...] = ()
    """The lines of the list that send it there."""
    advice: str = ""
    """What was nearly in the list, or what to do; a sentence."""
    suggested: str = ""
    """Of one that breaks: an address that may take its place, by its words: a rule of thumb."""

    @property
    def is_worth_asking(self) -> bool:
        """Whether the new site may know better: not of what the list itself leads nowhere."""
        return self.fate not in {Lot.LOOP, Lot.GONE, Lot.HOME, Lot.CATCH_ALL}

    @property
    def ends_at(self) -> str:
        """Where it leads in the end."""
        return self.way[-1] if self.way else self.linked.url


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """All tracked addresses, by what becomes of them; what most links hang on comes first."""

    rehearsed: tuple[Rehearsed, ...]
    rules: int
    unused: int
    """Rules that no tracked link needs."""
    twice: tuple[tuple[RedirectRule, RedirectRule], ...] = ()

    @property
    def broken(self) -> tuple[Rehearsed, ...]:
        """Those whose links are wasted."""
        return tuple(each for each in self.rehearsed if each.fate.breaks)

    @property
    def saved(self) -> tuple[Rehearsed, ...]:
        """Those that a redirect saves."""
        return tuple(each for each in self.rehearsed if not each.fate.breaks and each.lines)

    @property
    def links(self) -> int:
        """How many links were looked at."""
        return sum(each.linked.links for each in self.rehearsed)

    def links_of(self, rehearsed: Iterable[Rehearsed]) -> int:
        """How many links lead to these."""
        return sum(each.linked.links for each in rehearsed)


class LinkedAddresses:
    """Gathers the addresses of ours that links lead to, a part at a time; `given` are the ids of links that we give."""

    def __init__(self, given: Collection[int] = ()) -> None:
        self._given = given
        self._links: Counter[str] = Counter()
        self._sites: dict[str, set[str]] = {}
        self._spelt: dict[str, str] = {}

    def take(self, links: Iterable[Link]) -> None:
        """Take in links; one that is proved to be away has nothing to lose."""
        for link in links:
            if link.id not in self._given and not link.standing.state.is_away:
                url = led_to(link)
                key = match_key(url)
                self._spelt.setdefault(key, url)
                self._links[key] += 1
                self._sites.setdefault(key, set()).add(registrable_domain(link.page_url))

    def addresses(self) -> tuple[LinkedAddress, ...]:
        """Those with most links first."""
        found = (LinkedAddress(self._spelt[key], count, len(self._sites[key])) for key, count in self._links.items())
        return tuple(sorted(found, key=lambda each: (-each.links, -each.sites, each.url)))


def led_to(link: Link) -> str:
    """The address that a link leads to as it was last seen; where it was not, or goes a long way round, its target."""
    best = link.sighting.best if link.sighting else None
    if best is not None and best.match in _DIRECT:
        return best.href.partition("#")[0]
    return link.target if "//" in link.target else f"https://{link.target}/"


def rehearse(linked: Iterable[LinkedAddress], rules: RedirectRules) -> Rehearsal:
    """What becomes of each address."""
    rehearsed = tuple(_with_suggestions((_fate_of(each, rules) for each in linked), rules))
    used = {line for each in rehearsed for line in each.lines}
    lines = {rule.line for rule in rules.all}
    return Rehearsal(rehearsed, len(rules.all), len(lines - used), tuple(rules.twice))


def with_answers(rehearsal: Rehearsal, answers: Mapping[str, str]) -> Rehearsal:
    """The same after the new site was asked where each leads: why that fails, or nothing where it answers.

    `answers` are by `ends_at`. What the list does not speak of, and is there, stays.
    """

    def told(each: Rehearsed) -> Rehearsed:
        why = answers.get(each.ends_at)
        if why is None or not each.is_worth_asking:
            return each
        if why:
            return replace(each, fate=Lot.FAILS, advice=why)
        return replace(each, fate=Lot.STAYS, advice="", suggested="") if each.fate is Lot.MISSING else each

    return replace(rehearsal, rehearsed=tuple(map(told, rehearsal.rehearsed)))


def _fate_of(linked: LinkedAddress, rules: RedirectRules) -> Rehearsed:
    at, seen, hits = linked.url, {match_key(linked.url)}, list[RuleHit]()
    while hit := rules.hit(at, is_new=bool(hits)):
        hits.append(hit)
        if not hit.to:
            return _made(linked, Lot.GONE, hits)
        at = hit.to
        if match_key(at) in seen or len(hits) > MOST_HOPS:
            return _made(linked, Lot.LOOP, hits, f"It leads in a circle, by {_named(hits)}.")
        seen.add(match_key(at))
    if not hits:
        return _without_rule(linked, rules)
    if is_start(at) and not is_start(linked.url):
        why = "Search engines take such a redirect for “page not found”."
        return _made(linked, Lot.HOME, hits, why)
    if any(hit.rule.is_catch_all for hit in hits) and page_key(at) != page_key(linked.url):
        why = (
            f"It is one of many that are sent to one page, by {_named(hits)}: like “page not found” to search engines."
        )
        return _made(linked, Lot.CATCH_ALL, hits, why)
    return _made(linked, _fate(hits), hits, _remarks(linked, at, hits))


def _fate(hits: list[RuleHit]) -> Lot:
    if len(hits) > 1:
        return Lot.CHAIN
    return Lot.MOVES if hits[0].rule.is_permanent else Lot.MOVES_FOR_NOW


def _remarks(linked: LinkedAddress, at: str, hits: list[RuleHit]) -> str:
    said = []
    if any(hit.is_loose for hit in hits):
        said.append(
            "The list has it with another end, a slash, which some servers take for another page: add this spelling."
        )
    if len(hits) > 1:
        said.append(f"Let it lead straight to {at}.")
    if not all(hit.rule.is_permanent for hit in hits):
        said.append("Make it permanent (301 or 308): a temporary one may pass nothing on.")
    if not is_one_site(linked.url, at):
        said.append("It leads to another site.")
    return " ".join(said)


def _without_rule(linked: LinkedAddress, rules: RedirectRules) -> Rehearsed:
    """An address that the list does not speak of: it stays where others are sent there, or breaks."""
    if rules.leads_to(linked.url):
        return Rehearsed(linked, Lot.STAYS)
    if near := rules.in_other_case(linked.url):
        why = f"Line {near.line} has it in other capitals, which is another page to most servers."
        return Rehearsed(linked, Lot.MISSING, advice=why, suggested=near.new)
    if near := rules.with_query(linked.url):
        why = f"Line {near.line} has it with a query, which says nothing of the address alone."
        return Rehearsed(linked, Lot.MISSING, advice=why)
    why = "The list does not speak of it: unless the page stays, its links break."
    return Rehearsed(linked, Lot.MISSING, advice=why)


def _made(linked: LinkedAddress, fate: Lot, hits: list[RuleHit], advice: str = "") -> Rehearsed:
    way = tuple(hit.to for hit in hits if hit.to)
    return Rehearsed(linked, fate, way, tuple(hit.rule.line for hit in hits), advice)


def _named(hits: list[RuleHit]) -> str:
    numbers = list(dict.fromkeys(str(hit.rule.line) for hit in hits))
    return f"line {numbers[0]} of the list" if len(numbers) == 1 else f"lines {joined(numbers)} of the list"


def _with_suggestions(rehearsed: Iterable[Rehearsed], rules: RedirectRules) -> Iterable[Rehearsed]:
    """Of the first that break, those on which most hangs, with the new address that may take their place."""
    new = list(dict.fromkeys(rule.new for rule in rules.all if rule.new and not rule.is_wild))
    left = MOST_SUGGESTED
    for each in rehearsed:
        if each.fate.breaks and not each.suggested and left:
            left -= 1
            yield replace(each, suggested=likeliest(each.linked.url, new))
        else:
            yield each
