"""One link of a deal after a check: what is proved of it, and whether the check could tell (pure)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from jobs.model.exchange import Leg, LegState, Side
from jobs.model.findings import Finding, Severity
from jobs.model.link import Link
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.verdict import Scope
from jobs.rules import scope_of
from jobs.verdicts.acceptance import is_accepted


def new_leg(link: Link, side: Side) -> Leg:
    """A link as it comes into a deal."""
    return leg_after(Leg(link.id, side, link.page_url, link.target), link)


def leg_after(leg: Leg, link: Link) -> Leg:
    """What is known of a link of a deal by what is known of the link.

    A page that is another one now proves nothing, as one that could not be read. Our own target's faults are no breach
    of theirs. Whom a person vouches for counts as read, and so does what nobody owes any more.
    """
    standing = link.standing
    is_waived = standing.state.is_away and is_accepted(link)
    state = LegState.ACCEPTED if is_waived else _state(standing, leg.state)
    doubt = _doubt_since(leg, standing, state)
    return replace(
        leg,
        page_url=link.page_url,
        target=link.target,
        state=state,
        is_readable=is_waived or _is_readable(standing),
        doubt_since=doubt,
        seen_at=leg.seen_at if doubt else standing.last_present_at,
    )


def _state(standing: LinkStatus, before: LegState) -> LegState:
    if standing.is_unplaced:
        return LegState.PENDING
    if standing.state is LinkState.REPLACED:
        return before
    return LegState.BROKEN if standing.state is LinkState.LOST or _takes_away(standing.open) else LegState.STANDS


def _takes_away(found: Sequence[Finding]) -> bool:
    """Whether any of it makes the link worth less, and is for who has the page to mend."""
    return any(each.severity is not Severity.NOTE and scope_of(each.kind) is Scope.SOURCE for each in found)


def _is_readable(standing: LinkStatus) -> bool:
    if standing.marked_by:
        return True
    is_another = standing.state is LinkState.REPLACED or standing.replaced_since is not None
    return standing.unknown_since is None and not is_another and standing.state is not LinkState.NEW


def _doubt_since(leg: Leg, standing: LinkStatus, state: LegState) -> datetime | None:
    """When it was first seen that something is wrong; what is suspected of our own target is not."""
    if state is LegState.ACCEPTED:
        return None
    suspected = standing.absences > 0 or _takes_away(standing.unproven)
    if state is not LegState.BROKEN and not suspected:
        return None
    return leg.doubt_since or standing.absent_since or standing.since
