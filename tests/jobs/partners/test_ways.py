"""What looks at the ways from a home page make of a partner page: told where it was found, and missed on two days."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.model.site_ways import PageWay, SiteWays
from jobs.partners.ways import (
    EVERY,
    Walked,
    after_walk,
    is_due,
    is_news,
    is_sought,
    next_look,
    next_month,
    out_of_reach_as,
)
from tests.tools.times import NOON

DAY = timedelta(days=1)
HOME, LIST, PAGE = (f"https://blog.example/{path}" for path in ("", "all", "links"))
FOUND = PageWay(PAGE, (HOME, LIST, PAGE), NOON - 30 * DAY)
NOT_THERE = Walked({}, is_whole=True, pages=20, asked=21, home_at=NOON)
TOO_LARGE = Walked({}, pages=60, asked=60, home_at=NOON, goes_on=True)
THERE = Walked({PAGE: (HOME, PAGE)}, pages=1, asked=1, home_at=NOON)
FAR = Walked({PAGE: (HOME, LIST, "a", "b", PAGE)}, is_whole=True, pages=9, asked=9, home_at=NOON)
IN_A_SCRIPT = replace(NOT_THERE, doubted=frozenset({PAGE}))


def at(days: float, walked: Walked) -> tuple[Walked, datetime]:
    when = NOON + DAY * days
    return replace(walked, home_at=when), when


def after(way: PageWay, *looks: tuple[Walked, datetime]) -> PageWay:
    for walked, when in looks:
        way = after_walk(way, walked, 60, when)
    return way


@pytest.mark.parametrize(
    ("way", "looks", "told", "why"),
    [
        (FOUND, [at(0, NOT_THERE), at(1, NOT_THERE)], True, "it was found, and is missed on two days"),
        (FOUND, [at(0, NOT_THERE)], False, "one day is no proof"),
        (FOUND, [at(0, NOT_THERE), at(0.5, NOT_THERE)], False, "nor are two looks of one day"),
        (FOUND, [at(0, NOT_THERE), at(1, THERE), at(2, NOT_THERE)], False, "it was there between"),
        (FOUND, [at(0, NOT_THERE), at(1, TOO_LARGE)], False, "the second look could not tell"),
        (FOUND, [at(0, NOT_THERE), at(1, TOO_LARGE), at(2, NOT_THERE)], True, "which takes nothing from the first"),
        (FOUND, [at(0, IN_A_SCRIPT), at(1, IN_A_SCRIPT)], False, "a script names it, and may show it"),
        (FOUND, [at(0, TOO_LARGE), at(1, TOO_LARGE)], False, "of a large site nobody can tell"),
        (PageWay(PAGE), [at(0, NOT_THERE), at(1, NOT_THERE)], False, "it was never found"),
        (FOUND, [at(0, FAR), at(1, FAR)], True, "four clicks are too many"),
        (PageWay(PAGE), [at(0, FAR), at(1, NOT_THERE), at(2, NOT_THERE)], False, "it was four clicks away before"),
        (FOUND, [at(0, NOT_THERE), at(1, NOT_THERE), at(30, TOO_LARGE)], True, "what is told stays so"),
        (FOUND, [at(0, NOT_THERE), at(1, NOT_THERE), at(30, THERE)], False, "it is back"),
    ],
)
def test_a_page_is_out_of_reach(way: PageWay, looks: list[tuple[Walked, datetime]], *, told: bool, why: str) -> None:
    assert (out_of_reach_as(after(way, *looks)) is not None) is told, why


def test_what_is_said_stays_the_same_while_it_is_so() -> None:
    gone = after(FOUND, at(0, NOT_THERE), at(1, NOT_THERE))
    found = out_of_reach_as(gone)
    assert found is not None
    assert found.was == " → ".join(FOUND.path)
    assert out_of_reach_as(after(gone, at(30, TOO_LARGE))) == found
    assert not is_news(gone, after(gone, at(30, NOT_THERE)))
    assert is_news(FOUND, gone)
    assert is_news(gone, after(gone, at(30, THERE)))


@pytest.mark.parametrize(
    ("way", "sought"),
    [
        (PageWay(PAGE), True),
        (FOUND, True),
        (PageWay(PAGE, sought_at=NOON - 179 * DAY), False),
        (PageWay(PAGE, sought_at=NOON - 181 * DAY), True),
    ],
)
def test_a_page_that_was_never_found_is_rarely_sought_again(way: PageWay, *, sought: bool) -> None:
    assert is_sought(way, NOON) is sought


MISSED = replace(FOUND, missed_at=NOON)


@pytest.mark.parametrize(
    ("way", "asked", "needed", "expected"),
    [
        (FOUND, 3, 3, NOON + EVERY),
        (MISSED, 20, 20, NOON + DAY),
        (MISSED, 45, 45, datetime(2026, 12, 1, tzinfo=UTC)),
        (replace(MISSED, gone_at=NOON), 45, 45, NOON + EVERY),
    ],
)
def test_the_next_look(way: PageWay, asked: int, needed: int, expected: datetime) -> None:
    ways = SiteWays("blog.example", NOON, f"{NOON:%Y-%m}", asked, (way,))
    assert next_look(ways, needed, 60, NOON) == expected


TIMES = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # made aware


@given(TIMES)
def test_each_planned_look_comes_and_none_comes_before(now: datetime) -> None:
    for planned in (next_month(now), now + EVERY, now + DAY):
        assert not is_due(planned, now)
        assert is_due(planned, planned)
    assert next_month(now).day == 1
    assert is_due(now + 400 * DAY, now), "a wrong clock planned it"
    assert is_due(None, now)
