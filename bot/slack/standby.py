"""Of several bots on one database one answers Slack, and the others stand by."""

import asyncio
import errno
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.slack.connection import Connection

log = logging.getLogger(__name__)


@dataclass(slots=True)
class StandbyConnection:
    """A connection that is open while this bot is the one that answers.

    Slack gives each command and press to any connection that it has, and what was shown before a press, or is under
    way, is known to one bot alone. So the others have none.
    """

    connection: Connection
    answers: Callable[[], bool]
    let_go: Callable[[], Awaitable[None]]
    """Called where another answers from now on: ends what only this bot could stop."""
    is_open: bool = False
    _waits: bool = False
    """Whether the log says that the one before still has the port."""

    async def open(self) -> None:
        """Be reachable, if this bot answers."""
        if self.answers():
            await self._open()

    async def close(self) -> None:
        """Take nothing more."""
        self.is_open = False
        await self.connection.close()

    async def is_connected(self) -> bool:
        """Whether Slack can reach us, or need not."""
        return await self.connection.is_connected() if self.is_open else not self.answers()

    async def follow(self, every: timedelta) -> None:
        """Open and close it as this bot comes to answer, and another does; until cancelled."""
        while True:
            await asyncio.sleep(every.total_seconds())
            await self.look()

    async def look(self) -> None:
        """Do so once."""
        if self.answers() is self.is_open:
            self._waits = False
            return
        if self.answers():
            await self._follow_on()
        else:
            await self.close()
            log.info("Another bot answers Slack now")
            await self.let_go()

    async def _follow_on(self) -> None:
        """Open it, at the next look where a bot on this machine that answered before this one still has the port."""
        try:
            await self._open()
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            self.is_open = False
            if not self._waits:
                log.warning("This bot leads, and answers Slack once the port is free: %s", error.strerror)
            self._waits = True
            return
        log.info("This bot answers Slack now")

    async def _open(self) -> None:
        self.is_open = True
        await self.connection.open()
