"""Notices that the clock was set back, and has the store live with it."""

import logging
from datetime import datetime

from jobs.store.protocol import Store

log = logging.getLogger(__name__)


class ClockWatch:
    """Told the time again and again; nobody knows what the clock did before the first time."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._last: datetime | None = None

    async def look(self, now: datetime) -> None:
        """Where the clock went back, bring back what was planned by the wrong time."""
        went_back = self._last is None or now < self._last
        self._last = now
        if went_back and (pages := await self._store.set_back(now)):
            log.warning("The clock was set back: %d pages had been looked at later than it is now", pages)
