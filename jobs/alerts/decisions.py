"""What people do about links and their incidents (pure): each gives all that has to be written together.

Everything here sets a state and never toggles, so a click that arrives twice changes nothing the second time, and what
nobody changes is told in no thread and no history: then there is nothing to write. A line of the log that has a `by`
continues a sentence that begins with that person: "is on it."
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from jobs.alerts.edits import changes_of, in_words
from jobs.alerts.notices import changed, ended_as
from jobs.model.event import Event
from jobs.model.findings import Finding
from jobs.model.incident import Incident, IncidentStatus, LogLine
from jobs.model.link import Link
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.notice import Notice
from jobs.model.partner import Partner
from jobs.model.write import Write
from jobs.units.durations import format_duration
from jobs.verdicts.acceptance import LOST_BY_HAND, accept_link, clear_accepted_loss, is_accepted, revoke_acceptance
from jobs.verdicts.edits import seen_nowhere
from jobs.verdicts.state_machine import mark as mark_standing

_ACCEPTED = "accepted this as the new normal."
_MARKED = {LinkState.LIVE: "marked_live", LinkState.LOST: "marked_lost"}
"""The kinds of event for what a person said of a link that we cannot read."""
_MARKED_AS = {kind: state for state, kind in _MARKED.items()}
_MOST_NAMED = 20
"""Links that a line of a log names."""
MARKS = frozenset({"marked", *_MARKED.values()})
"""All of them, that with it as which both were first stored."""
SAME_DEED = timedelta(minutes=1)
"""A snooze asked for again within this time, for as long, is the one that holds already."""


def acknowledge(incident: Incident, by: str, now: datetime) -> Write | None:
    """Somebody is on it; None where they are already, or where nothing is left to do."""
    if incident.holder == by or not incident.status.is_open:
        return None
    return _written(now, by, [(incident, replace(incident, holder=by), "is on it.")])


def unassign(incident: Incident, by: str, now: datetime) -> Write | None:
    """Whoever is on it is no longer; None where it is somebody else, or where nothing is left to do."""
    if incident.holder != by or not incident.status.is_open:
        return None
    return _written(now, by, [(incident, replace(incident, holder=""), "is no longer on it.")])


def assign(incident: Incident, whom: str, by: str, now: datetime) -> Write | None:
    """Somebody shall see to it; None where they do already, or where nothing is left to do."""
    if whom == by:
        return acknowledge(incident, by, now)
    if incident.holder == whom or not incident.status.is_open:
        return None
    line = LogLine(now, "assigned this to", by, whom)
    handed = replace(incident, holder=whom, log=(*incident.log, line))
    return Write(incidents=(handed,), notices=tuple(changed(incident, now, line.text, by=by)))


def snooze(
    links: Sequence[Link], incidents: Sequence[Incident], wait: timedelta, by: str, now: datetime
) -> Write | None:
    """Say nothing more about these for that long; the checks go on. None where they are snoozed so already."""
    text, until = f"snoozed this for {format_duration(wait)}.", now + wait
    loud = [old for old in incidents if old.status.is_open and not is_snoozed_so(old.snoozed_until, until)]
    heard = [link for link in links if not is_snoozed_so(link.standing.snoozed_until, until)]
    quiet = [(old, replace(old, snoozed_until=until), text) for old in loud]
    hushed = [_with(link, snoozed_until=until) for link in heard]
    return _if_any(_written(now, by, quiet, hushed, _events(heard, "snoozed", text, by, now)))


def is_snoozed_so(already: datetime | None, until: datetime) -> bool:
    """Whether a snooze that ends `already` is the one asked for, until `until`: a button pressed twice, say."""
    return already is not None and abs(until - already) < SAME_DEED


def unsnooze(links: Sequence[Link], incidents: Sequence[Incident], by: str, now: datetime) -> Write | None:
    """Speak again of these; None where none is snoozed."""
    text = "ended the snooze."
    loud = [(old, replace(old, snoozed_until=None), text) for old in incidents if old.snoozed_until]
    quiet = [link for link in links if link.standing.snoozed_until]
    heard = [_with(link, snoozed_until=None) for link in quiet]
    return _if_any(_written(now, by, loud, heard, _events(quiet, "unsnoozed", text, by, now)))


def accept(links: Sequence[Link], incidents: Sequence[Incident], by: str, now: datetime) -> Write | None:
    """Call what was found the new normal: it is not told again as long as it stays as it is.

    An incident that others wait for goes on without these. None where nothing was found that is not accepted already.
    """
    still_open = [old for old in incidents if old.status.is_open]
    agreed = [(link, accept_link(link, _kinds(still_open, link), by, now)) for link in links]
    fresh = [(old, new) for old, new in agreed if new != old]
    settled = [(old, _settled(old, links, now), _accepted_text(old, links)) for old in still_open]
    events = _events([old for old, _ in fresh], "accepted", _ACCEPTED, by, now)
    return _if_any(_written(now, by, settled, [new for _, new in fresh], events))


def unaccept(links: Sequence[Link], incidents: Sequence[Incident], by: str, now: datetime) -> Write | None:
    """Take back what was accepted of these links: what was told of them is open again.

    `incidents` are all that these links are in, closed ones too. None where nothing is accepted.
    """
    text = "took the acceptance back."
    accepted = [link for link in links if link.expected.accepted]
    told = [(old, here) for old in incidents if (here := [link for link in accepted if _was_accepted_in(old, link)])]
    back = [revoke_acceptance(link, _found_in([old for old, here in told if link in here]), now) for link in accepted]
    reopened = [(old, _reopened(old, here, now), text) for old, here in told]
    return _if_any(_written(now, by, reopened, back, _events(accepted, "unaccepted", text, by, now)))


def is_acceptable(tracked: Link | Partner, incidents: Sequence[Incident]) -> bool:
    """Whether anything was found that could be called the new normal; `incidents` are the open ones about it."""
    own = isinstance(tracked, Link) and (tracked.standing.open or tracked.standing.unproven)
    return bool(incidents or own)


def waits_for_snooze(tracked: Link | Partner, incidents: Sequence[Incident], now: datetime) -> bool:
    """Whether it, or anything open about it, waits for the end of a snooze."""
    own = isinstance(tracked, Link) and tracked.standing.is_snoozed(now)
    return own or any(incident.is_snoozed(now) for incident in incidents)


def accept_partner(
    partner: Partner, domains: Iterable[str], incidents: Sequence[Incident], by: str, now: datetime
) -> Write | None:
    """Call a partner page's outbound links the new normal: `domains` become its baseline; None where they are it."""
    text = "accepted these outbound links as the new normal."
    domains = frozenset(domains)
    closed = [(old, _closed(old, IncidentStatus.ACCEPTED, now), text) for old in incidents if old.status.is_open]
    if not closed and domains == partner.baseline:
        return None
    written = _written(now, by, closed, events=_events([partner], "accepted", text, by, now))
    known = partner.with_baseline(domains, partner.outbound or 0, now, by)
    return replace(written, partners=(replace(known, heard_outbound=partner.outbound),))


