"""Commands typed into the local Slack, through the real slack-bolt, into a real store."""

import asyncio
import gc
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import get_args

import pytest

from bot.commands import HANDLERS
from bot.grammar.values import Command
from bot.request import response as answers
from bot.slack.channels import KEPT_FOR
from jobs import NAMED
from jobs.config import Config
from jobs.digests.schedule import week_of
from jobs.digests.write import write_digest
from jobs.model.incident import Incident, IncidentKind
from jobs.model.link import NewLink
from jobs.model.notice import DeliveryGuarantee, Notice, NoticeKind, NoticeStatus
from jobs.model.page import FetchFailure, Outcome
from jobs.model.write import Write
from tests.tools.slack_bot import ACME, ADA, BEN, EVE, LINKS, OTHER, PAGE, TARGET, Bot, open_bot, words_of

pytestmark = pytest.mark.both_stores


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path) as running:
        yield running


async def test_an_added_link_is_looked_at_at_once(bot: Bot) -> None:
    answer = await bot.type(f'add {PAGE} -> {TARGET} anchor "garden tools" nofollow-ok @ben every 6h tag:spring')
    words = words_of(answer)
    assert answer.only_for == ADA
    for expected in ("L-1", "live", "followed", "garden tools", "in the main text", "Indexable", "41 followed links"):
        assert expected in words
    link = await bot.link()
    assert (link.channel, link.page_url, link.target, link.added_by) == (LINKS, PAGE, TARGET, ADA)
    assert (link.owner, link.every, link.tags) == (BEN, timedelta(hours=6), frozenset({"spring"}))
    assert link.expected.rel == frozenset({"nofollow"})


async def test_a_quick_look_is_one_answer(bot: Bot) -> None:
    answered = await bot.slack.command(ADA, LINKS, f"/links add {PAGE} -> {TARGET}")
    await bot.slack.until(lambda: answered.replies)
    assert len(answered.replies) == 1


async def test_a_slow_look_is_announced(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "PATIENCE_SECONDS", 0.01)
    go_on = asyncio.Event()

    async def wait() -> None:
        await go_on.wait()

    bot.looks.before = wait
    answered = await bot.slack.command(ADA, LINKS, f"/links add {PAGE} -> {TARGET}")
    await bot.slack.until(lambda: answered.replies)
    assert "Checking " in words_of(answered.replies[0])
    go_on.set()
    await bot.slack.until(lambda: len(answered.replies) == 2)
    assert "live" in words_of(answered.reply)


async def test_a_link_that_is_not_there_yet_is_no_alarm(bot: Bot) -> None:
    bot.looks.absent = True
    assert "no alert is sent until then" in words_of(await bot.type(f"add {PAGE} -> {TARGET}"))


async def test_a_duplicate_is_said_kindly_and_takes_the_new_options(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET} tag:a")
    assert "Already tracked as  L-1" in words_of(await bot.type(f"add {PAGE} -> {TARGET} tag:b ugc-ok"))
    link = await bot.link()
    assert link.tags == frozenset({"a", "b"})
    assert link.expected.rel == frozenset({"ugc"})


