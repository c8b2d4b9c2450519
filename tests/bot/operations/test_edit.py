from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.tools.slack_bot import PAGE, TARGET, Bot, open_bot


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path) as made:
        yield made


@pytest.mark.parametrize("typed", ['edit L-1 anchor "spades"', f'add {PAGE} -> {TARGET} anchor "spades"'])
async def test_what_an_edit_makes_a_finding_of_is_kept_as_its_doing(bot: Bot, typed: str) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await bot.type(typed)
    link = await bot.store.link(1)
    assert link is not None
    assert [(each.kind, each.now) for each in link.expected.edited] == [("anchor_changed", "garden tools")]
