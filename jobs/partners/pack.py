"""A claim as one HTML file for the vendor: what was agreed, proof before and after, dates, checks (pure)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from jobs.digests.reports.html.markup import Markup, address, document, tag, together
from jobs.digests.reports.html.tables import table
from jobs.model.event import Event
from jobs.model.findings import Finding
from jobs.model.incident import Evidence, Incident, IncidentKind
from jobs.model.link import Link
from jobs.model.proving_check import ProvingCheck
from jobs.model.verdict import Scope
from jobs.rules import scope_of, title
from jobs.units.dates import format_day, format_moment
from jobs.units.money import format_money
from jobs.verdicts.guarantee import claim_until
from jobs.web.urls import printable

_MOST_EVENTS = 200
_OF_THE_PAGE = frozenset({IncidentKind.LOST, IncidentKind.REPLACED, IncidentKind.WEAKENED})


@dataclass(frozen=True, slots=True)
class ClaimPack:
    """All that a claim rests on."""

    link: Link
    """Without its cost where the channel hides costs."""
    incident: Incident | None
    """The alert about this link alone, as `alert_of` gives it; None where it is forgotten."""
    events: Sequence[Event]
    """What happened to the link, oldest first."""
    at: datetime
    mail: str = ""
    """The draft of a mail; empty where it is drafted elsewhere."""


def alert_of(link: Link, told: Iterable[Incident]) -> Incident | None:
    """The latest of the alerts about what the page's site has to mend, as it is of this link alone.

    An alert that several links share holds the evidence of one of them, and names all: of such a one nothing is taken
    but that it told, and the rest from what the link itself keeps.
    """
    theirs = [each for each in told if each.kind in _OF_THE_PAGE and link.id in each.waiting]
    own = [each for each in theirs if each.members == (link.id,)]
    if own or not theirs:
        return own[-1] if own else None
    found = tuple(_to_mend(link))
    return replace(
        theirs[-1], members=(link.id,), findings=found, before=link.proof, after=None, proofs=link.proofs, cause=""
    )


def _to_mend(link: Link) -> Iterator[Finding]:
    """What holds of the link and is for the page's site to mend: what is wrong with our own page is not."""
    return (finding for finding in link.standing.open if scope_of(finding.kind) is Scope.SOURCE)


def pack_html(pack: ClaimPack) -> bytes:
    """The file: no script, nothing fetched, everything within."""
    name = f"Claim for {pack.link.ref}"
    made = tag("p", f"As of {format_moment(pack.at)}", class_="period")
    header = tag("header", tag("div", tag("h1", name), made))
    footer = tag("footer", tag("p", "Made by Linkwatch. All times are in UTC."))
    return document([name], [header, tag("main", *_sections(pack)), footer])


def pack_name(link: Link) -> str:
    """The name of the file: `claim-L-12.html`."""
    return f"claim-{link.ref}.html"


def _sections(pack: ClaimPack) -> Iterator[Markup]:
    link, incident = pack.link, pack.incident
    yield _section("What was agreed", table(("", ""), _agreed(link), "plain"))
    yield _section("What was found", *(tag("p", printable(finding.text)) for finding in _to_mend(link)))
    before = incident.before if incident else link.proof
    yield _section("Before", *_evidence(before))
    yield _section("After", *_evidence(incident.after if incident else None))
    yield _section("The checks that proved it", _checks((incident.proofs if incident else ()) or link.proofs))
    shown = pack.events[-_MOST_EVENTS:]
    rows = [(format_moment(event.at), event.kind, printable(event.text)) for event in shown]
    yield _section("What happened to the link", table(("When", "What", ""), rows))
    if pack.mail:
        yield _section("The mail", tag("pre", printable_lines(pack.mail)))


def _section(name: str, *inside: Markup) -> Markup:
    return tag("section", tag("h2", name), *(inside or [tag("p", "Nothing is kept of it.")]), class_="whole")


def _agreed(link: Link) -> Iterator[tuple[str, Markup]]:
    terms, guarantee, until = link.terms, link.guarantee, claim_until(link)
    yield "Page", address(link.page_url)
    yield "Should link to", address(link.target) if "//" in link.target else together([printable(link.target)])
    if terms.cost:
        yield "Cost", together([format_money(terms.cost)])
    if terms.guaranteed_until:
        yield "Guaranteed until", together([format_day(terms.guaranteed_until)])
    yield "What counts", together([", ".join(sorted(guarantee.covers)) or "all that is the site's to mend"])
    if guarantee.claim_days is not None:
        yield "To be claimed within", together([f"{guarantee.claim_days} days after it was first seen"])
    if until:
        yield "Claim until", together([format_day(until)])
    if guarantee.remedy:
        yield "Remedy", together([printable(guarantee.remedy)])


def _evidence(kept: Evidence | None) -> list[Markup]:
    if kept is None:
        return []
    answered = f", which answered {kept.status}" if kept.status else ""
    said = tag("p", f"{format_moment(kept.at)}: ", address(kept.final_url), answered)
    shown = [tag("pre", printable_lines(each)) for each in (kept.html, kept.text) if each]
    return [said, *shown]


def _checks(checks: Sequence[ProvingCheck]) -> Markup:
    if not checks:
        return tag("p", "None is kept.")
    rows = [
        (format_moment(each.at), str(each.status or "no answer"), title(each.kind) if each.kind else each.outcome.value)
        for each in checks
    ]
    return table(("When", "Page answered", "Seen"), rows)


def printable_lines(text: str) -> str:
    """Foreign text line by line, with nothing in it that cannot be seen."""
    return "\n".join(printable(each) for each in text.splitlines())
