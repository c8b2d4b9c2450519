"""Work on a claimed host: its due pages in turn, with a breaker for a host that fails."""

import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

from jobs.checks.next_check import after_unknown
from jobs.model.tracked_page import DuePage, HostClaim
from jobs.model.write import Write
from jobs.store.errors import StoreUnwritableError
from jobs.store.protocol import Store
from jobs.units.clock import Clock

log = logging.getLogger(__name__)

LONGEST_VISIT = timedelta(minutes=15)
"""Far more than the pages of a host take. A process that is alone has a host lent for so long."""
BREAKER = 2
"""So many pages of one host in a row that could not be read, and the rest of it waits for the host's back-off."""

CheckDue = Callable[[HostClaim, DuePage], Awaitable[bool]]
"""Look at one due page and write what came of it; False where the host could not be read."""


class Visits:
    """Visits hosts that were claimed, however they came to be claimed, and gives each back."""

    def __init__(self, store: Store, check: CheckDue, clock: Clock, longest: timedelta = LONGEST_VISIT) -> None:
        """`longest` is how long a visit may last; with less than a third of it left no further page is begun."""
        self._store = store
        self._check = check
        self._clock = clock
        self._begins_within = 2 * longest / 3
        self._stopping = False
        self.last_check = clock.now()
        """When the last page was done with; at first, when we began."""

    def stop(self) -> None:
        """Begin no further page; what is still due is lent out again."""
        self._stopping = True

    async def visit(self, claim: HostClaim) -> None:
        """One host, its due pages in turn."""
        failed, begun = 0, self._clock.now()
        try:
            for due in claim.due:
                failed = 0 if await self._check(claim, due) else failed + 1
                self.last_check = self._clock.now()
                takes_long = self._clock.now() - begun > self._begins_within
                if failed >= BREAKER or takes_long or self._stopping:
                    break
        except StoreUnwritableError:
            log.debug("%s: what was found cannot be stored, so the page stays due", claim.host.host)
        except Exception:
            # A fault of ours must neither end the work on others nor be tried again at once, for ever.
            log.exception("%s: unexpected error; the host is tried again later", claim.host.host)
            later = after_unknown(claim.host, "an error of ours", None, self._clock.now(), chance=0.5)
            await self._store.write(Write(hosts=(later,)))
        finally:
            with suppress(StoreUnwritableError):  # its lease ends by itself
                await self._store.release_host(claim)
