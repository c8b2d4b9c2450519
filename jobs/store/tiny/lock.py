"""One writer for one data folder: a lock that the system lets go of when its holder dies, however it dies."""

import contextlib
import fcntl
import os
from pathlib import Path

from jobs.store.errors import StoreLockedError

LOCK_NAME = "linkwatch.lock"


class FolderLock:
    """Holds the folder from construction until `release`; raises StoreLockedError where another holds it.

    The folder itself is locked: a file in it could be deleted, and another one of its name be locked as well. The file
    is locked too, for versions that know no other lock, and says who holds it.
    """

    def __init__(self, folder: Path) -> None:
        self._held: list[int] = []
        try:
            self._hold(os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC))
            self._hold(os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        except BlockingIOError as error:
            self.release()
            raise StoreLockedError(
                f"{folder} is in use by {_holder(folder)}: one bot per data folder. "
                "Stop that process first, or do it through Slack while it runs."
            ) from error
        with contextlib.suppress(OSError):  # on a full disk nobody can read who holds it, and it is held all the same
            os.ftruncate(self._held[-1], 0)
            os.pwrite(self._held[-1], b"%d\n" % os.getpid(), 0)

    def release(self) -> None:
        """Let go; the file stays, for removing it would let two older versions lock two files of one name."""
        while self._held:
            os.close(self._held.pop())

    def _hold(self, fd: int) -> None:
        self._held.append(fd)
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)


def holder_of(folder: Path) -> str:
    """Who holds the folder, in words; empty where nobody does. Raises OSError where there is no such folder."""
    asked = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(asked, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _holder(folder)
    finally:
        os.close(asked)  # lets go of it too
    return ""


def _holder(folder: Path) -> str:
    try:
        pid = (folder / LOCK_NAME).read_text("ascii").strip()
    except FileNotFoundError:
        pid = ""
    return f"process {pid}" if pid else f"another process ({LOCK_NAME}, which says which one, is gone)"
