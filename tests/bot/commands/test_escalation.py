"""Alerts that nobody takes, in a local Slack: told once, also after a restart, and not once somebody took them."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from bot.sandbox import Message, start_sandbox
from jobs.alerts.escalate import Escalations
from jobs.alerts.notices import card_of
from jobs.config import Alerts, Config
from jobs.config.quiet import OFF, read_quiet
from jobs.model.channel import ChannelSettings
from jobs.model.incident import Incident, IncidentStatus
from jobs.model.write import Write
from tests.tools.clocks import HandClock
from tests.tools.nouns import incident
from tests.tools.slack_bot import ACME, ADA, BEN, EVE, LINKS, OPS, PAGE, TARGET, Bot, open_bot, start_bot, words_of

HOUR = timedelta(hours=1)
USUAL = Config()


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


async def pass_time(bot: Bot, wait: timedelta, config: Config = USUAL) -> None:
    """Time passes; at each look the bot has just been started anew, and forgotten when it looked."""
    end = bot.clock.now() + wait
    while bot.clock.now() < end:
        bot.clock.move(HOUR)
        await Escalations(bot.store, config, bot.outbox.is_shared).write_due(bot.clock.now())
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
    await open_alert(bot)
    await bot.type("settings quiet 13:00-20:00 UTC")
    await pass_time(bot, 8 * HOUR)
    assert thread(bot) == []
    await pass_time(bot, HOUR)
    [told] = thread(bot)
    assert "Nobody has taken this for 2h" in told


async def test_quiet_hours_are_no_hours_waited(bot: Bot) -> None:
    assert "Quiet hours do not count" in words_of(await bot.type("settings escalate 12h"))
    await bot.type("settings quiet 22:00-07:00 UTC")
    await open_alert(bot)  # at noon: ten hours until the night
    await pass_time(bot, 20 * HOUR)
    assert thread(bot) == []
    await pass_time(bot, HOUR)
    assert len(thread(bot)) == 1


async def alerts_of(bot: Bot, number: int) -> list[Incident]:
    """So many that wait, each of them told."""
    alerts = [replace(incident(1, channel=LINKS), id=f"L-1-lost-{each}") for each in range(number)]
    for alert in alerts:
        await bot.store.write(Write(incidents=[alert], notices=[card_of(alert, bot.clock.now())]))
        await bot.said()
    return alerts


def read(message: Message) -> str:
    """The words of a message as people read them: parts of a line stand beside each other."""
    return " ".join(words_of(message).split())


def lines_told(bot: Bot) -> list[str]:
    """Every line of the channel and its threads that says that nobody took something."""
    top = bot.slack.messages(LINKS)
    lines = [read(each) for message in top for each in (message, *bot.slack.thread(message))]
    return [line for line in lines if "Nobody has taken" in line]


@pytest.mark.parametrize("config", [USUAL, Config(alerts=Alerts(escalate_after=48 * HOUR))], ids=["chosen", "set"])
async def test_switching_it_on_tells_no_old_alert_at_once_but_counts_from_then(bot: Bot, config: Config) -> None:
    await alerts_of(bot, 3)
    await pass_time(bot, 400 * HOUR)
    if config is USUAL:
        await bot.type("settings escalate 48h")
    await pass_time(bot, 47 * HOUR, config)
    assert lines_told(bot) == []
    await pass_time(bot, 3 * HOUR, config)
    assert len(lines_told(bot)) == 3
    await pass_time(bot, 200 * HOUR, config)
    assert len(lines_told(bot)) == 3


async def test_what_is_older_is_counted_and_told_in_one_message_by_a_button(bot: Bot) -> None:
    alerts = await alerts_of(bot, 3)
    await bot.store.write(Write(incidents=[replace(await bot.incident(alerts[0].id), holder=BEN)]))
    await pass_time(bot, 100 * HOUR)
    answer = await bot.type("settings escalate 48h to @ben")
    assert "2 alerts are waiting for longer already" in words_of(answer)
    reply = await bot.click(answer, "answer.run.8")
    assert "2 alerts are told in one message now" in words_of(reply)
    await bot.said()
    [told] = lines_told(bot)
    assert "Nobody has taken these 2 alerts for 2d :" in told
    assert BEN in told
    assert told.count("Open the alert") == 2
    await bot.click(answer, "answer.run.8")
    await pass_time(bot, 200 * HOUR)
    assert len(lines_told(bot)) == 1
    assert "waiting for longer" not in words_of(await bot.type("settings escalate"))


async def test_what_is_taken_before_that_message_goes_out_is_left_out(bot: Bot) -> None:
    first, _ = await alerts_of(bot, 2)
    await pass_time(bot, 100 * HOUR)
    await bot.type("settings escalate 48h to #ops")
    await bot.type("settings escalate now")
    await bot.store.write(Write(incidents=[replace(await bot.incident(first.id), holder=BEN)]))
    await bot.said()
    [told] = [read(message) for message in bot.slack.messages(OPS)]
    assert "nobody has taken this alert for 2d" in told


async def test_over_days_with_restarts_each_alert_is_told_once_and_no_sooner(tmp_path: Path) -> None:
    """It is off, on, off and on again; the bot is started anew every few hours, with the store as it is on disk."""
    rng, night = Random(17), read_quiet("22:00-07:00 UTC")
    opened: dict[str, datetime] = {}
    told: dict[str, datetime] = {}
    since: datetime | None = None
    at = HandClock().now()
    async with await start_sandbox() as slack:
        for life in range(48):
            async with start_bot(slack, tmp_path) as bot:
                bot.clock.move(at - bot.clock.now())
                if life == 0:
                    await bot.type(f"add {PAGE} -> {TARGET}")
                    await bot.type("settings quiet 22:00-07:00 UTC")
                if life in {10, 30}:
                    await bot.type("settings escalate 12h")
                    since = bot.clock.now()
                if life == 20:
                    await bot.type("settings escalate off")
                    since = None
                for hour in range(rng.randint(3, 9)):
                    if rng.random() < 0.05 or (life, hour) == (0, 0):
                        alert = replace(incident(1, channel=LINKS), id=f"L-1-lost-{life}-{hour}", message_ts="1.0")
                        opened[alert.id] = bot.clock.now()
                        await bot.store.write(Write(incidents=[replace(alert, told_at=bot.clock.now())]))
                    bot.clock.move(HOUR)
                    await Escalations(bot.store, USUAL, bot.outbox.is_shared).write_due(bot.clock.now())
                    for each in await bot.store.incidents(channel=LINKS):
                        if each.escalated_to and each.id not in told:
                            told[each.id] = bot.clock.now()
                            assert since, "it is off"
                            begun = max(opened[each.id], since)
                            waited = bot.clock.now() - begun - night.lasted(begun, bot.clock.now())
                            assert timedelta(hours=12) <= waited < timedelta(hours=13)
                at = bot.clock.now()
                lines = [line for each in await bot.store.incidents(channel=LINKS) for line in each.log]
    assert len(told) > 8
    assert told.keys() >= {name for name, when in opened.items() if when < at - timedelta(hours=36)}
    assert len([line for line in lines if line.text.startswith("Nobody has taken")]) == len(told)


@pytest.mark.parametrize("how", ["chosen", "configured"])
async def test_a_channel_that_others_have_come_to_see_hears_nothing_of_another_one(bot: Bot, how: str) -> None:
    config = Config(alerts=Alerts(escalate_after=48 * HOUR, escalate_to=ACME))
    if how == "chosen":
        await bot.store.write(Write(settings={LINKS: ChannelSettings(escalate=f"2d {ACME}")}))
    await open_alert(bot)
    await pass_time(bot, 60 * HOUR, config)
    assert bot.slack.messages(ACME) == []
    assert len(thread(bot)) == 1


async def test_the_history_names_whom_it_goes_to(bot: Bot) -> None:
    await bot.type("settings escalate 48h to @ben")
    await bot.type("settings escalate 24h to #ops")
    await bot.type("settings escalate 24h")
    await bot.type("settings escalate off")
    told = words_of(await bot.type("history"))
    for words in ("after 2d, to a person → after 1d, to", "after 1d, to another channel → after 1d, here again"):
        assert words in told
    assert "here again → off" in told
    assert f"@{BEN}" in told


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
