"""What is tracked: links, partner pages, exchanges, and the pages that they stand on."""

# What each method of the store does stands at `Store`, not here again:
# ruff: noqa: D102

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TypeVar

from jobs.model.exchange import Exchange, NewExchange
from jobs.model.link import Link, NewLink
from jobs.model.link_status import LinkState
from jobs.model.partner import NewPartner, Partner
from jobs.model.queries import (
    ChannelCounts,
    ExchangeQuery,
    ExchangeSlice,
    LinkQuery,
    LinkSlice,
    PartnerQuery,
    PartnerSlice,
)
from jobs.model.tracked_page import HostState, TrackedPage
from jobs.store.changes import links
from jobs.store.postgres.columns import digest
from jobs.store.postgres.conditions import (
    Condition,
    any_of,
    counts_say,
    of_exchanges,
    of_links,
    of_partners,
    of_streamed,
    on_sites,
)
from jobs.store.postgres.connection import Connection
from jobs.store.postgres.database import Questions
from jobs.store.postgres.named import all_of, filled, slice_of, statements
from jobs.store.postgres.streams import stream
from jobs.store.streams import Stream

T = TypeVar("T")

_ASKED = statements("questions")
_MANY = 1_000
"""The states of so many links are read sooner with all of their channel, which an index has side by side."""


