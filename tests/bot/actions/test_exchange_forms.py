"""Deals by form: what is wrong is said at its field, and what was typed stays."""

from collections.abc import AsyncIterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.sandbox import View as OpenView
from jobs.model.exchange import Exchange, ExchangeState, Side
from jobs.model.queries import ExchangeQuery
from jobs.model.terms import Money
from tests.tools.slack_bot import ADA, LINKS, Bot, open_bot
from tests.tools.slack_words import read_view, sound_view

TYPED = {
    "page1": "https://friends.example/links",
    "target1": "https://ours.example/guide",
    "page2": "https://ours.example/partners",
    "target2": "friends.example",
}
THIRD = {**TYPED, "target2": "third.example", "page3": "https://third.example/links", "target3": "friends.example"}


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path, our_sites=["ours.example"]) as running:
        yield running


async def shows(bot: Bot, words: str) -> str:
    """What the modal says, once it says these words."""

    def there() -> OpenView | None:
        view = bot.slack.modal(ADA)
        return view if view and words in read_view(view.body) else None

    return read_view(sound_view((await bot.slack.until(there)).body))


async def kept(bot: Bot) -> list[Exchange]:
    return await bot.store.exchanges(ExchangeQuery())


async def test_a_deal_is_entered_and_shown(bot: Bot) -> None:
    await bot.slack.command(ADA, LINKS, "/links exchange add")
    await shows(bot, "Third page")
    submitted = await bot.slack.submit_view(ADA, {**TYPED, "until": "1 Mar 2027", "cost": "50 EUR"})
    assert submitted.errors == {}
    await shows(bot, "every side keeps it")
    [deal] = await kept(bot)
    assert (deal.until, deal.cost) == (date(2027, 3, 1), Money(Decimal(50), "EUR"))
    assert [leg.side for leg in deal.legs] == [Side.THEIRS, Side.OURS]


async def test_so_is_one_of_three(bot: Bot) -> None:
    await bot.slack.command(ADA, LINKS, "/links exchange add")
    await shows(bot, "Third page")
    await bot.slack.submit_view(ADA, THIRD)
    await shows(bot, "L-3")
    [deal] = await kept(bot)
    assert [leg.side for leg in deal.legs] == [Side.THEIRS, Side.OURS, Side.THEIRS]


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"page1": "not an address"}, "page1", "not an address"),
        ({"target2": ""}, "target2", "required"),
        ({"page3": "https://third.example/"}, "target3", "An address is missing here."),
        ({"until": "soon"}, "until", "is not a day"),
        ({"until": "2001-01-01"}, "until", "That day is over already."),
        ({"cost": "a lot"}, "cost", "a lot"),
        ({"page2": TYPED["page1"], "target2": TYPED["target1"]}, "page2", "one and the same"),
    ],
)
async def test_what_is_wrong_is_said_at_its_field(bot: Bot, wrong: dict[str, str], field: str, words: str) -> None:
    await bot.slack.command(ADA, LINKS, "/links exchange add")
    await shows(bot, "Third page")
    errors = (await bot.slack.submit_view(ADA, {**TYPED, **wrong})).errors
    assert list(errors) == [field]
    assert words in errors[field]
    assert await kept(bot) == []
    assert await bot.store.links() == []


async def test_end_and_cost_are_changed_and_a_later_end_revives_a_deal(bot: Bot) -> None:
    await bot.type(
        "exchange add https://a.example/x -> https://b.example/ for https://b.example/x -> https://a.example/"
    )
    await bot.slack.command(ADA, LINKS, "/links edit X-1")
    await shows(bot, "Holds until")
    assert (await bot.slack.submit_view(ADA, {"until": "2027-03-01", "cost": "70 EUR"})).errors == {}
    [deal] = await kept(bot)
    assert (deal.until, deal.cost, deal.state) == (date(2027, 3, 1), Money(Decimal(70), "EUR"), ExchangeState.ACTIVE)


async def test_where_costs_are_hidden_the_form_does_not_ask_and_keeps_them(bot: Bot) -> None:
    await bot.type("exchange add a.example/x -> b.example for b.example/x -> a.example cost 50 EUR")
    await bot.type("settings costs hide")
    await bot.slack.command(ADA, LINKS, "/links edit X-1")
    assert "50" not in await shows(bot, "Holds until")
    await bot.slack.submit_view(ADA, {"until": "2027-03-01"})
    [deal] = await kept(bot)
    assert (deal.until, deal.cost) == (date(2027, 3, 1), Money(Decimal(50), "EUR"))
