"""A full disk, as people meet it: in the answer, in `status`, in the admin channel, in the log; and when it is over."""

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.outbox.trouble_watch import TroubleWatch
from bot.sandbox import BOT_TOKEN
from jobs.checks.dispatcher import Bounds, Dispatcher
from jobs.model.tracked_page import DuePage, HostClaim
from jobs.model.write import Write
from jobs.telemetry.vitals import TroubleKind
from tests.tools.disk import Disk, disk
from tests.tools.outbox import Bench, open_bench
from tests.tools.slack_bot import ADA, BEN, OPS, PAGE, TARGET, Bot, open_bot, words_of

__all__ = ["disk"]

FULL = "Nothing can be stored: the disk is full (No space left on device)."
ADD = f"add {PAGE} -> {TARGET}"


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path) as opened:
        yield opened


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    async with open_bench(tmp_path) as made:
        yield made


def _watch(bot: Bot, channel: str = OPS) -> TroubleWatch:
    client = AsyncWebClient(token=BOT_TOKEN, base_url=bot.slack.api_url, retry_handlers=[])

    async def troubles() -> dict[TroubleKind, str]:
        said = await bot.store.write_trouble()
        return {TroubleKind.STORE: said} if said else {}

    return TroubleWatch(troubles, client, channel, bot.store, bot.clock, webhooks_pass=lambda: True)


