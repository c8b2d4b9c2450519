"""`/healthz` and `/metrics`, for monitors and Prometheus; nothing of what is tracked is told there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from jobs.config.sections import Monitoring
from jobs.telemetry.metrics import CheckCounts, exposition
from jobs.telemetry.observe import Observer

_UNWELL = 503


@asynccontextmanager
async def health_server(health: Monitoring, observer: Observer, counts: CheckCounts) -> AsyncIterator[None]:
    """Answer while it is entered; without a port nothing is opened. Raises OSError where it cannot listen."""
    if not health.port:
        yield
        return

    async def healthz(_: web.Request) -> web.Response:
        """200 `ok`, or 503 with a line for each trouble of the bot itself."""
        found = await observer.ails()
        lines = [f"{kind}: {says}" for kind, says in found.items()] or ["ok"]
        return web.Response(text="\n".join(lines) + "\n", status=_UNWELL if found else 200)

    async def metrics(_: web.Request) -> web.Response:
        vitals = await observer.look(counted=True)
        body = exposition(counts, vitals, observer.troubles_in(vitals))
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})

    server = web.Application()
    server.add_routes([web.get("/healthz", healthz), web.get("/metrics", metrics)])
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, health.host, health.port).start()
        yield
    finally:
        await runner.cleanup()
