"""Of several bots the one that leads speaks; one that was stopped meanwhile finds out before it does."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import AsyncMock, MagicMock, call

import pytest

from bot.outbox.find_posted import metadata_of
from bot.outbox.sender import Sender
from bot.outbox.worker import LONGEST_CALL, Outbox
from bot.sandbox import Message
from bot.slack.connection import ANSWER_SECONDS
from bot.wiring import ticks_for
from jobs.config import Config
from jobs.model.notice import Notice, NoticeKind, NoticeStatus
from jobs.store.errors import StaleError, StoreUnreachableError, StoreUnwritableError
from tests.tools.outbox import ADMIN, LINKS, Bench, open_bench


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    async with open_bench(tmp_path) as made:
        yield made


class Leads:
    """Whether a bot leads: while it has been asked fewer times than it leads for."""

    def __init__(self, asks: int) -> None:
        self.left = asks

    def __call__(self) -> bool:
        self.left -= 1
        return self.left >= 0


def outbox_of(bench: Bench, leads: Leads, *, shares: bool = False) -> Outbox:
    sender = Sender(bench.store, bench.client, bench.clock, leads=leads)
    return Outbox(sender, pace_seconds=0.0, look_every=timedelta(seconds=1) if shares else None)


async def test_one_that_does_not_lead_leaves_all_to_the_other(bench: Bench) -> None:
    await bench.open(bench.incident())
    await outbox_of(bench, Leads(0)).deliver_due()
    assert bench.said() == []
    assert await bench.waiting() == {"L-1-lost-1/card": NoticeStatus.READY}
    await outbox_of(bench, Leads(1_000)).deliver_due()
    assert len(bench.said()) == 1


@pytest.mark.parametrize("asks", range(1, 6))
async def test_whenever_one_ceases_to_lead_the_message_is_said_once(bench: Bench, asks: int) -> None:
    """However far the old leader came: the new one takes what was on its way for doubtful, and looks for it."""
    await bench.open(bench.incident())
    await outbox_of(bench, Leads(asks)).deliver_due()
    said = len(bench.said())
    new = outbox_of(bench, Leads(10_000))
    await new.recover()
    await new.deliver_due()
    assert said <= 1
    assert len(bench.said()) == 1
    assert await bench.waiting() == {}


async def test_one_that_begins_to_lead_recovers_what_the_last_one_left_and_says_what_comes(bench: Bench) -> None:
    await bench.open(bench.incident())
    await bench.store.claim_notice(bench.clock.now())  # by one who was killed then
    assert await bench.waiting() == {"L-1-lost-1/card": NoticeStatus.SENDING}
    leads = Leads(0)
    new = outbox_of(bench, leads)
    running = asyncio.create_task(new.run())
    await asyncio.sleep(0.1)
    assert bench.said() == []
    leads.left = 10_000
    new.wake()
    await _until_said(bench, 1)
    await new.stop()
    await running


async def test_what_one_claimed_that_leads_no_longer_is_there_for_the_next_one(bench: Bench) -> None:
    """It was stopped before it claimed: the next one had looked by then for what was on its way."""
    await bench.open(bench.incident())
    new = outbox_of(bench, Leads(10_000))
    await new.recover()
    await outbox_of(bench, Leads(1)).deliver_due()
    assert bench.said() == []
    await new.deliver_due()
    assert len(bench.said()) == 1


async def test_one_that_comes_back_late_changes_nothing_of_what_another_sends(bench: Bench) -> None:
    await bench.open(bench.incident())
    late = await bench.store.claim_notice(bench.clock.now())
    assert late is not None
    await outbox_of(bench, Leads(10_000)).recover()
    bench.clock.move(timedelta(seconds=1))
    taken = await bench.store.claim_notice(bench.clock.now())
    assert taken is not None
    with pytest.raises(StaleError):
        await bench.store.finish_notice(replace(late, status=NoticeStatus.RETRY))
    await bench.store.finish_notice(replace(taken, status=NoticeStatus.SENT, ts="1.0"))


async def test_what_another_may_be_sending_is_looked_for_once_its_call_must_have_ended(bench: Bench) -> None:
    """Its message arrives after the new one leads: looked for at once, it would be said twice."""
    await bench.open(bench.incident())
    old = await bench.store.claim_notice(bench.clock.now())
    assert old is not None
    new = outbox_of(bench, Leads(10_000), shares=True)
    await new.recover()
    await bench.say("elsewhere", ADMIN)
    await new.deliver_due()
    assert (bench.said(), bench.said(ADMIN)) == ([], ["elsewhere"])
    bench.clock.move(timedelta(seconds=ANSWER_SECONDS))
    late = await bench.client.chat_postMessage(channel=LINKS, text="late", metadata=metadata_of(old))
    bench.clock.move(LONGEST_CALL)
    await new.deliver_due()
    assert [message.ts for message in bench.slack.messages(LINKS)] == [late["ts"]]
    assert await bench.waiting() == {}


async def test_the_late_answer_of_the_old_one_is_taken(bench: Bench) -> None:
    incident = bench.incident()
    await bench.open(incident)
    old = await bench.store.claim_notice(bench.clock.now())
    assert old is not None
    new = outbox_of(bench, Leads(10_000), shares=True)
    await new.recover()
    await bench.store.finish_notice(replace(old, status=NoticeStatus.SENT, ts="1.0"))
    bench.clock.move(LONGEST_CALL)
    await new.deliver_due()
    assert bench.said() == []
    assert await bench.waiting() == {}
    told = await bench.store.incident(incident.id)
    assert told is not None
    assert told.message_ts == "1.0"


async def test_what_the_old_one_says_that_it_did_not_send_is_not_waited_for(bench: Bench) -> None:
    await bench.open(bench.incident())
    leads = Leads(2)
    old = outbox_of(bench, leads)
    claim = bench.store.claim_notice

    async def claim_and_lose_the_lead(now: datetime) -> Notice | None:
        claimed = await claim(now)
        await outbox_of(bench, Leads(10_000), shares=True).recover()
        leads.left = 0
        return claimed

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bench.store, "claim_notice", claim_and_lose_the_lead)
        await old.deliver_due()
    assert bench.said() == []
    await outbox_of(bench, Leads(10_000), shares=True).deliver_due()
    assert len(bench.said()) == 1


async def test_one_that_leads_again_waits_for_what_it_sends_itself(bench: Bench) -> None:
    await bench.open(bench.incident())
    outbox = outbox_of(bench, Leads(10_000))
    await outbox.start_due()
    await outbox.recover()
    assert await bench.waiting() == {}
    await outbox.deliver_due()
    assert len(bench.said()) == 1


async def test_one_that_leads_again_does_not_trust_what_it_knew_of_messages(bench: Bench) -> None:
    incident = bench.incident()
    await bench.open(incident)
    one, other = outbox_of(bench, Leads(10_000)), outbox_of(bench, Leads(10_000))
    await one.deliver_due()
    for number, (leading, holder) in enumerate([(other, "U0BEN"), (one, "")]):
        await bench.change(incident, bench.notice(f"edit/{number}", NoticeKind.EDIT, incident), holder=holder)
        await leading.recover()
        await leading.deliver_due()
        assert ("U0BEN" in str(bench.card().blocks)) is bool(holder)


async def test_where_several_share_a_database_what_was_said_is_written_soon_after_it_answers_again(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bench.open(bench.incident())
    away, stored = [StoreUnreachableError("links", "it is started anew")], bench.store.finish_notice

    async def finish(*told: Any) -> None:
        if away:
            raise away.pop()
        await stored(*told)

    monkeypatch.setattr(bench.store, "finish_notice", finish)
    sender, before = Sender(bench.store, bench.client, bench.clock), bench.clock.now()
    await Outbox(sender, pace_seconds=0.0, look_every=timedelta(seconds=1)).deliver_due()
    assert (len(bench.said()), await bench.waiting()) == (1, {})
    assert bench.clock.now() - before == timedelta(seconds=1)


async def test_what_is_done_again_and_again_is_done_by_the_one_that_leads() -> None:
    part = MagicMock(hand_over=AsyncMock())
    leads = Leads(0)
    parts: dict[str, Any] = {"watch": part, "bing": part, "heartbeat": part, "leads": leads, "answers": leads}
    ticks = [
        tick for tick in ticks_for(Config(), part, part, part, every_seconds=1, **parts) if tick.name != "heartbeat"
    ]
    part.reset_mock()
    for tick in ticks:
        await tick.act()
    assert (part.mock_calls, leads.left) == ([call.hand_over()], -len(ticks))


async def test_a_claim_whose_answer_was_lost_is_taken_back_and_said_once(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A connection may break behind the commit: the notice counts as being sent then, and nobody is at it."""
    await bench.open(bench.incident())
    claim, lost = bench.store.claim_notice, asyncio.Event()

    async def claim_and_lose_the_answer(now: datetime) -> Notice | None:
        claimed = await claim(now)
        if claimed and not lost.is_set():
            lost.set()
            raise StoreUnwritableError("the connection broke", is_full=False)
        return claimed

    monkeypatch.setattr(bench.store, "claim_notice", claim_and_lose_the_answer)
    outbox = outbox_of(bench, Leads(10_000))
    running = asyncio.create_task(outbox.run())
    await lost.wait()
    await asyncio.sleep(0.1)
    outbox.wake()
    await _until_said(bench, 1)
    await outbox.stop()
    await running
    assert len(bench.said()) == 1
    assert await bench.waiting() == {}


async def _until_said(bench: Bench, count: int) -> list[Message]:
    async with asyncio.timeout(20):
        while len(bench.said()) < count:
            await asyncio.sleep(0.01)
    return bench.slack.messages(LINKS)
