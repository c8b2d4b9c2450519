from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.tools.slack_bot import ADA, PAGE, TARGET, Bot, open_bot, words_of


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


@pytest.mark.parametrize("typed", ["edit L-1", f"add {PAGE} -> {TARGET}"])
async def test_what_changes_is_said_old_and_new_and_can_be_undone(bot: Bot, typed: str) -> None:
    await bot.type(f'add {PAGE} -> {TARGET} anchor "garden tools" tag:spring @ben cost 5 EUR')
    before = await bot.link()
    answer = await bot.type(f'{typed} anchor "spades" tag:summer @ada cost 7 EUR')
    words = words_of(answer)
    for told in ("anchor  “garden tools”  →  “spades”", "tags  spring  →  spring, summer", "cost  5 EUR  →  7 EUR"):
        assert told in words
    assert "@U0BEN  →  @U0ADA" in words
    await bot.click(answer, "answer.run.9")
    after = await bot.link()
    assert (after.expected.anchor, after.tags, after.owner, after.terms) == (
        before.expected.anchor,
        before.tags,
        before.owner,
        before.terms,
    )
    events = [each for each in await bot.store.events(since=before.added_at, subject="L-1") if each.kind == "edited"]
    assert [event.by for event in events] == [ADA, ADA]
    assert "anchor garden tools -> spades" in events[0].text
    assert "EUR" not in events[0].text


@pytest.mark.parametrize("typed", ["edit L-1 cost 7 EUR tag:x", f"add {PAGE} -> {TARGET} cost 7 EUR tag:x"])
async def test_a_channel_that_hides_costs_is_told_none(bot: Bot, typed: str) -> None:
    await bot.type(f"add {PAGE} -> {TARGET} cost 5 EUR")
    await bot.type("settings costs hide")
    words = words_of(await bot.type(typed))
    assert "tags  none  →  x" in words
    assert "EUR" not in words


@pytest.mark.parametrize("typed", ["edit L-1 tag:x", f"add {PAGE} -> {TARGET} tag:x", f"add {PAGE} -> {TARGET}"])
async def test_what_was_so_already_changes_nothing(bot: Bot, typed: str) -> None:
    await bot.type(f"add {PAGE} -> {TARGET} tag:x")
    assert "Changed" not in words_of(await bot.type(typed))
    events = await bot.store.events(since=(await bot.link()).added_at, subject="L-1")
    assert [each for each in events if each.kind == "edited"] == []
