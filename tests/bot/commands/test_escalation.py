"""Alerts that nobody takes, in a local Slack: told once, also after a restart, and not once somebody took them."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from jobs.alerts.escalate import Escalations
from jobs.alerts.notices import card_of
from jobs.config import Config
from jobs.config.quiet import OFF
from jobs.model.channel import ChannelSettings
from jobs.model.incident import Incident, IncidentStatus
from jobs.model.write import Write
from tests.tools.nouns import incident
from tests.tools.slack_bot import ACME, ADA, BEN, EVE, LINKS, OPS, PAGE, TARGET, Bot, open_bot, words_of

HOUR = timedelta(hours=1)


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path) as running:
        running.slack.workspace.channels[OPS].members.add(ADA)
        await running.type(f"add {PAGE} -> {TARGET} cost 120 EUR")
        yield running


async def open_alert(bot: Bot) -> Incident:
    alert = incident(1, channel=LINKS)
    await bot.store.write(Write(incidents=[alert], notices=[card_of(alert, bot.clock.now())]))
    await bot.said()
    return alert


async def pass_time(bot: Bot, wait: timedelta) -> None:
    """Time passes; at each look the bot has just been started anew, and forgotten when it looked."""
    end = bot.clock.now() + wait
    while bot.clock.now() < end:
        bot.clock.move(HOUR)
        await Escalations(bot.store, Config()).write_due(bot.clock.now())
        await bot.said()


def thread(bot: Bot) -> list[str]:
    return [words_of(line) for line in bot.slack.thread(bot.slack.messages(LINKS)[0])]


async def test_a_person_is_told_once_in_the_thread(bot: Bot) -> None:
    answer = words_of(await bot.type("settings escalate 48h to @ben"))
    assert "An alert that nobody takes for 2d is told" in answer
    await open_alert(bot)
    await pass_time(bot, 47 * HOUR)
    assert thread(bot) == []
    await pass_time(bot, 3 * HOUR)
    [told] = thread(bot)
    assert "Nobody has taken this for 2d" in told
    assert BEN in told
    await pass_time(bot, 200 * HOUR)
    assert len(thread(bot)) == 1


async def test_another_channel_is_told_without_what_it_cost(bot: Bot) -> None:
    assert OPS in (await bot.type("settings escalate 2 days to #ops")).text
    await open_alert(bot)
    await pass_time(bot, 60 * HOUR)
    [told] = [words_of(message) for message in bot.slack.messages(OPS)]
    assert "blog.example/post" in told
    assert "Nobody has taken this for 2d" in told
    assert "120" not in told
    assert len(thread(bot)) == 1


@pytest.mark.parametrize("taken", ["holder", "snooze", "over"])
async def test_what_somebody_took_is_not_told(bot: Bot, taken: str) -> None:
    await bot.type("settings escalate 48h")
    alert = await bot.incident((await open_alert(bot)).id)
    now = bot.clock.now()
    changed = {
        "holder": replace(alert, holder=BEN),
        "snooze": replace(alert, snoozed_until=now + 100 * HOUR),
        "over": replace(alert, status=IncidentStatus.RECOVERED, closed_at=now),
    }
    await bot.store.write(Write(incidents=[changed[taken]]))
    await pass_time(bot, 90 * HOUR)
    assert thread(bot) == []


async def test_it_waits_for_the_end_of_quiet_hours_and_is_left_out_where_it_is_over_by_then(bot: Bot) -> None:
    await bot.type("settings escalate 2h to me")
    alert = await open_alert(bot)
    await bot.type("settings quiet 12:00-20:00 UTC")
    await pass_time(bot, 5 * HOUR)
    assert thread(bot) == []
    await pass_time(bot, 5 * HOUR)
    assert len(thread(bot)) == 1
    await bot.store.write(Write(incidents=[replace(await bot.incident(alert.id), holder=BEN)]))


async def test_what_waits_in_the_other_channel_is_left_out_once_somebody_took_it(bot: Bot) -> None:
    await bot.type("settings escalate 2h to #ops")
    await bot.store.write(Write(settings={OPS: ChannelSettings(quiet="12:00-20:00 UTC")}))
    alert = await open_alert(bot)
    await pass_time(bot, 4 * HOUR)
    await bot.store.write(Write(incidents=[replace(await bot.incident(alert.id), holder=BEN)]))
    await pass_time(bot, 24 * HOUR)
    assert bot.slack.messages(OPS) == []


async def test_a_lost_link_is_told_in_the_quiet_hours_of_another_channel_that_excepts_it(bot: Bot) -> None:
    await bot.type("settings escalate 2h to #ops")
    await bot.store.write(Write(settings={OPS: ChannelSettings(quiet="12:00-20:00 UTC except lost")}))
    await open_alert(bot)
    await pass_time(bot, 4 * HOUR)
    assert len(bot.slack.messages(OPS)) == 1


async def test_a_choice_is_undone_and_needs_who_may_manage_there(bot: Bot) -> None:
    assert "is not told again" in words_of(await bot.type("settings escalate"))
    answer = await bot.type("settings escalate 48h to @ben")
    assert "nobody takes for 2d is told" in words_of(await bot.type("settings escalate"))
    off = await bot.type("settings escalate off")
    assert "is not told again" in words_of(off)
    assert (await bot.store.channel_settings(LINKS)).escalate == OFF
    await bot.click(off, "answer.run.9")
    assert (await bot.store.channel_settings(LINKS)).escalate == "2d U0BEN"
    await bot.click(answer, "answer.run.9")
    assert (await bot.store.channel_settings(LINKS)).escalate is None
    assert "You may not do that here" in words_of(await bot.type("settings escalate 48h", user=EVE, channel=ACME))
    assert "Other workspaces see" in words_of(await bot.type("settings escalate 48h to #client-acme"))
    assert "is neither a person nor a channel" in words_of(await bot.type("settings escalate 48h to #nowhere"))
    assert (await bot.store.channel_settings(LINKS)).escalate is None
    assert "invite" in words_of(await bot.type("settings escalate 48h to #random"))
