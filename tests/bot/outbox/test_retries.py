"""What could not be posted is said once it can be: once, as things are then, and whatever happens in between."""

import itertools
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.outbox.find_posted import metadata_of
from bot.outbox.retries import (
    OLD,
    is_out_of_date,
    is_retried,
    next_try,
    on_channel_open,
    stops_channel,
    tried_next,
    worth_saying,
)
from bot.sandbox import BOT_USER
from jobs.config import Config
from jobs.digests.write import write_digest
from jobs.model.incident import Incident, IncidentStatus
from jobs.model.link import NewLink
from jobs.model.notice import Notice, NoticeKind, NoticeStatus
from jobs.model.write import Write
from jobs.store.tiny.store import TinyStore
from tests.tools.nouns import incident
from tests.tools.outbox import ADMIN, LINKS, RECOVERED, Bench, open_bench
from tests.tools.times import NOON

POST = "chat.postMessage"
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    async with open_bench(tmp_path) as made:
        yield made


def leave(bench: Bench) -> None:
    bench.slack.workspace.channel(LINKS).members.discard(BOT_USER)


def join(bench: Bench) -> None:
    bench.slack.workspace.channel(LINKS).members.add(BOT_USER)


def archive(bench: Bench) -> None:
    bench.slack.workspace.channel(LINKS).is_archived = True


def unarchive(bench: Bench) -> None:
    bench.slack.workspace.channel(LINKS).is_archived = False


def restrict(bench: Bench) -> None:
    bench.slack.workspace.channel(LINKS).few_may_post = True


def open_up(bench: Bench) -> None:
    bench.slack.workspace.channel(LINKS).few_may_post = False


def hide(bench: Bench) -> None:
    bench.slack.workspace.channel(LINKS).is_private = True
    leave(bench)


def lose_scope(bench: Bench) -> None:
    bench.slack.workspace.scopes.discard("chat:write")


def regain_scope(bench: Bench) -> None:
    bench.slack.workspace.scopes.add("chat:write")


Step = Callable[[Bench], None]
WAYS = [(leave, join), (archive, unarchive), (restrict, open_up), (hide, join), (lose_scope, regain_scope)]
NAMES = [shut.__name__ for shut, _ in WAYS]


async def shut_out(bench: Bench, shut: Step = leave) -> None:
    """An alert that cannot be posted, tried once."""
    await bench.open(bench.incident())
    shut(bench)
    await bench.outbox.deliver_due()
    assert bench.slack.messages(LINKS) == []


@pytest.mark.parametrize(("shut", "open_again"), WAYS, ids=NAMES)
async def test_it_is_said_when_it_is_tried_again(bench: Bench, shut: Step, open_again: Step) -> None:
    await shut_out(bench, shut)
    open_again(bench)
    await bench.later(601)
    await bench.later(601)
    assert (await bench.current(bench.incident())).message_ts == bench.card().ts
    assert len(bench.slack.messages(LINKS)) == 1
    assert await bench.dead() == {}


@pytest.mark.parametrize(("shut", "open_again"), WAYS, ids=NAMES)
async def test_it_is_said_after_a_start(bench: Bench, shut: Step, open_again: Step) -> None:
    await shut_out(bench, shut)
    open_again(bench)
    for _ in range(3):
        outbox = bench.restarted()
        await outbox.recover()
        await outbox.deliver_due()
    assert len(bench.slack.messages(LINKS)) == 1


async def test_what_waits_is_said_in_order_as_soon_as_one_message_gets_through(bench: Bench) -> None:
    leave(bench)
    for number in range(5):
        await bench.say(f"t/{number}")
    await bench.outbox.deliver_due()
    assert len(await bench.dead()) == 5
    join(bench)
    await bench.say("t/5")
    await bench.outbox.deliver_due()
    assert sorted(bench.said()) == [f"t/{number}" for number in range(6)]
    assert bench.said()[1:] == [f"t/{number}" for number in range(5)]


