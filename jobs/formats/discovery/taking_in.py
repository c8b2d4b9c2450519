"""Lists of search engines against the store: what is tracked of them, what is kept, what becomes of links."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from jobs.formats.discovery.compare import (
    Discovery,
    Tracked,
    before_of,
    discover,
    key_of,
    listing_of,
    site_of,
    taken_in,
    with_sites,
)
from jobs.formats.index_facts import keep_facts
from jobs.formats.preview import ImportOptions, ImportPreview, preview
from jobs.formats.row_facts import facts_of, row_facts_about, row_facts_by_page
from jobs.formats.sheet import LinkFile, LinkRow, RowFact
from jobs.model.index_fact import IndexFact, IndexStatus
from jobs.model.link import Link
from jobs.model.listing import KeptListing, ListedLink, Listing
from jobs.model.queries import LinkQuery
from jobs.model.write import Write
from jobs.store.protocol import Store
from jobs.web.urls import page_key

_MOST_TARGETS = 500
_TOLD_AGAIN = timedelta(days=7)
"""That a link is listed still is kept once a week: a daily list changes no more than it must."""

_RowFacts = Mapping[str, Sequence[RowFact]]
"""What a list says of links, by the keys of their pages."""


async def take_in(
    now: Listing, channel: str, by: str, store: Store, at: datetime, *, before: Listing | None = None
) -> Discovery:
    """Compare a list with the one before, keep it, and keep with tracked links that they are listed.

    Without `before` that is the list that is kept.
    """
    kept = await _kept_listing(channel, now.source, now.site, store)
    facts = await asyncio.to_thread(_row_facts_of, now, at)
    told: dict[int, tuple[IndexFact, ...]] = {}
    tracked = await _links_of(channel, store, lambda links: told.update(_news_of(links, facts, now.source, at)))
    tracked = replace(tracked, broken=await _broken_of(now, store))
    found = await asyncio.to_thread(_compared, before, kept, now, tracked)
    if now.links:
        fresh = await asyncio.to_thread(taken_in, kept, now, channel, at)
        if fresh != kept:
            await store.write(Write(listings=[fresh]))
        await keep_facts(told, by, store, at)
    elif now.sites:
        await store.write(Write(listings=[with_sites(kept, now, channel, at)]))
    return found


async def look_again(kept: KeptListing, store: Store) -> Discovery:
    """What the list says that is kept, against what its channel tracks now."""
    now = await asyncio.to_thread(listing_of, kept)
    tracked = await tracked_in(kept.channel, now, store)
    return await asyncio.to_thread(lambda: discover(before_of(kept), now, tracked))


async def tracked_in(channel: str, now: Listing, store: Store) -> Tracked:
    """What a channel tracks, as far as a list is held against it."""
    return replace(await _links_of(channel, store), broken=await _broken_of(now, store))


async def preview_tracking(kept: KeptListing, options: ImportOptions, store: Store) -> ImportPreview:
    """What tracking the links that came with the kept list would do; of a first list, all of it."""
    return await asyncio.to_thread(_tracking, kept, options, await _links_of(options.channel, store))


def _compared(before: Listing | None, kept: KeptListing | None, now: Listing, tracked: Tracked) -> Discovery:
    return discover(before or (listing_of(kept) if kept and kept.links else None), now, tracked)


def _tracking(kept: KeptListing, options: ImportOptions, tracked: Tracked) -> ImportPreview:
    came = kept.links if kept.before is None else kept.new
    untracked = [link for link in came if not tracked.refs(key_of(link))]
    rows = tuple(_row(number, link) for number, link in enumerate(untracked, 1))
    file = LinkFile(f"{kept.source}, {kept.site}", rows=rows, source=kept.source)
    return preview(file, options, lambda _channel, _page, _target: None)


def _row(number: int, link: ListedLink) -> LinkRow:
    columns = {"Anchor": link.anchor} if link.anchor else {}
    fact = RowFact(link.page, link.target, IndexStatus.LISTED, link.on) if link.on else None
    return LinkRow(number, link.page, link.target, columns=columns, fact=fact)


async def _kept_listing(channel: str, source: str, site: str, store: Store) -> KeptListing | None:
    """The list of that engine and site that is kept for the channel."""
    listings = await store.listings(channel)
    return next((each for each in listings if (each.source, each.site) == (source, site)), None)


async def _links_of(
    channel: str, store: Store, also: Callable[[Sequence[Link]], None] = lambda _links: None
) -> Tracked:
    """The pages and sites that a channel tracks; `also` is done, in a thread, with its links while they are read."""
    pages: dict[str, list[str]] = {}
    sites = {site_of(partner.page_url) for partner in await store.partners(channel)}

    def take(links: Sequence[Link]) -> None:
        for link in links:
            pages.setdefault(page_key(link.page_url), []).append(link.ref)
            sites.add(site_of(link.page_url))
        also(links)

    async for chunk in (await store.link_stream([LinkQuery(channel)])).chunks:
        await asyncio.to_thread(take, chunk.items)
    return Tracked({key: tuple(refs) for key, refs in pages.items()}, frozenset(sites))


async def _broken_of(now: Listing, store: Store) -> frozenset[str]:
    """The keys of those pages of ours that are linked to and were gone at the last check."""
    targets = [each.name for each in now.targets] or [link.target for link in now.links if "://" in link.target]
    checked = (await store.pages([*dict.fromkeys(targets)][:_MOST_TARGETS])).values()
    gone = [page.url for page in checked if page.last_outcome and page.last_outcome.proves_absence]
    return frozenset(map(page_key, gone))


def _row_facts_of(now: Listing, at: datetime) -> _RowFacts:
    """That the engine lists each link, and of which day that is known."""
    today = at.astimezone(UTC).date()
    return row_facts_by_page(
        RowFact(link.page, link.target, IndexStatus.LISTED, link.on or now.on or today) for link in now.links
    )


def _news_of(links: Sequence[Link], facts: _RowFacts, source: str, at: datetime) -> dict[int, tuple[IndexFact, ...]]:
    """What is told of these links, by their ids, as far as it is news."""
    known = {link.id: link for link in links}
    told = {number: facts_of(about, source, "", at) for number, about in row_facts_about(links, facts).items()}
    return {number: facts for number, facts in told.items() if _is_news(known[number], facts, source)}


def _is_news(link: Link, facts: tuple[IndexFact, ...], source: str) -> bool:
    """Whether what is told of a link is of a day clearly after what is known from the same source."""
    known = [fact.on for fact in link.index_facts if (fact.source, fact.claim) == (source, IndexStatus.LISTED)]
    last: date = max(known, default=date.min)
    return not known or any(fact.on >= last + _TOLD_AGAIN for fact in facts)
