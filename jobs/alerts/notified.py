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


def needs_notification(notified: NotifiedState | None, current: NotifiedState) -> bool:
    """Whether people have to hear it: trouble that they do not know of, or the end of what they do."""
    if current.quiet:
        return False
    if not current.status.is_open:
        return notified is not None and notified.status.is_open and not notified.quiet
    if notified is None or notified.quiet or not notified.status.is_open:
        return True
    return current.waiting > notified.waiting or not set(current.findings) <= set(notified.findings)