async def test_a_channel_that_stays_shut_is_asked_ever_more_seldom_with_one_message(bench: Bench) -> None:
    await bench.store.add_link(NewLink(LINKS, "https://blog.example/", "ours.example"), bench.clock.now())
    leave(bench)
    for number in range(3):
        await bench.open(bench.incident(number))
    await bench.outbox.deliver_due()
    await bench.later(6)  # the message of a group waits for others
    before = len(bench.slack.calls(POST))
    for _ in range(7 * 24 * 12):
        await bench.later(300)
    tried = [call["channel"] for call in bench.slack.calls(POST)[before:] if call["channel"] == LINKS]
    assert 28 <= len(tried) <= 40, "a week at six hours each, and some more at the start"
    assert len(bench.said(ADMIN)) == 1, "and nobody is told again and again"


async def test_other_channels_are_not_touched(bench: Bench) -> None:
    await shut_out(bench)
    await bench.say("t/1", ADMIN)
    calls = len(bench.slack.calls(POST))
    await bench.outbox.deliver_due()
    assert len(bench.slack.calls(POST)) == calls + 1


async def test_the_card_shows_how_things_are_by_then(bench: Bench) -> None:
    await shut_out(bench)
    await bench.change(bench.incident(), holder="U0BEN")
    join(bench)
    await on_channel_open(bench.store, LINKS)
    await bench.outbox.deliver_due()
    assert "U0BEN" in repr(bench.card().blocks)


async def test_what_is_over_by_then_is_not_told_there_and_its_end_is_where_it_was_told(bench: Bench) -> None:
    await shut_out(bench)
    await bench.later(60)
    incident = bench.incident()
    await bench.change(incident, bench.notice("edit/1", NoticeKind.EDIT, incident), **RECOVERED)
    await bench.later(60)
    await bench.later(60)
    told = [words for words in bench.said(ADMIN) if " meanwhile: " in words]
    assert [said.partition(" meanwhile: ")[2].partition(":")[0] for said in told] == ["🔴 Link lost", "🟢 Link is back"]
    join(bench)
    await on_channel_open(bench.store, LINKS)
    await bench.later(60)
    assert bench.slack.messages(LINKS) == []
    assert await bench.dead() == {}


async def test_what_changes_while_nothing_gets_in_makes_no_second_message(bench: Bench) -> None:
    await shut_out(bench)
    incident = bench.incident()
    for number in range(3):
        edit = bench.notice(f"edit/{number}", NoticeKind.EDIT, incident)
        reply = bench.notice(f"reply/{number}", NoticeKind.REPLY, incident, "more")
        await bench.change(incident, edit, reply, holder=f"U0BEN{number}")
        await bench.outbox.deliver_due()
    await bench.later(60)
    assert len(bench.said(ADMIN)) == 1, "and it is told elsewhere once"
    join(bench)
    for _ in range(4):
        await bench.later(3600)
    assert len(bench.slack.messages(LINKS)) == 1
    assert "U0BEN2" in repr(bench.card().blocks)
    assert await bench.dead() == {}


async def test_a_message_that_was_there_turns_green_once_its_channel_is_back(bench: Bench) -> None:
    incident = bench.incident()
    await bench.open(incident)
    await bench.outbox.deliver_due()
    archive(bench)
    await bench.change(incident, bench.notice("edit/1", NoticeKind.EDIT, incident), **RECOVERED)
    await bench.outbox.deliver_due()
    assert await bench.dead() == {"L-1-lost-1/edit/1": "is_inactive"}
    unarchive(bench)
    await on_channel_open(bench.store, LINKS)
    await bench.outbox.deliver_due()
    (card,) = bench.slack.messages(LINKS)
    assert card.edits == 1


async def test_of_several_digests_only_the_newest_is_said(bench: Bench) -> None:
    await bench.store.add_link(NewLink(LINKS, "https://blog.example/", "ours.example"), bench.clock.now())
    leave(bench)
    for week in ("2026-W45", "2026-W46", "2026-W47"):
        await write_digest(bench.store, Config(), LINKS, week, bench.clock.now())
        await bench.outbox.deliver_due()
    assert len(await bench.dead()) == 3
    join(bench)
    await on_channel_open(bench.store, LINKS)
    await bench.outbox.deliver_due()
    (said,) = bench.slack.messages(LINKS)
    assert said.metadata["event_payload"]["key"] == f"digest/{LINKS}/2026-W47"
    assert await bench.dead() == {}


