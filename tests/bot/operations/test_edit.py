"""An edit: what it changes, what is told of it, and how it is undone."""

from collections.abc import AsyncIterator
from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.grammar.as_command import edit_line
from bot.grammar.edit_values import Row
from bot.grammar.partner_values import GuaranteeSaid
from bot.operations.edit import with_options
from jobs.alerts.edits import changes_of
from jobs.model.terms import Money, Terms
from tests.tools.nouns import link
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


SAID: dict[str, Any] = {
    "anchor": "spades",
    "rel": frozenset({"ugc"}),
    "owner": "U0BEN",
    "every": timedelta(hours=6),
    "tags": frozenset({"spring"}),
    "terms": Terms(Money(Decimal(5), "EUR"), date(2027, 3, 1)),
    "guarantee": GuaranteeSaid(claim_days=14),
    "render": True,
}


@pytest.mark.parametrize("name", sorted({each.name for each in fields(Row)} - {"page", "target", "channel"}))
def test_all_that_can_be_said_of_a_link_is_told_as_a_change_and_undone(name: str) -> None:
    before = link()
    after = with_options(before, replace(Row("", ""), **{name: SAID[name]}))
    assert changes_of(before, after)
    assert edit_line(after, before)
