"""Answers and digests that somebody shares: in their channel once, whatever fails and however often it is pressed."""

import asyncio
from collections.abc import AsyncIterator
from copy import copy, deepcopy
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.messages.answers.sharing import Given, from_json, to_json
from bot.messages.kit.blocks import Block, Message, note
from bot.outbox import chart_upload as pictures
from bot.sandbox import BOT_USER, start_sandbox
from bot.sandbox import Message as Posted
from jobs.model.write import Write
from tests.tools.slack_bot import ADA, BEN, LINKS, PAGE, TARGET, Bot, open_bot, start_bot, words_of

SHARE, DIGEST = "answer.share", "digest.post"
EVERY_BUTTON = [("show L-1", SHARE), ("digest now", DIGEST)]
CHART = "data_visualization"
ONCE_ALREADY = "This was shared to the channel already."


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path) as running:
        await running.type(f"add {PAGE} -> {TARGET}")
        yield running


def labels_of(message: Posted) -> list[str]:
    rows = [block["elements"] for block in message.blocks if block["type"] == "actions"]
    return [each["text"]["text"] for row in rows for each in row if each["type"] == "button"]


# What the channel is given, and what the person is told


@pytest.mark.parametrize("typed", ["show L-1", "show P-1", "status", "", "list", "list partners", "check L-1"])
async def test_what_one_person_asked_is_shared_as_it_is_without_the_button(bot: Bot, typed: str) -> None:
    await bot.type("partner add https://friends.example/links")
    answer = copy(await bot.type(typed))
    assert "Share to channel" in labels_of(answer)
    told = await bot.click(answer, SHARE)
    [shared] = await bot.said()
    assert "Share to channel" not in labels_of(shared) + labels_of(told)
    assert words_of(told) == f"{words_of(shared)} You shared this to the channel."
    assert told.only_for == ADA


async def test_the_digest_is_shown_first_and_then_shared(bot: Bot) -> None:
    preview = await bot.type("digest now")
    assert preview.only_for == ADA
    assert "Share to channel" in labels_of(preview)
    await bot.click(preview, DIGEST)
    [shared] = await bot.said()
    assert "Links, " in words_of(shared)
    assert "Only you see this" not in words_of(shared)
    assert "You shared this to the channel." in words_of(preview)
    assert labels_of(shared) + labels_of(preview) == []


async def test_each_page_of_a_list_is_shared_for_itself(bot: Bot) -> None:
    await bot.type("add\n" + "\n".join(f"https://p{number}.example/x {TARGET}" for number in range(30)))
    answer = await bot.type("list")
    first = copy(answer)
    await bot.click(answer, "answer.turn.1")
    for page in (first, copy(answer), first):
        await bot.slack.click(page, SHARE)
    await bot.slack.until(lambda: [one for one in bot.slack.ephemerals(ADA) if ONCE_ALREADY in one.text])
    assert [message.text for message in await bot.said()] == ["31 links.", "31 links."]


async def test_metadata_tell_nothing_of_what_was_shared(bot: Bot) -> None:
    await bot.click(await bot.type("list blog.example"), SHARE)
    [shared] = await bot.said()
    assert "blog" not in str(shared.metadata)


# Once


@pytest.mark.parametrize(("typed", "button"), EVERY_BUTTON)
async def test_of_several_presses_at_once_one_shares(bot: Bot, typed: str, button: str) -> None:
    answer = await bot.type(typed)
    clicks = await asyncio.gather(*(bot.slack.click(copy(answer), button) for _ in range(4)))
    await bot.slack.until(lambda: all(click.replies for click in clicks))
    assert [ONCE_ALREADY in click.reply.text for click in clicks].count(True) == 3
    assert len(await bot.said()) == 1


@pytest.mark.parametrize("delivered", [True, False], ids=["it was posted", "it was not posted yet"])
@pytest.mark.parametrize(("typed", "button"), EVERY_BUTTON)
async def test_pressed_again_after_a_restart_it_is_there_once(
    tmp_path: Path, typed: str, button: str, *, delivered: bool
) -> None:
    async with await start_sandbox() as slack:
        async with start_bot(slack, tmp_path) as bot:
            await bot.type(f"add {PAGE} -> {TARGET}")
            answer = copy(await bot.type(typed))
            await bot.click(copy(answer), button)
            assert len(await bot.said() if delivered else [1]) == 1
        async with start_bot(slack, tmp_path) as bot:
            await bot.outbox.recover()
            assert ONCE_ALREADY in (await bot.click(answer, button)).text
            assert len(await bot.said()) == 1


async def test_it_is_there_once_though_we_die_right_after_it_was_posted(tmp_path: Path) -> None:
    async with await start_sandbox() as slack:
        slack.workspace.scopes |= {"channels:history", "groups:history"}
        async with start_bot(slack, tmp_path) as bot:
            answer = copy(await bot.type("status"))
            await bot.click(copy(answer), SHARE)
            slack.workspace.now = lambda: bot.clock.now().timestamp()
            slack.faults.hold_answer("chat.postMessage")
            await bot.outbox.start_due()
            await slack.until(lambda: slack.messages(LINKS))
            for task in bot.outbox._sending:
                task.cancel()
        async with start_bot(slack, tmp_path) as bot:
            await bot.outbox.recover()
            assert ONCE_ALREADY in (await bot.click(answer, SHARE)).text
            assert len(await bot.said()) == 1
            assert await bot.store.notices() == []