async def test_several_lines_are_summarised(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    words = words_of(await bot.type(f"add\n{PAGE}\t{TARGET}\n{OTHER}\t{TARGET}"))
    assert "1 added, 1 already tracked." in words
    assert "L-2" in words


async def test_many_pages_are_left_to_the_dispatcher(bot: Bot) -> None:
    rows = "\n".join(f"https://p{number}.example/x {TARGET}" for number in range(30))
    assert "30 added." in words_of(await bot.type(f"add\n{rows}"))
    assert bot.looks.asked == []
    assert "dispatcher" in bot.handled


async def test_a_link_may_be_added_to_another_channel(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET} #client-acme")
    assert (await bot.link()).channel == ACME
    assert "is not in this channel" in words_of(await bot.type("show L-1"))


async def test_a_partner_page_is_counted_at_once(bot: Bot) -> None:
    words = words_of(await bot.type("partner add https://friends.example/links max 80"))
    assert "41 followed links to other sites; limit 80" in words
    answer = await bot.type("partner add https://friends.example/links max 90")
    assert "Already tracked as" in words_of(answer)
    assert "limit 80 → 90" in words_of(answer)
    assert (await bot.partner()).max_outbound == 90
    assert "limit 90 → 80" in words_of(await bot.click(answer, "answer.run.9"))
    assert (await bot.partner()).max_outbound == 80


async def test_only_a_limit_that_somebody_named_counts_as_agreed(bot: Bot) -> None:
    await bot.type("partner add https://friends.example/links")
    assert not (await bot.partner()).limit_agreed
    await bot.type("partner add https://friends.example/links max 100")
    assert (await bot.partner()).limit_agreed


async def test_lists_are_the_channels_own(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET} tag:spring tag:paid")
    await bot.type(f"add {OTHER} -> {TARGET}", channel=ACME)
    assert "L-2" not in words_of(await bot.type("list"))
    assert "L-1" in words_of(await bot.type("list live blog.example tag:spring"))
    assert "Narrowed down to  tag:paid tag:spring" in words_of(await bot.type("list tag:spring tag:paid"))
    assert "Narrowed down to  those  that you added or own " in f"{words_of(await bot.type('list mine'))} "
    own = words_of(await bot.type("list mine tag:paid"))
    assert "Narrowed down to  those  that you added or own ,  tag:paid" in own
    assert "No links in this channel  for  tag:spring tag:unpaid" in words_of(
        await bot.type("list tag:spring tag:unpaid")
    )
    assert "1 live link " in words_of(await bot.type("list live"))
    assert "Narrowed down to  those  that you added or own" in words_of(await bot.type("list mine"))


async def test_an_empty_list_says_what_helps(bot: Bot) -> None:
    assert "To track one:  /links add" in words_of(await bot.type("list"))
    await bot.type(f"add {PAGE} -> {TARGET}")
    assert "All there are:  /links list" in words_of(await bot.type("list lost"))
    assert "To track one:  /links partner add" in words_of(await bot.type("list partners"))
    assert "All there are:  /links list partners" in words_of(await bot.type("list partners trail.example"))
    assert "All there are:  /links exchange list" in words_of(await bot.type("exchange list broken"))
    assert "1 live or lost link " in words_of(await bot.type("list live lost"))
    assert "No lost or weakened links in this channel" in words_of(await bot.type("list lost weakened"))
    assert "L-1" in words_of(await bot.type("list www.blog.example"))
    assert "No lost links in this channel" in words_of(await bot.type("list lost"))
    assert "No links in this channel" in words_of(await bot.type("list notblog.example"))
    assert "No snoozed links" in words_of(await bot.type("list snoozed"))
    assert "No partner pages" in words_of(await bot.type("list partners"))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("list", "No links in this direct message .  A channel is a client: what is asked there is about its links."),
        ("list partners", "No partner pages in this direct message .  A channel is a client"),
        ("exchange list", "No exchanges in this direct message .  A channel is a client"),
        ("prospect list", "No prospects in this direct message .  A channel is a client"),
        ("", "Nothing is tracked in this direct message. A channel is a client"),
    ],
)
async def test_nothing_in_a_direct_message_says_where_links_are(bot: Bot, typed: str, said: str) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    assert said in words_of(await bot.type(typed, channel=ADA))
    await bot.type(f"add {OTHER} -> {TARGET}", channel=ADA)
    assert "1 link in this direct message" in words_of(await bot.type("", channel=ADA))
    assert "A channel is a client" not in words_of(await bot.type(typed))


async def test_long_lists_turn_their_pages_in_place(bot: Bot) -> None:
    rows = "\n".join(f"https://p{number}.example/x {TARGET}" for number in range(30))
    await bot.type(f"add\n{rows}")
    answer = await bot.type("list")
    assert "p29.example" not in words_of(answer)
    await bot.click(answer, "answer.turn.1")
    assert "p29.example" in words_of(answer)
    assert answer.edits == 1


