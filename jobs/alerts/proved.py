"""How a loss was proved, in one line (pure): by how many checks, in what time, and who showed that it is not us."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from jobs.model.page import Outcome
from jobs.model.proving_check import ProvingCheck, Witness
from jobs.rules import is_loss
from jobs.units.english import several

_DAYS_FROM = timedelta(hours=72)
_SEEN: Mapping[Outcome, str] = {
    Outcome.GONE: "gone",
    Outcome.SOFT_404: "a page that says it was not found",
    Outcome.PARKED: "domain parked or for sale",
    Outcome.DNS_ERROR: "no such host name",
    Outcome.REPLACED: "another page",
}
_WITNESSES: Mapping[Witness, str] = {
    Witness.HOME_PAGE: "the site's home page answered",
    Witness.SITE: "the site answered as it always does",
    Witness.CANARY: "pages that are always up answered",
}


def proved(proofs: Sequence[tuple[ProvingCheck, ...]]) -> str:
    """The line for one link, or for several with the same problem; empty where no check was kept."""
    proofs = [checks for checks in proofs if checks]
    if not proofs:
        return ""
    seen = " or ".join(dict.fromkeys(_seen(check) for checks in proofs for check in checks))
    counts = sorted({len(checks) for checks in proofs})
    number = several(counts[-1], "check") if len(counts) == 1 else f"{counts[0]} to {counts[-1]} checks"
    said = f"{'each ' if len(proofs) > 1 else ''}{seen} at {number}{_took(proofs)}"
    asked = dict.fromkeys(check.witness for checks in proofs for check in checks[1:] if check.witness in _WITNESSES)
    up = " or ".join(_WITNESSES[witness] for witness in asked)
    return f"{said}; {up} each time it was confirmed" if up else said


def _seen(check: ProvingCheck) -> str:
    if check.outcome is Outcome.GONE and check.status:
        return str(check.status)
    if check.outcome is Outcome.OK and check.kind and not is_loss(check.kind):
        return "seen so"  # there, and by a setting as good as lost
    return _SEEN.get(check.outcome, "absent")


def _took(proofs: Sequence[tuple[ProvingCheck, ...]]) -> str:
    """From the first to the last check."""
    times = sorted(checks[-1].at - checks[0].at for checks in proofs)
    if max(len(checks) for checks in proofs) == 1:
        return ""
    least, most = _span(times[0]), _span(times[-1])
    return f" in {most}" if least == most else f" in {least} to {most}"


def _span(time: timedelta) -> str:
    """Rounded to what is worth saying: `40 min`, `31 h`, `4 days`."""
    if time < timedelta(hours=1):
        return f"{round(time / timedelta(minutes=1))} min"
    if time < _DAYS_FROM:
        return f"{round(time / timedelta(hours=1))} h"
    return several(round(time / timedelta(days=1)), "day")
