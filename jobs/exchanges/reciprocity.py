"""Both sides of the links with each partner: what we get, what our pages give, what is given for nothing (pure).

What counts is what was read: a page that could not be says nothing, and a link whose loss is not proved stands.
"""

import sys
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from msgspec import Struct

from jobs.exchanges.cycles import Cycle, cycles_of_three
from jobs.exchanges.footprints import Footprints, OwnerGroup
from jobs.model.exchange import Contribution, DealBalance
from jobs.model.link import Link
from jobs.model.link_status import LinkState
from jobs.model.our_page import OurPage
from jobs.model.page import Outcome
from jobs.model.partner import Partner, equity_share
from jobs.model.tracked_page import TrackedPage
from jobs.verdicts.acceptance import is_accepted
from jobs.web.urls import registrable_domain

MOST_PAGES = 10
"""So many of our pages are named of one partner."""
_SAYS_NOTHING = frozenset({LinkState.PENDING, LinkState.NEW})
"""A link that was never there is not lost."""


@dataclass(frozen=True, slots=True)
class SiteBalance:
    """What is given and got between us and one partner, whether or not anybody agreed on it."""

    site: str
    """Registrable domain."""
    balance: DealBalance
    lost: tuple[str, ...] = ()
    """Those of its links that are lost, as references; what was accepted is not among them."""
    our_pages: tuple[str, ...] = ()
    """The first pages of ours that link to it, as they were last read."""
    more_pages: int = 0
    """How many others of our pages do."""
    is_unreturned: bool = False
    """Whether we link to it, followed, and of what it gave us only what is lost is left."""

    @property
    def has_links(self) -> bool:
        """Whether any link stands on either side, or was to be given by us."""
        return bool(self.balance.got.standing or self.balance.given.agreed)

    @property
    def is_reciprocal(self) -> bool:
        """Whether each side links to the other."""
        return bool(self.balance.got.standing and self.balance.given.standing)


class CrowdedPage(Struct, frozen=True):
    """A page of ours with many followed links to other sites: each passes on little, and takes from the page."""

    url: str
    followed: int
    since: datetime


class Reciprocity(Struct, frozen=True):
    """Both sides of a channel's links, or of several channels'."""

    sites: tuple[SiteBalance, ...] = ()
    """Those whom we link to in vain, then those with links both ways, then the others; by name."""
    crowded: tuple[CrowdedPage, ...] = ()
    """The fullest first."""
    cycles: tuple[Cycle, ...] = ()
    """Where they were asked for."""
    owners: tuple[OwnerGroup, ...] = ()
    """Partners that look like sites of one owner, where circles were asked for."""
    read: int = 0
    """How many pages of ours were read."""
    unread: int = 0
    """How many could not be read when that was last tried, or were not yet: nothing is concluded from them."""
    troubles: tuple[str, ...] = ()
    """Why not all of our pages may be known."""

    @property
    def unreturned(self) -> tuple[SiteBalance, ...]:
        """The partners whom we link to though all their links to us are lost."""
        return tuple(each for each in self.sites if each.is_unreturned)

    @property
    def reciprocal(self) -> tuple[SiteBalance, ...]:
        """The partners with links both ways."""
        return tuple(each for each in self.sites if each.is_reciprocal)


@dataclass(slots=True)
class _BothWays:
    got: Contribution = field(default_factory=Contribution)
    given: Contribution = field(default_factory=Contribution)
    lost: list[str] = field(default_factory=list)
    stands: bool = False
    """Whether any link of theirs is not proved to be lost."""
    passes: bool = False
    """Whether we pass anything on to it."""
    pages: dict[str, None] = field(default_factory=dict)


