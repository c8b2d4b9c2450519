"""Lets a handler wait until a page that it asked for has been checked."""

import asyncio
from collections import defaultdict

from jobs.store.protocol import TrackedItems
from jobs.units.clock import Clock

PATIENCE_SECONDS = 25.0
"""Longer than nearly every page takes, shorter than a person waits for an answer."""


class CheckWaiter:
    """Hears of each check, and wakes those who wait for it."""

    def __init__(self, store: TrackedItems, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._waiting: defaultdict[str, list[asyncio.Event]] = defaultdict(list)

    def seen(self, url: str) -> None:
        """A page was checked, and the store holds what was seen."""
        for waiter in self._waiting.pop(url, ()):
            waiter.set()

    async def wait(self, url: str) -> None:
        """Return when the page is not due any more, when it cannot be checked now, or when patience ends."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while True:
                    look = asyncio.Event()  # before asking, so that a check in between is not missed
                    self._waiting[url].append(look)
                    if not await self._is_due(url):
                        return
                    await look.wait()
        except TimeoutError:
            return

    async def _is_due(self, url: str) -> bool:
        page, now = await self._store.page(url), self._clock.now()
        if page is None or page.next_check_at > now:
            return False
        host = await self._store.host(page.host)
        return host.not_before is None or host.not_before <= now