async def test_the_answer_says_so_in_one_sentence_and_trying_again_works(
    bot: Bot, disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    disk.room = 0
    answer = await bot.type(ADD)
    assert answer.text.startswith("The disk that I keep everything on is full, so this was not stored")
    assert answer.text.count(". ") == 0
    assert [record.levelno for record in caplog.records if record.levelno >= logging.WARNING] == [logging.ERROR]
    disk.room = None
    await bot.type(ADD)
    assert (await bot.link()).page_url == PAGE


async def test_status_says_so_until_it_is_over(bot: Bot, disk: Disk) -> None:
    await bot.type(ADD)
    disk.room = 0
    await bot.type("snooze L-1 3d")
    assert FULL in words_of(await bot.type("status"))
    disk.room = None
    assert FULL not in words_of(await bot.type("status"))


async def test_whoever_may_not_see_the_whole_status_is_told_too(tmp_path: Path, disk: Disk) -> None:
    async with open_bot(tmp_path, permissions={"manage": [BEN]}) as bot:
        await bot.type(ADD, user=BEN)
        disk.room = 0
        await bot.type("snooze L-1 3d", user=BEN)
        answer = words_of(await bot.type("status", user=ADA))
        assert FULL in answer
        assert "In this channel" in answer


async def test_the_admin_channel_hears_once_that_it_is_full_and_once_that_it_is_over(bot: Bot, disk: Disk) -> None:
    watch = _watch(bot)
    await watch.look()
    disk.room = 0
    await bot.type(ADD)
    for _ in range(3):
        await watch.look()
    (told,) = bot.slack.messages(OPS)
    assert FULL in words_of(told)
    disk.room = None
    for _ in range(3):
        await watch.look()
    assert len(bot.slack.messages(OPS)) == 2
    assert "again" in words_of(bot.slack.messages(OPS)[-1])


async def test_what_slack_did_not_take_is_said_at_the_next_look(bot: Bot, disk: Disk) -> None:
    watch = _watch(bot)
    disk.room = 0
    await bot.type(ADD)
    bot.slack.faults.status("chat.postMessage", 500)
    await watch.look()
    assert bot.slack.messages(OPS) == []
    await watch.look()
    assert len(bot.slack.messages(OPS)) == 1


async def test_without_an_admin_channel_nobody_is_told_and_the_end_is_still_found_out(
    bot: Bot, disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    disk.room = 0
    await bot.type(ADD)
    disk.room = None
    await _watch(bot, "").look()
    assert bot.slack.messages(OPS) == []
    assert "takes what is to be stored again" in caplog.text


async def test_no_page_is_read_while_what_is_found_cannot_be_stored(
    bot: Bot, disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    read: list[str] = []

    async def check(claim: HostClaim, due: DuePage) -> bool:
        read.append(due.page.url)
        later = replace(due.page, next_check_at=bot.clock.now() + timedelta(days=1))
        await bot.store.write(Write(pages=[later], claim=claim))
        return True

    await bot.type(ADD)
    dispatcher = Dispatcher(bot.store, check, bot.clock, Bounds())
    disk.room = 0
    await dispatcher.run_due()
    first = list(read)
    for _ in range(3):
        await dispatcher.run_due()
    assert read == first
    assert [record.levelno for record in caplog.records if record.levelno >= logging.WARNING] == [logging.ERROR]
    disk.room = None
    await dispatcher.run_due()
    assert len(read) > len(first)


async def test_what_slack_has_taken_is_recorded_when_the_disk_takes_it_and_said_once(
    bench: Bench, disk: Disk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    post = bench.client.chat_postMessage
    naps = 0
    sleep = bench.clock.sleep

    async def fill_after(**message: object) -> object:
        answer = await post(**message)  # type: ignore[arg-type]  # what the outbox gives
        disk.room = 0
        return answer

    async def make_room_later(wait: object) -> None:
        nonlocal naps
        naps += 1
        disk.room = None if naps > 2 else 0
        await sleep(wait)  # type: ignore[arg-type]  # what the outbox gives

    monkeypatch.setattr(bench.client, "chat_postMessage", fill_after)
    monkeypatch.setattr(bench.clock, "sleep", make_room_later)
    await bench.say("hello")
    await bench.outbox.deliver_due()
    monkeypatch.undo()
    assert naps == 3
    assert bench.said() == ["hello"]
    assert await bench.waiting() == {}
    loud = [record.levelno for record in caplog.records if record.levelno >= logging.WARNING]
    assert loud == [logging.ERROR, logging.WARNING]


async def test_each_trouble_of_the_bot_is_told_once_and_once_that_it_is_over(
    bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    found: dict[TroubleKind, str] = {}

    async def troubles() -> dict[TroubleKind, str]:
        return dict(found)

    client = AsyncWebClient(token=BOT_TOKEN, base_url=bot.slack.api_url, retry_handlers=[])
    watch = TroubleWatch(troubles, client, OPS, bot.store, bot.clock, webhooks_pass=lambda: True)
    others = [kind for kind in TroubleKind if kind is not TroubleKind.STORE]
    for kind in others:
        found[kind] = f"It is {kind} <!channel>."
    for _ in range(3):
        await watch.look()
    told = [words_of(message) for message in bot.slack.messages(OPS)]
    assert told == [f"⚠️ It is {kind} <!channel>." for kind in others]
    assert all("<!channel>" not in message.text for message in bot.slack.messages(OPS))
    found.clear()
    for _ in range(3):
        await watch.look()
    over = [words_of(message) for message in bot.slack.messages(OPS)][len(others) :]
    assert [words.startswith("✅ ") for words in over] == [True] * len(others)
    loud = [record.levelno for record in caplog.records if record.levelno >= logging.WARNING]
    assert loud == [logging.ERROR] * len(others) + [logging.WARNING] * len(others)


async def test_who_hands_over_still_tells_that_the_store_is_well_again_and_nothing_else(bot: Bot) -> None:
    found = {TroubleKind.STORE: "The database does not answer.", TroubleKind.CHECKS: "No page was checked."}

    async def troubles() -> dict[TroubleKind, str]:
        return dict(found)

    client = AsyncWebClient(token=BOT_TOKEN, base_url=bot.slack.api_url, retry_handlers=[])
    watch = TroubleWatch(troubles, client, OPS, bot.store, bot.clock, webhooks_pass=lambda: True)
    await watch.look()
    await watch.hand_over()
    assert len(bot.slack.messages(OPS)) == 2, "nothing is over"
    found.clear()
    bot.slack.faults.status("chat.postMessage", 500)
    for _ in range(3):
        await watch.hand_over()
    _, _, *over = [words_of(message) for message in bot.slack.messages(OPS)]
    assert [words.startswith("✅ ") for words in over] == [True]
    found[TroubleKind.STORE] = "The database does not answer."
    await watch.look()
    assert len(bot.slack.messages(OPS)) == 4, "told from the beginning"


async def test_where_slack_is_the_trouble_the_log_says_it_once_and_the_channel_when_it_can(
    bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    async def troubles() -> dict[TroubleKind, str]:
        return {TroubleKind.OUTBOX: "Nothing could be posted."}

    client = AsyncWebClient(token="xoxb-revoked", base_url=bot.slack.api_url, retry_handlers=[])
    watch = TroubleWatch(troubles, client, OPS, bot.store, bot.clock, webhooks_pass=lambda: True)
    for _ in range(3):
        await watch.look()
    assert bot.slack.messages(OPS) == []
    assert [record.message for record in caplog.records if record.levelno >= logging.WARNING] == [
        "Nothing could be posted."
    ]
    client.token = BOT_TOKEN
    await watch.look()
    assert len(bot.slack.messages(OPS)) == 1
