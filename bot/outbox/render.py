"""A notice becomes a message only when its turn comes: it shows what the store says then."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from itertools import islice

import msgspec

from bot.messages.alerts.batch import BatchMessage, batch_card
from bot.messages.alerts.card import card
from bot.messages.alerts.group import Group, group_card
from bot.messages.alerts.rerouted import told_on, untaken_together
from bot.messages.alerts.rows import MOST_ROWS
from bot.messages.alerts.thread import plain, reply
from bot.messages.answers.claims import claim_reminder
from bot.messages.answers.partner_site import audit_told
from bot.messages.answers.prospects import prospects_reminder
from bot.messages.answers.sharing import from_json
from bot.messages.digest.message import digest_message
from bot.messages.kit.blocks import Message
from bot.messages.sheet import sheet_message
from bot.rerouting.rerouted import line_of, rerouted_in, rerouted_message, shown_together
from jobs.alerts.batch_store import tally_of, weakened_in
from jobs.alerts.cases import case_of, with_replacements
from jobs.alerts.costs import hides_costs
from jobs.alerts.escalate import still_untaken
from jobs.alerts.escalation import is_waiting
from jobs.alerts.groups import group_state, parts_of
from jobs.alerts.site_groups import is_of_site
from jobs.digests.build import digest_from_json
from jobs.model.case import Successor
from jobs.model.incident import Incident, IncidentKind, LinkBatch
from jobs.model.notice import Notice, NoticeKind
from jobs.model.notice_key import AuditKey, ClaimKey, EscalationKey, LiveKey, ProspectsKey, UntakenKey
from jobs.model.parse_notice_key import parse_notice_key
from jobs.model.queries import ProspectQuery
from jobs.model.ref import parse_ref
from jobs.model.sheet_news import SheetNews
from jobs.model.site_audit import AuditNews
from jobs.prospects.reminders import is_to_be_told
from jobs.store.protocol import Store

AddressOf = Callable[[Incident], Awaitable[str]]
"""The address of the message that tells an incident; empty where there is none, or nobody knows it."""


async def render(
    store: Store, notice: Notice, incident: Incident | None, now: datetime, address_of: AddressOf
) -> Message:
    """What a notice says; `incident` is given where the notice has one."""
    if incident is None:
        return await _of_itself(store, notice, now, address_of)
    if notice.kind is NoticeKind.REPLY:
        return reply(incident, notice)
    if incident.batch:
        return await _batch(store, incident, incident.batch, now)
    if incident.kind is IncidentKind.GROUP:
        parts = (await group_state(store, incident)).parts
        cases = tuple([await case_of(store, part) for part in parts])
        is_alone = is_of_site(incident) and len(cases) == 1
        return card(cases[0], now) if is_alone else group_card(Group(incident, cases), now)
    case = await with_replacements(store, await case_of(store, incident))
    case = replace(case, parts=tuple(await parts_of(store, incident)))
    return card(replace(case, successors=await _successors(store, incident, address_of)), now)


async def _batch(store: Store, incident: Incident, batch: LinkBatch, now: datetime) -> Message:
    parts = await parts_of(store, incident)
    weakened = await weakened_in(store, parts)
    links = await store.links_by_id([*islice(weakened, MOST_ROWS)])
    first = [(weakened[number], link) for number, link in links.items()]
    told = BatchMessage(incident, batch.title, await tally_of(store, batch, incident.channel), weakened, first)
    return batch_card(told, now)


async def _successors(store: Store, incident: Incident, address_of: AddressOf) -> tuple[Successor, ...]:
    later = [found for name in incident.successors if (found := await store.incident(name))]
    return tuple([Successor(each, await address_of(each)) for each in later])


async def _of_itself(store: Store, notice: Notice, now: datetime, address_of: AddressOf) -> Message:
    """What is about no incident."""
    if notice.kind is NoticeKind.DIGEST:
        hidden = await hides_costs(store, notice.channel)  # perhaps since it was written
        digest = digest_from_json(notice.payload)
        return digest_message(digest.without_costs() if hidden else digest)
    if notice.kind is NoticeKind.SHEET:
        return sheet_message(msgspec.json.decode(notice.payload, type=SheetNews))
    if notice.kind is NoticeKind.ANSWER:
        return from_json(notice.payload).message
    if notice.kind is NoticeKind.REROUTED and (message := await rerouted_message(store, rerouted_in(notice), now)):
        return message
    return await _text(store, notice, now, address_of)


async def _text(store: Store, notice: Notice, now: datetime, address_of: AddressOf) -> Message:
    """Plain words; of a reminder with what can be done about it."""
    key = parse_notice_key(notice.key)
    if isinstance(key, ClaimKey) and notice.payload:
        return claim_reminder(notice.text, notice.payload)
    if isinstance(key, AuditKey) and notice.payload:
        return audit_told(notice.text, msgspec.json.decode(notice.payload, type=AuditNews))
    if isinstance(key, LiveKey) and (ref := parse_ref(key.ref)):
        kept = await store.prospects(ProspectQuery(notice.channel, link=ref.number))
        return plain(f"{notice.text}{''.join(f' It was the prospect {each.ref}.' for each in kept)}")
    if isinstance(key, EscalationKey) and (incident := await store.incident(key.incident_id)):
        return told_on(incident.channel, await line_of(store, incident), notice.text, await address_of(incident))
    if isinstance(key, UntakenKey):
        return await _untaken(store, notice, key, now, address_of)
    return await _prospects(store, notice, now) if isinstance(key, ProspectsKey) else plain(notice.text)


async def _untaken(store: Store, notice: Notice, key: UntakenKey, now: datetime, address_of: AddressOf) -> Message:
    """Those that nobody has taken by now; of several that share a message each for itself."""
    lines = [
        (await line_of(store, part), await address_of(incident))
        for incident in await still_untaken(store, notice, now)
        for part in await shown_together(store, incident)
        if is_waiting(part, now)
    ]
    is_elsewhere = key.about != notice.channel
    return untaken_together(key.about, lines, notice.text, whom=key.whom, is_elsewhere=is_elsewhere)


async def _prospects(store: Store, notice: Notice, now: datetime) -> Message:
    """Whose day has come, as they are by now; where nothing is left to do of any, that it is so."""
    refs = filter(None, map(parse_ref, notice.payload.split()))
    found = [each for ref in refs if (each := await store.prospect(ref.number)) and is_to_be_told(each)]
    return prospects_reminder(found, now) if found else plain(f"{notice.text} All were settled or put off since.")
