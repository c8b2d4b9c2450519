"""The hosts that this process is at: others leave them alone for as long as it says, again and again, that it is."""

import logging
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from psycopg import OperationalError

from jobs.model.tracked_page import HostClaim
from jobs.units.clock import Clock

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


@dataclass(slots=True)
class HeldHosts:
    """Renews all leases of a process at once, each for as long as a visit may last: one that hangs must end."""

    renew: Renew
    clock: Clock
    lease: timedelta
    longest: timedelta
    """Of a visit."""
    _held: dict[int, _Held] = field(default_factory=dict)

    @contextmanager
    def holding(self, claim: HostClaim) -> Iterator[None]:
        """This process visits the host until the end of the block."""
        self._held[claim.lease] = _Held(claim.host.host, self.clock.now(), claim.expires_at)
        try:
            yield
        finally:
            del self._held[claim.lease]

    def is_lent(self, claim: HostClaim) -> bool:
        """Whether nobody else may be at the host; a process that was stopped learns here that it is over."""
        held = self._held.get(claim.lease)
        return held is not None and self.clock.now() < held.until

    async def run(self) -> None:
        """Renew for ever, until cancelled."""
        while True:
            await self.clock.sleep(self.lease / _TIMES)
            try:
                await self.renew_all()
            except OperationalError as error:  # the database is away, for others too
                log.debug("Leases of hosts cannot be renewed: %s", error)
            except Exception:  # a fault of ours must not take all hosts from this process
                log.exception("Leases of hosts cannot be renewed; it is tried again")

    async def renew_all(self) -> None:
        """Renew once."""
        now = self.clock.now()
        until = now + self.lease
        held = {each.host: lease for lease, each in self._held.items() if now - each.begun < self.longest}
        for lease in await self.renew(held, until) if held else ():
            if lease in self._held:  # the visit may have ended meanwhile
                self._held[lease].until = until