def stop(
    links: Sequence[Link], partners: Sequence[Partner], incidents: Sequence[Incident], by: str, now: datetime
) -> Write:
    """Track these no longer. An incident with other links in it goes on without these."""
    gone = {link.id for link in links}
    left = [(old, _left(old, gone, now), _stopped_text(old, links)) for old in incidents if old.status.is_open]
    tracked: list[Link | Partner] = [*links, *partners]
    events = [Event(now, each.channel, each.ref, "removed", each.page_url, by) for each in tracked]
    written = _written(now, by, left, events=events)
    return replace(written, remove_links=tuple(gone), remove_partners=tuple(partner.id for partner in partners))


def move(before: Link, after: Link, incidents: Sequence[Incident], by: str, now: datetime) -> Write:
    """The link is expected on another page, or to lead elsewhere. An incident with other links goes on without it."""
    text = f"expects {before.ref} elsewhere from now on."
    left = [(old, _left(old, {before.id}, now), text) for old in incidents if old.status.is_open]
    event = Event(now, before.channel, before.ref, "edited", in_words(changes_of(before, after)), by)
    return _written(now, by, left, [seen_nowhere(after, now)], [event])


def mark(link: Link, incidents: Sequence[Incident], by: str, now: datetime, *, live: bool) -> Write | None:
    """A person says what we cannot read; `live` closes what was open about the link alone.

    None where they said so just now.
    """
    if _is_marked_so(link.standing, by, now, live=live):
        return None
    text = f"marked {link.ref} as {'live' if live else 'lost'}."
    marked = replace(link, standing=mark_standing(link.standing, live=live, by=by, now=now))
    marked = clear_accepted_loss(marked) if live else marked
    healed = [old for old in incidents if live and old.status.is_open]
    better = [(old, _left(old, {link.id}, now, ended_as(old)), text) for old in healed]
    return _written(now, by, better, [marked], _events([link], _MARKED[marked.standing.state], text, by, now))


def marked_as(event: Event) -> LinkState | None:
    """What a person said of a link that we cannot read, by an event; None where the event tells something else."""
    if event.kind == "marked":  # as it was first stored: there the sentence alone tells which
        return LinkState.LIVE if event.text.endswith(" live.") else LinkState.LOST
    return _MARKED_AS.get(event.kind)


