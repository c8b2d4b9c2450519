"""What a check leaves behind: whose fault an unknown is, and what is learnt of a host."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from jobs.checks.next_check import after_unknown
from jobs.checks.record import Ended, host_after, how_it_ended, is_missing, links_after, plans_for
from jobs.model.link import Link
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.page import FetchFailure, Outcome
from jobs.model.reading import PageFacts
from jobs.model.tracked_page import HostState
from jobs.model.verdict import Evaluation, Observation, Probe, Verdict
from jobs.pages.reading import Reading
from jobs.pages.what_it_is import ControlReadings

NOW = datetime(2026, 5, 1, tzinfo=UTC)
HOST = HostState("blog.example")
URL = "https://blog.example/ridge"


def facts(outcome: Outcome) -> PageFacts:
    return PageFacts(URL, URL, 200, outcome=outcome)


def control(root: Outcome) -> ControlReadings:
    return ControlReadings(facts(root), facts(Outcome.GONE))


def judged(observation: Observation, absences: int = 0, state: LinkState = LinkState.LIVE) -> Evaluation:
    standing = LinkStatus(state, absences=absences)
    link = Link(12, "C1", URL, "https://shop.example/", NOW, standing)
    return Evaluation(link, link, Verdict(standing), "blog.example", observation=observation)


@pytest.mark.parametrize(
    ("outcome", "waits"),
    [
        (Outcome.TIMEOUT, True),
        (Outcome.SERVER_ERROR, True),
        (Outcome.BLOCKED, True),
        (Outcome.NOT_HTML, False),
        (Outcome.NEEDS_JS, False),
        (Outcome.TOO_COMPLEX, False),
        (Outcome.ROBOTS_REFUSED, False),
        (Outcome.GONE, False),
    ],
)
def test_a_host_waits_for_its_own_troubles_not_for_those_of_one_page(outcome: Outcome, *, waits: bool) -> None:
    after = host_after(HOST, Ended(outcome, "as the test says"), None, NOW, 0.5)
    assert (after.not_before is not None) is waits


def test_a_confirming_look_made_in_vain_is_made_again_soon() -> None:
    absent = Observation(Outcome.GONE, present=False, probe=Probe.DOWN)
    reading = Reading(Outcome.GONE, "gone", facts(Outcome.GONE), failure=FetchFailure(URL, Outcome.GONE, "gone", NOW))
    first, confirming = how_it_ended(reading, [judged(absent)]), how_it_ended(reading, [judged(absent, absences=2)])
    assert not first.is_host_trouble
    assert confirming.is_host_trouble
    assert host_after(HOST, confirming, None, NOW, 0.5).not_before == NOW + timedelta(minutes=30)


@pytest.mark.parametrize(
    ("root", "learnt", "why"),
    [
        (Outcome.OK, (True, None), "it has a home page"),
        (Outcome.GONE, (None, Outcome.GONE), "it seems to have none; a second check has to agree"),
        (Outcome.BLOCKED, (None, Outcome.BLOCKED), "it seems to have none for us"),
        (Outcome.TIMEOUT, (None, None), "that may have been chance: ask again"),
        (Outcome.SERVER_ERROR, (None, None), "that may have been chance: ask again"),
    ],
)
def test_what_is_learnt_of_a_home_page(root: Outcome, learnt: tuple[bool | None, Outcome | None], why: str) -> None:
    after = host_after(HOST, Ended(Outcome.OK, ""), control(root), NOW, 0.5)
    assert (after.root_answers, after.root_outcome) == learnt, why


def test_that_there_is_no_home_page_is_believed_when_seen_twice() -> None:
    once = host_after(HOST, Ended(Outcome.OK, ""), control(Outcome.GONE), NOW, 0.5)
    assert host_after(once, Ended(Outcome.OK, ""), control(Outcome.BLOCKED), NOW, 0.5).root_answers is None
    assert host_after(once, Ended(Outcome.OK, ""), control(Outcome.GONE), NOW, 0.5).root_answers is False
    assert host_after(once, Ended(Outcome.OK, ""), control(Outcome.OK), NOW, 0.5).root_answers is True


def test_a_home_page_that_came_to_be_is_learnt_and_one_that_fails_later_is_not_forgotten() -> None:
    without = replace(HOST, root_answers=False, root_outcome=Outcome.GONE)
    assert host_after(without, Ended(Outcome.OK, ""), control(Outcome.OK), NOW, 0.5).root_answers
    with_home = replace(HOST, root_answers=True)
    assert host_after(with_home, Ended(Outcome.OK, ""), control(Outcome.GONE), NOW, 0.5).root_answers


def test_an_answer_ends_the_waiting() -> None:
    waiting = after_unknown(HOST, "time-out", None, NOW, 0.5)
    assert host_after(waiting, Ended(Outcome.OK, ""), None, NOW, 0.5) == HOST


def test_a_link_is_missing_only_if_it_was_there_and_somebody_could_tell() -> None:
    absent, unknown = Observation(Outcome.OK, present=False), Observation(Outcome.TIMEOUT, present=None)
    assert is_missing([judged(absent)], before=False)
    assert not is_missing([judged(absent, state=LinkState.PENDING)], before=False)
    assert is_missing([judged(unknown)], before=True)
    assert not is_missing([judged(Observation(Outcome.OK, present=True))], before=True)


def test_the_end_of_a_snooze_is_a_plan_where_something_is_wrong() -> None:
    end = NOW + timedelta(days=3)
    assert end in plans_for(URL, [left_as(LinkStatus(LinkState.LOST, snoozed_until=end))])
    assert end not in plans_for(URL, [left_as(LinkStatus(LinkState.LIVE, snoozed_until=end))])


def test_only_links_that_a_check_changed_are_written() -> None:
    changed = left_as(LinkStatus(LinkState.LIVE, looked_at=NOW))
    other = replace(changed.before, id=13)
    untouched = replace(changed, before=other, after=other)
    assert links_after([changed, untouched]) == [changed.after]


def test_a_link_that_is_judged_as_standing_there_and_as_leading_there_is_written_once_as_the_later_left_it() -> None:
    first = left_as(LinkStatus(LinkState.LIVE))
    later = replace(first.after, standing=LinkStatus(LinkState.WEAKENED))
    second = replace(first, before=first.after, after=later)
    assert links_after([first, second]) == [later]


def left_as(standing: LinkStatus) -> Evaluation:
    seen = judged(Observation(Outcome.OK, present=True))
    return replace(
        seen, before=replace(seen.before, standing=LinkStatus()), after=replace(seen.after, standing=standing)
    )
