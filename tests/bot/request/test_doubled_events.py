"""Slack may send the same thing twice: what it asks for is a state, so that the second time changes nothing."""

from pathlib import Path

from jobs.model.queries import LinkQuery
from tests.tools.slack_bot import PAGE, TARGET, open_bot, words_of


async def test_a_command_that_comes_twice_adds_one_link(tmp_path: Path) -> None:
    async with open_bot(tmp_path) as bot:
        await bot.type(f"add {PAGE} -> {TARGET}")
        again = await bot.type(f"add {PAGE} -> {TARGET}")
        assert "L-1" in words_of(again)
        assert [link.id for link in await bot.store.links(LinkQuery())] == [1]
