"""What is worth saying of a partner page: it filled up, keeps doubtful company, or does so no more (pure)."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from jobs.alerts.events import NOTED
from jobs.alerts.incidents import AlertChanges
from jobs.alerts.notices import card_of, changed
from jobs.alerts.wording import line, still_open
from jobs.model.cause import Cause
from jobs.model.event import Event
from jobs.model.findings import Finding
from jobs.model.incident import Incident, IncidentKind, IncidentStatus, LogLine
from jobs.model.partner import Partner
from jobs.model.ref import parse_ref
from jobs.partners.outbound import CROWDED, PartnerCheck
from jobs.rules import link_moved_down, outbound_jump, outbound_over_limit, owner_changed
from jobs.units.english import joined
from jobs.web.urls import mask

_OVER = outbound_over_limit.KIND
_WAVERING = frozenset({link_moved_down.KIND, owner_changed.KIND})
"""Kinds that name a place among many links, or a title: another number there is no news."""
_AGAINST_BASELINE = frozenset({outbound_jump.KIND, link_moved_down.KIND, owner_changed.KIND})
"""Kinds that compare a page with its baseline."""
_LINK = re.compile(r"\bL-\d+\b")
_DIGITS = re.compile(r"\d+")


def partner_changes(
    check: PartnerCheck, open_incidents: Iterable[Incident], speaks: Callable[[Finding], bool], now: datetime
) -> AlertChanges:
    """The incident of a page of which something is told, or that grew far beyond that; its latest numbers; its end.

    `speaks` says whether a finding alerts at all; what is new and does not is noted for the digest.
    """
    changes, partner = AlertChanges(), check.partner
    loud = tuple(finding for finding in partner.findings if speaks(finding))
    news = tuple(finding for finding in loud if finding.kind in check.fresh)
    if quiet := tuple(each for each in partner.findings if each.kind in check.fresh and each not in loud):
        changes.events.append(Event(now, partner.channel, partner.ref, NOTED, line(quiet)))
    current = next((incident for incident in open_incidents if incident.subject == partner.ref), None)
    if current is not None:
        _continue(changes, current, check, news, now)
        return changes
    more = tuple(finding for finding in loud if finding.kind in CROWDED) if check.grew_from is not None else ()
    if first := news or more:
        incident = _opened(check, first, now)
        changes.incidents[incident.id] = incident
        changes.notices.append(card_of(incident, now))
        changes.events.append(_event(partner, first, incident.log[0].text, now))
    return changes


def _continue(
    changes: AlertChanges, current: Incident, check: PartnerCheck, news: tuple[Finding, ...], now: datetime
) -> None:
    """What has changed of what an incident tells; what is open still when its snooze is over is said again, once."""
    partner, snooze_is_over = check.partner, current.snoozed_until is not None and current.snoozed_until <= now
    known = {finding.kind for finding in current.findings}
    newest = tuple(each for each in partner.findings if each.kind in known or each in news)
    mended = tuple(old for old in current.findings if old.kind not in {each.kind for each in newest})
    added = tuple(finding for finding in news if finding.kind not in known)
    if mended or not newest:
        changes.events.append(_mended(check, mended, now))
    if not newest:
        ended = replace(current, status=_ended_as(check, mended), closed_at=now)
        _change(changes, ended, changes.events[-1].text, now)
        return
    if snooze_is_over:
        awake = replace(current, snoozed_until=None)
        _change(changes, awake, still_open(awake), now, broadcast=True)
        current = changes.incidents[current.id]
    after = replace(current, findings=newest)
    if added:
        changes.events.append(_event(partner, added, line(added), now))
        _change(changes, after, f"{_named(partner)}, this too: {line(added)}", now, broadcast=True)
    elif check.grew_from is not None:
        _change(changes, after, f"{_named(partner)}: {_said(check, newest)}", now, broadcast=True)
    elif mended:
        _change(changes, after, changes.events[-1].text, now)
    elif _facts(newest) != _facts(current.findings):
        _change(changes, after, line(newest), now)


def _facts(found: Iterable[Finding]) -> list[tuple[str, str, str]]:
    """What the page says and what was agreed, less what made it news once, and numbers that are no news."""
    return [
        (finding.kind, finding.was, _DIGITS.sub("", finding.now) if finding.kind in _WAVERING else finding.now)
        for finding in found
    ]


def _opened(check: PartnerCheck, found: tuple[Finding, ...], now: datetime) -> Incident:
    partner = check.partner
    return Incident(
        id=f"{partner.ref}-{IncidentKind.PARTNER_OVER_LIMIT}-{int(now.timestamp())}",
        channel=partner.channel,
        kind=IncidentKind.PARTNER_OVER_LIMIT,
        subject=partner.ref,
        members=(),
        opened_at=now,
        cause=str(Cause(partner.page_url, "outbound")),
        findings=found,
        log=(LogLine(now, _said(check, found)),),
    )


def _change(changes: AlertChanges, incident: Incident, text: str, now: datetime, *, broadcast: bool = False) -> None:
    changes.notices += changed(incident, now, text, broadcast=broadcast)
    changes.incidents[incident.id] = replace(incident, log=(*incident.log, LogLine(now, text)))


def _event(partner: Partner, found: tuple[Finding, ...], text: str, now: datetime) -> Event:
    """That a trouble began: one of too many links by its own name, any other by that of its kind."""
    kind = "over_limit" if found[0].kind == _OVER else found[0].kind
    return Event(now, partner.channel, partner.ref, kind, text)


def _ended_as(check: PartnerCheck, mended: tuple[Finding, ...]) -> IncidentStatus:
    """How its incident ends: as recovered only where the page itself is otherwise."""
    if any(not _not_held(check, each) for each in mended):
        return IncidentStatus.RECOVERED
    return IncidentStatus.ACCEPTED if check.is_rebased else IncidentStatus.STOPPED


def _not_held(check: PartnerCheck, finding: Finding) -> str:
    """Why a finding is held against the page no longer though the page is as it was; empty where it got better."""
    if check.is_rebased and finding.kind in _AGAINST_BASELINE:
        return "what stands there now was made its baseline"
    named = [ref for word in _LINK.findall(finding.was) if (ref := parse_ref(word))]
    if finding.kind == link_moved_down.KIND and named and not {ref.number for ref in named} & check.links:
        return f"{joined(map(str, named))} {'is' if len(named) == 1 else 'are'} tracked there no longer"
    return ""


def _mended(check: PartnerCheck, mended: tuple[Finding, ...], now: datetime) -> Event:
    partner = check.partner
    if why := [said for each in mended if (said := _not_held(check, each))]:
        if len(why) == len(mended):
            text = f"{partner.ref}: {why[0]}. Not held against the page any more: {line(mended)}"
            return Event(now, partner.channel, partner.ref, "not_held", text)
        mended = tuple(each for each in mended if not _not_held(check, each))
    kinds = {finding.kind for finding in mended}
    links = "link" if partner.outbound == 1 else "links"
    below = f"{partner.ref} is below its limit again: {partner.outbound} followed external {links}."
    others = tuple(finding for finding in mended if finding.kind != _OVER)
    first = below if _OVER in kinds else f"{partner.ref} is better."
    text = f"{first} No longer so: {line(others)}" if others else first
    return Event(now, partner.channel, partner.ref, "below_limit" if _OVER in kinds else "better", text)


def _named(partner: Partner) -> str:
    return f"{partner.ref}, {mask(partner.page_url)}"


def _said(check: PartnerCheck, found: tuple[Finding, ...]) -> str:
    """What was found, with how many links there were where they are far more by now."""
    if check.grew_from is None:
        return line(found)
    return f"{line(found)} There were {check.grew_from} links when this was last told."
