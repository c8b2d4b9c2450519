"""Which pages a case is about, and whose people a mail about it goes to (pure)."""

from jobs.exchanges.sides import is_for, partners_of
from jobs.model.case import Case
from jobs.model.exchange import Exchange, Leg, Side
from jobs.model.incident import IncidentKind
from jobs.model.link import Link
from jobs.web.urls import registrable_domain


def pages_of(case: Case) -> list[str]:
    """The pages that a case is about; of an exchange the one whose people a mail goes to, of a fault of ours our own.

    Of what is not tracked any more, as evidence or cause name it; none where nobody knows.
    """
    incident = case.incident
    if case.exchange:
        return [addressed(case.exchange).page_url]
    if case.partner:
        return [case.partner.page_url]
    if incident.kind is IncidentKind.TARGET:
        found = [link.target for link in case.links[:1]]
    else:
        found = [link.page_url for link in case.links]
        found = found or [seen.final_url for seen in (incident.before or incident.after,) if seen]
    return found or [site for site in (incident.site,) if site]


def first_page(case: Case) -> str:
    """The first of them: of several links one that is still waited for; empty where nobody knows any."""
    ours = case.incident.kind is IncidentKind.TARGET or case.exchange is not None
    waiting = [] if ours else [link.page_url for link in links_at_issue(case)]
    return next(iter(waiting or pages_of(case)), "")


def links_at_issue(case: Case) -> tuple[Link, ...]:
    """The links that are still waited for; all of them where none is."""
    still = tuple(link for link in case.links if link.id in case.incident.waiting)
    return still or case.links


def addressed(deal: Exchange) -> Leg:
    """The link of theirs whose people a mail goes to: one that broke the deal, or of those that our broken link is for.

    Else the first.
    """
    theirs = deal.of(Side.THEIRS) or deal.legs
    broken = [leg for leg in theirs if leg.is_declared]
    owed = [
        leg
        for ours in deal.of(Side.OURS)
        if ours.is_declared
        for leg in theirs
        if is_for(ours, registrable_domain(leg.page_url), partners_of(deal))
    ]
    return (*broken, *owed, *theirs)[0]
