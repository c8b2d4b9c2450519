"""Two sites on loopback for one life: the page's own, and ours."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from jobs.bench.truth.life import PageLife, Served

_GUIDE = (
    "<!doctype html><html lang=en><title>The river guide</title><link rel=canonical href='OURS'>"
    "<h1>The river guide</h1><p>Bridges, fords and ferries, with the water levels at which they can be used."
)
_UTF_16 = "utf-16"
_HERE = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Places:
    """Where the two stand; the same sites answer to `127.0.0.1`, for tools that know no other names."""

    own: int
    ours: int

    def page(self, host: str = _HERE) -> str:
        """The address of the page."""
        return f"http://{host}:{self.own}/bridges"

    def target(self, host: str = _HERE) -> str:
        """The address that it should link to."""
        return f"http://{host}:{self.ours}/guide"


@asynccontextmanager
async def served(life: PageLife, day: Callable[[], float]) -> AsyncIterator[Places]:
    """The sites of a life, as they are on the day that is asked for, until the block ends."""
    places: Places

    async def own(request: web.BaseRequest) -> web.Response:
        return _answer(request, life.at(day(), request.path), places)

    async def ours(request: web.BaseRequest) -> web.Response:
        known = request.path == "/guide"
        return _answer(request, Served(_GUIDE) if known else Served("not found", 404), places)

    async with _listening(own) as at, _listening(ours) as of_ours:
        places = Places(at, of_ours)
        yield places


@asynccontextmanager
async def _listening(handler: Callable[[web.BaseRequest], object]) -> AsyncIterator[int]:
    runner = web.ServerRunner(web.Server(handler))  # type: ignore[arg-type] # it takes any coroutine function
    await runner.setup()
    try:
        await web.TCPSite(runner, _HERE, 0).start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


def _answer(request: web.BaseRequest, served_now: Served, places: Places) -> web.Response:
    if served_now.hangs_up and request.transport is not None:
        request.transport.close()
    named = request.host.partition(":")[0] != _HERE
    target = places.target("ours.example" if named else _HERE)
    another = f"http://{'third.example' if named else _HERE}:{places.own}/rivers"

    def placed(text: str) -> str:
        return text.replace("OURS", target).replace("ANOTHER", another)

    headers = {"Content-Type": "text/html; charset=utf-8"} | dict(served_now.headers)
    headers = {name: placed(value) for name, value in headers.items()}
    body = placed(served_now.body)
    coding = _UTF_16 if _UTF_16 in headers["Content-Type"] else "utf-8"
    return web.Response(status=served_now.status, body=body.encode(coding), headers=headers)
