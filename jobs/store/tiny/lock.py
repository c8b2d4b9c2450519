"""One writer for one data folder: a lock that the system lets go of when its holder dies, however it dies."""

import fcntl
import os
from pathlib import Path

from jobs.store.errors import StoreLockedError

LOCK_NAME = "linkwatch.lock"


class FolderLock:
    """Holds the folder from construction until `release`; raises StoreLockedError where another holds it."""

    def __init__(self, folder: Path) -> None:
        self._fd = os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(self._fd, 32, 0).decode("ascii", "replace").strip()
            os.close(self._fd)
            raise StoreLockedError(
                f"{folder} is in use by process {holder or 'unknown'}: one bot per data folder. "
                "Stop that process first, or do it through Slack while it runs."
            ) from error
        os.ftruncate(self._fd, 0)
        os.pwrite(self._fd, b"%d\n" % os.getpid(), 0)

    def release(self) -> None:
        """Let go; the file stays, for removing it would let two processes lock two files of one name."""
        os.close(self._fd)
