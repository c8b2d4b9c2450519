"""Being asked to stop: by a service manager, or by Ctrl-C."""

import asyncio
import contextlib
import logging
import os
import signal
from collections.abc import Coroutine
from typing import Any, TypeVar

log = logging.getLogger(__name__)

T = TypeVar("T")


class StoppedError(Exception):
    """A signal asked us to stop before we were up."""


class Stop:
    """SIGTERM and Ctrl-C: the first asks for an orderly stop, the second ends the process at once."""

    def __init__(self) -> None:
        self._asked = asyncio.Event()

    def listen(self) -> None:
        """Take the signals from now on."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._heard, number)

    def _heard(self, number: int) -> None:
        if self._asked.is_set():
            os._exit(128 + number)
        log.info("Stopping; the same signal again ends it at once")
        self._asked.set()

    async def wait(self) -> None:
        """Return when asked to stop."""
        await self._asked.wait()

    async def unless_asked(self, work: Coroutine[Any, Any, T]) -> T:
        """The result of `work`; StoppedError where we are asked to stop before it is there."""
        task, asked = asyncio.ensure_future(work), asyncio.ensure_future(self.wait())
        try:
            await asyncio.wait({task, asked}, return_when=asyncio.FIRST_COMPLETED)
            if not task.done():
                raise StoppedError
            return task.result()
        finally:
            for each in (task, asked):
                each.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await task
