"""An incident's message, as it stands now, in a few lines; the rest is behind "Show proof" and "See all" (pure)."""

from datetime import datetime

from bot.messages.alerts.deals import deal_body
from bot.messages.alerts.found import found_of_several, found_on_card, proved_line, quote_on_card
from bot.messages.alerts.pages import first_page
from bot.messages.alerts.rows import MOST_ROWS, lines_of, more_than_shown, wasted_lines, wasted_words
from bot.messages.answers.exchanges import with_whom
from bot.messages.answers.page_lines import new_domain_lines
from bot.messages.answers.terms import group_terms, incident_terms, owed_words
from bot.messages.kit import text, wording
from bot.messages.kit.blocks import Block, Message, Part, button, context, foreign, header, line, rich, strong, web_link
from bot.messages.kit.controls import SEE_ALL, buttons, incident_controls, undo
from bot.messages.kit.text import Mrkdwn
from jobs.alerts.wording import elsewhere
from jobs.model.case import Case
from jobs.model.incident import Incident, IncidentKind, IncidentStatus
from jobs.model.link import Link
from jobs.model.partner import equity_share
from jobs.rules import outbound_jump, outbound_over_limit, title

_IN_TITLE, _IN_LINE, _OUR_PAGE = 44, 44, 70
"""Characters of an address."""
_MOST_DOMAINS = 5


def card(case: Case, now: datetime) -> Message:
    """The message of an incident: what, where, since when, how it was proved, what was agreed, and where it was."""
    incident, head = case.incident, wording.headline(case.incident)
    whom = _whom(case)
    body = _body(case, head, now)
    controls = [] if incident.kind is IncidentKind.STORM else _controls(case)
    small = [status_line(incident, now), text.escape(_how_many(incident)), _others(case)]
    blocks = (header(f"{head}: {whom}" if whom else head), *body, context(text.join(filter(None, small), " · ")))
    return Message(_fallback(case, head, now), (*blocks, *controls))


def _body(case: Case, head: str, now: datetime) -> list[Block]:
    match case.incident.kind:
        case IncidentKind.STORM:
            return [_storm(case.incident)]
        case IncidentKind.PARTNER_OVER_LIMIT:
            return _partner(case, head)
        case IncidentKind.BREACH | IncidentKind.EXPIRING:
            return deal_body(case, head, now)
    if len(case.incident.members) > 1:
        return _group(case, head, now)
    return _single(case, head, now)


def _whom(case: Case) -> str:
    """The page and the name of what it is about; of several links their site."""
    incident = case.incident
    if incident.kind is IncidentKind.STORM:
        return ""
    if case.exchange:
        return f"{text.clean(with_whom(case.exchange), _IN_TITLE)} ({case.exchange.ref})"
    if incident.is_of_one_page:
        return text.shown_url(incident.site, _OUR_PAGE)
    if len(incident.members) > 1 or incident.ref is None:
        return text.shown_url(incident.site or text.host_of(first_page(case)), _IN_TITLE)
    page = first_page(case)
    return f"{text.shown_url(page, _IN_TITLE)} ({incident.label})" if page else text.clean(incident.label, 80)


def _single(case: Case, head: str, now: datetime) -> list[Block]:
    incident = case.incident
    lines = found_on_card(incident, head)
    lines += [line(*_places(link)) for link in case.links[:1]]
    lines += wasted_lines(case) if case.instead else []
    lines += [said for link in case.links[:1] for said in incident_terms(link, incident, now)]
    lines += [*proved_line(incident), *quote_on_card(incident, case.links)]
    return [rich(*lines)] if lines else []


def _places(link: Link) -> list[Part]:
    is_owned = text.is_person(link.owner)
    owner: list[Part] = [" · owner ", {"type": "user", "user_id": link.owner}] if is_owned else []
    opened = web_link(link.page_url, words="Open the page")
    return [opened, " · should link to ", web_link(link.target, _IN_LINE), *owner]


