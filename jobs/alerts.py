"""What is worth saying after looks were judged: incidents, the notices that tell them, and the history (pure)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from jobs.model.findings import Finding
from jobs.model.history import Event
from jobs.model.incident import Evidence, Incident, IncidentKind, IncidentStatus, LogLine
from jobs.model.link import Link
from jobs.model.notice import Notice, NoticeKind
from jobs.model.standing import LinkState
from jobs.model.verdict import Change, Observation, Scope, Verdict

JOIN_WITHIN = timedelta(hours=24)
"""A link hit by the same cause on the same site so soon after joins the open incident."""
REOPEN_WITHIN = timedelta(days=7)
"""A link that comes and goes is one incident."""
SETTLE = timedelta(seconds=20)
"""How long a new card waits for others of its cause, so that one cause is one message from the start."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One link after one look: what it was, what it is, and what the page said."""

    before: Link
    after: Link
    verdict: Verdict
    site: str
    """Registrable domain of the page that was looked at."""
    scope: Scope = Scope.SOURCE
    observation: Observation | None = None
    """What the verdict rests on; None for a look at the target."""
    seen_before: Evidence | None = None
    seen_now: Evidence | None = None


@dataclass(slots=True)
class Told:
    """What has to be written so that it gets said; incidents hold the newest version of each that changed."""

    incidents: dict[str, Incident] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)


def alerts_for(
    judged: Iterable[Judged], known: Iterable[Incident], speaks: Callable[[str], bool], now: datetime
) -> Told:
    """Turn judgements into incidents and notices.

    `known` are the incidents these links or their causes may belong to: open ones, and those closed lately.
    `speaks` says whether a kind of finding alerts at all, or is only listed in the digest.
    """
    desk = _Desk({incident.id: incident for incident in known}, speaks, now)
    for each in judged:
        desk.take(each)
    return desk.told