# What is true by then


async def test_what_is_old_by_then_is_left_out_and_who_wanted_quiet_has_it(bench: Bench) -> None:
    await bench.store.add_link(NewLink(LINKS, "https://blog.example/", "ours.example"), bench.clock.now())
    archive(bench)
    await bench.say("L-1/live/1", text="L-1 is live now: the link was placed.")
    for number in (2, 3):
        await bench.open(bench.incident(number))
    await bench.change(bench.incident(3), snoozed_until=bench.clock.now() + timedelta(days=100))
    for _ in range(50):
        await bench.later(24 * 3600)
    unarchive(bench)
    await on_channel_open(bench.store, LINKS)
    await bench.later()
    (said,) = bench.said()
    assert "L-2" in said
    await bench.change(bench.incident(3), snoozed_until=None)
    await bench.later(3600)
    assert "L-3" in bench.card().text, "somebody ended the snooze"


async def test_what_waited_long_comes_together(bench: Bench) -> None:
    await bench.store.add_link(NewLink(LINKS, "https://blog.example/", "ours.example"), bench.clock.now())
    leave(bench)
    for number in range(1, 21):
        await bench.open(bench.incident(number))
        await bench.later(8 * 3600)
    join(bench)
    await on_channel_open(bench.store, LINKS)
    await bench.outbox.deliver_due()
    await bench.later(30)
    assert len(bench.slack.messages(LINKS)) == 3, "two alone, and the others in one message"


async def test_after_two_months_it_is_given_up(bench: Bench) -> None:
    await bench.store.add_link(NewLink(LINKS, "https://blog.example/", "ours.example"), bench.clock.now())
    incident = bench.incident()
    await bench.open(incident)
    await bench.outbox.deliver_due()
    archive(bench)
    await bench.change(incident, bench.notice("edit/1", NoticeKind.EDIT, incident), **RECOVERED)
    for _ in range(70):
        await bench.later(24 * 3600)
    assert await bench.dead() == {}
    before = len(bench.slack.calls("chat.update"))
    for _ in range(10):
        await bench.later(24 * 3600)
    assert len(bench.slack.calls("chat.update")) == before


async def test_the_card_of_what_is_open_still_is_never_given_up(bench: Bench) -> None:
    await bench.store.add_link(NewLink(LINKS, "https://blog.example/", "ours.example"), bench.clock.now())
    await shut_out(bench)
    for _ in range(100):
        await bench.later(24 * 3600)
    join(bench)
    await bench.later(24 * 3600)
    assert (await bench.current(bench.incident())).message_ts == bench.card().ts


async def test_what_nobody_tracks_any_more_is_given_up(bench: Bench) -> None:
    link, _ = await bench.store.add_link(NewLink(LINKS, "https://blog.example/", "ours.example"), bench.clock.now())
    await shut_out(bench)
    await bench.say("t/1")
    await bench.store.write(Write(remove_links=[link.id]))
    for _ in range(3):
        await bench.later(24 * 3600)
    assert await bench.dead() == {}


