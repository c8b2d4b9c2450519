from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from jobs.model.partner import PageOwner, Partner
from jobs.model.reading import PageFacts
from jobs.pages.similarity import pack
from jobs.partners.owner import owner_seen, signs_of

NOW = datetime(2026, 5, 1, tzinfo=UTC)
DAY = timedelta(days=1)
URL = "https://p.example/links"
FRAME, OTHER_FRAME = pack(tuple(range(1, 33))), pack(tuple(range(101, 133)))
OURS = PageOwner("Friends of the ridge", FRAME, ("G:G-ABCDEFGH12",))
PARTNER = Partner(3, "C1", URL, 100, NOW)


@pytest.mark.parametrize(
    ("now", "signs", "why"),
    [
        (OURS, 0, "all is as it was"),
        (replace(OURS, title="Friends of the ridge, 2026"), 0, "a word more is the same title"),
        (replace(OURS, title="Win every day"), 0, "its analytics are still theirs"),
        (replace(OURS, title="Win every day", ids=()), 1, "no id is known any more, and one sign is none"),
        (replace(OURS, title="Win every day", ids=("G:G-ZYXWVUTS98",)), 2, "another title, and others count"),
        (replace(OURS, template=OTHER_FRAME, ids=("clarity:abcdefgh",)), 1, "a relaunch that counts by another tool"),
        (replace(OURS, title="Win every day", template=OTHER_FRAME, ids=()), 2, "another title in another frame"),
        (PageOwner("Win every day", OTHER_FRAME, ("G:G-ZYXWVUTS98",)), 3, "all three"),
        (PageOwner("Win every day", OTHER_FRAME, ("G:G-1", "G:G-ABCDEFGH12")), 0, "a relaunch keeps its ids"),
        (PageOwner("", "", ()), 0, "of what nobody knows nothing is said"),
    ],
)
def test_what_is_other_than_before(now: PageOwner, signs: int, why: str) -> None:
    assert len(signs_of(OURS, now)) == signs, why


@pytest.mark.parametrize(
    ("before", "now", "another", "why"),
    [
        ("Links 2025", "Links 2026", False, "another year"),
        ("山脊之友的友情链接", "山脊之友的友情链接大全", False, "two more characters of a script without spaces"),
        ("山脊之友的友情链接", "在线赌场", True, "none of them is the same"),
        ("Friends of the ridge", "Friends in need", True, "one word of six"),
    ],
)
def test_a_title_is_another_one_by_its_words(before: str, now: str, *, another: bool, why: str) -> None:
    assert bool(signs_of(PageOwner(before), PageOwner(now))) is another, why


def read(owner: PageOwner, after: timedelta) -> PageFacts:
    return PageFacts(
        URL, URL, 200, title=owner.title, template=owner.template, owner_ids=owner.ids, read_at=NOW + after
    )


OTHER = PageOwner("Win every day", OTHER_FRAME, ("G:G-ZYXWVUTS98",))


def test_the_first_check_learns_the_owner_and_two_days_prove_another_one() -> None:
    known, found = owner_seen(PARTNER, read(OURS, DAY))
    assert (known.owner, found) == (OURS, None)
    doubted, found = owner_seen(known, read(OTHER, 2 * DAY))
    assert (doubted.owner_doubt_at, found) == (NOW + 2 * DAY, None)
    soon, found = owner_seen(doubted, read(OTHER, 2 * DAY + timedelta(minutes=10)))
    assert found is None, "the same day says nothing more"
    proved, found = owner_seen(soon, read(OTHER, 3 * DAY))
    assert found is not None
    assert "may belong to somebody else now: its title is another one, the frame" in found.text
    assert (found.was, found.now) == ("Friends of the ridge", "Win every day")
    assert owner_seen(proved, read(OTHER, 30 * DAY))[1] is not None, "it stays so until somebody says otherwise"


def test_a_page_that_is_itself_again_is_not_doubted() -> None:
    known, _ = owner_seen(PARTNER, read(OURS, DAY))
    doubted, _ = owner_seen(known, read(OTHER, 2 * DAY))
    back, found = owner_seen(doubted, read(OURS, 3 * DAY))
    assert (back.owner_doubt_at, found) == (None, None)
    assert owner_seen(back, read(OTHER, 4 * DAY))[1] is None, "it begins anew"


def test_a_new_baseline_learns_the_owner_anew() -> None:
    known, _ = owner_seen(PARTNER, read(OURS, DAY))
    accepted = known.with_baseline([], 0, NOW + 5 * DAY, "U0ADA")
    learnt, found = owner_seen(accepted, read(OTHER, 6 * DAY))
    assert (learnt.owner, found) == (OTHER, None)
