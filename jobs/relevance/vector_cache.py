"""Vectors of pages, kept in a file by what they were made from; all in it can be made again."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LOGGER = logging.getLogger(__name__)

MOST_KEPT = 10_000
"""Vectors; those of the Universal Sentence Encoder are 2 kB each."""
_FORGET_OLDEST = "DELETE FROM vectors WHERE rowid IN (SELECT rowid FROM vectors ORDER BY rowid LIMIT ?)"


class VectorCache:
    """Bytes by key, the oldest forgotten first; without a connection it keeps nothing."""

    def __init__(self, connection: sqlite3.Connection | None = None, most: int = MOST_KEPT) -> None:
        self._connection = connection
        self._most = most

    def get(self, key: bytes) -> bytes | None:
        """What was kept under `key`; None where nothing was."""
        if self._connection is not None:
            with suppress(sqlite3.Error):
                for (vector,) in self._connection.execute("SELECT vector FROM vectors WHERE key = ?", (key,)):
                    return bytes(vector)
        return None

    def put(self, key: bytes, vector: bytes) -> None:
        """Keep a vector, as far as that can be done: of a full disk the store tells."""
        if self._connection is None:
            return
        with suppress(sqlite3.Error):
            self._connection.execute("INSERT OR REPLACE INTO vectors VALUES (?, ?)", (key, vector))
            ((count,),) = self._connection.execute("SELECT count(*) FROM vectors")
            if count > self._most:
                self._connection.execute(_FORGET_OLDEST, (max(1, self._most // 10),))


@contextmanager
def open_cache(path: Path | None, most: int = MOST_KEPT) -> Iterator[VectorCache]:
    """The vectors kept at `path`; a file that cannot be used is passed over, and one that is damaged begun again."""
    connection = _connected(path) if path else None
    try:
        yield VectorCache(connection, most)
    finally:
        if connection is not None:
            connection.close()


def _connected(path: Path) -> sqlite3.Connection | None:
    try:
        path.parent.mkdir(exist_ok=True)
        connection = sqlite3.connect(path, timeout=2, isolation_level=None)
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB)")
    except (OSError, sqlite3.Error) as error:
        LOGGER.warning("%s cannot be used (%s): vectors of pages are made again each time", path, error)
        if type(error) is sqlite3.DatabaseError:  # itself: what is no database; not its kinds, as where it is in use
            path.unlink(missing_ok=True)
        return None
    return connection
