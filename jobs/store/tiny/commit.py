"""One writer: changes queue up, are made in memory, and share one write to the journal and one fsync."""

import asyncio
import contextlib
import errno
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeVar

from jobs.store.errors import StoreUnwritableError
from jobs.store.tiny.journal import Journal, line
from jobs.store.tiny.memory import Batch
from jobs.store.tiny.on_disk import located
from jobs.store.tiny.tables import MemoryTables

log = logging.getLogger(__name__)

T = TypeVar("T")

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


@dataclass(slots=True)
class _Pending:
    """A change somebody waits for."""

    change: Callable[[], Any]
    answer: "asyncio.Future[Any]"


@dataclass(slots=True)
class _Made:
    """A change that is made in memory and not yet on the disk."""

    batch: Batch
    events: list[bytes]
    result: Any
    answer: "asyncio.Future[Any]"


class Committer:
    """Makes changes durable one group at a time; what cannot be written is taken back.

    A reader may see a change some milliseconds before it is on the disk. Whoever made it is told only afterwards, and
    what acts on the world outside (claiming a notice) writes first itself, behind it in the same journal.
    """

    def __init__(self, tables: MemoryTables, journal: Journal, seq: int) -> None:
        self.seq = seq
        """The last change that is on the disk."""
        self.trouble = ""
        """Why nothing can be written, in a sentence, once a write has failed and until one gets through."""
        self.after_group: Callable[[], Awaitable[None]] | None = None
        self._tables = tables
        self._journal = journal
        self._queue: list[_Pending] = []
        self._running: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="journal")

    async def commit(self, change: Callable[[], T]) -> T:
        """Make a change and wait until it is durable.

        Raises what the change raises, and StoreUnwritableError where the disk does not take it: nothing has changed.
        """
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._queue.append(_Pending(change, answer))
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._run())
        return await answer

    async def try_again(self) -> str:
        """Where there is trouble, find out whether it is over; what is left of it."""
        if self.trouble:
            with contextlib.suppress(StoreUnwritableError):
                await self.commit(lambda: None)
        return self.trouble

    async def in_thread(self, work: Callable[[], T]) -> T:
        """Work on the journal, in a thread of its own: in a pool shared with others a write might have to wait."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def close(self) -> None:
        """Wait for what is under way."""
        if self._running:
            await asyncio.wait([self._running])
        self._thread.shutdown()

    async def _run(self) -> None:
        while self._queue:
            group, self._queue = self._queue, []
            made = [done for asked in group if (done := self._make(asked))]
            await self._write(made)
            if self.after_group:
                await self.after_group()

    def _make(self, asked: _Pending) -> _Made | None:
        if asked.answer.done():
            return None  # whoever asked has gone
        memory, history = self._tables.database.memory, self._tables.history
        batch, before = memory.begin(), history.last
        try:
            result = asked.change()
        except Exception as error:  # noqa: BLE001  # whatever it is, it belongs to whoever asked
            memory.undo(batch)
            history.take_back(history.last - before)
            asked.answer.set_exception(error)
            return None
        finally:
            memory.end()
        return _Made(batch, history.newest(history.last - before), result, asked.answer)

    async def _write(self, made: list[_Made]) -> None:
        # While there is trouble, a change of nothing is written too: that shows whether it is over.
        real = [each for each in made if each.batch.before or each.events or self.trouble]
        try:
            if real:
                await self._append(real)
        except Exception as error:  # noqa: BLE001  # whatever it is, nothing may stay half done
            raised = self._say(error) if isinstance(error, OSError) else error
            for each in reversed(made):
                self._take_back(each, raised)
            return
        self.seq += len(real)
        if real and self.trouble:
            await self._find_out_whether_it_is_over()
        for each in made:
            if not each.answer.done():
                each.answer.set_result(each.result)

    async def _append(self, made: list[_Made]) -> None:
        """Write to the journal; from then on documents are read from there."""
        data = b"".join(line(self.seq + n, each.batch, each.events) for n, each in enumerate(made, 1))
        at: int = await self.in_thread(lambda: self._journal.append(data, self.seq + len(made)))
        documents = (table.values() for each in made for table in each.batch.puts.values())
        locations = located(self._journal.file, data, at, chain.from_iterable(documents))
        for each in made:
            self._tables.database.memory.written(each.batch, locations)

    async def _find_out_whether_it_is_over(self) -> None:
        """A few bytes got through; where no more would, the next change would only fail anew."""
        has_room: bool = await self.in_thread(self._journal.has_room)
        if has_room:
            self.trouble = ""
            log.warning("The disk takes what is to be stored again.")

    def _say(self, error: OSError) -> StoreUnwritableError:
        """Log it where it is new, not at each of the many writes that may fail."""
        is_full = error.errno in _FULL
        why = "the disk is full" if is_full else "the disk cannot be written"
        trouble = StoreUnwritableError(f"{why} ({error.strerror or error})", is_full=is_full)
        if self.trouble != str(trouble):
            self.trouble = str(trouble)
            log.error("%s What was acknowledged is safe; no page is checked until it can.", trouble)
        trouble.__cause__ = error
        return trouble

    def _take_back(self, made: _Made, error: Exception) -> None:
        self._tables.database.memory.undo(made.batch)
        self._tables.history.take_back(len(made.events))
        if not made.answer.done():
            made.answer.set_exception(error)
