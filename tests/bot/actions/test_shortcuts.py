"""Shortcuts: the addresses of a message become links to watch."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox import View as OpenView
from tests.tools.slack_bot import ACME, ADA, EVE, LINKS, OTHER, PAGE, TARGET, Bot, open_bot
from tests.tools.slack_words import read_view, sound_view

SITES = ("ours.example",)


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path, our_sites=SITES) as running:
        yield running


async def opened(bot: Bot, user: str = ADA) -> str:
    view = await bot.slack.until(lambda: bot.slack.modal(user))
    return read_view(sound_view(view.body))


async def test_a_message_becomes_a_filled_in_form(bot: Bot) -> None:
    message = bot.slack.say("U0BEN", LINKS, f"They placed it: {PAGE} and {OTHER}, both to {TARGET}")
    assert (await bot.slack.message_shortcut(ADA, message, "track_links")).acked
    words = await opened(bot)
    assert f"{PAGE}\n{OTHER}" in words
    assert TARGET in words
    assert (await bot.slack.submit_view(ADA)).errors == {}
    await bot.slack.until(lambda: len(bot.looks.asked) == 2)
    await bot.type("status")
    assert [(link.page_url, link.target, link.channel) for link in await bot.store.links()] == [
        (PAGE, TARGET, LINKS),
        (OTHER, TARGET, LINKS),
    ]


@pytest.mark.parametrize("said", [f"{PAGE} -> {TARGET}", f"{PAGE} {TARGET}", f"{TARGET} {PAGE}"])
async def test_pairs_of_a_message_are_pairs_in_the_form(bot: Bot, said: str) -> None:
    message = bot.slack.say("U0BEN", LINKS, f"{said}\n{OTHER} -> https://elsewhere.example/x")
    await bot.slack.message_shortcut(ADA, message, "track_links")
    assert f"{PAGE} -> {TARGET}\n{OTHER} -> https://elsewhere.example/x" in await opened(bot)
    assert (await bot.slack.submit_view(ADA)).errors == {}
    await bot.slack.until(lambda: len(bot.looks.asked) == 2)
    assert [(link.page_url, link.target) for link in await bot.store.links()] == [
        (PAGE, TARGET),
        (OTHER, "https://elsewhere.example/x"),
    ]


async def test_a_message_without_addresses_says_so(bot: Bot) -> None:
    await bot.slack.message_shortcut(ADA, bot.slack.say("U0BEN", LINKS, "no address here"), "track_links")
    assert "There is no address in that message." in await opened(bot)


async def test_people_of_other_workspaces_are_refused(bot: Bot) -> None:
    await bot.slack.message_shortcut(EVE, bot.slack.say("U0BEN", ACME, PAGE), "track_links")
    assert "You may not add links here" in await opened(bot, EVE)


async def test_the_global_shortcut_asks_for_the_channel_too(bot: Bot) -> None:
    await bot.slack.shortcut(ADA, "add_link")
    await opened(bot)
    assert (await bot.slack.submit_view(ADA, {"links": PAGE, "channel": ACME})).errors == {}
    await bot.slack.until(lambda: bot.looks.asked)
    assert (await bot.link()).channel == ACME


async def test_links_are_not_added_to_a_channel_that_one_is_not_in(bot: Bot) -> None:
    bot.slack.workspace.channels[ACME].members.discard(ADA)
    await bot.slack.shortcut(ADA, "add_link")
    await opened(bot)
    errors = (await bot.slack.submit_view(ADA, {"links": PAGE, "channel": ACME})).errors
    assert "You are not in this channel" in errors["channel"]
    assert await bot.store.links() == []


async def test_where_slack_does_not_tell_who_is_where_nothing_is_shown_of_the_link(bot: Bot) -> None:
    bot.slack.workspace.scopes -= {"channels:read", "groups:read"}
    await bot.type(f"add {PAGE} -> {TARGET}", channel=ACME)
    await bot.slack.shortcut(ADA, "add_link")
    await opened(bot)
    assert (await bot.slack.submit_view(ADA, {"links": PAGE, "target": TARGET, "channel": ACME})).errors == {}

    def told() -> OpenView | None:
        view = bot.slack.modal(ADA)
        return view if view and "now tracked for" in read_view(view.body) else None

    view = await bot.slack.until(told)
    assert "L-1" not in read_view(sound_view(view.body))
