"""What simulations share: a clock that jumps, and checks beside which nothing is asked."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from jobs.pages.reading import Reading


@dataclass(slots=True)
class JumpingClock:
    """A clock that stands until it is moved."""

    at: datetime

    def now(self) -> datetime:
        """The time."""
        return self.at

    async def sleep(self, wait: timedelta) -> None:
        """Waits are over at once: what is due is found by the clock alone."""


async def settled(reading: Reading) -> Reading:
    """A reading in which nothing is left to be followed."""
    return reading


async def no_canaries() -> dict[str, bool]:
    """Where no page elsewhere is asked."""
    return {}
