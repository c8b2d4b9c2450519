"""What is said of a storm: one message for whom it concerns, edited when it is over (pure)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from jobs.alerts.incidents import AlertChanges
from jobs.alerts.notices import card_of, changed
from jobs.model.cause import Cause
from jobs.model.event import Event
from jobs.model.incident import Incident, IncidentKind, IncidentStatus, LogLine

SUBJECT = "storm"
_ONE_STORM = 600
"""Seconds. Processes that notice a storm at one time give it one name, so that the store takes it once; between two
storms ten minutes are calm."""
_OVER = "The checks are normal again."


def storm_changes(
    channels: Iterable[str], open_storms: Iterable[Incident], now: datetime, *, active: bool, words: str
) -> AlertChanges:
    """An incident for each channel that has none yet while the storm rages; the end of all that are open after it."""
    changes = AlertChanges()
    known = {incident.channel: incident for incident in open_storms}
    if active:
        for channel in sorted(set(channels) - set(known)):
            _begin(changes, channel, words, now)
    else:
        for incident in known.values():
            over = replace(incident, status=IncidentStatus.RECOVERED, closed_at=now)
            changes.notices += changed(over, now, _OVER)
            changes.incidents[over.id] = replace(over, log=(*over.log, LogLine(now, _OVER)))
            changes.events.append(Event(now, over.channel, SUBJECT, "storm_over", _OVER))
    return changes


def _begin(changes: AlertChanges, channel: str, words: str, now: datetime) -> None:
    incident = Incident(
        id=f"{SUBJECT}-{channel}-{int(now.timestamp()) // _ONE_STORM * _ONE_STORM}",
        channel=channel,
        kind=IncidentKind.STORM,
        subject=SUBJECT,
        members=(),
        opened_at=now,
        cause=str(Cause("", SUBJECT)),
        log=(LogLine(now, words),),
    )
    changes.incidents[incident.id] = incident
    changes.notices.append(card_of(incident, now))
    changes.events.append(Event(now, channel, SUBJECT, "storm", words))
