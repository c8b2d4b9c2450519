"""The sentences of alerts and their threads, as far as they are of several findings or links (pure)."""

from jobs.model.findings import Finding
from jobs.model.incident import Incident, IncidentKind
from jobs.model.link import Link


def line(findings: tuple[Finding, ...]) -> str:
    """What was found, in words; a message that tells of nothing is never sent."""
    return " ".join(finding.text for finding in findings) or "Something is not as agreed."


def others(incident: Incident) -> str:
    """Of several, what became of the others, said with the last."""
    if len(incident.members) == 1:
        return ""
    number = len(incident.members)
    these = "both" if number == 2 else f"all {number}"  # noqa: PLR2004  # English has a word for two
    if incident.accepted:
        return f" With it, {these} links of this message are closed."
    return f" So are {these} links of this message."


def back(incident: Incident, link: Link) -> str:
    """That a link, or our page, has recovered."""
    if incident.kind is IncidentKind.TARGET:
        return f"{link.ref}: our page is fine again."
    return f"{link.ref} is back." if incident.kind is IncidentKind.LOST else f"{link.ref} is as agreed again."
