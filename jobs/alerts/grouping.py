"""Many incidents of a channel in one message (pure): the first two have cards of their own, the next ones share one.

A group is an incident whose `parts` are other incidents; each part knows its `group` and has no message of its own.
What happens to a part is written to that part as ever, and shown by the group's message.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from msgspec import Struct

from jobs.alerts.decisions import is_snoozed_so
from jobs.alerts.notices import DEBOUNCE, card_of, changed, edit_of
from jobs.alerts.site_groups import is_of_site, joining_site
from jobs.model.cause import Cause
from jobs.model.incident import Incident, IncidentKind, IncidentStatus, LogLine
from jobs.model.link import Link
from jobs.model.notice import Notice, NoticeKind
from jobs.model.queries import ToldLately
from jobs.model.write import Write
from jobs.units.durations import format_duration

ALONE = 2
"""So many incidents of a channel are told each by itself."""
WITHIN = timedelta(minutes=10)
"""Incidents that are told no further apart come together, whenever they opened: what waited comes all at once."""
MOST_PARTS = 200
"""More than that begin a new message: it is written as one value."""
ON_TIME = timedelta(minutes=1)
"""A card that is told no later than this after it was written is told as was decided then."""
_APART = frozenset({IncidentKind.GROUP, IncidentKind.STORM})


class GroupState(Struct, frozen=True):
    """A group with what its message shows."""

    group: Incident
    parts: Sequence[Incident]
    links: Sequence[Link] = ()
    """Those links of the open parts that are not recovered, as far as they are still tracked."""

    @property
    def open_parts(self) -> list[Incident]:
        """The parts that still wait for somebody."""
        return [part for part in self.parts if part.status.is_open]


def place(write: Write, known: Iterable[Incident], now: datetime) -> Write:
    """The write with each new incident told in a message of its own, or in that of a group.

    `known` are those that were told lately in the channels concerned, and those of the same cause on a site; the store
    refuses the write where there are others of the former by then. Those that are about to be told count as told. Only
    a card that waits for longer, because somebody wants quiet, is decided about when it is told: see `joining_late`.
    """
    known = list(known)
    written = {incident.id: incident for incident in write.incidents}
    untold = {notice.incident_id for notice in write.notices if notice.kind is NoticeKind.CARD}
    there = {each.id: each for each in (*known, *write.incidents) if each.id not in untold}
    notices: list[Notice] = []
    for notice in write.notices:
        incident, joined = written.get(notice.incident_id), None
        if incident and notice.kind is NoticeKind.CARD and not _waits(notice, now):
            before = [other for other in there.values() if _counts(other, now)]
            joined = joining_site(incident, notice, there.values(), now)
            joined = joined or _joining(incident, before, there.values(), notice, now)
            changed_by = {each.id: each for each in joined.incidents} if joined else {}
            written |= changed_by
            there |= {incident.id: incident} | changed_by
        notices += joined.notices if joined else [notice]
    seen = {
        told_lately(channel, now): {other.id for other in known if other.channel == channel}
        for channel in channels_alerted(write)
    }
    return replace(write, incidents=tuple(written.values()), notices=tuple(notices), told_lately=seen)


def told_lately(channel: str, now: datetime) -> ToldLately:
    """Which incidents decide about how a new one is told now."""
    return ToldLately(channel, now - WITHIN, now + WITHIN)


def channels_alerted(write: Write) -> list[str]:
    """The channels in which a write has new incidents told."""
    return list(dict.fromkeys(notice.channel for notice in write.notices if notice.kind is NoticeKind.CARD))


def joining_late(incident: Incident, card: Notice, known: Iterable[Incident], now: datetime) -> Write | None:
    """What puts an incident into a group whose card comes late; None where it is told by that card.

    How it is told was decided when it was written, by what was told then. A card that Slack did not take for a while,
    or that a snooze held back, is told with others that nobody could know of: those that are told lately by now. So
    this alone is decided when it is told.
    """
    if incident.group or not is_late(card, now):
        return None
    known = [other for other in known if other.id != incident.id]
    lately = [other for other in known if (other.message_ts or other.group) and _counts(other, now)]
    return _joining(incident, lately, known, card, now)


def is_late(card: Notice, now: datetime) -> bool:
    """Whether a card is told so long after it was written that others may be told with it."""
    return now - card.created_at > ON_TIME


def _waits(card: Notice, now: datetime) -> bool:
    return card.not_before is not None and card.not_before - now > ON_TIME


def _counts(other: Incident, now: datetime) -> bool:
    """Whether it is told about now: lately, or as soon as it can be."""
    is_open = other.status.is_open and other.kind not in _APART
    held_back = other.told_at is None and other.is_snoozed(now)
    return is_open and not held_back and abs(now - (other.told_at or other.opened_at)) <= WITHIN


def _joining(
    incident: Incident, before: Iterable[Incident], known: Iterable[Incident], card: Notice, now: datetime
) -> Write | None:
    """The old group or a new one, the part and what tells it as one write; None where it has its own card."""
    if incident.kind in _APART or not incident.status.is_open:
        return None
    lately = [other for other in before if other.channel == incident.channel]
    if len(lately) < ALONE:
        return None
    group = next((each for each in known if each.channel == incident.channel and _takes_more(each, now)), None)
    if group is None:
        return _new_group(incident, card, now)
    wider = replace(group, parts=(*group.parts, incident.id))
    part = replace(incident, group=group.id, told_at=now)
    return Write(incidents=(wider, part), notices=(edit_of(group, now),))


def _takes_more(group: Incident, now: datetime) -> bool:
    """An old message is not written on for ever, as an edit rings no bell; one that is not posted yet is not old."""
    is_group = group.kind is IncidentKind.GROUP and group.status.is_open
    is_group = is_group and group.batch is None and not is_of_site(group)
    lately = not group.message_ts or now - (group.told_at or group.opened_at) <= WITHIN
    return is_group and lately and len(group.parts) < MOST_PARTS


def _new_group(first: Incident, card: Notice, now: datetime) -> Write:
    group = Incident(
        id=f"G-{first.id}",
        channel=first.channel,
        kind=IncidentKind.GROUP,
        subject=f"G-{first.subject}",
        members=(),
        opened_at=now,
        cause=str(Cause("group", first.id)),
        parts=(first.id,),
    )
    soon = max(now, card.not_before or now) + DEBOUNCE  # until then others may join, so that its bell tells of them too
    return Write(incidents=(group, replace(first, group=group.id, told_at=now)), notices=(card_of(group, now, soon),))


def part_changed(held: GroupState, now: datetime) -> Write:
    """A part is not as it was: the group is open while any part is, and its message is edited.

    The message of a deal shows the alerts of its links as parts, and ends when the deal does.
    """
    group, state = held.group, _state_of(held.parts)
    closed_at = None if state.is_open else group.closed_at or now
    settled = replace(group, status=state, closed_at=closed_at) if group.kind is IncidentKind.GROUP else group
    if settled.status.is_open and not group.status.is_open:
        settled = replace(settled, reopened_at=now, escalated_to="")
    return Write(incidents=() if settled == group else (settled,), notices=(edit_of(group, now),))


def _state_of(parts: Sequence[Incident]) -> IncidentStatus:
    """Open while any is; afterwards recovered if all are, else the way in which the first of the others ended."""
    states = [part.status for part in parts]
    if any(state.is_open for state in states):
        return IncidentStatus.OPEN
    return next((state for state in states if state is not IncidentStatus.RECOVERED), IncidentStatus.RECOVERED)


def acknowledge_all(held: GroupState, by: str, now: datetime) -> Write | None:
    """Somebody is on all that is open; None where they are already."""
    text = "is on all of these."
    free = [part for part in held.open_parts if part.holder != by]
    if not free:
        return None
    mine = [replace(_noted(each, text, by, now), holder=by) for each in (held.group, *free)]
    return Write(incidents=tuple(mine), notices=_told(held.group, text, by, now))


def snooze_all(held: GroupState, wait: timedelta | None, by: str, now: datetime) -> Write | None:
    """Say nothing about all that is open, and about its links, for that long; None ends a snooze.

    Nothing is written where all of it is so already.
    """
    text = "ended the snooze." if wait is None else f"snoozed all of these for {format_duration(wait)}."
    until = None if wait is None else now + wait
    incidents = [each for each in (held.group, *held.open_parts) if not _is_so(each.snoozed_until, until)]
    links = [link for link in held.links if not _is_so(link.standing.snoozed_until, until)]
    if not incidents and not links:
        return None
    told = [held.group, *(each for each in incidents if each is not held.group)]
    quiet = [replace(_noted(each, text, by, now), snoozed_until=until) for each in told]
    hushed = [replace(link, standing=replace(link.standing, snoozed_until=until)) for link in links]
    return Write(incidents=tuple(quiet), links=tuple(hushed), notices=_told(held.group, text, by, now))


def _is_so(already: datetime | None, until: datetime | None) -> bool:
    return already is None if until is None else is_snoozed_so(already, until)


def _told(group: Incident, text: str, by: str, now: datetime) -> tuple[Notice, ...]:
    """One edit and one line in the thread, whatever the number of parts."""
    return tuple(changed(group, now, text, by=by))


def _noted(incident: Incident, text: str, by: str, now: datetime) -> Incident:
    return replace(incident, log=(*incident.log, LogLine(now, text, by)))
