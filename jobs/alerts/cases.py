"""Reads from the store what an incident is about, to be shown; and which incidents are about a link."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import replace

from jobs.alerts.costs import hides_costs
from jobs.model.case import Case
from jobs.model.exchange import Exchange
from jobs.model.incident import Incident, IncidentKind
from jobs.model.link import Link
from jobs.model.our_page import OurPageQuery
from jobs.model.page import Outcome
from jobs.model.partner import Partner
from jobs.model.ref import Kind
from jobs.model.replacement import HowKnown, Replacement
from jobs.pages.own_site import led_to, likeliest
from jobs.rules import target_gone
from jobs.store.protocol import History, Store, TrackedItems
from jobs.web.urls import registrable_domain

_MOST_GUESSED = 5


async def case_of(store: Store, incident: Incident) -> Case:
    """The incident with those it is about, as far as they are still tracked; to be shown, for costs may be left out."""
    hidden = await hides_costs(store, incident.channel)
    exchange = await exchange_of(store, incident)
    found = await store.links_by_id([*incident.members, *(exchange.links if exchange else ())])
    links = tuple(link.without_cost() if hidden else link for link in found.values())
    partner = await partner_of(store, incident)
    page = await store.page(partner.page_url) if partner else None
    ways = await store.site_ways(registrable_domain(partner.page_url)) if partner else None
    way = ways.way(partner.page_url) if ways and partner else None
    shown = replace(exchange, cost=None) if exchange and hidden else exchange
    return Case(incident, links, partner, page.facts if page else None, exchange=shown, way=way)


async def with_replacements(store: Store, case: Case) -> Case:
    """The case with what may take the place of pages of ours that are gone, as far as anything is known of them."""
    incident = case.incident
    gone = dict.fromkeys(link.target for link in case.links if link.id in incident.waiting)
    if not any(finding.kind == target_gone.KIND for finding in incident.findings) or not incident.status.is_open:
        return case
    ours: dict[str, bool] = {}
    async for part in (await store.our_pages(OurPageQuery(lists=False))).chunks:
        ours |= {page.url: page.page.last_outcome is Outcome.OK for page in part.items}
    found = {url: await _instead_of(url, store, ours) for url in list(gone)[:_MOST_GUESSED]}
    return replace(case, instead={url: other for url, other in found.items() if other})


async def _instead_of(url: str, store: TrackedItems, ours: Mapping[str, bool]) -> Replacement | None:
    """Where the page led when it was last read, unless that is known to be broken; else another one by its words.

    `ours` are the pages of ours that are read, each with whether it answers.
    """
    known = await store.page(url)
    other = led_to(known.facts) if known and known.facts else None
    if other:
        tracked = await store.page(other.url)
        answers = tracked is None or tracked.last_outcome in {None, Outcome.OK}
        if ours.get(other.url, answers):
            return other
    words = await asyncio.to_thread(likeliest, url, (each for each, answers in ours.items() if answers))
    return Replacement(words, HowKnown.WORDS) if words and words != url else None


async def partner_of(store: TrackedItems, incident: Incident) -> Partner | None:
    """The partner page that an incident is about, if it is about one."""
    ref = incident.ref
    if incident.kind is not IncidentKind.PARTNER_OVER_LIMIT or ref is None:
        return None
    return await store.partner(ref.number)


async def exchange_of(store: TrackedItems, incident: Incident) -> Exchange | None:
    """The exchange that an incident is about, if it is about one."""
    ref = incident.ref
    return await store.exchange(ref.number) if ref is not None and ref.kind is Kind.EXCHANGE else None


async def incidents_of(store: History, links: Iterable[Link], *, only_open: bool = True) -> list[Incident]:
    """The incidents that any of these links is in, each once."""
    found: dict[str, Incident] = {}
    for link in links:
        known = await store.incidents(channel=link.channel, link_id=link.id, only_open=only_open)
        found |= {each.id: each for each in known}
    return [*found.values()]
