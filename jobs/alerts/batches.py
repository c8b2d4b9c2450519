"""The first looks at links that were added together: one message for a batch, not one for each trouble (pure).

The message is that of a group. Its parts are one incident for each kind of finding, however many sites the links are
on. What happens to a link that was as agreed once is told as ever.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from jobs.alerts.notices import card_of
from jobs.model.cause import Cause
from jobs.model.incident import Incident, IncidentKind, IncidentStatus, LinkBatch
from jobs.model.link import Link
from jobs.model.verdict import Change, Evaluation, Scope
from jobs.model.write import Write

FIRST_LOOKS = timedelta(days=3)
"""For so long after a batch was added its message tells what first looks find."""
WAIT = timedelta(seconds=20)
"""So long the message of a batch waits for the first results."""
MOST_MEMBERS = 500
"""Links in one part: it is written as one value with each link that joins."""


def batch_id(name: str, channel: str) -> str:
    """The id of the incident that tells a batch in a channel."""
    return f"batch-{name}-{channel}"


def batch_of(link: Link, now: datetime) -> str:
    """The id of the incident that tells the first looks at a link; empty where none does, or not any more."""
    came = link.imported
    return batch_id(came.batch, link.channel) if came and now - came.at <= FIRST_LOOKS else ""


def opened(batch: LinkBatch, channel: str, now: datetime) -> Write:
    """What has the message of a batch posted, before anything is wrong with it."""
    told = Incident(
        id=batch_id(batch.name, channel),
        channel=channel,
        kind=IncidentKind.GROUP,
        subject=batch.name,
        members=(),
        opened_at=now,
        cause=str(Cause("batch", batch.name)),
        status=IncidentStatus.RECOVERED,
        closed_at=now,
        batch=batch,
    )
    return Write(incidents=(told,), notices=(card_of(told, now, now + WAIT),))


def with_links(batch: LinkBatch, ids: Iterable[int]) -> LinkBatch:
    """The batch with more links in it."""
    runs: list[tuple[int, int]] = []
    for first, last in sorted([*batch.runs, *((number, number) for number in ids)]):
        if runs and first <= runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], max(last, runs[-1][1]))
        else:
            runs.append((first, last))
    return replace(batch, runs=tuple(runs))


def is_first_trouble(each: Evaluation) -> bool:
    """Whether the link was never seen as agreed, so that this is no change of its page."""
    return each.scope is Scope.SOURCE and each.seen_before is None


def concerns_batch(each: Evaluation) -> bool:
    """Whether the message of the link's batch reads otherwise after this check."""
    newly_unread = each.before.standing.unknown_since is None and each.after.standing.unknown_since is not None
    return bool(each.verdict.changes) or newly_unread


def joins_batch(each: Evaluation, now: datetime) -> bool:
    """Whether a check finds what may be told in the message of a batch: such are written one after the other."""
    found = Change.WEAKENED in each.verdict.changes and is_first_trouble(each)
    return found and bool(batch_of(each.after, now))


def cause_in(name: str, kind: str) -> Cause:
    """What all links of the batch of this name with the same kind of finding share."""
    return Cause("", f"{kind} in {name}")


def with_part(batch: Incident, part: Incident) -> Incident:
    """The batch's incident with one more part, for which it is open."""
    told = replace(batch, parts=(*batch.parts, part.id), status=IncidentStatus.OPEN, closed_at=None)
    return told if batch.status.is_open else replace(told, reopened_at=part.opened_at, escalated_to="")
