"""What was added this week on sites that the channel named as competitors' or disavowed; nothing of other channels."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.messages.digest.message import digest_message
from jobs.config import Config
from jobs.digests.read import read_digest
from jobs.model.channel import ChannelSettings
from jobs.model.digest import FlaggedSite
from jobs.model.link import NewLink
from jobs.model.partner import SiteContact
from jobs.model.write import Write
from jobs.store.protocol import Store
from tests.tools.slack_bot import words_of
from tests.tools.stores import open_store
from tests.tools.times import NOON

pytestmark = pytest.mark.both_stores

WEEK = timedelta(days=7)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(tmp_path)
    for channel, page, at in (
        ("C1", "https://www.rival.example/1", NOON),
        ("C1", "https://rival.example/2", NOON),
        ("C1", "https://spam.example/1", NOON),
        ("C1", "https://fine.example/1", NOON),
        ("C1", "https://rival.example/old", NOON - WEEK * 2),
        ("C2", "https://rival.example/theirs", NOON),
    ):
        await opened.add_link(NewLink(channel, page, "https://ours.example/"), at)
    disavowed = [SiteContact("C1", "spam.example", disavowed_since=NOON)]
    others = [SiteContact("C2", "fine.example", disavowed_since=NOON)]
    rivals = {
        "C1": ChannelSettings(competitors=("rival.example",)),
        "C2": ChannelSettings(competitors=("fine.example",)),
    }
    await opened.write(Write(contacts=[*disavowed, *others], settings=rivals))
    yield opened
    await opened.close()


async def test_new_links_there_are_told_with_what_the_channel_itself_said(store: Store) -> None:
    digest = await read_digest(store, Config(), "C1", NOON + timedelta(hours=1))
    assert digest.flagged == (
        FlaggedSite("rival.example", ("L-1", "L-2"), competitor=True),
        FlaggedSite("spam.example", ("L-3",), disavowed=True),
    )
    words = words_of(list(digest_message(digest).blocks))
    assert "rival.example : named as a competitor (L-1, L-2)" in words
    assert "spam.example : in a disavow file of this channel (L-3)" in words
    assert "fine.example" not in words


async def test_it_is_told_in_the_week_that_it_is_new(store: Store) -> None:
    digest = await read_digest(store, Config(), "C1", NOON + WEEK + timedelta(hours=1))
    assert digest.flagged == ()
