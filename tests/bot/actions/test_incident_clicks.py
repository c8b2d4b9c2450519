"""Clicks on an incident's message in the local Slack, through the real slack-bolt, into a real store."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.messages.alerts.thread import log_line
from bot.messages.kit.controls import BULK_UNDO
from bot.request import response as answers
from bot.sandbox import Message, View
from jobs.model.incident import Incident, IncidentKind, IncidentStatus, LinkBatch
from jobs.model.notice import NoticeKind
from jobs.model.write import Write
from jobs.store.errors import StaleError
from tests.tools import nouns
from tests.tools.slack_bot import ACME, ADA, BEN, EVE, LINKS, OTHER, PAGE, TARGET, Bot, open_bot, words_of
from tests.tools.slack_words import read, read_view, sound_view

pytestmark = pytest.mark.both_stores

WEAK = nouns.incident(1, kind=IncidentKind.WEAKENED, findings=(nouns.NOFOLLOW,))


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path) as running:
        await running.type(f"add {PAGE} -> {TARGET}")
        running.handled.clear()
        yield running


async def told(bot: Bot, incident: Incident) -> list[tuple[NoticeKind, str]]:
    return [(one.kind, one.text) for one in await bot.store.notices(incident_id=incident.id)]


async def test_im_on_it_names_the_holder_and_wakes_the_outbox(bot: Bot) -> None:
    card = await bot.card(nouns.incident(1))
    await bot.press(card, "incident.hold", user=BEN)
    held = await bot.incident(nouns.incident(1).id)
    assert held.holder == BEN
    assert bot.handled == ["outbox"]
    assert await told(bot, held) == [(NoticeKind.EDIT, ""), (NoticeKind.REPLY, "is on it.")]


async def test_a_click_that_arrives_twice_changes_nothing_the_second_time(bot: Bot) -> None:
    card = await bot.card(nouns.incident(1))
    await bot.press(card, "incident.hold")
    once = await bot.incident(nouns.incident(1).id)
    await bot.slack.click(card, "incident.hold", user=ADA)
    await bot.type("status")
    assert await bot.incident(once.id) == once


async def test_another_person_takes_over(bot: Bot) -> None:
    card = await bot.card(nouns.incident(1))
    await bot.press(card, "incident.hold", user=ADA)
    await bot.press(card, "incident.hold", user=BEN)
    assert (await bot.incident(nouns.incident(1).id)).holder == BEN


async def test_what_one_is_on_can_be_handed_back(bot: Bot) -> None:
    about = nouns.incident(1)
    card = await bot.card(about)
    assert "Hand back" not in words_of(card)
    await bot.press(card, "incident.hold", user=BEN)
    held = await bot.card_again(await bot.incident(about.id))
    words = words_of(await bot.click(held, "incident.release", user=ADA))
    assert f"@{BEN}" in words
    assert (await bot.incident(about.id)).holder == BEN
    await bot.press(held, "incident.release", user=BEN)
    assert (await bot.incident(about.id)).holder == ""
    assert "is no longer on it." in [text for _, text in await told(bot, about)]
    assert "Hand back" not in words_of(await bot.card_again(await bot.incident(about.id)))


async def test_taking_over_what_one_is_on_says_so(bot: Bot) -> None:
    about = nouns.incident(1)
    await bot.press(await bot.card(about), "incident.hold", user=BEN)
    held = await bot.card_again(await bot.incident(about.id))
    assert "You are on it already." in words_of(await bot.click(held, "incident.hold", user=BEN))


async def test_check_again_answers_with_what_was_seen(bot: Bot) -> None:
    card = await bot.card(nouns.incident(1))
    bot.looks.asked.clear()
    bot.clock.move(timedelta(hours=1))
    words = words_of(await bot.click(card, "incident.check"))
    assert bot.looks.asked == [PAGE]
    assert "in the main text" in words
    assert "The alert stands as it was." in words


async def test_a_slow_look_leaves_the_card_where_it_is(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "PATIENCE_SECONDS", 0.01)
    card, go_on = await bot.card(nouns.incident(1)), asyncio.Event()

    async def wait() -> None:
        await go_on.wait()

    bot.looks.before = wait
    clicked = await bot.slack.click(card, "incident.check", user=ADA)
    await bot.slack.until(lambda: clicked.replies)
    assert "Checking" in words_of(clicked.replies[0])
    go_on.set()
    await bot.slack.until(lambda: len(clicked.replies) == 2)
    assert "in the main text" in words_of(clicked.reply)
    assert clicked.reply.only_for == ADA
    assert "Link lost" in words_of(bot.slack.messages(LINKS)[bot.slack.messages(LINKS).index(card)])


async def test_check_again_says_that_the_alert_is_over(bot: Bot) -> None:
    about = nouns.incident(1)
    card = await bot.card(about)

    async def mend() -> None:
        now = await bot.incident(about.id)
        await bot.store.write(Write(incidents=[replace(now, status=IncidentStatus.RECOVERED)]))

    bot.looks.before = mend
    words = words_of(await bot.click(card, "incident.check"))
    assert "🟢 Link is back" in words
    assert "stands as it was" not in words


async def test_check_again_of_our_own_page_looks_at_that(bot: Bot) -> None:
    card = await bot.card(nouns.incident(1, kind=IncidentKind.TARGET))
    bot.looks.asked.clear()
    words = words_of(await bot.click(card, "incident.check"))
    assert bot.looks.asked == [TARGET]
    assert "Our page" in words
    assert "200 OK" in words


async def test_check_again_of_a_partner_page_counts_its_links(bot: Bot) -> None:
    await bot.type("partner add https://friends.example/links")
    about = nouns.incident(1, kind=IncidentKind.PARTNER_OVER_LIMIT, subject="P-1", members=())
    assert "41 followed links" in words_of(await bot.click(await bot.card(about), "incident.check"))


async def test_check_again_of_very_many_pages_says_where_it_shows_how_far_it_is(bot: Bot) -> None:
    rows = "\n".join(f"https://p{number}.example/x {TARGET}" for number in range(12))
    await bot.type(f"add\n{rows}")
    card = await bot.card(nouns.incident(*range(2, 14)))
    bot.looks.asked.clear()
    words = words_of(await bot.click(card, "incident.check"))
    assert "Checking 12 pages. A message in this channel shows how far it is." in words
    await bot.slack.until(lambda: any("12 of 12" in words_of(each) for each in bot.slack.messages(LINKS)))
    assert len(bot.looks.asked) == 12


async def test_a_snooze_holds_for_the_link_too_and_can_be_ended(bot: Bot) -> None:
    about = nouns.incident(1)
    await bot.press(await bot.card(about), "incident.snooze", chosen="3d")
    until = bot.clock.now() + timedelta(days=3)
    assert (await bot.incident(about.id)).snoozed_until == until
    assert (await bot.link()).standing.snoozed_until == until
    await bot.press(await bot.card(await bot.incident(about.id)), "incident.snooze", chosen="end")
    assert (await bot.incident(about.id)).snoozed_until is None


async def test_a_snooze_pressed_twice_is_told_once(bot: Bot) -> None:
    about = nouns.incident(1)
    card = await bot.card(about)
    await bot.press(card, "incident.snooze", chosen="3d")
    once = await bot.incident(about.id)
    await bot.slack.click(card, "incident.snooze", "3d")
    bot.clock.move(timedelta(seconds=20))
    await bot.slack.click(card, "incident.snooze", "3d")
    await bot.type("status")
    assert await bot.incident(about.id) == once
    assert [text for kind, text in await told(bot, once) if kind is NoticeKind.REPLY] == ["snoozed this for 3d."]
    since = bot.clock.now() - timedelta(hours=1)
    assert [one.kind for one in await bot.store.events(channel=LINKS, since=since) if one.by].count("snoozed") == 1


async def test_accepting_is_kept_with_who_and_when(bot: Bot) -> None:
    await bot.press(await bot.card(WEAK), "incident.more", chosen="accept")
    assert (await bot.incident(WEAK.id)).status is IncidentStatus.ACCEPTED
    [accepted] = (await bot.link()).expected.accepted
    assert (accepted.kind, accepted.by, accepted.at) == ("nofollow", ADA, bot.clock.now())


async def test_an_accepted_alert_can_be_taken_back_on_its_message(bot: Bot) -> None:
    await bot.press(await bot.card(WEAK), "incident.more", chosen="accept")
    card = await bot.card_again(WEAK)
    bot.slack.workspace.channels[LINKS].members.add(EVE)
    assert "You may not do that" in words_of(await bot.click(card, "incident.unaccept", user=EVE))
    await bot.press(card, "incident.unaccept", user=BEN)
    again = await bot.incident(WEAK.id)
    assert (again.status, again.closed_at, again.log[-1].by) == (IncidentStatus.OPEN, None, BEN)
    assert (await bot.link()).expected.accepted == ()
    assert "has ended already" in words_of(await bot.click(card, "incident.unaccept"))


async def test_an_acceptance_that_has_ended_is_not_taken_back(bot: Bot) -> None:
    await bot.press(await bot.card(WEAK), "incident.more", chosen="accept")
    link = await bot.link()
    await bot.store.write(Write(links=[replace(link, expected=replace(link.expected, accepted=()))]))
    assert "has ended already" in words_of(await bot.click(await bot.card_again(WEAK), "incident.unaccept"))
    assert (await bot.incident(WEAK.id)).status is IncidentStatus.ACCEPTED


async def test_a_partner_page_is_accepted_as_it_is(bot: Bot) -> None:
    await bot.type("partner add https://friends.example/links")
    about = nouns.incident(1, kind=IncidentKind.PARTNER_OVER_LIMIT, subject="P-1", members=())
    await bot.press(await bot.card(about), "incident.more", chosen="accept")
    assert (await bot.partner()).baseline == frozenset(nouns.facts().external_domains)


async def test_the_proof_is_a_window_of_the_asker(bot: Bot) -> None:
    shown = await bot.card(nouns.incident(1))
    said = len(bot.slack.messages(LINKS))
    await bot.slack.click(shown, "incident.proof")
    words = await modal(bot, "server: nginx")
    assert "Ask the site whether it was taken out on purpose" in words
    assert len(bot.slack.messages(LINKS)) == said, "nothing at the foot of the channel"


async def modal(bot: Bot, has: str) -> str:
    """What the modal says, once it says this; Slack takes it."""

    def found() -> View | None:
        view = bot.slack.modal(ADA)
        return view if view and has in read_view(view.body) else None

    return read_view(sound_view((await bot.slack.until(found)).body))


async def test_watching_stops_only_after_it_was_confirmed(bot: Bot) -> None:
    about = nouns.incident(1)
    await bot.slack.click(await bot.card(about), "incident.more", "stop")
    await modal(bot, "L-1 will no longer be tracked, and there will be no more alerts about it.")
    assert await bot.store.link(1) is not None
    await bot.slack.submit_view(ADA)
    stopped = await modal(bot, "To track it again in")
    assert "Undo" in stopped
    assert await bot.store.link(1) is None
    assert (await bot.incident(about.id)).status is IncidentStatus.STOPPED
    view = bot.slack.modal(ADA)
    assert view is not None
    await bot.slack.click(view, BULK_UNDO)
    await modal(bot, "Undone: 1 link as before")
    assert (await bot.incident(about.id)).status is IncidentStatus.OPEN


async def test_a_partner_page_is_stopped_from_its_alert(bot: Bot) -> None:
    await bot.type("partner add https://friends.example/links")
    about = nouns.incident(1, kind=IncidentKind.PARTNER_OVER_LIMIT, subject="P-1", members=())
    await bot.slack.click(await bot.card(replace(about, members=())), "incident.more", "stop")
    await modal(bot, "P-1 will no longer be tracked")
    await bot.slack.submit_view(ADA)
    await modal(bot, "To track it again in")
    assert await bot.store.partner(1) is None
    assert await bot.store.link(1) is not None


async def test_what_is_gone_already_is_said_where_it_was_to_be_stopped(bot: Bot) -> None:
    await bot.slack.click(await bot.card(nouns.incident(1)), "incident.more", "stop")
    await modal(bot, "L-1 will no longer be tracked, and there will be no more alerts about it.")
    await bot.type("remove L-1")
    await bot.slack.submit_view(ADA)
    await modal(bot, "None of this is tracked any more.")


async def test_a_link_is_edited_from_its_alert(bot: Bot) -> None:
    await bot.slack.click(await bot.card(nouns.incident(1)), "incident.more", "edit")
    await modal(bot, "Agreed anchor text")
    bot.handled.clear()
    await bot.slack.submit_view(ADA, {"anchor": "garden shop"})
    await bot.slack.until(lambda: "outbox" in bot.handled)
    assert (await bot.link()).expected.anchor == "garden shop"


async def test_all_links_of_an_incident_are_shown(bot: Bot) -> None:
    await bot.type(f"add {OTHER} -> {TARGET}")
    await bot.slack.click(await bot.card(nouns.incident(1, 2)), "incident.see_all")
    words = await modal(bot, "L-1")
    assert "L-2" in words


async def test_what_concerns_several_links_is_done_to_all_that_still_wait(bot: Bot) -> None:
    await bot.type(f"add {OTHER} -> {TARGET}")
    about = nouns.incident(1, 2, recovered=frozenset({2}))
    await bot.press(await bot.card(about), "incident.snooze", chosen="1d")
    assert (await bot.link(1)).standing.snoozed_until
    assert (await bot.link(2)).standing.snoozed_until is None


async def test_a_closed_incident_says_so(bot: Bot) -> None:
    about = nouns.incident(1)
    card = await bot.card(about)
    await bot.press(card, "incident.more", chosen="accept")
    assert "is closed already" in words_of(await bot.click(card, "incident.hold"))


async def test_an_incident_of_another_channel_is_as_if_not_there(bot: Bot) -> None:
    about = nouns.incident(1, channel=ACME)
    card = await bot.card(about)
    moved = Message(LINKS, bot.slack.workspace.next_ts(), card.user, card.text, card.blocks)
    bot.slack.workspace.add(moved)
    assert "not of this channel" in words_of(await bot.click(moved, "incident.hold"))


@pytest.mark.parametrize(
    ("action_id", "how"), [("incident.hold", {}), ("incident.check", {}), ("incident.snooze", {"chosen": "3d"})]
)
async def test_people_of_other_workspaces_change_nothing(bot: Bot, action_id: str, how: dict[str, str]) -> None:
    about = nouns.incident(1, channel=ACME)
    card = await bot.card(about)
    assert "You may not do that" in words_of(await bot.click(card, action_id, user=EVE, **how))
    assert (await bot.incident(about.id)).version == 1


async def test_a_click_reads_again_where_somebody_wrote_in_between(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    about = nouns.incident(1)
    card = await bot.card(about)
    write, late = bot.store.write, [True]

    async def somebody_is_quicker(change: Write) -> None:
        if late.pop() if late else False:
            await write(Write(incidents=[await bot.incident(about.id)]))
        await write(change)

    monkeypatch.setattr(type(bot.store), "write", lambda _, change: somebody_is_quicker(change))
    await bot.press(card, "incident.hold")
    assert (await bot.incident(about.id)).holder == ADA
    assert late == []


async def test_a_store_that_never_agrees_is_an_error(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    card = await bot.card(nouns.incident(1))

    async def refuse(_store: object, _change: Write) -> None:
        raise StaleError

    monkeypatch.setattr(type(bot.store), "write", refuse)
    assert "Something went wrong" in words_of(await bot.click(card, "incident.hold"))


async def test_a_click_in_an_answer_is_answered_there(bot: Bot) -> None:
    await bot.store.write(Write(incidents=[nouns.incident(1)]))
    shown = await bot.type("show L-1")
    assert "You are on it." in words_of(await bot.click(shown, "incident.hold"))


async def test_a_button_of_an_old_message_says_that_it_is_old(bot: Bot) -> None:
    blocks = [{"type": "actions", "elements": [nouns_button("retired.action")]}]
    old = Message(LINKS, bot.slack.workspace.next_ts(), "U0BOT", "old", blocks)
    bot.slack.workspace.add(old)
    assert "from an older version" in words_of(await bot.click(old, "retired.action"))


def nouns_button(action_id: str) -> dict[str, object]:
    return {"type": "button", "text": {"type": "plain_text", "text": "Old"}, "action_id": action_id, "value": "x"}


async def test_an_alert_is_assigned_to_somebody_who_is_told_in_its_thread(bot: Bot) -> None:
    about = nouns.incident(1)
    await bot.press(await bot.card(about), "incident.assign", user=ADA, chosen=BEN)
    handed = await bot.incident(about.id)
    assert handed.holder == BEN
    shown = log_line(handed.log[-1])
    assert read(shown) == f"@{ADA}   assigned this to   @{BEN} ."
    assert shown.text == f"<@{ADA}> assigned this to <@{BEN}>."


async def test_a_mail_is_drafted_in_the_pages_language_and_then_in_another(bot: Bot) -> None:
    page = await bot.store.page(PAGE)
    assert page
    await bot.store.write(Write(pages=[replace(page, facts=nouns.facts(lang="de-DE"))]))
    card = await bot.card(nouns.incident(1))
    drafted = await bot.click(card, "incident.more", chosen="mail")
    assert "Guten Tag" in words_of(drafted)
    await bot.slack.click(drafted, "incident.mail_language", chosen="es", user=ADA)
    await bot.slack.until(lambda: "Muchas gracias" in words_of(drafted))
    assert "Guten Tag" not in words_of(drafted)


async def test_an_old_card_about_our_own_page_drafts_no_mail(bot: Bot) -> None:
    about = nouns.incident(1, kind=IncidentKind.TARGET)
    card = await bot.card(nouns.incident(1))
    await bot.store.write(Write(incidents=[replace(about, id=nouns.incident(1).id, version=1)]))
    assert "about a page of ours" in words_of(await bot.click(card, "incident.more", chosen="mail"))


async def test_a_mail_can_be_drafted_after_the_alert_is_closed(bot: Bot) -> None:
    card = await bot.card(nouns.incident(1))
    closed = replace(await bot.incident(nouns.incident(1).id), status=IncidentStatus.ACCEPTED)
    await bot.store.write(Write(incidents=[closed]))
    assert "Hello," in words_of(await bot.click(card, "incident.more", chosen="mail"))


async def grouped(bot: Bot) -> tuple[Message, Incident]:
    """Two alerts in one message."""
    await bot.type(f"add {OTHER} -> {TARGET}")
    parts = [nouns.incident(number, group="G-1") for number in (1, 2)]
    group = nouns.incident(
        kind=IncidentKind.GROUP, id="G-1", parts=tuple(part.id for part in parts), findings=(), log=()
    )
    await bot.store.write(Write(incidents=parts))
    shown = await bot.card(replace(group, members=()))
    bot.handled.clear()
    return shown, await bot.incident("G-1")


async def test_all_of_a_group_are_taken_at_once(bot: Bot) -> None:
    shown, group = await grouped(bot)
    await bot.press(shown, "incident.hold", user=BEN)
    assert {(await bot.incident(name)).holder for name in (*group.parts, "G-1")} == {BEN}
    assert await told(bot, group) == [(NoticeKind.EDIT, ""), (NoticeKind.REPLY, "is on all of these.")]


async def test_all_of_a_group_are_snoozed_with_their_links_and_heard_again(bot: Bot) -> None:
    shown, group = await grouped(bot)
    await bot.press(shown, "incident.snooze", chosen="3d")
    until = bot.clock.now() + timedelta(days=3)
    assert {(await bot.incident(name)).snoozed_until for name in group.parts} == {until}
    assert {(await bot.link(number)).standing.snoozed_until for number in (1, 2)} == {until}
    bot.handled.clear()
    await bot.press(await bot.card_again(group), "incident.snooze", chosen="end")
    assert {(await bot.link(number)).standing.snoozed_until for number in (1, 2)} == {None}


async def test_all_that_was_added_together_is_accepted_at_once(bot: Bot) -> None:
    _, group = await grouped(bot)
    await bot.store.write(Write(incidents=[replace(group, batch=LinkBatch("b", "Import of clients.csv", ((1, 2),)))]))
    await bot.press(await bot.card_again(await bot.incident(group.id)), "incident.more", chosen="accept")
    async with asyncio.timeout(20):  # each is a write of its own, and the outbox is woken at the first
        while {(await bot.incident(name)).status for name in group.parts} != {IncidentStatus.ACCEPTED}:
            await asyncio.sleep(0.01)
    assert all([(await bot.link(number)).expected.accepted for number in (1, 2)])


async def test_see_all_lists_the_links_of_every_part(bot: Bot) -> None:
    shown, _ = await grouped(bot)
    await bot.slack.click(shown, "incident.see_all")
    assert re.findall(r"L-\d+", await modal(bot, "L-1")) == ["L-1", "L-2"]


async def test_each_link_of_a_group_can_be_acted_on_by_itself(bot: Bot) -> None:
    shown, _ = await grouped(bot)
    await bot.slack.click(shown, "incident.see_all")
    await modal(bot, "L-2")
    rows = bot.slack.modal(ADA)
    assert rows
    assert (await bot.slack.click(rows, "link.deed", "snooze:1", user=ADA)).acked
    await modal(bot, "L-1 snoozed for 3d")
    assert [bool((await bot.link(number)).standing.snoozed_until) for number in (1, 2)] == [True, False]


async def many(bot: Bot, count: int) -> Incident:
    """An alert about so many links."""
    await bot.type("add\n" + "\n".join(f"https://p{number}.example/x {TARGET}" for number in range(2, count + 1)))
    bot.handled.clear()
    return nouns.incident(*range(1, count + 1))


async def in_all(bot: Bot, action_id: str, chosen: str | None = None, user: str = ADA) -> None:
    """Click in the modal with all of an alert."""
    shown = bot.slack.modal(user)
    assert shown
    assert (await bot.slack.click(shown, action_id, chosen)).acked


async def test_all_of_an_alert_are_seen_page_by_page(bot: Bot) -> None:
    about = await many(bot, 72)
    await bot.slack.click(await bot.card(about), "incident.see_all")
    first = await modal(bot, "Rows 1-30 of 72")
    await in_all(bot, "see_all.turn.1")
    second = await modal(bot, "Rows 31-60 of 72")
    await in_all(bot, "see_all.turn.1")
    third = await modal(bot, "Rows 61-72 of 72")
    shown = re.findall(r"L-\d+", f"{first} {second} {third}")
    assert shown == [f"L-{number}" for number in range(1, 73)]
    await in_all(bot, "see_all.turn.0")
    await modal(bot, "Rows 31-60 of 72")


async def test_what_changed_meanwhile_is_seen_on_the_next_page(bot: Bot) -> None:
    about = await many(bot, 61)
    await bot.slack.click(await bot.card(about), "incident.see_all")
    await modal(bot, "Rows 1-30 of 61")
    await bot.type("remove L-45")
    await in_all(bot, "see_all.turn.1")
    words = await modal(bot, "Rows 31-60 of 61")
    assert "L-45  no longer tracked" in words
    now = await bot.incident(about.id)
    await bot.store.write(Write(incidents=[replace(now, members=now.members[:50])]))
    await in_all(bot, "see_all.turn.1")
    await modal(bot, "Rows 31-50 of 50")


async def test_a_click_on_what_was_turned_or_closed_already_changes_nothing(
    bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    about = await many(bot, 61)
    await bot.slack.click(await bot.card(about), "incident.see_all")
    await modal(bot, "Rows 1-30 of 61")
    shown = bot.slack.modal(ADA)
    assert shown
    stale = replace(shown)
    await in_all(bot, "see_all.turn.1")
    await modal(bot, "Rows 31-60 of 61")
    await in_all(bot, "see_all.turn.1")
    await modal(bot, "Rows 61-61 of 61")
    await bot.slack.click(stale, "see_all.turn.1")
    await bot.slack.until(lambda: len(bot.slack.calls("views.update")) == 3)
    await modal(bot, "Rows 61-61 of 61")
    await bot.slack.close_view(ADA)
    await bot.slack.click(stale, "see_all.turn.1")
    await bot.slack.until(lambda: len(bot.slack.calls("views.update")) == 4)
    await bot.type("status")
    assert bot.slack.modal(ADA) is None
    assert "A request failed" not in caplog.text


async def test_all_of_a_group_are_taken_and_snoozed_in_the_modal_too(bot: Bot) -> None:
    shown, group = await grouped(bot)
    await bot.slack.click(shown, "incident.see_all", user=ADA)
    await modal(bot, "Ack all")
    await in_all(bot, "see_all.hold")
    await modal(bot, f"<@{ADA}> is on it")
    assert {(await bot.incident(name)).holder for name in (*group.parts, "G-1")} == {ADA}
    await in_all(bot, "see_all.snooze", "3d")
    await modal(bot, "snoozed until")
    assert {bool((await bot.link(number)).standing.snoozed_until) for number in (1, 2)} == {True}
    await in_all(bot, "see_all.snooze", "end")
    await bot.slack.until(lambda: (shown := bot.slack.modal(ADA)) and "snoozed until" not in read_view(shown.body))
    assert {(await bot.link(number)).standing.snoozed_until for number in (1, 2)} == {None}


async def test_all_of_one_cause_are_taken_in_the_modal(bot: Bot) -> None:
    about = await many(bot, 3)
    await bot.slack.click(await bot.card(about), "incident.see_all")
    await modal(bot, "Snooze all")
    await in_all(bot, "see_all.hold")
    await modal(bot, f"<@{ADA}> is on it")
    await in_all(bot, "see_all.snooze", "1d")
    await modal(bot, "snoozed until")
    assert (await bot.link(3)).standing.snoozed_until == bot.clock.now() + timedelta(days=1)


async def test_partner_pages_of_a_group_are_among_all(bot: Bot) -> None:
    await bot.type("partner add https://friends.example/links max 40")
    part = nouns.incident(kind=IncidentKind.PARTNER_OVER_LIMIT, subject="P-1", id="P-1-over-1", members=(), group="G-1")
    group = nouns.incident(
        kind=IncidentKind.GROUP, id="G-1", parts=(part.id, nouns.incident(1).id), findings=(), log=()
    )
    await bot.store.write(Write(incidents=[part, nouns.incident(1, group="G-1")]))
    shown = await bot.card(replace(group, members=()))
    await bot.slack.click(shown, "incident.see_all", user=ADA)
    words = await modal(bot, "P-1")
    assert "41 followed links out, limit 40" in words
    assert "L-1" in words


async def test_a_closed_alert_shows_all_and_offers_nothing(bot: Bot) -> None:
    about = replace(await many(bot, 12), status=IncidentStatus.RECOVERED, closed_at=bot.clock.now())
    await bot.slack.click(await bot.card(about), "incident.see_all")
    assert "L-12" in await modal(bot, "recovered")
    shown = bot.slack.modal(ADA)
    assert shown
    assert "see_all.hold" not in str(shown.body)


async def test_an_alert_that_closes_meanwhile_is_not_taken(bot: Bot) -> None:
    about = await many(bot, 3)
    await bot.slack.click(await bot.card(about), "incident.see_all")
    await modal(bot, "I'm on it")
    now = await bot.incident(about.id)
    await bot.store.write(Write(incidents=[replace(now, status=IncidentStatus.RECOVERED, closed_at=bot.clock.now())]))
    await in_all(bot, "see_all.hold")
    await modal(bot, "recovered")
    assert not (await bot.incident(about.id)).holder


async def test_who_has_left_the_channel_sees_no_more_of_its_alert(bot: Bot) -> None:
    about = await many(bot, 61)
    await bot.slack.click(await bot.card(about), "incident.see_all")
    await modal(bot, "Rows 1-30")
    bot.slack.workspace.channels[LINKS].members.discard(ADA)
    bot.clock.move(timedelta(minutes=2))
    await in_all(bot, "see_all.turn.1")
    assert "L-31" not in await modal(bot, "not yours to see")


async def test_people_of_other_workspaces_look_and_are_offered_nothing(bot: Bot) -> None:
    await bot.type("add\n" + "\n".join(f"https://p{number}.example/x {TARGET}" for number in range(3)), channel=ACME)
    about = nouns.incident(2, 3, channel=ACME)
    await bot.slack.click(await bot.card(about), "incident.see_all", user=EVE)
    await bot.slack.until(lambda: bot.slack.modal(EVE))
    shown = bot.slack.modal(EVE)
    assert shown
    assert "L-2" in read_view(shown.body)
    assert "see_all.hold" not in str(shown.body)
    forged = [{"type": "actions", "elements": [nouns_button("see_all.hold")]}]
    shown.body["blocks"] = [*shown.body["blocks"], *forged]
    shown.body["blocks"][-1]["block_id"] = "forged"
    await in_all(bot, "see_all.hold", user=EVE)
    await bot.slack.until(lambda: (now := bot.slack.modal(EVE)) and "You may not do that" in read_view(now.body))
    assert not (await bot.incident(about.id)).holder


async def test_an_alert_that_is_forgotten_says_so(bot: Bot) -> None:
    about = await many(bot, 61)
    await bot.slack.click(await bot.card(about), "incident.see_all")
    await modal(bot, "Rows 1-30")
    shown = bot.slack.modal(ADA)
    assert shown
    shown.body["private_metadata"] = shown.body["private_metadata"].replace(about.id, "L-9-lost-0")
    await in_all(bot, "see_all.turn.1")
    await modal(bot, "no longer known")
