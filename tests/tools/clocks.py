"""Clocks that a test turns by hand."""

import asyncio
from datetime import UTC, datetime, timedelta


class HandClock:
    """Stands still until `sleep` is asked of it or the test moves it: sleeping turns it forward at once."""

    def __init__(self, at: datetime = datetime(2026, 5, 1, 12, tzinfo=UTC)) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def move(self, wait: timedelta) -> None:
        self.at += wait

    async def sleep(self, wait: timedelta) -> None:
        self.at += max(wait, timedelta(0))
        await asyncio.sleep(0)


class SteppedClock:
    """Stands still until the test moves it, and whoever sleeps sleeps until it has come so far."""

    def __init__(self, at: datetime = datetime(2026, 5, 1, 12, tzinfo=UTC)) -> None:
        self.at = at
        self._moved = asyncio.Event()

    def now(self) -> datetime:
        return self.at

    def move(self, wait: timedelta) -> None:
        self.at += wait
        self._moved.set()
        self._moved = asyncio.Event()

    async def sleep(self, wait: timedelta) -> None:
        until = self.at + wait
        await asyncio.sleep(0)
        while self.at < until:
            await self._moved.wait()


def turn_loop(seconds: float) -> None:
    """Turn the running event loop's own clock forward: its time-outs fall due, and nobody waits for them."""
    loop = asyncio.get_running_loop()
    before = loop.time
    loop.time = lambda: before() + seconds  # type: ignore[method-assign] # the loop asks itself for the time
