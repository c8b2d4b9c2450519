"""What a digest says of our own pages: whom they link to for nothing, and which of them filled up lately."""

import asyncio
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from jobs.exchanges.ours.read import read_inside_links
from jobs.exchanges.read import read_site_balance
from jobs.exchanges.reciprocity import SiteBalance
from jobs.model.digest import Digest, UnreturnedLine
from jobs.model.link import Link
from jobs.model.link_status import LinkState
from jobs.model.our_page import CrowdedLine, InsideLine, OurPage, OurPageQuery
from jobs.model.queries import LinkQuery
from jobs.store.protocol import Store
from jobs.web.urls import registrable_domain

_MOST = 20
_MOST_REFS = 10
_LINKS_ASKED = 500
"""Links whose targets tell which of our sites the channel is about: enough to find a few, few enough to cost little."""


async def with_given(store: Store, digest: Digest, links: Iterable[Link], our_sites: Sequence[str]) -> Digest:
    """The digest with that of its channel; `links` are those that it may name, all that are lost among them.

    Of our pages only those are read that link to a site with a lost link, or are too full.
    """
    lost = await asyncio.to_thread(_sites_that_lost, links)
    unreturned = await _unreturned(store, digest.channel, lost, our_sites)
    crowded = await _crowded(store, digest)
    inside = await _inside(store, digest)
    found = {"unreturned": len(unreturned), "crowded": len(crowded), "inside": len(inside)}
    more = {name: count - _MOST for name, count in found.items()}
    return replace(
        digest,
        unreturned=tuple(map(_line, unreturned[:_MOST])),
        crowded=tuple(crowded[:_MOST]),
        inside=tuple(inside[:_MOST]),
        left_out={**digest.left_out, **{name: count for name, count in more.items() if count > 0}},
    )


def _sites_that_lost(links: Iterable[Link]) -> list[str]:
    return sorted({registrable_domain(link.page_url) for link in links if link.standing.state is LinkState.LOST})


async def _unreturned(store: Store, channel: str, lost: Collection[str], our_sites: Sequence[str]) -> list[SiteBalance]:
    found: list[SiteBalance] = []
    for site in await store.sites_we_link_to(lost):
        balance = await read_site_balance(store, our_sites, [channel], site)
        found += balance.unreturned
    return found


async def _crowded(store: Store, digest: Digest) -> list[CrowdedLine]:
    found = [
        page
        async for part in (await store.our_pages(OurPageQuery(over_limit=True))).chunks
        for page in part.items
        if page.over_limit_since and page.over_limit_since >= digest.since
    ]
    sites = await _sites_of(store, digest.channel) if found else frozenset()
    lines = [CrowdedLine(page.url, page.followed or 0) for page in found if registrable_domain(page.url) in sites]
    return sorted(lines, key=lambda line: -line.followed)


async def _inside(store: Store, digest: Digest) -> list[InsideLine]:
    """What was found lately of pages of ours, on the sites that the channel is about."""
    lately = False
    async for part in (await store.our_pages(OurPageQuery(lists=False))).chunks:
        lately = lately or any(_is_since(each, digest.since) for page in part.items for each in _marks_of(page))
    if not lately:
        return []
    found, sites = await read_inside_links(store, [digest.channel]), await _sites_of(store, digest.channel)
    lines = [
        *(InsideLine(each.url, True, each.pages, each.links) for each in found.broken if each.since >= digest.since),
        *(InsideLine(each.url, False, 0, each.links) for each in found.orphans if _is_since(each.since, digest.since)),
    ]
    return [line for line in lines if registrable_domain(line.page_url) in sites]


def _marks_of(page: OurPage) -> tuple[datetime | None, datetime | None]:
    return page.broken_since, page.orphan_since


def _is_since(moment: datetime | None, since: datetime) -> bool:
    return moment is not None and moment >= since


async def _sites_of(store: Store, channel: str) -> Collection[str]:
    links = (await store.list_links(LinkQuery(channel), 0, _LINKS_ASKED)).links
    return frozenset(registrable_domain(link.target) for link in links)


def _line(site: SiteBalance) -> UnreturnedLine:
    return UnreturnedLine(site.site, site.lost[:_MOST_REFS], site.our_pages, site.more_pages)
