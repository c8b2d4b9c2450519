"""A storm is told once, however many processes are in it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jobs.alerts.storm_incidents import GONE_AFTER, SUBJECT
from jobs.checks.storm_guard import ENOUGH_CHECKS, WINDOW, StormGuard
from jobs.checks.storm_watch import Checked, watch_for_storm
from jobs.model.write import Write
from jobs.store.errors import StoreUnwritableError
from jobs.store.protocol import Store
from tests.tools.stores import open_store

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
ONE, TWO = frozenset({"C1"}), frozenset({"C1", "C2"})
pytestmark = pytest.mark.both_stores


@pytest.fixture
async def store(kind_of_store: str, tmp_path: Path) -> AsyncIterator[Store]:  # says which kind
    opened = await open_store(tmp_path)
    yield opened
    await opened.close()


async def nobody() -> dict[str, bool]:
    return {}


async def check(
    store: Store, guard: StormGuard, host: str, now: datetime, *, fails: bool, channels: frozenset[str] = ONE
) -> None:
    checked = Checked(host, fails, not fails, about_to_count=False, channels=channels)
    await watch_for_storm(store, guard, nobody, checked, now=now, admin_channel="")


async def rage(store: Store, guard: StormGuard, now: datetime, channels: frozenset[str] = ONE) -> None:
    for number in range(ENOUGH_CHECKS):
        await check(store, guard, f"h{number}.example", now, fails=True, channels=channels)
    assert guard.active


async def calm(store: Store, guard: StormGuard, now: datetime) -> None:
    """Two checks, ten minutes apart, long after the last bad one."""
    for later in (2 * WINDOW, 3 * WINDOW):
        await check(store, guard, "well.example", now + later, fails=False)
    assert not guard.active


async def told(store: Store) -> list[tuple[str, bool]]:
    return [(each.id, each.status.is_open) for each in await store.incidents(subject=SUBJECT, only_open=False)]


async def test_processes_that_notice_it_at_one_time_tell_it_once(store: Store) -> None:
    guards = [StormGuard() for _ in range(3)]
    await asyncio.gather(*(rage(store, guard, NOON + timedelta(seconds=n)) for n, guard in enumerate(guards)))
    assert len(await told(store)) == 1


async def test_it_is_over_when_it_is_over_for_all(store: Store) -> None:
    first, second = StormGuard(), StormGuard()
    await rage(store, first, NOON)
    await rage(store, second, NOON + 2 * WINDOW)
    await calm(store, first, NOON)
    assert [is_open for _, is_open in await told(store)] == [True], "for the second it is not"
    await calm(store, second, NOON + 2 * WINDOW)
    assert [is_open for _, is_open in await told(store)] == [False]
    await check(store, first, "well.example", NOON + 5 * WINDOW, fails=False)
    assert not first.leaving


async def test_one_that_was_killed_in_it_does_not_hold_it_up_for_ever(store: Store) -> None:
    first, killed = StormGuard(), StormGuard()
    await rage(store, first, NOON)
    await rage(store, killed, NOON + 2 * WINDOW)
    await calm(store, first, NOON)
    await check(store, first, "well.example", NOON + 2 * WINDOW + GONE_AFTER, fails=False)
    assert [is_open for _, is_open in await told(store)] == [False]


async def test_the_end_that_one_tells_of_a_silent_one_s_storm_is_no_new_beginning_for_that(store: Store) -> None:
    first, second = StormGuard(), StormGuard()
    await rage(store, first, NOON)
    await rage(store, second, NOON)
    await calm(store, first, NOON)
    assert [is_open for _, is_open in await told(store)] == [False]
    await rage(store, second, NOON + 3 * WINDOW)
    assert [is_open for _, is_open in await told(store)] == [False], "it was told of this storm"
    await calm(store, second, NOON + 3 * WINDOW)
    await rage(store, second, NOON + 9 * WINDOW)
    assert [is_open for _, is_open in await told(store)] == [False, True], "another one"


async def test_what_could_not_be_stored_is_told_at_the_next_check(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    guard = StormGuard()

    async def full(_: Write) -> None:
        raise StoreUnwritableError("the disk is full", is_full=True)

    with monkeypatch.context() as patch:
        patch.setattr(store, "write", full)
        with pytest.raises(StoreUnwritableError):
            await rage(store, guard, NOON)
    await check(store, guard, "again.example", NOON, fails=True)
    assert len(await told(store)) == 1


async def test_a_channel_is_told_though_another_process_tells_a_second_one_at_that_moment(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, other = store.write, [StormGuard()]

    async def write_behind_another(change: Write) -> None:
        if other:
            await rage(store, other.pop(), NOON)
        await write(change)

    monkeypatch.setattr(store, "write", write_behind_another)
    await rage(store, StormGuard(), NOON, TWO)
    channels = [each.channel for each in await store.incidents(subject=SUBJECT)]
    assert sorted(channels) == ["C1", "C2"]
