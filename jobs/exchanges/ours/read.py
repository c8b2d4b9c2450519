"""What a rehearsal asks: the store for the addresses that links lead to, the new site whether its pages are there."""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

import ada_url

from jobs.exchanges.ours.inside import InsideLinks, InsideSearch, Orphan
from jobs.exchanges.ours.rehearsal import LinkedAddress, LinkedAddresses, Rehearsal, Rehearsed
from jobs.exchanges.sides import owed_by_us
from jobs.model.our_page import OurPageQuery
from jobs.model.page import Outcome
from jobs.model.queries import ExchangeQuery, LinkQuery
from jobs.pages.own_site import led_to
from jobs.pages.reading import Read, Reading
from jobs.pages.redirects import RedirectKind, redirection
from jobs.pages.what_it_is import for_visitors
from jobs.store.kept import OurPages
from jobs.store.protocol import Store, TrackedItems

_MOST_UNLISTED = 500
MOST_ASKED = 2_000
"""Addresses of the new site, the ones with most links first; of the others nothing is said by it."""


async def read_linked_addresses(store: Store, channels: Collection[str]) -> tuple[LinkedAddress, ...]:
    """The addresses of ours that the links of these channels lead to, a part at a time.

    What we give in a deal, over or not, leads to a partner's page.
    """
    deals = [deal for channel in channels for deal in await store.exchanges(ExchangeQuery(channel))]
    gathered = LinkedAddresses(owed_by_us(deals))
    async for part in (await store.link_stream([LinkQuery(channel) for channel in channels])).chunks:
        await asyncio.to_thread(gathered.take, part.items)
    return gathered.addresses()


async def read_inside(store: OurPages) -> InsideSearch:
    """Our pages with the links between them, a part at a time."""
    search = InsideSearch()
    async for part in (await store.our_pages(OurPageQuery())).chunks:
        await asyncio.to_thread(search.take, part.items)
    return search


async def read_inside_links(store: Store, channels: Collection[str]) -> InsideLinks:
    """What is to be said of the links between our pages, beside the tracked links of these channels."""
    search, tracked = await read_inside(store), await read_linked_addresses(store, channels)
    found = await asyncio.to_thread(search.found, tracked)
    outside = [each for each in search.unlisted(tracked)[:_MOST_UNLISTED] if await _is_page_by_itself(store, each.url)]
    more = sorted((Orphan(each.url, None, each.links) for each in outside), key=lambda each: -each.links)
    return replace(found, orphans=(*found.orphans, *more))


async def _is_page_by_itself(store: TrackedItems, url: str) -> bool:
    """Whether a tracked address answers, and stands for itself."""
    page = await store.page(url)
    is_read = page is not None and page.last_outcome is Outcome.OK and page.facts is not None
    return is_read and page is not None and page.facts is not None and led_to(page.facts) is None


async def ask_new_site(read: Read, rehearsal: Rehearsal, at: str = "") -> Mapping[str, str]:
    """Why the addresses where links end fail on the new site, by address; empty where one answers.

    `at` is where it stands until then: the addresses are asked for on that host. What only shuts us out says nothing.
    """
    answers: dict[str, str] = {}
    for url in _asked(rehearsal.rehearsed):
        reading = await read(_moved(url, at))
        shown = for_visitors(reading)
        if shown.outcome is Outcome.OK:
            answers[url] = _to_home(reading)
        elif shown.outcome.meaning.visitors_see_it:
            answers[url] = f"The new site was asked: {shown.reason or shown.outcome.replace('_', ' ')}."
    return answers


def _asked(rehearsed: Iterable[Rehearsed]) -> Sequence[str]:
    return list(dict.fromkeys(each.ends_at for each in rehearsed if each.is_worth_asking))[:MOST_ASKED]


def _to_home(reading: Reading) -> str:
    facts = reading.facts
    away = redirection(facts.url, facts.final_url, facts.hops)
    is_home = away is not None and away.whither is RedirectKind.HOME
    return "The new site was asked: it sends there to its home page." if is_home else ""


def _moved(url: str, at: str) -> str:
    """The address on the host of another one."""
    if not at:
        return url
    moved, there = ada_url.URL(url), ada_url.URL(at)
    moved.protocol, moved.host = there.protocol, there.host
    return str(moved.href)
