"""One door to what processes share: only here it is asked whether they do."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from jobs.checks.dispatcher import ALONE, SharedWork
from jobs.config import Config


@asynccontextmanager
async def open_sharing(config: Config, *, may_lead: bool, region: str = "") -> AsyncIterator[SharedWork]:
    """Begin to share; a worker never leads, and may be of a `region`.

    Raises StoreUnreachableError where the database does not answer.
    """
    url = config.secrets.database_url.get_secret_value()
    if not url:
        yield ALONE
        return
    from jobs.checks.queue.opening import open_queue

    async with open_queue(config, url, may_lead=may_lead, region=region) as sharing:
        yield sharing
