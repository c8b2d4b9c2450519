"""When a link is under guarantee: while it runs, and when it was lost while it ran."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from jobs.model.findings import Finding, Severity
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.terms import Terms
from jobs.verdicts.guarantee import is_down, runs, under_guarantee
from tests.tools.nouns import NOFOLLOW, link

DAY = date(2027, 3, 1)
LAST = datetime(2027, 3, 1, 23, 59, tzinfo=UTC)
OVER = LAST + timedelta(minutes=1)
TARGET_GONE = Finding("target_gone", Severity.WEAKENED, "Our page is gone.")


@pytest.mark.parametrize(
    ("until", "now", "running", "why"),
    [
        (None, LAST, False, "none was agreed"),
        (DAY, LAST - timedelta(days=400), True, "long before"),
        (DAY, LAST, True, "the last day counts"),
        (DAY, OVER, False, "the day after does not"),
        (DAY, OVER.astimezone(timezone(timedelta(hours=-8))), False, "whatever the zone of the clock"),
    ],
)
def test_a_guarantee_runs_to_the_end_of_its_last_day(
    until: date | None, now: datetime, *, running: bool, why: str
) -> None:
    assert runs(until, now) is running, why


@pytest.mark.parametrize(
    ("standing", "down", "why"),
    [
        (LinkStatus(LinkState.LOST), True, "lost"),
        (LinkStatus(LinkState.WEAKENED, open=(NOFOLLOW,)), True, "weakened by the partner"),
        (LinkStatus(LinkState.WEAKENED, open=(TARGET_GONE, NOFOLLOW)), True, "by both sides"),
        (LinkStatus(LinkState.WEAKENED, open=(TARGET_GONE,)), False, "by a fault of ours"),
        (LinkStatus(LinkState.SUSPECT), False, "nothing is proved"),
        (LinkStatus(LinkState.PENDING), False, "never placed"),
        (LinkStatus(LinkState.LIVE), False, "well"),
        (LinkStatus(LinkState.RECOVERED), False, "recovered"),
    ],
)
def test_down_is_what_the_partner_owes(standing: LinkStatus, *, down: bool, why: str) -> None:
    assert is_down(replace(link(), standing=standing)) is down, why


@pytest.mark.parametrize(
    ("since", "absent_since", "state", "owed", "why"),
    [
        (LAST, None, LinkState.LOST, True, "lost on the last day"),
        (OVER, None, LinkState.LOST, False, "lost the day after"),
        (OVER, LAST, LinkState.LOST, True, "proved the day after, first missed on the last"),
        (LAST, None, LinkState.WEAKENED, True, "weakened while it ran"),
        (LAST, None, LinkState.LIVE, False, "all is well"),
        (None, None, LinkState.LOST, False, "nobody knows since when"),
    ],
)
def test_what_went_while_the_guarantee_ran_is_owed(
    since: datetime | None, absent_since: datetime | None, state: LinkState, *, owed: bool, why: str
) -> None:
    standing = LinkStatus(state, since=since, absent_since=absent_since)
    guaranteed = replace(link(), standing=standing, terms=Terms(guaranteed_until=DAY))
    assert under_guarantee(guaranteed) is owed, why
    assert not under_guarantee(replace(guaranteed, terms=Terms()))
