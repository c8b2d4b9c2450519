"""Pages of one site that turn nofollow: one message for the site in each channel, however many pages and days."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from jobs.alerts.escalate import Escalations
from jobs.alerts.notices import changed
from jobs.alerts.site_groups import WITHIN, site_cause
from jobs.config import Alerts, Config
from jobs.model.findings import Finding, Severity
from jobs.model.incident import Incident, IncidentKind, IncidentStatus
from jobs.model.link import NewLink
from jobs.model.partner import NewPartner
from jobs.rules import nofollow, outbound_jump, page_nofollow
from tests.tools.nouns import incident
from tests.tools.outbox import LINKS, RECOVERED, Bench, open_bench
from tests.tools.slack_bot import words_of

pytestmark = pytest.mark.both_stores

DAY = timedelta(days=1)
NOFOLLOW = Finding(page_nofollow.KIND, Severity.WEAKENED, "The page asks search engines to follow none of its links.")
REL = Finding(nofollow.KIND, Severity.WEAKENED, "The link is nofollow.")
JUMP = Finding(outbound_jump.KIND, Severity.NOTE, "It links to 40 new sites.")


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    async with open_bench(tmp_path) as made:
        for number in range(1, 40):
            page = f"https://www.blog.example/page-{number}"
            await made.store.add_partner(NewPartner(LINKS, page, 100), made.clock.now())
            await made.store.add_link(NewLink(LINKS, f"{page}/x", "https://ours.example/"), made.clock.now())
        yield made


def of_page(bench: Bench, number: int, site: str = "www.blog.example", *found: Finding) -> Incident:
    return incident(
        id=f"P-{number}-over",
        channel=LINKS,
        kind=IncidentKind.PARTNER_OVER_LIMIT,
        subject=f"P-{number}",
        members=(),
        cause=f"https://{site}/page-{number}/outbound",
        findings=found or (NOFOLLOW,),
        opened_at=bench.clock.now(),
    )


def of_link(bench: Bench, number: int, finding: Finding = NOFOLLOW) -> Incident:
    cause = f"blog.example/{finding.kind}"
    return incident(
        number,
        kind=IncidentKind.WEAKENED,
        channel=LINKS,
        cause=cause,
        findings=(finding,),
        opened_at=bench.clock.now(),
    )


async def tell(bench: Bench, *told: Incident, after: timedelta = timedelta(seconds=6)) -> None:
    for each in told:
        await bench.open(replace(each, opened_at=bench.clock.now()))
    await bench.later(after.total_seconds())


async def test_thirty_pages_within_a_week_are_one_message(bench: Bench) -> None:
    for number in range(1, 31):
        await tell(bench, of_page(bench, number), after=timedelta(hours=5))
    [message] = bench.slack.messages(LINKS)
    assert message.text == "🟠 Nofollow across blog.example: 30 pages"
    lines = [each.text for each in bench.slack.thread(message)]
    assert len(lines) < 29, "once in six hours"
    assert lines[0].startswith("P-2, https://www.blog.example/page-2, too: The page asks search engines")


async def test_those_that_come_at_once_are_one_message_too(bench: Bench) -> None:
    await tell(bench, *[of_page(bench, number) for number in range(1, 6)])
    assert bench.said() == ["🟠 Nofollow across blog.example: 5 pages"]


async def test_one_page_alone_is_told_as_any_other(bench: Bench) -> None:
    await tell(bench, of_page(bench, 1))
    assert "P-1" in bench.card().text
    assert "I'm on it" in words_of(bench.card())
    part = await bench.current(of_page(bench, 1))
    await bench.change(part, *changed(part, bench.clock.now(), "P-1 is better."), **RECOVERED)
    for _ in range(2):
        await bench.later(20)
    [message] = bench.slack.messages(LINKS)
    assert message.text.startswith("🟢")
    assert [each.text for each in bench.slack.thread(message)] == ["P-1 is better."]
    group = await bench.store.incident(part.group)
    assert group is not None
    assert group.status is IncidentStatus.RECOVERED


@pytest.mark.parametrize("finding", [NOFOLLOW, REL])
async def test_the_message_about_our_links_there_becomes_that_of_the_site(bench: Bench, finding: Finding) -> None:
    await tell(bench, of_link(bench, 7, finding))
    first = bench.card()
    bench.clock.move(DAY)
    await tell(bench, of_page(bench, 1))
    [message] = bench.slack.messages(LINKS)
    assert (message.ts, message.text) == (first.ts, "🟠 Nofollow across blog.example: 2 pages")
    assert [each.text[:3] for each in bench.slack.thread(message)] == ["P-1"]
    link = await bench.current(of_link(bench, 7))
    await bench.change(link, *changed(link, bench.clock.now(), "L-7 is followed again."), **RECOVERED)
    for _ in range(2):
        await bench.later(20)
    assert bench.card().text == "🟠 Nofollow across blog.example: 2 pages, 1 of them over"


async def test_an_alert_that_nobody_took_is_told_again_once_though_it_becomes_that_of_the_site(bench: Bench) -> None:
    async def nobody(_: str) -> bool:
        return False

    async def look() -> int:
        return await Escalations(bench.store, config, nobody).write_due(bench.clock.now())

    config = Config(alerts=Alerts(escalate_after=2 * DAY))
    await look()
    await tell(bench, of_link(bench, 7))
    bench.clock.move(3 * DAY)
    assert await look() == 1
    await tell(bench, of_page(bench, 1))
    for _ in range(4):
        bench.clock.move(DAY)
        assert await look() == 0


async def test_our_links_that_follow_are_heard_in_the_channel(bench: Bench) -> None:
    await tell(bench, of_page(bench, 1))
    bench.clock.move(DAY)
    await tell(bench, of_link(bench, 7))
    assert bench.card().text == "🟠 Nofollow across blog.example: 2 pages"
    [reply] = bench.slack.thread(bench.card())
    assert reply.text.startswith("L-7 too: ")
    assert reply.broadcast


async def test_nothing_else_comes_into_the_message_of_a_site(bench: Bench) -> None:
    await tell(bench, of_page(bench, 1), of_page(bench, 2), *[bench.incident(number) for number in range(1, 5)])
    assert bench.said()[0] == "🟠 Nofollow across blog.example: 2 pages"
    assert sum("Nofollow across" in text for text in bench.said()) == 1


@pytest.mark.parametrize(
    ("site", "days", "channel", "why"),
    [
        ("other.example", 1, LINKS, "another site"),
        ("www.blog.example", WITHIN / DAY + 1, LINKS, "long after"),
        ("www.blog.example", 1, "C0CLIENT", "another channel"),
    ],
)
async def test_what_is_no_part_of_it_has_a_message_of_its_own(
    bench: Bench, site: str, days: float, channel: str, why: str
) -> None:
    await tell(bench, of_page(bench, 1))
    bench.clock.move(DAY * days)
    await bench.open(replace(of_page(bench, 2, site), channel=channel))
    first, second = [await bench.current(of_page(bench, number)) for number in (1, 2)]
    assert first.group != second.group, why


@pytest.mark.parametrize(
    ("told", "cause"),
    [
        ((NOFOLLOW,), "blog.example/site_nofollow"),
        ((NOFOLLOW, JUMP), None),
        ((JUMP,), None),
    ],
)
async def test_a_page_with_another_trouble_beside_it_speaks_for_itself(
    bench: Bench, told: tuple[Finding, ...], cause: str | None
) -> None:
    found = site_cause(of_page(bench, 1, "www.blog.example", *told))
    assert (str(found) if found else None) == cause
