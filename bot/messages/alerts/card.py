"""An incident's message, as it stands now: open, held, snoozed, or closed."""

from collections.abc import Sequence
from datetime import datetime

from bot.messages.alerts.deals import deal_body
from bot.messages.alerts.pages import first_page
from bot.messages.answers.page_lines import new_domain_lines
from bot.messages.answers.terms import group_terms, incident_terms, owed_words
from bot.messages.kit import text, wording
from bot.messages.kit.blocks import (
    Block,
    Message,
    Part,
    button,
    context,
    foreign,
    header,
    line,
    plain_context,
    quote,
    rich,
    strong,
    table,
    web_link,
)
from bot.messages.kit.controls import SEE_ALL, buttons, incident_controls, undo
from bot.messages.kit.text import Mrkdwn
from jobs.alerts.proved import proved
from jobs.alerts.wording import EDITED
from jobs.model.case import Case
from jobs.model.findings import Finding
from jobs.model.incident import Incident, IncidentKind, IncidentStatus
from jobs.model.link import Link
from jobs.model.partner import equity_share
from jobs.model.proving_check import ProvingCheck
from jobs.rules import outbound_jump, outbound_over_limit, title

_MOST_ROWS = 10
_MOST_FINDINGS = 5


_AWAY = frozenset({IncidentKind.LOST, IncidentKind.REPLACED})


def card(case: Case, now: datetime) -> Message:
    """The message of an incident."""
    incident = case.incident
    head = wording.headline(incident)
    body = _body(case, now)
    controls = [] if incident.kind is IncidentKind.STORM else _controls(case)
    blocks = (header(f"{head}: {_whom(case)}" if _whom(case) else head), *body, context(status_line(incident, now)))
    return Message(_fallback(case, head, now), (*blocks, *controls))


def _body(case: Case, now: datetime) -> list[Block]:
    match case.incident.kind:
        case IncidentKind.STORM:
            return [_storm(case.incident)]
        case IncidentKind.PARTNER_OVER_LIMIT:
            return _partner(case)
        case IncidentKind.BREACH | IncidentKind.EXPIRING:
            return deal_body(case, now)
    if len(case.incident.members) > 1:
        return _group(case, now)
    return _single(case, now)


def _whom(case: Case) -> str:
    return "" if case.incident.kind is IncidentKind.STORM else text.clean(_name(case.incident), 80)


def _name(incident: Incident) -> str:
    return incident.site if len(incident.members) > 1 else incident.label


def _single(case: Case, now: datetime) -> list[Block]:
    incident = case.incident
    where = [line(*_places(link), *_answer(incident)) for link in case.links[:1]]
    where += [said for link in case.links[:1] for said in incident_terms(link, incident, now)]
    blocks = [rich(*where)] if where else []
    blocks.append(rich(*[part for finding in incident.findings[:_MOST_FINDINGS] for part in _told(finding, incident)]))
    blocks += [*_proved(incident, [incident.proofs]), *_around(incident)]
    return [*[block for block in blocks if block["elements"]], *_why(incident)]


def _places(link: Link) -> list[Part]:
    owner: list[Part] = ["\n", strong("Owner "), {"type": "user", "user_id": link.owner}] if _has_owner(link) else []
    return [strong("Page "), web_link(link.page_url), "\n", strong("Should link to "), web_link(link.target), *owner]


def _answer(incident: Incident) -> list[Part]:
    if incident.after is None or incident.after.status is None:
        return []
    return ["\n", strong("Answer "), wording.status(incident.after.status)]


def _has_owner(link: Link) -> bool:
    return text.is_person(link.owner)


def _told(finding: Finding, incident: Incident) -> list[Block]:
    """The finding while it holds, and one line of it for the record afterwards."""
    if not incident.status.is_open:
        return [line(strong("It was about: "), foreign(f"{title(finding.kind)}. {finding.text}", 500))]
    return _finding(finding, was="Was" if incident.before else "Expected")


