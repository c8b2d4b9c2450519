"""Who is told meanwhile, and in which words, of what cannot be posted where it belongs."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.delivery import Desk
from bot.elsewhere import most_answerable
from bot.messages.reaching import could_not_post
from bot.outbox import Outbox
from bot.sandbox import BOT_USER
from jobs.model.link import NewLink
from jobs.model.notice import NoticeStatus
from tests.tools import nouns
from tests.tools.outbox import ADMIN, LINKS, Bench, open_bench
from tests.tools.slack_bot import words_of

ADA, BEN = "U0ADA", "U0BEN"


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    async with open_bench(tmp_path) as made:
        made.slack.workspace.channel(LINKS).members.discard(BOT_USER)
        yield made


async def own(bench: Bench, number: int, owner: str, added_by: str = ADA) -> None:
    new = NewLink(LINKS, f"https://blog{number}.example/", "ours.example", owner=owner, added_by=added_by)
    await bench.store.add_link(new, bench.clock.now())


def without_admin(bench: Bench) -> None:
    bench.outbox = Outbox(Desk(bench.store, bench.client, bench.clock), pace_seconds=0.0)


def read_by(bench: Bench, whom: str) -> list[str]:
    return [words_of(message) for message in bench.slack.messages(bench.slack.workspace.direct(whom).id)]


async def test_the_admin_channel_hears_of_the_trouble_once_and_of_each_alert_once(bench: Bench) -> None:
    for number in (1, 2):
        await bench.open(bench.incident(number))
    for _ in range(30):
        await bench.later()
    said = bench.said(ADMIN)
    assert [words for words in said if "meanwhile" in words] == [
        f"For <#{LINKS}> meanwhile: 🔴 Link lost: L-{number}. The link is not on the page any more."
        for number in (1, 2)
    ]
    assert len([words for words in said if "could not be posted: I am not a member of it. Type /invite" in words]) == 1
    assert len(said) == 3
    for message in bench.slack.messages(ADMIN):
        assert {"type": "channel", "channel_id": LINKS} in message.blocks[0]["elements"][0]["elements"]


async def test_without_an_admin_channel_whoever_answers_for_the_link_is_written_to(bench: Bench) -> None:
    without_admin(bench)
    await own(bench, 1, owner=BEN)
    await own(bench, 2, owner="")
    for number in (1, 2):
        await bench.open(bench.incident(number))
    for _ in range(3):
        await bench.later()
    assert [words for words in read_by(bench, BEN) if "L-1" in words and "(blog1.example)" in words]
    assert not [words for words in read_by(bench, BEN) if "L-2" in words]
    assert len([words for words in read_by(bench, ADA) if "L-2" in words]) == 1


async def test_what_is_about_no_link_goes_to_those_who_answer_for_most(bench: Bench) -> None:
    without_admin(bench)
    await own(bench, 1, owner=BEN)
    await bench.say("t/1")
    for _ in range(3):
        await bench.later()
    (said,) = read_by(bench, BEN)
    assert "a message could not be posted" in said


async def test_a_message_to_a_person_leaves_what_is_promised_of_channels_as_it_is(bench: Bench) -> None:
    bench.slack.faults.drop_answer("chat.postMessage")
    before = bench.outbox.promise
    await bench.say("t/1", BEN)
    for _ in range(3):
        await bench.later()
    assert len(bench.slack.calls("conversations.history")) == 1, "nobody may look there"
    assert bench.outbox.promise is before


async def test_of_several_alerts_in_one_message_each_is_named(bench: Bench) -> None:
    channel = bench.slack.workspace.channel(LINKS)
    channel.members.add(BOT_USER)
    for number in (1, 2):
        await bench.open(bench.incident(number))
    await bench.outbox.deliver_due()
    channel.members.discard(BOT_USER)
    for number in (3, 4):
        await bench.open(bench.incident(number))
    for _ in range(3):
        await bench.later(6)
    (said,) = [words for words in bench.said(ADMIN) if "meanwhile" in words]
    assert [f"L-{number}" in said for number in (1, 2, 3, 4)] == [False, False, True, True]


async def test_it_is_told_though_we_die_right_after_it_was_refused(bench: Bench) -> None:
    await bench.open(bench.incident())
    claimed = await bench.store.claim_notice(bench.clock.now())
    assert claimed is not None
    await bench.store.settle_notice(replace(claimed, status=NoticeStatus.DEAD, error="not_in_channel"))
    for _ in range(2):
        outbox = bench.restarted()
        await outbox.recover()
        await outbox.deliver_due()
    assert len([words for words in bench.said(ADMIN) if "meanwhile" in words]) == 1


def test_who_answers_for_most() -> None:
    links = [nouns.link(1, owner="", added_by=ADA), nouns.link(2, owner=BEN), nouns.link(3, owner=BEN)]
    assert most_answerable([*links, nouns.partner(added_by="U0EVE")]) == [BEN, ADA, "U0EVE"]
    assert most_answerable([nouns.link(1, owner="", added_by="")]) == []


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("not_in_channel", "I am not a member of it. Type /invite in it"),
        ("is_archived", "it is archived. Unarchive it"),
        ("restricted_action_read_only_channel", "only some may post in it"),
        ("missing_scope", "the app lacks a scope"),
        ("token_revoked", "Slack does not take the bot's token"),
        ("our_fault", "a fault of ours"),
        ("msg_too_long", "Slack refused it (msg too long)"),
    ],
)
def test_reasons_are_words_that_people_read(word: str, expected: str) -> None:
    said = could_not_post(word)
    assert expected in said
    assert word not in said
