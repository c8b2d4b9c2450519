"""Partners that look like sites of one owner: by what they link to, their frame, and their ids (pure).

A suspicion, never a proof. What many sites share says nothing: each mark weighs by how few have it.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import log
from typing import TypeVar

from msgspec import Struct

from jobs.model.page import Outcome
from jobs.model.reading import PageFacts
from jobs.model.tracked_page import TrackedPage
from jobs.pages.owner_marks import PERSONAL, kind_of
from jobs.pages.similarity import unpack
from jobs.web.urls import registrable_domain

FEWEST_SITES = 50
"""Among fewer sites nobody can tell what is rare: there ids alone count."""
_RARE = 0.01
"""Of the sites so many may have a mark that is rare."""
_MOST_SHARING = 50
_MOST_OWNED = 10
"""So many sites may have an id of one owner's among however few: it is no chance that they do."""
_FEWEST_LINKS, _SOME_LINKS = 5, 0.15
"""So many rare sites, and so much of what is rare of the one that links to fewer, both have to link to."""
_MANY_LINKS, _MOST_LINKS = 8, 0.5
"""The same where nothing else is shared."""
_SAME_FRAME = 0.6
_TRIED = 6
"""Hashes of a frame by which others that may be the same are found; then all of both are held against each other."""
_MOST_COMPARED = 100
_MOST_SHOWN = 5

Mark = TypeVar("Mark")
Pair = tuple[str, str]
Having = Mapping[str, list[str]]
"""The sites that have a mark."""


class OwnerGroup(Struct, frozen=True):
    """Sites that look like those of one owner, and what they share."""

    sites: tuple[str, ...]
    ids: tuple[str, ...] = ()
    """Ids of analytics and ads that at least two of them have."""
    linked: tuple[str, ...] = ()
    """Sites that few others link to, and most of these do; the first five."""
    same_frame: int = 0
    """How many of them have the frame of another one."""


@dataclass(slots=True)
class _SiteMarks:
    domains: set[str] = field(default_factory=set)
    frames: set[int] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)

    def take(self, facts: PageFacts) -> None:
        self.domains.update(map(sys.intern, facts.external_domains))
        self.frames.update(unpack(facts.template))
        self.ids.update(facts.owner_ids)

    def tried(self) -> list[int]:
        return sorted(self.frames)[:_TRIED]

    def same_frame(self, other: "_SiteMarks") -> bool:
        fewer = min(len(self.frames), len(other.frames))
        return fewer > 0 and len(self.frames & other.frames) >= _SAME_FRAME * fewer


class Footprints:
    """Gathers what pages of sites leave."""

    def __init__(self) -> None:
        self._sites: defaultdict[str, _SiteMarks] = defaultdict(_SiteMarks)

    def take(self, page: TrackedPage) -> None:
        """Take in a page; what could not be read says nothing."""
        if page.facts and page.last_outcome is Outcome.OK:
            self.take_facts(registrable_domain(page.url), page.facts)

    def take_pages(self, pages: Iterable[TrackedPage]) -> None:
        """Take in pages."""
        for page in pages:
            self.take(page)

    def take_facts(self, name: str, facts: PageFacts) -> None:
        """Take in what was read of a page of this site."""
        self._sites[name].take(facts)

    def known(self, ours: Collection[str] = ()) -> "KnownSites":
        """What was taken in, for other pages to be held against; but for `ours`, which count as for `groups`."""
        passed = frozenset(ours)
        return KnownSites({name: site for name, site in self._sites.items() if name not in passed}, passed)

    def groups(self, ours: Collection[str] = ()) -> tuple[OwnerGroup, ...]:
        """The groups, the largest first; `ours` are registrable domains that all link to for our sake."""
        passed, is_told = frozenset(ours), len(self._sites) >= FEWEST_SITES
        most = _most_of(len(self._sites))
        having = _rare({name: site.ids for name, site in self._sites.items()}, max(most, _MOST_OWNED))
        ids = {named: names for named, names in having.items() if len(names) <= _most_with(named, most)}
        linked = _rare({name: site.domains - passed for name, site in self._sites.items()}, most * is_told)
        frames = _rare({name: site.tried() for name, site in self._sites.items()}, most * is_told)
        joined = {pair for named, names in ids.items() if kind_of(named) in PERSONAL for pair in combinations(names, 2)}
        strong, some = _by_links(linked, len(self._sites))
        others = {pair for names in (*ids.values(), *frames.values()) for pair in combinations(names, 2)}
        with_id = {pair for names in ids.values() for pair in combinations(names, 2)}
        joined |= strong | {pair for pair in some & others if pair in with_id or self._same_frame(pair)}
        parts = _components(joined)
        whole = _components([*joined, *_with_same_favourites(parts, linked)])
        shared = zip(whole, _of_groups(linked, whole), _of_groups(ids, whole), strict=True)
        groups = [self._group(*each) for each in shared]
        return tuple(sorted(groups, key=lambda group: (-len(group.sites), group.sites)))

    def _same_frame(self, pair: Pair) -> bool:
        one, other = (self._sites[name] for name in pair)
        return one.same_frame(other)

    def _group(self, sites: tuple[str, ...], linked: Counter[str], ids: Counter[str]) -> OwnerGroup:
        framed = {name for pair in combinations(sites[:_MOST_COMPARED], 2) if self._same_frame(pair) for name in pair}
        return OwnerGroup(
            sites,
            tuple(sorted(ids)),
            tuple(_most_shared(linked)),
            len(framed),
        )


