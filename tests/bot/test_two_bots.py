"""Two bots on one database, as processes of their own: Slack reaches the one that leads."""

import asyncio
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from pathlib import Path

import psycopg
import pytest

from bot.sandbox import RunningSlack, start_sandbox
from tests.tools.process import settings, started

pytestmark = pytest.mark.slow


@pytest.fixture
async def slack() -> AsyncIterator[RunningSlack]:
    async with await start_sandbox() as running:
        yield running


async def test_the_one_that_leads_answers_every_command_and_when_it_dies_the_other_does(
    slack: RunningSlack, migrated_url: str, tmp_path: Path
) -> None:
    env = settings(slack, tmp_path / "data", DATABASE_URL=migrated_url)
    async with started("run", env=env) as one, started("run", env=env) as other:
        for bot in (one, other):
            await until_it_says(bot, "has started, and answers Slack while it leads")
        leader, follower = (one, other) if await leading(migrated_url) == one.pid else (other, one)
        await until_it_says(leader, "This bot answers Slack now")
        for _ in range(4):
            await is_answered(slack)
        assert len(slack.socket.connections) == 1
        leader.kill()
        await until_it_says(follower, "This bot answers Slack now")
        await is_answered(slack)
    assert not (tmp_path / "data").exists(), "the database keeps all"


async def until_it_says(bot: Process, words: str) -> None:
    assert bot.stderr is not None
    async with asyncio.timeout(120):
        while words not in (line := (await bot.stderr.readline()).decode()):
            assert line, f"it has ended, and never said: {words}"


async def leading(url: str) -> int:
    """The process that leads."""
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection, asyncio.timeout(60):
        while not (row := await (await connection.execute("select holder from leader")).fetchone()):
            await asyncio.sleep(0.05)
    return int(str(row[0]).rpartition(":")[2])


async def is_answered(slack: RunningSlack) -> None:
    answer = await slack.command("U0ADA", "#links", "/links help")
    await slack.until(lambda: answer.replies)
