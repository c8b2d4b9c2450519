"""Whether a link is, or was, under guarantee (pure)."""

from datetime import UTC, date, datetime

from jobs.model.link import Link
from jobs.model.link_status import LinkState
from jobs.model.verdict import Scope
from jobs.rules import scope_of


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
    """Whether the guarantee ran when the trouble of an alert that was opened at that time began.

    An absence began when it was first seen, however long it took to prove it. The guarantee may be over since: what was
    owed is still owed.
    """
    standing = link.standing
    since = standing.since if is_down(link) else None
    return runs(link.terms.guaranteed_until, min(since or opened_at, standing.absent_since or opened_at))


def under_guarantee(link: Link) -> bool:
    """Whether it is lost or weakened, and came to be so while its guarantee ran."""
    return is_down(link) and link.standing.since is not None and fell_under(link, link.standing.since)
