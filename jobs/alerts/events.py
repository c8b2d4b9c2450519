"""What a check leaves in a link's history (pure)."""

from datetime import datetime

from jobs.alerts.wording import line
from jobs.model.event import Event
from jobs.model.link import Link
from jobs.model.verdict import Change, Verdict
from jobs.rules import title
from jobs.verdicts.acceptance import ended

NOTED = "noted"
"""The kind of event for what is found and not alerted at once: the next digest tells it."""
_TROUBLES = frozenset({Change.SUSPECT, Change.LOST, Change.WEAKENED, Change.REPLACED})
_MENDED = frozenset({Change.RECOVERED, Change.STRENGTHENED})


def events_of(before: Link, after: Link, verdict: Verdict, now: datetime) -> list[Event]:
    """Each change once, with the words that belong to it; new notes, and the acceptances that ended with this check."""
    events = [
        Event(now, after.channel, after.ref, change.value, _words(change, before, after, verdict))
        for change in verdict.changes
    ]
    known = {note.kind for note in before.standing.notes}
    if notes := tuple(note for note in after.standing.notes if note.kind not in known):
        events.append(Event(now, after.channel, after.ref, NOTED, line(notes)))
    if over := ended(before, after):
        text = " ".join(f"{title(old.kind)}." for old in over)
        events.append(Event(now, after.channel, after.ref, "acceptance_ended", text))
    return events


def _words(change: Change, before: Link, after: Link, verdict: Verdict) -> str:
    """Of a trouble, what was found; of its end, what it was; that a suspicion passed needs no words."""
    if change in _TROUBLES:
        return " ".join(finding.text for finding in verdict.findings)
    if change in _MENDED:
        left = {finding.kind for finding in after.standing.open}
        return " ".join(old.text for old in before.standing.open if old.kind not in left)
    return ""
