"""The hosts that this process is at: others leave them alone for as long as it says, again and again, that it is."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from psycopg import OperationalError

from jobs.model.tracked_page import HostClaim
from jobs.units.clock import Bell, Clock

log = logging.getLogger(__name__)

Renew = Callable[[Mapping[str, int], datetime], Awaitable[Collection[int]]]
"""Have these hosts, each lent under its number, lent until then; the numbers of those that still are."""
_TIMES = 3
"""So often in a lease it is renewed: one time that fails, or finds a host's row in use, costs nothing."""


@dataclass(slots=True)
class _Held:
    host: str
    begun: datetime
    until: datetime
    visit: "asyncio.Task[None]"
    is_lost: bool = False


@dataclass(slots=True)
class HeldHosts:
    """Renews all leases of a process at once, each for as long as a visit may last: one that hangs must end."""

    renew: Renew
    clock: Clock
    lease: timedelta
    longest: timedelta
    """Of a visit."""
    _held: dict[int, _Held] = field(default_factory=dict)
    _begun: Bell = field(default_factory=Bell)
    """Rung for each lease that begins: it may be the next to end, if the claim waited long for its turn."""

    async def during(self, claim: HostClaim, visit: Coroutine[None, None, None]) -> None:
        """Hold the host while it is visited; where its lease is over before that is, the visit is given up."""
        if claim.expires_at <= self.clock.now():
            log.warning("%s: its lease was over before its visit could begin; it is left to others", claim.host.host)
            visit.close()
            return
        task = asyncio.create_task(visit, name=f"host {claim.host.host}")
        held = self._held[claim.lease] = _Held(claim.host.host, self.clock.now(), claim.expires_at, task)
        self._begun.ring()
        try:
            await task
        except asyncio.CancelledError:
            if not held.is_lost:
                raise
        finally:
            del self._held[claim.lease]

    async def run(self) -> None:
        """Renew for ever, and give up what is over however long the database takes to answer; until cancelled."""
        await asyncio.gather(self._keep_renewing(), self._keep_giving_up())

    async def _keep_renewing(self) -> None:
        while True:
            await self.clock.sleep(self.lease / _TIMES)
            try:
                async with asyncio.timeout(self.lease.total_seconds() / _TIMES):
                    await self.renew_all()
            except (OperationalError, TimeoutError) as error:  # the database is away, for others too
                log.debug("Leases of hosts cannot be renewed: %r", error)
            except Exception:  # a fault of ours must not take all hosts from this process
                log.exception("Leases of hosts cannot be renewed; it is tried again")

    async def _keep_giving_up(self) -> None:
        while True:
            ends = [held.until for held in self._held.values() if not held.is_lost]
            nap = min(ends, default=self.clock.now() + self.lease) - self.clock.now()
            await self._begun.wait(self.clock, min(nap, self.lease / _TIMES))
            self.give_up()

    def give_up(self) -> None:
        """End the visits whose leases are over: others may be at their hosts, and what is found would be refused.

        So a process that was stopped does not take its own silence for that of the hosts it was asking.
        """
        now = self.clock.now()
        for held in self._held.values():
            if held.until <= now and not held.is_lost:
                log.warning("%s: its lease is over before its visit; it is left to others", held.host)
                held.is_lost = held.visit.cancel()

    async def renew_all(self) -> None:
        """Renew once."""
        now = self.clock.now()
        until = now + self.lease
        held = {each.host: lease for lease, each in self._held.items() if self._may_go_on(each, now)}
        for lease in await self.renew(held, until) if held else ():
            if lease in self._held:  # the visit may have ended meanwhile
                self._held[lease].until = until

    def _may_go_on(self, held: _Held, now: datetime) -> bool:
        return not held.is_lost and now - held.begun < self.longest
