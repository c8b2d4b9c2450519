"""Prospects kept, shown, changed, placed, removed and undone by command, button and form, in the local Slack."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.messages.kit.views import View
from jobs.model.channel import ChannelSettings
from jobs.model.link_status import LinkState
from jobs.model.listing import Counted, KeptListing
from jobs.model.notice import Notice, NoticeKind
from jobs.model.notice_key import LiveKey
from jobs.model.page import FetchFailure, Outcome
from jobs.model.partner import SiteContact
from jobs.model.prospect import Plan, Prospect, ProspectState
from jobs.model.queries import ProspectQuery
from jobs.model.terms import Money
from jobs.model.write import Write
from jobs.prospects.look import Looked
from jobs.prospects.remind import remind_of_prospects
from tests.tools.nouns import looked
from tests.tools.slack_bot import ACME, ADA, BEN, EVE, LINKS, PAGE, TARGET, Bot, open_bot, words_of
from tests.tools.slack_words import read_view, sound_view

ADD = f"prospect add {PAGE} -> {TARGET}"


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path, our_sites=["ours.example"]) as running:
        yield running


async def prospect(bot: Bot, number: int = 1) -> Prospect:
    found = await bot.store.prospect(number)
    assert found is not None
    return found


async def modal(bot: Bot, command: str) -> View:
    await bot.slack.command(ADA, LINKS, f"/links {command}")
    await bot.slack.until(lambda: bot.slack.modal(ADA))
    view = bot.slack.modal(ADA)
    assert view is not None
    return view.body


async def shown(bot: Bot, words: str) -> None:
    """Wait until the modal says so."""
    await bot.slack.until(lambda: (view := bot.slack.modal(ADA)) and words in read_view(view.body))


async def typed(bot: Bot, text: str, **how: str) -> str:
    return " ".join(words_of(await bot.type(text, **how)).split())


async def test_a_page_is_kept_read_and_shown_with_its_reasons_and_its_contact(bot: Bot) -> None:
    words = await typed(bot, f'{ADD} next 2026-06-01 cost 80 EUR <@{BEN}> "asks first"')
    for said in (
        "C-1 · ⚪ to contact",
        "“ Gartenwerkzeug im Test ”",
        "language de",
        "78 of 100: probably about the same subject, low confidence",
        "Both speak of spade, compost",
        "Its readers would find with you checkout",
        "on the page: ada@blog.example",
        "its contact page: ",
        "next 1 Jun 2026",
        "asks 80 EUR",
        "asks first",
        "rule of thumb",
    ):
        assert said in words
    kept = await prospect(bot)
    plan = Plan(target=TARGET, owner=BEN, next_on=date(2026, 6, 1), notes="asks first", cost=Money(Decimal(80), "EUR"))
    assert (kept.plan, kept.added_by, bot.compared) == (plan, ADA, [(PAGE, TARGET)])


async def test_without_a_target_it_is_compared_with_our_site(bot: Bot) -> None:
    await bot.type(f"prospect add {PAGE}")
    assert bot.compared == [(PAGE, "https://ours.example/")]
    assert (await prospect(bot)).plan.target == ""


async def test_the_same_page_is_kept_once_and_takes_on_what_is_said(bot: Bot) -> None:
    await bot.type(ADD)
    answer = await bot.type(f'prospect add {PAGE} contacted "wrote"')
    assert "Kept already as C-1" in " ".join(words_of(answer).split())
    kept = await prospect(bot)
    assert (kept.plan.state, kept.plan.target, kept.plan.notes) == (ProspectState.CONTACTED, TARGET, "wrote")
    await bot.click(answer, "answer.run.5")
    assert (await prospect(bot)).plan == Plan(target=TARGET)
    assert "Undo" not in await typed(bot, ADD), "nothing changed"


async def test_each_of_several_that_were_kept_already_can_be_changed_back(bot: Bot) -> None:
    await bot.type("prospect add a.example/x, b.example/y")
    answer = await bot.type("prospect add a.example/x, b.example/y, c.example/z contacted")
    await bot.click(answer, "answer.run.1")
    kept = {each.ref: each.plan.state for each in await bot.store.prospects(ProspectQuery(LINKS))}
    contacted = ProspectState.CONTACTED
    assert kept == {"C-1": contacted, "C-2": ProspectState.TO_CONTACT, "C-3": contacted}


async def test_several_are_kept_at_once(bot: Bot) -> None:
    words = await typed(bot, "prospect add a.example/x, b.example/y, c.example/z")
    assert "3 prospects" in words
    assert len(await bot.store.prospects(ProspectQuery(LINKS))) == 3


async def test_a_page_that_cannot_be_read_is_kept_and_it_is_said(bot: Bot) -> None:
    bot.looked = Looked(failure=FetchFailure(PAGE, Outcome.TIMEOUT, "no answer", bot.clock.now()))
    words = await typed(bot, ADD)
    assert "so nothing was read there" in words
    assert "its page was not read yet" in words
    assert (await prospect(bot)).look is None


async def test_a_page_of_our_own_is_none(bot: Bot) -> None:
    assert "site of yours" in await typed(bot, "prospect add https://www.ours.example/x")
    assert await bot.store.prospects(ProspectQuery()) == []


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("prospect edit C-1 contacted next in 2 weeks", "contacted"),
        ("C-1 edit contacted next in 2 weeks", "contacted"),
        ("edit C-1 contacted next 15 May", "next none -> 15 May 2026"),
    ],
)
async def test_a_change_is_told_and_undone(bot: Bot, command: str, said: str) -> None:
    await bot.type(ADD)
    before = (await prospect(bot)).plan
    answer = await bot.type(command)
    assert said in " ".join(words_of(answer).split())
    after = (await prospect(bot)).plan
    assert (after.state, after.next_on) == (ProspectState.CONTACTED, date(2026, 5, 15)) or "May" in command
    await bot.click(answer, "answer.run.0")
    assert (await prospect(bot)).plan == before


async def test_an_undo_after_another_change_undoes_nothing(bot: Bot) -> None:
    await bot.type(ADD)
    answer = await bot.type("prospect edit C-1 contacted")
    await bot.type("prospect edit C-1 agreed")
    assert "nothing was undone" in words_of(await bot.click(answer, "answer.run.0"))
    assert (await prospect(bot)).plan.state is ProspectState.AGREED


async def test_what_holds_already_is_said(bot: Bot) -> None:
    await bot.type(ADD)
    assert "was so already" in await typed(bot, "prospect edit C-1 to contact")


async def test_a_day_that_is_over_is_refused(bot: Bot) -> None:
    await bot.type(ADD)
    assert "is over" in await typed(bot, "prospect edit C-1 next 2026-04-01")
    assert "is over" in await typed(bot, "prospect add other.example next 2026-04-01")
    assert len(await bot.store.prospects(ProspectQuery())) == 1


async def test_once_placed_it_is_a_tracked_link_pending_until_it_is_seen(bot: Bot) -> None:
    bot.looks.absent = True
    await bot.type(f"{ADD} cost 80 EUR <@{BEN}>")
    words = await typed(bot, "prospect edit C-1 placed")
    assert "Placed as L-1 · ⚪ pending" in words
    link = await bot.link()
    assert (link.page_url, link.target, link.owner, link.standing.state) == (PAGE, TARGET, BEN, LinkState.PENDING)
    assert link.terms.cost == Money(Decimal(80), "EUR")
    bot.looks.absent = False
    await bot.looks.look(PAGE)
    assert "Placed as L-1 · 🟢 live , since" in await typed(bot, "show C-1")


async def test_the_message_that_it_is_live_names_the_prospect(bot: Bot) -> None:
    bot.looks.absent = True
    await bot.type(ADD)
    await bot.type("prospect edit C-1 placed")
    key = str(LiveKey("L-1", 1))
    text = "L-1 is live now: the link was placed."
    told = Notice(key, LINKS, NoticeKind.TEXT, bot.clock.now(), text=text)
    await bot.store.write(Write(notices=[told, replace(told, key=str(LiveKey("L-2", 1)), text="L-2 is live now.")]))
    said = [" ".join(words_of(each).split()) for each in await bot.said()]
    assert f"{text} It was the prospect C-1." in said
    assert "L-2 is live now." in said


async def test_placed_without_a_target_asks_for_it_and_then_tracks(bot: Bot) -> None:
    await bot.type(f"prospect add {PAGE}")
    assert "Say which page of yours" in read_view(await modal(bot, "prospect edit C-1 placed"))
    assert await bot.store.link(1) is None
    refused = await bot.slack.submit_view(ADA, {})
    assert "Say which page of yours" in refused.errors["target"]
    await bot.slack.submit_view(ADA, {"target": TARGET})
    await shown(bot, "Placed as")
    assert (await prospect(bot)).link == 1


async def test_what_the_bot_writes_by_itself_takes_no_undo_away(bot: Bot) -> None:
    await bot.type(ADD)
    answer = await bot.type("prospect edit C-1 contacted next tomorrow")
    bot.clock.move(timedelta(days=2))
    await remind_of_prospects(bot.store, bot.clock.now())
    await bot.type(ADD)  # which reads its page again
    await bot.click(answer, "answer.run.0")
    undone = await prospect(bot)
    assert (undone.plan.state, undone.plan.next_on) == (ProspectState.TO_CONTACT, None)


async def test_undoing_placed_leaves_the_link_and_says_so(bot: Bot) -> None:
    await bot.type(ADD)
    answer = await bot.type("prospect edit C-1 placed")
    words = " ".join(words_of(await bot.click(answer, "answer.run.0")).split())
    assert "L-1 stays tracked" in words
    kept = await prospect(bot)
    assert (kept.plan.state, kept.link) == (ProspectState.TO_CONTACT, 1)
    assert "Placed as" not in await typed(bot, "show C-1")
    await bot.type("prospect edit C-1 placed")
    assert await bot.store.link(2) is None


async def test_a_placed_one_keeps_its_link_through_other_changes_and_their_undoing(bot: Bot) -> None:
    await bot.type(ADD)
    await bot.type("prospect edit C-1 placed")
    await bot.type(f'prospect add {PAGE} "thanked them"')
    assert "Placed as L-1" in await typed(bot, "show C-1")
    answer = await bot.type("prospect edit C-1 declined")
    assert "Placed as" not in await typed(bot, "show C-1")
    assert "Placed as L-1" in " ".join(words_of(await bot.click(answer, "answer.run.0")).split())
    await bot.type("prospect edit C-1 -> https://ours.example/other")
    assert await bot.store.link(2) is None


async def test_a_removed_one_is_gone_and_comes_back(bot: Bot) -> None:
    await bot.type(ADD)
    answer = await bot.type("remove C-1")
    assert "not in this channel" in await typed(bot, "show C-1")
    assert "No prospects" in await typed(bot, "prospect list")
    await bot.click(answer, "answer.run.0")
    assert "C-1" in await typed(bot, "prospect list")


async def test_a_list_shows_the_nearest_day_first_and_narrows_down(bot: Bot) -> None:
    await bot.type("prospect add a.example/x, b.example/y")
    await bot.type("prospect edit C-2 agreed next 2026-05-20")
    words = await typed(bot, "prospect list")
    assert words.index("C-2") < words.index("C-1")
    assert "C-1" not in await typed(bot, "prospect list agreed")
    assert "C-2" not in await typed(bot, "prospect list a.example")
    assert "1 to contact prospect" in await typed(bot, "prospect list to contact")
    assert "C-2" in await typed(bot, "list prospects")
    assert "No declined prospects" in await typed(bot, "prospect list declined")


async def test_another_channel_sees_nothing_of_it(bot: Bot) -> None:
    await bot.type(ADD)
    assert "not in this channel" in await typed(bot, "show C-1", channel=ACME)
    assert "not in this channel" in await typed(bot, "prospect edit C-1 agreed", channel=ACME)
    assert "No prospects" in await typed(bot, "prospect list", channel=ACME)


async def test_a_second_mail_changes_no_plan_where_costs_are_hidden(bot: Bot) -> None:
    await bot.store.write(Write(settings={LINKS: ChannelSettings(hide_costs=True)}))
    await bot.type(f"{ADD} cost 80 EUR")
    first = await typed(bot, "prospect sent C-1")
    assert "state to contact -> contacted" in first
    assert "cost" not in first
    assert "It is kept with its site" in await typed(bot, "prospect sent C-1")


async def test_hidden_costs_stay_hidden_and_are_kept(bot: Bot) -> None:
    await bot.store.write(Write(settings={LINKS: ChannelSettings(hide_costs=True)}))
    words = await typed(bot, f"{ADD} cost 80 EUR")
    assert "asks 80" not in words
    assert "80 EUR" not in await typed(bot, "prospect edit C-1 contacted")
    assert "80" not in words_of(await bot.type("prospect show C-1")).replace("78", "")
    assert (await prospect(bot)).plan.cost == Money(Decimal(80), "EUR")


async def test_the_draft_is_in_the_pages_language_with_the_reasons(bot: Bot) -> None:
    await bot.type(ADD)
    answer = await bot.type("prospect mail C-1")
    words = " ".join(words_of(answer).split())
    for said in ("Guten Tag", "„Gartenwerkzeug im Test“", "spade, compost", "checkout", TARGET, "ada@blog.example"):
        assert said in words
    assert "Your readers would also find there: checkout." in await typed(bot, "prospect mail C-1 en")
    await bot.click(answer, "answer.run.0")
    assert (await prospect(bot)).plan.state is ProspectState.CONTACTED
    assert [event.kind for event in await bot.store.events(since=bot.clock.now(), subject="blog.example")] == ["wrote"]


async def test_pages_that_do_not_fit_give_no_reasons_and_that_is_said(bot: Bot) -> None:
    bot.looked = looked(fit=None)
    await bot.type(ADD)
    words = await typed(bot, "prospect mail C-1 en")
    assert "No reason why the two pages fit" in words
    assert "Both speak of" not in words


async def test_no_mail_is_drafted_to_whom_nobody_may_write_in_any_channel(bot: Bot) -> None:
    await bot.type(ADD)
    unwanted = SiteContact(ACME, "blog.example", unwanted_since=bot.clock.now(), unwanted_by=EVE)
    await bot.store.write(Write(contacts=[unwanted]))
    words = await typed(bot, "prospect mail C-1")
    assert "Do not contact" in words
    assert "Guten Tag" not in words
    shown = await typed(bot, "show C-1")
    assert "do not contact" in shown
    assert "Draft a mail" not in shown


async def test_the_channel_is_reminded_with_the_owner_and_the_notes(bot: Bot) -> None:
    await bot.type(f'{ADD} next 2026-05-08 <@{BEN}> "ask again"')
    bot.clock.move(timedelta(days=7))
    assert await remind_of_prospects(bot.store, bot.clock.now()) == 1
    [message] = [each for each in await bot.said() if "has its day" in words_of(each)]
    words = " ".join(words_of(message).split())
    assert f"@{BEN}" in words
    assert "ask again" in words
    assert "next 8 May 2026 (today)" in words


@pytest.mark.parametrize("since", ["declined", "placed", "next in 2 weeks", "next none"])
async def test_what_was_settled_or_put_off_before_slack_took_the_reminder_is_left_out(bot: Bot, since: str) -> None:
    for page in ("a.example/x", "b.example/y"):
        await bot.type(f"prospect add {page} -> {TARGET} next tomorrow")
    bot.clock.move(timedelta(days=1, hours=8))
    assert await remind_of_prospects(bot.store, bot.clock.now()) == 1
    await bot.type(f"prospect edit C-1 {since}")
    [message] = [each for each in await bot.said() if "has its day" in words_of(each)]
    assert "a.example" not in words_of(message)
    assert "b.example" in words_of(message)


async def test_the_form_keeps_one_and_changes_what_is_planned(bot: Bot) -> None:
    sound_view(await modal(bot, "prospect add"))
    await bot.slack.submit_view(ADA, {"page": PAGE, "target": TARGET, "next": "2026-06-01", "notes": "first"})
    await shown(bot, "next 1 Jun 2026")
    assert (await prospect(bot)).plan == Plan(target=TARGET, next_on=date(2026, 6, 1), notes="first")
    await bot.slack.close_view(ADA)
    sound_view(await modal(bot, "prospect edit C-1"))
    assert "is over" in (await bot.slack.submit_view(ADA, {"next": "2026-04-01"})).errors["next"]
    await bot.slack.submit_view(ADA, {"state": "agreed", "next": "", "cost": "80 EUR"})
    await shown(bot, "is agreed")
    plan = Plan(ProspectState.AGREED, TARGET, notes="first", cost=Money(Decimal(80), "EUR"))
    assert (await prospect(bot)).plan == plan


async def test_who_may_not_manage_changes_nothing(tmp_path: Path) -> None:
    async with open_bot(tmp_path, permissions={"manage": [ADA]}) as bot:
        await bot.type(ADD)
        before = await prospect(bot)
        for command in (ADD, "prospect edit C-1 agreed", "remove C-1", "prospect undo C-1", "prospect sent C-1"):
            assert "You may not" in await typed(bot, command, user=BEN), command
        assert await prospect(bot) == before
        assert "C-1" in await typed(bot, "prospect list", user=BEN)


async def test_what_is_foreign_stays_text(bot: Bot) -> None:
    page = replace(looked().page or pytest.fail("it was read"), title="*bold* <!channel> `x`")
    bot.looked = looked(page=page)
    answer = await bot.type(ADD)
    assert all("<!channel>" not in str(block) or block["type"] == "rich_text" for block in answer.blocks)


async def test_candidates_are_ranked_with_their_reasons_and_kept_by_a_button(bot: Bot) -> None:
    await bot.store.write(Write(settings={LINKS: ChannelSettings(competitors=("rival.example",))}))
    listed = "prospect candidates\nsmall.example/a -> other.example\nblog.example/x -> rival.example\nfacebook.com/x"
    answer = await bot.type(listed)
    words = " ".join(words_of(answer).split())
    assert "2 candidates" in words
    assert words.index("blog.example") < words.index("small.example")
    assert "links to rival.example, which you compete with, and not to you" in words
    assert "Left out: platforms on which nobody can be asked (1)" in words
    await bot.click(answer, "answer.run.0")
    assert (await prospect(bot)).page_url == "https://blog.example/x"
    assert "kept as prospects already (1)" in await typed(bot, listed)


async def test_of_candidates_that_are_not_named_nothing_is_said_but_how_many(bot: Bot) -> None:
    listed = "prospect candidates\n" + "\n".join(f"site{number}.example/a -> other.example" for number in range(15))
    assert "and 3 more, none with more that speaks for it" in await typed(bot, listed)


async def test_without_anything_to_go_by_it_is_said_where_candidates_come_from(bot: Bot) -> None:
    assert "No candidates yet" in await typed(bot, "prospect candidates")


async def test_candidates_of_another_channel_are_not_shown_here(bot: Bot) -> None:
    kept = KeptListing(
        ACME, "Google Search Console", "ours.example", bot.clock.now(), sites=(Counted("blog.example", 3),)
    )
    await bot.store.write(Write(listings=[kept]))
    assert "No candidates yet" in await typed(bot, "prospect candidates")
    words = await typed(bot, "prospect candidates", channel=ACME)
    assert "Google Search Console lists 3 links of it to you" in words
