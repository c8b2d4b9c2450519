"""Verbs over many links in the local Slack: shown first, done to what was shown, undone as a whole."""

from collections.abc import AsyncIterator
from copy import deepcopy
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.actions import answer_buttons
from bot.messages.kit.controls import BULK, BULK_UNDO
from bot.sandbox import start_sandbox
from jobs.model.incident import IncidentStatus
from jobs.model.link import Link, NewLink
from jobs.model.link_status import LinkState
from jobs.model.queries import LinkQuery
from jobs.model.write import Write
from jobs.store.errors import StoreUnwritableError
from tests.tools import nouns
from tests.tools.slack_bot import ACME, ADA, BEN, LINKS, OTHER, PAGE, TARGET, Bot, open_bot, start_bot, words_of
from tests.tools.times import NOON

THIRD = "https://third.example/post"
SPRING = f"add\n{PAGE} {TARGET} tag:spring\n{OTHER} {TARGET} tag:spring every 6h\n{THIRD} {TARGET}"


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path) as running:
        await running.type(SPRING)
        running.handled.clear()
        yield running


async def links(bot: Bot) -> list[Link]:
    return [replace(link, version=0) for link in await bot.store.links(LinkQuery(LINKS))]


async def test_it_is_shown_then_done_then_undone(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer_buttons, "_SHOWN_AFTER", (60.0,))  # on a busy machine its bar would come first
    before = await links(bot)
    shown = await bot.type("edit tag:spring every 12h @ben")
    words = words_of(shown)
    assert "Change 2 links?" in words
    assert "interval  none  →  12h : 1 link" in words
    assert "interval  6h  →  12h : 1 link" in words
    assert f"owner  none  →  @{BEN} : 2 links" in words
    assert ("L-1" in words, "L-3" in words) == (True, False)
    assert await links(bot) == before, "nothing is changed before somebody says so"
    done = await bot.click(shown, BULK)
    assert "2 links changed" in words_of(done)
    assert [(link.owner, link.every) for link in await links(bot)] == [*[(BEN, timedelta(hours=12))] * 2, ("", None)]
    edits = [each for each in await bot.store.events(since=NOON - timedelta(days=900)) if each.kind == "edited"]
    assert [(each.subject, each.by) for each in edits] == [("L-1", ADA), ("L-2", ADA)]
    pressed = deepcopy(done)
    undone = await bot.click(done, BULK_UNDO)
    assert "Undone: 2 links as before" in words_of(undone)
    assert await links(bot) == before
    assert "nothing to undo" in words_of(await bot.click(pressed, BULK_UNDO))


async def test_what_is_so_already_is_counted_apart(bot: Bot) -> None:
    words = words_of(await bot.type("edit tag:spring every 6h"))
    assert "Change 1 link?" in words
    assert "1 more fit, so already" in words
    assert "Nothing to do: 2 links  fit" in words_of(await bot.type("edit tag:spring tag:spring"))


async def test_whoever_reads_slowly_may_press_however_quick_the_bots_clock_is(bot: Bot) -> None:
    shown = await bot.type("edit tag:spring @ben")
    bot.clock.move(timedelta(hours=2))
    assert "2 links changed" in words_of(await bot.click(shown, BULK))


async def test_a_second_press_does_nothing(bot: Bot) -> None:
    shown = await bot.type("remove tag:spring")
    await bot.click(deepcopy(shown), BULK)
    added, _ = await bot.store.add_link(NewLink(LINKS, PAGE, TARGET, tags=frozenset({"spring"})), NOON)
    assert "done, or being done, already" in words_of(await bot.click(shown, BULK))
    assert await bot.store.link(added.id) is not None


