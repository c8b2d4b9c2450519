"""What a channel tracks of what somebody names, by references, places or filters; of another's nothing is told."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from msgspec import Struct

from bot.access.permissions import Asker
from bot.grammar.list_query import ListLinks
from bot.request.deps import Deps
from jobs.alerts.costs import hides_costs
from jobs.formats.filters.link_filter import LinkFilter
from jobs.formats.filters.selection import Selection
from jobs.model.link import Link
from jobs.model.link_status import WORST_FIRST, LinkState
from jobs.model.partner import Partner
from jobs.model.queries import ExchangeQuery, LinkQuery, LinkSlice, PartnerQuery, PartnerSlice, Settled
from jobs.model.ref import Kind, Ref
from jobs.store.protocol import TrackedItems
from jobs.store.streams import fitting
from jobs.verdicts.acceptance import settled
from jobs.web.urls import Degree, host, same_target, site_name

_WELL = frozenset({LinkState.RECOVERED, LinkState.LIVE})


class NotHereError(Exception):
    """The channel tracks nothing of these names; whether another does is nobody's business here."""

    def __init__(self, refs: Sequence[Ref]) -> None:
        super().__init__(", ".join(map(str, refs)))
        self.refs = tuple(map(str, refs))


class CostsHiddenError(Exception):
    """Links were to be narrowed down by what they cost, in a channel that shows no costs."""


class Found(Struct, frozen=True):
    """What the channel tracks of what was named, and what it does not."""

    links: tuple[Link, ...]
    partners: tuple[Partner, ...]
    missing: tuple[str, ...]

    @property
    def refs(self) -> tuple[str, ...]:
        """The names of what is there."""
        return (*(link.ref for link in self.links), *(partner.ref for partner in self.partners))


async def tracked_of(refs: Sequence[Ref], who: Asker, deps: Deps) -> Found:
    """What several references name; raises NotHereError where none of it is of this channel."""
    links: list[Link] = []
    partners: list[Partner] = []
    missing: list[Ref] = []
    for ref in dict.fromkeys(refs):
        try:
            if ref.kind is Kind.LINK:
                links.append(await link_of(ref, who, deps))
            else:
                partners.append(await partner_of(ref, who, deps))
        except NotHereError:
            missing.append(ref)
    if not links and not partners:
        raise NotHereError(missing)
    return Found(tuple(links), tuple(partners), tuple(map(str, missing)))


async def link_of(ref: Ref, who: Asker, deps: Deps) -> Link:
    """The link that a reference names; raises NotHereError where the channel has none of that name."""
    link = await deps.store.link(ref.number) if ref.kind is Kind.LINK else None
    if link is None or link.channel != who.channel:
        raise NotHereError([ref])
    return link


async def partner_of(ref: Ref, who: Asker, deps: Deps) -> Partner:
    """The partner page that a reference names; raises NotHereError where the channel has none of that name."""
    partner = await deps.store.partner(ref.number) if ref.kind is Kind.PARTNER else None
    if partner is None or partner.channel != who.channel:
        raise NotHereError([ref])
    return partner


async def is_bound(link: Link, deps: Deps) -> bool:
    """Whether a link belongs to an exchange that holds, which ends with it."""
    return any(not deal.state.is_over for deal in await deps.store.exchanges(ExchangeQuery(link=link.id)))


@dataclass(frozen=True, slots=True)
class TrackedAt:
    """What a channel tracks at an address, or anywhere in a domain."""

    links: Sequence[Link] = ()
    """Of those anywhere in a domain the first."""
    partners: Sequence[Partner] = ()
    more: int = 0
    """How many links there are beside."""

    def of(self, kind: Kind | None) -> "TrackedAt":
        """Links or partner pages alone."""
        links = self if kind is not Kind.PARTNER else TrackedAt()
        return replace(links, partners=self.partners if kind is not Kind.LINK else ())

    @property
    def found(self) -> list[Link | Partner]:
        """All of it that was read."""
        return [*self.links, *self.partners]

    @property
    def total(self) -> int:
        """How much there is."""
        return len(self.found) + self.more


