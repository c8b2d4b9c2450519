"""What is worth saying of a partner page: it filled up, or emptied again (pure)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from jobs.alerts.incidents import AlertChanges
from jobs.alerts.notices import card_of, changed
from jobs.alerts.wording import EDITED
from jobs.model.cause import Cause
from jobs.model.event import Event
from jobs.model.findings import Finding, Severity
from jobs.model.incident import Incident, IncidentKind, IncidentStatus, LogLine
from jobs.partners.outbound import PartnerCheck
from jobs.rules import outbound_jump, outbound_over_limit
from jobs.web.urls import mask


def partner_changes(look: PartnerCheck, open_incidents: Iterable[Incident], now: datetime) -> AlertChanges:
    """The incident of a page that passed its limit, or grew far beyond its last alert; its latest numbers; its end."""
    told = AlertChanges()
    partner, grew = look.partner, look.grew_from is not None
    current = next((incident for incident in open_incidents if incident.subject == partner.ref), None)
    if current is None and (look.passed or grew):
        incident = _opened(look, now)
        told.incidents[incident.id] = incident
        told.notices.append(card_of(incident, now))
        told.events.append(Event(now, partner.channel, partner.ref, "over_limit", incident.log[0].text))
    elif current is not None and look.fell_back:
        links = "link" if partner.outbound == 1 else "links"
        text = f"{partner.ref} is below its limit again: {partner.outbound} followed external {links}."
        _change(told, replace(current, status=IncidentStatus.RECOVERED, closed_at=now), text, now)
        told.events.append(Event(now, partner.channel, partner.ref, "below_limit", text))
    elif current is not None and (_facts(newest := _findings(look)) != _facts(current.findings) or grew):
        text = f"{partner.ref}, {mask(partner.page_url)}: {_said(look)}" if grew else _counted(look)
        _change(told, replace(current, findings=newest), text, now, broadcast=grew)
    return told


def _facts(found: Iterable[Finding]) -> list[tuple[str, str]]:
    """What the page says, less what made it news once."""
    return [(finding.kind, finding.now) for finding in found]


def _opened(look: PartnerCheck, now: datetime) -> Incident:
    partner = look.partner
    return Incident(
        id=f"{partner.ref}-{IncidentKind.PARTNER_OVER_LIMIT}-{int(now.timestamp())}",
        channel=partner.channel,
        kind=IncidentKind.PARTNER_OVER_LIMIT,
        subject=partner.ref,
        members=(),
        opened_at=now,
        cause=str(Cause(partner.page_url, "outbound")),
        findings=_findings(look),
        log=(LogLine(now, _said(look)),),
    )


def _change(told: AlertChanges, incident: Incident, text: str, now: datetime, *, broadcast: bool = False) -> None:
    told.notices += changed(incident, now, text, broadcast=broadcast)
    told.incidents[incident.id] = replace(incident, log=(*incident.log, LogLine(now, text)))


def _findings(look: PartnerCheck) -> tuple[Finding, ...]:
    partner = look.partner
    over = Finding(
        outbound_over_limit.KIND,
        Severity.WEAKENED,
        _counted(look),
        edited=look.was_over,
        was=f"at most {partner.max_outbound}",
        now=str(partner.outbound),
    )
    if not look.new_domains:
        return (over,)
    count = len(look.new_domains)
    words = "external domain is" if count == 1 else "external domains are"
    text = f"{count} {words} new since the first check."
    return over, Finding(outbound_jump.KIND, Severity.WEAKENED, text, now=", ".join(look.new_domains))


def _said(look: PartnerCheck) -> str:
    """How many links there are, with what makes that news."""
    if look.grew_from is not None:
        return f"{_counted(look)} There were {look.grew_from} when this was last told."
    if look.was_over:
        return f"{_counted(look)} {EDITED}"
    return _counted(look)


def _counted(look: PartnerCheck) -> str:
    partner = look.partner
    return f"{partner.outbound} followed external links; the limit is {partner.max_outbound}."
