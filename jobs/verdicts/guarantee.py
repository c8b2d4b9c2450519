"""Whether a link is, or was, under guarantee (pure)."""

from datetime import UTC, date, datetime, timedelta

from jobs.model.link import Link
from jobs.model.link_status import LinkState
from jobs.model.terms import Covered
from jobs.model.verdict import Scope
from jobs.rules import covered_as, scope_of
from jobs.verdicts.acceptance import is_accepted


def runs(until: date | None, now: datetime) -> bool:
    """Whether a guarantee until that day, the day itself included, is still running."""
    return until is not None and now.astimezone(UTC).date() <= until


def is_down(link: Link) -> bool:
    """Whether it is lost, its page another one, or it is weakened by something that is the partner's to mend.

    Not by a fault of our own page.
    """
    standing = link.standing
    if standing.state.is_away:
        return True
    theirs = not standing.open or any(scope_of(finding.kind) is Scope.SOURCE for finding in standing.open)
    return standing.state is LinkState.WEAKENED and theirs


def fell_under(link: Link, opened_at: datetime) -> bool:
    """Whether the guarantee covers the trouble of an alert opened at that time, and ran when it began.

    An absence began when it was first seen, however long it took to prove it. The guarantee may be over since: what was
    owed is still owed.
    """
    standing = link.standing
    since = standing.since if is_down(link) else None
    began = min(since or opened_at, standing.absent_since or opened_at)
    return is_covered(link) and runs(link.terms.guaranteed_until, began)


def is_covered(link: Link) -> bool:
    """Whether what is wrong with a link counts by its guarantee; where that names nothing, all does."""
    covers = link.guarantee.covers
    if not covers:
        return True
    if link.standing.state.is_away:
        return Covered.REMOVED in covers
    return any(covered_as(finding.kind) in covers for finding in link.standing.open)


def under_guarantee(link: Link) -> bool:
    """Whether it is lost or weakened, and came to be so while its guarantee ran."""
    return is_down(link) and link.standing.since is not None and fell_under(link, link.standing.since)


def claim_until(link: Link) -> date | None:
    """The last day on which a breach can be claimed: counted from when it was first seen, so that it is never too late.

    None where nothing is owed, nobody said how many days there are, or somebody claimed it or accepted it as it is.
    """
    days, began = link.guarantee.claim_days, _began(link)
    if days is None or began is None or not under_guarantee(link) or is_accepted(link) or is_claimed(link):
        return None
    return began.astimezone(UTC).date() + timedelta(days=days)


def is_claimed(link: Link) -> bool:
    """Whether somebody claimed what is wrong with the link now."""
    began = _began(link)
    return link.claimed is not None and began is not None and link.claimed.at >= began and is_down(link)


def _began(link: Link) -> datetime | None:
    standing = link.standing
    return min(standing.since, standing.absent_since or standing.since) if standing.since else None
