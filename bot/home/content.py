"""What a person sees in App Home, read from the store: only the rows of one page, whatever is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from msgspec import Struct

from bot.access.permissions import may_manage, may_view
from bot.access.viewer import Viewer
from bot.messages.home.filters import (
    MINE,
    PARTNERS_OVER,
    PARTNERS_UNREAD,
    SNOOZED,
    UNKNOWN,
    UNREACHABLE,
    Choice,
    prospect_states,
)
from bot.messages.home.rows import PartnerRow
from bot.messages.home.view import ROWS, Home
from bot.operations.tracked import over_limit_first, worst_first
from jobs.config import Config, Permissions
from jobs.exchanges.read import our_sites_of, read_site_balance
from jobs.model.exchange import DealBalance, ExchangeState
from jobs.model.link_status import LinkState
from jobs.model.partner import Partner
from jobs.model.prospect import ProspectState
from jobs.model.queries import ChannelCounts, ExchangeQuery, LinkQuery, PartnerQuery, ProspectQuery
from jobs.partners.claims import claims_by_deadline
from jobs.partners.outbound import new_domains
from jobs.store.protocol import Store, TrackedItems
from jobs.web.urls import Refusal, from_person, host, registrable_domain

_MOST_DEALS = 5
_MOST_CLAIMS = 5
_MOST_LINKS = 200
"""Of a partner, beyond which its balance is not worked out for each look at Home."""
_TO_LOOK_AFTER = frozenset(state for state in ExchangeState if not state.is_over) - {ExchangeState.ACTIVE}


class _Place(Struct, frozen=True):
    """Whose links and partner pages: a channel's, or a person's in the channels that they may look into."""

    channel: str | None = None
    person: str = ""
    channels: frozenset[str] | None = None
    our_sites: Sequence[str] = ()
    """All that the configuration calls ours."""


async def read_home(store: Store, config: Config, viewer: Viewer, choice: Choice, now: datetime) -> Home | None:
    """What this person sees in Home; None where they may look at nothing."""
    permissions, our_sites = config.permissions, our_sites_of(config)
    places = await _places(store, permissions, viewer)
    if not places and not may_view(permissions, viewer.asker_in("")):
        return None
    if choice.place not in {MINE, *places}:
        choice = choice.moved(min(places, key=lambda channel: places[channel]) if places else MINE)
    home = Home(
        choice,
        places,
        may_manage=may_manage(permissions, viewer.asker_in(choice.place)),
        knows_channels=viewer.channels is not None,
    )
    place = _Place(channel=choice.place, our_sites=our_sites)
    if choice.place == MINE:
        own = [channel for channel in await store.channels() if viewer.may_see_own(channel, permissions)]
        place = _Place(person=viewer.user, channels=frozenset(own), our_sites=our_sites)
    return await _filled(home, place, store, now)


async def _places(store: Store, permissions: Permissions, viewer: Viewer) -> Mapping[str, str]:
    """The channels that track anything or keep prospects, as far as the person is in them."""
    theirs = viewer.channels or {}
    busy = {*await store.channels(), *await store.prospect_channels()}
    return {
        channel: theirs[channel]
        for channel in sorted(busy)
        if channel in theirs and may_view(permissions, viewer.asker_in(channel))
    }


async def _filled(home: Home, place: _Place, store: Store, now: datetime) -> Home:
    counts, prospects = await _counts_of(place, store), await _prospects_of(place, store)
    if place.person and not home.places and not counts.links + counts.partners + sum(prospects.values()):
        # Nothing chosen yet, so that the first channel is as soon as there is one.
        return replace(home, choice=replace(home.choice, place=""))
    home = replace(home, counts=counts, prospect_counts=prospects, no_domain=_no_domain(home.choice.domain))
    home = await _with_deals(home, place, store)
    home = await _with_claims(home, place, store, now)
    found = await _page(home, place, store, now)
    if home.choice.page > found.pages:  # there are fewer now than when the page was turned
        found = await _page(replace(home, choice=replace(home.choice, page=found.pages)), place, store, now)
    return found


async def _with_deals(home: Home, place: _Place, store: Store) -> Home:
    """With the exchanges of a channel that somebody has to look after."""
    if place.channel is None:
        return home
    found = await store.list_exchanges(ExchangeQuery(place.channel, _TO_LOOK_AFTER), 0, _MOST_DEALS)
    return replace(home, deals=found.exchanges, more_deals=found.total - len(found.exchanges))


async def _with_claims(home: Home, place: _Place, store: Store, now: datetime) -> Home:
    """With what the channel can claim, by its last day."""
    if place.channel is None:
        return home
    claims = claims_by_deadline(await store.links(LinkQuery(place.channel, claimable=True)), now)
    return replace(home, claims=claims[:_MOST_CLAIMS], more_claims=max(len(claims) - _MOST_CLAIMS, 0))


async def _counts_of(place: _Place, store: TrackedItems) -> ChannelCounts:
    if place.channel is not None:
        return await store.channel_counts(place.channel)
    links = LinkQuery(person=place.person, channels=place.channels)
    unknown = (await store.list_links(replace(links, unknown=True), 0, 0)).total
    pages = PartnerQuery(person=place.person, channels=place.channels)
    over = await store.list_partners(replace(pages, over_limit=True), 0, 0)
    tracked = await store.list_partners(pages, 0, 0)
    return ChannelCounts(await store.states(links), tracked.total, over.total, 0, unknown)


async def _prospects_of(place: _Place, store: Store) -> Mapping[ProspectState, int]:
    """How many prospects are in each state that any is in; none is read for it."""
    asked = ProspectQuery(place.channel, person=place.person, channels=place.channels)
    counted = {
        state: (await store.list_prospects(replace(asked, states=frozenset({state})), 0, 0)).total
        for state in ProspectState
    }
    return {state: count for state, count in counted.items() if count}


def _no_domain(typed: str) -> str:
    """Why what was typed is no domain; empty where it is one, or nothing was typed."""
    found = from_person(typed)
    return "" if host(found.url) == typed else str(found.refusal or Refusal.INVALID)


async def _page(home: Home, place: _Place, store: Store, now: datetime) -> Home:
    """The rows of the chosen page; none where what was typed as a domain is none."""
    if home.no_domain:
        return home
    start = (home.choice.page - 1) * ROWS
    if home.shows_prospects:
        asked = ProspectQuery(place.channel, prospect_states(home.shown), place.channels, place.person)
        kept = await store.list_prospects(replace(asked, domain=home.choice.domain), start, ROWS)
        return replace(home, prospects=kept.prospects, total=kept.total)
    if not home.shows_partners:
        links = await worst_first(_links(home, place, now), start, ROWS, store, now)
        return replace(home, links=links.links, total=links.total)
    over, unread = home.shown == PARTNERS_OVER, home.shown == PARTNERS_UNREAD
    pages = PartnerQuery(place.channel, home.choice.domain, over, place.person, place.channels, unread)
    partners = await over_limit_first(pages, start, ROWS, store)
    sites = dict.fromkeys(_site_of(each) for each in partners.partners)
    balances = {site: await _balance(*site, place.our_sites, store) for site in sites}
    rows = [await _row(each, balances[_site_of(each)], store, now) for each in partners.partners]
    return replace(home, partners=rows, total=partners.total)


def _links(home: Home, place: _Place, now: datetime) -> LinkQuery:
    """The links that the filters ask for."""
    shown = home.shown
    return LinkQuery(
        channel=place.channel,
        states=frozenset({LinkState(shown)}) if shown in set(LinkState) else frozenset(),
        domain=home.choice.domain,
        unknown=shown == UNKNOWN,
        unreachable=shown == UNREACHABLE,
        snoozed_at=now if shown == SNOOZED else None,
        person=place.person,
        channels=place.channels,
    )


async def _row(partner: Partner, balance: DealBalance | None, store: Store, now: datetime) -> PartnerRow:
    page = await store.page(partner.page_url)
    alerts = await store.incidents(channel=partner.channel, subject=partner.ref)
    return PartnerRow(
        partner,
        new_domains(partner, page.facts if page else None),
        outcome=page.last_outcome if page else None,
        open_alert=bool(alerts),
        snoozed=any(alert.is_snoozed(now) for alert in alerts),
        balance=balance,
    )


def _site_of(partner: Partner) -> tuple[str, str]:
    """The channel and the registrable domain, of which there is one balance however many pages it has."""
    return partner.channel, registrable_domain(partner.page_url)


async def _balance(channel: str, site: str, our_sites: Sequence[str], store: Store) -> DealBalance | None:
    """What a site and we give each other; of a site with very many links `partner show` says it."""
    if (await store.list_links(LinkQuery(channel, domain=site), 0, 0)).total > _MOST_LINKS:
        return None
    sides = await read_site_balance(store, our_sites, [channel], site)
    return next((each.balance for each in sides.sites if each.has_links), None)
