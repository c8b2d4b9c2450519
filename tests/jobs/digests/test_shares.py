"""What links of partner pages pass on: told in the week, and in the month, in which that changed."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.messages.digest.message import digest_message
from jobs.config import Config
from jobs.digests.read import read_digest
from jobs.digests.reports.html.document import report_html
from jobs.digests.reports.read import read_report
from jobs.digests.reports.workbook import _shares
from jobs.digests.shares import fallen
from jobs.model.partner import NewPartner
from jobs.model.series import PageSeries, SeriesPoint
from jobs.model.write import Write
from jobs.store.protocol import Store
from jobs.units.dates import format_day
from jobs.units.months import month_of
from tests.tools.slack_bot import words_of
from tests.tools.stores import open_store
from tests.tools.times import NOON

pytestmark = pytest.mark.both_stores

DAY, WEEK, TODAY = timedelta(days=1), timedelta(weeks=1), NOON.date()


def series(name: str, *followed: int, nofollow_at: int = -1) -> PageSeries:
    """A page with so many links at the end of each week, the last of them today."""
    days = [TODAY - WEEK * back for back in reversed(range(len(followed)))]
    points = (
        SeriesPoint(day, count, count, domains=count, nofollow=at == nofollow_at)
        for at, (day, count) in enumerate(zip(days, followed, strict=True))
    )
    return PageSeries(f"https://{name}.example/links", tuple(points))


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(tmp_path)
    yield opened
    await opened.close()


async def track(store: Store, *pages: PageSeries, channel: str = "C1") -> None:
    for page in pages:
        partner, _ = await store.add_partner(NewPartner(channel, page.page_url, 500), NOON - 12 * WEEK)
        counted = replace(partner, outbound=page.points[-1].followed, baseline_followed=page.points[0].followed)
        await store.write(Write(partners=[counted], series=[page]))


@pytest.mark.parametrize(
    ("page", "told", "why"),
    [
        (series("a", 40, 40, 80), True, "it filled up this week"),
        (series("a", 40, 80, 40), True, "it emptied this week"),
        (series("a", 40, 80, 80), False, "it filled up the week before"),
        (series("a", 40), False, "nobody knows how it was a week ago"),
        (series("a", 40, 40, nofollow_at=1), True, "its links pass nothing on any more"),
        (series("a", 40, 40, nofollow_at=0), True, "they do so again"),
    ],
)
def test_what_is_told_of(page: PageSeries, *, told: bool, why: str) -> None:
    assert bool(fallen([page], lambda _: "P-1", TODAY - WEEK, TODAY)) is told, why


def test_those_that_fell_most_come_first() -> None:
    pages = [series("a", 40, 44), series("b", 40, 20), series("c", 40, 400), series("d", 40, 40, nofollow_at=1)]
    found = fallen(pages, lambda url: url[8], TODAY - WEEK, TODAY)
    assert [line.ref for line in found] == ["d", "c", "a", "b"]


async def test_the_digest_tells_it_with_a_chart(store: Store) -> None:
    await track(store, series("a", 40, 50, 137), series("quiet", 40, 50, 50))
    await track(store, series("other", 40, 80), channel="C2")
    digest = await read_digest(store, Config(), "C1", NOON)
    [line] = digest.shares
    assert (line.ref, [point.followed for point in line.points]) == ("P-1", [40, 50, 137])
    message = digest_message(digest)
    [chart] = [block["chart"] for block in message.blocks if block["type"] == "data_visualization"]
    assert [(each["name"], [point["value"] for point in each["data"]]) for each in chart["series"]] == [
        ("P-1 a.example", [2.12, 1.7, 0.62])
    ]
    said = words_of([dict(block) for block in message.blocks])
    first = format_day(line.points[0].day)
    assert f"0.62 % each of 137 followed links; {first}: 2.1 % of 40" in said
    assert "quiet.example" not in said
    assert message.plainer
    assert "0.62 % each of 137" in words_of([dict(block) for block in message.plainer.blocks])


async def test_the_report_tells_it_of_its_month(store: Store) -> None:
    await track(store, series("a", 40, 40, 40, 40, 40, 137))
    report = await read_report(store, Config(), "C1", month_of(TODAY), NOON)
    said = report_html(report).decode()
    assert "0.62 % of 137 links" in said
    assert "P-1: a link passes on: 2.12 % on" in said
    assert ">0.62 %</text>" in said
    assert ">3 %</text>" in said
    assert [row["Followed links"] for row in _shares(report)] == [40, 40, 40, 40, 40, 137]


def test_a_page_that_is_tracked_for_less_long_is_told_in_words() -> None:
    old, young = series("a", 40, 40, 80), series("b", 40, 80)
    lines = fallen([old, young], lambda url: url[8], TODAY - WEEK, TODAY)
    assert {line.ref: len(line.points) for line in lines} == {"a": 3, "b": 2}