def _is_marked_so(standing: LinkStatus, by: str, now: datetime, *, live: bool) -> bool:
    wanted = LinkState.LIVE if live else LinkState.LOST
    lately = standing.marked_at is not None and now - standing.marked_at < SAME_DEED
    return lately and (standing.state, standing.marked_by) == (wanted, by)


_Change = tuple[Incident, Incident, str]
"""An incident before and after, and the line for its log."""


def _written(
    now: datetime, by: str, changes: Sequence[_Change], links: Sequence[Link] = (), events: Sequence[Event] = ()
) -> Write:
    notices: list[Notice] = []
    for before, _, text in changes:
        notices += changed(before, now, text, by=by)
    logged = [replace(after, log=(*before.log, LogLine(now, text, by))) for before, after, text in changes]
    return Write(links=tuple(links), incidents=tuple(logged), notices=tuple(notices), events=tuple(events))


def _if_any(write: Write) -> Write | None:
    """What is written, if anything is."""
    return write if write.links or write.incidents else None


def _events(tracked: Sequence[Link | Partner], kind: str, text: str, by: str, now: datetime) -> list[Event]:
    return [Event(now, each.channel, each.ref, kind, text, by) for each in tracked]


def _with(link: Link, *, snoozed_until: datetime | None) -> Link:
    return replace(link, standing=replace(link.standing, snoozed_until=snoozed_until))


def _closed(incident: Incident, status: IncidentStatus, now: datetime) -> Incident:
    return replace(incident, status=status, closed_at=now)


def _left(
    incident: Incident, gone: set[int], now: datetime, status: IncidentStatus = IncidentStatus.STOPPED
) -> Incident:
    recovered = incident.recovered | (gone & set(incident.members))
    smaller = replace(incident, recovered=recovered)
    return _closed(smaller, status, now) if set(incident.members) <= recovered else smaller


def _stopped_text(incident: Incident, links: Sequence[Link]) -> str:
    named = _named([link for link in links if link.id in incident.members]) or incident.subject
    return f"stopped tracking {named}."


def _settled(incident: Incident, links: Sequence[Link], now: datetime) -> Incident:
    """The incident without those of its links whose trouble is accepted; with the last of them it closes."""
    chosen = incident.waiting & {link.id for link in links}
    if chosen == incident.waiting:
        return _closed(incident, IncidentStatus.ACCEPTED, now)
    return replace(incident, recovered=incident.recovered | chosen, accepted=incident.accepted | chosen)


def _accepted_text(incident: Incident, links: Sequence[Link]) -> str:
    chosen = [link for link in links if link.id in incident.waiting]
    if len(chosen) == len(incident.waiting):
        return _ACCEPTED
    return f"accepted {_named(chosen)} as the new normal."


def _named(links: Sequence[Link]) -> str:
    more = f" and {len(links) - _MOST_NAMED} more" if len(links) > _MOST_NAMED else ""
    return ", ".join(link.ref for link in links[:_MOST_NAMED]) + more


def _was_accepted_in(incident: Incident, link: Link) -> bool:
    """Whether the link's present acceptances were made when somebody accepted it in this incident."""
    settled = link.id in incident.accepted or incident.status is IncidentStatus.ACCEPTED
    then = {old.at for old in link.expected.accepted}
    return link.id in incident.members and settled and any(line.by and line.at in then for line in incident.log)


def _reopened(incident: Incident, links: Sequence[Link], now: datetime) -> Incident:
    """The incident open again for these links; the others that it was closed with stay accepted."""
    back = {link.id for link in links}
    settled = frozenset(incident.members) if incident.closed_at else incident.recovered
    also = settled - incident.recovered
    return replace(
        incident,
        status=IncidentStatus.OPEN,
        closed_at=None,
        reopened_at=now,
        escalated_to="",
        recovered=settled - back,
        accepted=(incident.accepted | also) - back,
    )


def _found_in(incidents: Sequence[Incident]) -> tuple[Finding, ...]:
    return tuple(finding for old in incidents for finding in old.findings)


def _kinds(incidents: Sequence[Incident], link: Link) -> tuple[Finding, ...]:
    """What is told of the link: of what several share, what it has itself."""
    own = (*link.standing.open, *link.standing.unproven)
    found = _found_in([old for old in incidents if link.id in old.members])
    kinds = {finding.kind for finding in found}
    return tuple(finding for finding in own if finding.kind in kinds) or found or own or _by_hand(link)


def _by_hand(link: Link) -> tuple[Finding, ...]:
    """Of a link that a person alone called lost: that it is gone."""
    is_told = link.standing.state is LinkState.LOST and link.standing.marked_by and not is_accepted(link)
    return (LOST_BY_HAND,) if is_told else ()
