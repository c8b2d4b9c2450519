"""Pages examined within bounds, in child processes that can be stopped."""

import asyncio
import contextlib
import pickle
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from types import TracebackType
from typing import Self, TypeVar

from jobs.model.document import TooComplex
from jobs.model.page import FetchFailure, Page
from jobs.web.isolation.child import ENDED, Child
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
_SMALL_REPLY = 16 * 1024
"""Bytes that are unpacked in less time than another thread takes to be asked for it."""
_STOPPED = (TimeoutError, *ENDED)

T = TypeVar("T")
P = TypeVar("P", bound=Page | FetchFailure)


class ParserPool:
    """Reads pages: one child for ordinary ones, one for heavy ones, each started when first needed.

    However small a page is, it may hold what keeps the parser or a pattern of ours busy for ever: none is read here.

    Heavy is what is large, and what is doubtful: pages that look crafted, or that the first child could not read
    quickly. So a hostile page holds up ordinary ones for half a second of work at most. Doubtful pages stand in a
    queue of their own, one at a time before the second child, and so a large page waits for one of them at most. How
    long a page may take is counted from its turn; before that its caller waits. Belongs to one event loop; `close` it,
    or use it as an async context manager.
    """

    def __init__(self, module: str) -> None:
        """`module` is that of what pages will be read with; children load it before they are first asked."""
        self._quick = Child(module, memory=200 * _MEGABYTE)
        self._heavy = Child(module, memory=360 * _MEGABYTE)
        self._doubtful = asyncio.Lock()
        # One thread: more of them would only keep the event loop from its turn.
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="page-reader")

    async def read(self, page: P, examine: Callable[[P], T], *, read_well: bool = False) -> T | TooComplex:
        """What `examine` makes of `page`, or that it takes too much time (5 s at most) or memory.

        `examine` parses the page; it and its answer are picklable. The event loop goes on meanwhile. One that was
        `read_well` the last time is not weighed: whatever it has become, the first child is stopped in time.
        """
        try:
            reply = await self._asked(page.body, (examine, page), read_well=read_well)
        except TimeoutError:
            return TooComplex("not read in time")
        except ENDED:
            return TooComplex("the process that read it ended")
        unpack = partial(pickle.loads, reply)
        answer: T | TooComplex = unpack() if len(reply) <= _SMALL_REPLY else await self._aside(unpack)
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

    async def _asked(self, body: bytes, question: object, *, read_well: bool) -> bytes:
        """The reply of the child that suits the page."""
        is_large = len(body) > _QUICK_BYTES
        is_ordinary = read_well and not is_large
        if is_ordinary or not (await self._aside(partial(weigh, body[:_QUICK_BYTES]))).is_suspicious:
            if is_large:
                return await self._heavy.ask(question, work=_LARGE_SECONDS, seconds=_LARGE_SECONDS)
            with contextlib.suppress(*_STOPPED):
                return await self._quick.ask(question, work=_QUICK_WORK, seconds=_QUICK_SECONDS)
        async with self._doubtful:
            return await self._heavy.ask(question, work=_DOUBTFUL_SECONDS, seconds=_DOUBTFUL_SECONDS)

    async def _aside(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)
