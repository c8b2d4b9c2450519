"""What a digest says of links that are new on sites of competitors, or on sites that were disavowed.

Both are what the channel itself said of the site; what other channels know of it a digest, which a client reads, leaves
out.
"""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace

from jobs.model.digest import Digest, FlaggedSite
from jobs.model.link import Link
from jobs.store.protocol import Store
from jobs.web.urls import registrable_domain

_MOST = 20
_MOST_REFS = 10


async def with_flagged(store: Store, digest: Digest, added: Collection[int], competitors: Collection[str]) -> Digest:
    """The digest with these sites of its channel; `added` are ids of links, `competitors` registrable domains."""
    sites: dict[str, list[str]] = defaultdict(list)

    def take(links: Sequence[Link]) -> None:
        for link in links:
            sites[registrable_domain(link.page_url)].append(link.ref)

    if added:
        async for part in (await store.link_stream((), also=added)).chunks:
            await asyncio.to_thread(take, part.items)
    known = await store.contacts_of(sites)
    found: list[FlaggedSite] = []
    for site in sorted(known.keys() | (set(competitors) & sites.keys())):
        refs = sites[site]
        disavowed = any(each.disavowed_since and each.channel == digest.channel for each in known.get(site, ()))
        if site in competitors or disavowed:
            found.append(FlaggedSite(site, tuple(refs[:_MOST_REFS]), site in competitors, disavowed))
    more = {"flagged": len(found) - _MOST} if len(found) > _MOST else {}
    return replace(digest, flagged=tuple(found[:_MOST]), left_out={**digest.left_out, **more})
