"""How long everybody else waits while the bot is at something."""

import asyncio
import statistics
import time
from collections.abc import Awaitable
from dataclasses import dataclass

from jobs.bench import Figure

LONGEST_HOLD_MS = 50.0

_MS = 1000.0
_PULSE_SECONDS = 0.001


@dataclass(frozen=True, slots=True)
class Held:
    """How long the others wait while something is done, in milliseconds."""

    waited: float
    """Ninety-nine of a hundred who came every millisecond waited no longer; a busy machine is in it."""
    worked: float
    """CPU of the event loop between two turns of others, at most; a busy machine is not in it."""

    def figures(self, what: str) -> list[Figure]:
        """Both beside their aim."""
        aim, most = f"at most {LONGEST_HOLD_MS:g}", LONGEST_HOLD_MS
        return [
            Figure(f"{what}: wait of everybody else, p99", self.waited, "ms", aim, self.waited <= most),
            Figure(f"{what}: longest work at a stretch", self.worked, "ms CPU", aim, self.worked <= most),
        ]


async def hold_of(doing: Awaitable[object]) -> Held:
    """How long others wait meanwhile."""
    waits, worked = [0.0, 0.0], [0.0]

    async def feel() -> None:
        while True:
            begun, before = time.perf_counter(), time.thread_time()
            await asyncio.sleep(_PULSE_SECONDS)
            waits.append(time.perf_counter() - begun - _PULSE_SECONDS)
            worked.append(time.thread_time() - before)

    feeling = asyncio.create_task(feel())
    await doing
    feeling.cancel()
    return Held(round(statistics.quantiles(waits, n=100)[-1] * _MS, 1), round(max(worked) * _MS, 1))
