"""Which findings weaken a link, and since when (pure)."""

from datetime import datetime

from msgspec import Struct

from jobs.model.findings import Finding, Severity
from jobs.model.link_status import LinkStatus
from jobs.model.verdict import Observation, Policy, Scope
from jobs.rules import scope_of


class Weakenings(Struct, frozen=True):
    """The weakenings after a check: seen once, proved, and what of that is news."""

    unproven: tuple[Finding, ...]
    open: tuple[Finding, ...]
    proved: tuple[Finding, ...]
    mended: tuple[Finding, ...]
    notes: tuple[Finding, ...]
    next_look_at: datetime | None
    """The plan for the page of this scope."""


def weaken(standing: LinkStatus, observation: Observation, policy: Policy, now: datetime) -> Weakenings:
    """A weakening is told only when a later check sees it again; one of the other scope is left as it is.

    Where all that is new mostly passes by itself, the later check is some days away.
    """

    def mine(kind: str) -> bool:
        return scope_of(kind) is observation.scope

    plan = standing.next_look_at if observation.scope is Scope.SOURCE else standing.target_look_at
    seen = {finding.kind: finding for finding in observation.findings if finding.severity is not Severity.NOTE}
    held = {finding.kind for finding in standing.open}
    waiting = {finding.kind for finding in standing.unproven if mine(finding.kind)}
    ripe = bool(waiting) and (plan is None or plan <= now)
    proved = tuple(finding for kind, finding in seen.items() if kind in waiting and ripe)
    settled = held | {finding.kind for finding in proved}
    fresh = tuple(finding for kind, finding in seen.items() if kind not in settled)
    others = tuple(finding for finding in standing.unproven if not mine(finding.kind))
    kept = tuple(seen.get(old.kind, old) for old in standing.open if old.kind in seen or not mine(old.kind))
    mended = tuple(old for old in standing.open if mine(old.kind) and old.kind not in seen)
    notes = tuple(finding for finding in standing.notes if not mine(finding.kind)) + tuple(
        finding for finding in observation.findings if finding.severity is Severity.NOTE
    )
    newly = any(finding.kind not in waiting for finding in fresh)
    planned = None if ripe or newly else plan
    is_passing = all(finding.passing for finding in fresh)
    wait = policy.confirm_passing if is_passing else policy.confirm_weakened
    next_look = (planned or now + wait) if fresh else None
    return Weakenings(others + fresh, kept + proved, proved, mended, notes, next_look)
