"""What other channels know of a site is told to who manages a channel, and no client hears of another."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox import Fault, FaultKind
from bot.sandbox.nouns import Channel
from jobs.model.link import NewLink
from jobs.model.terms import Terms
from jobs.units.money import read_money
from tests.tools.slack_bot import ADA, BEN, LINKS, PAGE, TARGET, Bot, open_bot, words_of
from tests.tools.times import NOON

ACME, GLOBEX = "C0CLIENTA", "C0CLIENTB"
SECRET = "https://blog.example/secret"  # an address


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path) as running:
        running.slack.workspace.channels[ACME] = Channel(ACME, "acme", {ADA, "U0BOT"})
        running.slack.workspace.channels[GLOBEX] = Channel(GLOBEX, "globex", {BEN, "U0BOT"})
        for channel, cost in ((ACME, "120 EUR"), (GLOBEX, "90 EUR")):
            paid = Terms(cost=read_money(cost))
            await running.store.add_link(NewLink(channel, SECRET, "https://theirs.example/", terms=paid), NOON)
        yield running


async def test_adding_says_who_else_has_links_there_and_names_only_channels_of_the_reader(bot: Bot) -> None:
    words = words_of(answer := await bot.type(f"add {PAGE} -> {TARGET}"))
    assert "blog.example" in words
    assert "and  1 other channel of ours  have links there, 2 of them paid for one" in words
    said = json.dumps(answer.blocks)
    assert ACME in said
    assert (GLOBEX in said, "secret" in said, "120" in said) == (False, False, False)


async def test_a_partner_shows_it_and_what_is_shared_does_not(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    shown = await bot.type("partner show blog.example")
    assert "1 other channel of ours" in words_of(shown)
    await bot.press(shown, "answer.share")
    [posted] = [each for each in await bot.said() if "blog.example" in words_of(each)]
    assert "of ours" not in words_of(posted)
    assert ACME not in json.dumps(posted.blocks)


async def test_who_may_not_manage_hears_nothing_of_it(tmp_path: Path) -> None:
    async with open_bot(tmp_path, permissions={"manage": [ADA]}) as bot:
        await bot.store.add_link(NewLink(GLOBEX, SECRET, "https://theirs.example/"), NOON)
        await bot.type(f"add {PAGE} -> {TARGET}")
        assert "of ours" in words_of(await bot.type("partner show blog.example"))
        assert "of ours" not in words_of(await bot.type("partner show blog.example", user=BEN))


async def test_a_channel_that_hides_costs_is_not_counted_as_paying(bot: Bot) -> None:
    await bot.type("settings costs hide", channel=ACME)
    words = words_of(await bot.type(f"add {PAGE} -> {TARGET}"))
    assert "have links there, 1 of them paid for one" in words


async def test_competitors_are_named_by_command_and_taken_away(bot: Bot) -> None:
    answer = words_of(await bot.type("settings competitors www.blog.example, rival.example"))
    assert "blog.example, rival.example" in answer
    assert (await bot.store.channel_settings(LINKS)).competitors == ("blog.example", "rival.example")
    assert "named as a competitor of this channel" in words_of(await bot.type(f"add {PAGE} -> {TARGET}"))
    assert "named as a competitor by" in words_of(await bot.type("partner show blog.example", channel=ACME))
    assert "is no site" in words_of(await bot.type("settings competitors rival"))
    await bot.type("settings competitors none")
    assert (await bot.store.channel_settings(LINKS)).competitors == ()


async def test_a_site_that_was_disavowed_is_known_as_that(bot: Bot) -> None:
    await bot.type('export disavow spam.example https://blog.example/only-this-page "a farm"\ndomain:old.example')
    for site in ("spam.example", "old.example"):
        assert "in a disavow file of this channel" in words_of(await bot.type(f"partner show {site}"))
        assert "disavowed by" in words_of(await bot.type(f"partner show {site}", channel=ACME))
    assert "disavow" not in words_of(await bot.type("partner show blog.example"))


async def test_a_disavow_file_that_slack_did_not_take_is_not_remembered(bot: Bot) -> None:
    bot.slack.faults.add(Fault(FaultKind.ERROR, "files.completeUploadExternal", error="channel_not_found"))
    assert "(channel_not_found)" in (await bot.type("export disavow spam.example")).text
    assert "disavow" not in words_of(await bot.type("partner show spam.example"))


async def test_a_channel_that_a_link_is_added_to_as_well_is_no_news(bot: Bot) -> None:
    await bot.type("settings competitors other.example", channel=ACME)
    typed = f"add\nhttps://other.example/1 -> {TARGET}\nhttps://other.example/2 -> {TARGET} #acme"
    assert "Known beyond" not in words_of(await bot.type(typed))
