"""One door to what processes share: only here it is asked whether they do."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from jobs.checks.dispatcher import ALONE, SharedWork
from jobs.config import Config
from jobs.store.opening import database_of


@asynccontextmanager
async def open_sharing(config: Config, *, may_lead: bool, region: str = "") -> AsyncIterator[SharedWork]:
    """Begin to share; a worker never leads, and may be of a `region`.

    Raises StoreUnreachableError where the database does not answer, or what talks to it is not installed.
    """
    url = database_of(config)
    if not url:
        yield ALONE
        return
    from jobs.checks.queue.opening import open_queue

    async with open_queue(config, url, may_lead=may_lead, region=region) as sharing:
        yield sharing
