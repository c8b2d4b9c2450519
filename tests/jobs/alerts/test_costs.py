"""Costs and guarantees through the local Slack: told, changed, shown; and no cost where the channel hides costs."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

from bot.messages.alerts.letters import LetterLanguage
from bot.messages.alerts.mails import mail_drafted
from bot.outbox.render import render
from bot.sandbox import Message, View
from jobs.alerts.cases import case_of
from jobs.config import Config
from jobs.digests.write import write_digest
from jobs.model.channel import ChannelSettings
from jobs.model.incident import Incident
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.notice import NoticeKind
from jobs.model.terms import Money, Terms
from jobs.model.write import Write
from tests.tools.nouns import MISSING, incident
from tests.tools.slack_bot import ACME, ADA, EVE, LINKS, OTHER, PAGE, TARGET, Bot, nowhere, open_bot, words_of
from tests.tools.slack_words import read, read_view, sound, sound_view

AGREED = Terms(Money(Decimal(120), "EUR"), date(2099, 3, 1))
TYPED = "cost 120 EUR guaranteed until 2099-03-01"


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path) as running:
        yield running


async def lose(bot: Bot, number: int = 1) -> Incident:
    """Call a link lost, as an alert that was posted."""
    link = await bot.link(number)
    lost = LinkStatus(LinkState.LOST, since=bot.clock.now(), open=(MISSING,))
    told = incident(number, channel=link.channel, opened_at=bot.clock.now(), message_ts="1.0")
    await bot.store.write(Write(links=[replace(link, standing=lost)], incidents=[told]))
    return told


async def hide(bot: Bot, channel: str = LINKS) -> None:
    await bot.store.write(Write(settings={channel: ChannelSettings(hide_costs=True)}))


async def edits_of(bot: Bot, told: Incident) -> int:
    kinds = [each.kind for each in await bot.store.notices() if each.incident_id == told.id]
    return kinds.count(NoticeKind.EDIT)


# Told and changed


async def test_what_was_agreed_is_kept_with_the_link_and_said_again(bot: Bot) -> None:
    answer = await bot.type(f"add {PAGE} -> {TARGET} {TYPED}")
    assert (await bot.link()).terms == AGREED
    assert "cost 120 EUR, guaranteed until 1 Mar 2099" in words_of(answer)
    assert "cost 120 EUR, guaranteed until 1 Mar 2099" in words_of(await bot.type("show L-1"))


async def test_adding_it_again_adds_what_was_not_said_before(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET} cost 120 EUR")
    await bot.type(f"add {PAGE} -> {TARGET} guaranteed until 2099-03-01")
    assert (await bot.link()).terms == AGREED


async def test_terms_are_changed_and_taken_away(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET} {TYPED}")
    answer = words_of(await bot.type("edit L-1 cost 90 USD"))
    assert "cost 90 USD, guaranteed until 1 Mar 2099" in answer
    assert "was so already" in words_of(await bot.type("edit L-1 cost 90.00 USD"))
    assert "cost 90 USD → none" in " ".join(words_of(await bot.type("edit L-1 cost none")).split())
    assert (await bot.link()).terms == Terms(guaranteed_until=AGREED.guaranteed_until)
    await bot.type("edit L-1 no guarantee")
    assert (await bot.link()).terms == Terms()


async def test_an_open_alert_follows_what_was_agreed(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    told = await lose(bot)
    await bot.type("edit L-1 tag:x")
    assert await edits_of(bot, told) == 0
    await bot.type(f"edit L-1 {TYPED}")
    assert await edits_of(bot, told) == 1
    card = await bot.card_again(told)
    assert "Cost 120 EUR, guaranteed until 1 Mar 2099: worth a mail." in words_of(card).replace("2099 :", "2099:")


async def test_what_is_removed_can_be_added_again_with_its_terms(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET} {TYPED}")
    answer = await bot.type("remove L-1")
    [again] = [words for words in _texts(answer) if words.startswith("/links add")]
    await bot.type(again.removeprefix("/links "))
    assert [link.terms for link in await bot.store.links()] == [AGREED]


async def test_people_who_may_not_manage_change_no_terms(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET} {TYPED}", channel=ACME)
    assert "You may not" in words_of(await bot.type("edit L-1 cost none", user=EVE, channel=ACME))
    assert (await bot.link()).terms == AGREED


# Hidden: the money is nowhere, the guarantee is everywhere


async def test_a_channel_that_hides_costs_shows_none_in_any_answer(bot: Bot) -> None:
    await hide(bot)
    added = await bot.type(f"add {PAGE} -> {TARGET} {TYPED}")
    await lose(bot)
    answers = [added]
    answers += [await bot.type(typed) for typed in ("show L-1", "list", "check L-1", "edit L-1 tag:x", "digest now")]
    answers += [await bot.type(f"add {PAGE} -> {TARGET}"), await bot.type("edit L-1 cost 120 EUR")]
    answers.append(await bot.type("remove L-1"))
    for answer in answers:
        assert "EUR" not in words_of(answer)
    assert sum("2099" in words_of(answer) for answer in answers) >= 6
    assert "costs are hidden in this channel" in words_of(answers[-1])


async def test_a_hidden_cost_is_kept_and_said_to_be(bot: Bot) -> None:
    await hide(bot)
    for typed in (f"add {PAGE} -> {TARGET} cost 90 EUR", "edit L-1 cost 120 EUR"):
        answer = words_of(await bot.type(typed))
        assert "EUR" not in answer
        assert "The cost is kept, and not shown" in answer
    assert (await bot.link()).terms.cost == AGREED.cost


async def test_hiding_costs_takes_them_out_of_open_alerts(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET} {TYPED}")
    await bot.type(f"add {OTHER} -> {TARGET}")
    told, other = await lose(bot, 1), await lose(bot, 2)
    assert "120 EUR" in words_of(await bot.card_again(told))
    await bot.type("settings costs hide")
    assert (await edits_of(bot, told), await edits_of(bot, other)) == (1, 0)
    words = words_of(await bot.card_again(told))
    assert "EUR" not in words
    assert "Guaranteed until 1 Mar 2099" in words


async def test_of_several_links_in_one_alert_the_sums_are_hidden_too(bot: Bot) -> None:
    for page in (PAGE, OTHER):
        await bot.type(f"add {page} -> {TARGET} {TYPED}")
        link = (await bot.store.links())[-1]
        lost = LinkStatus(LinkState.LOST, since=bot.clock.now(), open=(MISSING,))
        await bot.store.write(Write(links=[replace(link, standing=lost)]))
    both = incident(1, 2, opened_at=bot.clock.now())
    shown = words_of(await bot.card(both))
    assert "Under guarantee when it happened: 2 of 2." in shown
    assert "Cost of those that are down: 240 EUR." in shown
    await hide(bot)
    hidden = words_of(await bot.card_again(both))
    assert "Under guarantee when it happened: 2 of 2." in hidden
    assert "EUR" not in hidden


async def test_a_digest_written_before_costs_were_hidden_is_posted_without_them(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET} {TYPED}")
    await lose(bot)
    await write_digest(bot.store, Config(), LINKS, "2026-W48", bot.clock.now())
    [notice] = [each for each in await bot.store.notices() if each.kind is NoticeKind.DIGEST]
    before = read(sound(await render(bot.store, notice, None, bot.clock.now(), nowhere)))
    assert "120 EUR" in before
    await hide(bot)
    after = read(sound(await render(bot.store, notice, None, bot.clock.now(), nowhere)))
    assert "EUR" not in after
    assert "guaranteed until 1 Mar 2099" in after


async def test_each_channel_hides_its_own_costs_only(bot: Bot) -> None:
    """Home shows a person's links of all channels; what it opens is judged by the link's channel."""
    await hide(bot, ACME)
    await bot.type(f"add {PAGE} -> {TARGET} cost 120 EUR")
    await bot.type(f"add {PAGE} -> {TARGET} cost 777 EUR", channel=ACME)
    for number in (1, 2):
        await lose(bot, number)
    assert "120 EUR" in words_of(await bot.type("digest now"))
    assert "777 EUR" not in words_of(await bot.type("digest now"))
    assert "EUR" not in words_of(await bot.type("digest now", channel=ACME))
    await bot.slack.open_home(ADA)
    opened = await bot.slack.until(lambda: bot.slack.home(ADA))
    await bot.slack.click(opened, "home.place", "mine")
    home = await bot.slack.until(lambda: _home(bot, "L-1", "L-2"))
    assert "under guarantee" not in read_view(home.body)
    assert "EUR" not in read_view(home.body)
    for number, shown in ((1, True), (2, False)):
        await bot.slack.click(home, "home.row", f"show:{number}", block_id=f"home.row.{number}")
        view = await bot.slack.until(partial(_modal, bot, "Should link to"))
        assert ("EUR" in read_view(view)) is shown
        await bot.slack.close_view(ADA)


def _home(bot: Bot, *has: str) -> View | None:
    view = bot.slack.home(ADA)
    return view if view and all(each in read_view(view.body) for each in has) else None


async def test_a_mail_never_names_the_cost(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET} {TYPED}")
    case = await case_of(bot.store, await lose(bot))
    for language in LetterLanguage:
        assert "EUR" not in read(sound(mail_drafted(case, language)))


# Forms


def _modal(bot: Bot, has: str) -> dict[str, object] | None:
    view = bot.slack.modal(ADA)
    return view.body if view and has in read_view(view.body) else None


async def open_edit(bot: Bot) -> dict[str, object]:
    await bot.slack.command(ADA, LINKS, "/links edit L-1")
    return sound_view(await bot.slack.until(lambda: _modal(bot, "Edit L-1")))


async def test_the_form_of_a_link_changes_its_terms(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET} {TYPED}")
    view = await open_edit(bot)
    assert "120 EUR" in read_view(view)
    assert "2099-03-01" in read_view(view)
    assert (await bot.slack.submit_view(ADA, {"cost": "€90,50", "guarantee": "1 Apr 2099"})).errors == {}
    await bot.slack.until(lambda: "outbox" in bot.handled)
    assert (await bot.link()).terms == Terms(Money(Decimal("90.50"), "EUR"), date(2099, 4, 1))


async def test_an_emptied_field_takes_the_term_away(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET} {TYPED}")
    await open_edit(bot)
    await bot.slack.submit_view(ADA, {"cost": None, "guarantee": None})
    await bot.slack.until(lambda: "outbox" in bot.handled)
    assert (await bot.link()).terms == Terms()


async def test_saving_the_form_unchanged_writes_nothing(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET} cost 1234.5 EUR guaranteed until 2099-03-01")
    before = await bot.link()
    await open_edit(bot)
    await bot.slack.submit_view(ADA)
    await bot.type("status")
    assert await bot.link() == before


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"cost": "120"}, {"cost": "“120” names no currency; write for example 120 EUR."}),
        (
            {"cost": "120 XYZ"},
            {"cost": "“XYZ” is no currency that we know; write its code, such as EUR or USD."},
        ),
        ({"cost": "-5 EUR"}, {"cost": "“-5” is less than nothing; write for example 120 EUR."}),
        ({"guarantee": "soon"}, {"guarantee": "“soon” is not a day; write for example 2027-03-01."}),
    ],
)
async def test_what_is_wrong_is_told_at_the_field_and_while_it_is_typed(
    bot: Bot, typed: dict[str, str], errors: dict[str, str]
) -> None:
    await bot.type(f"add {PAGE} -> {TARGET} {TYPED}")
    await open_edit(bot)
    [(field, words)] = errors.items()
    opened = bot.slack.modal(ADA)
    assert opened
    await bot.slack.click(opened, f"form.{field}", chosen=typed[field], values=typed)
    sound_view(await bot.slack.until(lambda: _modal(bot, words)))
    assert (await bot.slack.submit_view(ADA, typed)).errors == errors
    assert (await bot.link()).terms == AGREED


async def test_the_form_says_what_it_understood(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await open_edit(bot)
    opened = bot.slack.modal(ADA)
    assert opened
    await bot.slack.click(opened, "form.cost", chosen="$1,200", values={"cost": "$1,200", "guarantee": "1.3.2099"})
    await bot.slack.until(lambda: _modal(bot, "Understood: cost 1,200 USD, guaranteed until 1 Mar 2099."))


async def test_a_channel_that_hides_costs_is_not_asked_for_them_and_keeps_them(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET} {TYPED}")
    await hide(bot)
    view = await open_edit(bot)
    assert "EUR" not in read_view(view)
    assert "Cost" not in [block["label"]["text"] for block in view["blocks"] if "label" in block]  # type: ignore[attr-defined]  # blocks of a view
    await bot.slack.submit_view(ADA, {"guarantee": "2099-05-01"})
    await bot.slack.until(lambda: "outbox" in bot.handled)
    assert (await bot.link()).terms == Terms(AGREED.cost, date(2099, 5, 1))
    await bot.slack.command(ADA, LINKS, "/links add")
    adding = await bot.slack.until(lambda: _modal(bot, "Pages that carry"))
    assert "Cost" not in [block["label"]["text"] for block in adding["blocks"] if "label" in block]  # type: ignore[attr-defined]  # as above


async def test_the_form_to_add_takes_terms_for_all_its_lines(bot: Bot) -> None:
    await bot.slack.command(ADA, LINKS, "/links add")
    opened = await bot.slack.until(lambda: bot.slack.modal(ADA))
    typed = {"links": f"{PAGE}\n{OTHER} cost $99", "target": TARGET, "cost": "120 EUR", "guarantee": "2099-03-01"}
    await bot.slack.click(opened, "form.cost", chosen="120 EUR", values=typed)
    await bot.slack.until(lambda: _modal(bot, "2 links understood, cost 120 EUR, guaranteed until 1 Mar 2099."))
    wrong = (await bot.slack.submit_view(ADA, {**typed, "cost": "12x"})).errors
    assert wrong == {"cost": "“x” is no currency that we know; write its code, such as EUR or USD."}
    assert (await bot.slack.submit_view(ADA, typed)).errors == {}
    await bot.slack.until(lambda: _modal(bot, "2 added"))
    dollars = Terms(Money(Decimal(99), "USD"), AGREED.guaranteed_until)
    assert [link.terms for link in await bot.store.links()] == [AGREED, dollars]


async def test_the_settings_form_takes_costs_out_of_open_alerts_too(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET} {TYPED}")
    told = await lose(bot)
    await bot.slack.command(ADA, LINKS, "/links settings")
    await bot.slack.until(lambda: _modal(bot, "Channel settings"))
    bot.handled.clear()
    await bot.slack.submit_view(ADA, {"costs": ["hide"]})
    await bot.slack.until(lambda: "outbox" in bot.handled)
    assert await edits_of(bot, told) == 1


def _texts(message: Message) -> list[str]:
    return [
        element["text"]
        for block in message.blocks
        for part in block.get("elements", ())
        for element in part.get("elements", ())
        if isinstance(element.get("text"), str)
    ]
