from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.model.document import Place
from jobs.model.series import KEPT_DAILY, OurSpot, PageSeries, SeriesPoint, on_all

URL = "https://p.example/links"
DAY = date(2026, 5, 1)


def point(day: int, followed: int = 10, **more: object) -> SeriesPoint:
    return SeriesPoint(DAY + timedelta(days=day), followed, followed, **more)  # type: ignore[arg-type]  # its fields


def series(*days: int) -> PageSeries:
    return PageSeries(URL, tuple(point(day) for day in days))


@pytest.mark.parametrize(
    ("before", "day", "after", "why"),
    [
        ((), 0, (0,), "the first look"),
        ((0, 1), 2, (0, 1, 2), "a day more"),
        ((0, 2), 2, (0, 2), "of one day the last look stays"),
        ((0, 5, 9), 3, (0, 3), "what a wrong clock wrote goes"),
    ],
)
def test_a_day_has_one_point(before: tuple[int, ...], day: int, after: tuple[int, ...], why: str) -> None:
    added = point(day, followed=99)
    grown = series(*before).with_point(added)
    assert [(each.day - DAY).days for each in grown.points] == list(after), why
    assert grown.points[-1] == added


@given(st.lists(st.integers(1, 40), max_size=120))
def test_what_is_kept_of_years_is_bounded(waits: list[int]) -> None:
    grown, day = PageSeries(URL), 0
    for wait in waits:
        day += wait
        grown = grown.with_point(point(day))
    days = [each.day for each in grown.points]
    assert days == sorted(set(days))
    old = [each for each in days if each < (days[-1] - KEPT_DAILY).replace(day=1)] if days else []
    assert len({(each.year, each.month) for each in old}) == len(old)


def test_a_period_begins_with_what_still_held_then() -> None:
    found = series(0, 7, 14)
    assert found.since(DAY + timedelta(days=10)) == found.points[1:]
    assert found.since(DAY + timedelta(days=7)) == found.points[1:]
    assert found.since(DAY - timedelta(days=9)) == found.points
    assert found.since(DAY + timedelta(days=20)) == found.points[2:]
    assert PageSeries(URL).since(DAY) == ()


def test_a_link_has_the_share_of_a_page_that_passes_any_on() -> None:
    assert point(0, 85).share == pytest.approx(0.01)
    assert point(0, 85, nofollow=True).share == 0.0
    assert point(0, 0).share == 0.0


def test_what_stands_in_the_template_is_told_from_the_rest() -> None:
    places = ((Place.BODY, 5), (Place.COMMENTS, 2), (Place.FOOTER, 3), (Place.NAV, 1))
    assert point(0, places=places).in_template == 4


def test_the_pages_of_a_host_are_summed_as_they_were_last_read() -> None:
    one = PageSeries(URL, (point(0, 10, places=((Place.BODY, 10),)), point(4, 20, nofollow=True)))
    other = PageSeries(f"{URL}/2", (point(2, 5, ours=(OurSpot(12, 3, Place.BODY),)),))
    assert [(each.day, each.followed, each.nofollow) for each in on_all([one, other])] == [
        (DAY, 10, False),
        (DAY + timedelta(days=2), 15, False),
        (DAY + timedelta(days=4), 25, False),
    ]
    assert on_all([one, other])[1].places == ((Place.BODY, 10),)
    assert on_all([one, other])[2].ours == other.points[0].ours
    assert on_all([]) == ()
