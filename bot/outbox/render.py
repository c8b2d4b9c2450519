"""A notice becomes a message only when its turn comes: it shows what the store says then."""

from datetime import datetime

from bot.messages.alerts.card import Case, card
from bot.messages.alerts.group import Group, group_card
from bot.messages.alerts.thread import plain, reply
from bot.messages.digest import digest_message
from bot.messages.given import from_json
from bot.messages.kit.blocks import Message
from bot.rerouting.rerouted import news_in, news_message
from jobs.alerts.costs import hides_costs, without_cost
from jobs.alerts.groups import gathered
from jobs.digests.build import digest_from_json
from jobs.model.incident import Incident, IncidentKind
from jobs.model.link import Partner
from jobs.model.notice import Notice, NoticeKind
from jobs.store.protocol import Store


async def render(store: Store, notice: Notice, incident: Incident | None, now: datetime) -> Message:
    """What a notice says; `incident` is given where the notice has one."""
    if incident is None:
        return await _of_itself(store, notice, now)
    if notice.kind is NoticeKind.REPLY:
        return reply(incident, notice)
    if incident.kind is IncidentKind.GROUP:
        parts = (await gathered(store, incident)).parts
        return group_card(Group(incident, tuple([await case_of(store, part) for part in parts])), now)
    return card(await case_of(store, incident), now)


async def _of_itself(store: Store, notice: Notice, now: datetime) -> Message:
    """What is about no incident."""
    if notice.kind is NoticeKind.DIGEST:
        hidden = await hides_costs(store, notice.channel)  # perhaps since it was written
        digest = digest_from_json(notice.payload)
        return digest_message(digest.without_costs() if hidden else digest)
    if notice.kind is NoticeKind.ANSWER:
        return from_json(notice.payload).message
    if notice.kind is NoticeKind.NEWS and (told := await news_message(store, news_in(notice), now)):
        return told
    return plain(notice.text)


async def case_of(store: Store, incident: Incident) -> Case:
    """The incident with those it is about, as far as they are still watched; to be shown, for costs may be left out."""
    hidden = await hides_costs(store, incident.channel)
    found = [link for member in incident.members if (link := await store.link(member))]
    links = tuple(without_cost(link) if hidden else link for link in found)
    partner = await partner_of(store, incident)
    page = await store.page(partner.page_url) if partner else None
    return Case(incident, links, partner, page.facts if page else None)


async def partner_of(store: Store, incident: Incident) -> Partner | None:
    """The partner page that an incident is about, if it is about one."""
    number = incident.subject.removeprefix("P-")
    if incident.kind is not IncidentKind.PARTNER_OVER_LIMIT or not number.isdecimal():
        return None
    return await store.partner(int(number))