async def test_what_a_fault_cut_short_can_be_undone(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.operations.bulk.AT_ONCE", 1)
    before, written = await links(bot), bot.store.write

    async def write_once(change: Write) -> None:
        await written(change)
        monkeypatch.setattr(bot.store, "write", refuse)

    async def refuse(_: Write) -> None:
        raise StoreUnwritableError("The disk is full.", is_full=True)

    shown = await bot.type("edit tag:spring every 12h")
    monkeypatch.setattr(bot.store, "write", write_once)
    pressed = await bot.slack.click(shown, BULK, user=ADA)
    await bot.slack.until(lambda: any("cut short" in words_of(each) for each in pressed.replies))
    monkeypatch.setattr(bot.store, "write", written)
    assert [link.every for link in await links(bot)] != [link.every for link in before]
    short = next(each for each in pressed.replies if "cut short" in words_of(each))
    assert "Undone: 1 link as before" in words_of(await bot.click(short, BULK_UNDO))
    assert await links(bot) == before


async def test_a_new_interval_of_many_has_their_pages_checked_as_that_of_one(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    async def asked_for(url: str, _: datetime) -> None:
        asked.append(url)

    monkeypatch.setattr(bot.store, "due_now", asked_for)
    await bot.click(await bot.type("edit tag:spring @ben"), BULK)
    assert asked == [], "nothing about the pages changed"
    await bot.click(await bot.type("edit tag:spring every 12h"), BULK)
    assert asked == [PAGE, OTHER]


async def test_what_changed_in_between_is_left_alone_and_said(bot: Bot) -> None:
    shown = await bot.type("edit tag:spring every 12h")
    await bot.type("edit L-1 tags none")
    await bot.type("remove L-2")
    await bot.type(f"add {THIRD}/2 -> {TARGET} tag:spring")
    words = words_of(await bot.click(shown, BULK))
    assert "0 links changed" in words
    assert "1 changed since you saw it, and was left alone: L-1." in words
    assert "1 was no longer tracked: L-2." in words
    assert {link.every for link in await links(bot)} == {None}, "what fits by now was not shown"


async def test_the_permission_is_asked_at_each_press(tmp_path: Path) -> None:
    async with await start_sandbox() as slack:
        async with start_bot(slack, tmp_path) as bot:
            await bot.type(SPRING)
            done = await bot.click(await bot.type("edit tag:spring every 12h"), BULK)
            shown = await bot.type("remove tag:spring")
            before = await links(bot)
        async with start_bot(slack, tmp_path, permissions={"manage": [BEN]}) as strict:
            assert "You may not change links here" in words_of(await strict.click(shown, BULK))
            assert "You may not change links here" in words_of(await strict.click(done, BULK_UNDO))
            assert "You may not do that here" in words_of(await strict.type("remove tag:spring"))
            assert await links(strict) == before


async def test_removed_links_come_back_with_their_alerts(bot: Bot) -> None:
    lost = await _lost(bot, 1, 2)
    about = nouns.incident(1, 2)
    await bot.store.write(Write(incidents=[about]))
    before = await links(bot)
    shown = await bot.type("remove lost")
    assert "tracked no longer: lost : 2 links" in words_of(shown)
    done = await bot.click(shown, BULK)
    assert "2 links tracked no longer" in words_of(done)
    assert await links(bot) == before[2:]
    assert (await bot.incident(about.id)).status is IncidentStatus.STOPPED
    undone = await bot.click(done, BULK_UNDO)
    assert "Undone: 2 links as before" in words_of(undone)
    assert sorted(await links(bot), key=lambda link: link.id) == before
    back = await bot.incident(about.id)
    assert (back.status, back.recovered, back.closed_at) == (about.status, about.recovered, about.closed_at)
    assert len(lost) == 2


async def test_accepted_and_snoozed_ones_are_taken_back_with_their_alerts(bot: Bot) -> None:
    await _lost(bot, 1, 2)
    about = nouns.incident(1, 2)
    await bot.store.write(Write(incidents=[about]))
    before = await links(bot)
    for typed, state in (("accept lost", IncidentStatus.ACCEPTED), ("snooze lost 7d", IncidentStatus.OPEN)):
        done = await bot.click(await bot.type(typed), BULK)
        held = await bot.incident(about.id)
        assert held.status is state, typed
        assert (held.snoozed_until is not None) == typed.startswith("snooze")
        assert await links(bot) != before
        await bot.click(done, BULK_UNDO)
        assert await links(bot) == before, typed
        back = await bot.incident(about.id)
        assert (back.status, back.accepted, back.snoozed_until) == (about.status, about.accepted, None), typed


async def test_a_snooze_of_many_ends_with_those_of_their_alerts(bot: Bot) -> None:
    await _lost(bot, 1, 2)
    about = nouns.incident(1, 2)
    await bot.store.write(Write(incidents=[about]))
    await bot.click(await bot.type("snooze lost 7d"), BULK)
    before = await links(bot)
    shown = await bot.type("unsnooze all")
    assert "End the snooze of 2 links?" in words_of(shown)
    assert "1 more fit, not snoozed" in words_of(shown)
    done = await bot.click(shown, BULK)
    assert [each.standing.snoozed_until for each in await links(bot)] == [None] * 3
    assert (await bot.incident(about.id)).snoozed_until is None
    await bot.click(done, BULK_UNDO)
    assert await links(bot) == before
    assert (await bot.incident(about.id)).snoozed_until is not None


async def test_acceptances_of_many_are_taken_back_with_their_alerts(bot: Bot) -> None:
    await _lost(bot, 1, 2)
    about = nouns.incident(1, 2)
    await bot.store.write(Write(incidents=[about]))
    await bot.click(await bot.type("accept lost"), BULK)
    before = await links(bot)
    done = await bot.click(await bot.type("unaccept all"), BULK)
    assert "2 links as before it was accepted" in words_of(done)
    assert [each.expected.accepted for each in await links(bot)] == [()] * 3
    assert (await bot.incident(about.id)).status is IncidentStatus.OPEN
    await bot.click(done, BULK_UNDO)
    assert await links(bot) == before
    assert (await bot.incident(about.id)).status is IncidentStatus.ACCEPTED


@pytest.mark.parametrize(("typed", "state"), [("mark lost live", LinkState.LIVE), ("mark all lost", LinkState.LOST)])
async def test_many_are_marked_and_taken_back(bot: Bot, typed: str, state: LinkState) -> None:
    await _lost(bot, 1, 2)
    about = nouns.incident(1, 2)
    await bot.store.write(Write(incidents=[about]))
    before = await links(bot)
    shown = await bot.type(typed)
    assert f"Mark {2 if state is LinkState.LIVE else 1} link" in words_of(shown)
    done = await bot.click(shown, BULK)
    assert {each.standing.state for each in await links(bot)} == {state}
    assert (await bot.incident(about.id)).status.is_open is (state is LinkState.LOST)
    await bot.click(done, BULK_UNDO)
    assert await links(bot) == before
    assert (await bot.incident(about.id)).status.is_open


async def test_many_are_said_to_be_indexed_and_taken_back(bot: Bot) -> None:
    before = await links(bot)
    done = await bot.click(await bot.type("mark tag:spring not indexed"), BULK)
    assert [len(each.index_facts) for each in await links(bot)] == [1, 1, 0]
    assert "Nothing to do" in words_of(await bot.type("mark tag:spring not indexed"))
    await bot.click(done, BULK_UNDO)
    assert await links(bot) == before


async def test_what_fits_is_checked(bot: Bot) -> None:
    bot.looks.asked.clear()
    assert "Checked 2." in words_of(await bot.type("check tag:spring"))
    assert bot.looks.asked == [PAGE, OTHER]
    assert "nothing was checked" in words_of(await bot.type("check tag:autumn"))


async def test_where_nothing_is_tracked_there_is_nothing_to_do(bot: Bot) -> None:
    assert "No link is tracked in this channel" in words_of(await bot.type("accept all", channel=ACME))


async def test_an_undo_leaves_what_was_changed_otherwise_since(bot: Bot) -> None:
    done = await bot.click(await bot.type("edit tag:spring @ben every 12h"), BULK)
    await bot.type("edit L-1 @ada")
    await bot.type("edit L-2 tag:new")
    words = words_of(await bot.click(done, BULK_UNDO))
    assert "Undone: 1 link as before" in words
    assert "1 changed otherwise since, and stays: L-1." in words
    one, two, _ = await links(bot)
    assert (one.owner, one.every) == (ADA, timedelta(hours=12))
    assert (two.owner, two.every, two.tags) == ("", timedelta(hours=6), frozenset({"spring", "new"}))


async def test_a_link_of_an_exchange_is_not_removed_with_others(bot: Bot) -> None:
    await bot.type(f"exchange add {PAGE} -> {TARGET} for https://ours.example/partners -> https://blog.example/")
    words = words_of(await bot.click(await bot.type("remove tag:spring"), BULK))
    assert "1 link tracked no longer" in words
    assert "1 belongs to an exchange and is tracked still: L-1." in words


async def test_without_a_match_the_nearest_filter_is_named(bot: Bot) -> None:
    words = words_of(await bot.type("remove tag:sprng"))
    assert "No link in this channel fits  tag:sprng" in words
    assert "The nearest: 2 links  fit  tag:spring" in words
    words = words_of(await bot.type("snooze tag:spring third.example 7d"))
    assert "2 links  fit  tag:spring" in words or "1 link  fits  third.example" in words
    assert "nothing was changed" in words_of(await bot.type("remove tag:zzzzzz"))


async def test_after_a_restart_it_is_shown_anew_and_what_was_done_can_be_undone(tmp_path: Path) -> None:
    async with await start_sandbox() as slack:
        async with start_bot(slack, tmp_path) as bot:
            await bot.type(SPRING)
            before = await links(bot)
            done = await bot.click(await bot.type("edit tag:spring every 12h"), BULK)
            shown = await bot.type("edit tag:spring @ben")
        async with start_bot(slack, tmp_path) as again:
            anew = await again.click(shown, BULK)
            assert "before I was restarted" in words_of(anew)
            assert "Change 2 links?" in words_of(anew)
            second = await again.click(anew, BULK)
            assert [link.owner for link in await links(again)] == [BEN, BEN, ""]
            await again.click(done, BULK_UNDO)
            assert [link.every for link in await links(again)] == [link.every for link in before]
            await again.click(second, BULK_UNDO)
            assert await links(again) == before


async def test_costs_stay_hidden_where_they_are(bot: Bot) -> None:
    await bot.type("edit L-1 cost 120 EUR")
    await bot.type("settings costs hide")
    words = words_of(await bot.type("edit tag:spring cost 90 EUR"))
    assert "120" not in words
    assert "costs are hidden in this channel" in words


async def _lost(bot: Bot, *numbers: int) -> list[Link]:
    found = [await bot.link(number) for number in numbers]
    lost = [nouns.link(link.id, LinkState.LOST, nouns.MISSING).standing for link in found]
    await bot.store.write(
        Write(links=[replace(link, standing=standing) for link, standing in zip(found, lost, strict=True)])
    )
    return found


async def test_it_shows_how_far_it_is_while_it_works(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.actions.answer_buttons._SHOWN_AFTER", (0.0, 0.0))
    monkeypatch.setattr("bot.operations.bulk.AT_ONCE", 1)
    shown = await bot.type("edit tag:spring every 12h")
    pressed = await bot.slack.click(shown, BULK, user=ADA)
    await bot.slack.until(lambda: len(pressed.replies) == 3)
    assert "2 links changed" in words_of(pressed.reply)
