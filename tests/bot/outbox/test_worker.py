"""What the outbox says and what it leaves unsaid, in a local Slack that is well."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.outbox.worker import Outbox
from jobs.model.incident import IncidentStatus
from jobs.model.notice import Notice, NoticeKind, NoticeStatus
from jobs.model.write import Write
from tests.tools.outbox import ADMIN, LINKS, RECOVERED, Bench, open_bench

pytestmark = pytest.mark.both_stores


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    async with open_bench(tmp_path) as made:
        yield made


async def test_a_card_is_posted_once_and_its_incident_knows_where(bench: Bench) -> None:
    incident = bench.incident()
    await bench.open(incident)
    await bench.outbox.deliver_due()
    await bench.outbox.deliver_due()
    assert len(bench.slack.messages(LINKS)) == 1
    assert (await bench.current(incident)).message_ts == bench.card().ts


async def test_the_log_leads_from_a_message_to_its_incident(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    await bench.open(bench.incident())
    with caplog.at_level(logging.INFO):
        await bench.outbox.deliver_due()
    told = [vars(record) for record in caplog.records if record.message == "Said"]
    assert [(each["notice"], each["incident"], each["channel"], each["ts"]) for each in told] == [
        ("L-1-lost-1/card", "L-1-lost-1", LINKS, bench.card().ts)
    ]


async def test_a_message_carries_its_key_and_unfurls_nothing(bench: Bench) -> None:
    await bench.open(bench.incident())
    await bench.outbox.deliver_due()
    assert bench.card().metadata == {"event_type": "linkwatch_notice", "event_payload": {"key": "L-1-lost-1/card"}}
    (call,) = bench.slack.calls("chat.postMessage")
    assert (call["unfurl_links"], call["unfurl_media"]) == (False, False)


async def test_a_change_edits_the_message_and_adds_to_its_thread(bench: Bench) -> None:
    incident = bench.incident()
    await bench.open(incident)
    await bench.outbox.deliver_due()
    before = list(bench.card().blocks)
    edit = bench.notice("edit/1", NoticeKind.EDIT, incident)
    reply = bench.notice("reply/1", NoticeKind.REPLY, incident, "L-1 is back.")
    await bench.change(incident, edit, reply, **RECOVERED)
    await bench.outbox.deliver_due()
    (card,) = bench.slack.messages(LINKS)
    assert (card.edits, card.blocks == before) == (1, False)
    assert ["L-1 is back." in one.text for one in bench.slack.thread(card)] == [True]


@pytest.mark.parametrize("alone", [True, False])
async def test_the_message_of_what_got_lost_is_linked_from_the_one_that_told_it_before(
    bench: Bench, *, alone: bool
) -> None:
    before, *_, after = [bench.incident(number) for number in range(1, 3 if alone else 4)]
    for number in range(1, 3 if alone else 4):  # the third is told in a group
        await bench.open(bench.incident(number))
    await bench.later(10)
    worsened = {"status": IncidentStatus.WORSENED, "successors": (after.id,), "members": (1, 2)}
    await bench.change(before, bench.notice("edit/1", NoticeKind.EDIT, before), **worsened)
    await bench.outbox.deliver_due()
    card, told = bench.slack.messages(LINKS)[0], bench.card()
    assert bool((await bench.current(after)).group) is not alone
    assert f"/archives/{LINKS}/p{told.ts.replace('.', '')}" in str(card.blocks)


async def test_the_message_of_what_got_lost_is_named_without_a_link_where_it_is_not_posted(bench: Bench) -> None:
    before, after = bench.incident(1), bench.incident(2)
    await bench.open(before)
    await bench.store.write(Write(incidents=[after]))
    worsened = {"status": IncidentStatus.WORSENED, "successors": (after.id,), "members": (1, 2)}
    await bench.outbox.deliver_due()
    await bench.change(before, bench.notice("edit/1", NoticeKind.EDIT, before), **worsened)
    await bench.outbox.deliver_due()
    assert "Link lost: L-2" in str(bench.card().blocks)
    assert "/archives/" not in str(bench.card().blocks)


async def test_a_reply_goes_into_the_channel_too_where_it_should(bench: Bench) -> None:
    incident = bench.incident()
    await bench.open(incident)
    await bench.outbox.deliver_due()
    await bench.change(incident, replace(bench.notice("reply/1", NoticeKind.REPLY, incident, "again"), broadcast=True))
    await bench.outbox.deliver_due()
    assert [one.broadcast for one in bench.slack.thread(bench.card())] == [True]


async def test_several_edits_that_show_the_same_are_one(bench: Bench) -> None:
    incident = bench.incident()
    await bench.open(incident)
    await bench.outbox.deliver_due()
    edits = [bench.notice(f"edit/{number}", NoticeKind.EDIT, incident) for number in range(5)]
    await bench.change(incident, *edits, holder="U0BEN")
    await bench.outbox.deliver_due()
    assert bench.card().edits == 1
    assert len(bench.slack.calls("chat.update")) == 1


async def test_an_incident_that_ended_before_it_was_told_is_never_told(bench: Bench) -> None:
    incident = bench.incident()
    await bench.open(incident)
    edit = bench.notice("edit/1", NoticeKind.EDIT, incident)
    reply = bench.notice("reply/1", NoticeKind.REPLY, incident, "L-1 is back.")
    await bench.change(incident, edit, reply, **RECOVERED)
    await bench.outbox.deliver_due()
    assert bench.slack.messages(LINKS) == []
    assert await bench.waiting() == {}


async def test_an_incident_that_opens_again_untold_gets_its_card_then(bench: Bench) -> None:
    incident = bench.incident()
    await bench.open(incident)
    await bench.change(incident, **RECOVERED)
    await bench.outbox.deliver_due()
    edit = bench.notice("edit/2", NoticeKind.EDIT, incident)
    await bench.change(incident, edit, status=IncidentStatus.OPEN)
    await bench.outbox.deliver_due()
    assert (await bench.current(incident)).message_ts == bench.card().ts


async def test_good_news_about_a_deleted_message_is_posted_afresh(bench: Bench) -> None:
    incident = bench.incident()
    await bench.open(incident)
    await bench.outbox.deliver_due()
    bench.slack.workspace.remove(bench.card())
    await bench.change(incident, bench.notice("edit/1", NoticeKind.EDIT, incident), **RECOVERED)
    await bench.outbox.deliver_due()
    assert len(bench.slack.messages(LINKS)) == 1
    assert (await bench.current(incident)).message_ts == bench.card().ts


async def test_a_deleted_message_of_an_open_incident_stays_deleted(bench: Bench) -> None:
    incident = bench.incident()
    await bench.open(incident)
    await bench.outbox.deliver_due()
    bench.slack.workspace.remove(bench.card())
    await bench.change(incident, bench.notice("edit/1", NoticeKind.EDIT, incident), holder="U0BEN")
    await bench.outbox.deliver_due()
    assert bench.slack.messages(LINKS) == []
    assert await bench.waiting() == {}


async def test_a_notice_waits_for_its_time(bench: Bench) -> None:
    later = bench.clock.now() + timedelta(minutes=5)
    early = Notice("t/1", LINKS, NoticeKind.TEXT, bench.clock.now(), text="not yet", not_before=later)
    await bench.store.write(Write(notices=[early]))
    await bench.outbox.deliver_due()
    assert bench.said() == []
    await bench.later(301)
    assert len(bench.said()) == 1


async def test_the_order_within_a_channel_is_kept(bench: Bench) -> None:
    for number in range(6):
        await bench.say(f"t/{number}", text=f"number {number}")
    await bench.outbox.deliver_due()
    assert [said[-1] for said in bench.said()] == list("012345")


async def test_a_channel_is_posted_to_once_a_second_and_others_do_not_wait(bench: Bench) -> None:
    bench.slack.workspace.enforce_rate = True
    outbox = Outbox(bench.outbox._sender, pace_seconds=1.05)
    for number in range(2):
        await bench.say(f"a/{number}", LINKS)
        await bench.say(f"b/{number}", ADMIN)
    delivering = asyncio.create_task(outbox.deliver_due())
    await bench.slack.until(lambda: bench.said(LINKS) and bench.said(ADMIN))
    assert (len(bench.said(LINKS)), len(bench.said(ADMIN))) == (1, 1)
    await delivering
    assert (len(bench.said(LINKS)), len(bench.said(ADMIN))) == (2, 2)
    assert {call.get("channel") for call in bench.slack.calls("chat.postMessage")} == {LINKS, ADMIN}
    assert len(bench.slack.calls("chat.postMessage")) == 4


async def test_the_loop_wakes_for_what_is_written_and_stops_when_told(bench: Bench) -> None:
    running = asyncio.create_task(bench.outbox.run())
    await bench.say("t/1")
    bench.outbox.wake()
    await bench.slack.until(bench.said)
    await bench.outbox.stop()
    await asyncio.wait_for(running, 5)
    assert await bench.waiting() == {}


async def test_what_is_on_its_way_is_settled_before_the_outbox_stops(bench: Bench) -> None:
    await bench.say("t/1")
    await bench.outbox.start_due()
    await bench.outbox.stop()
    assert len(bench.said()) == 1
    assert await bench.waiting() == {}


async def test_after_a_stop_nothing_more_is_claimed(bench: Bench) -> None:
    await bench.outbox.stop()
    await bench.say("t/1")
    await bench.outbox.deliver_due()
    assert await bench.waiting() == {"t/1": NoticeStatus.READY}
