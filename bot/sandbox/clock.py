"""The demo's clock: everything that takes hours takes seconds."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

SHORTEST_SLEEP = 0.02
"""A minute is milliseconds here; sleeping less would only keep the machine busy."""


class QuickClock:
    """Runs `speed` times as fast as the machine's clock, from now on or from an earlier time."""

    def __init__(self, speed: float, behind: timedelta = timedelta(0)) -> None:
        self.speed = speed
        self._began = time.monotonic()
        self._from = datetime.now(UTC) - behind

    def now(self) -> datetime:
        """The time by this clock."""
        return self._from + timedelta(seconds=(time.monotonic() - self._began) * self.speed)

    def leap(self, ahead: timedelta) -> None:
        """Let so much time have passed."""
        self._from += ahead

    async def sleep(self, wait: timedelta) -> None:
        """Wait so long by this clock."""
        await asyncio.sleep(max(wait.total_seconds() / self.speed, SHORTEST_SLEEP))
