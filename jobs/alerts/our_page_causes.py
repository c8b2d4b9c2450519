"""Which message tells what is wrong with a page of ours (pure).

One for each page, whatever is wrong with it and on however many sites its links stand. Where a third page of a site has
the same trouble within three days, it is the site's trouble, and one message tells it of the further ones; so it is
from the first page on where pages do not answer, as that is mostly the server's.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from jobs.model.cause import OUR_PAGE, Cause
from jobs.model.incident import Incident, IncidentKind
from jobs.model.verdict import Change, Evaluation, Scope
from jobs.rules import target_error
from jobs.web.urls import registrable_domain

JOIN_WITHIN = timedelta(hours=72)
"""A link hit by the same cause on the same site so soon after joins the open incident.

All pages of a site are checked within a day, more or less; those that were hard to read need a day or two more.
"""
ALONE = 2
"""So many pages of a site with the same trouble are told each by itself."""


def page_cause(each: Evaluation) -> Cause:
    """What all links to one page of ours share."""
    return Cause(each.after.target, OUR_PAGE)


def asks_for_others(each: Evaluation) -> bool:
    """Whether what is open of other pages of ours decides how this is told."""
    return each.scope is Scope.TARGET and Change.WEAKENED in each.verdict.changes


def cause_of(each: Evaluation, kind: str, known: Iterable[Incident], now: datetime) -> Cause:
    """The cause under which a finding about a page of ours is told, beside the incidents that are known."""
    page, site = page_cause(each), Cause(each.site, kind)
    here = [old for old in known if old.kind is IncidentKind.TARGET and old.channel == each.after.channel]
    if any(old.cause == str(page) for old in here):
        return page
    lately = [old for old in here if old.status.is_open and now - old.opened_at <= JOIN_WITHIN]
    alike = [old for old in lately if _is_alike(old, each.site, kind)]
    is_of_site = kind == target_error.KIND or any(old.cause == str(site) for old in lately)
    return site if is_of_site or len(alike) >= ALONE else page


def _is_alike(old: Incident, site: str, kind: str) -> bool:
    """Whether it tells the same of another page of the site."""
    has_kind = any(finding.kind == kind for finding in old.findings)
    return old.is_of_one_page and has_kind and registrable_domain(old.site) == site
