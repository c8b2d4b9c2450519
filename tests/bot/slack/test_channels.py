"""What Slack tells of channels, and what people are told where alerts cannot get in."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.outbox.sender import Sender
from bot.outbox.worker import Outbox
from bot.sandbox import BOT_TOKEN, BOT_USER, Channel, RunningSlack, start_sandbox
from bot.slack.channels import KEPT_FOR, Channels
from bot.slack.connection import slack_session
from bot.slack.post_access import ChannelPlace, PostAccess, Sharing
from jobs.model.write import Write
from tests.tools.clocks import HandClock
from tests.tools.outbox import LINKS
from tests.tools.slack_bot import ACME, ADA, BEN, OPS, PAGE, TARGET, Bot, open_bot, words_of

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
        (nothing, ChannelPlace(PostAccess.FINE, Sharing.OURS)),
        (no_scope, ChannelPlace(PostAccess.UNKNOWN, lacks="channels:read")),
        (leave, ChannelPlace(PostAccess.NOT_A_MEMBER, Sharing.OURS)),
        (leave_but_write_anywhere, ChannelPlace(PostAccess.FINE, Sharing.OURS)),
        (leave_private, ChannelPlace(PostAccess.NOT_A_MEMBER)),
        (archive, ChannelPlace(PostAccess.ARCHIVED, Sharing.OURS)),
        (away, ChannelPlace(PostAccess.UNKNOWN)),
    ],
)
async def test_what_is_known_of_a_channel(
    slack: RunningSlack, channels: Channels, change: Change, expected: ChannelPlace
) -> None:
    change(slack)
    assert await channels.place(LINKS) == expected


async def test_a_channel_that_another_workspace_sees_is_shared(channels: Channels) -> None:
    assert (await channels.place(ACME)).sharing is Sharing.SHARED


async def test_a_direct_message_with_the_bot_is_told_from_one_between_two_people(
    slack: RunningSlack, channels: Channels
) -> None:
    ours = slack.workspace.direct(ADA).id
    assert await channels.place(ours) == ChannelPlace(PostAccess.FINE, Sharing.OURS)
    assert await channels.place(BETWEEN_TWO) == ChannelPlace(PostAccess.NOT_A_MEMBER)


async def test_what_slack_told_is_kept_for_a_while_unless_it_is_forgotten(
    slack: RunningSlack, channels: Channels
) -> None:
    await channels.place_lately(LINKS)
    leave(slack)
    assert (await channels.place_lately(LINKS)).reach is PostAccess.FINE
    channels.forget(LINKS)
    assert (await channels.place_lately(LINKS)).reach is PostAccess.NOT_A_MEMBER
    slack.workspace.channel(LINKS).members.add(BOT_USER)
    assert (await channels.place(LINKS)).reach is PostAccess.FINE, "whoever asks is told what holds now"


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path, slack={"admin_channel": OPS}) as running:
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
    bot.clock.move(KEPT_FOR)
    change(bot.slack)
    words = words_of(await bot.type(typed))
    assert said in words
    assert words.count(f"alerts go to <#{OPS}> meanwhile") == 1


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
    assert "⚠️ Only some may post in" in words_of(await bot.type("list"))


# What is asked of Slack, and what is believed for a while


def asked(bot: Bot) -> int:
    return len(bot.slack.calls("conversations.info"))


@pytest.mark.parametrize("typed", ["list", "status", "check all", f"add {PAGE} -> {TARGET}"])
async def test_a_command_asks_slack_once(bot: Bot, typed: str) -> None:
    await bot.type(typed)
    of_here = [call for call in bot.slack.calls("conversations.info") if call["channel"] == LINKS]
    assert len(of_here) == 1


async def test_what_slack_told_is_believed_for_a_minute(bot: Bot) -> None:
    for _ in range(20):
        await bot.type("list")
    assert asked(bot) == 1
    bot.clock.move(KEPT_FOR)
    await bot.type("list")
    assert asked(bot) == 2


async def test_how_posting_went_makes_it_forget_what_it_was_told(slack: RunningSlack, channels: Channels) -> None:
    await channels.place_lately(LINKS)
    leave(slack)
    channels.heard(LINKS, fine=True)
    assert (await channels.place_lately(LINKS)).reach is PostAccess.FINE, "nothing new was heard"
    channels.heard(LINKS, fine=False)
    assert (await channels.place_lately(LINKS)).reach is PostAccess.NOT_A_MEMBER
    slack.workspace.channel(LINKS).members.add(BOT_USER)
    channels.heard(LINKS, fine=True)
    assert (await channels.place_lately(LINKS)).reach is PostAccess.FINE


async def test_whoever_asks_meanwhile_waits_for_one_answer(slack: RunningSlack, channels: Channels) -> None:
    places = await asyncio.gather(*(channels.place(LINKS) for _ in range(5)))
    assert {place.reach for place in places} == {PostAccess.FINE}
    assert len(slack.calls("conversations.info")) == 1


async def test_who_goes_away_while_slack_is_asked_takes_no_answer_from_others(
    slack: RunningSlack, channels: Channels
) -> None:
    first, second = (asyncio.ensure_future(channels.place(LINKS)) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    assert (await second).reach is PostAccess.FINE


# Where Slack does not tell


@asynccontextmanager
async def delivering(bot: Bot) -> AsyncIterator[None]:
    """An outbox at work, as in the running bot."""
    async with slack_session() as session:
        client = AsyncWebClient(token=BOT_TOKEN, base_url=bot.slack.api_url, session=session, retry_handlers=[])
        outbox = Outbox(Sender(bot.store, client, bot.clock), pace_seconds=0.0)

        async def work() -> None:
            while True:
                await outbox.deliver_due()
                await asyncio.sleep(0.01)

        working = asyncio.create_task(work())
        try:
            yield
        finally:
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)


@pytest.mark.parametrize("invited", [True, False])
async def test_whoever_types_after_letting_the_bot_in_is_told_the_truth_at_once(bot: Bot, *, invited: bool) -> None:
    no_scope(bot.slack)
    leave(bot.slack)
    await bot.type(f"add {PAGE} -> {TARGET}")
    await bot.dead("not_in_channel")
    bot.clock.move(timedelta(minutes=5))
    if invited:
        bot.slack.workspace.channel(LINKS).members.add(BOT_USER)
    async with delivering(bot):
        words = words_of(await bot.type("list"))
    assert ("I am not a member of" in words) is not invited
    assert [message.text for message in bot.slack.messages(LINKS) if message.text == "hello"] == ["hello"] * invited


async def test_a_locked_thread_says_nothing_of_its_channel(bot: Bot) -> None:
    await bot.dead("restricted_action_thread_locked")
    assert "may post" not in words_of(await bot.type("list"))


# The admin channel


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda channel: channel.members.discard(BOT_USER), "I am not a member of it. Type /invite in it"),
        (lambda channel: setattr(channel, "teams", ("T0FOREIGN",)), "another workspace sees it"),
    ],
)
async def test_an_admin_channel_that_hears_nothing_is_no_secret(
    bot: Bot, change: Callable[[Channel], None], said: str
) -> None:
    change(bot.slack.workspace.channel(OPS))
    await bot.type(f"add {PAGE} -> {TARGET}")
    assert said in words_of(await bot.type("status"))
    bot.clock.move(KEPT_FOR)
    leave(bot.slack)
    words = words_of(await bot.type("list"))
    assert "direct messages to those who own the links" in words
    assert OPS not in words


async def test_a_channel_that_tracks_nothing_any_more_is_no_trouble(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}", channel="C0RANDOM")
    await bot.dead("not_in_channel", "C0RANDOM")
    assert "could not be posted" in words_of(await bot.type("status"))
    await bot.store.write(Write(remove_links=[1]))
    assert "could not be posted" not in words_of(await bot.type("status"))


async def test_what_may_be_there_is_not_called_refused(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await bot.dead("perhaps_posted (at most once is set)")
    words = words_of(await bot.type("status"))
    assert "1 message may be missing" in words
    assert "refused" not in words
