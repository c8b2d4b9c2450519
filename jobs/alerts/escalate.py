"""Looks now and then for alerts that nobody took, and has them told to somebody else."""

import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

from msgspec import Struct

from jobs.alerts.escalation import Escalation, counting, escalated, escalation_of, has_waited, untaken_since
from jobs.alerts.groups import parts_of
from jobs.alerts.quiet import is_worst, quiet_hours
from jobs.config import Config
from jobs.config.quiet import QuietHours
from jobs.model.incident import Incident
from jobs.model.notice import Notice
from jobs.model.write import Write
from jobs.store.errors import StaleError
from jobs.store.protocol import History, Store

log = logging.getLogger(__name__)

EVERY = timedelta(minutes=10)

IsShared = Callable[[str], Awaitable[bool]]
"""Whether another workspace sees a channel, as far as anybody knows."""


class WaitingAlerts(Struct, frozen=True):
    """What of a channel waits for somebody, as the plan counts it."""

    store: History
    channel: str
    plan: Escalation
    quiet: QuietHours | None

    async def overdue(self, now: datetime, counted_since: datetime | None = None) -> list[Incident]:
        """Those that nobody took for so long, and that were not told again yet, the oldest first.

        No time before `counted_since` counts; None: all does.
        """
        waiting = [each for each in await self.store.incidents(channel=self.channel) if not each.escalated_to]
        return [each for each in waiting if await self._is_overdue(each, counted_since, now)]

    async def _is_overdue(self, incident: Incident, counted_since: datetime | None, now: datetime) -> bool:
        parts = await parts_of(self.store, incident)
        since = untaken_since(incident, parts, now)
        is_told_at_once = self.quiet is not None and self.quiet.but_lost and is_worst([incident, *parts])
        quiet = None if is_told_at_once else self.quiet
        return since is not None and has_waited(self.plan, max(since, counted_since or since), quiet, now)


async def still_untaken(store: History, together: Notice, now: datetime) -> list[Incident]:
    """Of those that one message shall tell, the ones that nobody has taken by now."""
    told = [found for name in together.payload.split() if (found := await store.incident(name))]
    return [each for each in told if untaken_since(each, await parts_of(store, each), now)]


async def heard_by(plan: Escalation, channel: str, is_shared: IsShared) -> Escalation:
    """The plan; where another workspace sees the channel that it names, the alert's own channel hears it again."""
    elsewhere = plan.elsewhere(channel)
    if not elsewhere or not await is_shared(elsewhere):
        return plan
    log.warning("%s: another workspace sees it, so what nobody took is told again in %s", elsewhere, channel)
    return replace(plan, to="")


class Escalations:
    """Tells what nobody took; which it told the store remembers, here only when it looked."""

    def __init__(self, store: Store, config: Config, is_shared: IsShared) -> None:
        self._store = store
        self._config = config
        self._is_shared = is_shared
        self._looked_at: datetime | None = None

    async def write_due(self, now: datetime) -> int:
        """Have those told whose time has come; how many these were."""
        if self._looked_at and self._looked_at <= now < self._looked_at + EVERY:
            return 0
        told = 0
        for channel in await self._store.channels():
            with contextlib.suppress(StaleError):  # somebody chooses something else just now: at the next look, then
                told += await self._tell_in(channel, now)
        self._looked_at = now
        return told

    async def _tell_in(self, channel: str, now: datetime) -> int:
        chosen = await self._store.channel_settings(channel)
        plan, quiet = escalation_of(self._config.alerts, chosen), quiet_hours(self._config, chosen)
        counted = counting(chosen, plan, now)
        if counted != chosen:
            await self._store.write(Write(settings={channel: counted}, settings_before={channel: chosen}))
        if plan is None:
            return 0
        overdue = await WaitingAlerts(self._store, channel, plan, quiet).overdue(now, counted.escalating_since)
        heard = await heard_by(plan, channel, self._is_shared) if overdue else plan
        return sum([await self._tell(each, heard, now) for each in overdue])

    async def _tell(self, incident: Incident, plan: Escalation, now: datetime) -> bool:
        with contextlib.suppress(StaleError):  # somebody does something about it just now: at the next look, then
            await self._store.write(escalated(incident, plan, now))
            return True
        return False
