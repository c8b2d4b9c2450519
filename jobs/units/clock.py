"""Time as parts receive it: a clock that tells and a wait that can be woken."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What time it is, and waiting. The bot's is the system's; the demo's runs quicker, tests turn theirs by hand."""

    def now(self) -> datetime:
        """The time, aware, in UTC."""
        ...

    async def sleep(self, wait: timedelta) -> None:
        """Wait so long by this clock."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The time of the machine."""
        return datetime.now(UTC)

    async def sleep(self, wait: timedelta) -> None:
        """Wait; nothing or less gives others a turn."""
        await asyncio.sleep(max(wait.total_seconds(), 0))


class Bell:
    """Rung to wake whoever waits: many rings before the waiter looks are one."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Wake the waiter, now or at its next wait."""
        self._rung.set()

    async def wait(self, clock: Clock, at_most: timedelta) -> None:
        """Return when rung, or after so long by the clock."""
        nap = asyncio.ensure_future(clock.sleep(at_most))
        rung = asyncio.ensure_future(self._rung.wait())
        try:
            await asyncio.wait({nap, rung}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            nap.cancel()
            rung.cancel()
        self._rung.clear()
