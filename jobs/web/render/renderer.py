"""Renders pages in processes of their own, at most two at once, and ends what takes too much time or memory."""

import asyncio
import pickle
import shutil
import sys
from asyncio.subprocess import PIPE, Process
from importlib.util import find_spec

from jobs.web.http.policy import NetworkPolicy
from jobs.web.isolation.child import child_environment
from jobs.web.render.process_tree import kill_tree, own_memory
from jobs.web.render.rendering import AT_ONCE, MEMORY, SECONDS, NotRendered, Rendered, RenderQuestion

_GRACE = 3.0
"""Seconds for a process to end what it started itself; then all of them are ended from here."""
_BETWEEN_LOOKS = 0.25


_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def chromium_of(path: str = "") -> str | None:
    """The path of the browser: the one named, else one that is installed under a usual name; None: there is none."""
    return next(filter(None, map(shutil.which, (path,) if path else _NAMES)), None)


def browser_trouble(path: str = "") -> str:
    """Why no page can be drawn, and what to do about it; empty where it can."""
    if find_spec("playwright") is None:
        return "what drives the browser is not installed; run `make render`"
    if chromium_of(path) is None:
        missing = f"{path} cannot be run" if path else "no Chromium is installed"
        return f"{missing}; install it (Debian: apt-get install chromium) or name it as render.chromium"
    return ""


class Renderer:
    """Renders pages; each has a browser, a profile and a proxy of its own, which end with it."""

    def __init__(self, chromium: str, policy: NetworkPolicy, *, memory: int = MEMORY) -> None:
        """`chromium`: the path of the browser; `memory`: bytes for one page."""
        self._chromium = chromium
        self._policy = policy
        self._memory = memory
        self._places = asyncio.Semaphore(AT_ONCE)

    async def render(self, url: str) -> Rendered | NotRendered:
        """The page at `url` as a browser has it, or why there is none."""
        async with self._places:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "jobs.web.render.browser",
                stdin=PIPE,
                stdout=PIPE,
                env=child_environment(),
            )
            try:
                return await self._answer(process, RenderQuestion(url, self._policy, self._chromium))
            finally:
                await asyncio.to_thread(kill_tree, process.pid)
                await process.wait()

    async def _answer(self, process: Process, question: RenderQuestion) -> Rendered | NotRendered:
        answering = asyncio.ensure_future(process.communicate(pickle.dumps(question)))
        watching = asyncio.ensure_future(self._grown_too_large(process.pid))
        try:
            await asyncio.wait({answering, watching}, timeout=SECONDS + _GRACE, return_when=asyncio.FIRST_COMPLETED)
            if not answering.done():
                return NotRendered("it took the browser too much memory" if watching.done() else "the browser hung")
            answer, _ = answering.result()
            return _unpacked(answer)
        finally:
            for each in (answering, watching):
                each.cancel()
            await asyncio.gather(answering, watching, return_exceptions=True)

    async def _grown_too_large(self, process: int) -> None:
        """Ends once what the process started holds more than it may."""
        while await asyncio.to_thread(own_memory, process) <= self._memory:  # noqa: ASYNC110 - nothing tells of memory
            await asyncio.sleep(_BETWEEN_LOOKS)


def _unpacked(answer: bytes) -> Rendered | NotRendered:
    if not answer:
        return NotRendered("the process that renders ended")
    unpacked: Rendered | NotRendered = pickle.loads(answer)  # noqa: S301 - from our own child
    return unpacked
