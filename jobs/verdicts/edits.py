"""What an edit of what was agreed makes of a link: what the page says is held against something else then (pure).

Nothing on the page has changed by that, so what is found for this reason alone is told as the edit's doing, for as long
as the page says the same.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from jobs.model.findings import Finding
from jobs.model.link import Edited, Link
from jobs.model.link_status import LinkStatus
from jobs.model.operation import UNDO_FOR
from jobs.model.reading import PageFacts
from jobs.model.terms import PastPrice
from jobs.model.verdict import Observation
from jobs.rules import findings

MOST_PRICES = 20
"""So many earlier prices are kept."""


def after_edit(before: Link, after: Link, page: PageFacts | None, now: datetime) -> Link:
    """The link after an edit, with what of its page, as last read, is a finding since then and was none before.

    Where its cost is another one now, what it cost before is kept.
    """
    after = replace(after, prices=_prices(before, after, now))
    seen = after.sighting
    if before.expected == after.expected or page is None or seen is None or not seen.present:
        return after
    known = {(finding.kind, finding.severity) for finding in findings(before.expected, seen, page)}
    found = findings(after.expected, seen, page)
    due = [Edited(each.kind, each.now) for each in found if (each.kind, each.severity) not in known]
    still = {(finding.kind, finding.now) for finding in found}
    older = [old for old in after.expected.edited if (old.kind, old.now) in still and old not in due]
    return replace(after, expected=replace(after.expected, edited=(*older, *due)))


def seen_nowhere(link: Link, now: datetime) -> Link:
    """The link without all that was seen or decided of another page or target, as though it had just been added.

    It belongs no longer to the import that it came by: that would be taken back with another page.
    """
    expected = replace(link.expected, accepted=(), edited=(), seen_anchor="", seen_place=None)
    standing = LinkStatus(since=now, snoozed_until=link.standing.snoozed_until)
    fresh = replace(link, expected=expected, standing=standing, sighting=None, proof=None, proofs=(), claimed=None)
    return replace(fresh, index_facts=(), relevance=None, opinion=None, imported=None, updated=None)


def _prices(before: Link, after: Link, now: datetime) -> tuple[PastPrice, ...]:
    known, cost = before.prices, before.terms.cost
    if cost == after.terms.cost:
        return after.prices
    # A price that is changed back so soon was a mistake, or an import that was taken back.
    if known and known[-1].cost == after.terms.cost and now - known[-1].until <= UNDO_FOR:
        return known[:-1]
    return (*known, PastPrice(cost, now))[-MOST_PRICES:] if cost else known


def with_edits(link: Link, found: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings, those that an edit made told as that: what was agreed was never seen there."""
    edits = {(old.kind, old.now) for old in link.expected.edited}
    return tuple(_by_edit(finding) if (finding.kind, finding.now) in edits else finding for finding in found)


def still_edited(link: Link, observation: Observation) -> tuple[Edited, ...]:
    """Those of the link's edits that a check has not ended: it saw the page say the same, or could not tell."""
    seen = {(finding.kind, finding.now) for finding in (*observation.findings, *observation.accepted)}
    could_tell = observation.trusted and observation.present
    return tuple(old for old in link.expected.edited if not could_tell or (old.kind, old.now) in seen)


def _by_edit(finding: Finding) -> Finding:
    return replace(finding, was="", agreed=finding.agreed or finding.was, edited=True)
