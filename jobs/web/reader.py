"""Pages read within bounds: small ones here, all others in a child process that can be stopped."""

import asyncio
import contextlib
import os
import pickle
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from types import TracebackType
from typing import Self, TypeVar

from jobs.model.document import Document, TooComplex
from jobs.model.page import Headers
from jobs.web.hostile import SMALL, weigh
from jobs.web.parse import parse
from jobs.web.parse.child import ANSWER, QUESTION, READY, bounded

_MEGABYTE = 1024 * 1024
_MOST_SECONDS = 4.5
"""For a heavy page, from being asked for it, the wait for its turn included."""
_AGAIN_SECONDS = 3.0
"""For a page that turned out to be a heavy one, however long it had waited before."""
_QUICK_WORK = 0.5
"""Seconds of work for any other page, ten times what a large one takes. A slower page is a heavy one."""
_QUICK_SECONDS = 2.0
"""The same by the clock, where the machine is busy with something else."""
_QUICK_BYTES = 2 * _MEGABYTE
_START_SECONDS = 20.0

_ENDED = (asyncio.IncompleteReadError, ConnectionError)
_STOPPED = (TimeoutError, *_ENDED)

T = TypeVar("T")


class PageReader:
    """Reads pages: one child for ordinary ones, one for heavy ones, each started when first needed.

    Heavy is what is large, what looks crafted, and what the first child could not read quickly: so one hostile page
    holds up ordinary ones for half a second at most. Belongs to one event loop; `close` it, or use it as an
    async context manager.
    """

    def __init__(self) -> None:
        self._quick = _Child(memory=200 * _MEGABYTE)
        self._heavy = _Child(memory=360 * _MEGABYTE)
        # One thread: more of them would only keep the event loop from its turn.
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="page-reader")

    async def read_document(
        self, body: bytes, *, url: str, content_type: str = "", headers: Headers = ()
    ) -> Document | TooComplex:
        """What a browser reads in `body`, or that it takes too much time (5 s at most) or memory.

        The arguments are those of `jobs.web.parse.parse`. The event loop goes on meanwhile.
        """
        read = partial(parse, body, url=url, content_type=content_type, headers=headers)
        if len(body) <= SMALL:
            return await self._aside(partial(bounded, read))
        until = asyncio.get_running_loop().time() + _MOST_SECONDS
        question = pickle.dumps(read, pickle.HIGHEST_PROTOCOL)
        try:
            reply = await self._asked(body, question, until)
        except TimeoutError:
            return TooComplex(f"not read within {_MOST_SECONDS} s")
        except _ENDED:
            return TooComplex("the process that read it ended")
        return await self._aside(partial(_unpickled, reply))

    async def close(self) -> None:
        """Ends the children."""
        await self._quick.close()
        await self._heavy.close()
        self._thread.shutdown(wait=False)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def _asked(self, body: bytes, question: bytes, until: float) -> bytes:
        if len(body) <= _QUICK_BYTES and not (await self._aside(partial(weigh, body))).is_suspicious:
            try:
                return await self._quick.ask(question, work=_QUICK_WORK, seconds=_QUICK_SECONDS)
            except _STOPPED:
                until = max(until, asyncio.get_running_loop().time() + _AGAIN_SECONDS)
        async with asyncio.timeout_at(until):
            return await self._heavy.ask(question, work=_MOST_SECONDS, seconds=_MOST_SECONDS)

    async def _aside(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


class _Child:
    """One child process, started when needed and again whenever it is gone; it reads one page at a time."""

    def __init__(self, *, memory: int) -> None:
        self._memory = memory
        self._turn = asyncio.Lock()
        self._process: Process | None = None

    async def ask(self, question: bytes, *, work: float, seconds: float) -> bytes:
        """The child's answer, in its turn.

        Raises:
            TimeoutError: it took more than `seconds` after its turn had come.
            IncompleteReadError, ConnectionError: the child ended, after `work` seconds of its own time or by itself.
        """
        async with self._turn:
            process = await self._running()
            try:
                async with asyncio.timeout(seconds):
                    answer, is_worn_out = await _exchange(process, question, work)
            except BaseException:
                await self.close()  # an answer half read would be taken for the next one
                raise
            if is_worn_out:
                await self.close()
            return answer

    async def close(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            await _end(process)

    async def _running(self) -> Process:
        if self._process is not None and self._process.returncode is not None:
            await self.close()
        if self._process is None:
            self._process = await _start(self._memory)
        return self._process


async def _start(memory: int) -> Process:
    """A child that is ready to read.

    Raises:
        RuntimeError: it ended before it began; its own words are on standard error.
    """
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "jobs.web.parse.child", str(memory), stdin=PIPE, stdout=PIPE, env=environment
    )
    try:
        async with asyncio.timeout(_START_SECONDS):
            await _output(process).readexactly(len(READY))
    except (TimeoutError, asyncio.IncompleteReadError):
        await _end(process)
        raise RuntimeError("the process that reads pages did not start") from None
    except BaseException:
        await _end(process)
        raise
    return process


async def _exchange(process: Process, question: bytes, work: float) -> tuple[bytes, bool]:
    """The answer, and whether the child has done enough."""
    assert process.stdin is not None
    process.stdin.write(QUESTION.pack(len(question), work) + question)
    await process.stdin.drain()
    length, is_worn_out = ANSWER.unpack(await _output(process).readexactly(ANSWER.size))
    return await _output(process).readexactly(length), is_worn_out


def _output(process: Process) -> asyncio.StreamReader:
    assert process.stdout is not None
    return process.stdout


def _unpickled(reply: bytes) -> Document | TooComplex:
    found: Document | TooComplex = pickle.loads(reply)  # noqa: S301 - from our own child
    return found


async def _end(process: Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    if process.stdin is not None:
        process.stdin.close()
    await process.wait()
