"""Many incidents at once, through the outbox into a local Slack."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from jobs.alerts.groups import join_late, place
from jobs.model.incident import Incident, IncidentKind, IncidentStatus
from jobs.model.link import NewLink
from jobs.model.notice import NoticeKind
from jobs.model.write import Write
from jobs.store.errors import StaleError
from tests.tools.outbox import LINKS, RECOVERED, Bench, open_bench
from tests.tools.slack_bot import words_of

pytestmark = pytest.mark.both_stores


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    async with open_bench(tmp_path) as made:
        yield made


async def flood(bench: Bench, count: int) -> list[Incident]:
    """So many links on as many sites are lost at once."""
    for number in range(1, count + 1):
        await bench.store.add_link(NewLink(LINKS, f"https://blog{number}.example/", "ours.example"), bench.clock.now())
        await bench.open(bench.incident(number))
    await bench.outbox.deliver_due()
    return [await bench.current(bench.incident(number)) for number in range(1, count + 1)]


async def group_of(bench: Bench) -> Incident:
    [group] = [each for each in await bench.store.incidents(only_open=False) if each.kind is IncidentKind.GROUP]
    return group


async def test_the_first_two_have_cards_and_the_others_share_a_message(bench: Bench) -> None:
    told = await flood(bench, 14)
    assert [bool(each.message_ts) for each in told] == [True, True, *[False] * 12]
    assert len(bench.said()) == 2, "others may still join"
    await bench.later(6)
    assert len(bench.said()) == 3
    assert bench.said()[-1] == "🔴 12 links lost on 12 sites"
    shown = bench.card()
    [table] = [block for block in shown.blocks if block["type"] == "table"]
    assert len(table["rows"]) == 5, "a head and four, for a card has eight lines"
    assert "8 more" in words_of(shown)
    assert (await group_of(bench)).message_ts == shown.ts
    await bench.later(60)
    assert len(bench.said()) == 3
    assert await bench.waiting() == {}


async def test_a_late_one_joins_by_an_edit(bench: Bench) -> None:
    await flood(bench, 4)
    await bench.later(6)
    await bench.open(bench.incident(9))
    await bench.later(6)
    await bench.later(6)
    assert len(bench.said()) == 3
    assert "3 links lost" in bench.said()[-1]


async def test_a_part_that_is_well_again_is_told_in_the_thread_and_by_one_edit(bench: Bench) -> None:
    told = await flood(bench, 4)
    await bench.later(6)
    card = bench.card()
    for part in told[2:]:
        edit, reply = (
            bench.notice("edit/1", NoticeKind.EDIT, part),
            bench.notice("reply/1", NoticeKind.REPLY, part, "Back."),
        )
        await bench.change(part, edit, reply, **RECOVERED)
    await bench.later(1)
    await bench.later(6)
    assert len(bench.slack.thread(card)) == 2
    assert card.edits == 1
    assert card.text == "🟢 Nothing open any more: 2 links lost on 2 sites"
    assert "actions" not in {block["type"] for block in card.blocks}
    assert (await group_of(bench)).status is IncidentStatus.RECOVERED


async def test_what_comes_late_joins_those_that_are_told_then(bench: Bench) -> None:
    late = bench.incident(9)
    await bench.store.write(Write(incidents=[late]))
    card = bench.notice("card", NoticeKind.CARD, late)
    bench.clock.move(timedelta(hours=1))
    await flood(bench, 2)
    await bench.store.write(Write(notices=[card]))
    claimed = await bench.store.claim_notice(bench.clock.now())
    assert claimed is not None
    assert await join_late(bench.store, late, claimed, bench.clock.now())
    await bench.restarted().recover()  # a crash between joining and settling
    await bench.later(6)
    await bench.later(6)
    assert len(bench.said()) == 3
    assert await bench.waiting() == {}


async def test_a_write_that_does_not_know_of_another_new_incident_is_refused(bench: Bench) -> None:
    blind = await place(bench.store, written(bench, 2), bench.clock.now())
    await bench.open(bench.incident(1))
    with pytest.raises(StaleError):
        await bench.store.write(blind)
    await bench.store.write(await place(bench.store, written(bench, 2), bench.clock.now()))


def written(bench: Bench, number: int) -> Write:
    incident = bench.incident(number)
    return Write(incidents=[incident], notices=[bench.notice("card", NoticeKind.CARD, incident)])


async def test_incidents_far_apart_have_cards_of_their_own(bench: Bench) -> None:
    for number in range(1, 4):
        await bench.open(bench.incident(number))
        await bench.later(timedelta(minutes=11).total_seconds())
    assert len(bench.said()) == 3
    assert {each.kind for each in await bench.store.incidents()} == {IncidentKind.LOST}