def _group(case: Case, head: str, now: datetime) -> list[Block]:
    """One cause, several links: the first of them."""
    incident = case.incident
    rows = wasted_lines(case) if _wastes_links(incident) else lines_of(case, now)
    found = found_on_card(incident, head) if incident.is_of_one_page else found_of_several(incident, case.links, head)
    lines = [*found, *rows]
    return [rich(*lines, *_successors(case), *group_terms(case.links, incident))]


def _how_many(incident: Incident) -> str:
    """What became of some of them."""
    of, well, accepted = len(incident.members), len(incident.well), len(incident.accepted)
    worse, lost = len(incident.worsened), len(incident.lost)
    counted = {"recovered": well, "accepted": accepted, "got lost since": lost, elsewhere(incident): worse - lost}
    return ", ".join(f"{number} of {of} {what}" for what, number in counted.items() if number > 0)


def _others(case: Case) -> Mrkdwn:
    """Where those are that the table has no room for."""
    several = len(case.incident.members) > 1
    rows = len({link.target for link in case.links}) if _wastes_links(case.incident) else len(case.links)
    return more_than_shown(rows - MOST_ROWS if several and not case.exchange else 0)


def _wastes_links(incident: Incident) -> bool:
    """Whether it tells of pages of ours, by which its links are counted."""
    return incident.kind is IncidentKind.TARGET and incident.status.is_open


def _successors(case: Case) -> list[Block]:
    """The way to the messages that tell of those that got lost."""
    told = [(f"{wording.headline(each.incident)}: {_name(each.incident)}", each.address) for each in case.successors]
    return [line(strong("Now told in "), web_link(address, words=words)) for words, address in told]


def _name(incident: Incident) -> str:
    return incident.site if len(incident.members) > 1 else incident.label


def _partner(case: Case, head: str) -> list[Block]:
    """Limit, count, the new domains by name, and what a link there still gets."""
    partner, incident = case.partner, case.incident
    findings = found_on_card(incident, head)
    if partner is None:
        return [rich(*findings)] if findings else []
    count = partner.outbound or 0
    out = text.several(count, "followed link to another site", "followed links to other sites")
    said = {finding.kind for finding in incident.findings} if incident.status.is_open else set()
    counted = [] if outbound_over_limit.KIND in said else [line(f"It has {out}; the limit is {partner.max_outbound}.")]
    new = [] if outbound_jump.KIND in said else new_domain_lines(partner, case.page, _MOST_DOMAINS)
    share = f"{equity_share(count):.2%}".replace("%", " %")
    opened = web_link(partner.page_url, words="Open the page")
    thumb = "0.85 / links" if partner.limit_agreed else "0.85 / links; the limit is one too"
    where = line(opened, f" · share per link {share}, by our rule of thumb {thumb}")
    return [rich(*findings, *counted, *new, where)]


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
    return buttons(*undo(incident), *(see_all if len(case.links) > MOST_ROWS else []))


def _fallback(case: Case, head: str, now: datetime) -> Mrkdwn:
    """What a notification shows: what, on which site, and in what way; of foreign text only the host's name."""
    incident, whom = case.incident, _whom_safely(case)
    kinds = dict.fromkeys(title(finding.kind) for finding in incident.findings)
    told = ", ".join(kind for kind in kinds if kind not in head) if incident.status.is_open else ""
    owed = [owed_words(link, incident, now) for link in ([] if case.exchange else case.links[:1])]
    owed += [wasted_words(case)] if incident.is_of_one_page and _wastes_links(incident) else []
    sentences = [f"{head}: {whom}" if whom else head, f". {told}." if told else "." if any(owed) else ""]
    return text.fallback(text.escape(part) for part in [*sentences, *(f" {said}" for said in owed if said)])


def _whom_safely(case: Case) -> str:
    """`L-12 on blog.example`; of several links, and of a page of ours, the site alone."""
    incident = case.incident
    if incident.kind is IncidentKind.STORM:
        return ""
    if len(incident.members) > 1 or incident.kind is IncidentKind.TARGET:
        return text.host_of(incident.site or first_page(case))
    page = first_page(case)
    named = incident.label if incident.ref else ""
    return " on ".join(filter(None, [named, text.host_of(page) if page else ""]))
