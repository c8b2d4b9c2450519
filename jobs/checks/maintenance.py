"""Lets go of proof that nobody needs any more: of alerts that were closed long ago."""

import contextlib
import logging
from dataclasses import replace
from datetime import datetime, timedelta

from jobs.model.write import Write
from jobs.store.errors import StaleError
from jobs.store.protocol import Store


async def forget_proof(store: Store, keep: timedelta, now: datetime) -> int:
    """Drop the readings kept with alerts that were closed longer ago than `keep`; how many alerts that were.

    What was found, and what was said, stays as long as the alert itself.
    """
    forgotten = 0
    for incident in await store.incidents(only_open=False):
        has_proof = incident.before is not None or incident.after is not None
        if has_proof and incident.closed_at is not None and incident.closed_at < now - keep:
            with contextlib.suppress(StaleError):  # somebody else writes to it: tomorrow, then
                await store.write(Write(incidents=[replace(incident, before=None, after=None)]))
                forgotten += 1
    return forgotten


log = logging.getLogger(__name__)


class ClockGuard:
    """Told the time again and again; nobody knows what the clock did before the first time."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._last: datetime | None = None

    async def look(self, now: datetime) -> None:
        """Where the clock went back, bring back what was planned by the wrong time."""
        went_back = self._last is None or now < self._last
        if went_back and (pages := await self._store.set_back(now)):
            log.warning("The clock was set back: %d pages had been checked later than it is now", pages)
        self._last = now  # not before: where that could not be stored, it is still to be done
