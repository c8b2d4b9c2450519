from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from jobs.model.document import Place
from jobs.model.partner import Partner
from jobs.model.series import OurSpot, PageSeries, SeriesPoint, samples
from jobs.partners.over_time import host_over_time, link_over_time, page_over_time, share_over_time
from jobs.units.english import percent

TODAY = date(2026, 5, 31)
PARTNER = Partner(3, "C1", "https://p.example/links", 100, datetime(2026, 5, 1, tzinfo=UTC))


def point(back: int, followed: int, **more: object) -> SeriesPoint:
    return SeriesPoint(TODAY - timedelta(days=back), followed, followed, domains=followed, **more)  # type: ignore[arg-type]  # its fields


@pytest.mark.parametrize(
    ("backs", "days", "why"),
    [
        ((), [], "nothing is known"),
        ((0,), [0], "the first look is today's"),
        ((3, 1), [3, 2, 1, 0], "a day without a look is as it was the day before"),
        ((14, 0), [14, 12, 10, 8, 6, 4, 2, 0], "less than three weeks: equal steps of days"),
        ((22,), [21, 14, 7, 0], "whole weeks"),
        ((100, 3), [98, 84, 70, 56, 42, 28, 14, 0], "several weeks"),
    ],
)
def test_days_of_a_chart(backs: tuple[int, ...], days: list[int], why: str) -> None:
    found = samples([point(back, 10) for back in backs], TODAY)
    assert [(TODAY - sample.day).days for sample in found] == days, why


def test_a_day_of_a_chart_is_as_the_page_was_last_read_by_then() -> None:
    found = samples([point(3, 10), point(1, 12)], TODAY)
    assert [sample.point.followed for sample in found] == [10, 10, 12, 12]


def test_a_year_gives_twelve_days() -> None:
    assert len(samples([point(back, 10) for back in range(365, -1, -1)], TODAY)) in range(8, 13)


@pytest.mark.parametrize(
    ("share", "said"),
    [(0.0213, "2.1 %"), (0.0062, "0.62 %"), (0.85, "85.0 %"), (0.00001, "less than 0.01 %"), (0.0, "0.00 %")],
)
def test_a_share_is_readable(share: float, said: str) -> None:
    assert percent(share) == said


def test_a_page_that_filled_up() -> None:
    places = ((Place.BODY, 100), (Place.FOOTER, 37))
    told = dict(page_over_time(PARTNER, [point(30, 40), point(0, 137, places=places)]))
    assert told == {
        "Share per link": "0.62 % by our rule of thumb, 0.85 / 137 followed links out; 1 May 2026: 2.1 % of 40.",
        "Links to other sites": "137: 100 in the main text and 37 in the footer; 37 in what sites "
        "repeat on their pages.",
    }


def test_the_baseline_is_named_where_it_is_known() -> None:
    known = replace(PARTNER, baseline_at=datetime(2026, 5, 10, tzinfo=UTC), baseline_followed=85)
    told = dict(page_over_time(known, [point(30, 40), point(0, 137)]))
    assert told["Share per link"].endswith("; at the baseline, 10 May 2026: 1.0 % of 85.")
    same = dict(page_over_time(replace(known, baseline_followed=137), [point(30, 40), point(0, 137)]))
    assert same["Share per link"].endswith("137 followed links out.")


def test_a_page_that_passes_nothing_on_says_so() -> None:
    assert "follow none of its links" in share_over_time([point(0, 40, nofollow=True)])
    assert share_over_time([point(0, 0)]).startswith("nothing to divide")
    assert share_over_time([]) == ""


def test_where_our_link_stands() -> None:
    first = point(30, 40, ours=(OurSpot(12, 3, Place.BODY),))
    now = point(0, 137, ours=(OurSpot(12, 90, Place.FOOTER),))
    assert link_over_time(12, [first, now]) == (
        "number 90 of 137 links to other sites, in the footer; 1 May 2026: number 3 of 40, in the main text"
    )
    assert link_over_time(12, [first]) == "number 3 of 40 links to other sites, in the main text"
    assert link_over_time(12, [first, point(0, 137)]) == "", "it is not there now"
    assert link_over_time(13, [first, now]) == ""


def test_a_host_is_the_sum_of_its_pages() -> None:
    one, other = PageSeries("https://p.example/a", (point(30, 40), point(0, 50))), PageSeries("https://p.example/b", ())
    assert host_over_time("p.example", [one]) == (
        "p.example: 1 partner page with 50 followed links out to 50 sites; 1 May 2026: 40 to 40"
    )
    two = [one, replace(other, points=(point(10, 5),))]
    assert host_over_time("p.example", two).startswith("p.example: 2 partner pages with 55 followed links out")