def _finding(finding: Finding, was: str = "Was") -> list[Block]:
    """The rule's title and sentence, then what is now and what it differs from; `was` says whether that was seen."""
    said = [_sentence(finding)]
    if finding.agreed:
        said.append(line("Agreed: ", foreign(finding.agreed), " · found: ", foreign(finding.now)))
    elif finding.was:
        said.append(line(f"{was}: ", foreign(finding.was), " · now: ", foreign(finding.now)))
    return [*said, *([line(EDITED)] if finding.edited else [])]


def _sentence(finding: Finding) -> Block:
    return line(strong(f"{title(finding.kind)}. "), foreign(finding.text, 500))


def _proved(incident: Incident, proofs: Sequence[tuple[ProvingCheck, ...]]) -> list[Block]:
    """How it was proved that a link is away, while it is open."""
    is_away = incident.kind in _AWAY and incident.status.is_open
    words = proved(proofs) if is_away else ""
    return [rich(line(strong("Proved: "), words))] if words else []


def _around(incident: Incident) -> list[Block]:
    """The words around the link, as they were and as they are."""
    before, now = incident.before.text if incident.before else "", _what_reads_otherwise_now(incident)
    is_away = incident.kind in _AWAY and incident.status is not IncidentStatus.RECOVERED
    shown = [(("It was here" if is_away else "Before" if now else "Where it stands"), before)] if before else []
    shown += [("Now", now)] if now else []
    blocks = [block for name, said in shown for block in (line(strong(name)), quote(foreign(said, 450)))]
    return [rich(*blocks)] if blocks else []


def _what_reads_otherwise_now(incident: Incident) -> str:
    """What is there now, where that is worth showing beside what was; else nothing."""
    if incident.after is None or incident.status is IncidentStatus.STOPPED:
        return ""
    before = incident.before.text if incident.before else ""
    return incident.after.text if incident.after.text != before else ""


def _why(incident: Incident) -> list[Block]:
    if not incident.findings or not incident.status.is_open:
        return []
    kind = incident.findings[0].kind
    words = " ".join(filter(None, (wording.means(kind), wording.todo(kind))))
    return [plain_context(f"Why this alert: {words}")] if words else []


def _group(case: Case, now: datetime) -> list[Block]:
    """One cause, several links: a table of the first ten."""
    incident = case.incident
    kinds = ", ".join(dict.fromkeys(title(finding.kind) for finding in incident.findings))
    accepted, well, of = len(incident.accepted), len(incident.well), len(incident.members)
    worse, lost = len(incident.worsened), len(incident.lost)
    words = "Several links on one site have the same problem, so this is one message"
    state = f"{well} of {of} recovered. " if well else ""
    state += f"{accepted} of {of} accepted. " if accepted else ""
    state += f"{lost} of {of} got lost since. " if lost else ""
    state += f"{worse - lost} of {of} replaced." if worse > lost else ""
    rows = [_row(link, incident, now) for link in case.links[:_MOST_ROWS]]
    listed = [table([("Link", "Page", "Should link to", "Now"), *rows])] if rows else []
    more = len(case.links) - _MOST_ROWS
    return [
        rich(line(words, *([": ", strong(kinds)] if kinds else []), f". {state}")),
        *listed,
        *([context(text.escape(f"{more} more: See all."))] if more > 0 else []),
        *_proved(incident, [link.proofs for link in case.links if link.id in incident.waiting]),
        *_successors(case),
        *group_terms(case.links, incident),
        *_why(incident),
    ]


def _row(link: Link, incident: Incident, now: datetime) -> tuple[str, str, str, str]:
    left = wording.left_as(link, incident)
    state = left or wording.brief_state(link, now)
    return link.ref, text.shown_url(link.page_url, 60), text.shown_url(link.target, 40), state


def _successors(case: Case) -> list[Block]:
    """The way to the messages that tell of those that got lost."""
    told = [(f"{wording.headline(each.incident)}: {_name(each.incident)}", each.address) for each in case.successors]
    lines = [line(strong("Now told in "), web_link(address, words=words)) for words, address in told]
    return [rich(*lines)] if lines else []


