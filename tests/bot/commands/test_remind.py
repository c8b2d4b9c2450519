"""A person's own reminders: by direct message, once, also after a restart."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.grammar.of_channel import DropReminder, ListReminders, Remind
from bot.grammar.parse import parse
from bot.grammar.values import ParseError
from bot.operations.reminders import MOST
from jobs.model.notice import Notice, NoticeKind
from jobs.model.notice_key import RemindKey
from jobs.model.ref import Kind, Ref
from jobs.model.write import Write
from jobs.units.dates import DaySaid
from tests.tools.slack_bot import ADA, BEN, PAGE, TARGET, Bot, open_bot, words_of

L3 = Ref(Kind.LINK, 3)
DAYS = timedelta(days=3)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ('remind me L-3 in 3 days "ask again"', Remind(L3, DAYS, note="ask again")),
        ("remind me in 3 days of L-3", Remind(L3, DAYS)),
        ("remind L-3 3d", Remind(L3, DAYS)),
        ("remind me of P-2 tomorrow", Remind(Ref(Kind.PARTNER, 2), timedelta(days=1))),
        ("remind me L-3 on 1 Mar 2027", Remind(L3, None, DaySaid(3, 1, 2027))),
        ("remind", ListReminders()),
        ("remind list", ListReminders()),
        ("remind off 2", DropReminder(2)),
    ],
)
def test_what_is_typed_is_read(typed: str, read: object) -> None:
    assert parse(typed) == read


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("remind me L-3", "Say when"),
        ("remind me in 3 days", "Name one link"),
        ("remind me L-3 L-4 in 3 days", "Name one link"),
        ("remind me L-3 sometimes", "is not a day"),
        ("remind me L-3 in 3 years", "longer than a year"),
        ("remind off", "its number"),
        ("remind off 1 2", "its number"),
        ("remind off now", "its number"),
    ],
)
def test_what_is_missing_is_said(typed: str, says: str) -> None:
    wrong = parse(typed)
    assert isinstance(wrong, ParseError)
    assert says in wrong.why
    assert not isinstance(parse(wrong.example), ParseError)


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path) as running:
        await running.type(f"add {PAGE} -> {TARGET}")
        yield running


def direct(bot: Bot, user: str = ADA) -> list[str]:
    return [words_of(message) for message in bot.slack.messages(bot.slack.workspace.direct(user).id)]


async def test_a_reminder_comes_once_to_whoever_asked(bot: Bot) -> None:
    await bot.type("settings quiet 00:00-23:59 UTC")
    answer = await bot.type('remind me L-1 in 3 days "ask *again*"')
    assert "You are reminded of L-1 by direct message, " in words_of(answer)
    assert "ask *again*" in words_of(await bot.type("remind list"))
    assert "No reminder waits" in words_of(await bot.type("remind list", user=BEN))
    bot.clock.move(timedelta(days=2))
    await bot.said()
    assert direct(bot) == []
    bot.clock.move(timedelta(days=1))
    await bot.outbox.recover()
    await bot.said()
    [told] = direct(bot)
    assert "Reminder of L-1 (blog.example/post): ask *again*" in told
    bot.clock.move(timedelta(days=30))
    await bot.outbox.recover()
    await bot.said()
    assert len(direct(bot)) == 1
    assert direct(bot, BEN) == []
    assert "No reminder waits" in words_of(await bot.type("remind list"))


@pytest.mark.parametrize("word", ["internal_error", "token_revoked"])
async def test_one_that_slack_refuses_at_its_time_comes_after_all(bot: Bot, word: str) -> None:
    await bot.type("remind me L-1 in 80 days")
    bot.slack.faults.error("chat.postMessage", word)
    bot.clock.move(timedelta(days=80))
    await bot.said()
    assert direct(bot) == []
    bot.clock.move(timedelta(hours=1))
    await bot.said()
    await bot.outbox.recover()
    await bot.said()
    assert len(direct(bot)) == 1


async def test_it_is_taken_away_by_number_or_undone(bot: Bot) -> None:
    await bot.type("remind me L-1 in 5 days")
    answer = await bot.type("remind me L-1 tomorrow")
    assert "not reminded of this any more" in words_of(await bot.type("remind off 1"))
    assert "not reminded of this any more" in words_of(await bot.click(answer, "answer.run.9"))
    assert "No reminder 2 waits" in words_of(await bot.type("remind off 2"))
    bot.clock.move(timedelta(days=9))
    await bot.said()
    assert direct(bot) == []


@pytest.mark.parametrize("note", ["", ' "ask ""again"" (soon): or not"'])
async def test_one_that_was_taken_away_is_brought_back_as_it_was(bot: Bot, note: str) -> None:
    await bot.type(f"remind me L-1 in 5 days{note}")
    [before] = await bot.store.notices(channel=ADA)
    gone = await bot.type("remind off 1")
    bot.clock.move(timedelta(days=1))
    assert "You are reminded of L-1" in words_of(await bot.click(gone, "answer.run.9"))
    [after] = await bot.store.notices(channel=ADA)
    assert (after.text, after.not_before) == (before.text, before.not_before)


async def test_undo_takes_away_none_that_has_its_number_since(bot: Bot) -> None:
    first = await bot.type("remind me L-1 in 1 day")
    bot.clock.move(timedelta(days=2))
    await bot.said()
    await bot.type('remind me L-1 in 5 days "the second"')
    assert "No reminder 1 waits" in words_of(await bot.click(first, "answer.run.9"))
    assert "the second" in words_of(await bot.type("remind list"))


async def test_as_many_as_may_wait_fit_into_one_message(bot: Bot) -> None:
    now = bot.clock.now()
    waiting = [
        Notice(
            str(RemindKey(ADA, str(number), "1")), ADA, NoticeKind.TEXT, now, text="word " * 120, not_before=now + DAYS
        )
        for number in range(1, MOST + 1)
    ]
    await bot.store.write(Write(notices=waiting))
    listed = words_of(await bot.type("remind list"))
    assert f"{MOST}. " in listed
    assert len(listed) < 12_000  # Slack takes about 13,000 characters in the blocks of a message
    assert "wait for you already" in words_of(await bot.type("remind me L-1 tomorrow"))


async def test_a_day_is_in_the_morning_of_the_channel_and_not_over(bot: Bot) -> None:
    await bot.type("remind me L-1 on 3 May")
    [notice] = await bot.store.notices(channel=ADA)
    assert notice.not_before is not None
    assert f"{notice.not_before:%Y-%m-%d %H:%M}" == "2026-05-03 07:00"
    assert "is over" in words_of(await bot.type("remind me L-1 on 3 May 2025"))


async def test_what_is_not_here_is_not_reminded_of(bot: Bot) -> None:
    assert "is not in this channel" in words_of(await bot.type("remind me L-9 in 3 days"))
    assert await bot.store.notices(channel=ADA) == []
