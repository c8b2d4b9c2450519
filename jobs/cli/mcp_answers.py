"""What assistants are told of the store: values that JSON takes, words of others marked as such, nothing secret.

What an assistant is told leaves the machine: addresses are masked as in messages, and costs are left out where a
channel hides them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec

from jobs.alerts.costs import as_shown, hides_costs
from jobs.cli.common import partner_site
from jobs.cli.partner import partner_facts
from jobs.config import Config
from jobs.digests.read import read_digest
from jobs.exchanges.read import our_sites_of
from jobs.formats.columns import SHOWN
from jobs.formats.exports.sheets import history, links, partners
from jobs.formats.exports.table import Row, as_text
from jobs.formats.filters.link_filter import MINE, LinkFilter
from jobs.formats.filters.read import FilterError, read_filter, words_of
from jobs.formats.filters.selection import Selection
from jobs.formats.own_list import names_cost
from jobs.model.exchange import Exchange
from jobs.model.link import Link
from jobs.model.queries import PartnerQuery
from jobs.model.ref import Kind, Ref, parse_ref
from jobs.partners.read import read_partner
from jobs.store.protocol import Store
from jobs.store.streams import fitting
from jobs.units.money import format_money
from jobs.web.urls import mask

Answer = dict[str, Any]
MOST = 200
"""Rows of one answer: what is read has to be paid for."""
LONGEST = 1000
"""Characters of one text of others."""
_OF_LINK = {"source_url", "target_url", "expected_rel", "owner", "cost", "currency", "guaranteed_until", "channel"}
_OF_LINK |= {"guarantee_claim_days"}
_OF_LINK |= {f"{SHOWN}{name}" for name in ("link", "state", "since", "place", "last_seen", "last_checked", "every")}
_OF_LINK |= {f"{SHOWN}{name}" for name in ("absent_since", "proving_checks", "unknown_since", "accepted", "marked_by")}
_OF_LINK |= {f"{SHOWN}{name}" for name in ("snoozed_until", "added_on", "added_by", "index", "index_on", "claim_until")}
_OF_LINK |= {f"{SHOWN}{name}" for name in ("claimed_on", "months_lived", "cost_per_month", "earlier_prices")}
_OF_EVENT = {"at", "about", "page_url", f"{SHOWN}event", "by", "channel"}
_OF_PARTNER = {f"{SHOWN}partner", "page_url", "channel", "followed_external_links", "most_links", "limit_agreed"}
_OF_PARTNER |= {"over_limit", "added_on", "added_by"}
"""Columns of each sheet that hold our words, or ids of the bot's own people; whatever else a row has is foreign."""


class NotAnswerableError(Exception):
    """What was asked cannot be answered; the message says what to ask instead."""


def foreign(text: str) -> Any:
    """Words that may be of a page, a file or a stranger, marked so that nobody takes them for ours."""
    return {"foreign": mask(text)[:LONGEST]} if text else ""


def _row_told(row: Row, own: Collection[str]) -> Answer:
    """A row of an export, without the columns that say nothing; what is not in an `own` column is foreign."""
    texts = {name: text for name, value in row.items() if (text := as_text(value))}
    return {_short(name, texts): mask(text) if name in own else foreign(text) for name, text in texts.items()}


def _short(name: str, among: Collection[str]) -> str:
    short = name.removeprefix(SHOWN)
    return name if short in among else short  # `notes` are a person's, `linkwatch_notes` ours


def link_told(link: Link, hiding: frozenset[str]) -> Answer:
    """A link, and apart from it what its file said beside: a column there may be named as one of ours is."""
    told = _row_told(links.row_of(replace(link, columns={}), hiding), _OF_LINK)
    hides = link.channel in hiding
    kept = [(name, text) for name, text in link.columns.items() if text and not (hides and names_cost(name))]
    return told | ({"columns": [[foreign(name), foreign(text)] for name, text in kept]} if kept else {})


async def links_told(
    store: Store, filters: str, channel: str, now: datetime, *, offset: int = 0, limit: int = 50
) -> Answer:
    """The links that fit a filter, as `list` has it. Raises NotAnswerableError."""
    asked = Selection(_narrowed(filters), now, channel or None)
    hiding = frozenset([each for each in await store.channels() if await hides_costs(store, each)])
    if asked.filter.costs and (channel in hiding or (not channel and hiding)):
        raise NotAnswerableError("Costs are hidden in a channel that is asked for: narrow down without them.")
    first, last, total = max(offset, 0), max(offset, 0) + min(max(limit, 1), MOST), 0
    rows: list[Answer] = []
    async for part in fitting(await store.link_stream([asked.query]), asked.fits):
        rows += [link_told(each, hiding) for each in part[max(first - total, 0) : max(last - total, 0)]]
        total += len(part)
    return {"total": total, "offset": first, "links": rows}


def _narrowed(filters: str) -> LinkFilter:
    try:
        narrowed = read_filter(words_of(filters))
    except FilterError as wrong:
        raise NotAnswerableError(f"{wrong}{f' For example: {wrong.example}' if wrong.example else ''}") from None
    if MINE in {narrowed.person, narrowed.owner}:
        raise NotAnswerableError("mine is nobody here; write owner:@U0ADA with a user's id.")
    return narrowed


