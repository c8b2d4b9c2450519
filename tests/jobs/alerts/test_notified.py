"""What people have to hear of an incident, held against what they were last told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from jobs.alerts.notified import needs_notification, notified_state_of
from jobs.model.incident import IncidentStatus, NotifiedState
from tests.tools.nouns import MISSING, NOFOLLOW, incident
from tests.tools.times import NOON

OPEN = NotifiedState(IncidentStatus.OPEN, 2, ("nofollow",))
QUIET = replace(OPEN, quiet=True)
OVER = replace(OPEN, status=IncidentStatus.RECOVERED, waiting=0)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("told", "gist", "expected", "why"),
    [
        (None, OPEN, True, "nobody knows"),
        (None, QUIET, False, "somebody wanted quiet"),
        (None, OVER, False, "over before anybody heard"),
        (OPEN, OPEN, False, "told already"),
        (OPEN, replace(OPEN, waiting=3), True, "one more"),
        (OPEN, replace(OPEN, waiting=1), False, "a part of it is well"),
        (OPEN, replace(OPEN, findings=("nofollow", "noindex")), True, "it is worse"),
        (OPEN, replace(OPEN, findings=()), False, "it is better"),
        (OPEN, OVER, True, "the end of what they know of"),
        (OPEN, QUIET, False, "snoozed"),
        (QUIET, OPEN, True, "the snooze is over"),
        (QUIET, OVER, False, "its end was to be silent"),
        (OVER, OPEN, True, "it is so again"),
        (OVER, replace(OVER, status=IncidentStatus.STOPPED), False, "it was over"),
    ],
)
def test_what_has_to_be_heard(told: NotifiedState | None, gist: NotifiedState, *, expected: bool, why: str) -> None:
    assert needs_notification(told, gist) is expected, why


def test_what_there_is_to_tell() -> None:
    several = incident(1, 2, 3, findings=(NOFOLLOW, MISSING), recovered=frozenset({2}), snoozed_until=NOON + HOUR)
    assert notified_state_of(several, NOON) == NotifiedState(
        IncidentStatus.OPEN, 2, ("missing", "nofollow"), quiet=True
    )
    assert not notified_state_of(several, NOON + HOUR).quiet
