"""When the store is told that the clock was set back."""

from datetime import datetime, timedelta
from typing import cast

from jobs.checks.maintenance import ClockGuard
from jobs.store.protocol import Store
from tests.tools.times import NOON

HOUR = timedelta(hours=1)


class Told:
    """The part of a store that is told."""

    def __init__(self) -> None:
        self.times: list[datetime] = []

    async def set_back(self, now: datetime) -> int:
        self.times.append(now)
        return 0


async def test_the_store_is_told_at_the_start_and_whenever_the_clock_goes_back() -> None:
    store = Told()
    watch = ClockGuard(cast("Store", store))
    for at in (NOON, NOON + HOUR, NOON + HOUR, NOON - HOUR, NOON, NOON + 100 * HOUR, NOON + HOUR):
        await watch.look(at)
    assert store.times == [NOON, NOON - HOUR, NOON + HOUR]