async def tracked_at(place: str, who: Asker, deps: Deps, most: int | None = None) -> TrackedAt:
    """What the channel tracks at an address, or anywhere in a domain; there no more links are read than `most`.

    An address is found under its other spellings too: http or https, with www or without, with a slash at its end or
    without. Where only a site was named and its first page is not tracked, all of the site is meant.
    """
    site = site_name(place)
    on_site = LinkQuery(channel=who.channel, domain=site)
    partners = [each for each in await deps.store.partners(who.channel) if _is_in(each.page_url, site)]
    if "//" in place:
        named = await deps.store.links(LinkQuery(channel=who.channel, page_url=place))
        found = TrackedAt(named, [each for each in partners if each.page_url == place])
        found = found if found.total else await _spelt_otherwise(place, on_site, partners, deps)
        if found.total or not place.endswith(f"//{host(place)}/"):
            return found
    if most is not None:
        part = await deps.store.list_links(on_site, 0, most)
        return TrackedAt(part.links, partners, part.total - len(part.links))
    stream = await deps.store.link_stream([on_site])
    return TrackedAt([link async for chunk in stream.chunks for link in chunk.items], partners)


async def sites_with(fragment: str, who: Asker, deps: Deps) -> list[str]:
    """The hosts of the channel's pages that have this in their name, in the order of the alphabet."""
    pages = await deps.store.pages_in(who.channel)
    return await asyncio.to_thread(_hosts_with, fragment.lower(), pages)


def _hosts_with(fragment: str, pages: Sequence[str]) -> list[str]:
    hosts = {site_name(page) for page in pages if fragment in page}
    return sorted(each for each in hosts if fragment in each)


async def _spelt_otherwise(place: str, on_site: LinkQuery, partners: Sequence[Partner], deps: Deps) -> TrackedAt:
    def is_meant(tracked: Link | Partner) -> bool:
        return same_target(tracked.page_url, place).degree in {Degree.EXACT, Degree.VARIANT}

    parts = fitting(await deps.store.link_stream([on_site]), is_meant)
    return TrackedAt([link async for part in parts for link in part], [each for each in partners if is_meant(each)])


def _is_in(url: str, site: str) -> bool:
    return f".{host(url)}".endswith(f".{site}")


async def selection_of(asked: LinkFilter, who: Asker, deps: Deps) -> Selection:
    """The links of a channel that a filter leaves; raises CostsHiddenError, for what fits would tell what was paid."""
    if asked.costs and await hides_costs(deps.store, who.channel):
        raise CostsHiddenError
    return Selection(asked.asked_by(who.user), deps.now(), who.channel)


async def list_asked(command: ListLinks, who: Asker, deps: Deps, rows: int) -> LinkSlice:
    """So many rows of the page that is asked for, and how many links fit in all; raises CostsHiddenError.

    What no index knows is read off each of the links that fit otherwise.
    """
    asked, start = await selection_of(command.links, who, deps), (command.page - 1) * rows
    if asked.filter.is_indexed:
        return await worst_first(asked.query, start, rows, deps.store, deps.now())
    found: list[Link] = []
    total = 0
    for query in _in_order(asked.query, deps.now()):
        async for links in fitting(await deps.store.link_stream([query]), asked.fits):
            found += links[max(0, start - total) : max(0, start + rows - total)]
            total += len(links)
    return LinkSlice(found, total)


async def worst_first(query: LinkQuery, start: int, rows: int, store: TrackedItems, now: datetime) -> LinkSlice:
    """So many rows of the links that fit, what needs somebody first; only these are read, however many there are."""
    found: list[Link] = []
    total = 0
    for one in _in_order(query, now):
        part = await store.list_links(one, max(0, start - total), rows - len(found))
        found += part.links
        total += part.total
    return LinkSlice(found, total)


async def over_limit_first(query: PartnerQuery, start: int, rows: int, store: TrackedItems) -> PartnerSlice:
    """So many rows of the partner pages that fit, those first that have too many links."""
    over = await store.list_partners(replace(query, over_limit=True), start, rows)
    if query.over_limit:
        return over
    within = replace(query, within_limit=True)
    others = await store.list_partners(within, max(0, start - over.total), rows - len(over.partners))
    return PartnerSlice([*over.partners, *others.partners], over.total + others.total)


def _in_order(query: LinkQuery, now: datetime) -> list[LinkQuery]:
    """The same a part at a time, what needs somebody first: what is in trouble and seen to comes after all of that."""
    asked = [state for state in WORST_FIRST if not query.states or state in query.states]
    bad = [state for state in asked if state.is_bad]
    waiting = [state for state in asked if not state.is_bad and state not in _WELL]
    parts: list[tuple[LinkState, Settled | None]] = [(state, settled(now, wanted=False)) for state in bad]
    parts += [(state, None) for state in waiting]
    parts += [(state, settled(now, wanted=True)) for state in bad]
    parts += [(state, None) for state in asked if state in _WELL]
    return [replace(query, states=frozenset({state}), settled=seen_to) for state, seen_to in parts]
