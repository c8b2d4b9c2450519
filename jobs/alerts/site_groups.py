"""Pages of one site that turned nofollow at about the same time, told in one message for the site (pure).

The message is that of a group; it is there from the first partner page on, so that the next ones need only join.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from jobs.alerts.incidents import REPEAT_INTERVAL
from jobs.alerts.notices import card_of, edit_of
from jobs.alerts.wording import line
from jobs.model.cause import Cause, parse_cause
from jobs.model.incident import Incident, IncidentKind
from jobs.model.notice import Notice, NoticeKind
from jobs.model.notice_key import LateMembersKey
from jobs.model.write import Write
from jobs.rules import nofollow, page_nofollow
from jobs.web.urls import mask, registrable_domain

WITHIN = timedelta(days=10)
"""Partner pages are read once a week, as configured by default: so long after the first the others are found."""
MOST_PARTS = 200
"""More than that begin a new message, as in any group."""
_SITE = "site_nofollow"
_OF_LINKS = frozenset({nofollow.KIND, page_nofollow.KIND})


def is_of_site(group: Incident) -> bool:
    """Whether a group tells of one site's pages, so that nothing else joins it."""
    return group.kind is IncidentKind.GROUP and parse_cause(group.cause).kind == _SITE


def site_cause(incident: Incident) -> Cause | None:
    """The cause that an incident may share with others of its site; None where it tells of more than nofollow."""
    site = registrable_domain(incident.site)
    if incident.kind is IncidentKind.PARTNER_OVER_LIMIT:
        is_it = {finding.kind for finding in incident.findings} == {page_nofollow.KIND}
    else:
        is_it = incident.kind is IncidentKind.WEAKENED and parse_cause(incident.cause).kind in _OF_LINKS
    return Cause(site, _SITE) if is_it and site else None


def causes_beside(incident: Incident) -> list[str]:
    """The causes of the incidents that it may share a message with."""
    cause = site_cause(incident)
    return [str(cause), *(str(Cause(cause.site, kind)) for kind in sorted(_OF_LINKS))] if cause else []


def joining_site(incident: Incident, card: Notice, known: Iterable[Incident], now: datetime) -> Write | None:
    """What tells an incident in the message of its site; None where it is told as any other.

    A message that stands about the site's links becomes that of the site. That links of ours are nofollow too is heard
    in the channel, for an edit alone notifies nobody.
    """
    cause = site_cause(incident)
    if cause is None or not incident.status.is_open:
        return None
    others = [each for each in known if _stands_beside(each, incident, now)]
    group = next((each for each in others if each.cause == str(cause) and len(each.parts) < MOST_PARTS), None)
    if group and is_of_site(group):
        part = replace(incident, group=group.id, told_at=now)
        wider = replace(group, parts=(*group.parts, incident.id))
        return Write(incidents=(wider, part), notices=(edit_of(group, now), _too(group, incident, now)))
    if incident.kind is not IncidentKind.PARTNER_OVER_LIMIT:
        return None
    told = next((each for each in others if each.message_ts and not each.group and site_cause(each) == cause), None)
    return _taken_over(told, incident, cause, now) if told else _alone(incident, cause, card, now)


def _stands_beside(other: Incident, incident: Incident, now: datetime) -> bool:
    is_near = other.channel == incident.channel and other.id != incident.id
    return is_near and other.status.is_open and now - other.opened_at <= WITHIN


def _alone(first: Incident, cause: Cause, card: Notice, now: datetime) -> Write:
    group = _group(cause, (first,), now)
    part = replace(first, group=group.id, told_at=now)
    return Write(incidents=(group, part), notices=(card_of(group, now, card.not_before),))


def _taken_over(told: Incident, incident: Incident, cause: Cause, now: datetime) -> Write:
    """The message goes on as that of the site; what was told of it to others since nobody took it is not told anew."""
    group = _group(cause, (told, incident), now)
    since, escalated_to = told.told_at or now, told.escalated_to
    group = replace(group, message_ts=told.message_ts, told_at=since, escalated_to=escalated_to)
    parts = (replace(told, group=group.id, message_ts=""), replace(incident, group=group.id, told_at=now))
    return Write(incidents=(group, *parts), notices=(edit_of(group, now), _too(group, incident, now)))


def _group(cause: Cause, parts: tuple[Incident, ...], now: datetime) -> Incident:
    newest = parts[-1]
    return Incident(
        id=f"G-{newest.id}",
        channel=newest.channel,
        kind=IncidentKind.GROUP,
        subject=f"G-{newest.subject}",
        members=(),
        opened_at=now,
        cause=str(cause),
        parts=tuple(part.id for part in parts),
    )


def _too(group: Incident, incident: Incident, now: datetime) -> Notice:
    """A line in the thread, once in a while; of our links at once, and in the channel."""
    is_ours = incident.kind is not IncidentKind.PARTNER_OVER_LIMIT
    turn = int(now.timestamp()) if is_ours else int(now.timestamp() // REPEAT_INTERVAL.total_seconds())
    named = incident.label if is_ours else f"{incident.label}, {mask(incident.site)},"
    text = f"{named} too: {line(incident.findings)} Others that follow soon are in the message above."
    key = str(LateMembersKey(group.id, turn))
    return Notice(key, group.channel, NoticeKind.REPLY, now, group.id, text, broadcast=is_ours)
