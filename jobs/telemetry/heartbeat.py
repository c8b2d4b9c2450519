"""An address that hears from the bot while it is well, and misses it when it is not: healthchecks.io and its kin."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from aiohttp import ClientSession

from jobs.config import Config
from jobs.model.page import FetchFailure
from jobs.telemetry.observe import Observer
from jobs.units.clock import Clock
from jobs.web.http.fetch import fetch
from jobs.web.http.policy import NetworkPolicy
from jobs.web.http.session import page_session

log = logging.getLogger(__name__)

EVERY_SECONDS = 60.0


class Heartbeat:
    """Asks for the address while all is well; the log says once that nobody answers, and once that it is over."""

    def __init__(
        self, address: str, session: ClientSession, policy: NetworkPolicy, observer: Observer, clock: Clock
    ) -> None:
        self._address, self._session, self._policy = address, session, policy
        self._observer, self._clock = observer, clock
        self._is_failing = False

    async def beat(self) -> None:
        """Ask for it once, unless something is wrong with the bot itself."""
        if await self._observer.ails():
            return
        got = await fetch(self._session, self._address, policy=self._policy, now=self._clock.now, any_type=True)
        failed = isinstance(got, FetchFailure)
        if failed is not self._is_failing:
            # The address itself is a secret: whoever has it can say that we are well.
            reason = got.reason if isinstance(got, FetchFailure) else "it answers again"
            log.log(logging.WARNING if failed else logging.INFO, "health.heartbeat: %s", reason)
        self._is_failing = failed


@asynccontextmanager
async def open_heartbeat(config: Config, observer: Observer, clock: Clock) -> AsyncIterator[Heartbeat | None]:
    """What beats, closed with all that it opened; None where no address is set."""
    address = config.health.heartbeat.get_secret_value()
    if not address:
        yield None
        return
    policy = replace(NetworkPolicy.of(config.network), max_redirects=0)
    async with page_session(policy) as session:
        yield Heartbeat(address, session, policy, observer, clock)
