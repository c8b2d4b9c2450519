"""The drawing of the state machine in docs/architecture.md has the arrows that the code has."""

import random
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from jobs.model.findings import Finding, Severity
from jobs.model.link_status import LinkStatus
from jobs.model.page import Outcome
from jobs.model.verdict import Observation, Policy, Probe, Scope
from jobs.verdicts.state_machine import judge

DRAWING = Path(__file__).parents[3] / "docs/architecture.md"
T0 = datetime(2026, 5, 1, tzinfo=UTC)

NOFOLLOW = Finding("nofollow", Severity.WEAKENED, "")
NOINDEX = Finding("noindex", Severity.WEAKENED, "")
PRESENT = Observation(Outcome.OK, present=True)
ABSENT = Observation(Outcome.OK, present=False, findings=(Finding("missing", Severity.LOST, ""),), probe=Probe.UP)
BAD_TARGET = Observation(
    Outcome.OK, present=None, findings=(Finding("target_gone", Severity.WEAKENED, ""),), scope=Scope.TARGET
)
LOOKS = (
    PRESENT,
    ABSENT,
    replace(PRESENT, findings=(NOFOLLOW,)),
    replace(PRESENT, findings=(NOFOLLOW, NOINDEX)),
    replace(ABSENT, probe=Probe.DOWN),
    Observation(Outcome.TIMEOUT, present=None),
    replace(ABSENT, outcome=Outcome.REPLACED),
    BAD_TARGET,
    replace(BAD_TARGET, findings=()),
)


def arrows_of_the_code() -> set[tuple[str, str]]:
    """Every change of state that three thousand random lives of a link go through."""
    chance, found = random.Random(7), set()
    for _ in range(3000):
        standing, at, look = LinkStatus(), T0, chance.choice(LOOKS)
        for _ in range(30):
            at += timedelta(hours=chance.choice((0.2, 1, 6, 24, 100)))
            look = look if chance.random() < 0.6 else chance.choice(LOOKS)  # most of what is seen lasts
            after = judge(standing, look, Policy(), at).standing
            if after.state is not standing.state:
                found.add((standing.state.value, after.state.value))
            standing = after
    return found


def arrows_of_the_drawing() -> set[tuple[str, str]]:
    return set(re.findall(r"^ {4}(\w+) --> (\w+): ", DRAWING.read_text(encoding="utf-8"), re.MULTILINE))


def test_the_drawing_has_the_arrows_that_the_code_has() -> None:
    assert arrows_of_the_drawing() == arrows_of_the_code()
