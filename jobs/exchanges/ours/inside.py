"""Links between our own pages (pure): which lead to pages that are broken, and which pages none of ours leads to."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import blake2b
from typing import Any

from msgspec import Struct

from jobs.exchanges.ours.rehearsal import LinkedAddress
from jobs.model.our_page import LINKED, OurPage
from jobs.model.page import Outcome
from jobs.pages.asked import MOST_INWARD
from jobs.pages.own_site import led_to
from jobs.pages.reading import Reading
from jobs.pages.what_it_is import what_it_is
from jobs.units.english import several
from jobs.web.urls import page_key, parse, registrable_domain

MOST_LINKED = 1_000
"""Pages that no list names and others of ours link to; more are not read."""
TWICE = 2
CHAIN = 2
"""So many redirects one after the other are a chain."""
MOST_NAMED = 3
"""Pages of ours that are named beside a broken one that they link to."""
_BYTES = 8
_PAGING = re.compile(r"(?:^|&)(?:page|paged|p|pg|offset|start)=\d+(?:&|$)", re.IGNORECASE)
_FILE = re.compile(
    r"\.(?:pdf|jpe?g|png|gif|webp|svg|ico|css|js|json|xml|rss|atom|zip|gz|mp[34]|webm|docx?|xlsx?|pptx?|csv|txt)$",
    re.IGNORECASE,
)


class BrokenPage(Struct, frozen=True):
    """A page of ours that is broken, and that others of ours link to."""

    url: str
    why: str
    since: datetime
    linked_by: tuple[str, ...]
    """The first pages of ours that do."""
    pages: int
    """How many of ours do."""
    links: int = 0
    """How many tracked links of other sites lead there."""
    sites: int = 0


class Orphan(Struct, frozen=True):
    """A page of ours that none of ours links to."""

    url: str
    since: datetime | None
    """When that was first found; None where no list names it, so that it is found anew each time."""
    links: int = 0
    """How many tracked links of other sites lead there."""


@dataclass(frozen=True, slots=True)
class InsideLinks:
    """What the last readings of our pages say of the links between them."""

    broken: tuple[BrokenPage, ...]
    """Those with most links first."""
    orphans: tuple[Orphan, ...]
    read: int
    """How many pages were read."""
    not_known: str
    """Why nothing is said of pages that none of ours links to; empty where all were read."""


def spelled(url: str) -> str:
    """One spelling for those of a page of ours: without scheme, `www.` and the last slash; cheap, as links are many."""
    return url.partition("//")[2].partition("#")[0].removeprefix("www.").rstrip("/")


def as_page(url: str) -> str:
    """The address of a page that may be read for one that is linked to; empty where it is a file's.

    What is asked beside it is left out, but for which page of a list is wanted.
    """
    address, _, query = url.partition("?")
    if _FILE.search(address):
        return ""
    return (parse(url) if _PAGING.search(query) else parse(address)) or ""


def inward_of(page: OurPage, reading: Reading) -> Mapping[str, Any]:
    """What is kept of the links of a page to its own site; nothing new of one that is unchanged."""
    if reading.examined is None:
        return {}
    keys = dict.fromkeys(key for each in reading.examined.inward for key in _keys_of(each))
    for own in (spelled(page.url), _asked_of(page.url)):
        keys.pop(own, None)
    kept = b"".join(map(_hash, keys))
    return {"inward": kept, "inward_left_out": len(reading.examined.inward) >= MOST_INWARD}


def with_failures(page: OurPage, reading: Reading, now: datetime) -> OurPage:
    """The page with how often in a row it was broken; a reading that tells nothing leaves that as it was."""
    shown = what_it_is(reading)
    is_chain = len(reading.facts.hops) >= CHAIN
    if shown.outcome is Outcome.OK and not is_chain:
        return replace(page, failures=0, broken_since=None)
    if not (is_chain or shown.outcome.meaning.visitors_see_it):
        return page
    failures = page.failures + 1
    return replace(page, failures=failures, broken_since=page.broken_since or (now if failures >= TWICE else None))


@dataclass(slots=True)
class InsideSearch:
    """Takes in our pages a part at a time, lists among them."""

    pages: dict[str, OurPage] = field(default_factory=dict)
    """By key, without the links to other sites."""
    counts: Counter[bytes] = field(default_factory=Counter)
    unread: int = 0
    lists_in_doubt: list[str] = field(default_factory=list)
    left_out: int = 0

    def take(self, pages: Iterable[OurPage]) -> None:
        """Some of our pages."""
        for page in pages:
            if page.is_list:
                self.lists_in_doubt += [page.url] if page.page.last_outcome is not Outcome.OK else []
                continue
            self.pages[spelled(page.url)] = replace(page, links=(), sites=())
            self.left_out += page.inward_left_out
            self.unread += _is_unread(page)
            self.counts.update(_hashes(page.inward))

    @property
    def not_known(self) -> str:
        """Why nobody can say that no page of ours links to another; empty where all were read."""
        linked = sum(page.listed_by.startswith(LINKED) for page in self.pages.values())
        if self.lists_in_doubt:
            return f"{self.lists_in_doubt[0]} could not be read whole"
        if self.unread:
            return f"{self.unread:,} of {several(len(self.pages), 'page')} could not be read"
        if self.left_out:
            return f"{several(self.left_out, 'page')} of ours with more links than are kept"
        if linked >= MOST_LINKED:
            return f"{linked:,} pages that no list names are the most that are read"
        return "" if self.pages else "no page of ours was read yet"

    def orphans(self) -> set[str]:
        """The keys of pages that none of ours links to, be it through a redirect; only where all were read."""
        if self.not_known:
            return set()
        led = {spelled(url) for page in self.pages.values() if (url := self._led_to(page))}
        return {key for key, page in self.pages.items() if self._may_be_orphan(page) and key not in led}

    def news(self, now: datetime) -> tuple[Mapping[str, datetime | None], list[str]]:
        """By address, since when pages are orphans whose mark is another; and pages that no list names nor links to."""
        orphans, known = self.orphans(), not self.not_known
        changed, gone = dict[str, datetime | None](), list[str]()
        for key, page in self.pages.items():
            is_linked = self._is_linked(page.url)
            if page.listed_by.startswith(LINKED) and known and not is_linked:
                gone.append(page.url)
            elif (key in orphans) is not (page.orphan_since is not None) and (known or is_linked):
                changed[page.url] = now if key in orphans else None
        return changed, gone

    def unlisted(self, tracked: Iterable[LinkedAddress]) -> list[LinkedAddress]:
        """Tracked addresses on the sites of our pages that no list names and no page links to; where all were read."""
        sites = {registrable_domain(page.url) for page in self.pages.values()} if not self.not_known else set()
        keyed = ((spelled(each.url), each) for each in tracked if registrable_domain(each.url) in sites)
        new = (each for key, each in keyed if not {key, _plain(each.url)} & self.pages.keys())
        return [each for each in new if not self._is_linked(each.url)]

    def found(self, tracked: Iterable[LinkedAddress]) -> InsideLinks:
        """What is to be said; `tracked` are the addresses that tracked links of other sites lead to."""
        of_others = {spelled(each.url): each for each in tracked}
        broken = {_hash(key): page for key, page in self.pages.items() if page.broken_since and self.counts[_hash(key)]}
        named: dict[bytes, list[str]] = {each: [] for each in broken}
        for page in self.pages.values() if broken else ():
            for each in broken.keys() & set(_hashes(page.inward)):
                named[each].append(page.url)
        told = [self._broken(page, named[each], of_others) for each, page in broken.items()]
        lonely = [
            Orphan(page.url, page.orphan_since, of_others[key].links if key in of_others else 0)
            for key, page in self.pages.items()
            if page.orphan_since
        ]
        return InsideLinks(
            tuple(sorted(told, key=lambda each: (-each.links, -each.pages, each.url))),
            tuple(sorted(lonely, key=lambda each: (-each.links, each.url))),
            len(self.pages) - self.unread,
            self.not_known,
        )

    def _broken(self, page: OurPage, named: list[str], of_others: Mapping[str, LinkedAddress]) -> BrokenPage:
        there = of_others.get(spelled(page.url))
        links, sites = (there.links, there.sites) if there else (0, 0)
        assert page.broken_since is not None  # those alone are asked for
        return BrokenPage(page.url, _why(page), page.broken_since, tuple(named[:MOST_NAMED]), len(named), links, sites)

    def _is_linked(self, url: str) -> bool:
        """Whether a page of ours links to it, be it with something else asked beside it, or nothing."""
        return any(self.counts[_hash(key)] for key in (spelled(url), _plain(url), _asked_of(url)))

    def _led_to(self, page: OurPage) -> str:
        """Where a page that is linked to leads on to; empty where it does not."""
        facts = page.page.facts
        return facts.final_url if self._is_linked(page.url) and facts and facts.hops else ""

    def _may_be_orphan(self, page: OurPage) -> bool:
        """Whether it is a page by itself to which nothing leads: no home page, no redirect and no copy of another."""
        facts = page.page.facts
        is_page = page.page.last_outcome is Outcome.OK and facts is not None and led_to(facts) is None
        is_home = page.url.count("/") <= 3 and page.url.endswith("/")  # noqa: PLR2004  # `https://ours.example/`
        return is_page and not is_home and not page.listed_by.startswith(LINKED) and not self._is_linked(page.url)


def _is_unread(page: OurPage) -> bool:
    """Whether its links are not known as they are now; a file has none."""
    outcome = page.page.last_outcome
    if outcome is None:
        return True
    is_read = outcome is Outcome.OK or outcome is Outcome.NOT_HTML or outcome.meaning.is_another_page
    return not is_read and not outcome.meaning.is_gone


def _keys_of(linked: str) -> list[str]:
    """How a linked address is kept: where something is asked beside it, as it is, and that its page is linked to so."""
    url = as_page(linked)
    if not url or "?" not in linked or page_key(linked) == page_key(url):
        return [spelled(url)] if url else []
    return [spelled(linked), _asked_of(url)]


def _plain(url: str) -> str:
    """As the key of an address without what is asked beside it."""
    return spelled(url.partition("?")[0])


def _asked_of(url: str) -> str:
    """As the key of an address with something asked beside it, whatever that is."""
    return f"{_plain(url)}?"


def _why(page: OurPage) -> str:
    facts = page.page.facts
    if page.page.last_outcome is Outcome.OK and facts:
        return f"leads through {several(len(facts.hops), 'redirect')} to {facts.final_url}"
    return page.page.last_reason or f"answers {page.page.last_status}"


def _hash(key: str) -> bytes:
    return blake2b(key.encode(), digest_size=_BYTES).digest()


def _hashes(kept: bytes) -> Iterable[bytes]:
    return (kept[at : at + _BYTES] for at in range(0, len(kept), _BYTES))
