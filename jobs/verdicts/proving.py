"""Which checks proved a loss, kept from the first suspicion until the link is back (pure)."""

from datetime import datetime

from jobs.model.findings import Severity
from jobs.model.link import Link
from jobs.model.link_status import LinkState
from jobs.model.page import Outcome
from jobs.model.proving_check import ProvingCheck, Witness
from jobs.model.verdict import Change, Observation, Probe, Verdict
from jobs.pages.what_it_is import ControlReadings


def proofs_after(link: Link, verdict: Verdict, check: ProvingCheck) -> tuple[ProvingCheck, ...]:
    """The checks that count towards a loss of the link, or towards another page in its place; `check` where it does."""
    before, after, changes = link.standing, verdict.standing, verdict.changes
    absent = tuple(old for old in link.proofs if old.outcome is not Outcome.REPLACED)
    replaced = tuple(old for old in link.proofs if old.outcome is Outcome.REPLACED)
    told_again = before.state is LinkState.LOST and Change.LOST in changes
    seen_otherwise = before.state is after.state is LinkState.LOST and bool(after.unproven) and not before.unproven
    if seen_otherwise or (before.absences == 0 and after.absences > 0):
        return (check,)
    if told_again or after.absences > before.absences:
        return (*absent, check)
    if Change.REPLACED in changes:
        return (*replaced, check)
    if before.replaced_since is None and after.replaced_since is not None:
        return (*(absent if after.absences else ()), check)
    is_kept = after.absences > 0 or after.state.is_away or after.replaced_since is not None
    return link.proofs if is_kept else ()


def proving_check(
    observation: Observation, status: int | None, control: ControlReadings | None, now: datetime
) -> ProvingCheck:
    """What a check says as one that may count."""
    lost = [finding for finding in observation.findings if finding.severity is Severity.LOST]
    kind = next((finding.kind for finding in (*lost, *observation.findings)), "")
    return ProvingCheck(now, observation.outcome, status, kind, _witness(observation, control))


def _witness(observation: Observation, control: ControlReadings | None) -> Witness:
    if observation.probe is not Probe.UP:
        return Witness.NOBODY
    if control is None:
        return Witness.CANARY
    return Witness.HOME_PAGE if control.root.outcome is Outcome.OK else Witness.SITE
