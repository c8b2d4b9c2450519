"""Pages examined within bounds, in child processes that can be stopped."""

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

from jobs.model.document import TooComplex
from jobs.model.page import Page
from jobs.web.isolation.parser_process import ANSWER, QUESTION, READY
from jobs.web.isolation.prescan import weigh

_MEGABYTE = 1024 * 1024
_QUICK_WORK = 0.5
"""Seconds of the child's own work for an ordinary page, ten times what a large one takes. A slower page is doubtful."""
_QUICK_SECONDS = 1.2
"""The same by the clock, where the machine is busy with something else."""
_DOUBTFUL_SECONDS = 2.5
"""By the clock, for a doubtful page: with the quick try before it, a page ends 5 s after its reading began."""
_LARGE_SECONDS = 4.2
"""By the clock, for a large page that looks ordinary; the start of its process comes on top, the first time."""
_QUICK_BYTES = 2 * _MEGABYTE
_START_SECONDS = 20.0

_ENDED = (asyncio.IncompleteReadError, ConnectionError)
_STOPPED = (TimeoutError, *_ENDED)

T = TypeVar("T")


class ParserPool:
    """Reads pages: one child for ordinary ones, one for heavy ones, each started when first needed.

    However small a page is, it may hold what keeps the parser or a pattern of ours busy for ever: none is read here.

    Heavy is what is large, and what is doubtful: pages that look crafted, or that the first child could not read
    quickly. So a hostile page holds up ordinary ones for half a second of work at most. Doubtful pages stand in a
    queue of their own, one at a time before the second child, and so a large page waits for one of them at most. How
    long a page may take is counted from its turn; before that its caller waits. Belongs to one event loop; `close` it,
    or use it as an async context manager.
    """

    def __init__(self, examine: Callable[..., object]) -> None:
        """`examine` is what pages will be read with: children load its module before they are first asked."""
        self._quick = _Child(examine.__module__, memory=200 * _MEGABYTE)
        self._heavy = _Child(examine.__module__, memory=360 * _MEGABYTE)
        self._doubtful = asyncio.Lock()
        # One thread: more of them would only keep the event loop from its turn.
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="page-reader")

    async def read(self, page: Page, examine: Callable[[Page], T]) -> T | TooComplex:
        """What `examine` makes of `page`, or that it takes too much time (5 s at most) or memory.

        `examine` parses the page; it and its answer are picklable. The event loop goes on meanwhile.
        """
        try:
            reply = await self._asked(page.body, (examine, page))
        except TimeoutError:
            return TooComplex("not read in time")
        except _ENDED:
            return TooComplex("the process that read it ended")
        answer: T | TooComplex = await self._aside(partial(pickle.loads, reply))
        return answer

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

    async def _asked(self, body: bytes, question: object) -> bytes:
        """The reply of the child that suits the page."""
        is_large = len(body) > _QUICK_BYTES
        if not (await self._aside(partial(weigh, body[:_QUICK_BYTES]))).is_suspicious:
            if is_large:
                return await self._heavy.ask(question, work=_LARGE_SECONDS, seconds=_LARGE_SECONDS)
            with contextlib.suppress(*_STOPPED):
                return await self._quick.ask(question, work=_QUICK_WORK, seconds=_QUICK_SECONDS)
        async with self._doubtful:
            return await self._heavy.ask(question, work=_DOUBTFUL_SECONDS, seconds=_DOUBTFUL_SECONDS)

    async def _aside(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


class _Child:
    """One child process, started when needed and again whenever it is gone; it reads one page at a time."""

    def __init__(self, module: str, *, memory: int) -> None:
        self._module = module
        self._memory = memory
        self._turn = asyncio.Lock()
        self._process: Process | None = None

    async def ask(self, question: object, *, work: float, seconds: float) -> bytes:
        """The child's answer, in its turn; until then nothing is made of the question, for a page may be large.

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
            self._process = await _start(self._memory, self._module)
        return self._process


async def _start(memory: int, module: str) -> Process:
    """A child that is ready to read.

    Raises:
        RuntimeError: it ended before it began; its own words are on standard error.
    """
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "jobs.web.isolation.parser_process",
        str(memory),
        module,
        stdin=PIPE,
        stdout=PIPE,
        env=environment,
        limit=_MEGABYTE,
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


async def _exchange(process: Process, question: object, work: float) -> tuple[bytes, bool]:
    """The answer, and whether the child has done enough."""
    assert process.stdin is not None
    asked = pickle.dumps(question, pickle.HIGHEST_PROTOCOL)
    process.stdin.write(QUESTION.pack(len(asked), work))
    process.stdin.write(asked)
    await process.stdin.drain()
    length, is_worn_out = ANSWER.unpack(await _output(process).readexactly(ANSWER.size))
    return await _output(process).readexactly(length), is_worn_out


def _output(process: Process) -> asyncio.StreamReader:
    assert process.stdout is not None
    return process.stdout


async def _end(process: Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    if process.stdin is not None:
        process.stdin.close()
    await process.wait()
