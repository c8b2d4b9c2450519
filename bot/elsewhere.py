"""What cannot be posted where it belongs is told in the admin channel, or to those who answer for the links."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime

from bot.grouped import gathered
from bot.messages import reaching, wording
from bot.messages.text import is_person, shown_url
from bot.reach import Reach, reach_of
from bot.reviving import ABOUT_TROUBLE, may_pass, word_of
from jobs.model.incident import Incident, IncidentKind
from jobs.model.link import Link, Partner
from jobs.model.notice import Notice, NoticeKind
from jobs.store.protocol import LinkQuery, Store

MOST_PEOPLE = 3
"""So many are written to where no admin channel is set: those who answer for most of the links."""
_MOST_FINDINGS = 3
_MOST_PARTS = 10


async def news_of(dead: Notice, store: Store, admin_channel: str, now: datetime) -> list[Notice]:
    """What is said elsewhere of a message that could not be posted.

    That there is trouble, once for each channel, reason and day from which a message is; and each alert whose channel
    is out of reach, once. So one that is tried again says nothing more, unless we died before it was told.
    """
    if dead.key.startswith(ABOUT_TROUBLE):
        return []
    word = word_of(dead)
    reach, incident = reach_of(word), await _incident(dead, store)
    told = [(f"{dead.channel}/{reach or word}/{_day(dead.created_at)}", reaching.could_not_post(word))]
    if incident and reach and dead.kind is NoticeKind.CARD:
        told.append((f"{incident.id}/{len(incident.parts)}", reaching.meanwhile(await _alert(incident, store))))
    to = await _whom(store, dead.channel, admin_channel, incident)
    return [_notice(key, words, whom, dead.channel, now) for whom in to for key, words in told]


async def news_of_end(edit: Notice, store: Store, admin_channel: str, now: datetime) -> list[Notice]:
    """What is said elsewhere when an alert is over that was told there alone."""
    incident = await _incident(edit, store)
    if edit.kind is not NoticeKind.EDIT or not incident or incident.status.is_open or incident.message_ts:
        return []
    cards = [each for each in await store.notices(dead=True) if each.incident_id == incident.id and may_pass(each)]
    if not cards:
        return []
    words = reaching.meanwhile(f"{wording.headline(incident)}: {incident.subject}.")
    to = await _whom(store, edit.channel, admin_channel, incident)
    return [_notice(f"{incident.id}/over", words, whom, edit.channel, now) for whom in to]


async def news_of_absence(channel: str, reach: Reach, store: Store, admin_channel: str, now: datetime) -> list[Notice]:
    """What is said elsewhere when Slack tells that we can post in a channel no more."""
    to = await _whom(store, channel, admin_channel)
    words = reaching.cannot_post_any_more(reach)
    return [_notice(f"{channel}/{reach}/{_day(now)}", words, whom, channel, now) for whom in to]


def _notice(key: str, words: str, whom: str, about: str, now: datetime) -> Notice:
    """Its key makes it one for each reader."""
    return Notice(f"{ABOUT_TROUBLE}{key}/{whom}", whom, NoticeKind.TEXT, now, text=words, payload=about)


async def _whom(store: Store, channel: str, admin_channel: str, incident: Incident | None = None) -> list[str]:
    """The admin channel; where there is none, or it is the one in trouble, those who answer for what is watched."""
    if admin_channel and admin_channel != channel:
        return [admin_channel]
    return most_answerable(await _watched(store, channel, incident))


def most_answerable(watched: Iterable[Link | Partner]) -> list[str]:
    """Those who own most of these, or have added them where nobody owns them."""
    people = Counter((each.owner if isinstance(each, Link) else "") or each.added_by for each in watched)
    return [person for person, _ in people.most_common() if is_person(person)][:MOST_PEOPLE]


async def _watched(store: Store, channel: str, incident: Incident | None) -> list[Link | Partner]:
    """What an alert is about, as far as it is still watched; else all that the channel watches."""
    members = incident.members if incident else ()
    links = [link for member in members if (link := await store.link(member))]
    if links:
        return [*links]
    return [*await store.links(LinkQuery(channel=channel)), *await store.partners(channel)]


async def _incident(notice: Notice, store: Store) -> Incident | None:
    return await store.incident(notice.incident_id) if notice.incident_id else None


async def _alert(incident: Incident, store: Store) -> str:
    """An alert in one plain line; of several in a message, each."""
    if incident.kind is not IncidentKind.GROUP:
        return await _line(incident, store)
    parts = (await gathered(store, incident)).parts
    more = [f"And {len(parts) - _MOST_PARTS} more."] if len(parts) > _MOST_PARTS else []
    return " ".join([*[await _line(part, store) for part in parts[:_MOST_PARTS]], *more])


async def _line(incident: Incident, store: Store) -> str:
    """What it is, what was found, and the address of the first page that it is about."""
    found = " ".join(finding.text for finding in incident.findings[:_MOST_FINDINGS])
    link = await store.link(incident.members[0]) if incident.members else None
    where = f"({shown_url(link.page_url)})" if link else ""
    return " ".join(filter(None, [f"{wording.headline(incident)}: {incident.subject}.", found, where]))


def _day(now: datetime) -> str:
    return f"{now.astimezone(UTC):%Y-%m-%d}"
