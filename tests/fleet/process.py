"""A bot or worker of a fleet as a process of its own: the real one, but for a lease that a test can wait for.

    python -m tests.fleet.process bot|worker SECONDS

It hangs for good when it is sent SIGUSR1: whatever else the process does, its event loop does nothing any more.
"""

import asyncio
import os
import signal
import sys
import time
from datetime import timedelta

from bot.service import serve
from jobs.cli.worker import work
from jobs.config import Config, load_config
from jobs.rules import kinds
from jobs.telemetry.logs import start_logging
from jobs.units.clock import SystemClock
from jobs.units.stop import Stop

LONG = 10**6
HOSTS_AT_ONCE = 4


def main(role: str, lease: timedelta) -> None:
    """Run until stopped."""
    signal.signal(signal.SIGUSR1, lambda *_: time.sleep(LONG))
    config = load_config(None, os.environ, kinds)
    start_logging(config)
    asyncio.run(_bot(config, lease) if role == "bot" else _worker(config, lease))


async def _bot(config: Config, lease: timedelta) -> None:
    stop = Stop()
    stop.listen()
    await serve(config, SystemClock(), stop, tick_seconds=2.0, lease=lease)


async def _worker(config: Config, lease: timedelta) -> None:
    stop = Stop()
    stop.listen()
    await work(config, HOSTS_AT_ONCE, stop, lease=lease)


if __name__ == "__main__":
    main(sys.argv[1], timedelta(seconds=float(sys.argv[2])))
