"""A partner, and what a claim rests on, from the store: a part at a time."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from jobs.alerts.costs import as_shown
from jobs.digests.reports.course import Courses
from jobs.digests.watched import watched_parts
from jobs.exchanges.read import read_site_balance
from jobs.model.exchange import ExchangeState
from jobs.model.link import Link
from jobs.model.queries import ExchangeQuery, LinkQuery, PartnerQuery
from jobs.partners.across import SiteAcross, across
from jobs.partners.pack import ClaimPack, alert_of
from jobs.partners.site import PartnerSite, SiteFacts
from jobs.partners.worth import Ranking, Weighing
from jobs.store.protocol import Store
from jobs.verdicts.guarantee import is_down
from jobs.web.urls import registrable_domain

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_HOLDING = frozenset(state for state in ExchangeState if not state.is_over)
_MOST_PAGES = 500
"""A partner has fewer pages that are tracked."""


async def read_partner(
    store: Store, site: str, channels: Collection[str], now: datetime, our_sites: Sequence[str] = ()
) -> PartnerSite:
    """What these channels know of a site, a registrable domain; without costs where a channel hides them.

    `our_sites` are domains of ours, or addresses there. The whole history of the channels is read: links that are
    tracked no longer are found only there.
    """
    facts = SiteFacts(site, now)
    for channel in channels:
        courses = Courses(_BEGINNING, now)
        async for events in (await store.event_stream(channel, _BEGINNING)).chunks:
            courses.take(events.items)
            facts.take_history(events.items)
        links = [
            link
            async for part in (await store.link_stream([LinkQuery(channel, domain=site)])).chunks
            for link in part.items
        ]
        pages = (await store.list_partners(PartnerQuery(channel, site), 0, _MOST_PAGES)).partners
        facts.take_series(await store.series([page.page_url for page in pages]))
        facts.take_tracked(pages, await store.exchanges(ExchangeQuery(channel, _HOLDING)))
        chosen = await store.channel_settings(channel)
        facts.take_links(courses, links, hide_costs=chosen.hide_costs)
    known = facts.partner_site(await store.contacts(site), channels)
    sides = (await read_site_balance(store, our_sites, channels, site)).sites
    return replace(known, given=next((each for each in sides if each.has_links), None))


async def read_worth(
    store: Store, channels: Collection[str], now: datetime, our_sites: Collection[str] = ()
) -> Ranking:
    """What the links of these channels are worth that stand; the whole history is read, as for a forecast.

    Links that we give, on pages of ours, are left out; `our_sites` are domains of ours, or addresses there.
    """
    weighing = Weighing()
    for channel in channels:
        async for part in watched_parts(store, our_sites, channel, now):
            pages = await store.pages({link.page_url for link, watched in part if link and watched.stands})
            facts = {url: page.facts for url, page in pages.items() if page.facts}
            await asyncio.to_thread(weighing.take, part, facts)
    return await asyncio.to_thread(weighing.ranking)


MOST_SITES = 40
"""Of more sites than these, all links of all channels are gone through once."""


async def read_across(store: Store, sites: Collection[str], here: str) -> list[SiteAcross]:
    """What all channels, and the one here, know of these sites; where they are many, all links are read for it."""
    settings = {channel: await store.channel_settings(channel) for channel in {*await store.channels(), here}}
    queries = [LinkQuery(domain=site) for site in sites] if len(sites) <= MOST_SITES else [LinkQuery()]
    links: dict[str, list[Link]] = {site: [] for site in sites}

    def take(found: Sequence[Link]) -> None:
        for link in found:
            if (own := links.get(registrable_domain(link.page_url))) is not None:
                own.append(link)

    if queries:
        async for part in (await store.link_stream(queries)).chunks:
            await asyncio.to_thread(take, part.items)
    contacts = await store.contacts_of(sites)
    return [across(site, found, contacts.get(site, []), settings) for site, found in links.items()]


async def read_pack(store: Store, link: Link, now: datetime) -> ClaimPack | None:
    """All that is kept of what is wrong with a link; None where nothing is that its page's site has to mend."""
    if not is_down(link):
        return None
    told = await store.incidents(link_id=link.id)
    events = await store.events(channel=link.channel, since=_BEGINNING, subject=link.ref)
    return ClaimPack(await as_shown(store, link), alert_of(link, told), events, now)
