"""What a link's standing says of it as a part of a deal."""

from dataclasses import replace

import pytest

from jobs.exchanges.legs import leg_after
from jobs.model.exchange import LegState
from jobs.model.link import Accepted, Expectation, Link
from jobs.model.link_status import LinkState, LinkStatus
from tests.jobs.exchanges.tools import DAY, HOUR, MISSING, NOFOLLOW, NOW, OUR_PAGE_GONE, THEIRS, leg, status

A, B, C = (f"https://{name}.example/links" for name in "abc")


@pytest.mark.parametrize(
    ("standing", "state", "readable"),
    [
        pytest.param(status(LinkState.NEW), LegState.PENDING, False, id="never looked at"),
        pytest.param(status(LinkState.PENDING), LegState.PENDING, True, id="agreed, not placed"),
        pytest.param(status(), LegState.STANDS, True, id="live"),
        pytest.param(status(LinkState.RECOVERED), LegState.STANDS, True, id="back"),
        pytest.param(status(LinkState.SUSPECT, absences=1), LegState.STANDS, True, id="absent once: nothing is proved"),
        pytest.param(status(LinkState.LOST), LegState.BROKEN, True, id="lost"),
        pytest.param(status(LinkState.WEAKENED, open=(NOFOLLOW,)), LegState.BROKEN, True, id="nofollow, not agreed"),
        pytest.param(
            status(LinkState.SUSPECT, open=(NOFOLLOW,), absences=1),
            LegState.BROKEN,
            True,
            id="weakened, then absent once",
        ),
        pytest.param(
            status(LinkState.WEAKENED, open=(OUR_PAGE_GONE,)), LegState.STANDS, True, id="our own target's fault"
        ),
        pytest.param(status(unknown_since=NOW), LegState.STANDS, False, id="blocked"),
        pytest.param(status(LinkState.LOST, unknown_since=NOW), LegState.BROKEN, False, id="lost, then blocked"),
        pytest.param(status(LinkState.REPLACED), LegState.STANDS, False, id="another page stands there"),
        pytest.param(
            status(LinkState.SUSPECT, replaced_since=NOW), LegState.STANDS, False, id="since less than a week"
        ),
        pytest.param(
            status(LinkState.LOST, unknown_since=NOW, marked_by="U1"), LegState.BROKEN, True, id="a person vouches"
        ),
    ],
)
def test_what_a_standing_says(standing: LinkStatus, state: LegState, readable: bool) -> None:  # noqa: FBT001  # a table's column
    seen = leg_after(leg(THEIRS), of(standing))
    assert (seen.state, seen.is_readable) == (state, readable)


ACCEPTED = Expectation(accepted=(Accepted("missing", "absent", "U1", NOW),))


@pytest.mark.parametrize(
    ("standing", "expected", "state"),
    [
        pytest.param(status(LinkState.LOST), ACCEPTED, LegState.ACCEPTED, id="lost, and accepted so"),
        pytest.param(status(LinkState.LOST, unknown_since=NOW), ACCEPTED, LegState.ACCEPTED, id="who looks there"),
        pytest.param(status(LinkState.REPLACED), ACCEPTED, LegState.ACCEPTED, id="another page, and accepted so"),
        pytest.param(
            status(LinkState.LOST, open=(MISSING,)), ACCEPTED, LegState.BROKEN, id="lost in another way since"
        ),
        pytest.param(
            status(LinkState.LOST),
            Expectation(accepted=(Accepted("nofollow", "", "U1", NOW),)),
            LegState.BROKEN,
            id="that it is nofollow was accepted, not that it is lost",
        ),
        pytest.param(status(), ACCEPTED, LegState.STANDS, id="back"),
    ],
)
def test_an_accepted_loss_is_owed_by_nobody(standing: LinkStatus, expected: Expectation, state: LegState) -> None:
    seen = leg_after(leg(THEIRS, LegState.BROKEN), replace(of(standing), expected=expected))
    assert seen.state is state
    if state is LegState.ACCEPTED:
        assert (seen.is_readable, seen.doubt_since) == (True, None)


def test_a_trouble_began_when_it_was_first_seen() -> None:
    absent = leg_after(leg(THEIRS), of(status(LinkState.SUSPECT, absences=1, absent_since=NOW)))
    lost = leg_after(absent, of(status(LinkState.LOST, since=NOW + 31 * HOUR, absent_since=NOW)))
    assert (absent.doubt_since, lost.doubt_since) == (NOW, NOW)
    again = leg_after(lost, of(status(LinkState.RECOVERED, last_present_at=NOW + 9 * DAY)))
    assert (again.doubt_since, again.seen_at) == (None, NOW + 9 * DAY)


def test_of_a_doubtful_link_it_is_kept_when_it_was_last_seen_whole() -> None:
    seen = leg_after(
        leg(THEIRS), of(status(LinkState.WEAKENED, open=(NOFOLLOW,), last_present_at=NOW + DAY, since=NOW + DAY))
    )
    assert seen.seen_at == NOW


def test_a_link_that_was_moved_is_known_by_its_new_address() -> None:
    assert leg_after(leg(THEIRS), of(status(), page=C)).page_url == C


def of(standing: LinkStatus, page: str = A) -> Link:
    return Link(THEIRS, "C1", page, B, NOW, standing)