def _meant(ref: str) -> Ref:
    if found := parse_ref(ref.strip().upper()):
        return found
    raise NotAnswerableError(f"{ref}: that is no reference; write L-12, P-3 or X-2.")


async def shown(store: Store, ref: str) -> Answer:
    """All that is known of a link, a partner page or an exchange. Raises NotAnswerableError."""
    meant = _meant(ref)
    if meant.kind is Kind.LINK and (link := await store.link(meant.number)):
        return await _link_shown(store, link)
    if meant.kind is Kind.PARTNER and (partner := await store.partner(meant.number)):
        return _row_told(partners.row_of(partner), _OF_PARTNER) | {
            "alerts": await _alerts(store, partner.channel, partner.ref)
        }
    if meant.kind is Kind.EXCHANGE and (deal := await store.exchange(meant.number)):
        return await _deal_shown(store, deal)
    raise NotAnswerableError(f"{meant} is not tracked; `history` may tell what became of it.")


async def _link_shown(store: Store, link: Link) -> Answer:
    shown_as = await as_shown(store, link)
    hiding = frozenset({link.channel}) if await hides_costs(store, link.channel) else frozenset[str]()
    page = await store.page(link.page_url)
    found = [(each, "open") for each in link.standing.open] + [(each, "note") for each in link.standing.notes]
    told = await store.incidents(channel=link.channel, link_id=link.id)
    return link_told(shown_as, hiding) | {
        "page_outcome": page.last_outcome.value if page and page.last_outcome else "",
        "page_reason": foreign(page.last_reason) if page else "",
        "page_title": foreign(page.facts.title) if page and page.facts else "",
        "page_external_links": page.facts.followed_external if page and page.facts else None,
        "next_check": page.next_check_at.isoformat() if page else "",
        "found": [
            {"kind": each.kind, "severity": each.severity.value, "is": how, "words": foreign(each.text)}
            for each, how in found
        ],
        "alerts": [each.id for each in told],
    }


async def _deal_shown(store: Store, deal: Exchange) -> Answer:
    hidden = await hides_costs(store, deal.channel)
    legs = [
        {"link": f"L-{leg.link}", "side": leg.side.value, "page": mask(leg.page_url), "state": leg.state.value}
        for leg in deal.legs
    ]
    return {
        "exchange": deal.ref,
        "channel": deal.channel,
        "state": deal.state.value,
        "since": deal.since.isoformat() if deal.since else "",
        "until": deal.until.isoformat() if deal.until else "",
        "cost": format_money(deal.cost) if deal.cost and not hidden else "",
        "legs": legs,
        "alerts": await _alerts(store, deal.channel, deal.ref),
    }


async def _alerts(store: Store, channel: str, subject: str) -> list[str]:
    return [each.id for each in await store.incidents(channel=channel, subject=subject)]


async def happened(store: Store, ref: str, channel: str, now: datetime, *, days: int = 90, limit: int = 100) -> Answer:
    """What happened to one of them, or in a channel, the newest first. Raises NotAnswerableError."""
    if not ref and not channel:
        raise NotAnswerableError("Name a reference such as L-12, or a channel's id.")
    since = now - timedelta(days=min(max(days, 1), 3650))
    events = await store.events(channel=channel or None, since=since, subject=str(_meant(ref)) if ref else "")
    newest = events[::-1][: min(max(limit, 1), MOST)]
    return {"total": len(events), "events": [_row_told(history.row_of(event, ""), _OF_EVENT) for event in newest]}


async def partners_told(
    store: Store, config: Config, site: str, channel: str, now: datetime, *, offset: int = 0
) -> Answer:
    """What is known of one site; without one, the partner pages that are watched. Raises NotAnswerableError."""
    if not site:
        found = await store.list_partners(PartnerQuery(channel or None), max(offset, 0), MOST)
        return {
            "total": found.total,
            "pages": [_row_told(partners.row_of(each), _OF_PARTNER) for each in found.partners],
        }
    channels = [channel] if channel else await store.channels()
    try:
        meant = partner_site(site)
    except ValueError as wrong:
        raise NotAnswerableError(str(wrong)) from None
    known = await read_partner(store, meant, channels, now, our_sites_of(config))
    if not known.is_known:
        raise NotAnswerableError(f"Nothing on {known.site} is tracked, or ever was.")
    told: Answer = plain(partner_facts(known))
    return told


async def digest_told(store: Store, config: Config, channel: str, now: datetime) -> Answer:
    """The week of a channel as its digest would tell it now; nothing is posted. Raises NotAnswerableError."""
    tracking = await store.channels()
    if channel not in tracking:
        raise NotAnswerableError(f"Nothing is tracked in {channel or 'no channel'}; there are: {', '.join(tracking)}.")
    told: Answer = plain(msgspec.to_builtins(await read_digest(store, config, channel, now)))
    return told


_FOREIGN_FIELDS = frozenset({"text", "partners", "contact"})


def plain(value: Any, name: str = "") -> Any:
    """A value as JSON takes it, addresses masked, and texts of fields that may hold foreign words marked."""
    if isinstance(value, str):
        return foreign(value) if name in _FOREIGN_FIELDS else mask(value)
    if isinstance(value, Mapping):
        return {key: plain(each, key) for key, each in value.items()}
    if isinstance(value, Sequence):
        return [plain(each, name) for each in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value) if isinstance(value, date | Decimal) else value
