"""What is not told in quiet hours, and when they are over (pure)."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from jobs.alerts.grouping import is_late
from jobs.config import Config
from jobs.config.quiet import OFF, QuietError, QuietHours, read_quiet
from jobs.model.channel import ChannelSettings
from jobs.model.incident import Incident, IncidentKind
from jobs.model.notice import Notice, NoticeKind
from jobs.model.notice_key import AuditKey, ClaimKey, EscalationKey, LiveKey, ProspectsKey, ReplyKey
from jobs.model.parse_notice_key import parse_notice_key
from jobs.units.dates import known_zone

_NEWS = frozenset({NoticeKind.SHEET, NoticeKind.REROUTED})
_TOLD_BY_TEXT = (LiveKey, ClaimKey, AuditKey, ProspectsKey, EscalationKey)
_ABOUT_INCIDENTS = frozenset({NoticeKind.CARD, NoticeKind.EDIT, NoticeKind.REPLY})


def quiet_hours(config: Config, chosen: ChannelSettings) -> QuietHours | None:
    """What the channel chose, else what is configured, in its zone; None where alerts never wait.

    What is stored and cannot be understood counts as not chosen.
    """
    quiet = config.alerts.quiet
    if chosen.quiet == OFF:
        return None
    if chosen.quiet:
        with suppress(QuietError):
            quiet = read_quiet(chosen.quiet)
    zone = known_zone(chosen.digest_zone) or config.digest.zone
    return replace(quiet, zone=quiet.zone or zone) if quiet else None


def is_worst(incidents: Iterable[Incident]) -> bool:
    """Whether any of these tells of a link that is lost."""
    return any(each.kind is IncidentKind.LOST and each.status.is_open for each in incidents)


def may_wait(notice: Notice, incident: Incident | None, *, is_told: bool) -> bool:
    """Whether this is not told in quiet hours: an alert that calls somebody, whom nobody asked for it.

    `is_told`: its incident's message stands already, and shows what changed without a sound. What was tried and may be
    in Slack is brought to its end. What people asked for, and what they did, never waits.
    """
    if notice.doubtful:
        return False
    if notice.kind in _ABOUT_INCIDENTS and incident is not None:
        if incident.batch and notice.kind is not NoticeKind.REPLY:
            return False
        return not is_told if notice.kind is NoticeKind.EDIT or _is_deed(notice, incident) else True
    return notice.kind in _NEWS or isinstance(parse_notice_key(notice.key), _TOLD_BY_TEXT)


def held_keys(notices: Iterable[Notice]) -> list[str]:
    """The keys of those that wait for the end of quiet hours."""
    return [notice.key for notice in notices if notice.held]


def rings(reply: Notice, incident: Incident, now: datetime) -> bool:
    """Whether a line of a thread is shown in the channel too.

    One that comes late is not where its trouble is over, or where a message that came after it was written tells it.
    """
    if not is_late(reply, now):
        return reply.broadcast
    told_since = incident.told_at is not None and incident.told_at >= reply.created_at
    return reply.broadcast and incident.status.is_open and not told_since


def _is_deed(notice: Notice, incident: Incident) -> bool:
    """Whether a line of a thread tells what a person did."""
    key = parse_notice_key(notice.key)
    return isinstance(key, ReplyKey) and key.log_line < len(incident.log) and bool(incident.log[key.log_line].by)
