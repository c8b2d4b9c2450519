"""Candidates from what a channel has: search engines' lists, partner pages, and a list that somebody gives."""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence

from jobs.config import Config
from jobs.exchanges.read import our_sites_of
from jobs.formats.discovery.reading import read_listing
from jobs.formats.opening import read_links
from jobs.formats.rows import Wishes
from jobs.formats.sheet import LinkFile, RefusedFile
from jobs.model.listing import KeptListing, Listing
from jobs.prospects.candidates import Gathered, RankedSites, SiteStanding
from jobs.store.protocol import Store
from jobs.store.streams import in_turns
from jobs.web.urls import registrable_domain

ListedRow = tuple[str, str]
"""A page or site, and what it links to; empty where that is not said."""
_NO_TARGET = "no-target.invalid"
"""Stands for what a row does not say: no list names it (RFC 2606)."""
_NO_SITE = "no-site.invalid"
_AT_ONCE = 50
"""Pages: some milliseconds of work."""


async def find_candidates(store: Store, config: Config, channel: str, rows: Sequence[ListedRow] = ()) -> RankedSites:
    """Who may be asked, the best first; of a list that is given, those that it names.

    What is tracked, kept, disavowed, a competitor's or not to be contacted is left out and counted.
    """
    found = Gathered(our_sites_of(config))
    listings = await store.listings(channel)
    await asyncio.to_thread(_take, found, rows, listings)
    partners = [partner.page_url for partner in await store.partners(channel)]
    async for url, page in in_turns((await store.pages(partners)).items(), _AT_ONCE):
        found.take_outbound(url, page.facts.external_domains if page.facts else ())
    known = await _known(store, channel, found.sites)
    competitors = (await store.channel_settings(channel)).competitors
    return await asyncio.to_thread(found.ranked, known, competitors, named_only=bool(rows))


def _take(found: Gathered, rows: Iterable[ListedRow], listings: Iterable[KeptListing]) -> None:
    for page, target in rows:
        found.take_link(page, target)
    for kept in listings:
        for link in kept.links:
            found.take_listed(kept.source, link.page)
        listed = {registrable_domain(link.page) for link in kept.links}
        for each in kept.sites:
            if registrable_domain(each.name) not in listed:
                found.take_listed(kept.source, each.name, max(each.count, 1))


async def _known(store: Store, channel: str, sites: Collection[str]) -> Mapping[str, SiteStanding]:
    tracked, kept = await store.sites_tracked(channel, sites), await store.sites_kept(channel, sites)
    contacts = await store.contacts_of(sites)
    return {
        site: SiteStanding(
            is_tracked=site in tracked,
            is_kept=site in kept,
            is_disavowed=any(each.disavowed_since for each in contacts.get(site, ()) if each.channel == channel),
            is_unwanted=any(each.unwanted_since for each in contacts.get(site, ())),
        )
        for site in sites
    }


def read_rows(data: bytes, name: str) -> list[ListedRow] | RefusedFile:
    """The pages or sites that a file lists, with what they link to where it says so; for a child process.

    Takes what an import takes, lists of domains, and Search Console's linking sites.
    """
    sites = read_listing(data, Wishes(name, target=_NO_SITE))
    if isinstance(sites, Listing) and sites.sites:
        return [(each.name, "") for each in sites.sites]
    read = read_links(data, Wishes(name, target=_NO_TARGET))
    return _rows_of(read) if isinstance(read, LinkFile) else read


def _rows_of(file: LinkFile) -> list[ListedRow] | RefusedFile:
    rows = [(row.page, "" if _NO_TARGET in row.target else row.target) for row in file.rows]
    rows += [(domain, "") for domain in file.domains]
    return rows or RefusedFile("It names no pages and no sites.")
