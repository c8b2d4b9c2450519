"""Reminders of prospects: on their day, in the morning, once, whatever happens in between."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from jobs.model.prospect import NewProspect, Plan, Prospect, ProspectState
from jobs.model.write import Write
from jobs.prospects.remind import remind_of_prospects
from jobs.prospects.reminders import MOST_TOLD, is_due, reminders_due
from jobs.store.protocol import Store
from tests.tools.stores import open_store

DAY = date(2027, 3, 12)
MORNING = datetime(2027, 3, 12, 8, tzinfo=UTC)
BEFORE = MORNING - timedelta(days=3)
PLANNED = Prospect(4, "C0LINKS", "https://blog.example/", BEFORE, Plan(next_on=DAY))


@pytest.mark.parametrize(
    ("prospect", "now", "expected"),
    [
        pytest.param(PLANNED, MORNING - timedelta(minutes=1), False, id="its morning has not come"),
        pytest.param(PLANNED, MORNING, True, id="its morning"),
        pytest.param(PLANNED, MORNING + timedelta(days=9), True, id="nobody looked for days: late, but told"),
        pytest.param(replace(PLANNED, reminded=DAY), MORNING, False, id="told"),
        pytest.param(replace(PLANNED, reminded=date(2027, 3, 1)), MORNING, True, id="told of an earlier day"),
        pytest.param(
            replace(PLANNED, reminded=DAY + timedelta(days=7)),
            MORNING + timedelta(days=8),
            False,
            id="told of a later day, which was taken back",
        ),
        pytest.param(replace(PLANNED, plan=Plan()), MORNING, False, id="no day"),
        pytest.param(replace(PLANNED, removed_at=BEFORE), MORNING, False, id="removed"),
        *(
            pytest.param(
                replace(PLANNED, plan=Plan(state, next_on=DAY)), MORNING, not state.is_over, id=f"state {state.words}"
            )
            for state in ProspectState
        ),
    ],
)
def test_people_are_reminded_when(prospect: Prospect, now: datetime, *, expected: bool) -> None:
    assert is_due(prospect, now) is expected


def test_a_channel_has_one_message_as_far_as_it_holds_them() -> None:
    here = [replace(PLANNED, id=number) for number in range(1, MOST_TOLD + 2)]
    found = reminders_due([*here, replace(PLANNED, id=99, channel="C0ACME")], MORNING)
    assert [(each.notice.channel, len(each.prospects)) for each in found] == [
        ("C0LINKS", MOST_TOLD),
        ("C0LINKS", 1),
        ("C0ACME", 1),
    ]
    assert len({each.notice.key for each in found}) == len(found)


async def kept(store: Store, page: str = "https://blog.example/", day: date = DAY) -> Prospect:
    found, _ = await store.add_prospect(NewProspect("C0LINKS", page, Plan(next_on=day)), BEFORE)
    return found


@pytest.mark.both_stores
async def test_it_is_told_once_also_after_a_restart(tmp_path: Path) -> None:
    store = await open_store(tmp_path)
    await kept(store)
    assert await remind_of_prospects(store, BEFORE) == 0
    assert await remind_of_prospects(store, MORNING) == 1
    assert await remind_of_prospects(store, MORNING) == 0
    await store.close()
    store = await open_store(tmp_path)
    assert await remind_of_prospects(store, MORNING + timedelta(hours=1)) == 0
    assert [notice.payload for notice in await store.notices()] == ["C-1"]
    await store.close()


@pytest.mark.both_stores
async def test_another_day_is_told_again_and_the_old_one_never(tmp_path: Path) -> None:
    store = await open_store(tmp_path)
    prospect = await kept(store)
    await remind_of_prospects(store, MORNING)
    later = DAY + timedelta(days=7)
    told = await store.prospect(prospect.id)
    assert told is not None
    await store.write(Write(prospects=[replace(told, plan=replace(told.plan, next_on=later))]))
    assert await remind_of_prospects(store, MORNING + timedelta(days=6)) == 0
    assert await remind_of_prospects(store, MORNING + timedelta(days=7)) == 1
    await store.close()


async def test_what_came_up_later_on_the_same_day_is_told_alone(tmp_path: Path) -> None:
    store = await open_store(tmp_path)
    await kept(store)
    await remind_of_prospects(store, MORNING)
    await kept(store, "https://other.example/")
    assert await remind_of_prospects(store, MORNING + timedelta(hours=2)) == 1
    assert [notice.payload for notice in await store.notices()] == ["C-1", "C-2"]
    await store.close()
