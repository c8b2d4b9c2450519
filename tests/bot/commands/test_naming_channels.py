"""A channel that is named from another: who may have something tracked there, and what they are told of it."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.access.permissions import Why
from bot.access.viewer import Viewer
from bot.request.destination import NotThereError, destination_named
from bot.sandbox import BOT_USER, Channel, Message
from jobs.config import Permissions
from jobs.model.link import Expectation, NewLink
from tests.tools.slack_bot import ACME, ADA, BEN, EVE, LINKS, OTHER, PAGE, TARGET, Bot, open_bot, words_of

SECRET = "C0SECRET"


@pytest.fixture
def manage() -> list[str]:
    return [LINKS]


@pytest.fixture
async def bot(tmp_path: Path, manage: list[str]) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path, permissions={"view": ["everyone"], "manage": manage}) as running:
        secret = Channel(SECRET, "secret", {ADA, BOT_USER}, is_private=True)
        running.slack.workspace.channels[SECRET] = secret
        known = NewLink(SECRET, PAGE, TARGET, Expectation("the secret anchor"), owner=ADA, added_by=ADA)
        await running.store.add_link(known, running.clock.now())
        yield running


NAMING = [
    f"add {PAGE} -> {TARGET} nofollow-ok #secret @ben",
    f"add {PAGE} -> {TARGET} nofollow-ok #secret @ben\n{OTHER} -> {TARGET}",
    f"partner add {PAGE} max 5 #secret",
]


@pytest.mark.parametrize("manage", [[LINKS], ["everyone"], [BEN], [SECRET]])
@pytest.mark.parametrize("typed", NAMING)
async def test_whoever_is_not_in_a_channel_neither_changes_it_nor_learns_what_is_there(
    bot: Bot, manage: list[str], typed: str
) -> None:
    before = await bot.link(1)
    words = words_of(await bot.type(typed, user=BEN))
    assert await bot.store.links() == [before], f"nothing is written with {manage}, not even beside it"
    assert await bot.store.partners() == []
    for told in ("L-1", "anchor", "Already", "P-1"):
        assert told not in words


async def test_whoever_is_in_it_is_shown_what_is_there_if_they_may_manage_it(bot: Bot) -> None:
    assert "may not add links to" in words_of(await bot.type(NAMING[0], user=ADA))
    assert (await bot.link(1)).owner == ADA


@pytest.mark.parametrize("manage", [[SECRET], ["everyone"]])
async def test_the_permission_is_that_of_the_channel_that_is_named(bot: Bot, manage: list[str]) -> None:
    words = words_of(await bot.type(NAMING[0], user=ADA))
    assert "Already tracked as  L-1" in words, manage
    assert (await bot.link(1)).owner == BEN
    assert "P-1" in words_of(await bot.type(NAMING[2], user=ADA))


@pytest.mark.parametrize("manage", [[SECRET]])
async def test_where_one_of_several_rows_belongs_somewhere_else_none_is_written(bot: Bot, manage: list[str]) -> None:
    assert "You may not do that here" in words_of(await bot.type(NAMING[1], user=ADA)), manage
    assert len(await bot.store.links()) == 1


@pytest.mark.parametrize("manage", [["everyone"]])
@pytest.mark.parametrize("typed", NAMING[::2])
async def test_where_slack_does_not_tell_who_is_in_a_channel_nothing_of_it_is_told_or_changed(
    bot: Bot, manage: list[str], typed: str
) -> None:
    bot.slack.workspace.scopes -= {"channels:read", "groups:read"}
    before = await bot.link(1)
    words = words_of(await bot.type(typed, user=BEN))
    assert "now tracked for" in words, manage
    for told in ("L-1", "anchor", "Already", "P-1", "limit", "nofollow"):
        assert told not in words
    after = await bot.link(1)
    assert (after.owner, after.expected) == (before.owner, before.expected)


@pytest.mark.parametrize("manage", [["everyone"]])
async def test_what_is_added_unseen_is_tracked_all_the_same(bot: Bot, manage: list[str]) -> None:
    bot.slack.workspace.scopes -= {"channels:read", "groups:read"}
    words = words_of(await bot.type(f"add {OTHER} -> {TARGET} #secret\n{OTHER} -> {TARGET}", user=BEN))
    assert [(link.channel, link.added_by) for link in await bot.store.links()][1:] == [(SECRET, BEN), (LINKS, BEN)]
    assert "L-3" in words, manage
    assert "L-2" not in words


def channels_of(message: Message) -> list[str]:
    """The channels that an answer names, in the order in which it does."""
    return re.findall(r"'channel_id': '(\w+)'", str(message.blocks))


@pytest.mark.parametrize("manage", [["everyone"]])
@pytest.mark.parametrize(
    ("typed", "channels", "said", "why"),
    [
        (f"add {OTHER} -> {TARGET} #secret", [SECRET], "/links show L-2  works there", "one link"),
        (f"add {OTHER} -> {TARGET}", [], "", "the channel that everybody thinks of"),
        (f"add {OTHER} -> {TARGET} #links", [], "", "the same, named"),
        (
            f"add {OTHER} -> {TARGET} #secret\n{OTHER}2 -> {TARGET}\n{OTHER}3 -> {TARGET} #links",
            [SECRET, SECRET],
            "/links show L-2  works in",
            "a paste: the row that is elsewhere, and where to ask",
        ),
        (
            f"add {OTHER} -> {TARGET} #client-acme\n{OTHER}2 -> {TARGET} #secret",
            [ACME, SECRET],
            "/links show L-2  and the like work in the channel of each",
            "several channels",
        ),
        (f"add {OTHER} -> {TARGET}\n{OTHER}2 -> {TARGET}", [], "", "a paste that stays here"),
        (f"partner add {OTHER} #secret", [SECRET], "/links show P-1  works there", "a partner page"),
        (f"partner add {OTHER} {OTHER}2 #secret", [SECRET] * 3, "/links show P-1  works in", "several of them"),
        (f"partner add {OTHER} {OTHER}2", [], "", "which stay here"),
    ],
)
async def test_what_is_tracked_elsewhere_says_where_and_that_it_can_be_shown_there(
    bot: Bot, manage: list[str], *, typed: str, channels: list[str], said: str, why: str
) -> None:
    answer = await bot.type(typed)
    assert channels_of(answer) == channels, (why, manage)
    assert said in words_of(answer)
    if said:
        ref = said.split()[2]
        assert "is not in this channel" in words_of(await bot.type(f"show {ref}"))
        assert ref in words_of(await bot.type(f"show {ref}", channel=channels[0]))
    else:
        assert "works" not in words_of(answer)


@pytest.mark.parametrize("manage", [["everyone"]])
@pytest.mark.parametrize("named", ["#links", "#secret", "#client-acme"])
@pytest.mark.parametrize("told", [True, False])
async def test_people_of_other_workspaces_add_nothing_anywhere(
    bot: Bot, manage: list[str], named: str, *, told: bool
) -> None:
    if not told:
        bot.slack.workspace.scopes -= {"channels:read", "groups:read"}
    await bot.type(f"add {OTHER} -> {TARGET} {named}", user=EVE, channel=ACME)
    assert len(await bot.store.links()) == 1, manage


@pytest.mark.parametrize("known", [None, {LINKS: "links"}])
def test_nobody_adds_to_a_direct_message_from_elsewhere(known: dict[str, str] | None) -> None:
    """Nobody can type its name, and Slack lists none."""
    with pytest.raises(NotThereError) as refused:
        destination_named("D0ADA", Viewer(BEN, at_home=True, channels=known), Permissions())
    assert refused.value.why is Why.NOT_IN_IT