async def test_a_post_that_slack_does_not_take_at_first_is_made_later(bot: Bot) -> None:
    answer = await bot.type("show L-1")
    bot.slack.faults.status("chat.postMessage", 500)
    await bot.click(answer, SHARE)
    assert await bot.said() == []
    bot.clock.move(timedelta(minutes=1))
    assert len(await bot.said()) == 1


@pytest.mark.parametrize("error", ["not_in_channel", "msg_too_long"])
async def test_what_slack_refused_is_tried_again_when_the_button_is_pressed_again(bot: Bot, error: str) -> None:
    bot.slack.workspace.scopes -= {"channels:read", "groups:read"}  # so that posting alone tells
    answer = copy(await bot.type("show L-1"))
    bot.slack.faults.error("chat.postMessage", error)
    await bot.click(copy(answer), SHARE)
    assert await bot.said() == []
    assert "It is tried again now" in (await bot.click(answer, SHARE)).text
    assert len(await bot.said()) == 1


# Where it may not, or cannot be


async def test_where_the_bot_cannot_post_nothing_is_shared_and_the_cure_is_named(bot: Bot) -> None:
    bot.slack.workspace.scopes.add("channels:read")
    answer = copy(await bot.type("show L-1"))
    bot.slack.workspace.channel(LINKS).members.discard(BOT_USER)
    told = words_of(await bot.click(copy(answer), SHARE))
    for expected in ("This cannot be shared to the channel now.", "I am not a member of", "/invite"):
        assert expected in told
    bot.slack.workspace.channel(LINKS).members.add(BOT_USER)
    await bot.click(answer, SHARE)
    [shared] = await bot.said()
    assert "not a member" not in words_of(shared)


@pytest.mark.parametrize(("typed", "button"), EVERY_BUTTON)
async def test_whoever_may_not_shares_nothing(tmp_path: Path, typed: str, button: str) -> None:
    async with open_bot(tmp_path, permissions={"view": [ADA], "manage": [ADA]}) as bot:
        await bot.type(f"add {PAGE} -> {TARGET}")
        answer = await bot.type(typed)
        assert "You may not share" in words_of(await bot.click(copy(answer), button, user=BEN))
        assert await bot.said() == []


async def test_a_command_that_changes_something_is_not_shared(bot: Bot) -> None:
    answer = deepcopy(await bot.type("show L-1"))
    [row] = [block for block in answer.blocks if block["type"] == "actions"]
    row["elements"][-1]["value"] = "remove L-1"
    assert "You may not share this" in words_of(await bot.click(answer, SHARE))
    assert await bot.store.link(1)
    assert await bot.said() == []


async def test_no_cost_is_posted_where_costs_were_hidden_meanwhile(bot: Bot) -> None:
    await bot.type("edit L-1 cost 120 EUR")
    await bot.click(await bot.type("show L-1"), SHARE)
    await bot.type("settings costs hide")
    assert await bot.said() == []
    await bot.click(await bot.type("show L-1"), SHARE)
    [shared] = await bot.said()
    assert "120" not in words_of(shared)


# The chart of a digest that is shared


async def test_a_chart_that_slack_refuses_is_shared_as_a_picture(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Block] = []

    async def draw(chart: Block) -> bytes:
        drawn.append(chart)
        return b"\x89PNG\r\n\x1a\n"

    monkeypatch.setattr(pictures, "draw", draw)
    [shared] = await shared_where_charts_are_refused(bot)
    kinds = [block["type"] for block in shared.blocks]
    assert (kinds.count("image"), kinds.count(CHART)) == (1, 0)
    assert [chart["type"] for chart in drawn] == [CHART]
    [file] = bot.slack.workspace.files.values()
    assert file.name.startswith(f"answer-{LINKS}-")


async def test_a_chart_that_cannot_be_drawn_either_is_shared_in_words(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.outbox.chart_upload.draw", lambda _: asyncio.sleep(0, b""))
    [shared] = await shared_where_charts_are_refused(bot)
    assert {"image", CHART} & {block["type"] for block in shared.blocks} == set()
    assert "1 live, 0 of them weakened" in words_of(shared)


async def shared_where_charts_are_refused(bot: Bot) -> list[Posted]:
    bot.slack.faults.refuse_block(CHART)
    await unreadable(bot)
    bot.clock.move(timedelta(days=15))  # so that there are weeks to draw
    preview = await bot.type("digest now")
    assert CHART not in {block["type"] for block in preview.blocks}
    await bot.click(preview, DIGEST)
    return await bot.said()


async def unreadable(bot: Bot) -> None:
    """Where all is well a digest has no chart."""
    link = await bot.link()
    unread = replace(link.standing, unreachable=True, unknown_since=bot.clock.now())
    await bot.store.write(Write(links=[replace(link, standing=unread)]))


def test_an_answer_is_the_same_when_it_comes_out_of_the_outbox() -> None:
    plainer = note("in words")
    given = Given(Message(plainer.text, ({"type": "divider"},), plainer), hides_costs=True)
    assert from_json(to_json(given)) == given
