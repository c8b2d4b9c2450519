"""What is due becomes jobs: by the bot that leads, a short line at a time, for the tables are the schedule."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from procrastinate.exceptions import ConnectorException

from jobs.checks.queue.host_jobs import HostJobs
from jobs.store.protocol import Schedule
from jobs.units.clock import Bell, Clock

log = logging.getLogger(__name__)

MOST_WAITING = 500
"""Jobs that wait at once. The line is kept short: what somebody asks for stands before few, and for each job that it
fetches procrastinate looks through the locks of all that wait."""
EVERY = timedelta(seconds=1)
_BEGINS_WITHIN = timedelta(seconds=3)
"""Between taking a job and claiming its host; who takes longer is thought to be gone."""
_SOON = timedelta(milliseconds=200)
"""While more is due than may wait."""


@dataclass(slots=True)
class HandOut:
    """Puts due hosts into the queue, and rescues those whose job nobody does any more."""

    store: Schedule
    jobs: HostJobs
    clock: Clock
    leads: Callable[[], bool]
    bell: Bell = field(default_factory=Bell)
    _idle_since: dict[str, datetime] = field(default_factory=dict)
    _failing: bool = False

    async def run(self) -> None:
        """Hand out for ever while this process leads."""
        while True:
            nap = EVERY
            if self.leads():
                nap = await self._looked()
            await self.bell.wait(self.clock, nap)

    async def _looked(self) -> timedelta:
        """How long to wait after a look; one that fails is made again, and said once."""
        try:
            more = await self.look()
        except (ConnectorException, OSError) as error:
            if not self._failing:
                log.warning("Due hosts cannot be handed out; it is tried again: %s", error.__cause__ or error)
        except Exception:  # a fault of ours must not leave all hosts alone for ever
            if not self._failing:
                log.exception("Due hosts cannot be handed out; it is tried again")
        else:
            self._failing = False
            return _SOON if more else EVERY
        self._failing = True
        return EVERY

    async def look(self) -> bool:
        """Hand out once; whether more is due than was handed out."""
        now = self.clock.now()
        due, jobs = await self.store.due_hosts(now, 2 * MOST_WAITING), await self.jobs.look()
        await self.jobs.rescue(self._abandoned(jobs.doing.intersection(due), now))
        new = [host for host in due if host not in jobs.waiting and host not in jobs.doing]
        room = max(MOST_WAITING - len(jobs.waiting), 0)
        await self.jobs.add(new[:room])
        return len(new) > room

    def _abandoned(self, idle: frozenset[str], now: datetime) -> list[str]:
        """Hosts that are due, so lent to nobody, though their job was taken a while ago: its lease ran out."""
        self._idle_since = {host: self._idle_since.get(host, now) for host in idle}
        return [host for host, since in self._idle_since.items() if now - since >= _BEGINS_WITHIN]
