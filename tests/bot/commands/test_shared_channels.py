"""Where other workspaces see a channel, or may: what does not work there, and what is not told."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.sandbox import BOT_USER, Message, RunningSlack
from bot.sandbox.blocks import controls
from jobs.model.link import NewLink
from jobs.model.notice import Notice, NoticeKind
from jobs.model.write import Write
from tests.tools.nouns import incident
from tests.tools.slack_bot import ACME, ADA, BEN, EVE, LINKS, OTHER, PAGE, TARGET, Bot, open_bot, words_of
from tests.tools.slack_words import read_view


@pytest.fixture
def manage() -> list[str]:
    return ["everyone"]


@pytest.fixture
async def bot(tmp_path: Path, manage: list[str]) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path, permissions={"view": ["everyone"], "manage": manage}) as running:
        for channel, page in ((ACME, PAGE), (LINKS, PAGE), (LINKS, OTHER)):
            await running.store.add_link(NewLink(channel, page, TARGET, added_by=ADA), running.clock.now())
        yield running


# All at once


def drop_scopes(slack: RunningSlack) -> None:
    slack.workspace.scopes -= {"channels:read", "groups:read"}


def keep_quiet(slack: RunningSlack) -> None:
    slack.faults.refuse("conversations.info", times=None)


def leave_private(slack: RunningSlack) -> None:
    slack.workspace.channel(LINKS).is_private = True
    slack.workspace.channel(LINKS).members.discard(BOT_USER)


def hide_from_us(slack: RunningSlack) -> None:
    slack.workspace.channel(LINKS).is_private = True
    drop_scopes(slack)


async def test_all_is_not_checked_in_a_channel_that_others_see(bot: Bot) -> None:
    words = words_of(await bot.type("check all", channel=ACME))
    assert "never checked at once in a channel that is shared with another workspace" in words
    assert "permissions" not in words
    assert bot.looks.asked == []


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (drop_scopes, "the app lacks the scope channels:read."),
        (hide_from_us, "the app lacks the scope groups:read."),
        (keep_quiet, "Try again in a moment"),
        (leave_private, "I am not in this conversation"),
    ],
)
async def test_nor_where_it_cannot_know(bot: Bot, change: Callable[[RunningSlack], None], why: str) -> None:
    change(bot.slack)
    words = words_of(await bot.type("check all"))
    assert "shared with another workspace" in words
    assert why in words
    assert "dispatcher" not in bot.handled


@pytest.mark.parametrize("where", ["direct", LINKS])
async def test_it_works_where_nobody_else_can_be(bot: Bot, where: str) -> None:
    channel = bot.slack.workspace.direct(ADA).id if where == "direct" else where
    if where == "direct":
        drop_scopes(bot.slack)
        await bot.store.add_link(NewLink(channel, PAGE, TARGET), bot.clock.now())
    assert "live" in words_of(await bot.type("check all", channel=channel))
    assert PAGE in bot.looks.asked


# How the bot is


async def test_the_status_of_a_shared_channel_is_that_channels(bot: Bot) -> None:
    await bot.dead("not_in_channel", LINKS)
    await bot.dead("msg_too_long", ACME, "acme")
    waiting = [Notice(f"t/{number}", LINKS, NoticeKind.TEXT, bot.clock.now(), text="x") for number in range(3)]
    await bot.store.write(Write(notices=waiting))
    for user in (EVE, ADA):
        words = words_of(await bot.type("status", user=user, channel=ACME))
        assert "links  1" in words
        assert "waiting notices  0" in words
        assert "msg too long" in words
        for told in ("pages", "I am not a member", "Next check", "being checked"):
            assert told not in words
    assert "In a direct message with me" not in words_of(await bot.type("status", user=EVE, channel=ACME))
    assert "in a direct message with me" in words_of(await bot.type("status", user=ADA, channel=ACME))


@pytest.mark.parametrize("where", ["direct", LINKS])
async def test_among_ourselves_it_is_that_of_the_whole(bot: Bot, where: str) -> None:
    await bot.dead("is_archived", ACME)
    channel = bot.slack.workspace.direct(ADA).id if where == "direct" else where
    words = words_of(await bot.type("status", channel=channel))
    assert "links  3" in words
    assert "it is archived" in words


@pytest.mark.parametrize(("manage", "links"), [([ADA], "links  2"), (["everyone"], "links  3")])
async def test_what_is_shared_is_what_everybody_there_may_know(bot: Bot, manage: list[str], links: str) -> None:
    answer = await bot.type("status")
    assert "links  3" in words_of(answer), manage
    await bot.click(answer, "answer.share")
    [shared] = await bot.said()
    assert links in words_of(shared)


@pytest.mark.parametrize("manage", [[LINKS], [BEN]])
async def test_whoever_may_not_manage_everywhere_is_told_of_their_channel_alone(bot: Bot, manage: list[str]) -> None:
    await bot.dead("is_archived", ACME)
    words = words_of(await bot.type("status", user=ADA))
    assert "links  2" in words, manage
    assert "it is archived" not in words


async def test_where_it_cannot_know_who_looks_on_the_status_is_the_channels(bot: Bot) -> None:
    drop_scopes(bot.slack)
    assert "links  2" in words_of(await bot.type("status"))


async def test_what_was_to_be_told_elsewhere_in_vain_is_named_too(bot: Bot) -> None:
    await bot.dead("is_archived", ACME, "news/x")
    assert "could not be posted" in words_of(await bot.type("status"))


# People of another workspace


@pytest.mark.parametrize("typed", ["add a.example/x -> ours.example", "remove L-1", "accept L-1", "digest off"])
async def test_people_of_another_workspace_are_told_that_this_is_why(bot: Bot, typed: str) -> None:
    words = words_of(await bot.type(typed, user=EVE, channel=ACME))
    assert "You may not do that here. You belong to another workspace" in words
    assert "permissions" not in words


@pytest.mark.parametrize("manage", [["U0BEN"]])
async def test_people_of_ours_are_told_of_the_permissions(bot: Bot) -> None:
    words = words_of(await bot.type("remove L-1", channel=ACME))
    assert "Whoever runs this bot sets that in its permissions" in words
    assert "another workspace" not in words


def _offered(message: Message) -> set[str]:
    """The words of all buttons, menus and their entries."""
    found = [element for _, element in controls(message.blocks)]
    entries = [option["text"]["text"] for element in found for option in element.get("options", [])]
    return {*entries, *(element["text"]["text"] for element in found if "text" in element)}


async def test_what_is_shown_to_them_offers_only_what_they_may_do(bot: Bot) -> None:
    about = incident(1, channel=ACME)
    await bot.store.write(Write(incidents=[about]))
    shown = await bot.type("show L-1", user=EVE, channel=ACME)
    assert _offered(shown) == {"Check now", "Share to channel", "Show proof", "Draft a mail"}
    assert "Snooze 3 days" in _offered(await bot.type("show L-1", user=BEN, channel=ACME))
    await bot.slack.click(shown, "incident.proof", user=EVE)
    view = await bot.slack.until(lambda: bot.slack.modal(EVE))
    assert "may not" not in read_view(view.body)


@pytest.mark.parametrize("typed", ["list partners", "check nowhere.example", "relevance a.example b.example"])
async def test_empty_answers_do_not_tell_them_to_add(bot: Bot, typed: str) -> None:
    for user, told in ((EVE, False), (BEN, True)):
        words = words_of(await bot.type(typed, user=user, channel=ACME))
        assert any(way in words for way in ("/links add", "partner add", "Track this link")) is told


async def test_an_empty_channel_tells_only_those_who_may_how_to_begin(bot: Bot) -> None:
    await bot.store.write(Write(remove_links=[1]))
    for user, told in ((EVE, False), (BEN, True)):
        assert ("To begin" in words_of(await bot.type("", user=user, channel=ACME))) is told


async def test_the_digest_is_offered_for_sharing_to_those_who_may(bot: Bot) -> None:
    assert "Share to channel" not in _offered(await bot.type("digest now", user=EVE, channel=ACME))
    assert "Share to channel" in _offered(await bot.type("digest now", user=BEN, channel=ACME))
