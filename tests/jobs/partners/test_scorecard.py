"""What a site's links are worth: from what happened to each, whatever that was."""

from datetime import timedelta

import pytest

from jobs.digests.lives import FEWEST, Life, Loss, WatchedLink, watched_link
from jobs.digests.reports.course import Courses
from jobs.model.event import Event
from jobs.model.link import Link
from jobs.model.link_status import LinkState, LinkStatus
from jobs.partners.scorecard import scorecard
from tests.tools.nouns import link
from tests.tools.reports import event, on

TODAY = 100


def standing(state: LinkState, last_seen: float) -> Link:
    return link(1, state, added_at=on(0), standing=LinkStatus(state, since=on(50), last_present_at=on(last_seen)))


def watched(events: list[Event], tracked: Link | None) -> WatchedLink | None:
    courses = Courses(on(-1), on(TODAY))
    courses.take(events)
    course = courses.settle(tracked) if tracked else courses.by_link[1]
    return watched_link(course, tracked, on(TODAY))


def happened(*kinds_and_days: tuple[str, float]) -> list[Event]:
    return [event(1, "added", 0), *(event(1, kind, day) for kind, day in kinds_and_days)]


@pytest.mark.parametrize(
    ("events", "tracked", "life", "waits"),
    [
        (happened(("live", 1)), standing(LinkState.LIVE, 99), Life(98, is_lost=False), ()),
        (happened(("pending", 1), ("live", 11)), standing(LinkState.LIVE, 99), Life(88, is_lost=False), ()),
        # Of what cannot be read any more nobody knows since then.
        (happened(("live", 1)), standing(LinkState.LIVE, 31), Life(30, is_lost=False), ()),
        (happened(("live", 1), ("weakened", 5)), standing(LinkState.WEAKENED, 99), Life(98, is_lost=False), ()),
        (happened(("live", 1), ("lost", 31)), standing(LinkState.LOST, 30), Life(30, is_lost=True), (None,)),
        (happened(("live", 1), ("replaced", 31)), standing(LinkState.REPLACED, 30), Life(30, is_lost=True), (None,)),
        # Another page first, then lost: one loss.
        (
            happened(("live", 1), ("replaced", 31), ("lost", 40)),
            standing(LinkState.LOST, 30),
            Life(30, is_lost=True),
            (None,),
        ),
        (
            happened(("live", 1), ("lost", 31), ("recovered", 35)),
            standing(LinkState.LIVE, 99),
            Life(30, is_lost=True),
            (4,),
        ),
        (
            happened(("live", 1), ("lost", 31), ("recovered", 35), ("lost", 60)),
            standing(LinkState.LOST, 59),
            Life(30, is_lost=True),
            (4, None),
        ),
        (happened(("live", 1), ("removed", 21)), None, Life(20, is_lost=False), ()),
        # What a person clears away after its loss was lost all the same.
        (happened(("live", 1), ("lost", 21), ("removed", 22)), None, Life(20, is_lost=True), (None,)),
    ],
)
def test_a_link_is_watched_from_first_sight_to_its_first_loss(
    events: list[Event], tracked: Link | None, life: Life, waits: tuple[float | None, ...]
) -> None:
    found = watched(events, tracked)
    assert found is not None
    assert (found.life, tuple(loss.days for loss in found.losses)) == (life, waits)


@pytest.mark.parametrize("state", [LinkState.NEW, LinkState.PENDING])
def test_what_was_never_seen_has_no_life(state: LinkState) -> None:
    assert watched(happened(("pending", 2)), link(1, state, added_at=on(0))) is None
    assert watched(happened(("removed", 2)), None) is None


def lives(number: int, days: float, *, lost: bool) -> list[WatchedLink]:
    return [WatchedLink(Life(days, is_lost=lost))] * number


def test_too_few_links_give_no_share() -> None:
    card = scorecard(lives(FEWEST - 1, 400, lost=False))
    assert [(each.days, each.known, each.share) for each in card.lasting] == [
        (30, 9, None),
        (90, 9, None),
        (365, 9, None),
    ]


def test_a_share_is_shown_where_enough_were_lost_or_watched_for_so_long() -> None:
    card = scorecard([*lives(5, 10, lost=True), *lives(4, 60, lost=False), *lives(6, 200, lost=False)])
    assert [(each.days, each.known) for each in card.lasting] == [(30, 15), (90, 11), (365, 5)]
    shares = [each.share for each in card.lasting]
    assert shares[:2] == [pytest.approx(2 / 3), pytest.approx(2 / 3)]
    assert shares[2] is None


def lost(*spells: tuple[float, float | None]) -> WatchedLink:
    """A link that was lost on these days, and came back on those."""
    losses = tuple(Loss(on(at), None if back is None else on(back)) for at, back in spells)
    return WatchedLink(Life(30, is_lost=True), losses)


def test_the_wait_is_the_median_of_what_came_back() -> None:
    card = scorecard([lost((30, 31), (60, None)), lost((30, 33)), lost((30, 130))])
    assert (card.placed, card.losses, card.restored, card.days_until_restored) == (3, 4, 3, 3.0)
    assert (card.mailed, card.restored_after_mail, card.days_from_mail) == (0, 0, None)


def test_a_mail_counts_for_what_was_lost_when_it_was_written() -> None:
    links = [lost((30, 40)), lost((30, None)), lost((50, 60)), lost((10, 20))]
    card = scorecard(links, [on(32), on(36)])
    assert (card.mailed, card.restored_after_mail, card.days_from_mail) == (2, 1, 8.0)


def test_what_lies_in_the_future_is_no_life_yet() -> None:
    """The clock was set back: nothing is watched for less than no time, nor beyond now."""
    ahead = standing(LinkState.LIVE, TODAY + 50)
    found = watched(happened(("live", 1)), ahead)
    assert found is not None
    assert timedelta(days=found.life.days) == timedelta(days=TODAY - 1)