class KnownSites:
    """Sites whose marks are known, for pages of other sites to be held against, one at a time."""

    def __init__(self, sites: Mapping[str, _SiteMarks], passed: frozenset[str]) -> None:
        """`passed` are registrable domains that all link to for our sake."""
        self._sites, self._passed = sites, passed
        self._ids = _having({name: site.ids for name, site in sites.items()})
        self._linked = _having({name: site.domains - passed for name, site in sites.items()})
        self._frames = _having({name: site.tried() for name, site in sites.items()})

    def like(self, name: str, facts: PageFacts) -> OwnerGroup | None:
        """A site with those that look like sites of its owner, by what was read of a page of it; None: none does.

        By the rules of `Footprints.groups`, for this site alone: it comes first, and others are in for what they
        share with it.
        """
        page = _SiteMarks()
        page.take(facts)
        count = len(self._sites) + (name not in self._sites)
        most, is_told = _most_of(count), count >= FEWEST_SITES
        ids = {mark: found for mark in page.ids if (found := _few(self._ids, mark, name, _most_with(mark, most)))}
        frames = (_few(self._frames, mark, name, most * is_told) for mark in page.tried())
        framed = {each for found in frames for each in found if page.same_frame(self._sites[each])}
        linked, parts = self._by_links(name, page.domains - self._passed, count, most * is_told)
        identified = {each for found in ids.values() for each in found}
        owned = {each for mark, found in ids.items() if kind_of(mark) in PERSONAL for each in found}
        strong = {each for each, (number, part) in parts.items() if _is_strong(number, part)}
        some = {each for each, (number, part) in parts.items() if _is_some(number, part)}
        alike = owned | strong | (some & (identified | framed))
        return self._group(name, page, alike, ids, linked) if alike else None

    def _by_links(
        self, name: str, domains: set[str], count: int, most: int
    ) -> tuple[dict[str, list[str]], dict[str, tuple[int, float]]]:
        """Who links to each rare site that the page links to; and how many each shares, and what part that is."""
        linked = {domain: found for domain in domains if (found := _few(self._linked, domain, name, most))}
        shared = Counter(each for found in linked.values() for each in found)
        own = sum(log(count / (len(found) + 1)) for found in linked.values())
        parts = {}
        for each, number in shared.items():
            if number >= _FEWEST_LINKS:
                both = sum(log(count / (len(found) + 1)) for found in linked.values() if each in found)
                theirs = 0.0
                for domain in self._sites[each].domains - self._passed:
                    having = len(self._linked[domain]) - (name in self._linked[domain]) + (domain in domains)
                    theirs += log(count / having) if 1 < having <= most else 0
                parts[each] = number, both / min(own, theirs)
        return linked, parts

    def _group(self, name: str, page: _SiteMarks, alike: set[str], ids: Having, linked: Having) -> OwnerGroup:
        named = [mark for mark, found in ids.items() if not alike.isdisjoint(found)]
        counts = Counter({domain: len(alike.intersection(found)) for domain, found in linked.items()})
        framed = sum(page.same_frame(self._sites[each]) for each in alike)
        return OwnerGroup(
            (name, *sorted(alike)),
            tuple(sorted(named)),
            tuple(_most_shared(+counts)),
            framed + 1 if framed else 0,
        )


