"""What of an incident people have to hear, held against what they were last told (pure)."""

from datetime import datetime

from jobs.model.incident import Incident, NotifiedState


def notified_state_of(incident: Incident, now: datetime) -> NotifiedState:
    """What there is to tell of an incident now."""
    return NotifiedState(
        status=incident.status,
        waiting=len(incident.waiting),
        findings=tuple(sorted({finding.kind for finding in incident.findings})),
        quiet=incident.is_snoozed(now),
    )


def needs_notification(told: NotifiedState | None, gist: NotifiedState) -> bool:
    """Whether people have to hear it: trouble that they do not know of, or the end of what they do."""
    if gist.quiet:
        return False
    if not gist.status.is_open:
        return told is not None and told.status.is_open and not told.quiet
    if told is None or told.quiet or not told.status.is_open:
        return True
    return gist.waiting > told.waiting or not set(gist.findings) <= set(told.findings)
