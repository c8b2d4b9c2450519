"""Both sides of the links of some channels, from the store: a part at a time, worked out in threads."""

import asyncio
from collections.abc import Collection, Iterable

from jobs.config import Config
from jobs.exchanges.footprints import Footprints, KnownSites
from jobs.exchanges.reciprocity import BothSides, Reciprocity
from jobs.exchanges.sides import owed_by_us
from jobs.model.exchange import ExchangeState
from jobs.model.our_page import OurPageQuery
from jobs.model.queries import ExchangeQuery, LinkQuery
from jobs.store.protocol import Store
from jobs.web.urls import registrable_domain

_HOLDING = frozenset(state for state in ExchangeState if not state.is_over)


def our_sites_of(config: Config) -> tuple[str, ...]:
    """All that the configuration calls ours: domains, and addresses there."""
    return (*config.our_sites, *config.our_pages)


async def read_reciprocity(
    store: Store, our_sites: Iterable[str], channels: Collection[str], *, circles: bool = False
) -> Reciprocity:
    """What these channels' partners and our own pages give each other; with `circles` links in circles of three too.

    `our_sites` are domains of ours, or addresses there.
    """
    both = BothSides(our_sites, circles=circles)
    for channel in channels:
        ours = await owed_in(store, channel)
        partners = await store.partners(channel)
        both.take_partners(partners)
        if circles:
            both.take_pages((await store.pages([partner.page_url for partner in partners])).values())
        async for part in (await store.link_stream([LinkQuery(channel)])).chunks:
            pages = await store.pages({link.page_url for link in part.items})
            both.take_pages(pages.values())
            await asyncio.to_thread(both.take_links, part.items, pages, ours)
    async for our_part in (await store.our_pages(OurPageQuery())).chunks:
        await asyncio.to_thread(both.take_our_pages, our_part.items)
    return await asyncio.to_thread(both.reciprocity)


async def read_site_balance(
    store: Store, our_sites: Iterable[str], channels: Collection[str], site: str
) -> Reciprocity:
    """The same for one partner alone, a registrable domain; circles are not looked for."""
    both = BothSides(our_sites, only={site})
    for channel in channels:
        links = await store.links(LinkQuery(channel, domain=site))
        deals = {deal.id: deal for link in links for deal in await store.exchanges(ExchangeQuery(link=link.id))}
        ours = owed_by_us(deal for deal in deals.values() if not deal.state.is_over)
        links += (await store.links_by_id(ours)).values()
        both.take_links(links, await store.pages({link.page_url for link in links}), ours)
    async for part in (await store.our_pages(OurPageQuery(links_to=site))).chunks:
        await asyncio.to_thread(both.take_our_pages, part.items)
    return await asyncio.to_thread(both.reciprocity)


async def read_footprints(store: Store, our_sites: Iterable[str], channel: str) -> KnownSites:
    """What the pages of a channel's partners leave, as they were last read: for other pages to be held against."""
    found, sites = Footprints(), frozenset(map(registrable_domain, our_sites))
    passed = set(sites)
    ours = owed_by_us(await store.exchanges(ExchangeQuery(channel, _HOLDING)))
    pages = await store.pages([partner.page_url for partner in await store.partners(channel)])
    await asyncio.to_thread(found.take_pages, pages.values())
    async for part in (await store.link_stream([LinkQuery(channel)])).chunks:
        for link in part.items:
            site = registrable_domain(link.page_url)
            passed.add(site if link.id in ours or site in sites else registrable_domain(link.target))
        pages = await store.pages({link.page_url for link in part.items})
        await asyncio.to_thread(found.take_pages, pages.values())
    return await asyncio.to_thread(found.known, passed)


async def owed_in(store: Store, channel: str) -> frozenset[int]:
    """The links of a channel that we owe in deals that hold."""
    return owed_by_us(await store.exchanges(ExchangeQuery(channel, _HOLDING)))


async def count_given(store: Store, our_sites: Iterable[str], channel: str) -> int:
    """How many of a channel's links we give, by `is_given`; only those that we owe in deals are read for it."""
    sites = {registrable_domain(site) for site in our_sites}
    on_ours = [(await store.list_links(LinkQuery(channel, domain=site), 0, 0)).total for site in sites]
    owed = await store.links_by_id(await given_in(store, channel))
    return sum(on_ours) + sum(registrable_domain(link.page_url) not in sites for link in owed.values())


async def given_in(store: Store, channel: str) -> frozenset[int]:
    """The links of a channel that we owe in its deals, over or not: where a link leads does not end with a deal."""
    return owed_by_us(await store.exchanges(ExchangeQuery(channel)))
