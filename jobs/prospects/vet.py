"""Pages read, compared to ours and vetted, many at a time."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from msgspec import Struct

from jobs.config import Config
from jobs.exchanges.footprints import Footprints, KnownSites
from jobs.exchanges.read import our_sites_of, read_footprints
from jobs.model.document import TooComplex
from jobs.model.page import Outcome
from jobs.model.partner import SiteContact
from jobs.model.queries import LinkQuery
from jobs.model.relevance import Relevance
from jobs.pages.asked import LinkQuestion
from jobs.pages.days_given import newest_day
from jobs.pages.reading import Read, Reading
from jobs.pages.what_it_is import what_it_is
from jobs.prospects.vetting import VetFacts, Vetted, vet
from jobs.relevance.compare_pages import Compare
from jobs.store.protocol import Store
from jobs.units.clock import Clock
from jobs.web.urls import registrable_domain

MOST_PAGES = 500
FEW = 10
"""Of more pages words alone are compared: what texts mean takes a second or two a page."""
_AT_ONCE = 8

Step = Callable[[int], None]
"""Is told how many pages are done."""


VetPages = Callable[[Sequence[str], str, "ChannelKnown", Step], Awaitable["list[Vetted] | Reading"]]
"""As `Vetting.pages`."""


class SiteKnown(Struct, frozen=True):
    """What we know of a site already."""

    tracked_links: int = 0
    """Links of it to us that are tracked, and there."""
    is_unwanted: bool = False


@dataclass(frozen=True, slots=True)
class ChannelKnown:
    """What a channel knows already."""

    sites: Mapping[str, SiteKnown] = field(default_factory=dict)
    """By registrable domain."""
    partners: KnownSites = field(default_factory=lambda: Footprints().known())
    """Its partners' sites, by the marks that one owner's sites share."""


class Vetting(Struct, frozen=True):
    """What vetting works with."""

    read: Read
    compare: Compare
    clock: Clock

    async def pages(
        self, urls: Sequence[str], target: str, known: ChannelKnown, step: Step = lambda _done: None
    ) -> list[Vetted] | Reading:
        """Each page vetted for a link to our `target`, those to ask first; our page's reading where that failed.

        Pages are read eight at a time, each host in its turn, and compared one after the other; what is kept of a
        page meanwhile is small.
        """
        ours = await self.read(target)
        if ours.page is None or what_it_is(ours).outcome is not Outcome.OK:
            return ours
        turns, done, today = asyncio.Semaphore(_AT_ONCE), 0, self.clock.now().date()

        async def one(url: str) -> Vetted:
            nonlocal done
            async with turns:
                facts = await self._facts(url, target, ours, today)
                if facts.outcome is Outcome.OK:
                    site = registrable_domain(facts.facts.final_url)
                    facts = replace(facts, alike=await asyncio.to_thread(known.partners.like, site, facts.facts))
            done += 1
            step(done)
            about = known.sites.get(registrable_domain(url), SiteKnown())
            return vet(replace(facts, tracked_links=about.tracked_links, is_unwanted=about.is_unwanted), today)

        return sorted(await asyncio.gather(*map(one, dict.fromkeys(urls))), key=lambda vetted: vetted.rank)

    async def _facts(self, url: str, target: str, ours: Reading, today: date) -> VetFacts:
        theirs = await self.read(url, asked=[LinkQuestion(target)])
        shown = what_it_is(theirs)
        if theirs.page is None or shown.outcome is not Outcome.OK:
            return VetFacts(url, theirs.facts, shown.outcome, shown.reason)
        compared = await self.compare(theirs, ours)
        newest = await asyncio.to_thread(newest_day, theirs.page.body, today)
        return VetFacts(
            url,
            theirs.facts,
            Outcome.OK,
            relevance=None if isinstance(compared, TooComplex) else _small(compared),
            newest=newest,
            links_to_us=_links_to_us(theirs),
        )


def _small(found: Relevance) -> Relevance:
    """Without what only the report on a single page shows."""
    return replace(found, external_domains=())


def _links_to_us(reading: Reading) -> bool:
    answers = reading.examined.answers.values() if reading.examined else ()
    return any(answer.sighting.best or answer.sighting.nearest for answer in answers)


async def known_of(store: Store, config: Config, channel: str, urls: Sequence[str]) -> ChannelKnown:
    """What a channel knows of the sites of these pages, and of its partners' pages."""
    sites = {site for url in urls if (site := registrable_domain(url))}
    contacts = await store.contacts_of(sites)
    return ChannelKnown(
        {site: await _known(store, channel, site, contacts.get(site, ())) for site in sites},
        await read_footprints(store, our_sites_of(config), channel),
    )


async def _known(store: Store, channel: str, site: str, kept: Collection[SiteContact]) -> SiteKnown:
    links = await store.links(LinkQuery(channel, domain=site))
    return SiteKnown(
        tracked_links=sum(link.standing.state.is_live for link in links),
        is_unwanted=any(each.unwanted_since or (each.disavowed_since and each.channel == channel) for each in kept),
    )
