"""`/links partner show <site>`: what this channel knows of a partner."""

from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from jobs.config import Permissions
from jobs.model.link import NewLink
from jobs.model.partner import NewPartner
from jobs.model.terms import Money, Terms
from tests.tools.slack_bot import ACME, ADA, BEN, LINKS, Bot, open_bot, words_of

OURS = "https://ours.example/shop"


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path) as running:
        before = running.clock.now() - timedelta(days=70)
        terms = Terms(Money(Decimal(120), "EUR"))
        await running.store.add_link(NewLink(LINKS, "https://www.blog.example/a", OURS, terms=terms), before)
        await running.store.add_link(NewLink(ACME, "https://blog.example/secret", OURS, terms=terms), before)
        await running.store.add_partner(NewPartner(LINKS, "https://blog.example/friends", 80), before)
        yield running


async def test_a_partner_is_shown_by_any_of_its_pages(bot: Bot) -> None:
    shown = await bot.type("partner show https://www.blog.example/a/page")
    said = words_of(shown)
    assert "blog.example" in said
    assert "1 link tracked: 1 not checked yet." in said
    assert "120 EUR for the links that are tracked" in said
    assert "not counted yet, limit 80" in said
    assert "secret" not in said


async def test_what_the_button_lists_is_what_was_counted(bot: Bot) -> None:
    shown = await bot.type("partner show blog.example")
    listed = await bot.click(shown, "answer.run.0")
    assert "1 link" in words_of(listed)
    assert "www.blog.example/a" in words_of(listed)


async def test_an_unknown_site_says_how_to_track_a_link(bot: Bot) -> None:
    said = words_of(await bot.type("partner show nowhere.example"))
    assert "nowhere.example" in said
    assert "is tracked in this channel, or ever was." in said
    assert "/links add" in said


async def test_hidden_costs_stay_hidden(bot: Bot) -> None:
    await bot.type("settings costs hide")
    said = words_of(await bot.type("partner show blog.example"))
    assert "120" not in said
    assert "Hidden in this channel." in said


async def test_who_may_not_see_links_sees_no_partner(tmp_path: Path) -> None:
    async with open_bot(tmp_path, permissions=Permissions(view=(ADA,), manage=(ADA,))) as bot:
        assert "You may not see links here." in words_of(await bot.type("partner show blog.example", user=BEN))
