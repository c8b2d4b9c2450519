"""Lists of search engines against the store: what is tracked of them, what is kept, what becomes of links."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from jobs.formats.claims import claims_about, claims_by_page, facts_of
from jobs.formats.discovery.compare import Discovery, Tracked, discover, key_of, listing_of, site_of, taken_in
from jobs.formats.index_facts import keep_facts
from jobs.formats.preview import ImportOptions, ImportPreview, preview
from jobs.formats.sheet import LinkFile, LinkRow, RowClaim
from jobs.model.index_fact import IndexClaim, IndexFact
from jobs.model.link import Link
from jobs.model.listing import KeptListing, ListedLink, Listing
from jobs.model.queries import LinkQuery
from jobs.model.write import Write
from jobs.store.protocol import Store
from jobs.web.urls import page_key

_MOST_TARGETS = 500
_TOLD_AGAIN = timedelta(days=7)
"""That a link is listed still is kept once a week: a daily list changes no more than it must."""


async def take_in(
    now: Listing, channel: str, by: str, store: Store, at: datetime, *, before: Listing | None = None
) -> Discovery:
    """Compare a list with the one before, keep it, and keep with tracked links that they are listed.

    Without `before` that is the list that is kept.
    """
    kept = await kept_listing(channel, now.source, now.site, store)
    before = before or (listing_of(kept) if kept else None)
    tracked = await tracked_in(channel, now, store)
    found = await asyncio.to_thread(discover, before, now, tracked)
    if now.links:
        await keep(await asyncio.to_thread(taken_in, kept, now, channel, at), store)
        await _tell_links(now, channel, by, store, at)
    return found


async def tracked_in(channel: str, now: Listing, store: Store) -> Tracked:
    """What a channel tracks, as far as a list is held against it."""
    pages: dict[str, tuple[str, ...]] = {}
    sites = {site_of(partner.page_url) for partner in await store.partners(channel)}
    async for chunk in (await store.link_stream([LinkQuery(channel)])).chunks:
        for ref, key, site in await asyncio.to_thread(_places, chunk.items):
            pages[key] = (*pages.get(key, ()), ref)
            sites.add(site)
    targets = [each.name for each in now.targets] or [link.target for link in now.links if "://" in link.target]
    checked = [await store.page(url) for url in dict.fromkeys(targets[:_MOST_TARGETS])]
    gone = [page.url for page in checked if page and page.last_outcome and page.last_outcome.proves_absence]
    return Tracked(pages, frozenset(sites), frozenset(map(page_key, gone)))


def _places(links: Sequence[Link]) -> list[tuple[str, str, str]]:
    """The name of each link, the key of its page, and the site that this is on."""
    return [(link.ref, page_key(link.page_url), site_of(link.page_url)) for link in links]


async def kept_listing(channel: str, source: str, site: str, store: Store) -> KeptListing | None:
    """The list of that engine and site that is kept for the channel."""
    listings = await store.listings(channel)
    return next((each for each in listings if (each.source, each.site) == (source, site)), None)


async def keep(listing: KeptListing, store: Store) -> None:
    """Keep it, unless it is kept already."""
    if listing != await kept_listing(listing.channel, listing.source, listing.site, store):
        await store.write(Write(listings=[listing]))


async def preview_tracking(kept: KeptListing, options: ImportOptions, store: Store) -> ImportPreview:
    """What tracking the links that came with the kept list would do; of a first list, all of it."""
    tracked = await tracked_in(options.channel, listing_of(kept), store)
    came = kept.links if kept.before is None else kept.new
    untracked = [link for link in came if not tracked.refs(key_of(link))]
    rows = tuple(_row(number, link) for number, link in enumerate(untracked, 1))
    file = LinkFile(f"{kept.source}, {kept.site}", rows=rows, source=kept.source)
    return preview(file, options, lambda _channel, _page, _target: None)


def _row(number: int, link: ListedLink) -> LinkRow:
    columns = {"Anchor": link.anchor} if link.anchor else {}
    claim = RowClaim(link.page, link.target, IndexClaim.LISTED, link.on) if link.on else None
    return LinkRow(number, link.page, link.target, columns=columns, claim=claim)


async def _tell_links(now: Listing, channel: str, by: str, store: Store, at: datetime) -> None:
    """Keep with tracked links that the engine lists them, and of which day that is known."""
    today = at.astimezone(UTC).date()
    every = (RowClaim(link.page, link.target, IndexClaim.LISTED, link.on or now.on or today) for link in now.links)
    claims = await asyncio.to_thread(claims_by_page, every)
    told: dict[int, tuple[IndexFact, ...]] = {}
    async for chunk in (await store.link_stream([LinkQuery(channel)])).chunks:
        links = {link.id: link for link in chunk.items}
        for number, about in (await asyncio.to_thread(claims_about, chunk.items, claims)).items():
            facts = facts_of(about, now.source, "", at)
            if is_news(links[number], facts, now.source):
                told[number] = facts
    await keep_facts(told, by, store, at)


def is_news(link: Link, facts: tuple[IndexFact, ...], source: str) -> bool:
    """Whether what is told of a link is of a day clearly after what is known from the same source."""
    known = [fact.on for fact in link.index_facts if (fact.source, fact.claim) == (source, IndexClaim.LISTED)]
    last: date = max(known, default=date.min)
    return not known or any(fact.on >= last + _TOLD_AGAIN for fact in facts)
