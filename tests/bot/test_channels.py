"""What Slack tells of channels, and what people are told where alerts cannot get in."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels import Place, Reach, place_of
from bot.connection import slack_session
from bot.sandbox import BOT_TOKEN, BOT_USER, RunningSlack, start_sandbox
from tests.tools.outbox import ADMIN, LINKS, open_bench
from tests.tools.slack_bot import ACME, PAGE, TARGET, Bot, open_bot, words_of

Change = Callable[[RunningSlack], None]


@pytest.fixture
async def slack() -> AsyncIterator[RunningSlack]:
    async with await start_sandbox() as running:
        running.workspace.scopes |= {"channels:read"}
        running.workspace.scopes -= {"chat:write.public"}
        yield running


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
    ("change", "reach"),
    [
        (nothing, Reach.FINE),
        (no_scope, Reach.UNKNOWN),
        (leave, Reach.NOT_A_MEMBER),
        (leave_but_write_anywhere, Reach.FINE),
        (leave_private, Reach.NOT_A_MEMBER),
        (archive, Reach.ARCHIVED),
        (away, Reach.UNKNOWN),
    ],
)
async def test_how_far_alerts_get(slack: RunningSlack, change: Change, reach: Reach) -> None:
    change(slack)
    async with slack_session() as session:
        client = AsyncWebClient(token=BOT_TOKEN, base_url=slack.api_url, session=session, retry_handlers=[])
        assert await place_of(client, LINKS) == Place(reach)
        assert (await place_of(client, "D0ADA")).reach is Reach.FINE


async def test_a_channel_that_another_workspace_sees_is_shared(slack: RunningSlack) -> None:
    async with slack_session() as session:
        client = AsyncWebClient(token=BOT_TOKEN, base_url=slack.api_url, session=session, retry_handlers=[])
        assert (await place_of(client, ACME)).shared


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path, slack={"admin_channel": ACME}) as running:
        running.slack.workspace.scopes |= {"channels:read"}
        running.slack.workspace.scopes -= {"chat:write.public"}
        yield running


@pytest.mark.parametrize("typed", [f"add {PAGE} -> {TARGET}", f"partner add {PAGE}"])
@pytest.mark.parametrize(("change", "said"), [(leave, "I am not a member of <#C0LINKS>"), (archive, "is archived")])
async def test_who_adds_hears_that_alerts_go_elsewhere(bot: Bot, typed: str, change: Change, said: str) -> None:
    change(bot.slack)
    words = words_of(await bot.type(typed))
    assert said in words
    assert f"alerts go to <#{ACME}> meanwhile" in words


async def test_where_all_is_well_nothing_is_said_of_it(bot: Bot) -> None:
    assert "meanwhile" not in words_of(await bot.type(f"add {PAGE} -> {TARGET}"))


async def test_alerts_of_a_channel_out_of_reach_go_to_the_admin_channel_each_once(tmp_path: Path) -> None:
    async with open_bench(tmp_path) as bench:
        archive(bench.slack)
        for number in (1, 2):
            await bench.open(bench.incident(number))
        for _ in range(3):
            await bench.later()
        said = " ".join(words_of(message) for message in bench.slack.messages(ADMIN))
        assert said.count("For channel C0LINKS meanwhile") == 2
        assert "Link lost: L-1. The link is not on the page any more." in said
        assert said.count("could not be posted") == 1
