"""Looks now and then for alerts that nobody took, and has them told to somebody else."""

import contextlib
from datetime import datetime, timedelta

from jobs.alerts.escalation import Escalation, escalated, escalation_of, untaken_since
from jobs.alerts.groups import parts_of
from jobs.alerts.quiet import is_worst, quiet_hours
from jobs.config import Config
from jobs.model.incident import Incident
from jobs.store.errors import StaleError
from jobs.store.protocol import Store

EVERY = timedelta(minutes=10)


class Escalations:
    """Tells what nobody took; which it told the store remembers, here only when it looked."""

    def __init__(self, store: Store, config: Config) -> None:
        self._store = store
        self._config = config
        self._looked_at: datetime | None = None

    async def write_due(self, now: datetime) -> int:
        """Have those told whose time has come; how many these were."""
        if self._looked_at and self._looked_at <= now < self._looked_at + EVERY:
            return 0
        told = 0
        for channel in await self._store.channels():
            chosen = await self._store.channel_settings(channel)
            plan, quiet = escalation_of(self._config.alerts, chosen), quiet_hours(self._config, chosen)
            if plan is None:
                continue
            waits = quiet is not None and quiet.until(now) is not None
            for incident in await self._store.incidents(channel=channel):
                parts = await parts_of(self._store, incident)
                if waits and not (quiet and quiet.but_lost and is_worst([incident, *parts])):
                    continue
                told += await self._tell(incident, parts, plan, now)
        self._looked_at = now
        return told

    async def _tell(self, incident: Incident, parts: list[Incident], plan: Escalation, now: datetime) -> bool:
        since = untaken_since(incident, parts, now)
        if incident.escalated_to or since is None or now - since < plan.after:
            return False
        with contextlib.suppress(StaleError):  # somebody does something about it just now: at the next look, then
            await self._store.write(escalated(incident, plan, now))
            return True
        return False
