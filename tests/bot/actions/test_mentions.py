"""Words to the bot itself are answered in a line, once each; what programs write, and edits, are not."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.actions.mentions import is_for_us
from bot.sandbox import BOT_USER
from tests.tools.slack_bot import ADA, EVE, LINKS, Bot, open_bot, words_of

TAB = "D0ADA"
ANSWER = "I read commands only. Type /links help to see all of them, or /links list to see what is tracked here."
MENTION: dict[str, Any] = {"type": "app_mention", "user": ADA, "text": f"<@{BOT_USER}> help", "ts": "1.0"}
WORDS: dict[str, Any] = {"type": "message", "channel_type": "im", "user": ADA, "text": "help", "ts": "1.0"}


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path) as running:
        yield running


async def answers(bot: Bot, channel: str, count: int) -> list[str]:
    """What the bot has said in a channel, once so much waits to be said and all events are dealt with."""
    async with asyncio.timeout(5):
        while len(await bot.store.notices(channel=channel)) < count:
            await asyncio.sleep(0.01)
    await bot.type("help")
    return [words_of(each) for each in await bot.said(channel) if each.user == BOT_USER and not each.only_for]


async def test_whoever_mentions_it_is_told_what_can_be_typed(bot: Bot) -> None:
    await bot.slack.write(ADA, "#links", "@linkwatch help")
    assert await answers(bot, LINKS, 1) == [ANSWER]


async def test_words_in_its_own_tab_are_answered(bot: Bot) -> None:
    await bot.slack.write(ADA, ADA, "hello?")
    assert await answers(bot, TAB, 1) == [ANSWER]


async def test_an_event_that_comes_twice_is_answered_once(bot: Bot) -> None:
    bot.slack.faults.double_event()
    await bot.slack.write(EVE, "#client-acme", "@linkwatch are you there?")
    assert await answers(bot, "C0ACME", 1) == [ANSWER]
    await bot.slack.event(
        "app_mention", user=EVE, channel="C0ACME", text="again", ts=bot.slack.messages("C0ACME")[0].ts
    )
    assert await answers(bot, "C0ACME", 0) == [ANSWER], "nor after it was answered"


async def test_each_message_is_answered(bot: Bot) -> None:
    for _ in range(2):
        await bot.slack.write(ADA, "#links", "@linkwatch help")
    assert await answers(bot, LINKS, 2) == [ANSWER, ANSWER]


async def test_words_that_are_not_for_it_are_not(bot: Bot) -> None:
    await bot.slack.write(ADA, "#links", "help")
    await bot.slack.write(ADA, "#random", "@linkwatch help")
    assert await answers(bot, LINKS, 0) == []


@pytest.mark.parametrize("scope", ["app_mentions:read", "im:history"])
async def test_without_the_scope_slack_tells_nothing(bot: Bot, scope: str) -> None:
    bot.slack.workspace.scopes.discard(scope)
    await bot.slack.write(ADA, "#links" if scope == "app_mentions:read" else ADA, "@linkwatch help")
    assert await answers(bot, LINKS, 0) == []
    assert await bot.store.notices() == []


@pytest.mark.parametrize("event", [MENTION, WORDS, WORDS | {"subtype": "file_share"}, MENTION | {"thread_ts": "0.5"}])
def test_what_a_person_has_just_written_to_it_is_for_it(event: dict[str, Any]) -> None:
    assert is_for_us(event, BOT_USER)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"bot_id": "B0OTHER"}, "another bot, which might answer in turn, for ever"),
        ({"subtype": "bot_message", "user": ""}, "an old kind of bot, without a person"),
        ({"user": BOT_USER}, "itself"),
        ({"user": "USLACKBOT"}, "Slackbot"),
        ({"edited": {"user": ADA, "ts": "2.0"}}, "a mention that was edited in"),
        ({"subtype": "message_changed", "message": WORDS}, "an edit"),
        ({"subtype": "message_deleted"}, "a deletion"),
        ({"subtype": "channel_join"}, "what Slack says of people"),
    ],
)
@pytest.mark.parametrize("event", [MENTION, WORDS])
def test_nothing_else_is(event: dict[str, Any], changes: dict[str, Any], why: str) -> None:
    assert not is_for_us(event | changes, BOT_USER), why


@pytest.mark.parametrize("where", ["channel", "group", "mpim", ""])
def test_what_is_said_in_channels_is_none_of_its_business(where: str) -> None:
    assert not is_for_us(WORDS | {"channel_type": where}, BOT_USER)
