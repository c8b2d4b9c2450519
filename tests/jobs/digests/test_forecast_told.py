"""Where people read the forecast: in the first digest of a month, and in the report of a month."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from python_calamine import CalamineWorkbook

from bot.messages.digest.message import digest_message
from jobs.config import Config
from jobs.config.sections import Digest as DigestConfig
from jobs.digests.build import digest_from_json
from jobs.digests.read import read_digest
from jobs.digests.reports.files import write_files
from jobs.digests.reports.read import read_report
from jobs.digests.schedule import DigestPlan, next_turn, period_of_turn, period_up_to
from jobs.digests.write import write_digest
from jobs.model.channel import ChannelSettings, DigestEvery
from jobs.model.event import Event
from jobs.model.link import NewLink
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.terms import Money, Terms
from jobs.model.write import Write
from jobs.store.protocol import Store
from jobs.units.months import Month
from tests.tools.slack_words import read
from tests.tools.stores import open_store

FIRST = datetime(2026, 5, 4, 9, tzinfo=UTC)
"""The first Monday of May."""
PLACED, LOST = FIRST - timedelta(days=400), FIRST - timedelta(days=200)
CONFIG = Config(digest=DigestConfig(zone="UTC"))
HEAD = "Forecast  Of these 60 links "


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """Eighty links of 100 EUR each, of which twenty were lost after two hundred days."""
    opened = await open_store(tmp_path / "data")
    for number in range(80):
        new = NewLink("C1", f"https://site{number}.example/", "https://our.example/", terms=COST)
        link, _ = await opened.add_link(new, PLACED)
        events = [Event(PLACED, "C1", link.ref, "live")]
        now = LinkStatus(LinkState.LIVE, PLACED, last_present_at=FIRST)
        if number < 20:
            events.append(Event(LOST, "C1", link.ref, "lost"))
            now = LinkStatus(LinkState.LOST, LOST, last_present_at=LOST)
        await opened.write(Write(links=[replace(link, standing=now)], events=events))
    yield opened
    await opened.close()


COST = Terms(Money(Decimal(100), "EUR"))


@pytest.mark.parametrize("every", DigestEvery)
@pytest.mark.parametrize("zone", ["UTC", "Pacific/Auckland", "America/Los_Angeles"])
@pytest.mark.parametrize("weekday", range(7))
@pytest.mark.parametrize("late", [timedelta(), timedelta(days=6)])
def test_one_digest_in_each_month_is_the_first(every: DigestEvery, zone: str, weekday: int, late: timedelta) -> None:
    plan, turn = DigestPlan(weekday, time(9), zone, every), FIRST
    firsts = []
    while turn < FIRST + timedelta(days=800):
        turn = next_turn(plan, turn)
        if period_of_turn(plan, turn + late).begins_month:
            firsts.append(turn.astimezone(ZoneInfo(zone)))
    months = [(first.year, first.month) for first in firsts]
    assert len(months) == len(set(months)) >= 26
    assert all(first.day <= 7 for first in firsts)


@pytest.mark.both_stores
async def test_a_weekly_digest_says_it_in_the_first_week_of_a_month_alone(store: Store) -> None:
    plan = DigestPlan(0, time(9), "UTC")
    told = [
        await read_digest(store, CONFIG, "C1", turn, period_of_turn(plan, turn))
        for turn in (FIRST, FIRST + timedelta(days=7), FIRST + timedelta(days=28))
    ]
    assert [digest.ahead is not None for digest in told] == [True, False, True]
    words = read(digest_message(told[0]))
    assert HEAD in words
    assert "EUR of what they cost, if things go on as before: 20 of 80 links that were watched were lost" in words
    assert "Forecast" not in read(digest_message(told[1]))


async def test_who_asks_in_the_middle_of_a_month_is_not_told_it_again(store: Store) -> None:
    plan = DigestPlan(0, time(9), "UTC")
    for days, is_told in ((2, True), (14, False)):
        now = FIRST + timedelta(days=days)
        assert ((await read_digest(store, CONFIG, "C1", now, period_up_to(plan, now))).ahead is not None) is is_told


async def test_costs_that_a_channel_hides_are_in_neither(store: Store) -> None:
    await store.write(Write(settings={"C1": ChannelSettings(hide_costs=True)}))
    digest = await read_digest(store, CONFIG, "C1", FIRST)
    report = await read_report(store, CONFIG, "C1", Month(2026, 5), FIRST)
    assert digest.ahead is not None
    assert report.ahead is not None
    assert (digest.ahead.costs, report.ahead.costs) == ((), ())
    assert "EUR" not in read(digest_message(digest))


async def test_too_little_is_no_line(store: Store) -> None:
    await store.write(Write(remove_links=list(range(21, 81))))  # those that stand
    assert (await read_digest(store, CONFIG, "C1", FIRST)).ahead is None
    report = await read_report(store, CONFIG, "C1", Month(2026, 5), FIRST)
    assert report.ahead is None


@pytest.mark.both_stores
async def test_links_that_we_give_are_in_no_forecast(store: Store) -> None:
    """Those that are tracked no longer neither: ten of the sixty stand on sites of ours."""
    gone = Event(FIRST - timedelta(days=1), "C1", "L-80", "removed", "https://site79.example/")
    await store.write(Write(remove_links=[80], events=[gone]))
    ours = tuple(f"site{number}.example" for number in range(70, 80))
    config = Config(our_sites=ours, digest=DigestConfig(zone="UTC"))
    digest = await read_digest(store, config, "C1", FIRST)
    report = await read_report(store, config, "C1", Month(2026, 5), FIRST)
    assert digest.ahead is not None
    assert (digest.ahead.standing, digest.ahead.watched, digest.ahead.losses) == (50, 70, 20)
    assert report.ahead == digest.ahead


@pytest.mark.both_stores
async def test_it_comes_through_the_outbox_as_it_was(store: Store) -> None:
    await write_digest(store, CONFIG, "C1", "2026-W19", FIRST)
    [notice] = await store.notices(channel="C1")
    digest = digest_from_json(notice.payload)
    assert digest.ahead == (await read_digest(store, CONFIG, "C1", FIRST)).ahead
    assert digest.without_costs().ahead == replace(digest.ahead, costs=()) if digest.ahead else False


@pytest.mark.both_stores
async def test_a_report_says_what_was_likely_when_its_month_ended(store: Store, tmp_path: Path) -> None:
    """Also one that is made much later: what was lost since then was still to come."""
    [link] = [each for each in await store.links() if each.id == 80]
    gone = FIRST + timedelta(days=40)
    after = replace(link, standing=LinkStatus(LinkState.LOST, gone, last_present_at=gone))
    await store.write(Write(links=[after], events=[Event(gone, "C1", link.ref, "lost")]))
    report = await read_report(store, CONFIG, "C1", Month(2026, 5), gone + timedelta(days=1))
    assert report.ahead is not None
    assert (report.ahead.standing, report.ahead.losses) == (60, 20)
    page, book = write_files(report, tmp_path / "reports")
    html = page.read_text(encoding="utf-8")
    assert "As on 31 May 2026. Of these 60 links" in html
    assert "Likely to stand: 60 on 31 May 2026" in html
    month = CalamineWorkbook.from_path(book).get_sheet_by_name("Month").to_python()
    rows = [row for row in month if "likely to stand" in str(row[0])]
    assert [words for words, _ in rows] == [f"likely to stand {days} days later" for days in (91, 182, 274, 365)]
    assert [number for _, number in rows][-1] == 60 - round(report.ahead.gone or 0)
