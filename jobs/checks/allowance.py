"""How many requests beside its own one page may cost in a day."""

from datetime import timedelta

from cachetools import TTLCache

from jobs.units.clock import Clock

MOST_A_DAY = 12
FOR_CONTROL = 6
"""Of these, for the control readings of the two confirming checks of a day, three each: no proof without them."""
_DAY = timedelta(days=1)
_MOST_KEPT = 20_000


class DailyAllowance:
    """Counts what was asked for each page, until nothing was for a day; it forgets when the bot stops."""

    def __init__(self, clock: Clock, most: int = MOST_A_DAY) -> None:
        self._most = most
        self._spent: TTLCache[str, int] = TTLCache(_MOST_KEPT, _DAY.total_seconds(), lambda: clock.now().timestamp())

    def take(self, page: str, requests: int = 1, *, leaving: int = 0) -> bool:
        """Whether so many more requests may be made for `page`; they are counted then.

        `leaving`: so many have to be left for what matters more.
        """
        spent = self._spent.get(page, 0) + requests
        if spent + leaving > self._most:
            return False
        self._spent[page] = spent
        return True
