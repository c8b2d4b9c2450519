"""Check now what somebody names; what a check changes is told as ever."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from bot.access.permissions import Asker
from bot.operations.incidents import waiting_links
from bot.operations.tracked import selection_of, tracked_at, tracked_of
from bot.request.deps import Deps
from bot.slack.post_access import PostAccess
from jobs.alerts.cases import exchange_of, partner_of
from jobs.formats.filters.link_filter import LinkFilter
from jobs.model.incident import Incident, IncidentKind
from jobs.model.link import Link
from jobs.model.operation import CheckedFrom, CheckedLink, CheckedPartner, CheckOutcome, LongCheck
from jobs.model.partner import Partner
from jobs.model.queries import LinkQuery
from jobs.model.ref import Ref
from jobs.partners.audit import PageAudit
from jobs.store.streams import fitting

CHECKED_AT_ONCE = 10
"""Pages that are checked while the asker waits; of more, a message shows how far it is."""

Wait = Callable[[Awaitable[Any], Sequence[str]], Awaitable[Any]]
"""Waits until these pages are checked, and may say meanwhile that they are being checked."""


async def silently(work: Awaitable[Any], _pages: Sequence[str]) -> Any:
    """Waits without a word, as where a modal says already that pages are being checked."""
    return await work


async def check(refs: Sequence[Ref], who: Asker, deps: Deps, wait: Wait) -> CheckOutcome:
    """Check what the references name; raises NotHereError where none of it is of this channel."""
    found = await tracked_of(refs, who, deps)
    checked = await _check(found.links, found.partners, who, deps, wait)
    return replace(checked, missing=found.missing)


async def check_place(place: str, who: Asker, deps: Deps, wait: Wait) -> CheckOutcome:
    """Check what the channel tracks at an address or in a domain; nothing is seen where that is nothing."""
    there = await tracked_at(place, who, deps)
    return await _check(there.links, there.partners, who, deps, wait)


async def check_filter(asked: LinkFilter, who: Asker, deps: Deps, wait: Wait) -> CheckOutcome:
    """Check the links that a filter leaves; nothing is seen where it leaves none. Raises CostsHiddenError."""
    selection = await selection_of(asked, who, deps)
    links: list[Link] = []
    async for part in fitting(await deps.store.link_stream([selection.query]), selection.fits):
        links += part
    return await _check(links, [], who, deps, wait)


async def check_all(who: Asker, deps: Deps, wait: Wait) -> CheckOutcome:
    """Check all that the channel tracks; nothing is seen where that is nothing."""
    pages = await deps.store.pages_in(who.channel)
    if len(pages) > CHECKED_AT_ONCE:
        return CheckOutcome(long=await _check_in_steps(pages, who, deps))
    links = await deps.store.links(LinkQuery(channel=who.channel))
    return await _check(links, await deps.store.partners(who.channel), who, deps, wait)


async def check_from(
    refs: Sequence[Ref], regions: Sequence[str], who: Asker, deps: Deps, wait: Wait
) -> CheckedFrom | None:
    """Have these regions look at the pages of what the references name, at the first of very many.

    None where there are no regions. Raises NotHereError where none of it is of this channel.
    """
    found, others = await tracked_of(refs, who, deps), deps.regions
    if others is None:
        return None
    tracked: tuple[Link | Partner, ...] = (*found.links, *found.partners)
    pages = list(dict.fromkeys(each.page_url for each in tracked))
    asked, left = pages[:CHECKED_AT_ONCE], len(pages[CHECKED_AT_ONCE:])
    looks = await wait(asyncio.gather(*(others.ask(url, regions) for url in asked)), asked)
    return CheckedFrom(
        tuple(each for each in tracked if each.page_url in asked),
        {url: tuple(seen) for url, seen in zip(asked, looks, strict=True)},
        tuple(regions),
        tuple(await others.names()),
        left,
        found.missing,
    )


async def check_incident(incident: Incident, who: Asker, deps: Deps, wait: Wait) -> CheckOutcome:
    """Check what an incident is about: pages of others, or where it is about our site, our own."""
    links, partner = await waiting_links(incident, deps), await partner_of(deps.store, incident)
    if deal := await exchange_of(deps.store, incident):
        links = [*(await deps.store.links_by_id(deal.links)).values()]
    if incident.kind is IncidentKind.TARGET:
        return await _check_own_pages([link.target for link in links], who, deps, wait)
    return await _check(links, [partner] if partner else [], who, deps, wait)


async def wait_for_pages(urls: Iterable[str], deps: Deps, wait: Wait) -> None:
    """Check the pages while the asker waits; where they are many, leave them to the dispatcher."""
    pages = list(dict.fromkeys(urls))
    if len(pages) > CHECKED_AT_ONCE:
        deps.wake()
    elif pages:
        await wait(asyncio.gather(*(deps.check_now(url) for url in pages)), pages)


async def _check(
    links: Sequence[Link], partners: Sequence[Partner], who: Asker, deps: Deps, wait: Wait
) -> CheckOutcome:
    """Check the pages of these, and read what was seen of each."""
    tracked: list[Link | Partner] = [*links, *partners]
    pages = list(dict.fromkeys(each.page_url for each in tracked))
    if len(pages) > CHECKED_AT_ONCE:
        return CheckOutcome(long=await _check_in_steps(pages, who, deps))
    await _check_now(pages, deps, wait)
    read, fresh = await deps.store.pages(pages), await deps.store.links_by_id([link.id for link in links])
    seen = [CheckedLink(fresh.get(old.id, old), read.get(old.page_url)) for old in links]
    counted = [CheckedPartner(await deps.store.partner(old.id) or old, read.get(old.page_url)) for old in partners]
    return CheckOutcome(tuple(seen), tuple(counted))


async def _check_own_pages(urls: Iterable[str], who: Asker, deps: Deps, wait: Wait) -> CheckOutcome:
    """Check pages of our own site; a bare domain is none."""
    pages = list(dict.fromkeys(urls))
    if len(pages) > CHECKED_AT_ONCE:
        return CheckOutcome(long=await _check_in_steps(pages, who, deps))
    await _check_now(pages, deps, wait)
    return CheckOutcome(own_pages=tuple((await deps.store.pages(pages)).values()))


async def _check_now(pages: Sequence[str], deps: Deps, wait: Wait) -> None:
    for url in pages:
        await deps.store.due_now(url, deps.now())
    await wait_for_pages(pages, deps, wait)


async def _check_in_steps(pages: Sequence[str], who: Asker, deps: Deps) -> LongCheck:
    """Check very many pages: a message shows how far it is, in the channel where we get into it."""

    async def check_one(url: str) -> None:
        await deps.store.due_now(url, deps.now())
        deps.wake()
        await deps.check_now(url)

    place = await deps.directory.channels.place_lately(who.channel)
    started = deps.check_runs.start(deps.client, who.channel, who.user, pages, check_one)
    return LongCheck(len(pages), started, place.reach is PostAccess.FINE)


async def audit_pages(refs: Sequence[Ref], who: Asker, deps: Deps) -> tuple[list[PageAudit], int]:
    """Audit the first pages of what the references name, each for the channel's links there; and how many are left.

    Raises NotHereError where none of it is of this channel.
    """
    found = await tracked_of(refs, who, deps)
    pages: dict[str, list[Link]] = {}
    for link in found.links:
        pages.setdefault(link.page_url, []).append(link)
    for partner in found.partners:
        there = await deps.store.links(LinkQuery(who.channel, page_url=partner.page_url))
        pages.setdefault(partner.page_url, there)
    audits = [await deps.audit(url, links) for url, links in list(pages.items())[:CHECKED_AT_ONCE]]
    return audits, len(pages) - len(audits)
