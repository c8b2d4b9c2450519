"""What is told elsewhere of a channel that we do not get into: one message for each recipient, true when it is sent."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from bot.messages.alerts.rerouted import told_elsewhere
from bot.messages.kit import wording
from bot.messages.kit.blocks import Message
from bot.messages.kit.text import several, shown_url
from bot.slack.post_access import post_access_of
from jobs.alerts.groups import parts_of
from jobs.model.incident import Incident, IncidentKind
from jobs.model.notice import Notice, NoticeKind, NoticeStatus
from jobs.model.notice_key import ReroutedKey
from jobs.store.protocol import History, NoticeQueue, Store, TrackedItems

WAIT = timedelta(seconds=15)
"""How long it waits for more of the same channel: what comes about together is one message."""
LONGEST_WAIT = timedelta(minutes=2)
_MOST_FINDINGS = 3


@dataclass(frozen=True, slots=True)
class ReroutedAlerts:
    """What somebody has to hear of a channel; how things are is read from the store when it is their turn."""

    about: str
    word: str = ""
    """Why messages find no way into it, where nobody was told that."""
    alerts: tuple[str, ...] = ()
    """Ids of incidents that this recipient has not heard of as they are now."""
    ends: tuple[str, ...] = ()
    """Ids of those that the recipient knows and that are over."""
    refused: tuple[str, ...] = ()
    """Recipients who could not be told."""


def rerouted_in(notice: Notice) -> ReroutedAlerts:
    """What a notice carries."""
    return msgspec.json.decode(notice.payload, type=ReroutedAlerts)


def merged(old: ReroutedAlerts, new: ReroutedAlerts) -> ReroutedAlerts:
    """Both in one; the end of what was not heard of yet is not told."""
    alerts = tuple(dict.fromkeys((*old.alerts, *new.alerts)))
    ends = tuple(dict.fromkeys((*old.ends, *(each for each in new.ends if each not in old.alerts))))
    refused = tuple(dict.fromkeys((*old.refused, *new.refused)))
    return ReroutedAlerts(old.about, new.word or old.word, alerts, ends, refused)


async def addressed(store: NoticeQueue, whom: str, rerouted: ReroutedAlerts, now: datetime) -> tuple[Notice, list[str]]:
    """The notice for a recipient, and the key of the one that it takes the place of: an older one not said yet."""
    old = await _unsaid(store, whom, rerouted.about)
    begun = old.created_at if old and old.status is NoticeStatus.READY else now
    key = str(ReroutedKey(rerouted.about, whom, secrets.token_hex(8)))
    whole = merged(rerouted_in(old), rerouted) if old else rerouted
    due = min(now + WAIT, begun + LONGEST_WAIT)
    payload = msgspec.json.encode(whole).decode()
    notice = Notice(key, whom, NoticeKind.REROUTED, begun, payload=payload, not_before=due)
    return notice, [old.key] if old else []


async def _unsaid(store: NoticeQueue, whom: str, about: str) -> Notice | None:
    """What waits for that recipient about the same channel, and surely was seen by nobody."""
    waiting = [each for each in await store.notices(channel=whom) if each.status is NoticeStatus.READY]
    dead = await store.notices(dead=True, channel=whom)
    found = [each for each in (*waiting, *dead) if each.kind is NoticeKind.REROUTED and not each.doubtful]
    return next((each for each in found if rerouted_in(each).about == about), None)


async def rerouted_message(store: Store, rerouted: ReroutedAlerts, now: datetime) -> Message | None:
    """What is true of it by now; None where nothing is."""
    found = [each for name in dict.fromkeys((*rerouted.alerts, *rerouted.ends)) if (each := await store.incident(name))]
    worth = [each for each in found if await _is_worth_saying(store, each, rerouted, now)]
    word = rerouted.word if await _holds(store, rerouted) else ""
    lines = [await line_of(store, each) for each in worth]
    only_lost = all(each.kind is IncidentKind.LOST and each.status.is_open for each in worth)
    return told_elsewhere(rerouted.about, word, lines, only_lost=only_lost) if word or lines else None


async def _is_worth_saying(store: NoticeQueue, incident: Incident, rerouted: ReroutedAlerts, now: datetime) -> bool:
    if not incident.status.is_open:
        return incident.id in rerouted.ends
    # Where its channel takes messages again and none about it waits, it was told there.
    shown_by = incident.group or incident.id
    waits = await store.channel_block(rerouted.about) or await store.notices(incident_id=shown_by)
    dead = waits or any(each.incident_id == shown_by for each in await store.notices(dead=True, channel=rerouted.about))
    return bool(dead) and not incident.is_snoozed(now)


async def _holds(store: NoticeQueue, rerouted: ReroutedAlerts) -> bool:
    """Whether a channel is still blocked, or what could not be posted there still is unsaid."""
    if not rerouted.word:
        return False
    if post_access_of(rerouted.word):
        return await store.channel_block(rerouted.about) is not None
    if (rerouted.about, rerouted.word) in await store.dead_notices():
        return True
    return any(each.word == rerouted.word for each in await store.notices(channel=rerouted.about))


async def shown_together(store: History, incident: Incident) -> list[Incident]:
    """The incidents that a message shows, each of which is told for itself elsewhere."""
    return await parts_of(store, incident) if incident.kind is IncidentKind.GROUP else [incident]


async def line_of(store: TrackedItems, incident: Incident) -> str:
    """An incident in one plain line: what it is, what was found, and the first page that it is about."""
    link = await store.link(incident.members[0]) if incident.members else None
    more = len(incident.members) - 1
    where = [shown_url(link.page_url)] if link else []
    where += [f"and {several(more, 'other link')}"] if more > 0 else []
    found = [finding.text for finding in incident.findings[:_MOST_FINDINGS]] if incident.status.is_open else []
    said = [f"{wording.headline(incident)}: {incident.subject}.", *found, f"({' '.join(where)})" if where else ""]
    return " ".join(filter(None, said))
