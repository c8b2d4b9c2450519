"""What became of a link in a month: from what happened, whatever that was."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.digests.reports.course import Courses
from jobs.digests.reports.report import LinkClass, Step
from jobs.model.event import Event
from jobs.model.findings import Finding, Severity
from jobs.model.link_status import LinkState, LinkStatus
from tests.tools.nouns import NOFOLLOW
from tests.tools.reports import END, START, event, on, report_of, stood

KINDS = ("added", "pending", "live", "suspect", "weakened", "lost", "replaced", "recovered", "accepted", "removed")
LOST_BY_HAND, LIVE_BY_HAND = "marked L-1 as lost.", "marked L-1 as live."


def steps(*events: Event) -> list[Step | None]:
    """What is heard of link 1 within June."""
    courses = Courses(START, END)
    courses.take(events)
    return [move.step for move in courses.by_link[1].moves]


def told(*kinds: str, day: float = 1) -> tuple[Event, ...]:
    return tuple(event(1, kind, day + number) for number, kind in enumerate(kinds))


@pytest.mark.parametrize(
    ("events", "heard"),
    [
        (told("added", "live"), [None, Step.PLACED]),
        (told("added", "pending", "live"), [None, None, Step.PLACED]),
        (told("added", "suspect", "weakened"), [None, Step.PLACED, Step.WEAKENED]),  # there, but in doubt, at first
        ((*told("added", "live", day=-5), *told("lost")), [Step.LOST]),
        ((*told("added", "live", day=-5), *told("suspect", "cleared")), []),  # a doubt is no news
        ((*told("added", "live", "lost", day=-5), *told("recovered", "live")), [Step.CAME_BACK]),
        ((*told("added", "live", "weakened", day=-5), *told("recovered")), [Step.MENDED]),
        ((*told("added", "live", day=-5), *told("replaced", "lost")), [Step.REPLACED, Step.LOST]),
        ((*told("added", "live", day=-5), *told("lost", "accepted")), [Step.LOST]),  # it stays lost
        ((*told("added", "live", day=-5), *told("removed")), [Step.REMOVED]),
        ((*told("added", "live", day=-5), event(1, "marked", 3, LOST_BY_HAND)), [Step.LOST]),
        ((*told("added", "lost", day=-5), event(1, "marked", 3, LIVE_BY_HAND)), [Step.CAME_BACK]),
        ((*told("added", "live", day=-5), event(1, "marked_lost", 3)), [Step.LOST]),
        ((*told("added", "lost", day=-5), event(1, "marked_live", 3)), [Step.CAME_BACK]),
        (told("lost", day=40), []),  # in July
        (told("recovered"), [Step.CAME_BACK]),  # what was before is told by nobody
    ],
)
def test_each_step_is_heard_of_once(events: tuple[Event, ...], heard: list[Step | None]) -> None:
    assert steps(*events) == heard


def test_what_happened_after_the_month_changes_nothing_in_it() -> None:
    report = report_of(
        [event(1, "added", -9), event(1, "live", -9), event(1, "lost", 33)], [stood(1, LinkState.LOST, 33)]
    )
    assert report.classes[LinkClass.LIVE] == 1
    assert (report.balance.start, report.balance.end, report.happenings) == (1, 1, ())


def test_a_link_of_which_nothing_is_told_stands_as_it_always_did() -> None:
    report = report_of([], [stood(1, LinkState.LIVE, -30), stood(2, LinkState.LIVE, 40, added_at=on(39))])
    assert (report.balance.start, report.balance.end, len(report.standings)) == (1, 1, 1)


def test_what_the_history_has_lost_is_known_from_the_link() -> None:
    report = report_of([event(1, "added", -9), event(1, "live", -9)], [stood(1, LinkState.LOST, 12)])
    assert [(each.step, each.at) for each in report.happenings] == [(Step.LOST, on(12))]


def test_a_link_that_is_only_in_doubt_stands_as_it_was_proved_last() -> None:
    events = [event(1, kind, -9) for kind in ("added", "live", "weakened")]
    report = report_of(events, [stood(1, LinkState.SUSPECT, 12)])
    assert report.classes[LinkClass.WEAKENED] == 1


def test_a_page_that_cannot_be_read_is_unknown_until_it_can() -> None:
    live = [event(1, "added", -9), event(1, "live", -9), event(1, "unreachable", 3)]
    unread = LinkStatus(LinkState.LIVE, since=on(-9), unreachable=True, unknown_since=on(1))
    report = report_of(live, [stood(1, LinkState.LIVE, -9, standing=unread)])
    assert (report.classes[LinkClass.UNKNOWN], report.standings[0].was) == (1, LinkState.LIVE)
    assert report.standings[0].since == on(1)
    assert report_of([*live, event(1, "reachable", 5)], [stood(1, LinkState.LIVE, -9)]).classes[LinkClass.LIVE] == 1
    later = report_of([*live, event(1, "reachable", 35), event(1, "lost", 36)], [stood(1, LinkState.LOST, 36)])
    assert later.classes[LinkClass.UNKNOWN] == 1  # as it was at the end of June


def test_what_was_found_stands_beside_what_is_not_well() -> None:
    weak = LinkStatus(LinkState.WEAKENED, since=on(4), open=(NOFOLLOW, Finding("hidden", Severity.WEAKENED, "Hidden.")))
    [standing] = report_of([], [stood(1, LinkState.WEAKENED, 4, standing=weak)]).standings
    assert standing.words == "The link is nofollow now. Hidden."


MADE_UP = st.dictionaries(st.integers(1, 6), st.tuples(st.sampled_from(LinkState), st.floats(-40, 60)), max_size=6)
happened = st.builds(
    event,
    st.integers(1, 4),
    st.sampled_from([*KINDS, "marked", "marked_live", "marked_lost", "unreachable", "reachable", "noted", "cleared"]),
    st.floats(-40, 60),
    st.sampled_from([LOST_BY_HAND, LIVE_BY_HAND, ""]),
)


@given(
    st.lists(happened, max_size=25),
    MADE_UP,
    st.floats(1, 60),
)
def test_the_balance_adds_up_whatever_was_written(
    events: list[Event], states: dict[int, tuple[LinkState, float]], day: float
) -> None:
    links = [stood(number, state, since) for number, (state, since) in states.items()]
    report = report_of(events, links, now=on(day))
    balance = report.balance
    left = balance.lost + balance.replaced + balance.removed
    assert balance.start + balance.placed + balance.came_back - left == balance.end
    assert sum(report.classes.values()) == len(report.standings)
    there = [each for each in report.standings if each.was in {LinkState.LIVE, LinkState.WEAKENED}]
    assert len(there) == balance.end
    assert all(report.since <= each.at < report.until for each in report.happenings)
    assert report.until - report.since <= timedelta(days=30)


@given(st.lists(happened, max_size=25), MADE_UP, st.sets(st.integers(1, 6)))
def test_what_we_give_is_in_no_number_and_no_link_is_left_out(
    events: list[Event], states: dict[int, tuple[LinkState, float]], ours: set[int]
) -> None:
    links = [stood(number, state, since) for number, (state, since) in states.items()]
    told = report_of(events, links, given=ours)
    refs = {f"L-{number}" for number in ours}
    others = [each for each in events if each.subject not in refs]
    assert replace(told, given=()) == report_of(others, [each for each in links if each.id not in ours])
    assert {each.link.ref for each in told.given} <= refs
    everything = report_of(events, links).standings
    assert sorted((*told.standings, *told.given), key=repr) == sorted(everything, key=repr)
