"""What is worth saying of a deal that is not as it was: a breach, its end, and that the deal ends soon (pure)."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from jobs.alerts.incidents import REOPEN_WITHIN, AlertChanges
from jobs.alerts.notices import card_of, changed
from jobs.alerts.wording import still_open
from jobs.exchanges.timing import reminder_due
from jobs.exchanges.wording import breach, ending, named
from jobs.exchanges.wording import changed as how_it_stands
from jobs.model.cause import Cause
from jobs.model.event import Event
from jobs.model.exchange import Exchange
from jobs.model.findings import Finding
from jobs.model.incident import Incident, IncidentKind, IncidentStatus, LogLine

Speaks = Callable[[Finding], bool]
"""Whether a finding alerts at all."""


def exchange_changes(
    before: Exchange, after: Exchange, known: Iterable[Incident], speaks: Speaks, now: datetime
) -> AlertChanges:
    """Turn what became of a deal into incidents and notices; `known` are those about it, the closed ones too."""
    teller = _Teller(before, after, list(known), speaks, now)
    teller.tell_state()
    teller.tell_breach()
    teller.tell_end()
    teller.wake()
    return teller.changes


class _Teller:
    """Works through what may have changed; later steps see what earlier ones wrote."""

    def __init__(self, before: Exchange, after: Exchange, known: list[Incident], speaks: Speaks, now: datetime) -> None:
        self.before, self.after, self.speaks, self.now = before, after, speaks, now
        self.known = known
        self.changes = AlertChanges()

    def tell_state(self) -> None:
        """The history has each state that the deal came into."""
        after = self.after
        if after.state is not self.before.state:
            event = Event(self.now, after.channel, after.ref, after.state.value, how_it_stands(after), after.ended_by)
            self.changes.events.append(event)

    def tell_breach(self) -> None:
        """A new breach is told, one more in the same deal is heard, and the end of all closes the message."""
        current = self._open(IncidentKind.BREACH)
        if not self.after.state.is_breach:
            if current:
                self._close(current, f"{named(self.after)}: {how_it_stands(self.after)}")
            return
        found = breach(self.after, self.now)
        more = {leg.link for leg in self.after.legs if leg.is_declared}
        more -= {leg.link for leg in self.before.legs if leg.is_declared}
        if more and not current and self.speaks(found):
            self._begin(found)
        elif current and (more or self.after.state is not self.before.state):
            changed_now = replace(current, findings=(found,))
            self._change(changed_now, f"{named(self.after)}: {found.text}", broadcast=bool(more))

    def tell_end(self) -> None:
        """Reminders before the deal ends, each once, in one message that is closed when the end has come or moved."""
        current = self._open(IncidentKind.EXPIRING)
        moved = self.after.until != self.before.until
        if current and (self.after.state.is_over or moved):
            how = "Another end was agreed." if moved else how_it_stands(self.after)
            self._close(current, f"{named(self.after)}: {how}")
            current = None
        found = ending(self.after, self.now)
        if reminder_due(self.after, self.now) is None or not self.speaks(found):
            return
        if current:
            self._change(replace(current, findings=(found,)), found.text, broadcast=True)
        else:
            self._card(IncidentKind.EXPIRING, found)

    def wake(self) -> None:
        """A snooze that is over is ended, and what is still open is said again, once."""
        for kind in (IncidentKind.BREACH, IncidentKind.EXPIRING):
            current = self._open(kind)
            if current and current.snoozed_until is not None and current.snoozed_until <= self.now:
                self._change(replace(current, snoozed_until=None), still_open(current), broadcast=True)

    def _begin(self, found: Finding) -> None:
        """What was mended lately and is broken again is told where it was told before."""
        old = next((each for each in self.known if self._ended_lately(each)), None)
        if old is None:
            self._card(IncidentKind.BREACH, found)
            return
        again = replace(
            old,
            status=IncidentStatus.OPEN,
            closed_at=None,
            reopened_at=self.now,
            escalated_to="",
            findings=(found,),
            since=self.after.broken_since,
        )
        self._change(again, f"{named(self.after)}, again: {found.text}", broadcast=True)

    def _card(self, kind: IncidentKind, found: Finding) -> None:
        deal = self.after
        incident = Incident(
            id=f"{deal.ref}-{kind}-{int(self.now.timestamp())}",
            channel=deal.channel,
            kind=kind,
            subject=deal.ref,
            members=(),
            opened_at=self.now,
            since=deal.broken_since if kind is IncidentKind.BREACH else None,
            cause=str(Cause(deal.ref, kind.value)),
            findings=(found,),
            log=(LogLine(self.now, found.text),),
        )
        self._keep(incident)
        self.changes.notices.append(card_of(incident, self.now))

    def _close(self, incident: Incident, text: str) -> None:
        status = IncidentStatus.ENDED if self.after.state.is_over else IncidentStatus.RECOVERED
        self._change(replace(incident, status=status, closed_at=self.now), text)

    def _change(self, incident: Incident, text: str, *, broadcast: bool = False) -> None:
        self.changes.notices += changed(incident, self.now, text, broadcast=broadcast)
        self._keep(replace(incident, log=(*incident.log, LogLine(self.now, text, self.after.ended_by))))

    def _keep(self, incident: Incident) -> None:
        self.known = [*(each for each in self.known if each.id != incident.id), incident]
        self.changes.incidents[incident.id] = incident

    def _open(self, kind: IncidentKind) -> Incident | None:
        return next((each for each in self.known if each.kind is kind and each.status.is_open), None)

    def _ended_lately(self, old: Incident) -> bool:
        is_recovered = old.kind is IncidentKind.BREACH and old.status is IncidentStatus.RECOVERED
        return is_recovered and old.closed_at is not None and self.now - old.closed_at <= REOPEN_WITHIN
