"""A form is opened in a channel, its person is taken out of the channel, and then sends it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from jobs.model.channel import ChannelSettings
from tests.tools.slack_bot import BEN, LINKS, OTHER, PAGE, TARGET, Bot, open_bot
from tests.tools.slack_words import read_view, sound_view

PARTNER = "https://friends.example/links"


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path) as running:
        await running.type(f"add {PAGE} -> {TARGET}")
        await running.type(f"partner add {PARTNER} max 90")
        yield running


async def opened(bot: Bot, typed: str, has: str) -> None:
    """The form stands open in front of Ben."""
    await bot.slack.command(BEN, LINKS, f"/links {typed}")
    await bot.slack.until(lambda: (view := bot.slack.modal(BEN)) and has in read_view(view.body))


def leave(bot: Bot) -> None:
    bot.slack.workspace.channels[LINKS].members.discard(BEN)
    bot.clock.move(timedelta(minutes=2))


@pytest.mark.parametrize(
    ("typed", "has", "values", "field"),
    [
        ("edit L-1", "anchor", {"anchor": "stolen"}, "anchor"),
        ("edit P-1", "90", {"max": "7"}, "max"),
        ("settings", "How often", {"digest": []}, "digest"),
        ("add", "Pages that carry", {"links": f"{OTHER} -> {TARGET}"}, "links"),
    ],
)
async def test_what_is_sent_after_leaving_changes_nothing(
    bot: Bot, typed: str, has: str, values: dict[str, Any], field: str
) -> None:
    await opened(bot, typed, has)
    leave(bot)
    sent = await bot.slack.submit_view(BEN, values)
    assert list(sent.errors) == [field]
    assert "may not" in sent.errors[field]
    assert (await bot.link()).expected.anchor == ""
    assert [partner.max_outbound for partner in await bot.store.partners(LINKS)] == [90]
    assert await bot.store.channel_settings(LINKS) == ChannelSettings()
    assert len(await bot.store.links()) == 1


async def test_nothing_is_stopped_after_leaving(bot: Bot) -> None:
    listed = await bot.type("list", user=BEN)
    await bot.slack.click(listed, "link.deed", "stop:1", user=BEN)
    await bot.slack.until(lambda: (view := bot.slack.modal(BEN)) and "no longer be tracked" in read_view(view.body))
    leave(bot)
    await bot.slack.submit_view(BEN)
    await bot.slack.until(lambda: (view := bot.slack.modal(BEN)) and "may not" in read_view(sound_view(view.body)))
    assert len(await bot.store.links()) == 1


async def test_who_is_there_still_may(bot: Bot) -> None:
    await opened(bot, "edit L-1", "anchor")
    bot.clock.move(timedelta(minutes=2))
    assert (await bot.slack.submit_view(BEN, {"anchor": "garden tools"})).errors == {}
    await bot.slack.until(lambda: "outbox" in bot.handled)
    assert (await bot.link()).expected.anchor == "garden tools"
