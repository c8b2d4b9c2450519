"""A check of all that a channel tracks, in the local Slack: the bar moves, and the button stops it."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient

from bot.messages.answers.progress import ShownCheck, Stage, bar, check_in_button
from bot.messages.answers.progress import progress as progress_message
from bot.progress import check_run as progress
from bot.sandbox import BOT_TOKEN, BOT_USER, Fault, FaultKind, Message
from jobs.model.link import NewLink
from tests.tools.slack_bot import ADA, BEN, EVE, LINKS, Bot, open_bot, words_of

PAGES = 60


@pytest.fixture
async def bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    monkeypatch.setattr(progress, "EDIT_SECONDS", 0.1)
    async with open_bot(tmp_path, permissions={"view": ["everyone"], "manage": [ADA, BEN]}) as running:
        for number in range(PAGES):
            new = NewLink(LINKS, f"https://blog{number}.example/", "ours.example")
            await running.store.add_link(new, running.clock.now())
        yield running


async def shown(bot: Bot, words: str) -> Message:
    """The message once it says so."""
    await bot.slack.until(lambda: bot.slack.messages(LINKS) and words in words_of(bot.slack.messages(LINKS)[-1]))
    return bot.slack.messages(LINKS)[-1]


async def test_every_page_is_looked_at_and_the_message_says_so(bot: Bot) -> None:
    assert "Checking 60 pages" in words_of(await bot.type("check all"))
    done = await shown(bot, "Checked all pages: 60 of 60 pages")
    assert len(set(bot.looks.asked)) == PAGES
    assert len(bot.slack.messages(LINKS)) == 1
    assert "100 %" in words_of(done)
    assert "actions" not in {block["type"] for block in done.blocks}


async def test_a_check_that_the_bot_s_end_breaks_off_says_so(bot: Bot) -> None:
    gate = asyncio.Semaphore(5)
    bot.looks.before = gate.acquire  # type: ignore[assignment]  # what it gives is not checked
    await bot.type("check all")
    await shown(bot, "5 of 60 pages")
    await bot.runs.close()
    left = await shown(bot, "Broken off after 5 of 60 pages")
    assert "when they are due" in words_of(left)
    assert "actions" not in {block["type"] for block in left.blocks}
    assert len(bot.looks.asked) <= progress.AT_ONCE + 5


async def test_the_bar_moves_and_the_button_stops_it(bot: Bot) -> None:
    gate = asyncio.Semaphore(5)
    bot.looks.before = gate.acquire  # type: ignore[assignment]  # what it gives is not checked
    await bot.type("check all")
    half = await shown(bot, "5 of 60 pages")
    assert "█░" in words_of(half)
    assert "already" in words_of(await bot.type("check all"))
    await bot.slack.click(half, "check.stop", user=BEN)
    for _ in range(PAGES):
        gate.release()
    stopped = await shown(bot, "Stopped after")
    assert f"@{BEN}" in stopped.blocks[2]["elements"][0]["text"].replace("<", "").replace(">", "")
    assert len(bot.looks.asked) <= progress.AT_ONCE + 5
    async with asyncio.timeout(5):  # what was under way is checked to its end
        while "already" in words_of(await bot.type("check all")):
            await asyncio.sleep(0.02)


async def test_who_may_not_manage_may_not_stop_it(bot: Bot) -> None:
    gate = asyncio.Semaphore(1)
    bot.looks.before = gate.acquire  # type: ignore[assignment]  # as above
    await bot.type("check all")
    going = await shown(bot, "1 of 60 pages")
    bot.slack.workspace.channels[LINKS].members.add(EVE)
    assert "You may not stop the check" in words_of(await bot.click(going, "check.stop", user=EVE))
    for _ in range(PAGES):
        gate.release()
    await shown(bot, "Checked all pages")


def standing(bot: Bot, check: ShownCheck) -> Message:
    """A message of a check as it was last shown, in the channel."""
    left = progress_message(check, Stage.GOING)
    return bot.slack.workspace.add(
        Message(LINKS, bot.slack.workspace.next_ts(), BOT_USER, left.text, json.loads(json.dumps(left.blocks)))
    )


def button_in(going: Message) -> str:
    """What its only button stops."""
    (value,) = [each["value"] for block in going.blocks for each in block.get("elements", ()) if "action_id" in each]
    assert isinstance(value, str)
    return value


async def test_one_whose_bot_was_killed_is_broken_off_by_the_button_and_another_goes_on(bot: Bot) -> None:
    gate = asyncio.Semaphore(5)
    bot.looks.before = gate.acquire  # type: ignore[assignment]  # as above
    await bot.type("check all", user=BEN)
    await shown(bot, "5 of 60 pages")
    left = standing(bot, ShownCheck("killed", LINKS, BEN, 7, PAGES))
    await bot.slack.click(left, "check.stop", user=BEN)
    await bot.slack.until(lambda: "Broken off after 7 of 60 pages" in words_of(left))
    assert "actions" not in {block["type"] for block in left.blocks}
    assert "already" in words_of(await bot.type("check all")), "the one that is under way"


async def test_a_press_on_one_that_is_over_says_so_and_leaves_its_message_alone(bot: Bot) -> None:
    """Its last edit is under way, or Slack did not take it."""
    gate = asyncio.Semaphore(5)
    bot.looks.before = gate.acquire  # type: ignore[assignment]  # as above
    await bot.type("check all")
    going = await shown(bot, "5 of 60 pages")
    check = check_in_button(button_in(going))
    for _ in range(PAGES):
        gate.release()
    await shown(bot, "Checked all pages")
    assert check is not None
    left = standing(bot, check)
    assert "no longer running" in words_of(await bot.click(left, "check.stop"))
    assert "Checking all pages" in words_of(left)


async def test_one_that_goes_on_is_stopped_however_many_were_begun_since(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "_MOST_KNOWN", 2)
    runs, gate = progress.CheckRuns(), asyncio.Event()

    async def wait(_: str) -> None:
        await gate.wait()

    async with ClientSession() as session:
        client = AsyncWebClient(token=BOT_TOKEN, base_url=bot.slack.api_url, session=session, retry_handlers=[])
        assert runs.start(client, LINKS, ADA, ["https://blog.example/"], wait)
        check = check_in_button(button_in(await shown(bot, "0 of 1 page")))
        assert check is not None
        for _ in range(4):  # one after the other
            await bot.slack.until(lambda: runs.start(client, "C-OTHER", ADA, [], wait))
        assert runs.began(check.name)
        assert runs.stop(check.name, BEN)
        gate.set()
        await shown(bot, "Stopped after")
        await runs.close()


@pytest.mark.parametrize("value", ["", LINKS, f"n {LINKS} {ADA} many 60"])
def test_a_button_of_an_earlier_version_names_no_check(value: str) -> None:
    assert check_in_button(value) is None


async def test_the_looks_go_on_where_nothing_can_be_posted(bot: Bot) -> None:
    bot.slack.faults.add(Fault(FaultKind.ERROR, "chat.postMessage", error="not_in_channel", times=None))
    await bot.type("check all")
    await bot.slack.until(lambda: len(bot.looks.asked) == PAGES)


@pytest.mark.parametrize("known", [True, False])
async def test_where_it_cannot_post_whoever_asked_is_shown_it_in_a_direct_message(bot: Bot, *, known: bool) -> None:
    """Whether Slack tells beforehand that it cannot, or refuses the message."""
    if known:
        bot.slack.workspace.channel(LINKS).members.discard(BOT_USER)
    else:
        bot.slack.workspace.channel(LINKS).few_may_post = True
    gate = asyncio.Semaphore(5)
    bot.looks.before = gate.acquire  # type: ignore[assignment]  # as above
    answer = words_of(await bot.type("check all", user=BEN))
    assert ("a direct message to you" in answer) is known
    direct = bot.slack.workspace.direct(BEN).id
    await bot.slack.until(lambda: "5 of 60 pages" in " ".join(map(words_of, bot.slack.messages(direct))))
    (shown_there,) = bot.slack.messages(direct)
    assert f"<#{LINKS}>" in words_of(shown_there)
    await bot.slack.click(shown_there, "check.stop", user=BEN)
    for _ in range(PAGES):
        gate.release()
    await bot.slack.until(lambda: "Stopped after" in words_of(shown_there))
    assert not [message for message in bot.slack.messages(LINKS) if not message.only_for]


async def test_whoever_asked_may_stop_it_in_the_direct_message_that_shows_it(tmp_path: Path) -> None:
    async with open_bot(tmp_path, permissions={"view": ["everyone"], "manage": [LINKS]}) as bot:
        for number in range(PAGES):
            new = NewLink(LINKS, f"https://blog{number}.example/", "ours.example")
            await bot.store.add_link(new, bot.clock.now())
        bot.slack.workspace.channel(LINKS).members.discard(BOT_USER)
        gate = asyncio.Event()
        bot.looks.before = gate.wait  # type: ignore[assignment]  # as above
        await bot.type("check all", user=BEN)
        direct = bot.slack.workspace.direct(BEN).id
        (message,) = await bot.slack.until(lambda: bot.slack.messages(direct))
        await bot.slack.click(message, "check.stop", user=BEN)
        gate.set()
        await bot.slack.until(lambda: "Stopped after" in words_of(message))


@pytest.mark.parametrize(("done", "total", "drawn"), [(0, 9, "░" * 20), (1999, 2000, "█" * 19 + "░"), (0, 0, "█" * 20)])
def test_a_bar_is_full_only_when_all_is_done(done: int, total: int, drawn: str) -> None:
    assert bar(done, total) == drawn
