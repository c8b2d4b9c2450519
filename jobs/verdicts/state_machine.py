"""The state machine of a link: what one more check makes of what we knew. Drawn in docs/architecture.md.

Four laws hold whatever happens: an unknown never moves a link towards lost; a presence clears suspicion; nobody is
lost with fewer proofs than the policy asks for; and a page that is another one now proves no absence.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from jobs.model.findings import Finding, Severity
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.page import Outcome
from jobs.model.verdict import Change, Observation, Policy, Probe, Scope, Verdict
from jobs.rules import scope_of
from jobs.verdicts.weakenings import Weakenings, weaken

_DEAD_NAME_LASTS = timedelta(hours=1)
"""A name is dead when it is found so twice, at least so far apart, however short the waits are set."""


_Step = Callable[[LinkStatus, Observation, Policy, datetime], Verdict]
"""What one kind of look makes of a standing."""


def judge(standing: LinkStatus, observation: Observation, policy: Policy, now: datetime) -> Verdict:
    """What the link's standing is after this check; the same check judged twice changes nothing the second time."""
    if not observation.trusted:
        return Verdict(standing)
    if observation.scope is Scope.TARGET:
        return _target(standing, observation, policy, now)
    if standing.looked_at is not None and now <= standing.looked_at:
        return Verdict(standing)
    if observation.unfollowed:
        standing = replace(standing, unfollowed_since=standing.unfollowed_since or now)
    elif standing.unfollowed_since is not None and not observation.outcome.is_unknown:
        standing = replace(standing, unfollowed_since=None)
    if _is_unknown(standing, observation):
        return _unknown(replace(standing, looked_at=now), policy, now)
    reached = replace(standing, looked_at=now, unknown_since=None, unknown_tries=0, unreachable=False)
    verdict = _step_for(observation)(reached, observation, policy, now)
    return _after(verdict, Change.REACHABLE) if standing.unreachable else verdict


def _step_for(observation: Observation) -> _Step:
    if observation.present:
        return _present
    return _replaced if observation.outcome is Outcome.REPLACED else _absent


def check_is_due(standing: LinkStatus, now: datetime) -> bool:
    """Whether the link itself waits for a check now, beside its page's usual turn."""
    return standing.next_look_at is not None and standing.next_look_at <= now


def needs_probe(standing: LinkStatus, now: datetime) -> bool:
    """Whether an absence seen now would count as a confirming check, so that the site itself has to be tried too."""
    return _may_be_replaced(standing) or (standing.absences > 0 and check_is_due(standing, now))


def _may_be_replaced(standing: LinkStatus) -> bool:
    """Whether another page was found at the address, and nobody was told yet."""
    return standing.replaced_since is not None and not standing.state.is_away


def _is_unknown(standing: LinkStatus, observation: Observation) -> bool:
    if observation.outcome.is_unknown or observation.present is None:
        return True
    if observation.present:
        return False
    is_proving = standing.absences > 0 or _may_be_replaced(standing)
    return is_proving and observation.probe in {Probe.DOWN, Probe.ALL_SAME}


def _target(standing: LinkStatus, observation: Observation, policy: Policy, now: datetime) -> Verdict:
    """What our own page says matters only while the link is there to lead to it; that it is mended, always."""
    if standing.is_unplaced:
        return Verdict(standing)
    if standing.state.is_away:
        seen = {finding.kind for finding in observation.findings if finding.severity is not Severity.NOTE}
        mended = tuple(old for old in standing.open if scope_of(old.kind) is Scope.TARGET and old.kind not in seen)
        still = tuple(old for old in standing.open if old not in mended)
        return Verdict(replace(standing, open=still), (Change.STRENGTHENED,) if mended else (), mended)
    return _apply(standing, weaken(standing, observation, policy, now), Scope.TARGET, now)


def _unknown(standing: LinkStatus, policy: Policy, now: datetime) -> Verdict:
    """Postpones what was planned; the host's back-off says until when. Whom a person vouches for is not unreachable."""
    since = standing.unknown_since or now
    tries = standing.unknown_tries + 1
    lasts = now - since >= policy.unreachable_after and tries >= policy.unreachable_tries
    unreachable = lasts and not standing.marked_by
    changed = (Change.UNREACHABLE,) if unreachable and not standing.unreachable else ()
    known = replace(standing, unknown_since=since, unknown_tries=tries, unreachable=unreachable or standing.unreachable)
    return Verdict(known, changed)