def _partner(case: Case) -> list[Block]:
    """Limit, count, the new domains by name, and what a link there still gets."""
    partner, incident = case.partner, case.incident
    findings = [part for finding in incident.findings[:_MOST_FINDINGS] for part in _told_of_page(finding, incident)]
    if partner is None:
        return [rich(*findings)] if findings else []
    count = partner.outbound or 0
    out = text.several(count, "followed link to another site", "followed links to other sites")
    said = {finding.kind for finding in incident.findings} if incident.status.is_open else set()
    counted = [] if outbound_over_limit.KIND in said else [line(f"It has {out}; the limit is {partner.max_outbound}.")]
    new = [] if outbound_jump.KIND in said else new_domain_lines(partner, case.page)
    share = f"{equity_share(count):.2%}".replace("%", " %")
    thumb = context(text.escape(f"Share per link: {share}, by our rule of thumb 0.85 / links."))
    where = line(strong("Page "), web_link(partner.page_url))
    return [rich(where, *findings, *counted, *new), thumb, *_why(incident)]


def _told_of_page(finding: Finding, incident: Incident) -> list[Block]:
    """The same of a partner page; how many links it may have and has, the sentence says."""
    if not incident.status.is_open:
        return _told(finding, incident)
    return [_sentence(finding), *([line(EDITED)] if finding.edited else [])]


def _storm(incident: Incident) -> Block:
    said = incident.findings[0].text if incident.findings else incident.log[-1].text if incident.log else ""
    quiet = "Alerts are held until the checks are normal again; nothing is called lost meanwhile."
    return rich(line(foreign(said, 500), " ", quiet if incident.status.is_open else "Alerts are sent again."))


def status_line(incident: Incident, now: datetime) -> Mrkdwn:
    """Since when, who is on it, until when it is quiet, or how it ended."""
    parts = [text.join(["since ", text.when(incident.began_at)])]
    if incident.holder and incident.status.is_open:
        parts.append(text.join([text.person(incident.holder), " is on it"]))
    if incident.status.is_open and incident.snoozed_until and incident.is_snoozed(now):
        parts.append(text.join(["snoozed until ", text.when(incident.snoozed_until)]))
    if incident.closed_at:
        parts.append(text.join([f"{incident.status} ", text.when(incident.closed_at), *_by_whom(incident)]))
    return text.join(parts, " · ")


def _by_whom(incident: Incident) -> list[str]:
    last = incident.log[-1].by if incident.log else ""
    return [" by ", text.person(last)] if last and incident.status is not IncidentStatus.RECOVERED else []


def _controls(case: Case) -> list[Block]:
    """What can be done; of a closed one, to take back its acceptance, and to see what the table has no room for."""
    incident = case.incident
    see_all = [button("See all", SEE_ALL, incident.id)] if len(incident.members) > 1 else []
    if incident.status.is_open:
        controls = incident_controls(incident)
        return [{**controls, "elements": [*controls["elements"], *see_all]}]
    return buttons(*undo(incident), *(see_all if len(case.links) > _MOST_ROWS else []))


def _fallback(case: Case, head: str, now: datetime) -> Mrkdwn:
    """What a notification shows: what, where, and in what way; of foreign text only the host's name."""
    first = first_page(case)
    whom = _whom_safely(case)
    kinds = dict.fromkeys(title(finding.kind) for finding in case.incident.findings)
    parts = [head, f": {whom}" if whom else "", f" on {text.host_of(first)}" if first else ""]
    told = f". {', '.join(kinds)}." if kinds and case.incident.status.is_open else ""
    owed = [
        f" {said}"
        for link in ([] if case.exchange else case.links[:1])
        if (said := owed_words(link, case.incident, now))
    ]
    return text.fallback(text.escape(part) for part in [*parts, told, *owed])


def _whom_safely(case: Case) -> str:
    return text.host_of(_whom(case)) if len(case.incident.members) > 1 else _refs(case)


def _refs(case: Case) -> str:
    if case.partner:
        return case.partner.ref
    return case.incident.label if case.incident.members or case.exchange else ""