def _most_of(sites: int) -> int:
    """How many of so many sites may have a mark that is rare."""
    return min(_MOST_SHARING, max(2, round(_RARE * sites)))


def _most_with(named: str, most: int) -> int:
    """The same of an id."""
    return max(most, _MOST_OWNED) if kind_of(named) in PERSONAL else most


def _having(found: Mapping[str, Iterable[Mark]]) -> dict[Mark, list[str]]:
    """The sites that have each mark."""
    having: defaultdict[Mark, list[str]] = defaultdict(list)
    for name, marks in found.items():
        for mark in marks:
            having[mark].append(name)
    return dict(having)


def _rare(found: Mapping[str, Iterable[Mark]], most: int) -> dict[Mark, list[str]]:
    """The sites that have each mark which few have, and more than one."""
    return {mark: names for mark, names in _having(found).items() if 1 < len(names) <= most}


def _few(having: Mapping[Mark, list[str]], mark: Mark, name: str, most: int) -> list[str]:
    """The other sites that have a mark of this one, where few have it with this one."""
    others = [each for each in having.get(mark, ()) if each != name]
    return others if len(others) < most else []


def _is_some(number: int, part: float) -> bool:
    """Whether so many rare links in common, and that part of all, say it beside something else."""
    return number >= _FEWEST_LINKS and part >= _SOME_LINKS


def _is_strong(number: int, part: float) -> bool:
    """Whether they say it alone."""
    return number >= _MANY_LINKS and part >= _MOST_LINKS


def _by_links(linked: Having, count: int) -> tuple[set[Pair], set[Pair]]:
    """The pairs whose links say it alone, and those whose links say it beside something else."""
    shared: Counter[Pair] = Counter()
    rare: defaultdict[str, set[str]] = defaultdict(set)
    for domain, names in linked.items():
        shared.update(combinations(names, 2))
        for name in names:
            rare[name].add(domain)
    weight = {domain: log(count / len(names)) for domain, names in linked.items()}
    own = {name: sum(map(weight.__getitem__, domains)) for name, domains in rare.items()}
    strong, some = set[Pair](), set[Pair]()
    for (one, other), number in shared.items():
        if number >= _FEWEST_LINKS:
            both = sum(map(weight.__getitem__, rare[one] & rare[other]))
            part = both / min(own[one], own[other])
            if _is_some(number, part):
                some.add((one, other))
            if _is_strong(number, part):
                strong.add((one, other))
    return strong, some


def _with_same_favourites(parts: Sequence[tuple[str, ...]], linked: Having) -> Iterator[Pair]:
    """A pair for each two groups of which both link, by half of their sites, to the same rare sites."""
    favourites = []
    for sites, counts in zip(parts, _of_groups(linked, parts), strict=True):
        liked = {name for name, count in counts.items() if 2 * count >= len(sites)}
        favourites += [(sites, liked)] if len(liked) >= _FEWEST_LINKS else []
    for (one, first), (other, second) in combinations(favourites, 2):
        if len(first & second) >= _FEWEST_LINKS:
            yield one[0], other[0]


def _most_shared(counts: Counter[str]) -> list[str]:
    return sorted(counts, key=lambda name: (-counts[name], name))[:_MOST_SHOWN]


def _of_groups(marks: Having, groups: Sequence[tuple[str, ...]]) -> list[Counter[str]]:
    """For each group, which share no site, how many of it have each mark that more than one of it has."""
    place = {name: number for number, sites in enumerate(groups) for name in sites}
    counts: list[Counter[str]] = [Counter() for _ in groups]
    for mark, names in marks.items():
        for number, count in Counter(place[name] for name in names if name in place).items():
            if count > 1:
                counts[number][mark] = count
    return counts


def _components(pairs: Iterable[Pair]) -> list[tuple[str, ...]]:
    """The sites that hang together by pairs."""
    group_of: dict[str, set[str]] = {}
    for one, other in pairs:
        whole = group_of.get(one, {one}) | group_of.get(other, {other})
        group_of |= dict.fromkeys(whole, whole)
    return list({tuple(sorted(group)) for group in group_of.values()})
