"""What accepting means: a trouble that a person called the new normal is not told while it stays so (pure).

An acceptance is of what is there now. It ends when a check sees the link as agreed again in that respect; what comes
later is told as any other. It covers a finding of its kind that reads alike, so a different trouble is told. That a
link is lost is accepted until it is back, or is found to be lost in another way.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime

from jobs.model.findings import Finding, Severity
from jobs.model.link import Accepted, Link
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.page import Outcome
from jobs.model.queries import Settled
from jobs.model.verdict import Observation, Scope
from jobs.rules import is_loss, kinds, rule, scope_of

LOST_BY_HAND = Finding("missing", Severity.LOST, "A person called it lost.", now="said by a person")
"""What is accepted of a link that no check found lost: no alert told it, so that nothing of it can be open again."""
_STANDS = frozenset({LinkState.LIVE, LinkState.RECOVERED})


def split_accepted(link: Link, found: Iterable[Finding]) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """What counts of the findings, and what was accepted."""
    found = tuple(found)
    is_away = link.standing.state.is_away
    silent = tuple(finding for finding in found if _covers(link, finding) and (is_away or not is_loss(finding.kind)))
    return tuple(finding for finding in found if finding not in silent), silent


def still_accepted(link: Link, after: LinkStatus, observation: Observation) -> tuple[Accepted, ...]:
    """Those of the link's acceptances that a check has not ended; `after` is its standing after that look."""
    told_anew = any(is_loss(finding.kind) for finding in after.open)
    stays_away = link.standing.state is after.state and after.state.is_away and not told_anew
    seen = {finding.kind for finding in (*observation.findings, *observation.accepted)}
    return tuple(
        old
        for old in link.expected.accepted
        if (stays_away if is_loss(old.kind) else old.kind in seen or not _can_tell(observation, old.kind))
    )


def is_accepted(link: Link) -> bool:
    """Whether it stands as a person called the new normal: lost in silence, or there with less than was agreed."""
    if link.standing.state.is_away:
        held = any(scope_of(finding.kind) is Scope.SOURCE for finding in link.standing.open)
        return not held and any(is_loss(old.kind) for old in link.expected.accepted)
    return link.standing.state in _STANDS and any(not is_loss(old.kind) for old in link.expected.accepted)


def settled(now: datetime, *, wanted: bool) -> Settled:
    """Asks the store for links that somebody has seen to, or for all others: what `is_accepted` says of one away."""
    losses = frozenset(kind for kind in kinds() if is_loss(kind))
    of_page = frozenset(kind for kind in kinds() if scope_of(kind) is Scope.SOURCE)
    return Settled(wanted, now, losses, of_page)


def accept_link(link: Link, findings: Iterable[Finding], by: str, now: datetime) -> Link:
    """The link with these findings agreed to, and its standing as if they had never been findings."""
    kinds = {finding.kind for finding in findings}
    own = [finding for finding in (*link.standing.open, *link.standing.unproven) if finding.kind in kinds]
    seen = {finding.kind: finding for finding in (*findings, *own)}
    fresh = tuple(Accepted(kind, finding.now, by, now) for kind, finding in seen.items())
    older = tuple(old for old in link.expected.accepted if old.kind not in seen)
    standing = _without(link.standing, kinds, now)
    proof = link.proof if standing.is_in_doubt else None
    return replace(link, expected=replace(link.expected, accepted=older + fresh), standing=standing, proof=proof)


def revoke_acceptance(link: Link, told: Iterable[Finding], now: datetime) -> Link:
    """The link without its acceptances: what was `told` of it holds again; anything else the next check finds again."""
    accepted = {old.kind: old for old in link.expected.accepted}
    known = {finding.kind: finding for finding in told if finding.kind in accepted}
    is_away = link.standing.state.is_away
    if is_away:
        proved = {kind: old for kind, old in accepted.items() if is_loss(kind) and old.now != LOST_BY_HAND.now}
        known = {kind: _said(old) for kind, old in proved.items()} | known
    held = {finding.kind for finding in link.standing.open}
    back = [finding for kind, finding in known.items() if kind not in held and _may_hold(finding, is_away=is_away)]
    standing = replace(link.standing, open=(*link.standing.open, *back))
    if back and standing.state in _STANDS:
        standing = replace(standing, state=LinkState.WEAKENED, since=now)
    return replace(link, expected=replace(link.expected, accepted=()), standing=standing)


def clear_accepted_loss(link: Link) -> Link:
    """The link that a person calls live: that it is lost is accepted no more."""
    left = tuple(old for old in link.expected.accepted if not is_loss(old.kind))
    return replace(link, expected=replace(link.expected, accepted=left))


def ended(before: Link, after: Link) -> Collection[Accepted]:
    """The acceptances that a check ended."""
    return [old for old in before.expected.accepted if old not in after.expected.accepted]


def _covers(link: Link, finding: Finding) -> bool:
    return any((old.kind, old.now) == (finding.kind, finding.now) for old in link.expected.accepted)


def _can_tell(observation: Observation, kind: str) -> bool:
    """Whether a check in which nothing of this kind was found shows that it is mended."""
    if not observation.trusted or scope_of(kind) is not observation.scope:
        return False
    if observation.scope is Scope.TARGET:
        return observation.outcome is Outcome.OK
    return bool(observation.present)


def _may_hold(finding: Finding, *, is_away: bool) -> bool:
    """Whether a finding can be open as the link stands: of one that is away, that and what our own page says."""
    if is_away:
        return is_loss(finding.kind) or scope_of(finding.kind) is Scope.TARGET
    return finding.severity is Severity.WEAKENED and not is_loss(finding.kind)


def _said(accepted: Accepted) -> Finding:
    """A loss in the words of its rule, where those it was told in are not kept any more."""
    return Finding(accepted.kind, Severity.LOST, f"{rule(accepted.kind).title}.", now=accepted.now)


def _without(standing: LinkStatus, kinds: set[str], now: datetime) -> LinkStatus:
    still = tuple(finding for finding in standing.open if finding.kind not in kinds)
    waiting = tuple(finding for finding in standing.unproven if finding.kind not in kinds)
    lighter = replace(standing, open=still, unproven=waiting)
    settled = not still and not waiting and standing.absences == 0 and standing.replaced_since is None
    if settled and standing.state in {LinkState.WEAKENED, LinkState.SUSPECT}:
        return replace(lighter, state=LinkState.LIVE, since=now, next_look_at=None)
    return lighter
