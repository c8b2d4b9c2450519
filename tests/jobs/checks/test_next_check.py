from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.checks.next_check import (
    LONGEST_BACKOFF,
    Rhythm,
    after_answer,
    after_unknown,
    may_ask_conditionally,
    next_check_at,
)
from jobs.model.link import Expectation, Link
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.partner import Partner
from jobs.model.reading import PageFacts, Sighting
from jobs.model.tracked_page import DuePage, HostState, TrackedPage
from tests.tools.readings import sighting

NOW = datetime(2026, 5, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
PAGE = TrackedPage("https://p.example/a", "p.example", NOW)
LINK = Link(1, "C1", PAGE.url, "https://us.example/", NOW, LinkStatus(LinkState.LIVE), sighting=Sighting(None))
PARTNER = Partner(1, "C1", PAGE.url, 100, NOW)
EVEN = 0.5  # no jitter either way


@pytest.mark.parametrize(
    ("due", "plans", "wait", "why"),
    [
        (DuePage(PAGE, links=(LINK,)), [], 24 * HOUR, "a page with links is read daily"),
        (DuePage(PAGE, partners=(PARTNER,)), [], 168 * HOUR, "a partner page weekly"),
        (DuePage(PAGE, links=(LINK,), partners=(PARTNER,)), [], 24 * HOUR, "the shorter wins"),
        (DuePage(PAGE, links=(replace(LINK, every=6 * HOUR),)), [], 6 * HOUR, "a link may ask for more"),
        (DuePage(PAGE, inbound=(LINK,)), [], 24 * HOUR, "a target is read daily"),
        (DuePage(PAGE, links=(LINK,)), [NOW + HOUR, None], HOUR, "a confirming check comes first"),
        (DuePage(PAGE, links=(LINK,)), [NOW - HOUR], 24 * HOUR, "a plan of the past is no plan"),
    ],
)
def test_when_a_page_is_looked_at_next(due: DuePage, plans: list[datetime | None], wait: timedelta, why: str) -> None:
    assert next_check_at(due, plans, Rhythm(), NOW, EVEN) - NOW == wait, why


@given(st.floats(0, 1, exclude_max=True))
def test_jitter_moves_a_turn_by_no_more_than_its_share(chance: float) -> None:
    wait = next_check_at(DuePage(PAGE, links=(LINK,)), [], Rhythm(jitter=0.1), NOW, chance) - NOW
    assert timedelta(hours=21.5) < wait < timedelta(hours=26.5)


def test_an_unknown_backs_the_host_off_twice_as_long_each_time() -> None:
    host, waits = HostState("p.example"), []
    for _ in range(8):
        host = after_unknown(host, "timeout", None, NOW, EVEN)
        assert host.not_before is not None
        waits.append((host.not_before - NOW) / HOUR)
    assert waits == [0.5, 1, 2, 4, 8, 16, 24, 24]
    assert after_answer(host) == HostState("p.example")


@given(st.integers(0, 30), st.floats(0, 1, exclude_max=True), st.integers(-5, 500))
def test_back_off_never_exceeds_a_day_whatever_the_host_asks_for(failures: int, chance: float, asked: int) -> None:
    host = after_unknown(HostState("h", failures), "503", NOW + asked * HOUR, NOW, chance)
    assert host.not_before is not None
    assert NOW < host.not_before <= NOW + LONGEST_BACKOFF


def test_what_the_host_asks_for_wins() -> None:
    assert after_unknown(HostState("h", 5), "429", NOW + 2 * HOUR, NOW, EVEN).not_before == NOW + 2 * HOUR


FACTS = PageFacts(PAGE.url, PAGE.url, 200)
READ = replace(PAGE, facts=FACTS, last_read_at=NOW - 24 * HOUR, rules_version="r1")


@pytest.mark.parametrize(
    ("due", "may", "why"),
    [
        (DuePage(READ, links=(LINK,)), True, "all is live and was read yesterday"),
        (
            DuePage(READ, links=(replace(LINK, standing=LinkStatus(LinkState.WEAKENED)),)),
            True,
            "what is weakened stays so while nothing changes",
        ),
        (
            DuePage(READ, links=(replace(LINK, standing=LinkStatus(LinkState.LOST)),)),
            False,
            "what was last seen of a lost link is what it was before",
        ),
        (DuePage(READ), True, "nothing but a partner page or target"),
        (
            DuePage(READ, links=(replace(LINK, standing=LinkStatus(LinkState.SUSPECT)),)),
            False,
            "a suspect is read whole",
        ),
        (DuePage(READ, links=(replace(LINK, sighting=None),)), False, "a new link was never looked for"),
        (DuePage(replace(READ, last_read_at=NOW - 169 * HOUR), links=(LINK,)), False, "once a week it is read whole"),
        (DuePage(replace(READ, rules_version="r0"), links=(LINK,)), False, "the rules have changed"),
        (DuePage(PAGE, links=(LINK,)), False, "it was never read"),
    ],
)
def test_when_not_modified_would_do(due: DuePage, *, may: bool, why: str) -> None:
    assert may_ask_conditionally(due, "r1", Rhythm(), NOW) is may, why


def test_a_page_is_read_again_for_an_anchor_that_was_agreed_since() -> None:
    seen = sighting(text="Our Guide")
    for agreed, will_do in (("", True), ("our  guide", True), ("the guide", False)):
        link = replace(LINK, sighting=seen, expected=Expectation(anchor=agreed))
        due = DuePage(READ, links=(link,))
        assert may_ask_conditionally(due, "r1", Rhythm(), NOW) is will_do, agreed
