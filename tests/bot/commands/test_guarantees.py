"""`/links guarantee`: what is guaranteed, what can be claimed, and the reminders in the channel."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from jobs.config import Permissions
from jobs.model.incident import Evidence
from jobs.model.link import NewLink
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.terms import Guarantee
from jobs.model.write import Write
from jobs.partners.remind import ClaimReminders
from jobs.units.dates import format_day
from tests.tools.nouns import MISSING, incident
from tests.tools.slack_bot import ADA, BEN, LINKS, PAGE, TARGET, Bot, open_bot, words_of
from tests.tools.slack_words import read_view


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path) as running:
        await running.store.add_link(NewLink(LINKS, PAGE, TARGET), running.clock.now() - timedelta(days=70))
        yield running


async def lose(bot: Bot) -> None:
    """The link is seen absent now, and proved lost."""
    link = await bot.store.link(1)
    assert link
    now = bot.clock.now()
    standing = LinkStatus(LinkState.LOST, since=now, absent_since=now, open=(MISSING,))
    await bot.store.write(Write(links=[replace(link, standing=standing)]))


async def test_a_guarantee_is_said_shown_and_taken_back(bot: Bot) -> None:
    said = words_of(await bot.type('guarantee L-1 until 2099-03-01 claim 14 days covers removed "paid <back>"'))
    assert "1 link changed." in said
    shown = words_of(await bot.type("show L-1"))
    for part in ("guaranteed until 1 Mar 2099", "claim within 14 days", "covers removed", "paid <back>"):
        assert part in said
        assert part in shown
    again = words_of(await bot.type("guarantee L-1 claim 14 days"))
    assert "was so already" in again
    assert "no guarantee" in words_of(await bot.type("guarantee L-1 none"))
    assert "guaranteed" not in words_of(await bot.type("show L-1"))


@pytest.mark.parametrize("typed", ["guarantee L-1 none", "edit L-1 no guarantee"])
async def test_with_a_guarantee_goes_all_that_it_says(bot: Bot, typed: str) -> None:
    await bot.type('guarantee L-1 until 2099-03-01 claim 14 days covers removed "paid back"')
    before = await bot.link()
    answer = await bot.type(typed)
    after = await bot.link()
    assert (after.terms.guaranteed_until, after.guarantee) == (None, Guarantee())
    told = [event.text for event in await bot.store.events(since=after.added_at, subject="L-1")][-1]
    assert told == (
        "guarantee 1 Mar 2099 -> none; claim within 14 days -> none; covers removed -> all; remedy paid back -> none"
    )
    if typed.startswith("edit"):
        await bot.click(answer, "answer.run.9")
        undone = await bot.link()
        assert (undone.terms, undone.guarantee) == (before.terms, before.guarantee)


async def test_what_is_removed_comes_back_with_its_guarantee(bot: Bot) -> None:
    await bot.type('edit L-1 guaranteed until 2099-03-01 claim 14 days covers removed,nofollow remedy "paid back"')
    before = await bot.link()
    removed = await bot.type("remove L-1")
    [box] = [part for block in removed.blocks for part in block["elements"] if part["type"] == "rich_text_preformatted"]
    await bot.type(box["elements"][0]["text"].removeprefix("/links "))
    [again] = await bot.store.links()
    assert (again.terms, again.guarantee) == (before.terms, before.guarantee)


@pytest.mark.parametrize("typed", ["guarantee L-1 claim 14 days", "show L-1"])
async def test_what_is_said_without_a_last_day_is_shown_too(bot: Bot, typed: str) -> None:
    await bot.type("edit L-1 claim 14 days")
    assert "a guarantee without a last day , claim within 14 days" in words_of(await bot.type(typed))


async def test_all_links_of_a_site_are_meant_by_its_name(bot: Bot) -> None:
    await bot.store.add_link(NewLink(LINKS, "https://www.blog.example/b", TARGET), bot.clock.now())
    assert "2 links changed." in words_of(await bot.type("guarantee blog.example until 2099-03-01 claim 14 days"))
    assert "No link that is meant" in words_of(await bot.type("guarantee nowhere.example claim 14 days"))


async def test_a_claim_is_listed_and_on_its_card(bot: Bot) -> None:
    await bot.type('guarantee L-1 until 2099-03-01 claim 14 days "a new link"')
    assert "Nothing can be claimed" in words_of(await bot.type("guarantee"))
    await lose(bot)
    until = format_day((bot.clock.now() + timedelta(days=14)).date())
    listed = words_of(await bot.type("claims"))
    assert "1 claim" in listed
    assert f"until {until}" in listed
    assert "a new link" in listed
    card = await bot.card(incident(1, channel=LINKS, opened_at=bot.clock.now()))
    assert f"Claim until {until}" in words_of(card)
    await bot.slack.click(card, "incident.proof")
    assert "a new link" in read_view((await bot.slack.until(lambda: bot.slack.modal(ADA))).body)


async def test_reminders_come_into_the_channel(bot: Bot) -> None:
    await bot.type("guarantee L-1 until 2099-03-01 claim 14 days")
    await lose(bot)
    until = (bot.clock.now() + timedelta(days=14)).date()
    assert await ClaimReminders(bot.store).write_due(bot.clock.now() + timedelta(days=12, hours=23)) == 1
    said = [words_of(each) for each in await bot.said() if not each.only_for]
    assert any(f"Claim until {format_day(until)}" in words for words in said)


async def test_a_claim_that_was_made_is_listed_and_reminded_of_no_more_until_that_is_undone(bot: Bot) -> None:
    await bot.type("guarantee L-1 until 2099-03-01 claim 14 days")
    await lose(bot)
    listed = await bot.type("guarantee")
    done = await bot.click(listed, "answer.run.1")
    assert "Claimed: L-1. Nobody is reminded of it any more." in words_of(done)
    assert "claimed by" in words_of(await bot.type("show L-1"))
    assert "Nothing can be claimed" in words_of(await bot.type("guarantee"))
    late = bot.clock.now() + timedelta(days=12, hours=23)
    assert await ClaimReminders(bot.store).write_due(late) == 0
    assert "Nothing is to be claimed of L-1." in words_of(await bot.type("guarantee claimed L-1"))
    assert "Not claimed after all: L-1." in words_of(await bot.click(done, "answer.run.0"))
    assert "1 claim" in words_of(await bot.type("guarantee"))


async def test_a_reminder_has_a_button_that_ends_it(bot: Bot) -> None:
    await bot.type("guarantee L-1 until 2099-03-01 claim 14 days")
    await lose(bot)
    await ClaimReminders(bot.store).write_due(bot.clock.now() + timedelta(days=12, hours=23))
    [reminder] = [each for each in await bot.said() if "Claim until" in each.text and not each.only_for]
    assert "Claimed: L-1." in words_of(await bot.click(reminder, "answer.run.0"))
    assert (await bot.link()).claimed is not None


async def test_who_may_not_manage_claims_nothing(tmp_path: Path) -> None:
    async with open_bot(tmp_path, permissions=Permissions(manage=(ADA,))) as bot:
        await bot.store.add_link(NewLink(LINKS, PAGE, TARGET), bot.clock.now())
        await bot.type("guarantee L-1 until 2099-03-01 claim 14 days")
        await lose(bot)
        listed = await bot.type("guarantee", user=BEN)
        assert "answer.run.1" not in repr(listed.blocks)
        await bot.type("guarantee claimed L-1", user=BEN)
        assert (await bot.link()).claimed is None


async def test_who_may_not_manage_changes_no_guarantee(tmp_path: Path) -> None:
    async with open_bot(tmp_path, permissions=Permissions(manage=(ADA,))) as bot:
        await bot.store.add_link(NewLink(LINKS, PAGE, TARGET), bot.clock.now())
        await bot.type("guarantee L-1 claim 14 days", user=BEN)
        link = await bot.store.link(1)
        assert link
        assert link.guarantee.claim_days is None


async def test_what_a_claim_rests_on_comes_as_a_file_with_the_mail(bot: Bot) -> None:
    await bot.type('guarantee L-1 until 2099-03-01 claim 14 days "a new link"')
    assert "nothing to claim" in words_of(await bot.type("guarantee pack L-1"))
    await lose(bot)
    await bot.card(incident(1, channel=LINKS, opened_at=bot.clock.now()))
    assert "in your messages with me" in words_of(await bot.type("guarantee pack L-1"))
    [file] = bot.slack.workspace.files.values()
    page = file.content.decode()
    assert file.name == "claim-L-1.html"
    for part in ("a new link", "1 Mar 2099", "The mail", "garden tools"):
        assert part in page
    assert all(each.only_for == ADA for each in bot.slack.messages(LINKS) if "rests on" in each.text)


async def test_of_an_alert_that_links_share_the_file_and_its_mail_name_the_one_that_is_meant(bot: Bot) -> None:
    await bot.store.add_link(NewLink(LINKS, "https://blog.example/of-another-client", TARGET), bot.clock.now())
    await lose(bot)
    before = Evidence(bot.clock.now(), "https://blog.example/of-another-client", 200, text="said of another")
    await bot.card(incident(1, 2, channel=LINKS, opened_at=bot.clock.now(), before=before))
    await bot.type("guarantee pack L-1")
    [file] = bot.slack.workspace.files.values()
    page = file.content.decode()
    assert "The mail" in page
    assert page.count(PAGE) > 1
    assert "another" not in page


async def test_without_the_scope_the_terminal_is_named(bot: Bot) -> None:
    await lose(bot)
    bot.slack.workspace.scopes -= {"files:write"}
    assert "python -m jobs claim L-1" in words_of(await bot.type("guarantee pack L-1"))
