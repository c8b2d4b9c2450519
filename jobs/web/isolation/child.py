"""A child process that answers questions within bounds of time and memory, and can be stopped."""

import asyncio
import contextlib
import fcntl
import os
import pickle
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Coroutine
from typing import TypeVar

from jobs.web.isolation.parser_process import ANSWER, QUESTION, READY

ENDED = (asyncio.IncompleteReadError, ConnectionError)
"""How a child that ended shows itself."""
_MEGABYTE = 1024 * 1024
_GROWN = 64 * _MEGABYTE
_START_SECONDS = 20.0
SECRETS = frozenset(
    {
        *("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"),
        *("DATABASE_URL", "BING_API_KEY", "LINKWATCH_WEBHOOK_SECRET"),
    }
)
"""Those of the configuration, which would take longer to import than a child to start."""
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}
"""For numpy, which else takes address space for each core."""
_NO_WAIT = 0.01
"""Seconds of waiting for a core that every process has."""

T = TypeVar("T")


class Child:
    """One child process, started when needed and again whenever it is gone; it answers one question at a time."""

    def __init__(self, module: str, *, memory: int, grown: int = _GROWN) -> None:
        """`module` is loaded before the first question; `memory`: bytes on top of what it starts with.

        After an answer that leaves it `grown` by so many bytes, a fresh one takes its place.
        """
        self._module = module
        self._bounds = memory, grown
        self._turn = asyncio.Lock()
        self._process: Process | None = None

    @property
    def is_running(self) -> bool:
        """Whether there is a process now."""
        return self._process is not None

    async def ask(self, question: object, *, work: float, seconds: float) -> bytes:
        """The child's answer, in its turn; until then nothing is made of the question, for it may be large.

        Raises:
            TimeoutError: it took more than `seconds` after its turn had come, not counting its waits for a core.
            IncompleteReadError, ConnectionError: the child ended, after `work` seconds of its own time or by itself.
        """
        async with self._turn:
            process = await self._running()
            try:
                answer, is_worn_out = await _within(seconds, process, _exchange(process, question, work))
            except BaseException:
                await self.close()  # an answer half read would be taken for the next one
                raise
            if is_worn_out:
                await self.close()
            return answer

    async def close(self) -> None:
        """Ends the process."""
        process, self._process = self._process, None
        if process is not None:
            await _end(process)

    async def _running(self) -> Process:
        if self._process is not None and self._process.returncode is not None:
            await self.close()
        if self._process is None:
            self._process = await _start(self._bounds, self._module)
        return self._process


def child_environment() -> dict[str, str]:
    """What a child that handles foreign pages is started with: our modules are found, and no secret is in it."""
    kept = {name: value for name, value in os.environ.items() if not _may_be_secret(name.upper())}
    return kept | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)} | _ONE_THREAD


def _may_be_secret(name: str) -> bool:
    """A child is told what it has to know; of the settings in the environment some hold addresses with keys."""
    return name in SECRETS or name.startswith("LINKWATCH_")


async def _start(bounds: tuple[int, int], module: str) -> Process:
    """A child that is ready to read.

    Raises:
        RuntimeError: it ended before it began; its own words are on standard error.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "jobs.web.isolation.parser_process",
        *map(str, bounds),
        module,
        stdin=PIPE,
        stdout=PIPE,
        env=child_environment(),
        limit=_MEGABYTE,
    )
    _widen(process)
    try:
        await _within(_START_SECONDS, process, _output(process).readexactly(len(READY)))
    except (TimeoutError, asyncio.IncompleteReadError):
        await _end(process)
        raise RuntimeError("the process that reads pages did not start") from None
    except BaseException:
        await _end(process)
        raise
    return process


def _widen(process: Process) -> None:
    """Room for most pages in the pipe, so that neither side has to wait for the other; where the system allows it."""
    if sys.platform == "linux" and process.stdin is not None:
        with contextlib.suppress(OSError):
            fcntl.fcntl(process.stdin.get_extra_info("pipe"), fcntl.F_SETPIPE_SZ, _MEGABYTE)


async def _within(seconds: float, process: Process, exchange: Coroutine[None, None, T]) -> T:
    """What the exchange gives, if the child does it in time; its waits for a core of a busy machine are not counted.

    Raises:
        TimeoutError: it did not.
    """
    task = asyncio.ensure_future(exchange)
    waited = _waited_for_a_core(process.pid)
    try:
        while seconds > 0:
            await asyncio.wait({task}, timeout=seconds)
            if task.done():
                return task.result()
            before, waited = waited, _waited_for_a_core(process.pid)
            seconds = waited - before if waited - before > _NO_WAIT else 0
        raise TimeoutError
    finally:
        task.cancel()


def _waited_for_a_core(pid: int) -> float:
    """Seconds that a process was ready to run and did not; always 0 where the system is not Linux, or does not say.

    Source: `Documentation/scheduler/sched-stats.rst` of the kernel: the second number, in nanoseconds.
    """
    try:
        with open(f"/proc/{pid}/schedstat", "rb", buffering=0) as told:  # noqa: PTH123 - at each page: a Path costs more than the reading
            return int(told.read().split()[1]) / 1e9
    except OSError:
        return 0.0


async def _exchange(process: Process, question: object, work: float) -> tuple[bytes, bool]:
    """The answer, and whether the child has done enough."""
    assert process.stdin is not None
    asked = pickle.dumps(question, pickle.HIGHEST_PROTOCOL)
    process.stdin.write(QUESTION.pack(len(asked), work) + asked)  # at once, so that the child wakes once
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
