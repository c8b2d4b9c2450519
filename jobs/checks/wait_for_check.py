"""Lets a handler wait until a page that it asked for has been checked."""

import asyncio
from collections import defaultdict
from contextlib import suppress

from jobs.store.protocol import TrackedItems
from jobs.units.clock import Clock

PATIENCE_SECONDS = 25.0
"""Longer than nearly every page takes, shorter than a person waits for an answer."""
LOOK_AGAIN_SECONDS = 1.0
"""Another process may have checked the page, and of that nobody tells us."""


class CheckWaiter:
    """Hears of each check of this process, and wakes those who wait for it."""

    def __init__(self, store: TrackedItems, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._waiting: defaultdict[str, set[asyncio.Event]] = defaultdict(set)

    def seen(self, url: str) -> None:
        """A page was checked, and the store holds what was seen."""
        for look in self._waiting.get(url, ()):
            look.set()

    async def wait(self, url: str) -> None:
        """Return when the page is not due any more, when it cannot be checked now, or when patience ends."""
        look = asyncio.Event()
        self._waiting[url].add(look)
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while await self._is_due(url):
                    with suppress(TimeoutError):
                        await asyncio.wait_for(look.wait(), LOOK_AGAIN_SECONDS)
                    look.clear()
        except TimeoutError:
            return
        finally:
            self._waiting[url].discard(look)
            if not self._waiting[url]:
                del self._waiting[url]

    async def _is_due(self, url: str) -> bool:
        page, now = await self._store.page(url), self._clock.now()
        if page is None or page.next_check_at > now:
            return False
        host = await self._store.host(page.host)
        return host.not_before is None or host.not_before <= now
