"""Web sites that see whether two requests were ever open at one host at once: each address of loopback is a host."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from aiohttp import web

WORDS = "We walked the long ridge above the lake, slept in the old hut and wore out our soles on the way down. " * 12


@dataclass
class Web:
    """The sites of a fleet: every page carries its link, but for those that are `absent`."""

    delay: float = 0.1
    """Seconds that an answer takes."""
    absent: set[str] = field(default_factory=set)
    """Addresses of pages that have lost their link."""
    asked: Counter[str] = field(default_factory=Counter)
    at_once: Counter[str] = field(default_factory=Counter)
    """Hosts at which a request began while another was open, with how often."""
    port: int = 0
    _open: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._runner = web.ServerRunner(web.Server(self._answer))

    def page(self, host: int, number: int) -> str:
        """The address of a page of a host."""
        return f"http://127.1.{host // 250}.{host % 250 + 1}:{self.port}/page-{number}"

    @property
    def target(self) -> str:
        """Where the links lead."""
        return f"http://127.2.0.1:{self.port}/guide"

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "0.0.0.0", 0).start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    async def _answer(self, request: web.BaseRequest) -> web.Response:
        host = request.headers.get("Host", "").partition(":")[0]
        url = f"http://{request.headers.get('Host', '')}{request.path}"
        self.asked[url] += 1
        self.at_once[host] += self._open[host] > 0
        self._open[host] += 1
        try:
            await asyncio.sleep(self.delay)
        finally:
            self._open[host] -= 1
        if request.path == "/":
            return _html("Home", f"<p>{WORDS[::-1]}</p>")
        if request.path == "/guide" or request.path.startswith("/page-"):
            link = "" if url in self.absent else f'<a href="{self.target}">our guide</a>'
            return _html(f"Walk {request.path} on {host}", f"<p>{WORDS} {host} {link} {WORDS}</p>")
        return web.Response(status=404, text="not found")


def _html(title: str, body: str) -> web.Response:
    text = f"<!doctype html><html><head><title>{title}</title></head><body><main>{body}</main></body></html>"
    return web.Response(text=text, content_type="text/html")
