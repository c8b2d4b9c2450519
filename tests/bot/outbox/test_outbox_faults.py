"""The matrix of Slack's faults: whatever goes wrong on the way, each message is there once."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.outbox.find_posted import find_posted, metadata_of
from bot.rerouting.rerouted import rerouted_in
from bot.sandbox import BOT_USER, Faults, RunningSlack
from jobs.model.notice import DeliveryGuarantee, NoticeKind, NoticeStatus
from jobs.model.write import Write
from jobs.telemetry.observe import Observer, Parts
from jobs.telemetry.vitals import TroubleKind
from tests.tools.outbox import ADMIN, LINKS, RECOVERED, Bench, open_bench

pytestmark = pytest.mark.both_stores

POST = "chat.postMessage"


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    async with open_bench(tmp_path) as made:
        yield made


def lost_twice(faults: Faults) -> None:
    faults.drop_answer(POST)
    faults.drop_answer("conversations.history", times=2)


def lost_and_limited(faults: Faults) -> None:
    faults.drop_answer(POST)
    faults.rate_limit("conversations.history", retry_after=60)


PASSING: list[tuple[str, Callable[[Faults], None]]] = [
    ("the answer is lost after Slack took the message", lambda faults: faults.drop_answer(POST)),
    ("no answer ever comes, and Slack took the message", lambda faults: faults.hold_answer(POST)),
    ("the connection is refused", lambda faults: faults.refuse(POST)),
    ("429 with Retry-After", lambda faults: faults.rate_limit(POST, retry_after=30)),
    ("500", lambda faults: faults.status(POST, 500)),
    ("503 three times", lambda faults: faults.status(POST, 503, times=3)),
    ("fatal_error", lambda faults: faults.error(POST, "fatal_error")),
    ("the answer is lost, and so is that of the check", lost_twice),
    ("the answer is lost twice", lambda faults: faults.drop_answer(POST, times=2)),
    ("Slack refuses the look for a while", lost_and_limited),
]


@pytest.mark.parametrize("order", [case[1] for case in PASSING], ids=[case[0] for case in PASSING])
async def test_a_card_is_there_once_after(bench: Bench, order: Callable[[Faults], None]) -> None:
    incident = bench.incident()
    await bench.open(incident)
    order(bench.slack.faults)
    await bench.outbox.deliver_due()
    for _ in range(8):
        await bench.later()
    assert len(bench.slack.messages(LINKS)) == 1
    assert (await bench.current(incident)).message_ts == bench.card().ts
    assert await bench.waiting() == {}


@pytest.mark.parametrize("order", [case[1] for case in PASSING[:8]], ids=[case[0] for case in PASSING[:8]])
async def test_a_reply_is_there_once_after(bench: Bench, order: Callable[[Faults], None]) -> None:
    incident = bench.incident()
    await bench.open(incident)
    await bench.outbox.deliver_due()
    order(bench.slack.faults)
    await bench.change(incident, bench.notice("reply/1", NoticeKind.REPLY, incident, "L-1 is back."))
    await bench.outbox.deliver_due()
    for _ in range(8):
        await bench.later()
    assert len(bench.slack.thread(bench.card())) == 1
    assert await bench.waiting() == {}


async def test_retry_after_is_kept_to(bench: Bench) -> None:
    bench.slack.faults.rate_limit(POST, retry_after=120)
    await bench.say("t/1")
    await bench.outbox.deliver_due()
    await bench.later(119)
    assert len(bench.slack.calls(POST)) == 1
    await bench.later(2)
    assert len(bench.said()) == 1


async def test_a_channel_that_waits_does_not_hold_up_another(bench: Bench) -> None:
    bench.slack.faults.rate_limit(POST, retry_after=600)
    await bench.say("t/1", LINKS)
    await bench.say("t/2", ADMIN)
    await bench.outbox.deliver_due()
    assert (len(bench.said(LINKS)), len(bench.said(ADMIN))) == (0, 1)


async def test_slack_away_for_an_hour_loses_nothing(bench: Bench) -> None:
    bench.slack.faults.away = True
    for number in range(5):
        await bench.say(f"t/{number}")
    for _ in range(30):
        await bench.later(120)
    bench.slack.faults.clear()
    for _ in range(5):
        await bench.later(400)
    assert len(bench.said()) == 5
    assert bench.said() == sorted(bench.said())


async def test_what_the_crash_left_in_doubt_is_looked_for(bench: Bench) -> None:
    """Slack has the message, and we died before we could write that down."""
    incident = bench.incident()
    await bench.open(incident)
    notice = await bench.store.claim_notice(bench.clock.now())
    assert notice is not None
    await bench.client.chat_postMessage(
        channel=LINKS, text="a card", metadata={"event_type": "linkwatch_notice", "event_payload": {"key": notice.key}}
    )
    outbox = bench.restarted()
    await outbox.recover()
    await outbox.deliver_due()
    assert len(bench.slack.messages(LINKS)) == 1
    assert (await bench.current(incident)).message_ts == bench.card().ts


async def test_a_card_found_after_doubt_is_brought_up_to_date(bench: Bench) -> None:
    incident = bench.incident()
    await bench.open(incident)
    bench.slack.faults.drop_answer(POST)
    await bench.outbox.deliver_due()
    await bench.change(incident, holder="U0BEN")
    await bench.later()
    (card,) = bench.slack.messages(LINKS)
    assert card.edits == 1
    assert "U0BEN" in repr(card.blocks)


async def test_an_incident_that_ended_while_its_card_was_in_doubt_is_turned_green(bench: Bench) -> None:
    incident = bench.incident()
    await bench.open(incident)
    bench.slack.faults.drop_answer(POST)
    await bench.outbox.deliver_due()
    await bench.change(incident, bench.notice("edit/1", NoticeKind.EDIT, incident), **RECOVERED)
    await bench.later()
    await bench.later()
    (card,) = bench.slack.messages(LINKS)
    assert card.edits == 1
    assert "actions" not in [block["type"] for block in card.blocks]


async def test_a_card_that_an_edit_put_there_before_we_died_is_turned_green(bench: Bench) -> None:
    """Its own card came to nothing, an edit was told in its place, and the incident ended while we were dead."""
    incident = bench.incident()
    edit = bench.notice("edit/1", NoticeKind.EDIT, incident)
    await bench.store.write(Write(incidents=[incident], notices=[edit]))
    await bench.store.claim_notice(bench.clock.now())
    await bench.client.chat_postMessage(channel=LINKS, text="a card", metadata=metadata_of(edit))
    await bench.change(incident, bench.notice("edit/2", NoticeKind.EDIT, incident), **RECOVERED)
    outbox = bench.restarted()
    await outbox.recover()
    await outbox.deliver_due()
    (card,) = bench.slack.messages(LINKS)
    assert (await bench.current(incident)).message_ts == card.ts
    assert card.edits == 1
    assert await bench.waiting() == {}


async def test_what_died_unsent_is_sent_after_the_start(bench: Bench) -> None:
    await bench.say("t/1")
    await bench.store.claim_notice(bench.clock.now())
    outbox = bench.restarted()
    await outbox.recover()
    await outbox.deliver_due()
    assert len(bench.said()) == 1


async def test_a_message_is_found_behind_many_others(bench: Bench) -> None:
    bench.slack.faults.drop_answer(POST)
    await bench.say("t/1", text="mine")
    await bench.outbox.deliver_due()
    for number in range(60):
        bench.slack.say("U0ADA", LINKS, f"talk {number}")
    await bench.later()
    assert bench.said().count("mine") == 1
    assert len(bench.slack.calls("conversations.history")) > 1


async def test_where_it_cannot_be_looked_for_the_log_says_that_it_may_repeat(
    bench: Bench, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.outbox.find_posted._MOST_PAGES", 2)
    monkeypatch.setattr("bot.outbox.find_posted._MOST_AROUND", 2)
    bench.slack.faults.refuse(POST)
    await bench.say("t/1", text="mine")
    await bench.outbox.deliver_due()
    for number in range(60):
        bench.slack.say("U0ADA", LINKS, f"talk {number}")
    await bench.later()
    assert bench.said().count("mine") == 1
    assert "t/1: too much was said since to look for it in all; it is posted, and may repeat" in caplog.text


@pytest.mark.parametrize("jump", [timedelta(days=-1), timedelta(minutes=-50), timedelta(days=1)])
async def test_a_message_is_found_though_our_clock_was_set_meanwhile(bench: Bench, jump: timedelta) -> None:
    bench.slack.faults.drop_answer(POST)
    await bench.say("t/1")
    await bench.outbox.deliver_due()
    bench.clock.move(jump)
    (notice,) = await bench.store.notices()
    found = await find_posted(bench.client, notice, "", bench.clock.now())
    assert found.ts == bench.card().ts


@pytest.mark.parametrize(
    ("at_most_once", "promise", "messages"),
    [(False, DeliveryGuarantee.AT_LEAST_ONCE, 2), (True, DeliveryGuarantee.AT_MOST_ONCE, 1)],
)
async def test_without_the_history_scope_the_setting_decides(
    tmp_path: Path, *, at_most_once: bool, promise: DeliveryGuarantee, messages: int
) -> None:
    async with open_bench(tmp_path, at_most_once=at_most_once) as bench:
        bench.slack.workspace.scopes -= {"channels:history", "groups:history"}
        bench.slack.faults.drop_answer(POST)
        await bench.say("t/1")
        await bench.outbox.deliver_due()
        await bench.later()
        assert len(bench.said()) == messages
        assert bench.outbox.promise is promise


async def test_an_edit_whose_answer_was_lost_is_made_again(bench: Bench) -> None:
    incident = bench.incident()
    await bench.open(incident)
    await bench.outbox.deliver_due()
    bench.slack.faults.drop_answer("chat.update")
    await bench.change(incident, bench.notice("edit/1", NoticeKind.EDIT, incident), **RECOVERED)
    await bench.outbox.deliver_due()
    await bench.later()
    assert len(bench.slack.messages(LINKS)) == 1
    assert await bench.waiting() == {}


# What Slack refuses for good


def archived(slack: RunningSlack) -> None:
    slack.workspace.channel(LINKS).is_archived = True


def gone(slack: RunningSlack) -> None:
    slack.workspace.channels.pop(LINKS)


def removed(slack: RunningSlack) -> None:
    slack.workspace.channel(LINKS).members.discard(BOT_USER)


def restricted(slack: RunningSlack) -> None:
    slack.workspace.channel(LINKS).few_may_post = True


@pytest.mark.parametrize(
    ("break_it", "word", "said"),
    [
        (archived, "is_archived", "it is archived"),
        (gone, "channel_not_found", "it is gone, or private and I am not in it"),
        (removed, "not_in_channel", "I am not a member of it"),
        (restricted, "restricted_action_read_only_channel", "only some may post in it"),
    ],
)
async def test_a_refusal_ends_the_notice_and_the_admins_hear_of_it_once(
    bench: Bench, break_it: Callable[[RunningSlack], None], word: str, said: str
) -> None:
    break_it(bench.slack)
    await bench.say("t/1")
    await bench.outbox.deliver_due()
    await bench.say("t/2")
    await bench.outbox.deliver_due()
    for _ in range(3):
        await bench.later()
    assert set((await bench.dead()).values()) == {word}
    assert len(await bench.dead()) == 2
    (told,) = bench.slack.messages(ADMIN)
    assert f"I cannot post in <#{LINKS}>: {said}." in told.text


async def test_trouble_with_the_admin_channel_itself_is_not_told_to_it(bench: Bench) -> None:
    bench.slack.workspace.channel(ADMIN).is_archived = True
    bench.slack.workspace.channel(LINKS).is_archived = True
    await bench.say("t/1")
    await bench.outbox.deliver_due()
    await bench.later(60)
    assert await bench.dead() == {"t/1": "is_archived"}
    news = [each for each in await bench.store.notices(dead=True) if each.kind is NoticeKind.REROUTED]
    assert [(each.channel, rerouted_in(each).about) for each in news] == [(ADMIN, LINKS)], (
        "it waits, for nobody else can be told"
    )
    assert await bench.waiting() == {}


def revoke(slack: RunningSlack) -> None:
    slack.workspace.tokens = dict.fromkeys(slack.workspace.tokens, "revoked")


def lose_scope(slack: RunningSlack) -> None:
    slack.workspace.scopes.discard("chat:write")


@pytest.mark.parametrize(("break_it", "word"), [(revoke, "token_revoked"), (lose_scope, "missing_scope")])
async def test_what_a_bad_token_stopped_is_said_after_the_next_start(
    bench: Bench, break_it: Callable[[RunningSlack], None], word: str
) -> None:
    tokens, scopes = dict(bench.slack.workspace.tokens), set(bench.slack.workspace.scopes)
    incident = bench.incident()
    await bench.open(incident)
    break_it(bench.slack)
    await bench.outbox.deliver_due()
    assert word in str((await bench.dead()).get("L-1-lost-1/card"))
    bench.slack.workspace.tokens, bench.slack.workspace.scopes = tokens, scopes
    for _ in range(2):
        outbox = bench.restarted()
        await outbox.recover()
        await outbox.deliver_due()
    assert len(bench.slack.messages(LINKS)) == 1
    assert (await bench.current(incident)).message_ts == bench.card().ts


@pytest.mark.parametrize(("break_it", "word"), [(revoke, "token_revoked"), (lose_scope, "missing_scope")])
async def test_that_slack_refuses_us_as_a_whole_is_trouble_until_a_message_passes(
    bench: Bench, tmp_path: Path, break_it: Callable[[RunningSlack], None], word: str
) -> None:
    async def connected() -> bool:
        return True

    outbox = bench.outbox
    parts = Parts(connected, bench.clock.now, lambda: outbox.last_sent, lambda: outbox.refusal)
    observer = Observer(bench.store, bench.clock, parts, patience=timedelta(minutes=15))
    tokens, scopes = dict(bench.slack.workspace.tokens), set(bench.slack.workspace.scopes)
    break_it(bench.slack)
    for name in ("t/1", "t/2"):
        await bench.say(name)
        await outbox.deliver_due()
    assert await observer.troubles() == {}
    await bench.later(15 * 60)
    assert f"({word})" in (await observer.troubles())[TroubleKind.OUTBOX]
    assert (await observer.look()).waiting.failing >= 2
    bench.slack.workspace.tokens, bench.slack.workspace.scopes = tokens, scopes
    await bench.later(60 * 60)
    assert await observer.troubles() == {}


async def test_refused_blocks_give_way_to_text_once(bench: Bench) -> None:
    bench.slack.faults.error(POST, "invalid_blocks")
    await bench.say("t/1", text="still said")
    await bench.outbox.deliver_due()
    assert [(one.text, one.blocks) for one in bench.slack.messages(LINKS)] == [("still said", [])]


async def test_blocks_and_text_both_refused_end_the_notice(bench: Bench) -> None:
    bench.slack.faults.error(POST, "invalid_blocks", times=None)
    await bench.say("t/1")
    await bench.outbox.deliver_due()
    assert (await bench.dead())["t/1"] == "invalid_blocks"
    await bench.later(60)
    assert await bench.waiting() == {}


async def test_a_fault_of_ours_holds_up_nobody_and_ends_after_some_tries(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fails(*_: Any) -> None:
        raise RuntimeError("a bug")

    await bench.open(bench.incident())
    monkeypatch.setattr("bot.outbox.render.case_of", fails)
    await bench.say("t/1")
    await bench.outbox.deliver_due()
    assert len(bench.said()) == 1
    for _ in range(10):
        await bench.later()
    assert (await bench.dead())["L-1-lost-1/card"] == "our_fault RuntimeError"
    assert "a bug" in caplog.text


# Kills


async def test_a_hundred_kills_with_lost_answers_lose_and_double_nothing(tmp_path: Path) -> None:
    """Each round the delivery is cut off at a random point, as by kill -9, and some answers are lost besides."""
    dice = random.Random(5)
    rounds = 100
    async with open_bench(tmp_path) as bench:
        bench.slack.faults.drop_answer(POST, times=None, chance=0.03)
        for number in range(rounds):
            await bench.say(f"t/{number}", dice.choice([LINKS, ADMIN]), text=f"message {number:03}")
            await _deliver_and_die(bench, dice.uniform(0, 0.012))
        bench.slack.faults.clear()
        outbox = bench.restarted()
        await outbox.recover()
        await outbox.deliver_due()
        await bench.later()
        said = sorted(bench.said(LINKS) + bench.said(ADMIN))
    assert said == [f"message {number:03}" for number in range(rounds)]


async def _deliver_and_die(bench: Bench, seconds: float) -> None:
    outbox = bench.restarted()
    await outbox.recover()
    bench.clock.move(timedelta(minutes=10))
    await outbox.start_due()
    await asyncio.sleep(seconds)
    for task in list(outbox._sending):
        task.cancel()
    await asyncio.gather(*outbox._sending, return_exceptions=True)


async def test_a_notice_in_doubt_says_so_in_the_store(bench: Bench) -> None:
    bench.slack.faults.drop_answer(POST)
    await bench.say("t/1")
    await bench.outbox.deliver_due()
    (notice,) = await bench.store.notices()
    assert (notice.status, notice.doubtful) == (NoticeStatus.RETRY, True)
    assert replace(notice, doubtful=False) != notice
