"""What machines hear of incidents: each change of one as an event, and a notice of it for each receiver (pure)."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from jobs.alerts.wording import line, now_words
from jobs.config import Config
from jobs.model.findings import Finding
from jobs.model.incident import Incident, IncidentKind, IncidentStatus
from jobs.model.link import Link
from jobs.model.notice import Notice, NoticeKind
from jobs.model.ref import link_ref

LinkOf = Callable[[int], Link | None]
"""A link by its id; None where it is tracked no more."""
NoticesFor = Callable[[Incident | None, Incident, LinkOf], Sequence[Notice]]
"""An incident as it was, as it is, and its links -> the notices that belong to it."""
MOST_LINKS = 500
"""So many links one event names; how many there are it says too."""

IMPROVED = "improved"
"""Some of what an incident told is mended, and some is not."""


class WebhookEvent(Struct, frozen=True):
    """One change of one incident."""

    id: str
    """Unique for ever: the same change has the same id at each try and for each receiver."""
    type: str
    """`lost`, `weakened` and so on where a trouble began or grew, `recovered`, `accepted` and so on where it ended."""
    body: bytes
    """What is sent, as JSON."""


class Receiver(Struct, frozen=True):
    """An address that hears of every event."""

    url: str

    @property
    def queue(self) -> str:
        """Stands in its notices for the channel; the address itself may hold a secret, and is not stored."""
        return f"webhook-{hashlib.sha256(self.url.encode()).hexdigest()[:12]}"


def notices_for(
    receivers: Iterable[Receiver], before: Incident | None, after: Incident, link_of: LinkOf, now: datetime
) -> list[Notice]:
    """What each receiver has to be sent of an incident that was written; `before` is None where it is new."""
    events = list(events_between(before, after, link_of, now))
    return [
        Notice(f"{to.queue}/{event.id}", to.queue, NoticeKind.WEBHOOK, now, payload=event.body.decode())
        for to in receivers
        for event in events
    ]


def events_between(before: Incident | None, after: Incident, link_of: LinkOf, now: datetime) -> Iterator[WebhookEvent]:
    """What became of an incident: it began, grew, got better, ended. What people only plan or assign is no event.

    A message that only gathers incidents is none itself: each of them is told.
    """
    if after.kind is IncidentKind.GROUP:
        return
    for kind, members in _changes(before, after, link_of):
        change = f"{after.id}/{after.version + 1}/{kind}"
        event_id = f"evt_{hashlib.sha256(change.encode()).hexdigest()[:32]}"
        yield WebhookEvent(event_id, kind, _body(event_id, kind, now, _data(after, members, link_of)))


def _changes(before: Incident | None, after: Incident, link_of: LinkOf) -> Iterator[tuple[str, Sequence[int]]]:
    """The types of events, each with the ids of the links that it is about."""
    was_open = before is not None and before.status.is_open
    if after.status.is_open and (before is None or not was_open or _is_worse(before, after)):
        yield after.kind.value, sorted(after.waiting)
    elif before is not None and after.status.is_open and (joined := after.waiting - before.waiting):
        yield after.kind.value, sorted(joined)
    if before is None or not was_open:
        return
    left = before.waiting if not after.status.is_open else before.waiting - after.waiting
    ends = {number: _end_of(number, after, link_of) for number in sorted(left)}
    for end in sorted(set(ends.values())):
        yield end, [number for number, how in ends.items() if how == end]
    if not after.status.is_open and not ends:
        yield after.status.value, []
    if after.status.is_open and not left and _kinds(after) < _kinds(before):
        yield IMPROVED, sorted(after.waiting)


def _is_worse(before: Incident, after: Incident) -> bool:
    """Whether it tells something that it did not tell before."""
    return before.kind is not after.kind or not _kinds(after) <= _kinds(before)


def _kinds(incident: Incident) -> set[str]:
    return {finding.kind for finding in incident.findings}


def _end_of(number: int, after: Incident, link_of: LinkOf) -> str:
    """How an incident ended for one of its links."""
    if link_of(number) is None:
        return IncidentStatus.STOPPED.value
    if number in after.accepted:
        return IncidentStatus.ACCEPTED.value
    if number in after.worsened:
        return IncidentStatus.WORSENED.value
    ended_otherwise = not after.status.is_open and after.status is not IncidentStatus.WORSENED
    return after.status.value if ended_otherwise else IncidentStatus.RECOVERED.value


def _named(number: int, link_of: LinkOf) -> dict[str, str]:
    link = link_of(number)
    if link is None:
        return {"link": str(link_ref(number))}
    return {"link": link.ref, "page": link.page_url, "target": link.target, "state": link.standing.state.value}


def _body(event_id: str, kind: str, now: datetime, data: dict[str, Any]) -> bytes:
    return msgspec.json.encode({"id": event_id, "type": kind, "timestamp": now, "data": data})


def _data(incident: Incident, members: Sequence[int], link_of: LinkOf) -> dict[str, Any]:
    """Words of pages, such as anchors, are foreign: they stand only in `text`, `was` and `now`."""
    return {
        "incident": incident.id,
        "kind": incident.kind.value,
        "status": incident.status.value,
        "channel": incident.channel,
        "subject": incident.subject,
        "site": incident.site,
        "since": incident.began_at,
        "links": [_named(number, link_of) for number in members[:MOST_LINKS]],
        "links_total": len(members),
        "text": incident.log[-1].text if incident.log else line(incident.findings),
        "findings": [_finding(each) for each in incident.findings],
    }


def _finding(finding: Finding) -> dict[str, str]:
    """With what holds now in words; where that is how reading a page of ours ended, its name is `outcome`."""
    words = now_words(finding)
    named = {"outcome": finding.now} if words != finding.now else {}
    told = {"kind": finding.kind, "severity": finding.severity.value, "text": finding.text, "was": finding.was}
    return told | {"now": words} | named


def receivers_of(config: Config) -> tuple[Receiver, ...]:
    """Each address once."""
    return tuple(Receiver(url) for url in dict.fromkeys(config.webhooks))


def webhook_notices(config: Config, now: Callable[[], datetime]) -> NoticesFor | None:
    """What the store adds to writes of incidents; None where nobody is to hear of them."""
    receivers = receivers_of(config)
    if not receivers:
        return None
    return lambda before, after, link_of: notices_for(receivers, before, after, link_of, now())
