"""`/links worth` and the worth of one link in `show`: ranked, explained, and in money where costs are shown."""

import csv
import io
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from jobs.model.channel import ChannelSettings
from jobs.model.event import Event
from jobs.model.kept_relevance import KeptRelevance
from jobs.model.link import NewLink
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.queries import ExchangeQuery
from jobs.model.reading import PageFacts, Sighting
from jobs.model.relevance import Closeness
from jobs.model.terms import Money, Terms
from jobs.model.write import Write
from tests.tools.nouns import seen
from tests.tools.slack_bot import LINKS, Bot, open_bot, words_of

OURS = "https://ours.example/shop"


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """Twelve links of 100 EUR in a channel, each on a page with more links out than the one before."""
    async with open_bot(tmp_path) as running:
        for number in range(1, 13):
            await place(running, number)
        yield running


async def place(bot: Bot, number: int, page_url: str = "") -> None:
    ago, lived = bot.clock.now() - timedelta(days=70), timedelta(days=70)
    new = NewLink(LINKS, page_url or f"https://blog{number}.example/", OURS, terms=Terms(Money(Decimal(100), "EUR")))
    link, _ = await bot.store.add_link(new, ago)
    page = await bot.store.page(new.page_url)
    assert page is not None
    facts = PageFacts(new.page_url, new.page_url, 200, followed_external=10 * number, read_at=ago)
    kept = KeptRelevance(80, Closeness.SAME_SUBJECT, ago)
    standing = LinkStatus(LinkState.LIVE, since=ago, last_present_at=bot.clock.now(), lived=lived)
    shown = replace(link, standing=standing, sighting=Sighting(seen(), 1), relevance=kept)
    told = Event(ago, LINKS, link.ref, "live")
    await bot.store.write(Write(links=[shown], pages=[replace(page, facts=facts)], events=[told]))


async def test_the_links_of_a_channel_are_ranked_a_page_at_a_time(bot: Bot) -> None:
    first = words_of(await bot.type("worth"))
    assert "What 12 links are worth: page 1 of 2" in first
    assert first.index("1. L-1 6.8 % ") < first.index("10. L-10 ")
    assert "relevance 80 % × place 100 % × share 8.5 % × indexable 100 % · a month: worth " in first
    assert "Lasting is left out of all: to tell it, we want 10 links lost for good" in first
    assert "Dear for what they are worth" in first
    assert "1,200 EUR was paid for 12 links with a known worth." in first
    assert "No authority of pages is guessed" in first
    second = words_of(await bot.type("worth page:2"))
    assert "11. L-11" in second
    assert "L-10 " not in second
    assert "Dear for" not in second
    assert words_of(await bot.type("worth page:9")) == second


async def test_one_link_is_shown_with_what_it_is_worth(bot: Bot) -> None:
    shown = words_of(await bot.type("show L-2"))
    assert "Worth  3.4 % = relevance 80 % (80 of 100, probably about the same subject) ×" in shown
    assert "share 4.2 % (0.85 / 20 followed links out)" in shown
    assert "EUR at your own rate (all that was paid for 12 links in EUR, spread by worth); it cost 100 EUR" in shown
    assert words_of(await bot.type("worth L-2")) == shown


async def test_what_is_measured_by_is_read_once_a_day_and_anew_by_the_ranking(bot: Bot) -> None:
    await bot.type("show L-2")
    await place(bot, 13)
    assert "for 12 links in EUR" in words_of(await bot.type("show L-2"))
    await bot.type("worth")
    assert "for 13 links in EUR" in words_of(await bot.type("show L-2"))
    await place(bot, 14)
    bot.clock.move(timedelta(days=1))
    assert "for 14 links in EUR" in words_of(await bot.type("show L-2"))


async def test_where_costs_are_hidden_nothing_is_said_of_money(bot: Bot) -> None:
    await bot.type("show L-2")
    await bot.store.write(Write(settings={LINKS: ChannelSettings(hide_costs=True)}))
    for command in ("show L-2", "worth"):
        said = words_of(await bot.type(command))
        assert "relevance 80 %" in said
        assert "EUR" not in said


async def test_a_link_that_does_not_stand_is_worth_nothing_that_is_said(bot: Bot) -> None:
    link = await bot.store.link(1)
    assert link is not None
    gone = replace(link, standing=LinkStatus(LinkState.LOST, since=bot.clock.now()))
    await bot.store.write(Write(links=[gone], events=[Event(bot.clock.now(), LINKS, "L-1", "lost")]))
    bot.clock.move(timedelta(minutes=1))
    assert "Worth" not in words_of(await bot.type("show L-1"))
    assert "What 11 links are worth" in words_of(await bot.type("worth"))


async def test_a_channel_without_links_is_told_so(tmp_path: Path) -> None:
    async with open_bot(tmp_path) as bot:
        assert "No link stands now." in words_of(await bot.type("worth"))


async def test_all_of_them_come_as_a_file(bot: Bot) -> None:
    said = words_of(await bot.type("worth file"))
    assert "The worth of 12 links is in your messages with me" in said
    [upload] = bot.slack.workspace.files.values()
    assert upload.name == "worth-of-links.csv"
    rows = list(csv.DictReader(io.StringIO(upload.content.decode("utf-8-sig"))))
    assert [row["link"] for row in rows] == [f"L-{number}" for number in range(1, 13)]
    assert rows[0]["share_because"] == "0.85 / 10 followed links out"


async def test_links_that_we_give_are_not_ranked(tmp_path: Path) -> None:
    """One on a page of a site of ours, one that is owed in an exchange."""
    async with open_bot(tmp_path, our_sites=["ours.example"]) as bot:
        for number in range(1, 5):
            await place(bot, number)
        await place(bot, 5, "https://friends.ours.example/")
        theirs, ours = "https://blog1.example/ -> https://ours.example/shop", "https://blog4.example/"
        await bot.type(f"exchange add {theirs} for {ours} -> https://ours.example/shop")
        [deal] = await bot.store.exchanges(ExchangeQuery(LINKS))
        assert deal.links == (1, 4)
        said = words_of(await bot.type("worth"))
        assert "What 3 links are worth" in said
        assert "Worth" in words_of(await bot.type("show L-1"))
        for given in ("show L-4", "show L-5"):
            assert "Worth" not in words_of(await bot.type(given))


async def test_costs_that_are_shown_again_are_in_the_worth_at_once(bot: Bot) -> None:
    await bot.store.write(Write(settings={LINKS: ChannelSettings(hide_costs=True)}))
    assert "EUR" not in words_of(await bot.type("show L-2"))
    await bot.store.write(Write(settings={LINKS: ChannelSettings()}))
    assert "at your own rate" in words_of(await bot.type("show L-2"))
