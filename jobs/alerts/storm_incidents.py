"""What is said of a storm: one message for whom it concerns, edited when it is over (pure)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from jobs.alerts.incidents import AlertChanges
from jobs.alerts.notices import card_of, changed
from jobs.model.cause import Cause
from jobs.model.event import Event
from jobs.model.incident import Incident, IncidentKind, IncidentStatus, LogLine

SUBJECT = "storm"
_ONE_STORM = 600
"""Seconds. Processes that notice a storm at one time give it one name, so that the store takes it once; between two
storms ten minutes are calm."""
SAYS_EVERY = timedelta(minutes=2)
GONE_AFTER = timedelta(minutes=20)
"""Who is in a storm and says nothing for so long is gone: pages are checked again within that time."""
_OVER = "The checks are normal again."


def storm_changes(
    channels: Iterable[str],
    open_storms: Iterable[Incident],
    now: datetime,
    *,
    process: str,
    active: bool,
    words: str,
) -> AlertChanges:
    """An incident for each channel that has none yet while the storm rages for a process, which says so in all.

    After it the process says so no more, and the last one ends all that are open.
    """
    changes = AlertChanges()
    known = {incident.channel: incident for incident in open_storms}
    if active:
        for channel in sorted(set(channels) - set(known)):
            _begin(changes, channel, words, now, process)
    for incident in known.values():
        raging = _raging(incident, process, now, active=active)
        if not raging:
            _end(changes, incident, now)
        elif set(raging) != set(incident.raging):
            changes.incidents[incident.id] = replace(incident, raging=raging)
    return changes


def _raging(incident: Incident, process: str, now: datetime, *, active: bool) -> tuple[tuple[str, datetime], ...]:
    """Who is in it now; this process, where it is `active`, says so anew when it has not lately."""
    others = [(name, at) for name, at in incident.raging if name != process and abs(now - at) < GONE_AFTER]
    lately = [(name, at) for name, at in incident.raging if name == process and abs(now - at) < SAYS_EVERY]
    return (*others, *(lately or [(process, now)])) if active else tuple(others)


def _begin(changes: AlertChanges, channel: str, words: str, now: datetime, process: str) -> None:
    incident = Incident(
        id=f"{SUBJECT}-{channel}-{int(now.timestamp()) // _ONE_STORM * _ONE_STORM}",
        channel=channel,
        kind=IncidentKind.STORM,
        subject=SUBJECT,
        members=(),
        opened_at=now,
        cause=str(Cause("", SUBJECT)),
        log=(LogLine(now, words),),
        raging=((process, now),),
    )
    changes.incidents[incident.id] = incident
    changes.notices.append(card_of(incident, now))
    changes.events.append(Event(now, channel, SUBJECT, "storm", words))


def _end(changes: AlertChanges, incident: Incident, now: datetime) -> None:
    over = replace(incident, status=IncidentStatus.RECOVERED, closed_at=now, raging=())
    changes.notices += changed(over, now, _OVER)
    changes.incidents[over.id] = replace(over, log=(*over.log, LogLine(now, _OVER)))
    changes.events.append(Event(now, over.channel, SUBJECT, "storm_over", _OVER))
