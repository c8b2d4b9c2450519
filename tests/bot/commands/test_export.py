"""Exports in Slack: a file for whoever asked and nobody else, or the way that is left."""

import asyncio
import csv
import io
import shlex
import tempfile
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.sandbox import Fault, FaultKind
from bot.sandbox import Message as Posted
from jobs.__main__ import main
from jobs.formats.opening import read_links
from jobs.formats.rows import Wishes
from jobs.formats.sheet import LinkFile
from jobs.model.channel import ChannelSettings
from jobs.model.link import NewLink
from jobs.model.terms import Money, Terms
from jobs.model.write import Write
from tests.tools.slack_bot import ACME, ADA, BEN, LINKS, PAGE, TARGET, Bot, open_bot


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path, our_sites=("ours.example",)) as running:
        paid = Terms(Money(Decimal(90), "EUR"))
        await running.store.add_link(NewLink(LINKS, PAGE, TARGET, terms=paid, notes="=1+1"), running.clock.now())
        await running.store.add_link(NewLink(ACME, "https://secret.example/", TARGET), running.clock.now())
        yield running


def sent(bot: Bot, user: str = ADA) -> list[Posted]:
    return bot.slack.messages(bot.slack.workspace.direct(user).id)


def content(bot: Bot, user: str = ADA) -> bytes:
    """The bytes of the one file that was sent to a person."""
    [shown] = [file for message in sent(bot, user) for file in message.files]
    return bot.slack.workspace.files[shown["id"]].content


def rows(bot: Bot) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content(bot).decode("utf-8-sig"), newline="")))


async def test_the_file_comes_in_a_direct_message_and_the_channel_sees_nothing(bot: Bot) -> None:
    answer = await bot.type("export csv")
    assert (answer.only_for, "in a direct message: 1 link." in answer.text) == (ADA, True)
    assert bot.slack.messages(LINKS) == []
    [above, _] = sent(bot)
    assert ".csv from" in above.text
    [row] = rows(bot)
    assert (row["source_url"], row["notes"], row["cost"]) == (PAGE, "'=1+1", "90")
    assert sent(bot, BEN) == []


async def test_a_workbook_has_all_sheets_and_an_import_takes_it_back(bot: Bot) -> None:
    answer = await bot.type("export")
    assert "1 link, 0 partner pages, 1 line of history, 1 partner, 0 prospects." in answer.text
    file = read_links(content(bot), Wishes("x.xlsx"))
    assert isinstance(file, LinkFile)
    assert [(row.page, row.notes) for row in file.rows] == [(PAGE, "=1+1")]


@pytest.mark.parametrize("refused", ["", "files.getUploadURLExternal"])
async def test_nothing_is_left_on_the_disk(
    bot: Bot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: str
) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    if refused:
        bot.slack.faults.add(Fault(FaultKind.ERROR, refused, error="not_allowed"))
    await bot.type("export xlsx")
    assert list((tmp_path / "temporary").iterdir()) == []


async def test_costs_are_left_out_where_the_channel_hides_them(bot: Bot) -> None:
    await bot.store.write(Write(settings={LINKS: ChannelSettings(hide_costs=True)}))
    await bot.type("export csv")
    assert [row["cost"] for row in rows(bot)] == [""]


async def test_what_nothing_fits_makes_no_file(bot: Bot) -> None:
    assert "nothing to export: no links in this channel fit." in (await bot.type("export csv lost")).text
    assert sent(bot) == []


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        (
            "export csv new snoozed blog.example tag:spring,sale",
            f"--format csv --channel {LINKS} --filter 'new snoozed blog.example tag:sale tag:spring'",
        ),
        ("export csv mine", f"--format csv --channel {LINKS} --filter @{ADA}"),
        ("export csv @ben", f"--format csv --channel {LINKS} --filter @{BEN}"),
        ("export xlsx history", f"--format xlsx --channel {LINKS} --sheet history"),
        (
            'export disavow spam.example "a farm"',
            "python -m jobs disavow spam.example --because 'a farm' -o disavow.txt",
        ),
    ],
)
async def test_without_the_scope_the_command_of_the_terminal_is_named(
    bot: Bot, typed: str, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot.slack.workspace.scopes.discard("files:write")
    link = (await bot.store.links())[0]
    snoozed = replace(link.standing, snoozed_until=bot.clock.now() + timedelta(days=1))
    changed = replace(link, standing=snoozed, tags=frozenset({"spring", "sale"}), added_by=ADA, owner=BEN)
    await bot.store.write(Write(links=[changed]))
    answer = await bot.type(typed)
    assert "lacks the scope files:write" in answer.text.replace("`", "")
    assert command in answer.text
    assert sent(bot) == []
    monkeypatch.setenv("LINKWATCH_STORE__PATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    in_terminal = shlex.split(answer.text.replace("`", "").partition("python -m jobs ")[2])
    assert await asyncio.to_thread(main, in_terminal) == 0


async def test_that_slack_does_not_take_the_file_is_said(bot: Bot) -> None:
    bot.slack.faults.add(Fault(FaultKind.ERROR, "files.completeUploadExternal", error="channel_not_found"))
    assert "(channel_not_found)" in (await bot.type("export csv")).text


async def test_who_may_not_look_gets_no_file(tmp_path: Path) -> None:
    async with open_bot(tmp_path, permissions={"view": [BEN], "manage": [BEN]}) as bot:
        await bot.store.add_link(NewLink(LINKS, PAGE, TARGET), bot.clock.now())
        assert "You may not see links here" in (await bot.type("export csv")).text
        assert sent(bot) == []


class TestDisavow:
    async def test_picks_stand_under_the_lines_that_are_live(self, bot: Bot) -> None:
        typed = 'export disavow L-1 www.spam.example "a link farm"\n# ours\ndomain:old.example'
        answer = await bot.type(typed)
        assert "2 added to 1 that were there." in answer.text
        lines = content(bot).decode().splitlines()
        assert lines[:2] == ["# ours", "domain:old.example"]
        assert lines[-2:] == ["# spam.example: a link farm", "domain:spam.example"]
        assert PAGE in lines

    async def test_what_cannot_be_disavowed_is_named(self, bot: Bot) -> None:
        answer = await bot.type("export disavow L-2 ours.example spam.example")
        assert "L-2 is not in this channel." in answer.text  # though another one has it
        assert "ours.example is your own site." in answer.text
        assert b"secret.example" not in content(bot)

    async def test_where_nothing_is_left_no_file_is_made(self, bot: Bot) -> None:
        answer = await bot.type("export disavow spam.example\ndomain:spam.example")
        assert "No file was made." in answer.text
        assert "There already: domain:spam.example." in answer.text
        assert sent(bot) == []
