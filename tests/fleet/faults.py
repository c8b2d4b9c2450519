"""What happens to a fleet while it works; each fault is over when it returns, and says what was done."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from tests.fleet.network import why_not

if TYPE_CHECKING:
    from tests.fleet.fleet import Fleet

Fault = Callable[["Fleet"], Awaitable[None]]
LONGER = 4.0
"""Seconds beyond a lease for which something is stopped or cut: it comes back when its work was given to others."""


async def nothing(fleet: "Fleet") -> None:
    """For comparison."""
    await fleet.strike()


async def kill_worker(fleet: "Fleet") -> None:
    """kill -9."""
    await fleet.strike(fleet.workers[0])
    fleet.workers[0].process.kill()


async def stop_worker(fleet: "Fleet") -> None:
    """SIGSTOP, and SIGCONT when its lease is over: it goes on where it was."""
    process = fleet.workers[0].process
    await fleet.strike(fleet.workers[0])
    process.send_signal(signal.SIGSTOP)
    await asyncio.sleep(fleet.lease + LONGER)
    process.send_signal(signal.SIGCONT)


async def hang_worker(fleet: "Fleet") -> None:
    """Its event loop does nothing any more, and the process stays."""
    await fleet.strike(fleet.workers[0])
    with suppress(ProcessLookupError):  # it ended by itself, which is counted
        fleet.workers[0].process.send_signal(signal.SIGUSR1)


async def kill_leader(fleet: "Fleet") -> None:
    """kill -9 of the bot that leads."""
    leader = await fleet.leader()
    await fleet.strike(leader)
    leader.process.kill()


async def stop_leader(fleet: "Fleet") -> None:
    """SIGSTOP of the bot that leads, and SIGCONT when another does."""
    stopped = await fleet.leader()
    await fleet.strike(stopped)
    stopped.process.send_signal(signal.SIGSTOP)
    await asyncio.sleep(fleet.lease + LONGER)
    await fleet.leader(besides=stopped)  # which takes up to six seconds longer than the lease of the one before it
    stopped.process.send_signal(signal.SIGCONT)


async def restart_database(fleet: "Fleet") -> None:
    """All connections break, and it is away for a while."""
    await fleet.strike(*fleet.bots, *fleet.workers)
    await asyncio.to_thread(fleet.server.stop)
    await asyncio.sleep(1)
    await asyncio.to_thread(fleet.server.start)


async def cut_network(fleet: "Fleet") -> None:
    """The line between one worker and the database lets nothing through, and works again later."""
    assert fleet.line is not None
    await fleet.strike(fleet.workers[0])
    fleet.line.cut()
    await asyncio.sleep(fleet.lease + LONGER)
    fleet.line.mend()


FAULTS: Mapping[str, Fault] = {
    "nothing": nothing,
    "kill-worker": kill_worker,
    "stop-worker": stop_worker,
    "hang-worker": hang_worker,
    "kill-leader": kill_leader,
    "stop-leader": stop_leader,
    "restart-database": restart_database,
    "cut-network": cut_network,
}


def why_not_here(name: str) -> str:
    """Why this fault cannot be made on this machine, in words; empty where it can."""
    return why_not() if name == "cut-network" else ""
