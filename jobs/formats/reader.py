"""Reads files of links in a child process: a crafted workbook can end whoever opens it, without an exception."""

import asyncio
import pickle
from functools import partial
from typing import TypeVar

from jobs.formats.opening import read_links
from jobs.formats.rows import Wishes
from jobs.formats.sheet import LinkFile, RefusedFile
from jobs.model.document import TooComplex
from jobs.web.isolation.child import ENDED, Child

T = TypeVar("T")
MOST_BYTES = 50 * 1024 * 1024
"""Of a file, as it is; the largest export that we saw has 9 MB."""
_MEGABYTE = 1024 * 1024
_SECONDS = 4.5
"""By the clock: whoever sent a file that cannot be read waits no longer than five seconds for the answer."""
_BYTES_A_SECOND = _MEGABYTE / 2
"""More time for a large file: what ends at five seconds is small. A workbook of ours took a second for 0.65 MB."""


class FileReader:
    """Reads one file at a time; the child is started for a file and ended after it. Belongs to one event loop."""

    def __init__(self, memory: int = 450 * _MEGABYTE, seconds: float = _SECONDS) -> None:
        """`memory`: bytes on top of what a child starts with; `seconds` a file may take by the clock."""
        self._memory = memory
        self._seconds = seconds

    async def read(self, data: bytes, wishes: Wishes) -> LinkFile | RefusedFile:
        """What a file says of links; a refusal where it says nothing, or takes too much time or memory."""
        return await self.read_as(data, partial(_read, wishes=wishes))

    async def read_as(self, data: bytes, read: "partial[T | RefusedFile]") -> T | RefusedFile:
        """What `read` makes of a file, refused as in `read`; it and its answer are picklable."""
        if len(data) > MOST_BYTES:
            return RefusedFile(f"The file is larger than {MOST_BYTES // _MEGABYTE} MB; import it in parts.")
        seconds = self._seconds + len(data) / _BYTES_A_SECOND
        child = Child(read_links.__module__, memory=self._memory)
        try:
            reply = await child.ask((read, data), work=seconds, seconds=seconds)
        except TimeoutError:
            return RefusedFile("The file took too long to read. Save the list as CSV, or import it in parts.")
        except ENDED:
            return RefusedFile("The file could not be read: whatever opened it was ended by it. Save it as CSV.")
        finally:
            await child.close()
        # From our own child, as what its parser made; 50,000 rows take a second, and others get their turn.
        answer: T | RefusedFile | TooComplex = await asyncio.to_thread(pickle.loads, reply)
        if isinstance(answer, TooComplex):
            return RefusedFile("The file takes too much memory to read. Save the list as CSV, or import it in parts.")
        return answer


def _read(data: bytes, wishes: Wishes) -> LinkFile | RefusedFile:
    return read_links(data, wishes)
