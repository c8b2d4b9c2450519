"""What Slack tells of channels: we are let in, taken out, and a channel is archived or brought back."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.outbox.render import render
from bot.rerouting.rerouted import ReroutedAlerts, rerouted_in
from bot.sandbox import BOT_USER
from jobs.model.link import NewLink
from jobs.model.notice import Notice, NoticeStatus
from tests.tools.slack_bot import ADA, BEN, LINKS, OPS, PAGE, TARGET, Bot, nowhere, open_bot, words_of

RANDOM = "C0RANDOM"


@pytest.fixture
def admin() -> str:
    return OPS


@pytest.fixture
async def bot(tmp_path: Path, admin: str) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path, slack={"admin_channel": admin}) as running:
        new = NewLink(LINKS, PAGE, TARGET, owner=BEN, added_by=ADA)
        await running.store.add_link(new, running.clock.now())
        yield running


async def news(bot: Bot) -> list[Notice]:
    """What the event has put into the outbox."""
    await bot.slack.until(lambda: "outbox" in bot.handled)
    return await bot.store.notices()


async def no_news(bot: Bot) -> bool:
    """Whether the outbox is empty once the events sent so far have surely been dealt with."""
    for _ in range(3):
        await bot.type("help")
    return await bot.store.notices() == [] and "outbox" not in bot.handled


async def test_when_it_is_let_in_what_waited_is_said(bot: Bot) -> None:
    await bot.dead("not_in_channel")
    await bot.dead("not_in_channel", RANDOM, "other")
    assert await bot.slack.invite_bot(LINKS)
    assert [notice.key for notice in await news(bot)] == ["unsaid"]


@pytest.mark.parametrize("private", [False, True])
async def test_when_a_channel_is_brought_back_what_waited_is_said(bot: Bot, *, private: bool) -> None:
    bot.slack.workspace.channel(LINKS).is_private = private
    await bot.dead("is_archived")
    assert await bot.slack.unarchive(LINKS)
    assert [notice.key for notice in await news(bot)] == ["unsaid"]


async def test_somebody_else_who_joins_changes_nothing(bot: Bot) -> None:
    await bot.dead("not_in_channel")
    assert await bot.slack.event("member_joined_channel", user=BEN, channel=LINKS, channel_type="C")
    assert await no_news(bot)


@pytest.mark.parametrize("private", [False, True])
@pytest.mark.parametrize(
    ("leaves", "word"),
    [("remove_bot", "not_in_channel"), ("archive", "is_archived")],
)
async def test_the_admin_channel_is_told_once_when_it_cannot_post_any_more(
    bot: Bot, leaves: str, word: str, *, private: bool
) -> None:
    bot.slack.workspace.channel(LINKS).is_private = private
    bot.slack.faults.double_event()
    assert await getattr(bot.slack, leaves)(LINKS)
    (told,) = await news(bot)
    assert (told.channel, rerouted_in(told)) == (OPS, ReroutedAlerts(LINKS, word))
    message = await render(bot.store, told, None, bot.clock.now(), nowhere)
    assert message.text.startswith(f"I cannot post in <#{LINKS}>: ")
    assert "Its alerts come here meanwhile" in words_of(list(message.blocks))


@pytest.mark.parametrize("admin", ["", LINKS])
async def test_without_an_admin_channel_whoever_answers_for_the_links_is_told(bot: Bot, admin: str) -> None:
    await bot.slack.remove_bot(LINKS)
    assert [notice.channel for notice in await news(bot)] == [BEN], admin


async def test_a_second_removal_on_one_day_is_told_too(bot: Bot) -> None:
    for _ in range(2):
        bot.handled.clear()
        assert await bot.slack.remove_bot(LINKS)
        (told,) = await news(bot)
        assert rerouted_in(told).word == "not_in_channel"
        bot.clock.move(timedelta(minutes=1))
        await sent(bot)
        assert await bot.slack.invite_bot(LINKS)
        async with asyncio.timeout(5):
            while await bot.store.channel_block(LINKS):
                await asyncio.sleep(0.01)


async def sent(bot: Bot) -> None:
    """What waits is said, as the outbox settles it."""
    while claimed := await bot.store.claim_notice(bot.clock.now()):
        await bot.store.finish_notice(replace(claimed, status=NoticeStatus.SENT, ts="1.0"))


async def test_who_may_post_all_the_same_is_not_shut_out(bot: Bot) -> None:
    bot.slack.workspace.scopes.add("chat:write.public")
    await bot.slack.remove_bot(LINKS)
    assert await no_news(bot)
    assert await bot.store.channel_block(LINKS) is None


async def test_a_channel_that_tracks_nothing_is_no_news(bot: Bot) -> None:
    await bot.slack.remove_bot(RANDOM)
    await bot.slack.archive(RANDOM)
    assert await no_news(bot)


async def test_answers_know_of_it_at_once(bot: Bot) -> None:
    assert "meanwhile" not in words_of(await bot.type("list"))
    await bot.slack.remove_bot(LINKS)
    await news(bot)
    assert "I am not a member" in words_of(await bot.type("list"))
    await bot.slack.invite_bot(LINKS)
    async with asyncio.timeout(5):
        while "meanwhile" in words_of(await bot.type("list")):
            await asyncio.sleep(0.01)


async def test_a_command_there_shows_too_that_it_can_be_posted_to(bot: Bot) -> None:
    """Where the app gets no events: whoever invited the bot types something sooner or later."""
    await bot.dead("not_in_channel")
    bot.slack.workspace.channel(LINKS).members.add(BOT_USER)
    await bot.type("list")
    assert [notice.key for notice in await bot.store.notices()] == ["unsaid"]
