"""App Home in the local Slack: what each person sees there, and nobody else's links."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot import homes
from bot.sandbox import View as OpenView
from tests.tools.slack_bot import ACME, ADA, BEN, LINKS, OTHER, PAGE, TARGET, Bot, open_bot
from tests.tools.slack_words import read_view, sound_view


@pytest.fixture
async def bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    monkeypatch.setattr(homes, "WAIT_SECONDS", 0.02)
    async with open_bot(tmp_path) as running:
        yield running


async def home(bot: Bot, has: str, user: str = ADA) -> str:
    """What the Home says, once it says this; Slack takes it."""

    def found() -> OpenView | None:
        view = bot.slack.home(user)
        return view if view and has in read_view(view.body) else None

    return read_view(sound_view((await bot.slack.until(found)).body))


async def opened(bot: Bot, has: str, user: str = ADA) -> str:
    assert await bot.slack.open_home(user)
    return await home(bot, has, user)


async def click(bot: Bot, action_id: str, chosen: str | None = None, user: str = ADA) -> None:
    view = bot.slack.home(user)
    assert view
    assert (await bot.slack.click(view, action_id, chosen)).acked


async def modal(bot: Bot, has: str, user: str = ADA) -> str:
    def found() -> OpenView | None:
        view = bot.slack.modal(user)
        return view if view and has in read_view(view.body) else None

    return read_view(sound_view((await bot.slack.until(found)).body))


async def test_newcomers_are_shown_three_steps_and_the_button_opens_the_form(bot: Bot) -> None:
    await opened(bot, "1. Invite me")
    await click(bot, "home.add")
    await modal(bot, "Pages that carry the links")
    await bot.slack.submit_view(ADA, {"links": PAGE, "target": TARGET, "channel": LINKS})
    assert "L-1" in await home(bot, "1  live")


async def test_a_channel_is_counted_listed_and_narrowed_down(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    bot.looks.absent = True
    await bot.type(f"add {OTHER} -> {TARGET}")
    await bot.type("partner add https://friends.example/links")
    words = await opened(bot, "1  live")
    assert "1  pending" in words
    assert "1 partner page" in words
    assert "nothing open" in words
    await click(bot, "home.filter", "pending")

    def narrowed() -> OpenView | None:
        view = bot.slack.home(ADA)
        return view if view and "blog.example" not in read_view(view.body) else None

    view = await bot.slack.until(narrowed)
    assert "other.example/p" in read_view(sound_view(view.body))
    await click(bot, "home.filter", "lost")
    await home(bot, "No link fits this filter.")
    for shown in ("unknown", "unreachable", "snoozed", "all"):
        await click(bot, "home.filter", shown)
    await home(bot, "blog.example")


async def test_pages_are_turned_and_kept_when_home_is_opened_again(bot: Bot) -> None:
    rows = "\n".join(f"https://p{number}.example/x {TARGET}" for number in range(25))
    await bot.type(f"add\n{rows}")
    assert "p10.example" not in await opened(bot, "Page 1 of 3")
    await click(bot, "home.turn.1")
    assert "p10.example" in await home(bot, "Page 2 of 3")
    await opened(bot, "Page 2 of 3")
    await click(bot, "home.turn.0")
    await home(bot, "Page 1 of 3")


async def test_only_the_channels_one_is_in_are_offered(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await bot.type(f"add {OTHER} -> {TARGET}", channel=ACME, user=BEN)
    bot.slack.workspace.channels[ACME].members.discard(ADA)
    assert "client-acme" not in await opened(bot, "L-1")
    assert "client-acme" in await opened(bot, "#links", BEN)
    await click(bot, "home.place", ACME, BEN)
    assert "L-1" not in await home(bot, "L-2", BEN)


async def test_a_channel_that_one_has_left_is_shown_no_more(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await bot.type(f"add {OTHER} -> {TARGET}", channel=ACME, user=BEN)
    await opened(bot, "#client-acme")
    await click(bot, "home.place", ACME)
    await home(bot, "L-2")
    bot.slack.workspace.channels[ACME].members.discard(ADA)
    bot.clock.move(timedelta(minutes=2))
    await click(bot, "home.row", "show:2")
    await modal(bot, "not yours to see")
    assert "L-2" not in await opened(bot, "L-1")


async def test_without_the_scopes_one_sees_what_one_added_or_owns(bot: Bot) -> None:
    bot.slack.workspace.scopes -= {"channels:read", "groups:read"}
    await bot.type(f"add {PAGE} -> {TARGET}")
    await bot.type(f"add {OTHER} -> {TARGET} @ada", channel=ACME, user=BEN)
    await bot.type(f"add https://third.example/ -> {TARGET}", user=BEN)
    words = await opened(bot, "Slack does not tell me which channels you are in")
    assert [ref in words for ref in ("L-1", "L-2", "L-3")] == [True, True, False]
    await click(bot, "home.row", "show:1")
    await modal(bot, "Times")


async def test_with_public_channels_only_private_ones_are_left_out(bot: Bot) -> None:
    bot.slack.workspace.scopes -= {"groups:read"}
    bot.slack.workspace.channels[ACME].is_private = True
    await bot.type(f"add {PAGE} -> {TARGET}")
    await bot.type(f"add {OTHER} -> {TARGET}", channel=ACME)
    assert "client-acme" not in await opened(bot, "#links")


async def test_who_may_not_look_sees_nothing(tmp_path: Path) -> None:
    async with open_bot(tmp_path, permissions={"view": (BEN,), "manage": (BEN,)}) as bot:
        await bot.type(f"add {PAGE} -> {TARGET}", user=BEN)
        assert "L-1" not in await opened(bot, "You may not look at links.")
        assert "L-1" in await opened(bot, "L-1", BEN)


async def test_a_channel_that_may_manage_lends_that_to_those_in_it_alone(tmp_path: Path) -> None:
    async with open_bot(tmp_path, permissions={"view": ("everyone",), "manage": (ACME,)}) as bot:
        await bot.type(f"add {PAGE} -> {TARGET}", channel=ACME)
        await opened(bot, "Add a link")
        bot.slack.workspace.scopes -= {"channels:read", "groups:read"}
        bot.clock.move(timedelta(minutes=2))
        assert "Add a link" not in await opened(bot, "Slack does not tell me")


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        ("show:1", "Times"),
        ("check:1", "followed"),
        ("snooze:1", "snoozed for 3d"),
        ("stop:1", "will no longer be watched"),
        ("edit:1", "Agreed anchor text"),
    ],
)
async def test_each_entry_of_a_row_does_what_it_says(bot: Bot, chosen: str, says: str) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await opened(bot, "L-1")
    await click(bot, "home.row", chosen)
    await modal(bot, says)


async def test_a_snooze_can_be_ended_where_it_was_begun(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await opened(bot, "L-1")
    await click(bot, "home.row", "snooze:1")
    await home(bot, "snoozed")
    await click(bot, "home.row", "unsnooze:1")
    await bot.slack.until(lambda: "snoozed ·" not in read_view(getattr(bot.slack.home(ADA), "body", {"blocks": []})))
    assert (await bot.link()).standing.snoozed_until is None


async def test_a_modal_opens_at_once_however_long_slack_takes_to_tell_who_is_where(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.membership.PATIENCE_SECONDS", 0.3)
    await bot.type(f"add {PAGE} -> {TARGET}")
    await opened(bot, "L-1")
    bot.clock.move(timedelta(minutes=2))
    bot.slack.faults.hold_answer("users.conversations", times=2)
    await click(bot, "home.row", "show:1")
    await modal(bot, "One moment.")
    await modal(bot, "Times")


async def test_changes_are_published_together_and_only_where_something_differs(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await opened(bot, "L-1")
    before = len(bot.slack.calls("views.publish"))
    for number in range(5):
        await bot.store.due_now(PAGE, bot.clock.now())
        await bot.type(f"add https://p{number}.example/ -> {TARGET}")
    await home(bot, "6  live")
    await bot.type("digest off")
    await asyncio.sleep(0.1)
    published = len(bot.slack.calls("views.publish")) - before
    assert 1 <= published <= 5
    await bot.type("digest off")
    await asyncio.sleep(0.1)
    assert len(bot.slack.calls("views.publish")) - before == published


async def test_a_home_that_somebody_else_published_meanwhile_is_published_anew(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await opened(bot, "L-1")
    view = bot.slack.home(ADA)
    assert view
    view.hash = "other"
    await bot.type(f"add {OTHER} -> {TARGET}")
    await home(bot, "L-2")


async def test_a_home_left_alone_for_long_is_left_as_it_is(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    await opened(bot, "1. Invite me")
    monkeypatch.setattr(homes, "KEPT_SECONDS", 0.0)
    await bot.type(f"add {PAGE} -> {TARGET}")
    await asyncio.sleep(0.1)
    assert len(bot.slack.calls("views.publish")) == 1


async def test_the_messages_tab_publishes_nothing(bot: Bot) -> None:
    await bot.slack.open_home(ADA, tab="messages")
    await bot.type("status")
    assert bot.slack.home(ADA) is None