class _Desk:
    """Works through judgements one by one; later ones see the incidents that earlier ones opened."""

    def __init__(self, known: dict[str, Incident], speaks: Callable[[str], bool], now: datetime) -> None:
        self.known = known
        self.speaks = speaks
        self.now = now
        self.told = Told()

    def take(self, each: Judged) -> None:
        for change in each.verdict.changes:
            text = each.verdict.findings[0].text if each.verdict.findings else ""
            self.told.events.append(Event(self.now, each.after.channel, each.after.ref, change.value, text))
        changes = set(each.verdict.changes)
        if Change.LIVE in changes and each.before.standing.state is LinkState.PENDING:
            self._say_live(each.after)
        if Change.LOST in changes:
            self._lost(each)
        elif Change.WEAKENED in changes:
            self._weakened(each)
        elif changes & {Change.RECOVERED, Change.STRENGTHENED}:
            self._better(each)

    def _lost(self, each: Judged) -> None:
        findings = each.verdict.findings
        cause = f"{each.site}/lost"
        current = self._incident_of(each.after, {IncidentKind.WEAKENED})
        if current and current.members == (each.after.id,):
            worse = replace(current, kind=IncidentKind.LOST, cause=cause, findings=findings, after=each.seen_now)
            self._change(worse, _line(findings, "The link is lost."))
            return
        if current:
            self._leave(current, each.after, f"{each.after.ref} is lost now and has its own message.")
        self._open(each, IncidentKind.LOST, cause, findings)

    def _weakened(self, each: Judged) -> None:
        loud = tuple(finding for finding in each.verdict.findings if self.speaks(finding.kind))
        if not loud:
            return
        kind = IncidentKind.TARGET if each.scope is Scope.TARGET else IncidentKind.WEAKENED
        current = self._incident_of(each.after, {kind})
        if current and current.members == (each.after.id,):
            merged = {finding.kind: finding for finding in (*current.findings, *loud)}
            self._change(replace(current, findings=tuple(merged.values()), after=each.seen_now), _line(loud, ""))
        elif not current:
            place = each.after.target if kind is IncidentKind.TARGET else each.site
            self._open(each, kind, f"{place}/{loud[0].kind}", loud)

    def _better(self, each: Judged) -> None:
        kinds = {IncidentKind.TARGET} if each.scope is Scope.TARGET else {IncidentKind.LOST, IncidentKind.WEAKENED}
        current = self._incident_of(each.after, kinds)
        if current is None:
            return
        left = tuple(
            finding
            for finding in each.after.standing.open
            if each.scope.owns(finding.kind) and self.speaks(finding.kind)
        )
        if not left:
            self._leave(replace(current, after=each.seen_now or current.after), each.after, _back(current, each.after))
        elif current.members == (each.after.id,):
            self._change(replace(current, findings=left), f"Better: {_line(each.verdict.findings, '')}")

    def _open(self, each: Judged, kind: IncidentKind, cause: str, findings: tuple[Finding, ...]) -> None:
        link = each.after
        lately = self._find(lambda old: link.id in old.members and old.cause == cause and self._closed_lately(old))
        if lately:
            again = replace(
                lately,
                status=IncidentStatus.OPEN,
                closed_at=None,
                recovered=lately.recovered - {link.id},
                findings=findings,
            )
            self._change(again, f"{link.ref} again: {_line(findings, '')}", broadcast=True)
            return
        same = self._find(lambda old: self._joins(old, link, cause))
        if same:
            joined = replace(same, members=(*same.members, link.id), recovered=same.recovered - {link.id})
            self._change(joined, f"{link.ref} too: {_line(findings, '')}")
            return
        self._card(each, kind, cause, findings)

    def _card(self, each: Judged, kind: IncidentKind, cause: str, findings: tuple[Finding, ...]) -> None:
        link = each.after
        incident = Incident(
            id=f"{link.ref}-{kind}-{int(self.now.timestamp())}",
            channel=link.channel,
            kind=kind,
            subject=link.target if kind is IncidentKind.TARGET else link.ref,
            members=(link.id,),
            opened_at=self.now,
            cause=cause,
            findings=findings,
            before=each.seen_before,
            after=each.seen_now,
            log=(LogLine(self.now, _line(findings, "Something changed.")),),
        )
        self._keep(incident)
        quiet_until = link.standing.snoozed_until
        self.told.notices.append(
            Notice(
                key=f"{incident.id}/card",
                channel=link.channel,
                kind=NoticeKind.CARD,
                created_at=self.now,
                incident_id=incident.id,
                not_before=max(self.now + SETTLE, quiet_until) if quiet_until else self.now + SETTLE,
            )
        )

    def _leave(self, incident: Incident, link: Link, text: str) -> None:
        """A member is well again, or has moved on; with the last one the incident closes."""
        recovered = incident.recovered | {link.id}
        closed = set(incident.members) <= recovered
        self._change(
            replace(
                incident,
                recovered=recovered,
                status=IncidentStatus.RECOVERED if closed else incident.status,
                closed_at=self.now if closed else None,
            ),
            text,
        )

    def _change(self, incident: Incident, text: str, *, broadcast: bool = False) -> None:
        self.told.notices += changed(incident, self.now, text, broadcast=broadcast)
        self._keep(replace(incident, log=(*incident.log, LogLine(self.now, text))))

    def _keep(self, incident: Incident) -> None:
        self.known[incident.id] = incident
        self.told.incidents[incident.id] = incident

    def _say_live(self, link: Link) -> None:
        key = f"{link.ref}/live/{int(self.now.timestamp())}"
        text = f"{link.ref} is live now: the link was placed."
        self.told.notices.append(Notice(key, link.channel, NoticeKind.TEXT, self.now, text=text))

    def _incident_of(self, link: Link, kinds: set[IncidentKind]) -> Incident | None:
        return self._find(
            lambda old: (
                old.status.is_open and old.kind in kinds and link.id in old.members and link.id not in old.recovered
            )
        )

    def _joins(self, old: Incident, link: Link, cause: str) -> bool:
        lately = self.now - old.opened_at <= JOIN_WITHIN
        return old.status.is_open and lately and (old.channel, old.cause) == (link.channel, cause)

    def _closed_lately(self, old: Incident) -> bool:
        return old.closed_at is not None and self.now - old.closed_at <= REOPEN_WITHIN

    def _find(self, fits: Callable[[Incident], bool]) -> Incident | None:
        return next((incident for incident in self.known.values() if fits(incident)), None)


def changed(incident: Incident, now: datetime, text: str, *, broadcast: bool = False, by: str = "") -> list[Notice]:
    """The notices that tell a change of an incident: its card is edited and its thread gets a line.

    A snoozed incident is edited silently. `text` is the line that the caller adds to the log.
    """
    number = len(incident.log)
    edit = Notice(f"{incident.id}/edit/{number}", incident.channel, NoticeKind.EDIT, now, incident_id=incident.id)
    snoozed = incident.snoozed_until is not None and incident.snoozed_until > now
    if snoozed and not by:
        return [edit]
    reply = Notice(
        f"{incident.id}/reply/{number}",
        incident.channel,
        NoticeKind.REPLY,
        now,
        incident_id=incident.id,
        text=text,
        broadcast=broadcast,
    )
    return [edit, reply]


def _line(findings: tuple[Finding, ...], otherwise: str) -> str:
    return " ".join(finding.text for finding in findings) or otherwise


def _back(incident: Incident, link: Link) -> str:
    if incident.kind is IncidentKind.TARGET:
        return f"{link.ref}: our page is well again."
    return f"{link.ref} is back." if incident.kind is IncidentKind.LOST else f"{link.ref} is as agreed again."
