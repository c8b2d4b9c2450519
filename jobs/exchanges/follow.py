"""Deals follow what is written: of their links in the same write, of the clock at each tick."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from jobs.alerts.groups import place
from jobs.alerts.incidents import AlertChanges
from jobs.exchanges.incidents import Speaks, exchange_changes
from jobs.exchanges.legs import leg_after
from jobs.exchanges.state_machine import judge
from jobs.exchanges.timing import next_moment, reminder_due
from jobs.model.exchange import Exchange
from jobs.model.incident import Incident, IncidentKind
from jobs.model.notice import Notice, NoticeKind
from jobs.model.queries import ExchangeQuery
from jobs.model.ref import Kind
from jobs.model.write import Write
from jobs.store.protocol import Store
from jobs.store.retry import retry_on_conflict


async def with_exchanges(store: Store, write: Write, speaks: Speaks, now: datetime) -> Write:
    """The write with the deals of all that it changes as they are after it, and what has to be said of them.

    Where a link is lost and that breaks a deal, one message tells both.
    """
    found = await _concerned(store, write)
    for deal in found.values():
        write = await _followed(store, write, deal, speaks, now)
    return write


async def follow_clock(store: Store, speaks: Speaks, now: datetime) -> int:
    """Bring every deal up to date whose time has come; how many were."""
    due = await store.exchanges(ExchangeQuery(due_at=now))
    for deal in due:
        await _bring_up_to_date(store, deal.id, speaks, now)
    return len(due)


async def _bring_up_to_date(store: Store, number: int, speaks: Speaks, now: datetime) -> None:
    async def decide() -> Write | None:
        deal = await store.exchange(number)
        if deal is None:
            return None
        return await place(store, await with_exchanges(store, Write(exchanges=(deal,)), speaks, now), now)

    await retry_on_conflict(store, decide)


async def _concerned(store: Store, write: Write) -> dict[int, Exchange]:
    """The deals that hold and whose links, or alerts, are written; as the write has them, where it does."""
    links = {*(link.id for link in write.links), *write.remove_links}
    found = {deal.id: deal for link in links for deal in await store.exchanges(ExchangeQuery(link=link))}
    for number in _numbers(write.incidents):
        if number not in found and (deal := await store.exchange(number)):
            found[number] = deal
    return {number: deal for number, deal in found.items() if not deal.state.is_over} | {
        deal.id: deal for deal in write.exchanges
    }


def _numbers(incidents: Iterable[Incident]) -> list[int]:
    about = [each.ref for each in incidents if each.kind.is_of_deal]
    return [ref.number for ref in about if ref is not None and ref.kind is Kind.EXCHANGE]


async def _followed(store: Store, write: Write, deal: Exchange, speaks: Speaks, now: datetime) -> Write:
    stored = await store.exchange(deal.id) or deal
    newest = {each.id: each for each in await store.incidents(channel=deal.channel, subject=deal.ref, only_open=False)}
    newest |= {each.id: each for each in write.incidents if each.subject == deal.ref}
    after = judge(_with_legs(deal, write, now), now)
    changes = exchange_changes(stored, after, newest.values(), speaks, now)
    days = reminder_due(after, now)
    told = replace(after, reminded=after.reminded if days is None else days)
    newest |= changes.incidents
    waits = [each.snoozed_until for each in newest.values() if each.status.is_open]
    timed = replace(told, next_at=next_moment(told, waits, now))
    others = tuple(each for each in write.exchanges if each.id != deal.id)
    kept = others if timed == stored else (*others, timed)
    return _joined(replace(write, exchanges=kept), changes, after)


def _with_legs(deal: Exchange, write: Write, now: datetime) -> Exchange:
    """The deal with its links as they are written; it ends when one of them is tracked no longer."""
    written = {link.id: link for link in write.links}
    legs = tuple(leg_after(leg, written[leg.link]) if leg.link in written else leg for leg in deal.legs)
    gone = set(deal.links) & set(write.remove_links)
    return replace(deal, legs=legs, ended_at=deal.ended_at or (now if gone else None))


def _joined(write: Write, changes: AlertChanges, deal: Exchange) -> Write:
    """Both in one; a new alert of a link alone that broke the deal is shown by the deal's message."""
    breaches = [each for each in changes.incidents.values() if each.kind is IncidentKind.BREACH]
    card = next((each for each in breaches if each.status.is_open), None)
    if card is None:
        return _both(write, changes.incidents.values(), changes)
    broken = {leg.link for leg in deal.legs if leg.is_declared}
    new = {notice.incident_id for notice in write.notices if notice.kind is NoticeKind.CARD}
    parts = [each for each in write.incidents if each.id in new and set(each.members) <= broken and each.members]
    shown = {part.id for part in parts}
    write = replace(
        write,
        incidents=tuple(replace(each, group=card.id) if each.id in shown else each for each in write.incidents),
        notices=tuple(each for each in write.notices if not _is_card_of(each, shown)),
    )
    whole = replace(card, parts=(*card.parts, *(part.id for part in parts)))
    return _both(write, [*(each for each in changes.incidents.values() if each is not card), whole], changes)


def _is_card_of(notice: Notice, incidents: set[str]) -> bool:
    return notice.kind is NoticeKind.CARD and notice.incident_id in incidents


def _both(write: Write, incidents: Iterable[Incident], changes: AlertChanges) -> Write:
    newest = {each.id: each for each in (*write.incidents, *incidents)}
    return replace(
        write,
        incidents=tuple(newest.values()),
        notices=(*write.notices, *changes.notices),
        events=(*write.events, *changes.events),
    )


async def legs_now(store: Store, deal: Exchange) -> Exchange:
    """The deal with its links as they are stored."""
    links = await store.links_by_id(deal.links)
    return replace(deal, legs=tuple(leg_after(leg, links[leg.link]) if leg.link in links else leg for leg in deal.legs))
