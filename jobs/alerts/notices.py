"""The notices that tell a change of an incident (pure)."""

from datetime import UTC, datetime, timedelta

from jobs.model.incident import Incident, IncidentStatus
from jobs.model.notice import Notice, NoticeKind
from jobs.model.notice_key import CardKey, DebouncedEditKey, EditKey, GatheredEditKey, ReplyKey


def card_of(incident: Incident, now: datetime, not_before: datetime | None = None) -> Notice:
    """Has the incident's own message posted, not before a time where one is given."""
    key = str(CardKey(incident.id))
    return Notice(key, incident.channel, NoticeKind.CARD, now, incident_id=incident.id, not_before=not_before)


def changed(incident: Incident, now: datetime, text: str, *, broadcast: bool = False, by: str = "") -> list[Notice]:
    """The notices that tell a change of an incident: its card is edited and its thread gets a line.

    A snoozed incident is edited silently. `text` is the line that the caller adds to the log.
    """
    number = len(incident.log)
    key = str(EditKey(incident.id, number))
    edit = Notice(key, incident.channel, NoticeKind.EDIT, now, incident_id=incident.id)
    if incident.is_snoozed(now) and not by:
        return [edit]
    reply = Notice(
        str(ReplyKey(incident.id, number)),
        incident.channel,
        NoticeKind.REPLY,
        now,
        incident_id=incident.id,
        text=text,
        broadcast=broadcast,
    )
    return [edit, reply]


def ended_as(incident: Incident) -> IncidentStatus:
    """How an incident ends with its last member: not as recovered where one of them got worse."""
    return IncidentStatus.WORSENED if incident.worsened else IncidentStatus.RECOVERED


DEBOUNCE = timedelta(seconds=5)
"""Edits of a group's message that fall so close together are one."""


def edit_of(group: Incident, now: datetime) -> Notice:
    """Has the group's message brought up to date soon; those of the same few seconds have one key, and so are one."""
    turn = int(now.timestamp() // DEBOUNCE.total_seconds())
    key = str(DebouncedEditKey(group.id, turn))
    return Notice(key, group.channel, NoticeKind.EDIT, now, incident_id=group.id, not_before=now + DEBOUNCE)


GROUP_INTERVAL = timedelta(seconds=20)
"""The card of several links is edited at most so often while links join or leave it."""
_LATE = timedelta(seconds=5)
"""So long after a span of gathering its edit waits for looks that are just being written."""


def gathered_edit_of(incident: Incident, now: datetime, wait: timedelta = timedelta(0)) -> Notice:
    """Has the card of several links show what changed of one, with all that changes of others in the same span."""
    span = int((now + wait).timestamp() // GROUP_INTERVAL.total_seconds()) + 1
    at = datetime.fromtimestamp(span * GROUP_INTERVAL.total_seconds(), UTC) + _LATE
    key = str(GatheredEditKey(incident.id, span))
    return Notice(key, incident.channel, NoticeKind.EDIT, now, incident.id, not_before=at)
