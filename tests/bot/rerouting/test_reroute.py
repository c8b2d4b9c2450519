"""Who is told meanwhile, and in which words, of what cannot be posted where it belongs."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.access.viewer import directory_of
from bot.messages.answers.reachability import could_not_post
from bot.outbox.sender import Sender
from bot.outbox.worker import Outbox
from bot.rerouting.recipients import Recipients
from bot.rerouting.reroute import Rerouter
from bot.rerouting.rerouted import ReroutedAlerts, merged
from bot.sandbox import BOT_USER
from jobs.alerts.notices import changed
from jobs.model.incident import IncidentKind, IncidentStatus, LogLine
from jobs.model.link import Link, NewLink
from jobs.model.notice import NoticeKind, NoticeStatus
from jobs.store.tiny.store import TinyStore
from tests.tools.outbox import ADMIN, LINKS, MISSING, RECOVERED, Bench, open_bench
from tests.tools.slack_bot import ADA, BEN, EVE, words_of

PERSON = "U0NEW"


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    async with open_bench(tmp_path) as made:
        leave(made)
        yield made


def leave(bench: Bench, channel: str = LINKS) -> None:
    bench.slack.workspace.channel(channel).members.discard(BOT_USER)


def join(bench: Bench, channel: str = LINKS) -> None:
    bench.slack.workspace.channel(channel).members.add(BOT_USER)


async def own(bench: Bench, number: int, owner: str = "", added_by: str = ADA) -> None:
    new = NewLink(LINKS, f"https://blog{number}.example/", "ours.example", owner=owner, added_by=added_by)
    await bench.store.add_link(new, bench.clock.now())


def without_admin(bench: Bench) -> None:
    bench.outbox = Outbox(Sender(bench.store, bench.client, bench.clock), pace_seconds=0.0)


def read_by(bench: Bench, whom: str) -> list[str]:
    return bench.said(bench.slack.workspace.direct(whom).id)


async def lose(bench: Bench, *numbers: int) -> None:
    for number in numbers:
        await bench.open(bench.incident(number))
    await settled(bench)


async def settled(bench: Bench) -> None:
    """What is due is said, and what is then to be told rerouter."""
    await bench.outbox.deliver_due()
    await bench.later(6)  # the message of a group waits for others
    await bench.later(60)
    await bench.later(60)


async def again(bench: Bench, number: int, text: str, *, calls: bool = False, **fields: object) -> None:
    """An incident changes as a check changes it."""
    incident = await bench.current(bench.incident(number))
    line = LogLine(bench.clock.now(), text)
    after = replace(incident, **fields)  # type: ignore[arg-type]  # fields of the noun
    notices = changed(after, bench.clock.now(), text, broadcast=calls)
    await bench.change(incident, *notices, log=(*incident.log, line), **fields)
    await settled(bench)


def heads(said: list[str]) -> list[str]:
    """What each message says of alerts, up to the first reference."""
    return [words.partition(" meanwhile: ")[2].partition(".")[0] for words in said if " meanwhile: " in words]


# One message for what comes about together, each thing once


async def test_the_admin_channel_hears_of_the_trouble_once_and_of_each_alert_once(bench: Bench) -> None:
    await lose(bench, 1)
    for _ in range(30):
        await bench.later()
    await lose(bench, 2)
    for _ in range(30):
        await bench.later()
    first, second = bench.said(ADMIN)
    assert first.startswith(f"I cannot post in <#{LINKS}>: I am not a member of it. Type /invite")
    assert "🔴 Link lost: L-1. The link is not on the page any more." in first
    assert second == f"For <#{LINKS}> meanwhile: 🔴 Link lost: L-2. The link is not on the page any more."
    for message in bench.slack.messages(ADMIN):
        assert {"type": "channel", "channel_id": LINKS} in message.blocks[0]["elements"][0]["elements"]


async def test_what_comes_about_together_is_one_message(bench: Bench) -> None:
    await lose(bench, *range(1, 31))
    (said,) = [words_of(message) for message in bench.slack.messages(ADMIN)]
    assert "30 alerts" in said
    assert [f"L-{number}." in said for number in (1, 5, 6)] == [True, True, False]
    assert "And 25 more" in said
    assert "list lost" in said


async def test_who_has_heard_of_much_hears_of_one_more_alone(bench: Bench) -> None:
    await lose(bench, 1, 2)
    await lose(bench, 3)
    assert heads(bench.said(ADMIN)) == ["2 alerts", "🔴 Link lost: L-3"]


async def test_an_alert_that_joins_a_message_that_stands_is_told(bench: Bench) -> None:
    join(bench)
    for number in (1, 2, 3, 4):
        await bench.open(bench.incident(number))
        await bench.later(6)
    await settled(bench)
    assert len(bench.slack.messages(LINKS)) == 3, "two alone, two in one message"
    bench.slack.workspace.channel(LINKS).is_archived = True
    await lose(bench, 5)
    await lose(bench, 6)
    said = " ".join(words_of(message) for message in bench.slack.messages(ADMIN))
    assert [f"L-{number}." in said for number in (3, 4, 5, 6)] == [False, False, True, True]


async def test_a_cause_that_grows_is_told(bench: Bench) -> None:
    join(bench)
    await bench.open(bench.incident(1))
    await settled(bench)
    bench.slack.workspace.channel(LINKS).is_archived = True
    incident = bench.incident(1)
    edit = bench.notice("gather/1", NoticeKind.EDIT, incident)
    await bench.change(incident, edit, members=(1, 2, 3))
    await settled(bench)
    assert heads(bench.said(ADMIN)) == ["🔴 3 links lost: L-1"]


async def test_what_changes_nothing_for_others_is_not_told(bench: Bench) -> None:
    join(bench)
    await bench.open(bench.incident(1))
    await settled(bench)
    leave(bench)
    await again(bench, 1, "is on it.", holder=BEN)
    (said,) = bench.said(ADMIN)
    assert heads([said]) == []


@pytest.mark.parametrize("stood", [True, False])
@pytest.mark.parametrize("archived", [True, False])
async def test_what_is_lost_again_is_told_again_and_the_last_word_is_right(
    bench: Bench, *, stood: bool, archived: bool
) -> None:
    """The message that stands can be edited after we were removed, and not in an archived channel."""
    if stood:
        join(bench)
    await lose(bench, 1)
    leave(bench)
    bench.slack.workspace.channel(LINKS).is_archived = archived
    await bench.say("t/1")
    await settled(bench)
    before = len(heads(bench.said(ADMIN)))
    for _ in range(2):
        await again(bench, 1, "L-1 is back.", status=IncidentStatus.RECOVERED, recovered=frozenset({1}))
        await again(bench, 1, "L-1 again.", calls=True, status=IncidentStatus.OPEN, recovered=frozenset())
    assert heads(bench.said(ADMIN))[before:] == ["🟢 Link is back: L-1", "🔴 Link lost: L-1"] * 2


@pytest.mark.parametrize("restart", [True, False])
async def test_the_end_is_told_where_the_alert_was_whatever_comes_first(bench: Bench, *, restart: bool) -> None:
    await lose(bench, 1)
    incident = bench.incident(1)
    await bench.change(incident, bench.notice("edit/1", NoticeKind.EDIT, incident), **RECOVERED)
    if restart:
        await bench.restarted().recover()
    else:
        bench.clock.move(timedelta(hours=7))
    for _ in range(3):
        await settled(bench)
    assert heads(bench.said(ADMIN)) == ["🔴 Link lost: L-1", "🟢 Link is back: L-1"]
    assert bench.slack.messages(LINKS) == []


async def test_who_wants_quiet_is_told_when_the_snooze_is_over(bench: Bench) -> None:
    await lose(bench, 1)
    await again(bench, 1, "snoozed this.", snoozed_until=bench.clock.now() + timedelta(days=3))
    assert heads(bench.said(ADMIN)) == ["🔴 Link lost: L-1"]
    bench.clock.move(timedelta(days=3))
    await again(bench, 1, "The snooze is over.", calls=True, snoozed_until=None)
    assert heads(bench.said(ADMIN)) == ["🔴 Link lost: L-1"] * 2


async def test_over_before_anybody_heard_is_told_to_nobody(bench: Bench) -> None:
    await bench.open(bench.incident(1))
    await bench.change(bench.incident(1), **RECOVERED)
    await settled(bench)
    assert heads(bench.said(ADMIN)) == []


async def test_it_is_told_though_we_die_right_after_it_was_refused(bench: Bench) -> None:
    await bench.open(bench.incident())
    claimed = await bench.store.claim_notice(bench.clock.now())
    assert claimed is not None
    await bench.store.finish_notice(replace(claimed, status=NoticeStatus.DEAD, error="not_in_channel"))
    for _ in range(2):
        await bench.restarted().recover()
        await settled(bench)
    assert len(heads(bench.said(ADMIN))) == 1


async def test_what_is_told_where_it_belongs_by_then_is_not_told_elsewhere(bench: Bench) -> None:
    await bench.open(bench.incident(1))
    await bench.outbox.deliver_due()
    join(bench)
    await bench.say("t/1")
    await settled(bench)
    assert len(bench.slack.messages(LINKS)) == 2
    assert bench.said(ADMIN) == []


async def test_that_an_old_message_can_be_edited_does_not_mean_that_new_ones_find_a_way_in(bench: Bench) -> None:
    join(bench)
    await lose(bench, 1)
    leave(bench)
    for number in range(3):
        await bench.say(f"t/{number}")
        await again(bench, 1, "is on it.", holder=f"U0{number}")
    assert len([words for words in bench.said(ADMIN) if "I cannot post in" in words]) == 1


async def test_news_that_nobody_could_be_told_for_two_months_are_given_up(bench: Bench) -> None:
    leave(bench, ADMIN)
    await lose(bench, 1)
    for _ in range(70):
        await bench.later(24 * 3600)
    assert await bench.store.dead_notices() == {}


async def test_a_call_that_finds_no_way_in_is_told_though_the_old_message_could_be_edited(bench: Bench) -> None:
    join(bench)
    await lose(bench, 1)
    leave(bench)
    await again(bench, 1, "L-1 again.", calls=True, holder=BEN)
    assert heads(bench.said(ADMIN)) == ["🔴 Link lost: L-1"]


async def test_what_is_written_at_the_same_moment_is_told_all_the_same(bench: Bench) -> None:
    """Slack tells that we were removed while cards are refused; both write for one reader."""
    directory = directory_of(bench.client, bench.clock.now)
    rerouter = Rerouter(bench.store, Recipients(bench.store, directory, ADMIN), bench.clock.now)
    dead = []
    for number in (1, 2, 3):
        await bench.open(bench.incident(number))
        bench.clock.move(timedelta(seconds=6))  # the message of a group waits for others
        claimed = await bench.store.claim_notice(bench.clock.now())
        assert claimed is not None
        dead.append(replace(claimed, status=NoticeStatus.DEAD, error="not_in_channel"))
        await bench.store.finish_notice(dead[-1])
    heard = (rerouter.on_finished(replace(each, error=""), each) for each in dead)
    await asyncio.gather(*(rerouter.on_blocked(LINKS, "not_in_channel") for _ in range(3)), *heard)
    await settled(bench)
    said = " ".join(words_of(message) for message in bench.slack.messages(ADMIN))
    assert [said.count(words) for words in ("L-1.", "L-2.", "L-3.")] == [1, 1, 1]
    assert said.count("I cannot post in") == 1


# To whom


async def test_without_an_admin_channel_whoever_answers_for_the_link_is_written_to(bench: Bench) -> None:
    without_admin(bench)
    await own(bench, 1, owner=BEN)
    await own(bench, 2)
    await lose(bench, 1, 2)
    assert [[f"L-{number}." in " ".join(read_by(bench, whom)) for number in (1, 2)] for whom in (BEN, ADA)] == [
        [True, False],
        [False, True],
    ]
    assert "(blog1.example)" in " ".join(read_by(bench, BEN))


async def test_what_is_about_no_link_goes_to_those_who_answer_for_most(bench: Bench) -> None:
    without_admin(bench)
    await own(bench, 1, owner=BEN)
    await bench.say("t/1")
    await settled(bench)
    (said,) = read_by(bench, BEN)
    assert "I cannot post in" in said


@pytest.mark.parametrize("owner", [EVE, PERSON, "U0GONE"])
async def test_an_owner_of_elsewhere_or_out_of_the_channel_or_gone_gives_way_to_who_added_it(
    bench: Bench, owner: str
) -> None:
    without_admin(bench)
    users = bench.slack.workspace.users
    users[PERSON] = replace(users[BEN], id=PERSON, name="new")
    await own(bench, 1, owner=owner)
    await lose(bench, 1)
    assert heads(read_by(bench, ADA)) == ["🔴 Link lost: L-1"]
    assert [channel for channel in bench.slack.workspace.log if channel in {"D0EVE", "D0NEW", "D0GONE"}] == []


async def test_an_owner_of_another_workspace_hears_nothing_though_in_the_channel(bench: Bench) -> None:
    without_admin(bench)
    bench.slack.workspace.channel(LINKS).members.add(EVE)
    bench.slack.workspace.channel(LINKS).teams = ("T0FOREIGN",)
    await own(bench, 1, owner=EVE)
    await lose(bench, 1)
    assert heads(read_by(bench, ADA)) == ["🔴 Link lost: L-1"]
    assert "D0EVE" not in bench.slack.workspace.log


async def test_where_slack_does_not_tell_who_is_there_who_added_it_is_written_to(bench: Bench) -> None:
    without_admin(bench)
    bench.slack.workspace.scopes -= {"channels:read", "groups:read"}
    await own(bench, 1, owner=BEN)
    await lose(bench, 1)
    assert heads(read_by(bench, ADA)) == ["🔴 Link lost: L-1"]
    assert read_by(bench, BEN) == []


async def test_who_added_it_and_has_left_the_channel_gives_way_to_those_who_answer_there(bench: Bench) -> None:
    without_admin(bench)
    bench.slack.workspace.channel(LINKS).members.discard(ADA)
    await own(bench, 1)
    await own(bench, 2, added_by=BEN)
    await lose(bench, 1)
    assert heads(read_by(bench, BEN)) == ["🔴 Link lost: L-1"]
    assert read_by(bench, ADA) == []


async def test_an_admin_channel_that_others_see_hears_of_no_other(bench: Bench) -> None:
    bench.slack.workspace.channel(ADMIN).teams = ("T0FOREIGN",)
    await own(bench, 1)
    await lose(bench, 1)
    assert bench.said(ADMIN) == []
    assert heads(read_by(bench, ADA)) == ["🔴 Link lost: L-1"]


@pytest.mark.parametrize("known", [True, False])
async def test_where_the_admin_channel_is_out_of_reach_people_hear_of_it(bench: Bench, *, known: bool) -> None:
    leave(bench, ADMIN)
    if not known:
        bench.slack.workspace.scopes -= {"channels:read", "groups:read"}
    await own(bench, 1)
    await lose(bench, 1)
    assert heads(read_by(bench, ADA)) == ["🔴 Link lost: L-1"]
    join(bench, ADMIN)
    await bench.say("t/admin", ADMIN)
    await settled(bench)
    assert bench.said(ADMIN) == ["t/admin"], "it is not told twice"


async def test_where_nobody_else_can_be_told_it_waits_for_the_admin_channel_and_is_true_by_then(bench: Bench) -> None:
    leave(bench, ADMIN)
    await lose(bench, 1)
    await lose(bench, 2)
    await again(bench, 2, "L-2 is back.", status=IncidentStatus.RECOVERED, recovered=frozenset({2}))
    assert bench.said(ADMIN) == []
    join(bench, ADMIN)
    await bench.say("t/admin", ADMIN)
    await settled(bench)
    assert heads(bench.said(ADMIN)) == ["🔴 Link lost: L-1"]


async def test_a_message_to_a_person_leaves_what_is_promised_of_channels_as_it_is(bench: Bench) -> None:
    bench.slack.faults.drop_answer("chat.postMessage")
    before = bench.outbox.promise
    await bench.say("t/1", BEN)
    for _ in range(3):
        await bench.later()
    assert bench.slack.calls("conversations.history"), "with im:history it is looked for"
    assert bench.said(BEN) == ["t/1"], "and so not posted twice"
    assert bench.outbox.promise is before


async def test_who_answers_is_found_without_reading_all_links(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    without_admin(bench)
    for number in range(150):
        await own(bench, number, added_by=BEN if number > 90 else ADA)
    read: list[int] = []
    assert isinstance(bench.store, TinyStore)
    whole = bench.store._tables.links.all

    def remember(ids: Iterable[int]) -> list[Link]:
        read.extend(ids)
        return whole(ids)

    monkeypatch.setattr(bench.store._tables.links, "all", remember)
    await bench.say("t/1")
    await settled(bench)
    assert len(read) <= 100
    assert len(read_by(bench, BEN)) == 1


# In which words


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("not_in_channel", "I am not a member of it. Type /invite in it"),
        ("channel_not_found", "it is gone, or private and I am not in it"),
        ("is_archived", "it is archived. Unarchive it"),
        ("restricted_action_read_only_channel", "only some may post in it"),
        ("missing_scope", "the app lacks a scope"),
        ("token_revoked", "Slack does not take the bot's token"),
        ("our_fault", "a fault of ours"),
        ("msg_too_long", "Slack refused it (msg too long)"),
        ("perhaps_posted", "a message may be missing"),
        ("restricted_action_thread_locked", "Slack refused it"),
    ],
)
def test_reasons_are_words_that_people_read(word: str, expected: str) -> None:
    said = could_not_post(word)
    assert expected in said
    assert word not in said


def test_the_end_of_what_was_not_heard_of_is_no_news() -> None:
    old, new = (
        ReroutedAlerts(LINKS, "is_archived", alerts=("a",), ends=("b",)),
        ReroutedAlerts(LINKS, alerts=("c",), ends=("a", "d")),
    )
    assert merged(old, new) == ReroutedAlerts(LINKS, "is_archived", alerts=("a", "c"), ends=("b", "d"))


async def test_other_findings_are_listed_too(bench: Bench) -> None:
    weak = replace(bench.incident(1), kind=IncidentKind.WEAKENED)
    await bench.open(weak)
    await lose(bench, *range(2, 9))
    (said,) = [words_of(message) for message in bench.slack.messages(ADMIN)]
    assert "list lost" not in said
    assert MISSING.text in said