class BothSides:
    """Gathers links and pages, a part at a time."""

    def __init__(self, our_sites: Iterable[str], only: Collection[str] | None = None, *, circles: bool = False) -> None:
        """`our_sites` are domains or addresses of ours; `only` narrows it down to these partners.

        With `circles` it is kept which sites link to which, and circles of three are looked for among them.
        """
        self._wants_circles = circles
        self._ours = {registrable_domain(each) for each in our_sites}
        self._footprints = Footprints()
        self._only = only
        self._sites: defaultdict[str, _BothWays] = defaultdict(_BothWays)
        self._targets: set[str] = set()
        self._our_links: list[tuple[Link, TrackedPage | None]] = []
        self._edges: defaultdict[str, set[str]] = defaultdict(set)
        self._seen: set[str] = set()
        self._crowded: list[CrowdedPage] = []
        self._read = self._unread = 0
        self._troubles: list[str] = []

    def take_links(self, links: Iterable[Link], pages: Mapping[str, TrackedPage], ours: Collection[int] = ()) -> None:
        """Take in tracked links with the pages that they stand on; those with ids in `ours` stand on pages of ours."""
        for link in links:
            page = pages.get(link.page_url)
            site = registrable_domain(link.page_url)
            if link.id in ours or site in self._ours:
                self._targets.add(site)
                self._our_links.append((link, page))
            else:
                self._take_theirs(site, link, page)

    def take_partners(self, partners: Iterable[Partner]) -> None:
        """Take in partner pages: their sites are partners, with links to us or without."""
        for partner in partners:
            self._sites[registrable_domain(partner.page_url)]

    def take_pages(self, pages: Iterable[TrackedPage]) -> None:
        """Take in pages of partners, for circles and for whose they are; one that could not be read says nothing."""
        if not self._wants_circles:
            return
        for page in pages:
            if registrable_domain(page.url) not in self._ours:
                self._footprints.take(page)
            if page.facts and page.last_outcome is Outcome.OK:
                self._edges[registrable_domain(page.url)].update(map(sys.intern, page.facts.external_domains))

    def take_our_pages(self, pages: Iterable[OurPage]) -> None:
        """Take in our own pages, after all links and partners; not those of sites that none of the links leads to."""
        for page in pages:
            if registrable_domain(page.url) not in self._targets:
                continue
            if page.is_list:
                self._troubles += [f"{page.url}: {page.page.last_reason}"] if page.page.last_reason else []
            elif not _is_known_to_give_nothing(page.page.last_outcome):
                self._take_our_page(page)

    def reciprocity(self) -> Reciprocity:
        """All of it together, once all is taken in."""
        for link, page in self._our_links:
            self._take_ours(link, page)
        self._our_links.clear()
        sites = [_balance_of(name, site) for name, site in self._sites.items() if self._is_wanted(name)]
        partners = self._sites.keys() | self._targets
        return Reciprocity(
            sites=tuple(sorted(sites, key=_unreturned_first)),
            crowded=tuple(sorted(self._crowded, key=lambda page: (-page.followed, page.url))),
            cycles=cycles_of_three({name: out & partners for name, out in self._edges.items() if name in partners}),
            owners=self._footprints.groups(self._ours | self._targets) if self._wants_circles else (),
            read=self._read,
            unread=self._unread,
            troubles=tuple(self._troubles),
        )

    def _is_wanted(self, site: str) -> bool:
        return self._only is None or site in self._only

    def _take_theirs(self, site: str, link: Link, page: TrackedPage | None) -> None:
        found, standing = self._sites[site], link.standing.state
        self._targets.add(registrable_domain(link.target))
        stands = standing.is_live or standing is LinkState.WEAKENED
        found.got = found.got.plus(_contribution(link, page, stands=stands))
        found.stands |= not (standing is LinkState.LOST or standing in _SAYS_NOTHING)
        if standing is LinkState.LOST and not is_accepted(link):
            found.lost.append(link.ref)
        elif standing is LinkState.LOST:
            found.stands = True  # somebody called it the new normal: we are not to ask for it again

    def _take_ours(self, link: Link, page: TrackedPage | None) -> None:
        """A tracked link on a page of ours; on one that is read for all its links it is counted there."""
        if self._seen & {link.page_url, page.facts.final_url if page and page.facts else ""}:
            return
        standing = link.standing.state
        stands = standing.is_live or standing is LinkState.WEAKENED
        site, one = self._sites[registrable_domain(link.target)], _contribution(link, page, stands=stands)
        site.given = site.given.plus(one)
        site.pages |= {link.page_url: None} if stands else {}
        site.passes |= one.share > 0

    def _take_our_page(self, page: OurPage) -> None:
        facts = page.page.facts
        address = facts.final_url if facts else page.url
        if page.page.last_outcome is not Outcome.OK:
            self._unread += 1
            return
        if address in self._seen:  # two addresses of one page
            return
        self._seen.add(address)
        self._read += 1
        if page.over_limit_since and page.followed is not None:
            self._crowded.append(CrowdedPage(page.url, page.followed, page.over_limit_since))
        if self._wants_circles:
            self._edges[registrable_domain(page.url)].update(link.site for link in page.links if link.followed)
        for link in page.links:
            if link.site in self._sites:
                share = equity_share(page.followed) if link.followed and page.followed is not None else 0.0
                site = self._sites[link.site]
                site.given = site.given.plus(Contribution(agreed=1, standing=1, share=share))
                site.pages[page.url] = None
                site.passes |= link.followed


def _contribution(link: Link, page: TrackedPage | None, *, stands: bool) -> Contribution:
    best = link.sighting.best if link.sighting else None
    if not stands:
        return Contribution(agreed=1)
    if best is None or page is None or page.facts is None:
        return Contribution(agreed=1, standing=1, unknown=1)
    share = equity_share(page.facts.followed_external) if best.followed else 0.0
    return Contribution(agreed=1, standing=1, share=share)


def _balance_of(name: str, site: _BothWays) -> SiteBalance:
    return SiteBalance(
        name,
        DealBalance(site.got, site.given),
        tuple(site.lost),
        tuple(site.pages)[:MOST_PAGES],
        max(0, len(site.pages) - MOST_PAGES),
        is_unreturned=bool(site.lost) and site.passes and not site.stands,
    )


def _unreturned_first(site: SiteBalance) -> tuple[bool, bool, str]:
    return not site.is_unreturned, not site.is_reciprocal, site.site


def _is_known_to_give_nothing(outcome: Outcome | None) -> bool:
    """Whether a page of ours is gone, or another one now: it is neither read nor unread."""
    return outcome is not None and (outcome.meaning.is_gone or outcome.meaning.is_another_page)