class TrackedInRows(Questions):
    """The part of the store that holds it."""

    async def add_link(self, new: NewLink, now: datetime) -> tuple[Link, bool]:
        hosts = {links.host_of(url) for url in links.ends(new.page_url, new.target)}
        return await self._database.change(
            lambda unit: links.add_link(unit, new, now), lambda unit: unit.due.lock(hosts)
        )

    async def add_partner(self, new: NewPartner, now: datetime) -> tuple[Partner, bool]:
        return await self._database.change(
            lambda unit: links.add_partner(unit, new, now), lambda unit: unit.due.lock([links.host_of(new.page_url)])
        )

    async def link(self, link_id: int) -> Link | None:
        return await self._by_id("links", link_id, Link)

    async def links_by_id(self, link_ids: Collection[int]) -> Mapping[int, Link]:
        found = {link.id: link for link in await self._found("links", any_of("ids", link_ids), Link)}
        return {number: found[number] for number in link_ids if number in found}

    async def links(self, query: LinkQuery = LinkQuery()) -> list[Link]:
        return await self._found("links", of_links(query), Link)

    async def list_links(self, query: LinkQuery, offset: int, limit: int) -> LinkSlice:
        def asked(connection: Connection) -> LinkSlice:
            condition, at = of_links(query), (offset, limit)
            if counts_say(query):
                return _counted_slice(connection, condition, at, sum(_states(connection, query).values()))
            # What fits few is sought first and then put in order: in order, all that do not fit would be passed over.
            return LinkSlice(*slice_of(connection, "links", condition, Link, at=at, order="id + 0"))

        return await self._database.ask(asked)

    async def states(self, query: LinkQuery) -> Mapping[LinkState, int]:
        return await self._database.ask(lambda connection: _states(connection, query))

    async def link_stream(self, asked: Collection[LinkQuery], also: Collection[int] = ()) -> Stream[Link]:
        return await stream(self._database, "links", of_streamed(asked, also), Link)

    async def link_states(self, link_ids: Collection[int], channel: str = "") -> Mapping[int, LinkState]:
        def asked(connection: Connection) -> dict[int, LinkState]:
            is_quicker = channel and len(link_ids) >= _MANY
            found = _states_in(connection, channel, frozenset(link_ids)) if is_quicker else {}
            if left := [number for number in link_ids if number not in found]:
                rows = connection.execute(_ASKED["link_states"], [left])
                found |= {number: LinkState(state) for number, state in rows}
            return found

        return await self._database.ask(asked)

    async def partner(self, partner_id: int) -> Partner | None:
        return await self._by_id("partners", partner_id, Partner)

    async def partners(self, channel: str | None = None) -> list[Partner]:
        return await self._found("partners", of_partners(PartnerQuery(channel)), Partner)

    async def list_partners(self, query: PartnerQuery, offset: int, limit: int) -> PartnerSlice:
        condition = of_partners(query)
        return await self._database.ask(
            lambda connection: PartnerSlice(*slice_of(connection, "partners", condition, Partner, at=(offset, limit)))
        )

    async def add_exchange(self, new: NewExchange, now: datetime) -> tuple[Exchange, bool]:
        return await self._database.change(
            lambda unit: links.add_exchange(unit, new, now), lambda unit: unit.links.take(leg.link for leg in new.legs)
        )

    async def exchange(self, exchange_id: int) -> Exchange | None:
        return await self._by_id("exchanges", exchange_id, Exchange)

    async def exchanges(self, query: ExchangeQuery) -> list[Exchange]:
        return await self._found("exchanges", of_exchanges(query), Exchange)

    async def list_exchanges(self, query: ExchangeQuery, offset: int, limit: int) -> ExchangeSlice:
        condition = of_exchanges(query)
        return await self._database.ask(
            lambda connection: ExchangeSlice(
                *slice_of(connection, "exchanges", condition, Exchange, at=(offset, limit))
            )
        )

    async def page(self, url: str) -> TrackedPage | None:
        return await self._one("pages", "url", url, TrackedPage)

    async def pages(self, urls: Collection[str]) -> Mapping[str, TrackedPage]:
        asked = any_of("urls", map(digest, urls))
        found = {page.url: page for page in await self._found("pages", asked, TrackedPage)}
        return {url: found[url] for url in urls if url in found}

    async def sites_tracked(self, channel: str, among: Collection[str]) -> frozenset[str]:
        rows = await self._database.rows(_ASKED["sites_tracked"], on_sites(channel, among))
        return frozenset(str(site) for (site,) in rows)

    async def host(self, host: str) -> HostState:
        return await self._one("hosts", "host", host, HostState) or HostState(host)

    async def channels(self) -> list[str]:
        rows = await self._database.rows(_ASKED["channels"])
        return sorted(str(channel) for (channel,) in rows)

    async def pages_in(self, channel: str) -> list[str]:
        rows = await self._database.rows(_ASKED["pages_in"], {"channel": channel})
        return list(dict.fromkeys(str(url) for (url,) in rows))

    async def channel_counts(self, channel: str) -> ChannelCounts:
        def asked(connection: Connection) -> ChannelCounts:
            states = _states(connection, LinkQuery(channel))
            row = connection.execute(_ASKED["counts"], {"channel": channel}).fetchone()
            return ChannelCounts(states, *(row or ()))

        return await self._database.ask(asked)


def _states(connection: Connection, query: LinkQuery) -> dict[LinkState, int]:
    """How many links that fit are in each state; of whole channels it is kept."""
    condition, values = of_links(query)
    statement = filled("counted_states" if counts_say(query) else "states", condition=condition)
    return {LinkState(state): number for state, number in connection.execute(statement, values).fetchall()}


def _states_in(connection: Connection, channel: str, wanted: Collection[int]) -> dict[int, LinkState]:
    """How those of the wanted links stand that are tracked in a channel."""
    rows = connection.execute(_ASKED["ids_by_state"], [channel])
    states = ((LinkState(state), numbers) for state, numbers in rows)
    return {number: state for state, numbers in states for number in numbers if number in wanted}


def _counted_slice(connection: Connection, condition: Condition, at: tuple[int, int], total: int) -> LinkSlice:
    """Some of the links that fit, of a known number: sought from the nearer end."""
    (where, values), (offset, limit) = condition, at
    if offset + limit / 2 > total / 2:
        some = filled("slice_from_the_end", condition=where)
    else:
        some = filled("slice", table="links", condition=where, order="id")
    found = all_of(connection, some, {**values, "offset": offset, "limit": limit}, Link) if limit else []
    return LinkSlice(found, total)
