"""Whatever word Slack refuses with, and for however long: nothing is lost or held up, and people hear of it."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox import Fault, FaultKind
from bot.slack.errors import _MEANINGS, Failure, meaning_of
from jobs.model.link import NewLink
from jobs.model.notice import NoticeKind
from tests.tools.outbox import ADMIN, LINKS, RECOVERED, Bench, open_bench
from tests.tools.slack_bot import words_of

POST, UPDATE = "chat.postMessage", "chat.update"
DOCUMENTED: dict[str, list[str]] = json.loads(Path("tests/data/slack/error_words.json").read_text(encoding="utf-8"))
WORDS = {method: sorted({*words, *_MEANINGS, "a_word_of_tomorrow"}) for method, words in DOCUMENTED.items()}
"""What Slack documents for either call, what we know beside it, and what nobody knows yet."""
DAYS = 1


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    async with open_bench(tmp_path) as made:
        await made.store.add_link(NewLink(LINKS, "https://blog.example/", "ours.example"), made.clock.now())
        yield made


def refuse_cards(bench: Bench, word: str) -> None:
    """Messages with buttons are refused; others get through, in the same channel too."""
    bench.slack.faults.add(Fault(FaultKind.REFUSE_BLOCK, POST, None, error=word, block="actions"))


async def pass_days(bench: Bench, days: float = DAYS) -> None:
    """Time passes, so that what is tried within minutes is, and what is tried within days."""
    for seconds in (1, 60, 60, 600, 600, 3600, 3600):
        await bench.later(seconds)
    for _ in range(int(days * 8)):
        await bench.later(3 * 3600)


def read_in(bench: Bench, channel: str) -> str:
    return " ".join(words_of(message) for message in bench.slack.messages(channel))


@pytest.mark.parametrize("method", DOCUMENTED)
def test_every_documented_word_is_known(method: str) -> None:
    assert [word for word in DOCUMENTED[method] if word not in _MEANINGS] == []


@pytest.mark.parametrize("word", WORDS[POST])
async def test_a_refused_card_holds_up_nothing_is_told_elsewhere_and_is_there_once_it_is_taken(
    bench: Bench, word: str
) -> None:
    incident = bench.incident()
    refuse_cards(bench, word)
    await bench.open(incident)
    await bench.outbox.deliver_due()
    await bench.say("t/1")
    await pass_days(bench)
    assert bench.said().count("t/1") == 1, "what is behind it is said"
    stands = bool((await bench.current(incident)).message_ts)
    told = "L-1" in read_in(bench, ADMIN)
    assert stands or told or meaning_of(word).failure is Failure.AUTH, "nobody else would be told either"
    bench.slack.faults.clear()
    await pass_days(bench)
    cards = [message for message in bench.slack.messages(LINKS) if "L-1" in f"{message.text} {words_of(message)}"]
    assert len(cards) == 1
    assert (await bench.current(incident)).message_ts == cards[0].ts
    assert await bench.dead() == {}


@pytest.mark.parametrize("word", WORDS[UPDATE])
async def test_a_refused_change_holds_up_nothing_and_is_made_once_it_is_taken(bench: Bench, word: str) -> None:
    incident = bench.incident()
    await bench.open(incident)
    await bench.outbox.deliver_due()
    bench.slack.faults.error(UPDATE, word, times=None)
    edit, line = (
        bench.notice(f"{kind}/1", kind, incident, "L-1 is back.") for kind in (NoticeKind.EDIT, NoticeKind.REPLY)
    )
    await bench.change(incident, edit, line, **RECOVERED)
    await bench.say("t/1")
    for _ in range(3):
        await bench.later(5)
    assert bench.said().count("t/1") == 1, "what is behind it is said"
    lines = [line for message in bench.slack.messages(LINKS) for line in bench.slack.thread(message)]
    assert len(lines) == 1, "so is the line in its thread"
    await pass_days(bench)
    shown = "actions" not in [block["type"] for block in bench.card().blocks]
    told = f"<#{LINKS}>" in " ".join(bench.said(ADMIN))
    assert shown or told or meaning_of(word).failure is Failure.AUTH
    bench.slack.faults.clear()
    await pass_days(bench)
    green = [each for each in bench.slack.messages(LINKS) if "is back" in each.text]
    assert len(green) == 1
    assert await bench.dead() == {}
    assert await bench.waiting() == {}


@pytest.mark.parametrize("word", ["msg_too_long", "two_factor_setup_required", "a_word_of_tomorrow", "internal_error"])
async def test_it_is_tried_ever_more_seldom(bench: Bench, word: str) -> None:
    refuse_cards(bench, word)
    await bench.open(bench.incident())
    await pass_days(bench, 14)
    before = len(bench.slack.calls(POST))
    await pass_days(bench, 7)
    hourly = meaning_of(word).failure is Failure.UNKNOWN
    assert 7 <= len(bench.slack.calls(POST)) - before <= (7 * 26 if hourly else 9)
    assert len([said for said in bench.said(ADMIN) if "L-1" in said]) == 1, "and the alert is told elsewhere once"


async def test_what_was_refused_with_one_word_comes_together_once_it_is_taken(bench: Bench) -> None:
    refuse_cards(bench, "two_factor_setup_required")
    for number in range(1, 13):
        await bench.open(bench.incident(number))
        await bench.later(8 * 3600)
    bench.slack.faults.clear()
    await pass_days(bench, 1)
    shown = [await bench.current(bench.incident(number)) for number in range(1, 13)]
    assert all(each.message_ts or each.group for each in shown)
    assert await bench.dead() == {}


# What Slack neither takes nor refuses


async def test_one_message_that_can_never_be_edited_is_known_to_the_admins_after_an_hour(bench: Bench) -> None:
    incident = bench.incident()
    await bench.open(incident)
    await bench.outbox.deliver_due()
    bench.slack.faults.error(UPDATE, "internal_error", times=None)
    await bench.change(incident, bench.notice("edit/1", NoticeKind.EDIT, incident), **RECOVERED)
    for _ in range(50):
        await bench.later(60)
    assert bench.said(ADMIN) == []
    for _ in range(30):
        await bench.later(60)
    (said,) = bench.said(ADMIN)
    assert f"In <#{LINKS}>, a message could not be posted: Slack has not taken it for an hour (internal error)." in said
    assert "🟢 Link is back: L-1" in said


@pytest.mark.parametrize(
    ("order", "why"),
    [
        (lambda faults: faults.error(UPDATE, "internal_error", times=None), "a word"),
        (lambda faults: faults.status(UPDATE, 500, times=None), "a status"),
        (lambda faults: faults.refuse(UPDATE, times=None), "no answer"),
        (lambda faults: faults.rate_limit(UPDATE, retry_after=1, times=None), "asked to wait again and again"),
    ],
)
async def test_a_change_that_is_never_taken_holds_up_neither_its_channel_nor_its_thread(
    bench: Bench, order: object, why: str
) -> None:
    incident = bench.incident()
    await bench.open(incident)
    await bench.outbox.deliver_due()
    assert callable(order)
    order(bench.slack.faults)
    edit, line = (bench.notice(f"{kind}/1", kind, incident, "more") for kind in (NoticeKind.EDIT, NoticeKind.REPLY))
    await bench.change(incident, edit, line, holder="U0BEN")
    await bench.say("t/1")
    for _ in range(10):
        await bench.later(5)
    assert bench.said().count("t/1") == 1, why
    assert len(bench.slack.thread(bench.slack.messages(LINKS)[0])) == 1, why


@pytest.mark.parametrize("status", [500, 503])
async def test_a_card_that_slack_never_answers_with_a_word_holds_up_its_channel_for_an_hour_at_most(
    bench: Bench, status: int
) -> None:
    bench.slack.faults.add(Fault(FaultKind.REFUSE_BLOCK, POST, None, error="", block="actions"))
    await bench.open(bench.incident())
    await bench.outbox.deliver_due()
    await bench.say("t/1")
    for _ in range(24):
        await bench.later(300)
    assert "t/1" in bench.said()
    assert "L-1" in read_in(bench, ADMIN), "something else got through, so that it is about this one"
