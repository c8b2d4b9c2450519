"""Shortcuts: the addresses of a message become links to watch."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.actions.shortcuts import Found, addresses_of, found_in
from bot.messages.views import LONGEST_TEXT
from bot.sandbox import View as OpenView
from tests.bot.messages.test_naughty_strings import OURS
from tests.tools.slack_bot import ACME, ADA, EVE, LINKS, OTHER, PAGE, TARGET, Bot, open_bot
from tests.tools.slack_words import read_view, sound_view

SITES = ("ours.example",)


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path, our_sites=SITES) as running:
        yield running


async def opened(bot: Bot, user: str = ADA) -> str:
    view = await bot.slack.until(lambda: bot.slack.modal(user))
    return read_view(sound_view(view.body))


async def test_a_message_becomes_a_filled_in_form(bot: Bot) -> None:
    message = bot.slack.say("U0BEN", LINKS, f"They placed it: {PAGE} and {OTHER}, both to {TARGET}")
    assert (await bot.slack.message_shortcut(ADA, message, "track_links")).acked
    words = await opened(bot)
    assert f"{PAGE}\n{OTHER}" in words
    assert TARGET in words
    assert (await bot.slack.submit_view(ADA)).errors == {}
    await bot.slack.until(lambda: len(bot.looks.asked) == 2)
    await bot.type("status")
    assert [(link.page_url, link.target, link.channel) for link in await bot.store.links()] == [
        (PAGE, TARGET, LINKS),
        (OTHER, TARGET, LINKS),
    ]


async def test_a_message_without_addresses_says_so(bot: Bot) -> None:
    await bot.slack.message_shortcut(ADA, bot.slack.say("U0BEN", LINKS, "no address here"), "track_links")
    assert "There is no address in that message." in await opened(bot)


async def test_people_of_other_workspaces_are_refused(bot: Bot) -> None:
    await bot.slack.message_shortcut(EVE, bot.slack.say("U0BEN", ACME, PAGE), "track_links")
    assert "You may not add links here" in await opened(bot, EVE)


async def test_the_global_shortcut_asks_for_the_channel_too(bot: Bot) -> None:
    await bot.slack.shortcut(ADA, "add_link")
    await opened(bot)
    assert (await bot.slack.submit_view(ADA, {"links": PAGE, "channel": ACME})).errors == {}
    await bot.slack.until(lambda: bot.looks.asked)
    assert (await bot.link()).channel == ACME


async def test_links_are_not_added_to_a_channel_that_one_is_not_in(bot: Bot) -> None:
    bot.slack.workspace.channels[ACME].members.discard(ADA)
    await bot.slack.shortcut(ADA, "add_link")
    await opened(bot)
    errors = (await bot.slack.submit_view(ADA, {"links": PAGE, "channel": ACME})).errors
    assert "You are not in this channel" in errors["channel"]
    assert await bot.store.links() == []


async def test_where_slack_does_not_tell_who_is_where_nothing_is_shown_of_the_link(bot: Bot) -> None:
    bot.slack.workspace.scopes -= {"channels:read", "groups:read"}
    await bot.type(f"add {PAGE} -> {TARGET}", channel=ACME)
    await bot.slack.shortcut(ADA, "add_link")
    await opened(bot)
    assert (await bot.slack.submit_view(ADA, {"links": PAGE, "target": TARGET, "channel": ACME})).errors == {}

    def told() -> OpenView | None:
        view = bot.slack.modal(ADA)
        return view if view and "now watched for" in read_view(view.body) else None

    view = await bot.slack.until(told)
    assert "L-1" not in read_view(sound_view(view.body))


@pytest.mark.parametrize(
    ("message", "found", "why"),
    [
        ({"text": "see <https://a.example/x|x> &amp; <https://a.example/?a=1&amp;copy=2>"}, 2, "marked, escaped"),
        ({"text": "see <https://a.example/x>", "blocks": [{"type": "link", "url": "https://a.example/x"}]}, 1, "once"),
        ({"text": "<mailto:a@b.example|a@b.example> <@U1> <#C1|x> <!here>"}, 0, "no web addresses"),
        ({"blocks": [{"elements": [{"type": "link", "url": "javascript:alert(1)"}]}]}, 0, "not of the web"),
        ({"attachments": [{"text": "<https://a.example/x>"}]}, 1, "an attachment of another app"),
        ({"blocks": [{"type": "plain_text", "text": "<https://a.example/x>"}]}, 0, "plain text is no link"),
        ({}, 0, "an empty message"),
    ],
)
def test_addresses_are_found_where_slack_puts_them(message: dict[str, object], found: int, why: str) -> None:
    assert len(addresses_of(message)) == found, why


@pytest.mark.parametrize(
    ("addresses", "found", "why"),
    [
        ([PAGE, OTHER], Found((PAGE, OTHER)), "pages alone"),
        ([PAGE, TARGET], Found((PAGE,), TARGET), "one target is for all"),
        ([TARGET, PAGE, OTHER], Found((PAGE, OTHER), TARGET), "wherever it stands"),
        (
            [PAGE, TARGET, OTHER, f"{TARGET}/b"],
            Found((f"{PAGE} -> {TARGET}", f"{OTHER} -> {TARGET}/b")),
            "each page with its own",
        ),
        ([TARGET], Found(()), "a target alone is no page"),
        ([], Found(()), "nothing"),
    ],
)
def test_our_own_addresses_are_targets(addresses: list[str], found: Found, why: str) -> None:
    assert found_in(addresses, SITES) == found, why


def test_what_does_not_fit_is_counted() -> None:
    found = found_in([f"https://p{number}.example/{'x' * 90}" for number in range(40)], ())
    assert found.left_out == 40 - len(found.lines) > 0
    assert len("\n".join(found.lines)) <= LONGEST_TEXT


@pytest.mark.parametrize("bad", OURS, ids=range(len(OURS)))
def test_foreign_text_in_a_message_harms_nothing(bad: str) -> None:
    found = found_in(addresses_of({"text": bad, "blocks": [{"type": "link", "url": bad, "text": bad}]}), SITES)
    assert all(line.startswith("http") for line in found.lines)
