"""Alerts that nobody takes: when they are told to somebody else, and what is written then (pure)."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from jobs.alerts.notices import changed
from jobs.config import Alerts
from jobs.config.quiet import OFF, QuietHours
from jobs.model.channel import ChannelSettings
from jobs.model.incident import Incident, IncidentKind, LogLine
from jobs.model.notice import Notice, NoticeKind
from jobs.model.notice_key import EscalationKey, ReplyKey, UntakenKey
from jobs.model.parse_notice_key import parse_notice_key
from jobs.model.write import Write
from jobs.units.durations import format_duration, parse_duration

_NOBODY = "Nobody has taken this for"


@dataclass(frozen=True, slots=True)
class Escalation:
    """After how long an alert that nobody took is told again, and to whom."""

    after: timedelta
    to: str = ""
    """Id of a person or channel; empty: the channel itself hears of it again."""

    def __str__(self) -> str:
        """As it is stored."""
        return f"{format_duration(self.after)} {self.to}".strip()

    def elsewhere(self, channel: str) -> str:
        """The other channel that hears of an alert in this one; empty where none does."""
        return self.to if self.to[:1] in {"C", "G"} and self.to != channel else ""

    def person(self) -> str:
        """The id of the person who is told; empty where none is."""
        return self.to if self.to[:1] in {"U", "W"} else ""


def escalation_of(alerts: Alerts, chosen: ChannelSettings) -> Escalation | None:
    """What the channel chose, else what is configured; None where nothing is told again.

    What is stored and cannot be understood counts as not chosen.
    """
    if chosen.escalate == OFF:
        return None
    with suppress(ValueError):
        if chosen.escalate:
            after, _, to = chosen.escalate.partition(" ")
            return Escalation(parse_duration(after), to)
    return Escalation(alerts.escalate_after, alerts.escalate_to) if alerts.escalate_after else None


def counting(chosen: ChannelSettings, plan: Escalation | None, now: datetime) -> ChannelSettings:
    """The settings with what is told again now, and since when that is so.

    Where nothing was told before, or only what had waited for longer, the time of every alert begins anew: whoever
    switches it on does not hear of all at once that nobody took until then.
    """
    if plan is None:
        return replace(chosen, escalating_after=None, escalating_since=None)
    before = chosen.escalating_after
    since = now if before is None or plan.after < before else chosen.escalating_since
    return replace(chosen, escalating_after=plan.after, escalating_since=since)


def has_waited(plan: Escalation, since: datetime, quiet: QuietHours | None, now: datetime) -> bool:
    """Whether it is so long since then as the plan says; `quiet` time, in which nobody is expected to act, left out."""
    waited = now - since
    return waited >= plan.after and (quiet is None or waited - quiet.lasted(since, now) >= plan.after)


def untaken_since(incident: Incident, parts: Sequence[Incident], now: datetime) -> datetime | None:
    """Since when an alert waits for somebody to take it; None where it does not, or where nobody was told of it.

    Taken is what somebody is on, or had assigned; a snooze counts as that while it lasts. What people do starts the
    time anew. Of several in one message, that counts which waits longest.
    """
    if incident.kind is IncidentKind.STORM or not incident.message_ts or not is_waiting(incident, now):
        return None
    told = [part for part in parts if is_waiting(part, now)] if incident.kind is IncidentKind.GROUP else [incident]
    return min((_since(each) for each in told), default=None)


def escalated(incident: Incident, plan: Escalation, now: datetime) -> Write:
    """What tells it to whom the plan says; each alert once for each time that it is opened."""
    text = f"{_NOBODY} {format_duration(plan.after)}"
    person, elsewhere = plan.person(), plan.elsewhere(incident.channel)
    rest = ":" if person else ". It is told in another channel now." if elsewhere else "."
    line = LogLine(now, f"{text}{rest}", whom=person)
    notices = changed(incident, now, line.text, broadcast=not (person or elsewhere))
    if elsewhere:
        key = EscalationKey(incident.id, str(len(incident.log)))
        notices.append(Notice(str(key), elsewhere, NoticeKind.TEXT, now, text=f"{text}."))
    told = replace(incident, escalated_to=plan.to or incident.channel, log=(*incident.log, line))
    return Write(incidents=(told,), notices=notices)


def escalated_together(incidents: Sequence[Incident], plan: Escalation, channel: str, now: datetime) -> Write:
    """What tells several in one message, to whom the plan says."""
    line = LogLine(now, f"{_NOBODY} {format_duration(plan.after)}. It is told with others in one message.")
    told = [replace(each, escalated_to=plan.to or channel, log=(*each.log, line)) for each in incidents]
    key = UntakenKey(channel, plan.person(), str(int(now.timestamp())))
    text = f"for {format_duration(plan.after)}"
    names = " ".join(each.id for each in incidents)
    notice = Notice(str(key), plan.elsewhere(channel) or channel, NoticeKind.TEXT, now, text=text, payload=names)
    return Write(incidents=told, notices=(notice,))


def is_answered(notice: Notice, incident: Incident, parts: Sequence[Incident], now: datetime) -> bool:
    """Whether what was to be told again need not be any more, since somebody took it, or it is over."""
    key = parse_notice_key(notice.key)
    line = key.log_line if isinstance(key, ReplyKey) else None
    entry = incident.log[line] if line is not None and line < len(incident.log) else None
    tells = isinstance(key, EscalationKey) or (entry and not entry.by and entry.text.startswith(_NOBODY))
    return bool(tells) and untaken_since(incident, parts, now) is None


def is_waiting(incident: Incident, now: datetime) -> bool:
    """Whether nobody is on it, and nobody wants to hear no more of it for now."""
    return incident.status.is_open and not incident.holder and not incident.is_snoozed(now)


def _since(incident: Incident) -> datetime:
    deeds = [line.at for line in incident.log if line.by]
    moments = [incident.told_at, incident.reopened_at, incident.snoozed_until, *deeds]
    return max((at for at in moments if at is not None), default=incident.opened_at)
