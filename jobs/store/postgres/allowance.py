"""What each page has cost lately beside its own requests, counted for all processes together."""

from jobs.store.postgres.async_pool import AsyncPool
from jobs.store.postgres.columns import digest
from jobs.store.postgres.connection import said_plainly
from jobs.store.postgres.named import statements

_FORGETS_EVERY = 1_000
"""After so many counts this process forgets what nobody asked for in a day."""


class SharedAllowance:
    """Counts in the database, by its clock.

    While that is away nobody can know what was asked, nor store what is found: a check that has to ask ends there.
    """

    def __init__(self, pool: AsyncPool, url: str, most: int) -> None:
        self._url = url
        self._pool = pool
        self._most = most
        self._sql = statements("allowance")
        self._counted = 0

    async def take(self, page: str, requests: int = 1, *, leaving: int = 0) -> bool:
        """Whether so many more requests may be made for `page` and leave so many; they are counted then.

        Raises StoreUnreachableError where the database does not answer.
        """
        asked = {"page": digest(page), "requests": requests, "most": self._most - leaving}
        with said_plainly(self._url):
            async with self._pool.connection() as connection:
                row = await (await connection.execute(self._sql["take"], asked)).fetchone()
                self._counted += 1
                if self._counted % _FORGETS_EVERY == 0:
                    await connection.execute(self._sql["forget"])
        return row is not None
