"""`/links report`: the files of a month come to whoever asked and to nobody else, or how to have them is said."""

from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.sandbox import View as OpenView
from bot.sandbox.methods.files import as_slack, new_file
from jobs.config import Permissions
from jobs.model.channel import Logo
from jobs.model.link import NewLink
from jobs.model.terms import Money, Terms
from jobs.units.months import Month, month_of
from tests.tools.slack_bot import ADA, BEN, LINKS, PAGE, TARGET, Bot, open_bot, words_of
from tests.tools.slack_words import read_view, sound_view

GIF = b"GIF89a\x01\x00\x01\x00\x00\x00\x00,"
DIRECT = "D0ADA"


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path) as running:
        new = NewLink(LINKS, PAGE, TARGET, terms=Terms(Money(Decimal(120), "EUR")))
        await running.store.add_link(new, running.clock.now() - timedelta(days=70))
        yield running


def last_month(bot: Bot) -> Month:
    return month_of(bot.clock.now().date()).plus(-1)


def content(bot: Bot, name: str) -> bytes:
    """The bytes of an uploaded file."""
    [found] = [file.content for file in bot.slack.workspace.files.values() if file.name == name]
    return found


async def test_the_files_of_the_last_month_come_in_a_direct_message(bot: Bot) -> None:
    answer = await bot.type("report")
    month = last_month(bot)
    assert f"The report of {month.name} is in your messages with me" in answer.text
    greeting, files = bot.slack.messages(DIRECT)
    assert f"Backlinks in {month.name}" in words_of(greeting)
    assert [file["name"] for file in files.files] == [f"backlinks-{month}.html", f"backlinks-{month}.xlsx"]
    page = content(bot, f"backlinks-{month}.html").decode()
    assert PAGE in page
    assert "120 EUR" in page
    assert content(bot, f"backlinks-{month}.xlsx").startswith(b"PK")
    assert all(each.only_for == ADA for each in bot.slack.messages(LINKS))


async def test_a_month_can_be_named_and_one_to_come_is_refused(bot: Bot) -> None:
    before = last_month(bot).plus(-1)
    assert f"The report of {before.name}" in (await bot.type(f"report {before.name.lower()}")).text
    assert "That month has not begun; write for example" in (await bot.type("report 2099-01")).text
    assert "is not a month" in words_of(await bot.type("report summer"))


async def test_without_the_scope_nothing_is_posted_and_the_terminal_is_named(bot: Bot) -> None:
    bot.slack.workspace.scopes -= {"files:write"}
    answer = words_of(await bot.type("report"))
    assert "the app lacks the scope  files:write" in answer
    assert f"python -m jobs report --channel {LINKS} --month {last_month(bot)}" in answer
    assert DIRECT not in bot.slack.workspace.channels or bot.slack.messages(DIRECT) == []


async def test_who_may_not_see_links_gets_no_report(tmp_path: Path) -> None:
    async with open_bot(tmp_path, permissions=Permissions(view=(ADA,), manage=(ADA,))) as bot:
        assert "You may not see links here." in words_of(await bot.type("report", user=BEN))
        assert bot.slack.workspace.files == {}


async def opened(bot: Bot) -> str:
    """The form of the settings, as it reads."""
    await bot.slack.command(ADA, LINKS, "/links settings")

    def there() -> OpenView | None:
        view = bot.slack.modal(ADA)
        return view if view and "Whom the monthly report is for" in read_view(view.body) else None

    return read_view(sound_view((await bot.slack.until(there)).body))


def picture(bot: Bot, data: bytes) -> dict[str, object]:
    return as_slack(bot.slack.workspace, new_file(bot.slack.workspace, "logo.gif", ADA, data))


async def test_the_form_gives_the_report_a_name_and_a_logo(bot: Bot) -> None:
    assert "Take it away" not in await opened(bot)
    given = {"client": "Acme & Söhne", "logo": [picture(bot, GIF)]}
    assert (await bot.slack.submit_view(ADA, given)).errors == {}
    assert (await bot.store.channel_settings(LINKS)).client == "Acme & Söhne"
    assert await bot.store.logo(LINKS) == Logo("image/gif", GIF)
    await bot.type("report")
    page = content(bot, f"backlinks-acme-söhne-{last_month(bot)}.html").decode()
    assert "Acme &amp; Söhne" in page
    assert "data:image/gif;base64," in page
    assert "Take it away" in await opened(bot)
    assert (await bot.slack.submit_view(ADA, {"no_logo": ["on"]})).errors == {}
    assert (await bot.store.channel_settings(LINKS)).client == "Acme & Söhne"
    assert await bot.store.logo(LINKS) is None


@pytest.mark.parametrize(
    ("data", "why"), [(b"<svg>", "This is no PNG, JPEG, GIF or WebP"), (GIF + bytes(300_000), "larger than 200 kB")]
)
async def test_what_is_no_picture_is_said_at_the_field(bot: Bot, data: bytes, why: str) -> None:
    await opened(bot)
    errors = (await bot.slack.submit_view(ADA, {"client": "Acme", "logo": [picture(bot, data)]})).errors
    assert list(errors) == ["logo"]
    assert why in errors["logo"]
    assert (await bot.store.channel_settings(LINKS)).client == ""
