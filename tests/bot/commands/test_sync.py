"""Sheets in Slack: followed, told of, asked about, taken back and left."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.sandbox import Interaction, Message
from jobs.formats.sync.run import sync_due
from jobs.model.synced_sheet import SyncedSheet
from jobs.model.write import Write
from tests.tools.slack_bot import ADA, BEN, EVE, LINKS, Bot, open_bot, words_of

SHEET = "https://docs.google.com/spreadsheets/d/e/2PACX-1v/pubhtml"
ROWS = [f"https://blog.example/{number},note {number}" for number in range(1, 7)]
DAY = timedelta(days=1)


def table(*rows: str) -> bytes:
    return "\n".join(["page,notes", *rows]).encode()


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path, our_sites=("ours.example",)) as running:
        running.sheet = table(*ROWS)
        yield running


def read(message: Message) -> str:
    """What a person reads, as one line."""
    return re.sub(r" ([.,:])", r"\1", " ".join(words_of(message).split()))


async def ask(bot: Bot, text: str, user: str = ADA, channel: str = LINKS) -> Message:
    """Type a command and wait for its answer: before that it may be said that the sheet is being read."""
    return await answered(bot, await bot.slack.command(user, channel, f"/links {text}"))


async def press(bot: Bot, message: Message, action_id: str, user: str = ADA) -> Message:
    return await answered(bot, await bot.slack.click(message, action_id, user=user))


async def answered(bot: Bot, interaction: Interaction) -> Message:
    def there() -> list[Message]:
        return [reply for reply in interaction.replies if read(reply) != "Reading the sheet."]

    return (await bot.slack.until(there, 30))[-1]


async def news(bot: Bot) -> list[Message]:
    """What the channel was told of its sheets; what first looks find is told beside it."""
    return [each for each in await bot.said() if read(each).lower().startswith(("sheet", "the sheet"))]


async def told(bot: Bot) -> Message:
    """A day later: what is due is done, and the newest message of the channel."""
    bot.clock.move(DAY)
    await sync_due(bot.following)
    return (await news(bot))[-1]


async def pages(bot: Bot) -> set[str]:
    return {link.page_url.rpartition("/")[2] for link in await bot.store.links()}


async def sheet(bot: Bot) -> SyncedSheet:
    [found] = await bot.store.sheets()
    return found


async def test_a_sheet_is_followed_from_now_on_and_the_channel_hears_what_it_changes(bot: Bot) -> None:
    answer = await ask(bot, f"sync {SHEET} every 12h")
    assert "every 12h: 6 added" in read(answer)
    assert (await sheet(bot)).url == SHEET.replace("/pubhtml", "/pub?output=csv")
    assert "6 added" in read((await news(bot))[-1])
    bot.sheet = table(*ROWS[1:], "https://blog.example/new,")
    message = await told(bot)
    assert "1 added, 1 removed" in read(message)
    assert message.text == "Sheet docs.google.com: 1 added, 1 removed."
    assert await pages(bot) == {"2", "3", "4", "5", "6", "new"}
    assert len(await news(bot)) == 2


async def test_what_a_person_changed_is_named_with_who_it_was(bot: Bot) -> None:
    await ask(bot, f"sync {SHEET}")
    await ask(bot, 'edit L-1 anchor "shoes"', user=BEN)
    bot.sheet = b"page,notes,anchor\n" + "\n".join(f"{row},boots" for row in ROWS).encode()
    message = read(await told(bot))
    assert "5 changed" in message
    assert "1 kept" in message
    assert f"L-1 anchor text was changed here by @{BEN}" in message


async def test_a_sync_is_taken_back_by_its_button_once(bot: Bot) -> None:
    await ask(bot, f"sync {SHEET}")
    bot.sheet = table(*ROWS[1:], "https://blog.example/new,")
    message = await told(bot)
    answer = read(await press(bot, message, "answer.run.0"))
    assert "1 link tracked no longer, 1 link tracked again" in answer
    assert await pages(bot) == {"1", "2", "3", "4", "5", "6"}
    assert "nothing left" in read(await press(bot, message, "answer.run.0"))


async def test_an_old_undo_button_undoes_nothing(bot: Bot) -> None:
    await ask(bot, f"sync {SHEET}")
    [first] = await news(bot)
    bot.sheet = table(*ROWS, "https://blog.example/new,")
    await told(bot)
    assert "Only the newest sync" in read(await press(bot, first, "answer.run.0"))
    assert len(await pages(bot)) == 7


async def test_a_smaller_sheet_is_asked_about_and_applied_by_whoever_may(tmp_path: Path) -> None:
    async with open_bot(tmp_path, our_sites=("ours.example",), permissions={"manage": [ADA]}) as bot:
        bot.sheet = table(*ROWS)
        await ask(bot, f"sync {SHEET}")
        bot.sheet = table(*ROWS[:2])
        asked = await told(bot)
        assert "more than a fifth is gone" in read(asked)
        assert len(await pages(bot)) == 6
        assert "may not do that" in read(await press(bot, asked, "answer.run.0", user=BEN))
        assert len(await pages(bot)) == 6
        assert "4 removed" in read(await press(bot, asked, "answer.run.0"))
        assert await pages(bot) == {"1", "2"}
        assert "nothing has changed" in read(await press(bot, asked, "answer.run.0"))


async def test_an_old_apply_button_asks_about_what_the_sheet_says_now(bot: Bot) -> None:
    await ask(bot, f"sync {SHEET}")
    bot.sheet = table(*ROWS[:4])
    asked = await told(bot)
    bot.sheet = table(*ROWS[:1])
    assert "It has 1 rows" in read(await press(bot, asked, "answer.run.0"))
    assert len(await pages(bot)) == 6
    assert "It has 1 rows" in read((await news(bot))[-1])


async def test_links_are_kept_and_nobody_is_asked_again(bot: Bot) -> None:
    await ask(bot, f"sync {SHEET}")
    bot.sheet = b"<!doctype html><title>Sign in</title>"
    asked = await told(bot)
    assert "web page" in read(asked)
    assert "stay as they are" in read(await press(bot, asked, "answer.run.1"))
    assert "decided already" in read(await press(bot, asked, "answer.run.1"))
    assert (await told(bot)).ts == asked.ts
    assert "not followed now" in read(await ask(bot, "sync list"))
    bot.sheet = table(*ROWS)
    assert "can be followed again" in read(await told(bot))


async def test_a_sheet_that_is_gone_is_told_once(bot: Bot) -> None:
    await ask(bot, f"sync {SHEET}")
    bot.sheet = b""
    for _ in range(4):
        last = await told(bot)
    assert "cannot be read: the server answered 404" in read(last)
    assert len(await news(bot)) == 2
    bot.sheet = table(*ROWS)
    assert "nothing has changed" in read(await press(bot, last, "answer.run.0"))
    assert "can be followed again" in read((await news(bot))[-1])


@pytest.mark.parametrize("content", [b"", b"<!doctype html><title>Sign in</title>", b"name,price\nx,3\n"])
async def test_what_cannot_be_read_is_not_followed_and_said_why(bot: Bot, content: bytes) -> None:
    bot.sheet = content
    told = " ".join(read(await ask(bot, f"sync {SHEET}")).split())
    assert re.search(r"Not followed: \S+\. [A-Z]", told), told
    assert await bot.store.sheets() == []
    assert await news(bot) == []


async def test_the_address_for_editing_is_answered_with_how_to_publish(bot: Bot) -> None:
    answer = await ask(bot, "sync https://docs.google.com/spreadsheets/d/1aB/edit#gid=0")
    assert "Publish to web" in read(answer)


async def test_sheets_are_listed_and_left_by_number_and_their_links_stay(bot: Bot) -> None:
    assert "No sheet is followed here" in read(await ask(bot, "sync list"))
    assert "No sheet is followed here" in read(await ask(bot, "sync stop"))
    await ask(bot, f"sync {SHEET}")
    await ask(bot, "sync https://files.example/links.csv every 1d")
    shown = read(await ask(bot, "sync"))
    assert "2 sheets followed here" in shown
    assert "6 rows, read every 1d" in shown
    assert "Say which sheet" in read(await ask(bot, "sync stop"))
    stopped = await press(bot, await ask(bot, "sync list"), "answer.run.1")
    assert "No longer followed" in read(stopped)
    assert "Its links stay tracked" in read(stopped)
    assert (await sheet(bot)).url == "https://files.example/links.csv"
    assert len(await pages(bot)) == 6


async def test_a_sheet_named_again_is_read_at_once_and_takes_the_new_interval(bot: Bot) -> None:
    await ask(bot, f"sync {SHEET}")
    bot.sheet = table(*ROWS, "https://blog.example/new,")
    assert "every 1d: 1 added" in read(await ask(bot, f"sync {SHEET} every 24h"))
    assert (await sheet(bot)).every == DAY


async def test_another_channel_has_sheets_of_its_own(bot: Bot) -> None:
    await ask(bot, f"sync {SHEET}")
    assert "No sheet is followed here" in read(await ask(bot, "sync stop 1", channel="C0ACME"))
    assert (await sheet(bot)).channel == LINKS


async def test_who_may_not_import_may_not_sync(bot: Bot) -> None:
    assert "not yours" in (await ask(bot, f"sync {SHEET}", user=EVE)).text or await bot.store.sheets() == []
    assert await bot.store.sheets() == []


async def test_at_most_one_is_at_a_sheet(bot: Bot) -> None:
    await ask(bot, f"sync {SHEET}")
    await news(bot)
    await bot.store.write(Write(sheets=[replace(await sheet(bot), leased_until=bot.clock.now() + DAY)]))
    assert "somebody is at it" in read(await ask(bot, "sync now"))
    assert "under way" in read(await ask(bot, "sync undo"))