def _absent(standing: LinkStatus, observation: Observation, policy: Policy, now: datetime) -> Verdict:
    lost = _why_absent(observation)
    if standing.is_unplaced:
        changes = (Change.PENDING,) if standing.state is LinkState.NEW else ()
        return Verdict(_enter(standing, LinkState.PENDING, now), changes)
    if standing.state is LinkState.LOST:
        return _still_absent(standing, observation, policy, now)
    if not _absence_counts(standing, observation, now):
        return Verdict(standing)
    standing = replace(standing, replaced_since=None)
    absences = standing.absences + 1
    since = standing.absent_since or (standing.since if standing.absences else None) or now
    if absences > len(policy.confirm):
        if observation.outcome is Outcome.DNS_ERROR and now - since < _DEAD_NAME_LASTS:
            return Verdict(replace(standing, next_look_at=since + _DEAD_NAME_LASTS))
        gone = _enter(standing, LinkState.LOST, now)
        held = lost + _of_target(standing.open)
        proved = replace(gone, absences=absences, presences=0, next_look_at=None, unproven=(), open=held)
        return Verdict(proved, (Change.LOST,), lost)
    doubted = standing if standing.state is LinkState.REPLACED else _enter(standing, LinkState.SUSPECT, now)
    suspect = replace(doubted, absent_since=since)
    changes = (Change.SUSPECT,) if suspect.state is not standing.state else ()
    return Verdict(replace(suspect, absences=absences, next_look_at=now + policy.confirm[absences - 1]), changes, lost)


def _replaced(standing: LinkStatus, observation: Observation, policy: Policy, now: datetime) -> Verdict:
    """Another page stands there: it is told when that lasts; of the link it proves nothing, and clears nothing."""
    if standing.is_unplaced:
        return Verdict(standing)
    if standing.state.is_away:
        return Verdict(replace(standing, presences=0))
    since = standing.replaced_since
    if since is None:
        if observation.by_hand and not check_is_due(standing, now):
            return Verdict(standing)
        return _first_replaced(standing, observation, policy, now)
    is_proved = check_is_due(standing, now) and observation.probe is Probe.UP
    if now - since < policy.confirm_replaced or not is_proved:
        return Verdict(_planned(standing, max(since + policy.confirm_replaced, now)))
    found = _why_absent(observation)
    known = _enter(replace(standing, absences=0, absent_since=None), LinkState.REPLACED, now)
    known = replace(known, presences=0, next_look_at=None, unproven=(), open=found + _of_target(standing.open))
    return Verdict(known, (Change.REPLACED,), found)


def _first_replaced(standing: LinkStatus, observation: Observation, policy: Policy, now: datetime) -> Verdict:
    doubted = replace(_enter(standing, LinkState.SUSPECT, now), replaced_since=now)
    changes = (Change.SUSPECT,) if doubted.state is not standing.state else ()
    wait = next(iter(policy.confirm), policy.confirm_replaced)
    return Verdict(_planned(doubted, now + wait), changes, _why_absent(observation))


def _planned(standing: LinkStatus, at: datetime) -> LinkStatus:
    """The standing with its next look; one that is to confirm an absence is still due for that."""
    return standing if standing.absences else replace(standing, next_look_at=at)


def _still_absent(standing: LinkStatus, observation: Observation, policy: Policy, now: datetime) -> Verdict:
    """What is lost stays so in silence; where that was accepted, an absence of another kind is told once seen twice."""
    quiet = replace(standing, presences=0, next_look_at=None, unproven=())
    is_held = len(_of_target(standing.open)) < len(standing.open)
    other = tuple(finding for finding in observation.findings if finding.severity is Severity.LOST)
    if is_held or standing.marked_by or not other:
        return Verdict(quiet)
    if not standing.unproven:
        return Verdict(replace(quiet, unproven=other, next_look_at=now + policy.confirm_weakened))
    if not _absence_counts(standing, observation, now):
        return Verdict(replace(standing, presences=0))
    held = other + _of_target(standing.open)
    return Verdict(replace(quiet, since=now, open=held), (Change.LOST,), other)


def _why_absent(observation: Observation) -> tuple[Finding, ...]:
    """What says that the link is not there; where the configuration calls none of it a loss, all that was found."""
    lost = tuple(finding for finding in observation.findings if finding.severity is Severity.LOST)
    return lost or observation.findings


