"""The sentences of alerts and their threads, as far as they are of several findings or links (pure)."""

from jobs.model.findings import About, Finding
from jobs.model.incident import Incident, IncidentKind
from jobs.model.link import Link
from jobs.model.outcome_words import in_words
from jobs.model.verdict import Evaluation, Scope
from jobs.rules import kinds, rule
from jobs.web.urls import registrable_domain

EDITED = "Nothing changed on the page: what was agreed was edited."


def line(findings: tuple[Finding, ...]) -> str:
    """What was found, in words; a message that tells of nothing is never sent."""
    said = " ".join(f"{finding.text} {EDITED}" if finding.edited else finding.text for finding in findings)
    return said or "Something is not as agreed."


def now_words(finding: Finding) -> str:
    """What holds now, as people read it: of our own page that fails, a finding keeps the name of the outcome."""
    is_of_target = finding.kind in kinds() and rule(finding.kind).about is About.TARGET
    return in_words(finding.now) if is_of_target else finding.now


def others(incident: Incident) -> str:
    """Of several, what became of the others, said with the last."""
    if len(incident.members) == 1 or incident.is_of_one_page:
        return ""
    if incident.worsened:
        return f" That was the last link of this message: {parted(incident)}."
    number = len(incident.members)
    these = "both" if number == 2 else f"all {number}"  # noqa: PLR2004  # English has a word for two
    if incident.accepted:
        return f" With it, {these} links of this message are closed."
    return f" So are {these} links of this message."


def parted(incident: Incident) -> str:
    """What became of an incident's members, where not all of them recovered."""
    of = len(incident.members)
    counted = (
        (incident.lost, "got lost"),
        (incident.worsened - incident.lost, elsewhere(incident)),
        (incident.well, "recovered"),
        (incident.accepted, "accepted"),
    )
    counts = [(len(some), how) for some, how in counted if some]
    return ", ".join(
        f"{number} of {of} {how}" if place == 0 else f"{number} {how}" for place, (number, how) in enumerate(counts)
    )


def elsewhere(incident: Incident) -> str:
    """What became of members that another message tells of, and that are not lost."""
    return "in another trouble" if incident.kind is IncidentKind.TARGET else "replaced"


def named(each: Evaluation) -> str:
    """A link by its name and site, or our page by its address, for a line that stands alone in the channel."""
    return each.after.target if each.scope is Scope.TARGET else f"{each.after.ref} on {each.site}"


def late(incident: Incident, each: Evaluation, findings: tuple[Finding, ...]) -> str:
    """That one more joined a message late."""
    if incident.is_of_one_page:
        return f"{each.after.ref} on {registrable_domain(each.after.page_url)} leads there too."
    return f"{named(each)} too: {line(findings)} Others that follow soon are in the message above."


def worse(each: Evaluation, kind: IncidentKind, findings: tuple[Finding, ...]) -> str:
    """What is said in the channel when a link that was told of as weakened is lost, or its page is another one."""
    return f"{named(each)}{' is lost now.' if kind is IncidentKind.LOST else ':'} {line(findings)}"


def still_open(incident: Incident) -> str:
    """What is said when a snooze ends."""
    if incident.is_of_one_page:
        return f"{incident.site}: the snooze is over, and this is still open."
    where = f" on {incident.site}" if incident.site else ""
    return f"{incident.label}{where}: the snooze is over, and this is still open."


def back(incident: Incident, link: Link) -> str:
    """That a link, or our page, has recovered."""
    if incident.kind is IncidentKind.TARGET:
        return f"{link.target} is fine again."
    is_away = incident.kind in {IncidentKind.LOST, IncidentKind.REPLACED}
    return f"{link.ref} is back." if is_away else f"{link.ref} is as agreed again."