async def test_what_waits_is_read_only_when_its_time_has_come(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    await shut_out(bench)
    await bench.later(1)
    reads: list[Iterable[int]] = []
    assert isinstance(bench.store, TinyStore)
    monkeypatch.setattr(bench.store._tables.notices, "all", reads.append)
    for _ in range(50):
        await bench.outbox.start_due()
    assert reads == []


# Crashes and lost answers


async def test_it_is_there_once_though_we_die_right_after_it_was_posted_at_last(bench: Bench) -> None:
    await shut_out(bench)
    join(bench)
    await on_channel_open(bench.store, LINKS)
    notice = await bench.store.claim_notice(bench.clock.now())
    assert notice is not None
    await bench.client.chat_postMessage(channel=LINKS, text="a card", metadata=metadata_of(notice))
    for _ in range(2):
        outbox = bench.restarted()
        await outbox.recover()
        await outbox.deliver_due()
    assert len(bench.slack.messages(LINKS)) == 1
    assert (await bench.current(bench.incident())).message_ts == bench.card().ts


async def test_it_is_there_once_though_its_answer_was_lost_before_we_were_removed(bench: Bench) -> None:
    await bench.open(bench.incident())
    bench.slack.faults.drop_answer(POST)
    await bench.outbox.deliver_due()
    leave(bench)
    await bench.later(60)
    assert await bench.dead() == {"L-1-lost-1/card": "not_in_channel"}
    join(bench)
    await on_channel_open(bench.store, LINKS)
    for _ in range(3):
        await bench.later()
    assert len(bench.slack.messages(LINKS)) == 1
    assert (await bench.current(bench.incident())).message_ts == bench.card().ts


async def test_a_card_that_an_edit_put_there_is_found_before_the_old_one_is_posted(bench: Bench) -> None:
    """The card died; an edit was told in its place, its answer was lost, and we were removed again."""
    await shut_out(bench)
    incident = bench.incident()
    join(bench)
    bench.slack.faults.drop_answer(POST)
    await bench.change(incident, bench.notice("edit/1", NoticeKind.EDIT, incident), holder="U0BEN")
    await bench.outbox.deliver_due()
    leave(bench)
    await bench.later(60)
    assert len(await bench.dead()) == 2
    join(bench)
    await on_channel_open(bench.store, LINKS)
    for _ in range(3):
        await bench.later()
    assert len(bench.slack.messages(LINKS)) == 1
    assert await bench.dead() == {}


@pytest.mark.parametrize("order", list(itertools.permutations(["card", "edit/1", "reply/1"])))
async def test_in_whatever_order_they_died_there_is_one_message(bench: Bench, order: tuple[str, ...]) -> None:
    incident = bench.incident()
    kinds = {"card": NoticeKind.CARD, "edit/1": NoticeKind.EDIT, "reply/1": NoticeKind.REPLY}
    leave(bench)
    await bench.store.write(Write(incidents=[incident]))
    for name in order:
        await bench.store.write(Write(notices=[bench.notice(name, kinds[name], incident, "more")]))
        await bench.outbox.deliver_due()
    join(bench)
    for _ in range(2):
        outbox = bench.restarted()
        await outbox.recover()
        await outbox.deliver_due()
    assert len(bench.slack.messages(LINKS)) == 1


# What decides


def notice(key: str, error: str = "not_in_channel", **fields: object) -> Notice:
    made = Notice(key, LINKS, NoticeKind.TEXT, NOON, status=NoticeStatus.DEAD, error=error, claimed_at=NOON)
    return replace(made, **fields)  # type: ignore[arg-type]  # fields of the noun


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("not_in_channel", True),
        ("channel_not_found", True),
        ("is_archived", True),
        ("is_inactive", True),
        ("restricted_action", True),
        ("ekm_access_denied", True),
        ("restricted_action_thread_locked", False),
        ("missing_scope", True),
        ("token_revoked", True),
        ("msg_too_long", False),
        ("invalid_blocks", False),
        ("our_fault", False),
        ("perhaps_posted", False),
        ("", False),
    ],
)
def test_what_stops_a_channel_is_tried_with_one_message(word: str, *, expected: bool) -> None:
    assert stops_channel(word) is expected


@pytest.mark.parametrize(
    ("word", "expected", "why"),
    [
        ("msg_too_long", True, "a later version may say it in fewer words"),
        ("a_word_of_tomorrow", True, "nobody knows what it means"),
        ("our_fault", True, "it may be mended"),
        ("perhaps_posted", False, "at most once is what was promised"),
    ],
)
def test_all_but_what_was_promised_is_tried_again(word: str, *, expected: bool, why: str) -> None:
    assert is_retried(word) is expected, why


