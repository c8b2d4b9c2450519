"""Quiet hours as people choose them: typed, in the form, and told back."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jobs.alerts.notices import card_of
from jobs.config import Alerts
from jobs.config.quiet import read_quiet
from jobs.model.write import Write
from tests.tools.nouns import incident
from tests.tools.slack_bot import ADA, LINKS, PAGE, TARGET, Bot, open_bot, words_of

NIGHT = "22:00-07:00"
EVENING = datetime(2026, 4, 30, 21, tzinfo=UTC)
"""23:00 in Berlin, where the digest is."""


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path) as running:
        running.clock.at = EVENING
        await running.type(f"add {PAGE} -> {TARGET}")
        yield running


async def open_alert(bot: Bot) -> None:
    told = incident(1, channel=LINKS)
    await bot.store.write(Write(incidents=[told], notices=[card_of(told, bot.clock.now())]))


async def quiet(bot: Bot) -> str | None:
    return (await bot.store.channel_settings(LINKS)).quiet


async def test_what_was_chosen_is_said_back_and_undone(bot: Bot) -> None:
    answer = await bot.type(f"settings quiet {NIGHT} sat sun except lost")
    words = words_of(answer)
    assert "Alerts wait: 22:00 to 07:00 each day, all of Saturday and Sunday (Europe/Berlin)" in words
    assert "Lost links are told at once" in words
    assert "It is quiet now, until" in words
    assert await quiet(bot) == f"{NIGHT} sat sun except lost"
    assert "come at any time" in words_of(await bot.click(answer, "answer.run.9"))
    assert await quiet(bot) is None


async def test_an_undo_brings_back_what_was_chosen_before(bot: Bot) -> None:
    await bot.type(f"settings quiet {NIGHT}")
    answer = await bot.type("settings quiet off")
    assert await quiet(bot) == "off"
    await bot.click(answer, "answer.run.9")
    assert await quiet(bot) == NIGHT
    assert "Undo" not in words_of(await bot.type(f"settings quiet {NIGHT}")), "it was so already"


async def test_what_waits_is_told_by_status_and_comes_once_it_is_quiet_no_more(bot: Bot) -> None:
    await bot.type(f"settings quiet {NIGHT}")
    await open_alert(bot)
    assert await bot.said() == []
    assert "1 message waits for the end of quiet hours" in words_of(await bot.type("status"))
    await bot.type("settings quiet off")
    [card] = await bot.said()
    assert "lost" in card.text
    assert "quiet hours" not in words_of(await bot.type("status"))


async def test_another_zone_of_the_digest_is_another_night(bot: Bot) -> None:
    await bot.type(f"settings quiet {NIGHT}")
    await open_alert(bot)
    assert await bot.said() == []
    await bot.type("digest mon 09:00 America/Los_Angeles")
    assert len(await bot.said()) == 1, "there it is two in the afternoon"


async def test_what_is_configured_holds_where_a_channel_has_not_chosen(tmp_path: Path) -> None:
    async with open_bot(tmp_path, alerts=Alerts(quiet=read_quiet(NIGHT))) as bot:
        bot.clock.at = EVENING
        await bot.type(f"add {PAGE} -> {TARGET}")
        await open_alert(bot)
        assert await bot.said() == []
        assert "22:00 to 07:00" in words_of(await bot.type("settings quiet default"))
        await bot.type("settings quiet off")
        assert len(await bot.said()) == 1


async def test_the_form_shows_what_holds_and_takes_it(bot: Bot) -> None:
    await bot.type(f"settings quiet {NIGHT}")
    await bot.slack.command(ADA, LINKS, "/links settings")
    view = await bot.slack.until(lambda: bot.slack.modal(ADA))
    [field] = [each["element"] for each in view.body["blocks"] if each.get("block_id") == "quiet"]
    assert field["initial_value"] == NIGHT
    wrong = await bot.slack.submit_view(ADA, {"quiet": "at night"})
    assert wrong.errors == {"quiet": "night is neither hours such as 22:00-07:00, a day nor a time zone."}
    assert (await bot.slack.submit_view(ADA, {"quiet": "sat sun"})).errors == {}
    assert await quiet(bot) == "sat sun"


async def test_an_emptied_field_is_no_quiet_time(bot: Bot) -> None:
    await bot.type(f"settings quiet {NIGHT}")
    await bot.slack.command(ADA, LINKS, "/links settings quiet")
    await bot.slack.until(lambda: bot.slack.modal(ADA))
    assert (await bot.slack.submit_view(ADA, {"quiet": ""})).errors == {}
    assert await quiet(bot) == "off"


async def test_who_chose_it_stands_in_the_history_of_the_channel(bot: Bot) -> None:
    await bot.type(f"settings quiet {NIGHT}")
    assert f"quiet as configured → {NIGHT}" in words_of(await bot.type("history"))
