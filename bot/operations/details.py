"""All that is known of one link, partner page or exchange; what another channel tracks is not told."""

from collections.abc import Mapping
from datetime import datetime

from bot.access.permissions import Asker
from bot.operations.exchanges import as_shown as exchange_as_shown
from bot.operations.exchanges import exchange_at
from bot.operations.tracked import link_of, partner_of
from bot.operations.worth import with_worth
from bot.request.deps import Deps
from jobs.alerts.costs import as_shown
from jobs.exchanges.sides import balance, deals_with, partners_of
from jobs.model.event import Event
from jobs.model.exchange import DealBalance, Exchange, ExchangeState
from jobs.model.link import Link
from jobs.model.operation import Details, ExchangeDetails
from jobs.model.queries import ExchangeQuery
from jobs.model.ref import Kind, Ref
from jobs.model.series import SeriesPoint
from jobs.model.site_ways import PageWay
from jobs.model.tracked_page import TrackedPage
from jobs.web.urls import registrable_domain

_MOST_DEALS = 500
"""A channel has fewer; the balance of more is not worked out while somebody waits."""
_HOLDING = frozenset(state for state in ExchangeState if not state.is_over)


async def details_of(ref: Ref, who: Asker, deps: Deps) -> Details | ExchangeDetails:
    """What is known of it; raises NotHereError."""
    if ref.kind is Kind.LINK:
        link = await link_of(ref, who, deps)
        incidents = tuple(await deps.store.incidents(channel=who.channel, link_id=link.id))
        page = await deps.store.page(link.page_url)
        deals = [each for each in await deps.store.exchanges(ExchangeQuery(link=link.id)) if not each.state.is_over]
        events = await _events(ref, link.added_at, who, deps)
        points = await _points(link.page_url, deps)
        found = Details(await as_shown(deps.store, link), page, incidents, events, tuple(deals), points)
        return await with_worth(found, deps)
    incidents = tuple(await deps.store.incidents(channel=who.channel, subject=str(ref)))
    if ref.kind is Kind.PARTNER:
        partner = await partner_of(ref, who, deps)
        events = await _events(ref, partner.added_at, who, deps)
        page = await deps.store.page(partner.page_url)
        points, way = await _points(partner.page_url, deps), await _way(partner.page_url, deps)
        return Details(partner, page, incidents, events, points=points, way=way)
    exchange = await exchange_at(ref, who, deps)
    links, pages = await read_links([exchange], deps)
    shown = await exchange_as_shown(exchange, deps)
    events = await _events(ref, exchange.added_at, who, deps)
    return ExchangeDetails(shown, links, pages, incidents, events, await _balances(exchange, deps))


async def _points(page_url: str, deps: Deps) -> tuple[SeriesPoint, ...]:
    found = await deps.store.series([page_url])
    return found[0].points if found else ()


async def _way(page_url: str, deps: Deps) -> PageWay | None:
    ways = await deps.store.site_ways(registrable_domain(page_url))
    return ways.way(page_url) if ways else None


async def _events(ref: Ref, added_at: datetime, who: Asker, deps: Deps) -> tuple[Event, ...]:
    """What happened to it, oldest first; nothing did before it was added."""
    return tuple(await deps.store.events(channel=who.channel, since=added_at, subject=str(ref)))


async def _balances(exchange: Exchange, deps: Deps) -> dict[str, DealBalance]:
    deals = (await deps.store.list_exchanges(ExchangeQuery(exchange.channel, _HOLDING), 0, _MOST_DEALS)).exchanges
    found: dict[str, DealBalance] = {}
    for site in partners_of(exchange):
        with_site = deals_with(site, deals)
        links, pages = await read_links(with_site, deps)
        followed = {url: page.facts.followed_external for url, page in pages.items() if page.facts}
        found[site] = balance(with_site, links, followed)
    return found


async def read_links(deals: list[Exchange], deps: Deps) -> tuple[Mapping[int, Link], Mapping[str, TrackedPage]]:
    """The links of these deals, and the pages that they stand on."""
    legs = [leg for deal in deals for leg in deal.legs]
    links = await deps.store.links_by_id([leg.link for leg in legs])
    return links, await deps.store.pages([leg.page_url for leg in legs])
