"""What counts as live, as bad and as snoozed: once, for links and incidents."""

from datetime import datetime, timedelta

import pytest

from jobs.model.incident import Incident, IncidentKind
from jobs.model.link_status import LinkState, LinkStatus
from tests.tools.times import NOON


@pytest.mark.parametrize(
    ("state", "live", "bad", "why"),
    [
        (LinkState.NEW, False, False, "nobody looked yet"),
        (LinkState.PENDING, False, False, "it was never there"),
        (LinkState.LIVE, True, False, "it is there, as agreed"),
        (LinkState.SUSPECT, True, False, "nothing is proved"),
        (LinkState.RECOVERED, True, False, "it is there again"),
        (LinkState.WEAKENED, False, True, "there, and worth less"),
        (LinkState.LOST, False, True, "it is not there"),
    ],
)
def test_where_a_link_stands(state: LinkState, *, live: bool, bad: bool, why: str) -> None:
    assert (state.is_live, state.is_bad) == (live, bad), why


@pytest.mark.parametrize(
    ("until", "snoozed", "why"),
    [
        (None, False, "nobody asked for it"),
        (NOON + timedelta(seconds=1), True, "it lasts"),
        (NOON, False, "it is over to the second"),
        (NOON - timedelta(days=1), False, "it is over"),
    ],
)
def test_what_is_snoozed(until: datetime | None, *, snoozed: bool, why: str) -> None:
    incident = Incident("L-1-lost-1", "C1", IncidentKind.LOST, "L-1", (1,), NOON, snoozed_until=until)
    assert LinkStatus(snoozed_until=until).is_snoozed(NOON) is snoozed, why
    assert incident.is_snoozed(NOON) is snoozed, why
