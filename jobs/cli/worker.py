"""`python -m jobs worker`: check due pages beside the bots, on this machine, until it is stopped."""

import argparse
import logging
import sys
from collections.abc import Sequence
from contextlib import AsyncExitStack
from functools import partial
from typing import TYPE_CHECKING

from jobs.cli.common import in_words, parser, with_config
from jobs.config import Config
from jobs.model.region import is_region_name

if TYPE_CHECKING:
    from datetime import timedelta

    from jobs.units.stop import Stop

log = logging.getLogger(__name__)

EXIT_TEMPORARY = 75
EXIT_FAULT = 1
CONCURRENCY, MOST = 64, 1_000
_SAYS = (
    "Check due pages beside the bots, on this machine, until it is stopped: for where one machine is not enough, and "
    "all share a database (DATABASE_URL). It needs no Slack tokens. SIGTERM lets it end what it is at."
)
_NOTHING_TO_DO = (
    "There is nothing to do for a worker: DATABASE_URL is not set, so the bot keeps its own store and checks all pages "
    "itself."
)


def main(arguments: Sequence[str]) -> int:
    """Work until stopped: 0 then, or where there is nothing to do; 75 while the database does not answer."""
    made = parser("worker", _SAYS, "python -m jobs worker --concurrency 64")
    made.add_argument(
        "--concurrency",
        type=_places,
        metavar="N",
        default=CONCURRENCY,
        help=f"hosts that are checked at once; one that is slow holds a place; default: {CONCURRENCY}",
    )
    made.add_argument(
        "--region",
        type=_region,
        metavar="NAME",
        help="where this machine is, such as eu: before a link counts as missing, each region is asked for it",
    )
    given = made.parse_args(arguments)
    return with_config(given, partial(_run, given))


def _places(typed: str) -> int:
    if not (typed.isdecimal() and 0 < int(typed) <= MOST):
        raise argparse.ArgumentTypeError(f"{typed}: give a number from 1 to {MOST:,}")
    return int(typed)


def _region(typed: str) -> str:
    if not is_region_name(typed):
        raise argparse.ArgumentTypeError(f"{typed}: give a short name of small letters, digits and hyphens, such as eu")
    return typed


def _run(given: argparse.Namespace, config: Config) -> int:
    if not config.secrets.database_url.get_secret_value():
        print(_NOTHING_TO_DO)
        return 0
    import asyncio

    from jobs.store.errors import StoreDamagedError, StoreUnreachableError
    from jobs.telemetry.logs import start_logging
    from jobs.units.stop import Stop

    async def run() -> None:
        stop = Stop()
        stop.listen()
        await work(config, given.concurrency, stop, region=given.region or "")

    start_logging(config)
    try:
        asyncio.run(run())
    except StoreUnreachableError as error:
        return _fail(str(error), EXIT_TEMPORARY)
    except (StoreDamagedError, OSError) as error:
        return _fail(in_words(error), EXIT_FAULT)
    return 0


async def work(
    config: Config, concurrency: int, stop: "Stop", *, region: str = "", lease: "timedelta | None" = None
) -> None:
    """Take jobs and do them until asked to stop. Raises as opening the store does.

    `lease` is what hosts are claimed for, if not for the usual minute.
    """
    import asyncio

    from jobs import NAMED
    from jobs.alerts.webhooks import webhook_notices
    from jobs.checks.dispatcher import LEASE
    from jobs.checks.opening import open_sharing
    from jobs.checks.work import work_on
    from jobs.pages.reader import open_reader
    from jobs.relevance.comparer import open_comparer
    from jobs.store.opening import open_store
    from jobs.units.clock import SystemClock

    clock = SystemClock()
    async with AsyncExitStack() as opened:
        sharing = await opened.enter_async_context(open_sharing(config, may_lead=False, region=region))
        store = await open_store(config, notices_for=webhook_notices(config, clock.now))
        opened.push_async_callback(store.close)
        reader = await opened.enter_async_context(open_reader(config, clock, sharing.turns))
        comparer = await opened.enter_async_context(open_comparer(config))
        working = work_on(
            config,
            store,
            reader,
            clock,
            compare=comparer.compare,
            sharing=sharing,
            hosts=concurrency,
            lease=lease or LEASE,
        )
        log.info(
            "%s works",
            NAMED,
            extra={"at_once": concurrency, "region": region or "none", "data": (await store.facts()).place},
        )
        running = asyncio.create_task(working.dispatcher.run())
        asked = asyncio.create_task(stop.wait())
        await asyncio.wait({running, asked}, return_when=asyncio.FIRST_COMPLETED)
        asked.cancel()
        await working.dispatcher.stop()
        await running


def _fail(message: str, code: int) -> int:
    print(message, file=sys.stderr)
    return code
