"""Deals entered, shown, changed and ended by command, form and card, in the local Slack."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.grammar.exchanges import ADD_EXAMPLE
from jobs.alerts.notices import DEBOUNCE
from jobs.exchanges.follow import follow_clock, with_exchanges
from jobs.model.exchange import Exchange, ExchangeState
from jobs.model.findings import About
from jobs.model.incident import IncidentKind, IncidentStatus
from jobs.model.link_status import LinkState
from jobs.model.queries import ExchangeQuery
from jobs.model.terms import Money
from jobs.model.write import Write
from jobs.rules import alerts, rule, rules
from tests.tools.slack_bot import ACME, ADA, BEN, Bot, open_bot, words_of
from tests.tools.slack_words import read_view, sound_view

THEIRS, OURS = "https://friends.example/links", "https://ours.example/partners"
ADD = f"exchange add {THEIRS} -> https://ours.example/guide for {OURS} -> https://friends.example/"


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path, our_sites=["ours.example"]) as running:
        yield running


async def deal(bot: Bot, number: int = 1) -> Exchange:
    found = await bot.store.exchange(number)
    assert found is not None
    return found


async def becomes(bot: Bot, number: int, state: LinkState) -> None:
    """A check sees one of the links so."""
    link = await bot.link(number)
    now = bot.clock.now()
    seen = replace(link, standing=replace(link.standing, state=state, since=now, absent_since=now))
    await bot.store.write(await with_exchanges(bot.store, Write(links=[seen]), alerts, now))


async def test_an_exchange_is_entered_checked_and_shown(bot: Bot) -> None:
    words = words_of(await bot.type(f"{ADD} until 2027-03-01 cost 50 EUR"))
    for said in (
        "X-1  with friends.example",
        "every side keeps it",
        "They give  L-1",
        "We give  L-2",
        "1 Mar 2027",
        "50",
    ):
        assert said in words
    kept = await deal(bot)
    assert (kept.state, kept.until, kept.added_by) == (ExchangeState.ACTIVE, date(2027, 3, 1), ADA)
    assert bot.looks.asked == [THEIRS, OURS]
    assert kept.next_at is not None


async def test_links_that_are_tracked_already_are_used(bot: Bot) -> None:
    await bot.type(f"add {OURS} -> https://friends.example/")
    await bot.type(ADD)
    assert (await deal(bot)).links == (2, 1)


async def test_the_same_deal_is_kept_once_and_takes_on_its_terms(bot: Bot) -> None:
    await bot.type(ADD)
    words = words_of(await bot.type(f"{ADD} cost 70 EUR"))
    assert "Kept already as  X-1" in words
    assert len(await bot.store.exchanges(ExchangeQuery())) == 1
    assert (await deal(bot)).cost == Money(Decimal(70), "EUR")


async def test_what_is_not_placed_yet_is_said_of_us_too(bot: Bot) -> None:
    bot.looks.absent = True
    words = words_of(await bot.type(ADD))
    assert "waits for our link" in words
    assert words.count("not placed yet") == 2


async def test_an_end_that_is_over_is_refused_and_what_was_typed_is_given_back(bot: Bot) -> None:
    typed = f"{ADD} until 1 Mar 2001 nofollow-ok render tag:spring"
    words = words_of(await bot.type(typed))
    assert "That day is over already" in words
    assert ADD_EXAMPLE in words
    assert f"/links {typed}" in words
    same = "exchange add a.example/1 -> ours.example, a.example/1 -> ours.example render"
    words = words_of(await bot.type(same))
    assert "one and the same" in words
    assert f"/links {same}" in words
    assert await bot.store.exchanges(ExchangeQuery()) == []
    assert await bot.store.links() == []


async def test_show_has_links_balance_and_history(bot: Bot) -> None:
    await bot.type(ADD)
    words = words_of(await bot.type("exchange show X-1"))
    for said in ("Balance  with friends.example: we get 1 of 1 link, 2.07 % in all", "History", "active", "Check now"):
        assert said in words
    assert "Part of  X-1  with friends.example" in words_of(await bot.type("show L-1"))


async def test_they_are_listed_by_state(bot: Bot) -> None:
    await bot.type(ADD)
    assert "X-1" in words_of(await bot.type("exchange"))
    assert "No broken exchanges" in words_of(await bot.type("exchange list broken"))
    assert "No expiring or breach ours exchanges" in words_of(await bot.type("exchange list expiring breach_ours"))
    await becomes(bot, 1, LinkState.LOST)
    assert "broken by them" in words_of(await bot.type("exchange list broken"))


async def test_edit_and_end(bot: Bot) -> None:
    await bot.type(ADD)
    answer = await bot.type("exchange edit X-1 until 2027-03-01")
    assert "is changed: until none → 1 Mar 2027." in words_of(answer)
    await bot.click(answer, "answer.run.9")
    assert (await deal(bot)).until is None
    await bot.type("exchange edit X-1 until 2027-03-01")
    assert "was so already" in words_of(await bot.type("exchange edit X-1 until 2027-03-01"))
    assert "/links exchange edit 1 until 1 Mar 2001 cost 5 EUR" in words_of(
        await bot.type("exchange edit 1 until 1 Mar 2001 cost 5 EUR")
    )
    assert "open-ended" in words_of(await bot.type("exchange edit X-1 until none"))
    assert "is ended" in words_of(await bot.type("exchange end X-1"))
    assert "over already" in words_of(await bot.type("exchange end X-1"))
    assert "was ended, so nothing was changed" in words_of(await bot.type("exchange edit X-1 until 2028-03-01"))
    ended = await deal(bot)
    assert (ended.state, ended.ended_by, ended.next_at) == (ExchangeState.ENDED, ADA, None)
    assert len(await bot.store.links()) == 2


async def test_another_channel_knows_nothing_of_it(bot: Bot) -> None:
    await bot.type(ADD)
    for typed in ("exchange show X-1", "exchange edit X-1 until none", "exchange end X-1"):
        assert "X-1  is not in this channel" in words_of(await bot.type(typed, channel=ACME))


async def test_hidden_costs_stay_hidden(bot: Bot) -> None:
    await bot.type("settings costs hide")
    assert "costs are hidden" in words_of(await bot.type(f"{ADD} cost 50 EUR"))
    assert "50" not in words_of(await bot.type("exchange show X-1"))


@pytest.mark.parametrize(("is_sure", "said"), [(True, "broke it first."), (False, "broke it first, as far as we saw:")])
async def test_a_digest_says_who_broke_it_first_no_more_surely_than_the_alert(
    bot: Bot,
    is_sure: bool,  # noqa: FBT001  # a row of the table
    said: str,
) -> None:
    await bot.type(ADD)
    for number in (1, 2):
        await becomes(bot, number, LinkState.LOST)
    await bot.store.write(Write(exchanges=[replace(await deal(bot), is_first_sure=is_sure)]))
    words = words_of(await bot.type("digest now"))
    assert f"friends.example {said}" in words
    assert words.count("broke it first") == 1


async def test_hiding_costs_and_changing_terms_edit_the_open_alert(bot: Bot) -> None:
    await bot.type(f"{ADD} cost 50 EUR")
    await becomes(bot, 1, LinkState.LOST)
    [card] = await bot.said()
    assert "cost 50 EUR" in words_of(card)
    await bot.type("exchange edit X-1 cost 70 EUR until 2099-03-01")
    bot.clock.move(DEBOUNCE)
    [card] = await bot.said()
    assert "until 1 Mar 2099, cost 70 EUR" in words_of(card)
    await bot.type("settings costs hide")
    bot.clock.move(DEBOUNCE)
    [card] = await bot.said()
    assert "EUR" not in words_of(card)


async def test_a_breach_is_one_message_that_turns_green(bot: Bot) -> None:
    await bot.type(ADD)
    await becomes(bot, 1, LinkState.LOST)
    [card] = await bot.said()
    words = words_of(card)
    for said in (
        "They broke the exchange: friends.example (X-1)",
        "Our link L-2 stands",
        "not as agreed",
        "End the exchange",
    ):
        assert said in words
    await becomes(bot, 2, LinkState.LOST)
    both = words_of((await bot.said())[0])
    assert "Both sides broke the exchange" in both
    assert "friends.example broke it first" in both
    for number in (1, 2):
        await becomes(bot, number, LinkState.RECOVERED)
    assert "Exchange is whole again" in words_of((await bot.said())[0])


BREAKS = {
    "breach_theirs": (1,),
    "breach_ours": (2,),
    "both_broken": (1, 2),
    "expiring": (),
}
"""Kind of finding -> the links that are lost for it; where none is, its end is near."""


def test_every_kind_about_exchanges_has_a_row() -> None:
    assert set(BREAKS) == {named.kind for named in rules() if named.rule.about is About.EXCHANGE}


@pytest.mark.parametrize("kind", BREAKS)
async def test_each_kind_is_told_at_once_with_its_title_and_what_to_do(bot: Bot, kind: str) -> None:
    end = (bot.clock.now() + timedelta(days=7 if kind == "expiring" else 90)).date()
    await bot.type(f"{ADD} until {end.isoformat()}")
    for number in BREAKS[kind]:
        await becomes(bot, number, LinkState.LOST)
    bot.clock.move(timedelta(days=5 if kind == "expiring" else 0))
    await follow_clock(bot.store, alerts, bot.clock.now())
    card, *_ = await bot.said()
    words = words_of(card)
    assert rule(kind).title in words
    assert "X-1" in card.text
    await bot.slack.click(card, "incident.proof")
    view = await bot.slack.until(lambda: bot.slack.modal(ADA))
    assert rule(kind).todo in read_view(sound_view(view.body))


async def test_the_card_drafts_a_mail_in_which_we_apologise(bot: Bot) -> None:
    await bot.type(ADD)
    await becomes(bot, 2, LinkState.LOST)
    [card] = await bot.said()
    assert "We broke the exchange" in words_of(card)
    words = words_of(await bot.click(card, "incident.more", chosen="mail"))
    for said in ("Our exchange of links with friends.example", "We are sorry", "Our link to you is missing here", OURS):
        assert said in words


async def test_the_card_ends_the_exchange_for_those_who_may(bot: Bot) -> None:
    await bot.type(ADD)
    await becomes(bot, 1, LinkState.LOST)
    [card] = await bot.said()
    assert "is ended" in words_of(await bot.click(card, "incident.more", chosen="end_deal"))
    assert (await deal(bot)).state is ExchangeState.ENDED
    assert "Exchange is over" in words_of((await bot.said())[0])


async def test_accepting_closes_the_alert_and_says_it_no_more(bot: Bot) -> None:
    await bot.type(ADD)
    await bot.type("mark L-1 lost")
    [card] = await bot.said()
    assert "broken by them" in words_of(await bot.type("exchange show X-1"))
    await bot.press(card, "incident.more", chosen="accept")
    await bot.said()
    [breach] = [each for each in await bot.store.incidents(only_open=False) if each.kind is IncidentKind.BREACH]
    assert breach.status is IncidentStatus.ACCEPTED
    assert (await deal(bot)).state is ExchangeState.ACTIVE
    assert "gone, which was accepted" in words_of(await bot.type("exchange show X-1"))
    await becomes(bot, 1, LinkState.LOST)
    assert len(await bot.said()) == 1


async def test_removing_a_link_ends_its_deal(bot: Bot) -> None:
    await bot.type(ADD)
    await bot.type("remove L-1")
    assert (await deal(bot)).state is ExchangeState.ENDED


async def test_reminders_come_in_one_message(bot: Bot) -> None:
    end = (bot.clock.now() + timedelta(days=9)).date()
    await bot.type(f"{ADD} until {end.isoformat()}")
    for _ in range(12):
        bot.clock.move(timedelta(days=1))
        await follow_clock(bot.store, alerts, bot.clock.now())
        card, *_ = [*await bot.said(), None]
    assert card is not None
    assert "Exchange is over" in words_of(card)
    [second, over] = bot.slack.thread(card)[-2:]
    assert ("it ends in 2 days" in words_of(second), second.broadcast) == (True, True)
    assert ("as agreed" in words_of(over), over.broadcast) == (True, False)


async def test_whoever_may_not_changes_nothing(tmp_path: Path) -> None:
    async with open_bot(tmp_path, permissions={"manage": [ADA]}) as bot:
        assert "may not" in words_of(await bot.type(ADD, user=BEN))
        assert await bot.store.links() == []
