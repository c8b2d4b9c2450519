"""What Slack tells of channels, and what people are told where alerts cannot get in."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels import Channels
from bot.connection import slack_session
from bot.reach import Place, Reach, Sharing
from bot.sandbox import BOT_TOKEN, BOT_USER, Channel, RunningSlack, start_sandbox
from tests.tools.clocks import HandClock
from tests.tools.outbox import LINKS
from tests.tools.slack_bot import ACME, ADA, BEN, PAGE, TARGET, Bot, open_bot, words_of

Change = Callable[[RunningSlack], None]
BETWEEN_TWO = "D0ADABEN"


@pytest.fixture
async def slack() -> AsyncIterator[RunningSlack]:
    async with await start_sandbox() as running:
        spare_scopes(running)
        yield running


def spare_scopes(slack: RunningSlack) -> None:
    """As the manifest asks for them, and a conversation of two people."""
    slack.workspace.scopes -= {"chat:write.public", "users:read", "files:write"}
    slack.workspace.channels[BETWEEN_TWO] = Channel(BETWEEN_TWO, "", {ADA, BEN}, is_im=True)


@pytest.fixture
async def channels(slack: RunningSlack) -> AsyncIterator[Channels]:
    async with slack_session() as session:
        client = AsyncWebClient(token=BOT_TOKEN, base_url=slack.api_url, session=session, retry_handlers=[])
        yield Channels(client, HandClock().now)


def nothing(_slack: RunningSlack) -> None:
    """All is well."""


def no_scope(slack: RunningSlack) -> None:
    slack.workspace.scopes.discard("channels:read")


def leave(slack: RunningSlack) -> None:
    slack.workspace.channel(LINKS).members.discard(BOT_USER)


def leave_but_write_anywhere(slack: RunningSlack) -> None:
    leave(slack)
    slack.workspace.scopes.add("chat:write.public")


def leave_private(slack: RunningSlack) -> None:
    leave_but_write_anywhere(slack)
    slack.workspace.channel(LINKS).is_private = True


def archive(slack: RunningSlack) -> None:
    slack.workspace.channel(LINKS).is_archived = True


def away(slack: RunningSlack) -> None:
    slack.faults.refuse("conversations.info", times=None)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (nothing, Place(Reach.FINE, Sharing.OURS)),
        (no_scope, Place(Reach.UNKNOWN, lacks="channels:read")),
        (leave, Place(Reach.NOT_A_MEMBER, Sharing.OURS)),
        (leave_but_write_anywhere, Place(Reach.FINE, Sharing.OURS)),
        (leave_private, Place(Reach.NOT_A_MEMBER)),
        (archive, Place(Reach.ARCHIVED, Sharing.OURS)),
        (away, Place(Reach.UNKNOWN)),
    ],
)
async def test_what_is_known_of_a_channel(
    slack: RunningSlack, channels: Channels, change: Change, expected: Place
) -> None:
    change(slack)
    assert await channels.place(LINKS) == expected


async def test_a_channel_that_another_workspace_sees_is_shared(channels: Channels) -> None:
    assert (await channels.place(ACME)).sharing is Sharing.SHARED


async def test_a_direct_message_with_the_bot_is_told_from_one_between_two_people(
    slack: RunningSlack, channels: Channels
) -> None:
    ours = slack.workspace.direct(ADA).id
    assert await channels.place(ours) == Place(Reach.FINE, Sharing.OURS)
    assert await channels.place(BETWEEN_TWO) == Place(Reach.NOT_A_MEMBER)


async def test_what_slack_told_is_kept_for_a_while_unless_it_is_forgotten(
    slack: RunningSlack, channels: Channels
) -> None:
    await channels.place_lately(LINKS)
    leave(slack)
    assert (await channels.place_lately(LINKS)).reach is Reach.FINE
    channels.forget(LINKS)
    assert (await channels.place_lately(LINKS)).reach is Reach.NOT_A_MEMBER
    slack.workspace.channel(LINKS).members.add(BOT_USER)
    assert (await channels.place(LINKS)).reach is Reach.FINE, "whoever asks is told what holds now"


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path, slack={"admin_channel": ACME}) as running:
        spare_scopes(running.slack)
        yield running


@pytest.mark.parametrize(("change", "said"), [(leave, "I am not a member of <#C0LINKS>"), (archive, "is archived")])
@pytest.mark.parametrize(
    "typed",
    [
        f"add {PAGE} -> {TARGET}",
        f"add {PAGE} -> {TARGET}\n{PAGE}2 -> {TARGET}",
        f"partner add {PAGE}",
        "",
        "list",
        "list partners",
        "show L-1",
        "check L-1",
        "snooze L-1 3d",
        "digest now",
        "digest on",
        "digest mon 09:00",
        "settings costs hide",
        "status",
    ],
)
async def test_whoever_asks_about_a_channel_hears_that_its_alerts_go_elsewhere(
    bot: Bot, typed: str, change: Change, said: str
) -> None:
    await bot.type(f"add {PAGE}1 -> {TARGET}")
    change(bot.slack)
    words = words_of(await bot.type(typed))
    assert said in words
    assert words.count(f"alerts go to <#{ACME}> meanwhile") == 1


@pytest.mark.parametrize("typed", [f"add {PAGE} -> {TARGET}", "list", "", "status", "help"])
async def test_where_all_is_well_nothing_is_said_of_it(bot: Bot, typed: str) -> None:
    assert "meanwhile" not in words_of(await bot.type(typed))


async def test_two_people_alone_hear_that_nobody_can_invite_the_bot_to_them(bot: Bot) -> None:
    words = words_of(await bot.type(f"add {PAGE} -> {TARGET}", channel=BETWEEN_TWO))
    assert "I am not in this conversation" in words
    assert "/invite" not in words
    assert "direct message with me" in words


async def test_without_a_scope_the_channel_is_known_by_what_could_not_be_posted(bot: Bot) -> None:
    no_scope(bot.slack)
    await bot.dead("not_in_channel")
    assert "I am not a member of" in words_of(await bot.type("list"))


async def test_who_may_not_post_is_told_so(bot: Bot) -> None:
    await bot.dead("restricted_action_read_only_channel")
    assert "only some may post in" in words_of(await bot.type("list"))
