"""Deeds from rows of lists, lines of threads and modals, in the local Slack, into a real store."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.outbox.render import render
from bot.sandbox import BOT_TOKEN, Message, View
from jobs.model.incident import IncidentKind, LogLine
from jobs.model.link_status import LinkState
from jobs.model.notice import Notice, NoticeKind
from jobs.model.write import Write
from tests.tools import nouns
from tests.tools.slack_bot import ACME, ADA, BEN, EVE, LINKS, PAGE, TARGET, Bot, nowhere, open_bot, words_of
from tests.tools.slack_words import read_view, sound_view

LOST = nouns.incident(1)


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path) as running:
        await running.type(f"add {PAGE} -> {TARGET}")
        yield running


async def lose(bot: Bot) -> None:
    """L-1 is lost, and its card was posted."""
    link = await bot.link()
    standing = replace(link.standing, state=LinkState.LOST, open=(nouns.MISSING,))
    await bot.store.write(Write(links=[replace(link, standing=standing)]))
    await bot.card(LOST)


async def modal(bot: Bot, has: str, user: str = ADA) -> View:
    def found() -> View | None:
        view = bot.slack.modal(user)
        return view if view and has in read_view(view.body) else None

    view = await bot.slack.until(found)
    sound_view(view.body)
    return view


async def choose(bot: Bot, chosen: str, user: str = ADA) -> None:
    """What opens a form and answers nothing."""
    await bot.slack.click(await bot.type("list", user=user), "link.deed", chosen=chosen, user=user)


async def answered(bot: Bot, chosen: str, user: str = ADA) -> str:
    listed = await bot.type("list", user=user)
    return words_of(await bot.click(listed, "link.deed", chosen=chosen, user=user))


@pytest.mark.parametrize(
    ("chosen", "says"),
    [("show:1", "Times"), ("check:1", "followed"), ("snooze:1", "snoozed for 3d")],
)
async def test_a_row_of_a_list_does_what_its_menu_says(bot: Bot, chosen: str, says: str) -> None:
    assert says in await answered(bot, chosen)


async def test_forms_open_from_a_row(bot: Bot) -> None:
    await choose(bot, "edit:1")
    await modal(bot, "Agreed anchor text")
    await choose(bot, "stop:1")
    await modal(bot, "L-1 will no longer be tracked")
    await bot.slack.submit_view(ADA)
    await modal(bot, "To track it again")
    assert await bot.store.link(1) is None


async def test_trouble_is_taken_accepted_and_written_about_from_a_row(bot: Bot) -> None:
    await lose(bot)
    assert "You are on L-1." in await answered(bot, "hold:1", BEN)
    assert (await bot.incident(LOST.id)).holder == BEN
    assert "We can no longer find the link to us here:" in await answered(bot, "mail:1")
    assert "is accepted as the new normal" in await answered(bot, "accept:1")
    assert [one.kind for one in (await bot.link()).expected.accepted] == ["missing"]
    assert "the acceptance is taken back" in await answered(bot, "unaccept:1")
    assert (await bot.link()).expected.accepted == ()


async def test_where_nothing_is_open_that_is_said(bot: Bot) -> None:
    await lose(bot)
    listed = await bot.type("list")
    await bot.type("mark L-1 live")
    for chosen in ("hold:1", "mail:1"):
        answer = await bot.click(listed, "link.deed", chosen=chosen)
        assert words_of(answer) == "Nothing is open about L-1."


async def test_trouble_of_our_own_page_is_no_partners(bot: Bot) -> None:
    await lose(bot)
    listed = await bot.type("list")
    await bot.store.write(Write(incidents=[replace(LOST, kind=IncidentKind.TARGET, version=1)]))
    assert words_of(await bot.click(listed, "link.deed", chosen="mail:1")) == "Nothing is open about L-1."


async def test_who_may_only_look_gets_looks_and_is_judged_again_at_the_click(tmp_path: Path) -> None:
    async with open_bot(tmp_path, permissions={"view": ("everyone",), "manage": (ADA,)}) as bot:
        await bot.type(f"add {PAGE} -> {TARGET}")
        await lose(bot)
        [row] = [block for block in (await bot.type("list", user=BEN)).blocks if block.get("accessory")]
        assert [option["value"] for option in row["accessory"]["options"]] == ["show:1", "check:1"]
        for chosen in ("hold:1", "accept:1"):
            answer = await bot.click(await bot.type("list"), "link.deed", chosen=chosen, user=BEN)
            assert "You may not do that" in words_of(answer)
        assert (await bot.incident(LOST.id)).holder == ""
        assert (await bot.link()).expected.accepted == ()


async def test_a_row_shared_to_another_channel_does_nothing_there(bot: Bot) -> None:
    listed = await bot.type("list")
    moved = Message(ACME, bot.slack.workspace.next_ts(), listed.user, listed.text, listed.blocks)
    bot.slack.workspace.add(moved)
    assert "is not in this channel" in words_of(await bot.click(moved, "link.deed", chosen="show:1", user=EVE))


# Threads, and the modals that they open


async def line_of_thread(bot: Bot) -> Message:
    """A line that the bot wrote under the card."""
    about = await bot.incident(LOST.id)
    await bot.store.write(Write(incidents=[replace(about, log=(LogLine(bot.clock.now(), "The link is lost."),))]))
    notice = Notice(f"{LOST.id}/reply/0", LINKS, NoticeKind.REPLY, bot.clock.now(), LOST.id)
    shown = await render(bot.store, notice, await bot.incident(LOST.id), bot.clock.now(), nowhere)
    client = AsyncWebClient(token=BOT_TOKEN, base_url=bot.slack.api_url, retry_handlers=[])
    card = bot.slack.messages(LINKS)[-1]
    await client.chat_postMessage(channel=LINKS, thread_ts=card.ts, text=shown.text, blocks=list(shown.blocks))
    return bot.slack.thread(card)[-1]


async def test_a_line_of_a_thread_opens_all_that_the_card_offers(bot: Bot) -> None:
    await lose(bot)
    await bot.slack.click(await line_of_thread(bot), "incident.act")
    shown = await modal(bot, "I'm on it")
    await bot.slack.click(shown, "incident.hold")
    await modal(bot, "You are on it.")
    assert (await bot.incident(LOST.id)).holder == ADA
    await bot.slack.close_view(ADA)
    assert bot.slack.modal(ADA) is shown, "the answer lay on top of it"
    await bot.slack.click(shown, "incident.assign", BEN)
    await modal(bot, "Assigned to")
    assert (await bot.incident(LOST.id)).holder == BEN
    await bot.slack.close_view(ADA)
    await bot.slack.click(shown, "incident.more", "edit")
    await modal(bot, "Agreed anchor text")
    assert (await bot.slack.submit_view(ADA, {"anchor": "new words"})).errors == {}
    await bot.slack.until(lambda: bot.slack.modal(ADA) is shown)
    assert (await bot.link()).expected.anchor == "new words"


async def test_a_mail_in_a_modal_changes_its_language_in_its_place(bot: Bot) -> None:
    await lose(bot)
    await bot.slack.click(await line_of_thread(bot), "incident.act")
    await bot.slack.click(await modal(bot, "I'm on it"), "incident.more", "mail")
    drafted = await modal(bot, "Hello,")
    await bot.slack.click(drafted, "incident.mail_language", "fr")
    assert (await modal(bot, "Bonjour,")).id == drafted.id


async def test_what_fills_the_last_modal_takes_its_place(bot: Bot) -> None:
    await lose(bot)
    await bot.slack.click(await line_of_thread(bot), "incident.act")
    shown = await modal(bot, "I'm on it")
    bot.slack.workspace.modals[ADA] = [shown, shown, shown]  # three lie on each other already
    await bot.slack.click(shown, "incident.hold")
    await modal(bot, "You are on it.")


async def test_a_check_from_a_modal_is_announced_and_shown_there(bot: Bot) -> None:
    await lose(bot)
    await bot.slack.click(await line_of_thread(bot), "incident.act")
    shown = await modal(bot, "I'm on it")
    await bot.slack.click(shown, "answer.run.0")
    await bot.slack.until(lambda: bot.slack.modal(ADA) is not shown)
    assert "Check now" not in read_view((await modal(bot, "followed")).body)


async def test_a_line_about_several_opens_them_all(bot: Bot) -> None:
    await lose(bot)
    line = await line_of_thread(bot)
    about = await bot.incident(LOST.id)
    await bot.type(f"add https://other.example/p -> {TARGET}")
    await bot.store.write(Write(incidents=[replace(about, members=(1, 2))]))
    await bot.slack.click(line, "incident.act")
    await modal(bot, "L-2")


async def test_who_has_left_the_channel_changes_nothing_from_a_modal_still_open(bot: Bot) -> None:
    await lose(bot)
    await bot.slack.click(await line_of_thread(bot), "incident.act", user=BEN)
    shown = await modal(bot, "I'm on it", BEN)
    bot.slack.workspace.channels[LINKS].members.discard(BEN)
    bot.clock.move(timedelta(minutes=2))  # who is in a channel is remembered for a minute
    await bot.slack.click(shown, "incident.hold", user=BEN)
    await modal(bot, "a channel that you are not in", BEN)
    assert (await bot.incident(LOST.id)).holder == ""


async def test_who_may_only_look_sees_it_without_controls(tmp_path: Path) -> None:
    async with open_bot(tmp_path, permissions={"view": ("everyone",), "manage": (ADA,)}) as bot:
        await bot.type(f"add {PAGE} -> {TARGET}")
        await lose(bot)
        await bot.slack.click(await line_of_thread(bot), "incident.act", user=BEN)
        assert "I'm on it" not in read_view((await modal(bot, "L-1", BEN)).body)
