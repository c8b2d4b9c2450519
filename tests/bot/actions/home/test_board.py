"""The board of prospects in App Home: counts that filter, the nearest day first, and a menu for each."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.home import publisher as homes
from jobs.model.prospect import ProspectState
from tests.bot.actions.home.test_clicks import click, home, modal, opened
from tests.tools.slack_bot import ADA, BEN, EVE, LINKS, PAGE, TARGET, Bot, open_bot


@pytest.fixture
async def bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    monkeypatch.setattr(homes, "WAIT_SECONDS", 0.02)
    async with open_bot(tmp_path) as running:
        yield running


async def state(bot: Bot, number: int = 1) -> ProspectState:
    found = await bot.store.prospect(number)
    assert found is not None
    return found.plan.state


def counter(bot: Bot, words: str) -> str:
    """The id of the button that says so."""
    view = bot.slack.home(ADA)
    assert view is not None
    buttons = [each for block in view.body["blocks"] for each in block.get("elements", ()) if isinstance(each, dict)]
    return next(str(each["action_id"]) for each in buttons if words in str(each.get("text")))


async def test_a_channel_with_nothing_but_prospects_shows_them_the_nearest_day_first(bot: Bot) -> None:
    await bot.type("prospect add a.example/x, b.example/y")
    await bot.type("prospect edit C-2 contacted next 2026-05-08")
    words = await opened(bot, "2 prospects")
    assert "Prospects of this channel" in words or "Your prospects" in words
    assert words.index("C-2") < words.index("C-1")
    for said in ("1 to contact", "1 contacted", "next 8 May 2026 (in 7 days)", "fits 78 of 100"):
        assert said in words


async def test_counts_are_filters_and_the_one_shown_shows_all_again(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await bot.type("prospect add a.example/x, b.example/y")
    await bot.type("prospect edit C-2 agreed")
    assert "C-1" not in await opened(bot, "1 live")
    await click(bot, counter(bot, "1 agreed"))
    words = await home(bot, "C-2")
    assert "C-1" not in words
    await click(bot, counter(bot, "2 prospects"))
    await home(bot, "C-1")
    await click(bot, "home.domain", "b.example")
    assert "C-1" not in await home(bot, "C-2")


async def test_the_menu_shows_moves_drafts_and_edits(bot: Bot) -> None:
    await bot.type(f"prospect add {PAGE}")
    await opened(bot, "C-1")
    await click(bot, "home.prospect", "show:1")
    assert "Its readers would find with you" in await modal(bot, "C-1")
    await bot.slack.close_view(ADA)
    await click(bot, "home.prospect", "mail:1")
    assert "Guten Tag" in await modal(bot, "A draft to copy")
    await bot.slack.close_view(ADA)
    await click(bot, "home.prospect", "contacted:1")
    await modal(bot, "is contacted")
    assert await state(bot) is ProspectState.CONTACTED
    await bot.slack.close_view(ADA)
    assert "1 contacted" in await home(bot, "1 contacted")
    await click(bot, "home.prospect", "edit:1")
    await modal(bot, "Next day")


async def test_placed_from_the_board_asks_for_a_target_where_none_is_known(bot: Bot) -> None:
    await bot.type(f"prospect add {PAGE} agreed")
    await opened(bot, "1 agreed")
    await click(bot, "home.prospect", "placed:1")
    await modal(bot, "Say which page of yours")
    assert await state(bot) is ProspectState.AGREED


async def test_what_a_channel_keeps_is_for_those_in_it(bot: Bot) -> None:
    await bot.type(f"prospect add {PAGE}")
    assert EVE not in bot.slack.workspace.channels[LINKS].members
    assert "C-1" not in await opened(bot, "Track your backlinks", EVE)
    assert "C-1" in await opened(bot, "C-1", ADA)


async def test_who_may_not_manage_is_offered_nothing_but_to_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(homes, "WAIT_SECONDS", 0.02)
    async with open_bot(tmp_path, permissions={"manage": [ADA]}) as bot:
        await bot.type(f"prospect add {PAGE} <@{BEN}>")
        await opened(bot, "C-1", BEN)
        view = bot.slack.home(BEN)
        assert view is not None
        assert "contacted:1" not in str(view.body)
        await click(bot, "home.prospect", "show:1", BEN)
        assert "Draft a mail" not in await modal(bot, "C-1", BEN)


async def test_the_days_of_the_board_are_told_when_they_are_over(bot: Bot) -> None:
    await bot.type("prospect add a.example/x next 2026-05-08")
    bot.clock.move(timedelta(days=10))
    assert "due since 8 May 2026" in await opened(bot, "C-1")
