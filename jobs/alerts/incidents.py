"""What is worth saying after checks were judged: incidents, the notices that tell them, and the history (pure)."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from jobs.alerts import batches
from jobs.alerts.events import events_of
from jobs.alerts.notices import card_of, changed, ended_as, gathered_edit_of
from jobs.alerts.openings import first_seen, new_incident, proofs_of, with_member
from jobs.alerts.our_page_causes import JOIN_WITHIN, cause_of, page_cause
from jobs.alerts.wording import back, late, line, named, others, still_open, worse
from jobs.model.cause import LOST, REPLACED, Cause
from jobs.model.event import Event
from jobs.model.findings import Finding
from jobs.model.incident import Incident, IncidentKind, IncidentStatus, LogLine
from jobs.model.link import Link
from jobs.model.link_status import LinkState
from jobs.model.notice import Notice, NoticeKind
from jobs.model.notice_key import LateMembersKey, LiveKey
from jobs.model.verdict import Change, Evaluation, Scope
from jobs.rules import scope_of

REOPEN_WITHIN = timedelta(days=7)
"""A link that comes and goes is one incident."""
GROUP_WAIT = timedelta(seconds=20)
"""How long a new card waits for others of its cause, so that one cause is one message from the start."""
HEARD_WITHIN = timedelta(minutes=10)
"""What joins a message so soon after it was opened is heard with it."""
REPEAT_INTERVAL = timedelta(hours=6)
"""Links that join a message later than this after it was opened are told in its thread, once in so long."""
_ALL = frozenset(IncidentKind)
_OF_THE_PAGE = {IncidentKind.LOST, IncidentKind.REPLACED, IncidentKind.WEAKENED}


@dataclass(slots=True)
class AlertChanges:
    """What has to be written so that it gets said; incidents hold the newest version of each that changed."""

    incidents: dict[str, Incident] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)


def alerts_for(
    judged: Iterable[Evaluation], known: Iterable[Incident], speaks: Callable[[Finding], bool], now: datetime
) -> AlertChanges:
    """Turn judgements into incidents and notices.

    `known` are the incidents these links or their causes may belong to: open ones, and those closed lately.
    `speaks` says whether a finding alerts at all, or is only listed in the digest.
    """
    builder = _IncidentBuilder({incident.id: incident for incident in known}, speaks, now)
    for each in judged:
        builder.take(each)
    return builder.changes


def causes_of(each: Evaluation) -> set[str]:
    """The causes that what was judged may share with others: incidents of these are to be known."""
    kinds = {finding.kind for finding in each.verdict.findings}
    alone = {Cause(each.site, kind) for kind in kinds | {LOST, REPLACED}}
    if each.scope is Scope.TARGET:
        return {str(page_cause(each)), *map(str, alone)}
    came = each.after.imported
    return set(map(str, alone | {batches.cause_in(came.batch, kind) for kind in kinds} if came else alone))


class _IncidentBuilder:
    """Works through judgements one by one; later ones see the incidents that earlier ones opened."""

    def __init__(self, known: dict[str, Incident], speaks: Callable[[Finding], bool], now: datetime) -> None:
        self.known = known
        self.speaks = speaks
        self.now = now
        self.changes = AlertChanges()

    def take(self, each: Evaluation) -> None:
        self.changes.events += events_of(each.before, each.after, each.verdict, self.now)
        changes = set(each.verdict.changes)
        if Change.LIVE in changes and each.before.standing.state is LinkState.PENDING:
            self._say_live(each.after)
        if Change.LOST in changes:
            self._away(each, IncidentKind.LOST, LOST)
        if Change.REPLACED in changes:
            self._away(each, IncidentKind.REPLACED, REPLACED)
        if Change.WEAKENED in changes:
            self._weakened(each)
        if changes & {Change.RECOVERED, Change.STRENGTHENED}:
            self._better(each)
        self._wake(each.after)
        batch = self._batch_of(each.after)
        if batch and batches.concerns_batch(each):
            self._say(gathered_edit_of(batch, self.now))

    def _away(self, each: Evaluation, kind: IncidentKind, of: str) -> None:
        """The link is not where it was: what was told of it before grows into that."""
        findings = each.verdict.findings
        if findings and not any(self.speaks(finding) for finding in findings):
            return
        cause = Cause(each.site, of)
        milder = self._incidents_of(each.after, {IncidentKind.WEAKENED, IncidentKind.REPLACED} - {kind})
        own = next((old for old in milder if old.members == (each.after.id,)), None)
        if own:
            grown = replace(own, kind=kind, cause=str(cause), findings=findings, after=each.seen_now)
            grown = replace(grown, since=first_seen(each, self.now), proofs=each.after.proofs)
            self._change(grown, worse(each, kind, findings), broadcast=True)
        else:
            grown = self._open(each, kind, cause, findings, is_worse=bool(milder))
        for shared in milder:
            if shared is not own:
                now = "is lost now" if kind is IncidentKind.LOST else "has another page in its place now"
                self._give_over(shared, each.after, grown, now)

    def _weakened(self, each: Evaluation) -> None:
        """What is new is told in the link's own message; what others share with it, in theirs."""
        is_ours = each.scope is Scope.TARGET
        kind = IncidentKind.TARGET if is_ours else IncidentKind.WEAKENED
        current = self._incidents_of(each.after, {kind})
        known = {finding.kind for incident in current for finding in incident.findings}
        loud = tuple(f for f in each.verdict.findings if self.speaks(f) and f.kind not in known)
        alone = (each.after.id,)
        own = next((old for old in current if old.is_of_one_page or (not is_ours and old.members == alone)), None)
        if own and loud:
            more = replace(own, findings=(*own.findings, *loud), after=each.seen_now)
            self._change(more, f"{named(each)}, this too: {line(loud)}", broadcast=True)
        elif loud and (batch := self._batch_of(each.after)) and batches.is_first_trouble(each):
            self._tell_in(batch, each, loud)
        elif loud and is_ours:
            cause = cause_of(each, loud[0].kind, self.known.values(), self.now)
            told = self._open(each, kind, cause, loud)
            holds = {finding.kind for finding in each.after.standing.open}
            for old in current:
                if old is not told and not any(finding.kind in holds for finding in old.findings):
                    self._give_over(old, each.after, told, "has another trouble now")
        elif loud:
            self._open(each, kind, Cause(each.site, loud[0].kind), loud)

    def _tell_in(self, batch: Incident, each: Evaluation, findings: tuple[Finding, ...]) -> None:
        """Tell what a first look found in the message of all links that were added with this one."""
        cause = batches.cause_in(batch.subject, findings[0].kind)
        part = self._find(
            lambda old: (
                old.group == batch.id
                and old.cause == str(cause)
                and old.status.is_open
                and len(old.members) < batches.MOST_MEMBERS
            )
        )
        if part:
            self._keep(with_member(part, each, findings, self.now))
            return
        part = new_incident(each, IncidentKind.WEAKENED, cause, findings, self.now)
        self._keep(replace(part, group=batch.id, told_at=self.now))
        self._keep(batches.with_part(batch, part))

    def _better(self, each: Evaluation) -> None:
        """Some finding is mended: each message that told it hears of it."""
        kinds = {IncidentKind.TARGET} if each.scope is Scope.TARGET else _OF_THE_PAGE
        holds = {finding.kind for finding in each.after.standing.open if scope_of(finding.kind) is each.scope}
        for current in self._incidents_of(each.after, kinds):
            left = tuple(finding for finding in current.findings if finding.kind in holds)
            if not left:
                seen = replace(current, after=each.seen_now or current.after)
                self._leave(seen, each.after, back(current, each.after))
            elif len(left) < len(current.findings) and current.members == (each.after.id,):
                self._mended(current, left)
            elif current.is_of_one_page:
                was = {finding.kind for finding in each.before.standing.open} - holds
                self._mended(current, tuple(finding for finding in current.findings if finding.kind not in was))

    def _mended(self, incident: Incident, left: tuple[Finding, ...]) -> None:
        """Tell, once, that only these findings are left of those told."""
        mended = tuple(finding for finding in incident.findings if finding not in left)
        if mended:
            self._change(replace(incident, findings=left), f"Better. No longer so: {line(mended)}")

    def _wake(self, link: Link) -> None:
        """A snooze that is over is ended, and what is still open is said again, once."""
        for current in self._incidents_of(link, _ALL):
            if current.snoozed_until is not None and current.snoozed_until <= self.now:
                awake = replace(current, snoozed_until=None)
                self._change(awake, still_open(current), broadcast=True)

    def _open(
        self,
        each: Evaluation,
        kind: IncidentKind,
        cause: Cause,
        findings: tuple[Finding, ...],
        *,
        is_worse: bool = False,
    ) -> Incident:
        """Tell a trouble: in the message that told it of this link lately, in that of its cause, or in a new one.

        Gives the incident that tells it. `is_worse`: another one told something lesser of the link until now.
        """
        link = each.after
        lately = self._find(lambda old: self._tells(old, link, cause) and self._closed_lately(old))
        if lately:
            again = replace(
                with_member(lately, each, findings, self.now),
                status=IncidentStatus.OPEN,
                since=first_seen(each, self.now),
                closed_at=None,
                reopened_at=self.now,
                escalated_to="",
                snoozed_until=link.standing.snoozed_until,
                findings=findings,
                after=each.seen_now,
                proofs=proofs_of(each),
            )
            self._change(again, f"{named(each)} again: {line(findings)}", broadcast=True)
            return again
        same = self._find(lambda old: self._joins(old, link, cause))
        if same:
            return self._join(same, each, findings, is_worse=is_worse)
        return self._card(each, kind, cause, findings)

    def _join(self, incident: Incident, each: Evaluation, findings: tuple[Finding, ...], *, is_worse: bool) -> Incident:
        """One more of the same cause: the card counts it; of those that come late, the thread says so now and then.

        Of one that was told as something lesser, the channel hears it: an edit alone notifies nobody.
        """
        joined = with_member(incident, each, findings, self.now)
        self._gather(joined)
        if self.now - incident.opened_at > (HEARD_WITHIN if is_worse else REPEAT_INTERVAL):
            span = int(self.now.timestamp() // REPEAT_INTERVAL.total_seconds())
            text = late(incident, each, findings)
            key = str(LateMembersKey(incident.id, span))
            self._say(Notice(key, incident.channel, NoticeKind.REPLY, self.now, incident.id, text, is_worse))
        return joined

    def _card(self, each: Evaluation, kind: IncidentKind, cause: Cause, findings: tuple[Finding, ...]) -> Incident:
        incident = new_incident(each, kind, cause, findings, self.now)
        self._keep(incident)
        quiet_until = each.after.standing.snoozed_until
        soon = self.now + GROUP_WAIT
        self.changes.notices.append(card_of(incident, self.now, max(soon, quiet_until) if quiet_until else soon))
        return incident

    def _give_over(self, incident: Incident, link: Link, successor: Incident, now: str) -> None:
        """A member got worse, which another incident tells: this one has not recovered for that, and shows the way."""
        passed_on = replace(
            incident,
            worsened=incident.worsened | {link.id},
            lost=incident.lost | {link.id} if successor.kind is IncidentKind.LOST else incident.lost,
            successors=(*(old for old in incident.successors if old != successor.id), successor.id),
        )
        self._leave(passed_on, link, f"{link.ref} {now}, and told in another message.")
        self._gather(self.known[incident.id], GROUP_WAIT)

    def _leave(self, incident: Incident, link: Link, text: str) -> None:
        """A member has recovered, or has moved on; with the last one the incident closes."""
        left = replace(incident, recovered=incident.recovered | {link.id})
        if left.waiting:
            self._gather(left)
            return
        closed = replace(left, status=ended_as(left), closed_at=self.now)
        self._change(closed, f"{text}{others(closed)}")

    def _gather(self, incident: Incident, wait: timedelta = timedelta(0)) -> None:
        """Show the change of one of several in the card, together with others that come about then."""
        self._say(gathered_edit_of(incident, self.now, wait))
        self._keep(incident)

    def _say(self, notice: Notice) -> None:
        """Put a notice into the outbox, unless one of its key is there: that one says the same."""
        if all(known.key != notice.key for known in self.changes.notices):
            self.changes.notices.append(notice)

    def _change(self, incident: Incident, text: str, *, broadcast: bool = False) -> None:
        self.changes.notices += changed(incident, self.now, text, broadcast=broadcast)
        self._keep(replace(incident, log=(*incident.log, LogLine(self.now, text))))

    def _keep(self, incident: Incident) -> None:
        self.known[incident.id] = incident
        self.changes.incidents[incident.id] = incident

    def _say_live(self, link: Link) -> None:
        """Say that a link was placed; of one that was just added with others, in the thread of their message."""
        key = str(LiveKey(link.ref, int(self.now.timestamp())))
        text = f"{link.ref} is live now: the link was placed."
        batch = self._batch_of(link)
        kind, about = (NoticeKind.REPLY, batch.id) if batch else (NoticeKind.TEXT, "")
        self.changes.notices.append(Notice(key, link.channel, kind, self.now, about, text))

    def _batch_of(self, link: Link) -> Incident | None:
        """The incident whose message tells the first looks at the link, and those at all that came with it."""
        return self.known.get(batches.batch_of(link, self.now))

    def _incidents_of(self, link: Link, kinds: Collection[IncidentKind]) -> list[Incident]:
        """The open incidents that wait for this link to be well."""
        return [
            old
            for old in self.known.values()
            if old.status.is_open and old.kind in kinds and link.id in old.members and link.id not in old.recovered
        ]

    def _joins(self, old: Incident, link: Link, cause: Cause) -> bool:
        lately = self.now - old.opened_at <= JOIN_WITHIN and old.channel == link.channel and old.cause == str(cause)
        return old.status.is_open and (lately or self._tells(old, link, cause))

    def _tells(self, old: Incident, link: Link, cause: Cause) -> bool:
        """Whether it is, or was, about this very link, or about all that lead to its page of ours."""
        return (old.channel, old.cause) == (link.channel, str(cause)) and (old.is_of_one_page or link.id in old.members)

    def _closed_lately(self, old: Incident) -> bool:
        """What a person settled by accepting it is over: the next trouble is told as a first one."""
        if old.status is IncidentStatus.ACCEPTED:
            return False
        return old.closed_at is not None and self.now - old.closed_at <= REOPEN_WITHIN

    def _find(self, fits: Callable[[Incident], bool]) -> Incident | None:
        return next((incident for incident in self.known.values() if fits(incident)), None)
