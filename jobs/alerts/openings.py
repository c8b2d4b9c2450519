"""An incident as a judgement opens it, and with one more link (pure)."""

from dataclasses import replace
from datetime import datetime

from jobs.alerts.wording import line
from jobs.model.cause import Cause
from jobs.model.findings import Finding
from jobs.model.incident import Incident, IncidentKind, LogLine
from jobs.model.link_status import LinkState
from jobs.model.proving_check import ProvingCheck
from jobs.model.verdict import Change, Evaluation


def new_incident(
    each: Evaluation, kind: IncidentKind, cause: Cause, findings: tuple[Finding, ...], now: datetime
) -> Incident:
    """What a judgement of one link opens."""
    link = each.after
    return Incident(
        id=f"{link.ref}-{kind}-{int(now.timestamp())}",
        channel=link.channel,
        kind=kind,
        subject=link.target if kind is IncidentKind.TARGET else link.ref,
        members=(link.id,),
        opened_at=now,
        since=first_seen(each, now),
        cause=str(cause),
        findings=findings,
        before=each.seen_before,
        after=each.seen_now,
        proofs=proofs_of(each),
        log=(LogLine(now, line(findings)),),
    )


def with_member(incident: Incident, each: Evaluation, findings: tuple[Finding, ...], now: datetime) -> Incident:
    """An open incident with a link that the same cause hit."""
    link = each.after
    known = {finding.kind for finding in incident.findings}
    members = incident.members if link.id in incident.members else (*incident.members, link.id)
    return replace(
        incident.waiting_again(frozenset({link.id})),
        members=members,
        since=min(incident.began_at, first_seen(each, now)),
        findings=(*incident.findings, *(finding for finding in findings if finding.kind not in known)),
    )


def first_seen(each: Evaluation, now: datetime) -> datetime:
    """When a check first saw what is proved now: the first absence, or what made the link suspect."""
    before = each.before.standing
    if Change.LOST in each.verdict.changes:
        return each.after.standing.absent_since or now
    if Change.REPLACED in each.verdict.changes:
        return each.after.standing.replaced_since or now
    suspected = before.since if before.state is LinkState.SUSPECT else None
    return suspected or now


def proofs_of(each: Evaluation) -> tuple[ProvingCheck, ...]:
    """The checks that proved that it is away; a weakening of a link may come beside a suspicion."""
    return each.after.proofs if {Change.LOST, Change.REPLACED} & set(each.verdict.changes) else ()
