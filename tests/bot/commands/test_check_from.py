"""`check L-1 from eu,us` in the local Slack: with regions that are told what they see, and over a real queue."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jobs.checks.queue.host_jobs import open_app
from jobs.checks.queue.regions import RegionQueue
from jobs.model.link import NewLink
from jobs.model.page import Outcome
from jobs.model.region import LookFrom
from jobs.store.postgres.async_pool import open_async_pool
from jobs.store.tiny.store import open_tiny
from tests.jobs.checks.queue.tools import worker_in
from tests.tools.slack_bot import ACME, LINKS, PAGE, TARGET, Bot, open_bot, words_of

AT = datetime(2026, 11, 30, 12, tzinfo=UTC)


class Regions:
    """Regions that have a worker, each with what it sees of every page, and a memory of what was asked."""

    def __init__(self, *looks: LookFrom) -> None:
        self.looks = [replace(look, at=AT if look.outcome else None) for look in looks]
        self.asked: list[tuple[str, tuple[str, ...]]] = []

    async def names(self) -> Sequence[str]:
        return [look.region for look in self.looks]

    async def ask(self, url: str, among: Collection[str] | None = None) -> Sequence[LookFrom]:
        self.asked.append((url, tuple(among or ())))
        return [look for look in self.looks if among is None or look.region in among]

    def answer_with(self, _look: object) -> None:
        """It is the bot's: nobody asks it."""


def sees(region: str, *present: int, outcome: Outcome | None = Outcome.OK) -> LookFrom:
    return LookFrom(region, outcome, frozenset(present))


async def asked(bot: Bot, command: str) -> str:
    if not await bot.store.link(1):
        await bot.store.add_link(NewLink(LINKS, PAGE, TARGET), bot.clock.now())
    return " ".join(words_of(await bot.type(command)).split())


async def test_each_region_that_was_asked_has_a_line_with_its_time(tmp_path: Path) -> None:
    regions = Regions(sees("asia", 1), sees("eu", 1), sees("us", 1))
    async with open_bot(tmp_path, regions=regions) as bot:
        told = await asked(bot, "check L-1 from us,eu")
        assert "us : the link is there ( 2026-11-30 12:00 UTC )" in told
        assert told.index("us :") < told.index("eu : the link is there")
        assert "asia" not in told
        assert "disagree" not in told
        assert "python -m jobs worker" not in told
        assert (regions.asked, bot.looks.asked) == ([(PAGE, ("us", "eu"))], []), "nothing was checked here"


@pytest.mark.parametrize(
    ("look", "told", "disagrees"),
    [
        (sees("us"), "the page was read, and the link is not there", True),
        (sees("us", outcome=Outcome.GONE), "the page is gone, and the link is not there", True),
        (sees("us", outcome=Outcome.BLOCKED), "blocks our reader, so nobody knows whether the link is there", False),
        (sees("us", outcome=None), "asked, and no answer within a minute", False),
        (sees("us", 1, 2), "the link is there", False),
    ],
)
async def test_regions_that_do_not_see_the_same_are_named_as_such(
    tmp_path: Path, *, look: LookFrom, told: str, disagrees: bool
) -> None:
    async with open_bot(tmp_path, regions=Regions(sees("eu", 1), look)) as bot:
        before = await asked(bot, "list")
        words = await asked(bot, "check L-1 from eu,us")
        assert told in words.partition("us :")[2]
        assert ("The regions disagree" in words) is disagrees
        assert await asked(bot, "list") == before, "an answer changes nothing"


async def test_a_region_without_a_worker_is_named_with_how_to_start_one(tmp_path: Path) -> None:
    async with open_bot(tmp_path, regions=Regions(sees("eu", 1))) as bot:
        told = await asked(bot, "check L-1 from eu,us")
        assert "us : nobody to look, for it has no live worker" in told
        assert "python -m jobs worker --region us" in told
        assert "Regions that have one now: eu." in told
    async with open_bot(tmp_path / "none", regions=Regions()) as bot:
        assert "No region has one now." in await asked(bot, "check L-1 from eu")


async def test_a_bot_alone_has_no_regions(tmp_path: Path) -> None:
    async with open_bot(tmp_path) as bot:
        told = await asked(bot, "check L-1 from eu,us")
        assert "There are no regions: this bot reads all pages itself" in told
        assert "DATABASE_URL" in told


async def test_partner_pages_are_read_and_what_is_not_here_is_said(tmp_path: Path) -> None:
    regions = Regions(sees("eu", outcome=Outcome.GONE))
    async with open_bot(tmp_path, regions=regions) as bot:
        await bot.type("partner add https://friends.example/links")
        told = await asked(bot, "check P-1 L-7 from eu")
        assert "eu : the page is gone (" in told
        assert "L-7 is not in this channel" in told
        await bot.store.add_link(NewLink(ACME, "https://secret.example/", TARGET), bot.clock.now())
        assert "is not in this channel" in await asked(bot, "check L-2 from eu")
        assert [url for url, _ in regions.asked] == ["https://friends.example/links"]


async def test_of_very_many_pages_the_first_are_looked_at(tmp_path: Path) -> None:
    regions = Regions(sees("eu", 1))
    async with open_bot(tmp_path, regions=regions) as bot:
        for number in range(12):
            await bot.store.add_link(NewLink(LINKS, f"https://blog.example/{number}", TARGET), bot.clock.now())
        told = await asked(bot, "check blog.example from eu")
        assert len(regions.asked) == 10
        assert "and 2 pages more, which were not looked at" in told


async def test_workers_of_both_regions_answer_over_the_queue(tmp_path: Path, migrated_url: str) -> None:
    async with open_async_pool(migrated_url, 8) as pool:
        ours = RegionQueue(await open_app(pool), pool)
        store = await open_tiny(tmp_path / "workers")
        async with (
            worker_in("eu", pool, store, 1),
            worker_in("us", pool, store),
            open_bot(tmp_path / "bot", regions=ours) as bot,
        ):
            await bot.store.add_link(NewLink(LINKS, PAGE, TARGET), bot.clock.now())
            answered = await bot.slack.command("U0ADA", LINKS, "/links check L-1 from eu,us,asia")
            await bot.slack.until(lambda: any("disagree" in words_of(each) for each in answered.replies), 20)
            told = " ".join(words_of(answered.reply).split())
        await store.close()
    assert "eu : the link is there (" in told
    assert "us : the page is gone, and the link is not there (" in told
    assert "asia : nobody to look" in told
    assert "The regions disagree" in told
