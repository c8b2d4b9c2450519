"""A disk that a test fills, and makes room on."""

import errno
import os
from typing import Any

import pytest


class Disk:
    """What the process writes in place goes through here: what does not fit is refused, half of it written."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.room: int | None = None
        """Bytes that are still taken; None for as many as there are."""
        self.error = errno.ENOSPC
        self.tries = 0
        """Writes that were refused."""
        self._pwrite = os.pwrite
        monkeypatch.setattr(os, "pwrite", self._write)

    def _write(self, fd: int, data: Any, offset: int) -> int:
        if self.room is not None and len(data) > self.room:
            self.tries += 1
            self._pwrite(fd, data[: len(data) // 2], offset)
            raise OSError(self.error, os.strerror(self.error))
        return self._pwrite(fd, data, offset)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(monkeypatch)