def test_each_message_is_tried_for_itself_but_for_what_stops_the_channel_or_shows_one_incident() -> None:
    about = {"incident_id": "L-1-lost-1", "error": "msg_too_long"}
    first, second = notice("a"), notice("b", "is_archived")
    card, edit = notice("c", kind=NoticeKind.CARD, **about), notice("d", kind=NoticeKind.EDIT, **about)
    line, text = notice("e", kind=NoticeKind.REPLY, **about), notice("f", "msg_too_long")
    assert tried_next([first, second, card, edit, line, text]) == [first, card, line, text]


@pytest.mark.parametrize(
    ("waited", "since", "due"),
    [
        (0 * HOUR, 9 * MINUTE, False),
        (0 * HOUR, 10 * MINUTE, True),
        (2 * HOUR, 119 * MINUTE, False),
        (2 * HOUR, 2 * HOUR, True),
        (400 * HOUR, 5 * HOUR, False),
        (400 * HOUR, 6 * HOUR, True),
        (0 * HOUR, -HOUR, True),
    ],
)
def test_the_longer_it_waits_the_more_seldom_it_is_tried(waited: timedelta, since: timedelta, *, due: bool) -> None:
    tried, now = notice("t/1", claimed_at=NOON + waited), NOON + waited + since
    assert (next_try(tried, now) <= now) is due


def test_what_is_refused_for_itself_is_tried_once_a_day_in_the_end() -> None:
    tried = notice("t/1", "msg_too_long", claimed_at=NOON + 400 * HOUR)
    assert next_try(tried, NOON + 500 * HOUR) == NOON + 424 * HOUR


def test_of_one_incident_those_in_doubt_go_first() -> None:
    about = {"incident_id": "L-1-lost-1"}
    sure, unsure, other = notice("a", **about), notice("b", doubtful=True, **about), notice("c")
    assert worth_saying([sure, unsure, other], []) == [unsure, other]
    assert worth_saying([sure, other], [notice("d", status=NoticeStatus.RETRY, doubtful=True, **about)]) == [other]
    assert worth_saying([sure, other], []) == [sure, other]


BROADCAST = {"kind": NoticeKind.REPLY, "broadcast": True, "incident_id": "L-12-lost-1764000000"}
STILL_OPEN, OVER = incident(12), incident(12, status=IncidentStatus.RECOVERED)
AGAIN = incident(12, since=NOON + HOUR)


@pytest.mark.parametrize(
    ("fields", "about", "age", "expected", "why"),
    [
        ({}, None, OLD, False, "it is young"),
        ({}, None, OLD + HOUR, True, "live now was two days ago"),
        ({"error": ""}, None, OLD + HOUR, False, "it was to be said only now"),
        ({"failing_since": NOON + OLD}, None, OLD + HOUR, False, "it waited for its time, and fails since then"),
        ({"failing_since": NOON + OLD}, None, 2 * OLD + HOUR, True, "it has failed for more than a day"),
        ({"kind": NoticeKind.REROUTED}, None, 9 * OLD, False, "they are read from the store"),
        ({"kind": NoticeKind.CARD}, STILL_OPEN, 9 * OLD, False, "so is a card"),
        ({"kind": NoticeKind.DIGEST}, None, 9 * OLD, False, "a digest names its week"),
        ({"kind": NoticeKind.REPLY}, STILL_OPEN, OLD + HOUR, True, "the card shows it"),
        (BROADCAST, STILL_OPEN, OLD + HOUR, False, "it calls for what is open still"),
        (BROADCAST, OVER, OLD + HOUR, True, "it is over"),
        (BROADCAST, AGAIN, OLD + HOUR, True, "it was over in between"),
    ],
)
def test_what_is_no_news_by_then(
    fields: dict[str, Any], about: Incident | None, age: timedelta, *, expected: bool, why: str
) -> None:
    late = notice("t/1", **fields) if "error" not in fields else replace(notice("t/1"), **fields)
    assert is_out_of_date(late, about, NOON + age) is expected, why