def _of_target(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Those about our own page: no look at the other page can tell whether they still hold."""
    return tuple(finding for finding in findings if scope_of(finding.kind) is Scope.TARGET)


def _absence_counts(standing: LinkStatus, observation: Observation, now: datetime) -> bool:
    if standing.absences == 0:
        return not observation.by_hand or check_is_due(standing, now)
    # A confirming check has its time, and a control probe that found the site itself up.
    return check_is_due(standing, now) and observation.probe is Probe.UP


def _present(standing: LinkStatus, observation: Observation, policy: Policy, now: datetime) -> Verdict:
    is_suspected = standing.absences > 0 or _may_be_replaced(standing)
    seen = replace(
        standing,
        absences=0,
        absent_since=None,
        replaced_since=None,
        last_present_at=now,
        lived=_lived(standing, now),
        marked_by="",
        marked_at=None,
        # A planned confirming check is settled by this presence; one planned for a weakening is planned again below.
        next_look_at=None if is_suspected and standing.state is not LinkState.LOST else standing.next_look_at,
    )
    if standing.state is LinkState.LOST:
        return _returning(seen, observation, policy, now)
    if standing.state is LinkState.REPLACED:
        return _back(seen, observation, policy, now)
    verdict = _apply(seen, weaken(seen, observation, policy, now), Scope.SOURCE, now)
    if is_suspected:
        verdict = _after(verdict, Change.CLEARED)
    return _after(verdict, Change.LIVE) if standing.is_unplaced else verdict


def _after(verdict: Verdict, first: Change) -> Verdict:
    """The verdict with a change that came before its own."""
    return replace(verdict, changes=(first, *verdict.changes))


def _returning(standing: LinkStatus, observation: Observation, policy: Policy, now: datetime) -> Verdict:
    """Recovery wants two presences in a row, the second some time after the first."""
    if standing.presences == 0:
        again = now + policy.confirm_recovery
        return Verdict(replace(standing, presences=1, next_look_at=again))
    if not check_is_due(standing, now):
        return Verdict(standing)
    return _back(standing, observation, policy, now)


def _back(standing: LinkStatus, observation: Observation, policy: Policy, now: datetime) -> Verdict:
    """The link is there again after all; weakenings that it came back with wait for a second look."""
    held = _of_target(standing.open)
    back = _enter(replace(standing, presences=0, open=held, next_look_at=None), LinkState.RECOVERED, now)
    weighed = weaken(back, observation, policy, now)
    known = replace(back, unproven=weighed.unproven, notes=weighed.notes, next_look_at=weighed.next_look_at)
    return Verdict(known, (Change.RECOVERED,))


def _apply(standing: LinkStatus, weighed: Weakenings, scope: Scope, now: datetime) -> Verdict:
    """The state that follows from what holds: a suspected absence, proved weakenings, suspected ones, or none."""
    state = _state(standing, weighed)
    is_target = scope is Scope.TARGET
    known = replace(
        standing,
        state=state,
        since=standing.since if state is standing.state else now,
        unproven=weighed.unproven,
        open=weighed.open,
        notes=weighed.notes,
        next_look_at=standing.next_look_at if is_target else weighed.next_look_at,
        target_look_at=weighed.next_look_at if is_target else standing.target_look_at,
    )
    changes: tuple[Change, ...] = ()
    if weighed.proved:
        changes += (Change.WEAKENED,)
    if weighed.mended:
        changes += (Change.STRENGTHENED,) if weighed.open else (Change.RECOVERED,)
    return Verdict(known, changes, weighed.proved or weighed.mended)


def _state(standing: LinkStatus, weighed: Weakenings) -> LinkState:
    if standing.absences > 0 or _may_be_replaced(standing):
        return LinkState.SUSPECT
    if weighed.open:
        return LinkState.WEAKENED
    if weighed.unproven:
        return LinkState.SUSPECT
    return LinkState.RECOVERED if weighed.mended else LinkState.LIVE


def _lived(standing: LinkStatus, now: datetime) -> timedelta:
    """How long a link that is there has stood; from when it was proved lost until it was seen again it did not."""
    if standing.last_present_at is None or standing.state.is_away or standing.is_unplaced:
        return standing.lived
    return standing.lived + max(now - standing.last_present_at, timedelta())


def _enter(standing: LinkStatus, state: LinkState, now: datetime) -> LinkStatus:
    return standing if standing.state is state else replace(standing, state=state, since=now)


def mark(standing: LinkStatus, *, live: bool, by: str, now: datetime) -> LinkStatus:
    """A person says what we cannot read; the next check that can read decides again."""
    plain = replace(
        standing,
        absences=0,
        absent_since=None,
        replaced_since=None,
        presences=0,
        unproven=(),
        open=() if live else _of_target(standing.open),
        next_look_at=None,
        unknown_since=None,
        unknown_tries=0,
        unreachable=False,
        marked_by=by,
        marked_at=now,
    )
    if live:
        return replace(_enter(plain, LinkState.LIVE, now), last_present_at=now, lived=_lived(standing, now))
    return _enter(plain, LinkState.LOST, now)
