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
from bot.messages.kit.controls import BULK_UNDO
from bot.operations.edit import with_options
from jobs.alerts.edits import changes_of
from jobs.model.terms import Money, Terms
from tests.tools.nouns import link
from tests.tools.slack_bot import ADA, LINKS, OTHER, PAGE, TARGET, Bot, open_bot, words_of
from tests.tools.slack_words import read_view


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


async def test_of_several_each_change_is_said_old_and_new_and_one_undo_takes_all_back(bot: Bot) -> None:
    await bot.type(f"add\n{PAGE} -> {TARGET} tag:spring\n{OTHER} -> {TARGET} cost 5 EUR")
    before = await bot.store.links()
    typed = [f"{PAGE} -> {TARGET} @ada", f"{OTHER} -> {TARGET} cost 7 EUR", f"{OTHER}2 -> {TARGET}"]
    answer = await bot.type("add\n" + "\n".join(typed) + "\ntag:summer")
    words = words_of(answer)
    assert "L-1  owner  none  →  @U0ADA" in words
    assert "tags  spring  →  spring, summer" in words
    assert "cost  5 EUR  →  7 EUR" in words
    undone = await bot.click(answer, BULK_UNDO)
    assert "Undone: 2 links as before" in words_of(undone)
    assert [(each.owner, each.tags, each.terms) for each in (await bot.store.links())[:2]] == [
        (each.owner, each.tags, each.terms) for each in before
    ]
    assert len(await bot.store.links()) == len(before) + 1, "what was added stays"


async def test_undo_brings_a_cost_back_that_the_channel_hides(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET} cost 5 EUR")
    await bot.type("settings costs hide")
    before = await bot.link()
    answer = await bot.type(f"add {PAGE} -> {TARGET} cost 7 EUR tag:x")
    assert "EUR" not in str(answer.blocks), "not in a button either"
    await bot.click(answer, BULK_UNDO)
    assert ((await bot.link()).terms, (await bot.link()).tags) == (before.terms, before.tags)


@pytest.mark.parametrize("lines", [1, 2])
async def test_the_form_says_what_changes_with_undo(bot: Bot, lines: int) -> None:
    await bot.type(f"add\n{PAGE} -> {TARGET}\n{OTHER} -> {TARGET}")
    await bot.slack.command(ADA, LINKS, "/links add")
    await bot.slack.until(lambda: bot.slack.modal(ADA))
    typed = "\n".join([PAGE, OTHER][:lines])
    await bot.slack.submit_view(ADA, {"links": typed, "target": TARGET, "tags": "summer"})
    shown = bot.slack.modal(ADA)
    assert shown is not None
    assert "tags  none  →  summer" in read_view(shown.body)
    await bot.slack.click(shown, BULK_UNDO if lines > 1 else "answer.run.9")
    await bot.slack.until(lambda: bot.slack.modal(ADA) is not shown or "Undone" in read_view(shown.body))
    assert [each.tags for each in await bot.store.links()] == [frozenset(), frozenset()]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("edit P-1 max 50", "limit 100 → 50"),
        ("edit P-1 max 100", "limit as usual → 100"),
        ("edit P-1 max 50 every 2d", "limit 100 → 50; interval none → 2d"),
        ("partner add https://friends.example/links max 50", "limit 100 → 50"),
    ],
)
async def test_a_limit_that_was_the_usual_one_is_brought_back(bot: Bot, typed: str, told: str) -> None:
    added = await bot.type("partner add https://friends.example/links")
    assert "P-1" in words_of(added), "the answer says its number"
    before = await bot.partner()
    answer = await bot.type(typed)
    assert told in words_of(answer)
    await bot.click(answer, "answer.run.9")
    after = await bot.partner()
    assert (after.max_outbound, after.limit_agreed, after.every) == (before.max_outbound, False, None)


async def test_the_form_of_a_limit_says_what_changed_with_undo(bot: Bot) -> None:
    await bot.type("partner add https://friends.example/links")
    await bot.slack.command(ADA, LINKS, "/links edit P-1")
    await bot.slack.until(lambda: bot.slack.modal(ADA))
    await bot.slack.submit_view(ADA, {"max": "50"})
    shown = bot.slack.modal(ADA)
    assert shown is not None
    assert "limit 100 → 50" in read_view(shown.body)
    await bot.slack.click(shown, "answer.run.9")
    await bot.slack.until(lambda: bot.slack.modal(ADA) is not shown)
    assert ((await bot.partner()).max_outbound, (await bot.partner()).limit_agreed) == (100, False)


async def test_of_several_partner_pages_each_change_can_be_undone(bot: Bot) -> None:
    pages = "https://friends.example/links https://pals.example/links"
    await bot.type(f"partner add {pages} max 80")
    answer = await bot.type(f"partner add {pages} max 50")
    assert words_of(answer).count("limit 80 → 50") == 2  # pages
    await bot.click(answer, "answer.run.10")
    assert [each.max_outbound for each in await bot.store.partners()] == [50, 80]


SAID: dict[str, Any] = {
    "page": "https://blog.example/moved",
    "target": "ours.example",
    "anchor": "spades",
    "rel": frozenset({"ugc"}),
    "owner": "U0BEN",
    "every": timedelta(hours=6),
    "tags": frozenset({"spring"}),
    "terms": Terms(Money(Decimal(5), "EUR"), date(2027, 3, 1)),
    "guarantee": GuaranteeSaid(claim_days=14),
    "render": True,
}


@pytest.mark.parametrize("name", sorted({each.name for each in fields(Row)} - {"channel"}))
def test_all_that_can_be_said_of_a_link_is_told_as_a_change_and_undone(name: str) -> None:
    before = link()
    after = with_options(before, replace(Row("", ""), **{name: SAID[name]}))
    assert changes_of(before, after)
    assert edit_line(after, before)
