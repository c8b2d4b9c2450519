"""How a deal stands: a table of its links' states, who was first, the clock, and laws that hold whatever happens."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.exchanges.state_machine import judge
from jobs.model.exchange import Exchange, ExchangeState, LegState, Side
from jobs.model.link_status import LinkState, LinkStatus
from tests.jobs.exchanges.tools import DAY, HOUR, NOFOLLOW, NOW, OURS, THEIRS, THIRD, after, deal, leg, status

S, P, B = LegState.STANDS, LegState.PENDING, LegState.BROKEN
LOST = status(LinkState.LOST, absent_since=NOW)
BLOCKED = status(unknown_since=NOW)


@pytest.mark.parametrize(
    ("theirs", "ours", "state"),
    [
        (S, S, ExchangeState.ACTIVE),
        (P, S, ExchangeState.PENDING_THEIRS),
        (S, P, ExchangeState.PENDING_OURS),
        (P, P, ExchangeState.PENDING_OURS),
        (B, S, ExchangeState.BREACH_THEIRS),
        (S, B, ExchangeState.BREACH_OURS),
        (B, B, ExchangeState.BOTH_BROKEN),
        (B, P, ExchangeState.BREACH_THEIRS),
        (P, B, ExchangeState.BREACH_OURS),
    ],
)
def test_a_deal_of_two_stands_as_the_worst_of_its_links(theirs: LegState, ours: LegState, state: ExchangeState) -> None:
    assert judge(deal(leg(THEIRS, theirs), leg(OURS, ours)), NOW).state is state


@pytest.mark.parametrize(
    ("first", "ours", "third", "state"),
    [
        (S, S, S, ExchangeState.ACTIVE),
        (B, S, B, ExchangeState.BREACH_THEIRS),
        (S, B, S, ExchangeState.BREACH_OURS),
        (S, B, B, ExchangeState.BOTH_BROKEN),
        (S, S, P, ExchangeState.PENDING_THEIRS),
        (P, S, B, ExchangeState.BREACH_THEIRS),
    ],
)
def test_so_does_one_of_three(first: LegState, ours: LegState, third: LegState, state: ExchangeState) -> None:
    assert judge(deal(leg(THEIRS, first), leg(OURS, ours), leg(THIRD, third)), NOW).state is state


@pytest.mark.parametrize("side", [THEIRS, OURS])
def test_while_a_side_cannot_be_read_nothing_is_declared(side: int) -> None:
    other = OURS if side == THEIRS else THEIRS
    blocked = after(after(deal(), {side: BLOCKED}, NOW), {other: LOST}, NOW + 40 * HOUR)
    assert (blocked.state, blocked.first) == (ExchangeState.ACTIVE, None)
    readable = after(blocked, {side: status()}, NOW + 60 * HOUR)
    assert readable.state.is_breach
    assert (readable.first, readable.broken_since) == (other, NOW)


def test_what_was_declared_is_held_to_while_a_side_cannot_be_read() -> None:
    broken = after(deal(), {THEIRS: LOST}, NOW + DAY)
    blocked = after(broken, {THEIRS: replace(LOST, unknown_since=NOW + 2 * DAY)}, NOW + 2 * DAY)
    assert blocked.state is ExchangeState.BREACH_THEIRS
    ours_too = after(blocked, {OURS: replace(LOST, absent_since=NOW + 3 * DAY)}, NOW + 4 * DAY)
    assert ours_too.state is ExchangeState.BREACH_THEIRS


def test_the_clock_stands_still_while_a_side_cannot_be_read() -> None:
    suspect = status(LinkState.SUSPECT, absences=1, absent_since=NOW)
    doubted = after(deal(), {THEIRS: suspect}, NOW)
    lost = after(doubted, {THEIRS: LOST}, NOW + DAY)
    blocked = after(lost, {OURS: BLOCKED}, NOW + 3 * DAY)
    assert blocked.broken_for(NOW + 30 * DAY) == 3 * DAY
    again = after(blocked, {OURS: status()}, NOW + 10 * DAY)
    assert again.broken_for(NOW + 12 * DAY) == 5 * DAY
    assert after(again, {THEIRS: status()}, NOW + 12 * DAY).broken_for(NOW + 90 * DAY) == timedelta()


def test_who_broke_it_first_stays_the_first_until_all_is_whole() -> None:
    theirs = after(deal(), {THEIRS: LOST}, NOW + DAY)
    both = after(
        theirs, {OURS: replace(LOST, absent_since=NOW + 5 * DAY, last_present_at=NOW + 4 * DAY)}, NOW + 6 * DAY
    )
    assert (both.state, both.first) == (ExchangeState.BOTH_BROKEN, THEIRS)
    mended = after(both, {THEIRS: status(LinkState.RECOVERED)}, NOW + 7 * DAY)
    assert (mended.state, mended.first, mended.broken_since) == (ExchangeState.BREACH_OURS, THEIRS, NOW)
    whole = after(mended, {OURS: status(LinkState.RECOVERED)}, NOW + 8 * DAY)
    assert (whole.state, whole.first, whole.broken_since) == (ExchangeState.ACTIVE, None, None)


def test_what_began_first_is_first_though_it_was_proved_last() -> None:
    theirs = after(deal(), {THEIRS: replace(LOST, absent_since=NOW + 2 * DAY)}, NOW + 3 * DAY)
    both = after(theirs, {OURS: replace(LOST, absent_since=NOW)}, NOW + 4 * DAY)
    assert both.first == OURS


@pytest.mark.parametrize(
    ("last_whole", "sure"),
    [
        pytest.param(NOW + DAY, True, id="seen whole after the other was gone"),
        pytest.param(NOW - DAY, False, id="not looked at in between"),
    ],
)
def test_whether_the_first_is_sure(last_whole: object, sure: bool) -> None:  # noqa: FBT001  # a table's column
    begun = deal(leg(THEIRS), leg(OURS, seen_at=last_whole))
    both = after(begun, {THEIRS: LOST, OURS: replace(LOST, absent_since=NOW + 9 * DAY)}, NOW + 10 * DAY)
    assert (both.first, both.is_first_sure) == (THEIRS, sure)


@pytest.mark.parametrize(
    ("days", "state"),
    [
        (30, ExchangeState.ACTIVE),
        (8, ExchangeState.ACTIVE),
        (7, ExchangeState.EXPIRING),
        (0, ExchangeState.EXPIRING),
        (-1, ExchangeState.EXPIRED),
    ],
)
def test_a_deal_with_an_end(days: int, state: ExchangeState) -> None:
    assert judge(deal(until=NOW.date() + timedelta(days=days)), NOW).state is state


def test_a_breach_outweighs_that_it_ends_soon_and_its_end_outweighs_all() -> None:
    broken = deal(leg(THEIRS, B), leg(OURS), until=NOW.date())
    assert judge(broken, NOW).state is ExchangeState.BREACH_THEIRS
    assert judge(broken, NOW + DAY).state is ExchangeState.EXPIRED


def test_what_is_over_stays_over() -> None:
    ended = judge(deal(ended_at=NOW, until=date(2026, 1, 1)), NOW)
    assert ended.state is ExchangeState.ENDED
    assert after(ended, {THEIRS: LOST}, NOW + DAY).state is ExchangeState.ENDED


# Laws

STANDINGS = st.sampled_from(
    [
        status(),
        LinkStatus(LinkState.PENDING),
        status(LinkState.SUSPECT, absences=1, absent_since=NOW),
        LOST,
        status(LinkState.WEAKENED, open=(NOFOLLOW,)),
        status(LinkState.RECOVERED),
        status(LinkState.REPLACED),
        BLOCKED,
        replace(LOST, unknown_since=NOW),
        status(LinkState.SUSPECT, absences=1, absent_since=NOW, unknown_since=NOW),
    ]
)
STEPS = st.lists(st.tuples(st.sampled_from([THEIRS, OURS, THIRD]), STANDINGS, st.integers(1, 100)), max_size=20)


def lived(steps: list[tuple[int, LinkStatus, int]]) -> list[tuple[Exchange, Exchange, timedelta]]:
    """Each deal before and after a step, and how long the step took."""
    exchange, now, seen = deal(leg(THEIRS), leg(OURS), leg(THIRD)), NOW, []
    for link, standing, hours in steps:
        now += hours * HOUR
        later = after(exchange, {link: standing}, now)
        seen.append((exchange, later, hours * HOUR))
        assert judge(later, now) == later, "the same look judged twice changes nothing"
        exchange = later
    return seen


@given(STEPS)
def test_no_breach_is_declared_while_a_side_cannot_be_read(steps: list[tuple[int, LinkStatus, int]]) -> None:
    for before, later, _ in lived(steps):
        new = {each.link for each in later.legs if each.is_declared} - {
            each.link for each in before.legs if each.is_declared
        }
        assert later.is_readable or not new


@given(STEPS)
def test_the_clock_never_runs_while_a_side_cannot_be_read(steps: list[tuple[int, LinkStatus, int]]) -> None:
    now = NOW
    for before, later, took in lived(steps):
        start, now = now, now + took
        if not before.is_readable and any(each.doubt_since for each in later.legs):
            assert later.broken_for(now) == before.broken_for(start)


@given(STEPS)
def test_a_breach_names_a_broken_side_and_a_first(steps: list[tuple[int, LinkStatus, int]]) -> None:
    for _, later, _ in lived(steps):
        assert later.state.is_breach == (later.first is not None) == any(each.is_declared for each in later.legs)
        sides = {each.side for each in later.legs if each.is_declared}
        assert (later.state is ExchangeState.BOTH_BROKEN) == (sides == set(Side))
