"""Sheets that the links of channels follow, and their rows."""

from dataclasses import replace
from datetime import timedelta

import pytest

from jobs.model.link import RowFields
from jobs.model.synced_sheet import NewSheet, RowChange, SyncedRow
from jobs.model.write import Write
from jobs.store.errors import StaleError
from jobs.store.protocol import Store
from tests.jobs.store.contract.conftest import Reopen
from tests.jobs.store.tools import HOUR, NOW, PAGE, TARGET

SHEET = NewSheet("C1", "https://sheets.example/a", 6 * HOUR, "U1")


def row(sheet: int, page: str = PAGE, **more: object) -> SyncedRow:
    return SyncedRow(sheet, page, TARGET, RowFields(**more), NOW, RowChange.ADDED, "run")  # type: ignore[arg-type]


async def rows(store: Store, sheet: int) -> list[SyncedRow]:
    return [each async for chunk in (await store.sheet_rows(sheet)).chunks for each in chunk.items]


async def test_the_same_channel_and_address_give_the_old_sheet_back(store: Store, reopen: Reopen) -> None:
    first, is_new = await store.add_sheet(SHEET, NOW)
    again, is_new_again = await store.add_sheet(replace(SHEET, every=HOUR), NOW + HOUR)
    other, is_other = await store.add_sheet(replace(SHEET, channel="C2"), NOW)
    assert (is_new, is_new_again, is_other, again) == (True, False, True, first)
    store = await reopen(store)
    assert await store.sheets() == [first, other]
    assert await store.sheets("C2") == [other]
    assert (await store.sheet(first.id), await store.sheet(99)) == (first, None)


async def test_of_two_who_take_up_a_sheet_one_is_refused(store: Store) -> None:
    sheet, _ = await store.add_sheet(SHEET, NOW)
    await store.write(Write(sheets=[replace(sheet, leased_until=NOW + HOUR)]))
    with pytest.raises(StaleError):
        await store.write(Write(sheets=[replace(sheet, leased_until=NOW + 2 * HOUR)], sheet_rows=[row(sheet.id)]))
    assert await rows(store, sheet.id) == []


async def test_a_row_takes_the_place_of_the_one_with_the_same_page_and_target(store: Store, reopen: Reopen) -> None:
    sheet, _ = await store.add_sheet(SHEET, NOW)
    first, second = row(sheet.id), row(sheet.id, f"{PAGE}/2")
    await store.write(Write(sheet_rows=[first, second]))
    changed = row(sheet.id, notes="new", tags=frozenset({"a"}))
    await store.write(Write(sheet_rows=[changed]))
    assert await rows(await reopen(store), sheet.id) == [changed, second]


async def test_the_rows_of_an_answer_are_as_they_were_when_it_was_asked_for(store: Store, reopen: Reopen) -> None:
    sheet, _ = await store.add_sheet(SHEET, NOW)
    kept = [row(sheet.id, f"{PAGE}/{number}", notes="so many words " * 20) for number in range(300)]
    await store.write(Write(sheet_rows=kept))
    store = await reopen(store)
    answer = await store.sheet_rows(sheet.id)
    await store.write(Write(remove_sheet_rows=kept[:200]))
    assert [each async for chunk in answer.chunks for each in chunk.items] == kept


async def test_rows_are_forgotten_one_by_one_and_with_their_sheet(store: Store) -> None:
    sheet, _ = await store.add_sheet(SHEET, NOW)
    other, _ = await store.add_sheet(replace(SHEET, channel="C2"), NOW)
    await store.write(Write(sheet_rows=[row(sheet.id), row(sheet.id, f"{PAGE}/2"), row(other.id)]))
    await store.write(Write(remove_sheet_rows=[row(sheet.id), row(sheet.id, "https://unknown.example/")]))
    assert await rows(store, sheet.id) == [row(sheet.id, f"{PAGE}/2")]
    await store.write(Write(remove_sheets=[sheet.id]))
    assert (await rows(store, sheet.id), await rows(store, other.id)) == ([], [row(other.id)])
    assert await store.sheets() == [replace(other, version=0)]


async def test_after_the_clock_was_set_back_no_sheet_waits_for_the_wrong_time(store: Store) -> None:
    soon, _ = await store.add_sheet(SHEET, NOW)
    ahead, _ = await store.add_sheet(replace(SHEET, channel="C2"), NOW)
    later = replace(ahead, next_at=NOW + timedelta(days=90), leased_until=NOW + timedelta(days=90))
    await store.write(Write(sheets=[replace(soon, next_at=NOW + 6 * HOUR), later]))
    await store.set_back(NOW)
    assert [(sheet.next_at, sheet.leased_until) for sheet in await store.sheets()] == [
        (NOW + 6 * HOUR, None),
        (NOW, None),
    ]
