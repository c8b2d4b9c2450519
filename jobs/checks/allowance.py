"""How many requests beside its own one page may cost in a day."""

from datetime import timedelta
from typing import Protocol

from cachetools import TTLCache

from jobs.units.clock import Clock

MOST_A_DAY = 12
FOR_CONTROL = 6
"""Of these, for the control readings of the two confirming checks of a day, three each: no proof without them."""
_DAY = timedelta(days=1)
_MOST_KEPT = 20_000


class Allowance(Protocol):
    """Counts what was asked for each page, until nothing was for a day."""

    async def take(self, page: str, requests: int = 1, *, leaving: int = 0) -> bool:
        """Whether so many more requests may be made for `page`; they are counted then.

        `leaving`: so many have to be left for what matters more. Raises StoreUnwritableError where nobody can know.
        """
        ...


class DailyAllowance:
    """That of a process which is alone; it forgets when the bot stops."""

    def __init__(self, clock: Clock, most: int = MOST_A_DAY) -> None:
        self._most = most
        self._spent: TTLCache[str, int] = TTLCache(_MOST_KEPT, _DAY.total_seconds(), lambda: clock.now().timestamp())

    async def take(self, page: str, requests: int = 1, *, leaving: int = 0) -> bool:
        """As `Allowance` says."""
        spent = self._spent.get(page, 0) + requests
        if spent + leaving > self._most:
            return False
        self._spent[page] = spent
        return True
