"""Quiet hours in a local Slack: alerts wait for their end, and come then, once, in order, grouped as ever."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from jobs.alerts.notices import changed
from jobs.config.quiet import read_quiet
from jobs.model.channel import ChannelSettings
from jobs.model.findings import Finding, Severity
from jobs.model.incident import Incident, IncidentKind, LogLine
from jobs.model.notice import Notice, NoticeKind
from jobs.model.notice_key import LiveKey
from jobs.model.write import Write
from tests.tools.outbox import LINKS, RECOVERED, Bench, open_bench

NIGHT = "22:00-07:00 sat sun UTC"
EVENING = datetime(2026, 4, 30, 23, tzinfo=UTC)
"""A Thursday."""
MORNING = EVENING + timedelta(hours=8)
NOFOLLOW = Finding("nofollow", Severity.WEAKENED, "The link is nofollow now.")


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    async with open_bench(tmp_path) as made:
        made.clock.at = EVENING
        await choose(made, NIGHT)
        yield made


async def choose(bench: Bench, quiet: str) -> None:
    await bench.store.write(Write(settings={LINKS: ChannelSettings(quiet=quiet)}))


async def until(bench: Bench, at: datetime, *, restarts: bool = False) -> None:
    """Time passes in steps of some minutes; `restarts`: at each step the bot is started anew."""
    while bench.clock.at < at:
        if restarts:
            await bench.restarted().recover()
        await bench.later(min(900.0, (at - bench.clock.at).total_seconds()))


def lines(bench: Bench) -> list[str]:
    """What the thread of the first message says."""
    return [line.text for line in bench.slack.thread(bench.slack.messages(LINKS)[0])]


def loud(bench: Bench) -> list[str]:
    """Those of them that the channel is shown too."""
    return [line.text for line in bench.slack.thread(bench.slack.messages(LINKS)[0]) if line.broadcast]


def weakened(bench: Bench, number: int) -> Incident:
    return replace(bench.incident(number), kind=IncidentKind.WEAKENED, findings=(NOFOLLOW,))


async def tell(bench: Bench, incident: Incident, text: str, *, by: str = "", broadcast: bool = False) -> None:
    """Something becomes of an incident, as a check or a person writes it."""
    now, known = bench.clock.now(), await bench.current(incident)
    notices = changed(known, now, text, broadcast=broadcast, by=by)
    await bench.store.write(
        Write(incidents=[replace(known, log=(*known.log, LogLine(now, text, by)))], notices=notices)
    )
    await bench.outbox.deliver_due()


@pytest.mark.parametrize("restarts", ["", "at each step"])
async def test_the_alerts_of_a_night_come_in_the_morning_in_order_and_grouped(bench: Bench, restarts: str) -> None:
    for number in range(1, 6):
        await bench.open(bench.incident(number))
        await until(bench, bench.clock.at + timedelta(hours=1), restarts=bool(restarts))
    assert bench.said() == []
    await until(bench, MORNING - timedelta(seconds=1), restarts=bool(restarts))
    assert bench.said() == []
    await until(bench, MORNING + timedelta(minutes=20), restarts=bool(restarts))
    one, two, group = bench.said()
    assert ("L-1" in one, "L-2" in two) == (True, True)
    assert "3" in group, "the third and those after it share a message"
    await until(bench, MORNING + timedelta(hours=10), restarts=bool(restarts))
    assert len(bench.said()) == 3


async def test_what_is_well_again_by_the_morning_is_left_out(bench: Bench) -> None:
    incident = bench.incident()
    await bench.open(incident)
    await bench.later()
    await bench.change(incident, **RECOVERED, closed_at=bench.clock.now())
    await tell(bench, incident, "L-1 is back.")
    await until(bench, MORNING + timedelta(hours=1))
    assert bench.said() == []
    assert await bench.waiting() == {}


async def test_a_message_that_stands_shows_at_once_what_becomes_of_it_and_its_thread_waits(bench: Bench) -> None:
    bench.clock.at = EVENING - timedelta(hours=2)
    incident = bench.incident()
    await bench.open(incident)
    await bench.outbox.deliver_due()
    bench.clock.at = EVENING
    await tell(bench, incident, "L-1, this too: it is nofollow.", broadcast=True)
    await bench.change(incident, **RECOVERED, closed_at=bench.clock.now())
    await tell(bench, incident, "L-1 is back.")
    assert len(bench.said()) == 1
    assert "is back" in bench.card().text, "an edit rings no bell"
    await until(bench, MORNING + timedelta(minutes=1))
    assert lines(bench) == ["L-1, this too: it is nofollow.", "L-1 is back."]
    assert loud(bench) == [], "by then that trouble is over"


async def test_what_people_do_is_shown_and_told_at_once(bench: Bench) -> None:
    bench.clock.at = EVENING - timedelta(hours=2)
    incident = bench.incident()
    await bench.open(incident)
    await bench.outbox.deliver_due()
    bench.clock.at = EVENING
    await tell(bench, incident, "L-1 again: not on the page.", broadcast=True)
    await bench.change(incident, holder="U0ADA")
    await tell(bench, incident, "is on it.", by="U0ADA")
    assert lines(bench) == ["<@U0ADA> is on it."], "what the check saw waits"
    await until(bench, MORNING + timedelta(minutes=1))
    assert lines(bench)[1:] == loud(bench) == ["L-1 again: not on the page."], "it is still so"


async def test_a_card_that_tells_all_needs_no_line_in_the_channel_beside_it(bench: Bench) -> None:
    incident = weakened(bench, 1)
    await bench.open(incident)
    await bench.later()
    await tell(bench, incident, "L-1, this too: it is hidden.", broadcast=True)
    assert bench.said() == []
    await until(bench, MORNING + timedelta(minutes=1))
    assert lines(bench) == ["L-1, this too: it is hidden."]
    assert loud(bench) == []


async def test_lost_links_may_pass(bench: Bench) -> None:
    await choose(bench, f"{NIGHT} except lost")
    await bench.open(weakened(bench, 1))
    await bench.later(60)
    await bench.open(bench.incident(2))
    await bench.later(60)
    [told] = bench.said()
    assert "L-2" in told
    await until(bench, MORNING + timedelta(minutes=1))
    assert len(bench.said()) == 2


async def test_what_becomes_lost_at_night_passes_with_all_that_was_held_of_it(bench: Bench) -> None:
    await choose(bench, f"{NIGHT} except lost")
    incident = weakened(bench, 1)
    await bench.open(incident)
    await bench.later(3600)
    await tell(bench, incident, "L-1, this too: it is hidden.", broadcast=True)
    assert bench.said() == []
    await bench.later(600)
    await bench.change(incident, kind=IncidentKind.LOST)
    await tell(bench, incident, "Worse: it is lost now.", broadcast=True)
    assert "Link lost" in bench.said()[0]
    assert lines(bench) == ["L-1, this too: it is hidden.", "Worse: it is lost now."]
    assert loud(bench) == ["Worse: it is lost now."]
    await until(bench, MORNING + timedelta(hours=1))
    assert (len(bench.said()), len(lines(bench))) == (1, 2)


async def test_a_group_of_the_night_passes_once_a_lost_link_is_in_it(bench: Bench) -> None:
    await choose(bench, f"{NIGHT} except lost")
    for number in range(1, 4):
        await bench.open(weakened(bench, number))
        await bench.later(30)
    assert bench.said() == []
    await bench.open(bench.incident(4))
    await bench.later(30)
    assert len(bench.said()) == 1
    assert "1 link lost, 1 link weakened" in bench.said()[0]
    await until(bench, MORNING + timedelta(hours=1))
    assert len(bench.said()) == 3


async def test_what_waited_over_the_weekend_outlives_a_failure_at_its_end(bench: Bench) -> None:
    bench.clock.at = EVENING + timedelta(days=1)
    await bench.say(str(LiveKey("L-9", int(bench.clock.now().timestamp()))), text="L-9 is live now")
    await until(bench, MORNING + timedelta(days=2, hours=23))
    assert bench.said() == []
    bench.slack.faults.rate_limit("chat.postMessage", retry_after=30)
    await until(bench, MORNING + timedelta(days=3, hours=1))
    assert bench.said() == ["L-9 is live now"]


async def test_answers_and_what_is_in_doubt_wait_for_nothing(bench: Bench) -> None:
    now, incident = bench.clock.now(), bench.incident()
    await bench.open(incident)
    await bench.outbox.deliver_due()
    await bench.say("hint/C0LINKS/1.2", text="what can be typed")
    await bench.say(str(LiveKey("L-9", int(now.timestamp()))), text="L-9 is live now")
    await bench.outbox.deliver_due()
    assert bench.said() == ["what can be typed"]
    doubtful = replace(bench.incident(2), id="L-2-lost-9")
    notice = Notice(f"{doubtful.id}/card", LINKS, NoticeKind.CARD, now, doubtful.id, doubtful=True, doubtful_at=now)
    await bench.store.write(Write(incidents=[doubtful], notices=[notice]))
    await bench.outbox.deliver_due()
    assert len(bench.said()) == 2, "it was tried, and may be there"
    await until(bench, MORNING + timedelta(minutes=1))
    assert "L-9 is live now" in bench.said()


async def test_other_channels_are_told(bench: Bench) -> None:
    await bench.open(bench.incident(1, "C0ACME"))
    await bench.outbox.deliver_due()
    assert len(bench.said("C0ACME")) == 1


@pytest.mark.parametrize("seed", range(3))
async def test_over_two_weeks_of_quiet_nights_and_restarts_nothing_is_lost_or_doubled(bench: Bench, seed: int) -> None:
    chance, quiet = Random(seed), read_quiet(NIGHT)
    closed: dict[str, datetime] = {}
    opened: list[Incident] = []
    for number in range(1, 60):
        open_ones = [each for each in opened if each.id not in closed]
        if number % 3 or not open_ones:
            opened.append(bench.incident(number) if chance.random() < 0.5 else weakened(bench, number))
            await bench.open(opened[-1])
        else:
            mended = chance.choice(open_ones)
            closed[mended.id] = bench.clock.now()
            await bench.change(mended, **RECOVERED, closed_at=bench.clock.now())
            await tell(bench, mended, "It is back.")
        before = len(bench.said())
        begun_quiet = quiet.until(bench.clock.now())
        end = bench.clock.now() + timedelta(minutes=chance.randrange(20, 720))
        await until(bench, min(end, begun_quiet) if begun_quiet else end, restarts=chance.random() < 0.3)
        assert not begun_quiet or bench.clock.now() == begun_quiet or len(bench.said()) == before
    await until(bench, bench.clock.now() + timedelta(days=3))
    for each in opened:
        said_from = quiet.until(each.opened_at) or each.opened_at
        stayed = closed.get(each.id, bench.clock.now()) > said_from + timedelta(minutes=30)
        known = await bench.current(each)
        assert (known.told_at is not None) is stayed or closed[each.id] >= said_from, each.id
        assert known.told_at is None or quiet.until(known.told_at) is None
    keys = [str(message.metadata) for message in bench.slack.messages(LINKS)]
    assert len(keys) == len(set(keys))
    assert await bench.waiting() == {}