@pytest.mark.parametrize(("adding", "listing"), [("partner add", "list partners"), ("add", "list live ours.example")])
async def test_a_page_that_is_gone_meanwhile_is_the_last_one(bot: Bot, adding: str, listing: str) -> None:
    target = "" if adding.startswith("partner") else f" -> {TARGET}"
    for number in range(41):
        await bot.type(f"{adding} https://p{number}.ours.example/x{target}")
    answer = await bot.type(f"{listing} page:2")
    assert "Page 2 of 3" in words_of(answer)
    kind = "P" if target == "" else "L"
    await bot.type(f"remove {' '.join(f'{kind}-{number}' for number in range(1, 11))}")
    await bot.click(answer, "answer.turn.1")
    assert "Page 2 of 2" in words_of(answer)
    assert "p40.ours.example" in words_of(answer)


async def test_a_link_is_shown_with_its_history(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    words = words_of(await bot.type("show L-1"))
    assert "History" in words
    assert "added by" in words.replace("  ", " ")


@pytest.mark.parametrize("typed", ["show L-7", "show P-7", "remove L-7", "snooze L-7 3d", "check P-7", "accept L-7"])
async def test_what_is_not_there_is_said(bot: Bot, typed: str) -> None:
    assert "is not in this channel" in words_of(await bot.type(typed))


@pytest.mark.parametrize(
    ("typed", "listing"),
    [
        ("show L-7", "/links list shows"),
        ("show P-7", "/links list partners shows"),
        ("exchange show X-7", "/links exchange list shows"),
        ("prospect show C-7", "/links prospect list shows"),
        ("snooze L-7 P-7 3d", "/links list shows"),
    ],
)
async def test_what_is_not_there_is_sought_in_the_list_of_its_kind(bot: Bot, typed: str, listing: str) -> None:
    assert listing in " ".join(words_of(await bot.type(typed)).split())


async def test_a_check_looks_now(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await bot.type("partner add https://friends.example/links")
    for typed in ("check L-1", "check P-1", f"check {PAGE}", "check blog.example", "check friends.example"):
        bot.looks.asked.clear()
        await bot.type(typed)
        assert len(bot.looks.asked) == 1, typed
    assert "Nothing in this channel tracks" in words_of(await bot.type("check nowhere.example"))


@pytest.mark.parametrize(
    "typed",
    [
        "http://blog.example/post",
        "https://www.blog.example/post",
        "https://blog.example/post/",
        "http://www.blog.example/post/?utm_source=x#top",
        "blog.example/post/",
        "www.blog.example",
        "https://blog.example",
        "http://www.blog.example/",
    ],
)
async def test_a_page_is_found_as_a_person_means_it(bot: Bot, typed: str) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    bot.looks.asked.clear()
    assert "L-1" in words_of(await bot.type(f"check {typed}"))
    assert bot.looks.asked == [PAGE]


async def test_of_two_spellings_that_are_tracked_the_one_typed_is_meant(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await bot.type(f"add {PAGE}/ -> {TARGET}")
    for typed in (PAGE, f"{PAGE}/"):
        bot.looks.asked.clear()
        await bot.type(f"check {typed}")
        assert bot.looks.asked == [typed]
    assert "Nothing in this channel tracks" in words_of(await bot.type("check https://blog.example/other"))


async def test_a_check_of_several_has_a_line_for_each(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await bot.type("partner add https://friends.example/links")
    words = words_of(await bot.type("check L-1 P-1"))
    assert "L-1" in words
    assert "P-1" in words


def test_every_command_has_its_handler() -> None:
    assert set(HANDLERS) == set(get_args(Command))


async def test_a_check_of_all_that_are_few_looks_and_says_what_was_seen(bot: Bot) -> None:
    assert "Nothing is tracked in this channel yet." in words_of(await bot.type("check all"))
    await bot.type(f"add {PAGE} -> {TARGET}")
    bot.clock.move(timedelta(hours=1))
    bot.looks.asked.clear()
    bot.looks.absent = True
    words = words_of(await bot.type("check all"))
    assert bot.looks.asked == [PAGE]
    assert "Checking" not in words
    assert "L-1" in words
    assert "pending" in words


async def test_relevance_is_answered_and_can_be_tracked(bot: Bot) -> None:
    answer = await bot.type(f"relevance {PAGE} {TARGET}")
    assert "78 of 100" in words_of(answer)
    await bot.click(answer, "answer.run.0")
    assert bot.looks.asked == [PAGE]
    assert bot.compared == [(PAGE, TARGET)]
    assert (await bot.link()).page_url == PAGE


async def test_relevance_of_a_page_that_cannot_be_read(bot: Bot) -> None:
    bot.report = FetchFailure(PAGE, Outcome.TIMEOUT, "no answer in 30 s", bot.clock.now())
    words = words_of(await bot.type(f"relevance {PAGE} {TARGET}"))
    assert "did not answer in time" in words
    assert "no answer in 30 s" in words


async def test_relevance_needs_to_know_our_page(bot: Bot) -> None:
    assert "Name our page too" in words_of(await bot.type(f"relevance {PAGE}"))


async def test_our_site_is_the_target_where_none_is_named(tmp_path: Path) -> None:
    async with open_bot(tmp_path, our_sites=("ours.example",)) as bot:
        await bot.type(f"relevance {PAGE}")
        await bot.type(f"add {PAGE}")
        assert bot.compared == [(PAGE, "https://ours.example/")]
        assert (await bot.link()).target == "ours.example"


async def test_what_is_tracked_is_the_target_where_none_is_named(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    answer = words_of(await bot.type("relevance https://new.example/post"))
    assert bot.compared == [("https://new.example/post", TARGET)]
    assert "All 5 pages of ours" in answer
    assert "61 · " in answer


async def test_what_we_give_in_exchanges_leads_to_no_page_of_ours(bot: Bot) -> None:
    for given in ("first", "second"):
        leads = f"ours.example/{given} -> https://friends.example/"
        await bot.type(f"exchange add friends.example/{given} -> https://ours.example/{given} for {leads}")
    await bot.type("relevance https://new.example/post")
    assert bot.compared == [("https://new.example/post", "https://ours.example/first")]


async def test_the_digest_has_its_day_its_time_and_its_zone(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    answer = words_of(await bot.type("digest tue 8:30 America/New_York"))
    assert "every Tue at 08:30, America/New_York" in answer
    assert "The next one" in answer
    assert "every Fri at 09:00, America/New_York" in words_of(await bot.type("digest fri 9"))
    assert "every Tue at 08:30, America/New_York" in words_of(await bot.type("digest tue 8:30"))
    settings = await bot.store.channel_settings(LINKS)
    assert (settings.digest_day, settings.digest_time, settings.digest_zone) == ("tue", "08:30", "America/New_York")
    assert "is off" in words_of(await bot.type("digest off"))
    assert (await bot.store.channel_settings(LINKS)).digest_enabled is False
    assert (await bot.store.channel_settings(LINKS)).digest_day == "tue"
    assert "is on" in words_of(await bot.type("digest on"))
    await write_digest(bot.store, Config(), LINKS, week_of(bot.clock.now().date()), bot.clock.now())
    assert "this week's has come already" in words_of(await bot.type("digest sun 23:00 UTC"))


async def test_the_digest_comes_weekly_or_monthly(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await bot.type("digest tue 8:30 Asia/Tokyo")
    assert "on the first Tue of each month at 08:30, Asia/Tokyo" in words_of(await bot.type("digest monthly"))
    assert "on the first Fri of each month at 10:00, Asia/Tokyo" in words_of(await bot.type("digest fri 10:00"))
    answer = words_of(await bot.type("digest now"))
    assert "this month" in answer or "is as agreed" in answer
    assert "every Fri at 10:00, Asia/Tokyo" in words_of(await bot.type("settings digest weekly"))


async def test_the_digest_can_be_off_for_a_month_or_some_weeks(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    bot.clock.move(datetime(2027, 6, 10, 12, tzinfo=UTC) - bot.clock.now())
    words = words_of(await bot.type("digest off for August"))
    assert "off for this channel from 1 Aug 2027 until 1 Sep 2027." in words
    settings = await bot.store.channel_settings(LINKS)
    assert (settings.digest_off_from, settings.digest_off_until) == (date(2027, 8, 1), date(2027, 9, 1))
    assert "2027-06-14" in words, "until then it comes as ever"
    assert "until 1 Jul 2027." in words_of(await bot.type("digest off in June"))
    assert (await bot.store.channel_settings(LINKS)).digest_off_from is None
    assert "until 24 Jun 2027." in words_of(await bot.type("digest off for 2 weeks"))
    beginning = words_of(await bot.type("digest off in 2 weeks"))
    assert "is when it would begin" in beginning
    assert "digest off for 2 weeks" in beginning
    assert "That month is over" in words_of(await bot.type("digest off for August 2026"))
    assert "is on" in words_of(await bot.type("digest on"))
    settings = await bot.store.channel_settings(LINKS)
    assert (settings.digest_off_from, settings.digest_off_until) == (None, None)


@pytest.mark.parametrize("pause", ["for August", "until 1 Jan", "for 2 weeks"])
async def test_a_pause_does_not_switch_on_a_digest_that_is_off_for_good(bot: Bot, pause: str) -> None:
    await bot.type("digest off")
    before = await bot.store.channel_settings(LINKS)
    assert "off for this channel for good" in words_of(await bot.type(f"digest off {pause}"))
    assert await bot.store.channel_settings(LINKS) == before


async def test_the_digest_can_be_off_until_a_day(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    words = words_of(await bot.type("digest off until 1 Jan"))
    assert "The digest is off for this channel until 1 Jan " in words
    assert "The next one" in words
    assert (await bot.store.channel_settings(LINKS)).digest_off_until is not None
    events = await bot.store.events(channel=LINKS, since=bot.clock.now())
    assert "digest off until none -> 1 Jan " in events[-1].text
    assert "is over" in words_of(await bot.type("digest off until 1 Jan 2020"))
    assert "is on" in words_of(await bot.type("digest on"))
    assert (await bot.store.channel_settings(LINKS)).digest_off_until is None


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", "Nothing is tracked in this channel yet"),
        ("help", "How to use /links"),
        ("help add", "nofollow-ok"),
        ("status", f"{NAMED} is running."),
        ("lst lost", "did you mean list?"),
        ("frob <!channel>", "is no command."),
    ],
)
async def test_every_command_is_answered(bot: Bot, typed: str, expected: str) -> None:
    answer = await bot.type(typed)
    assert expected in words_of(answer)
    assert answer.only_for == ADA


async def test_the_status_names_what_is_tried_again_and_not_given_up(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await bot.store.write(Write(notices=[Notice("t/1", LINKS, NoticeKind.TEXT, bot.clock.now(), text="hello")]))
    claimed = await bot.store.claim_notice(bot.clock.now())
    assert claimed is not None
    failing = replace(claimed, status=NoticeStatus.RETRY, error="internal_error", failing_since=bot.clock.now())
    await bot.store.finish_notice(failing)
    words = words_of(await bot.type("status"))
    assert "1 message could not be posted yet, since" in words
    assert "internal error" in words


async def test_the_status_says_how_the_bot_is(bot: Bot) -> None:
    now = bot.clock.now()
    await bot.type(f"add {PAGE} -> {TARGET}")
    bot.promise = DeliveryGuarantee.AT_MOST_ONCE
    storm = Incident("storm-C1-1", "C1", IncidentKind.STORM, "storm", (), now, cause="storm")
    waiting = [Notice(f"t/{n}", LINKS, NoticeKind.TEXT, now, text="x") for n in range(3)]
    await bot.store.write(Write(incidents=[storm], notices=waiting))
    refused = await bot.store.claim_notice(now)
    assert refused is not None
    await bot.store.finish_notice(replace(refused, status=NoticeStatus.DEAD, error="is_archived"))
    bot.slack.workspace.channel(LINKS).is_archived = True
    bot.clock.move(KEPT_FOR)
    words = words_of(await bot.type("status"))
    await bot.type("remind me L-1 in 3 days")
    words = words_of(await bot.type("status"))
    for expected in ("at most once", "waiting notices  2", "it is archived", "fails at once", "being checked now"):
        assert expected in words


async def test_a_channel_at_a_glance(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    answer = await bot.type("")
    assert "1 link in this channel" in words_of(answer)
    assert "L-1" in words_of(await bot.click(answer, "answer.run.0"))


CHANGING = ["add a.example/x -> ours.example", "remove L-1", "snooze L-1 3d", "accept L-1", "digest off", "check all"]


@pytest.mark.parametrize("typed", CHANGING)
async def test_people_of_other_workspaces_change_nothing(bot: Bot, typed: str) -> None:
    assert "You may not do that here" in words_of(await bot.type(typed, user=EVE, channel=ACME))
    assert await bot.store.links() == []


async def test_who_may_look_and_who_may_change_is_configured(tmp_path: Path) -> None:
    async with open_bot(tmp_path, permissions={"view": [BEN], "manage": [ADA]}) as bot:
        await bot.type(f"add {PAGE} -> {TARGET}")
        assert "L-1" in words_of(await bot.type("list", user=BEN))
        assert "You may not do that" in words_of(await bot.type("remove L-1", user=BEN))
        assert "You may not see links" in words_of(await bot.type("list", user=EVE, channel=ACME))


async def test_an_error_of_ours_is_answered_with_a_reference(bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
    async def fail() -> None:
        raise RuntimeError("a bug")

    bot.looks.before = fail
    words = words_of(await bot.type(f"add {PAGE} -> {TARGET}"))
    reference = words.rstrip(".").rpartition(" ")[2]
    assert "Something went wrong" in words
    assert reference in caplog.text
    assert "a bug" in caplog.text
    await bot.type("status")
    gc.collect()  # what a task raised and nobody asked for is logged when the task goes
    assert [record.name for record in caplog.records if record.exc_info] == ["bot.request.errors"]


async def test_a_command_of_another_name_is_answered(bot: Bot) -> None:
    bot.slack.workspace.commands.add("/other")
    answer = await bot.answered(await bot.slack.command(ADA, LINKS, "/other list"))
    assert "is not my command" in words_of(answer)


async def test_an_answer_that_slack_did_not_take_is_not_sent_twice(bot: Bot) -> None:
    bot.slack.faults.drop_answer("response_url")
    answered = await bot.slack.command(ADA, LINKS, "/links help")
    await bot.slack.until(lambda: answered.replies)
    await bot.type("status")
    assert len(answered.replies) == 1


async def test_where_slack_refuses_the_chart_the_digest_comes_in_words(bot: Bot) -> None:
    await bot.type(f"add {PAGE} -> {TARGET}")
    await bot.type(f"partner add {PAGE} max 1")
    page = replace(await bot.partner(), outbound=2)  # where all is well a digest has no chart
    await bot.store.write(Write(partners=[page]))
    bot.clock.move(timedelta(days=15))  # so that there are weeks to draw
    bot.slack.faults.status("response_url", 400)
    answer = await bot.type("digest now")
    assert not [block for block in answer.blocks if block["type"] == "data_visualization"]
    assert "Share to channel" in words_of(answer)


async def test_nobody_adds_to_a_channel_that_they_are_not_in(bot: Bot) -> None:
    bot.slack.workspace.scopes.add("channels:read")
    bot.slack.workspace.channel(ACME).members.discard(BEN)
    link, _ = await bot.store.add_link(NewLink(ACME, PAGE, TARGET, added_by=ADA), bot.clock.now())
    for line in (f"add {PAGE} -> {TARGET} nofollow-ok #client-acme", f"partner add {PAGE} #client-acme"):
        told = words_of(await bot.type(line, user=BEN))
        assert "You may not add links to" in told
        assert "L-1" not in told
    assert await bot.store.link(link.id) == link
    assert await bot.store.partners() == []


async def test_where_nobody_can_tell_who_is_in_a_channel_what_it_holds_is_neither_told_nor_changed(bot: Bot) -> None:
    bot.slack.workspace.scopes -= {"channels:read", "groups:read"}
    link, _ = await bot.store.add_link(NewLink(ACME, PAGE, TARGET, added_by=ADA), bot.clock.now())
    told = words_of(await bot.type(f"add {PAGE} -> {TARGET} nofollow-ok #client-acme", user=BEN))
    assert "Alerts go there" in told
    assert "L-1" not in told
    kept = await bot.store.link(link.id)
    assert kept is not None
    assert (kept.expected, kept.owner) == (link.expected, link.owner)
