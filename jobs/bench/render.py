"""What drawing a page in a browser costs, and whether anything of it is left behind.

Real: the process that renders, its proxy and an installed Chromium, on a page of the usual size whose link a script
makes, from a server on loopback. Without a browser there is nothing to measure, which is said.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from statistics import median
from time import perf_counter

from jobs.bench import Figure
from jobs.web.http.policy import NetworkPolicy
from jobs.web.render.process_tree import own_memory, tree_of
from jobs.web.render.renderer import Renderer, browser_trouble, chromium_of
from jobs.web.render.rendering import MEMORY, SECONDS, Rendered

PAGES = 20
_MIB = 2**20
_BETWEEN_LOOKS = 0.1
_PAGE = (
    b"<!doctype html><title>App</title><div id=root></div><script>"
    b"const words = '<p>Some words of a page of the usual size, and a <a href=/other>link</a>.</p>';"
    b"setTimeout(() => { document.getElementById('root').innerHTML ="
    b" words.repeat(400) + '<a href=https://ours.example/guide>our guide</a>' }, 100);</script>"
)


def run(pages: int = PAGES) -> list[Figure]:
    """Measure; takes about three seconds a page."""
    if trouble := browser_trouble():
        return [Figure(f"not measured: {trouble}", 0, "", "", ok=True)]
    return asyncio.run(_figures(pages))


async def _figures(pages: int) -> list[Figure]:
    renderer = Renderer(chromium_of() or "", NetworkPolicy(allow_private=True))
    before = len(tree_of(os.getpid()))
    async with _site() as url:
        # One after the other: how much the processes of one page hold is told by how much all of them hold.
        drawn = [await _draw(renderer, url) for _ in range(pages)]
    left = len(tree_of(os.getpid())) - before
    seconds, held = [each.seconds for each in drawn], max(each.held for each in drawn)
    wrong = sum(not each.has_link for each in drawn)
    return [
        Figure("a page, median", round(median(seconds), 2), "s", "", ok=True),
        Figure("a page, longest", round(max(seconds), 2), "s", f"at most {SECONDS:g}", ok=max(seconds) <= SECONDS),
        Figure("memory of a page", round(held / _MIB), "MiB", f"at most {MEMORY // _MIB}", ok=held <= MEMORY),
        Figure(f"wrong of {pages} pages", wrong, "", "none", ok=wrong == 0),
        Figure("processes left behind", left, "", "none", ok=left == 0),
    ]


@dataclass(frozen=True, slots=True)
class _Drawn:
    seconds: float
    held: int
    """Bytes that the browser and what drives it had at most."""
    has_link: bool


async def _draw(renderer: Renderer, url: str) -> _Drawn:
    began = perf_counter()
    drawing = asyncio.ensure_future(renderer.render(url))
    held = 0
    while not (await asyncio.wait({drawing}, timeout=_BETWEEN_LOOKS))[0]:
        held = max(held, await asyncio.to_thread(_held))
    page = drawing.result()
    has_link = isinstance(page, Rendered) and "https://ours.example/guide" in page.html
    return _Drawn(perf_counter() - began, held, has_link)


def _held() -> int:
    """Bytes of what the process that renders has started: the browser, and what drives it."""
    return max((own_memory(each) for each in tree_of(os.getpid()) if each != os.getpid()), default=0)


@asynccontextmanager
async def _site() -> AsyncIterator[str]:
    """The address of the page."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(_PAGE)}\r\n\r\n"
        writer.write(head.encode() + _PAGE)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    finally:
        server.close()
