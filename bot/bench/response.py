"""How long Slack waits for the first byte of our answer, over HTTP: at rest, and while many pages are checked.

The bot and the sites are processes of their own; each page is as big as real ones, and ten are on a host.
"""

import asyncio
import json
import socket
import statistics
import sys
import tempfile
import time
from asyncio.subprocess import PIPE, create_subprocess_exec
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from os import environ
from pathlib import Path
from urllib.parse import urlencode

from aiohttp import ClientSession, web
from slack_sdk.signature import SignatureVerifier

from bot.bench._running import running_bot
from bot.sandbox import start_sandbox
from bot.slack.connection import HTTP_PATH
from jobs.bench import Figure
from jobs.bench._cpu import in_own_process
from jobs.bench._made_pages import A_HOST, TARGET, made_pages
from jobs.model.link import NewLink
from jobs.store.tiny.store import open_tiny

PAGES = 2_000
ASKED = 100
MOST_MS = {"at rest": 50.0, "while pages are checked": 1000.0}

_MODULE = "bot.bench.response"
_SECRET = "s" * 32
_COMMAND = {"command": "/links", "text": "help", "user_id": "U0ADA", "channel_id": "C0LINKS", "team_id": "T0LOCAL"}
_BODIES = 40
_CHANNEL = "C0LINKS"
_MS = 1000.0
_PAUSE_SECONDS = 0.1
_PATIENCE_SECONDS = 30.0
"""What is not asked for so long is not going to be: all pages were."""


def run() -> list[Figure]:
    """Both, in a process of its own; takes as long as the pages take to be checked."""
    found = in_own_process(_MODULE, str(PAGES))
    checked = Figure(f"pages of {PAGES:,} that were asked for meanwhile", found.pop("checked"), "", "no aim", ok=True)
    times = [
        Figure(f"first byte to Slack {when}, p95", found[when], "ms", f"at most {most:g}", found[when] <= most)
        for when, most in MOST_MS.items()
    ]
    return [*times, checked]


async def measured(pages: int) -> dict[str, float]:
    """Milliseconds, p95, by when it was asked, and how many pages were asked for until all were."""
    with tempfile.TemporaryDirectory() as folder:
        async with _sites() as port, await start_sandbox() as slack, ClientSession() as session:
            await _fill(Path(folder), pages, port)
            own = _free_port()
            told = {
                "LINKWATCH_SLACK__MODE": "http",
                "LINKWATCH_SLACK__PORT": str(own),
                "SLACK_SIGNING_SECRET": _SECRET,
                "LINKWATCH_NETWORK__ALLOW_PRIVATE": "true",
                "LINKWATCH_NETWORK__HOST_DELAY": "0s",
            }
            async with running_bot(slack, Path(folder), dict(environ), told):
                asking = f"http://127.0.0.1:{own}{HTTP_PATH}"
                await _listening(own)
                busy = await _while_checked(session, asking, f"http://127.0.0.1:{port}/asked", pages)
                idle = [await _wait_for(session, asking) for _ in range(ASKED)]
                return {"at rest": _p95(idle), "while pages are checked": _p95(busy[0]), "checked": busy[1]}


async def _while_checked(session: ClientSession, asking: str, asked: str, pages: int) -> tuple[list[float], int]:
    """What each answer took until all pages were asked for, and how many were."""
    times, count, grew_at = list[float](), 0, time.monotonic()
    while count < pages and time.monotonic() - grew_at < _PATIENCE_SECONDS:
        times.append(await _wait_for(session, asking))
        now = int(await (await session.get(asked)).text())
        count, grew_at = now, time.monotonic() if now > count else grew_at
        await asyncio.sleep(_PAUSE_SECONDS)
    return times, count


async def _wait_for(session: ClientSession, asking: str) -> float:
    """Milliseconds from a slash command to the first byte of its answer."""
    body, at = urlencode(_COMMAND), str(int(time.time()))
    signature = SignatureVerifier(_SECRET).generate_signature(timestamp=at, body=body)
    assert signature
    headers = {
        "X-Slack-Request-Timestamp": at,
        "X-Slack-Signature": signature,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    begun = time.perf_counter()
    async with session.post(asking, data=body, headers=headers) as answer:
        taken = (time.perf_counter() - begun) * _MS
        assert answer.status == web.HTTPOk.status_code, await answer.text()
    return taken


def _p95(times: list[float]) -> float:
    return round(statistics.quantiles(times, n=20)[-1], 1)


async def _fill(folder: Path, pages: int, port: int) -> None:
    """Links on so many pages, ten to a host, all due."""
    store = await open_tiny(folder)
    hosts = (f"127.0.{1 + number // A_HOST // 250}.{1 + number // A_HOST % 250}" for number in range(pages))
    urls = [f"http://{host}:{port}/page-{number}" for number, host in enumerate(hosts)]
    now = datetime.now(UTC)
    await asyncio.gather(*(store.add_link(NewLink(_CHANNEL, url, TARGET), now) for url in urls))
    await store.close()


async def _listening(port: int) -> None:
    while True:
        with suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            return
        await asyncio.sleep(_PAUSE_SECONDS)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@asynccontextmanager
async def _sites() -> AsyncIterator[int]:
    """Where all addresses of the machine itself answer with pages, from a process of its own."""
    child = await create_subprocess_exec(sys.executable, "-m", _MODULE, "sites", stdin=PIPE, stdout=PIPE)
    assert child.stdin, "it is a pipe"
    assert child.stdout, "it is a pipe"
    try:
        yield int(await child.stdout.readline())
    finally:
        child.stdin.close()  # which ends it
        await child.wait()


async def _serve_sites() -> None:
    bodies, asked = [made.body for made in made_pages(_BODIES)], set[str]()

    async def page(request: web.Request) -> web.Response:
        asked.add(request.path)
        body = bodies[int(request.match_info["number"]) % _BODIES]
        return web.Response(body=body, content_type="text/html", charset="utf-8")

    async def count(_: web.Request) -> web.Response:
        return web.Response(text=str(len(asked)))

    site = web.Application()
    site.add_routes([web.get(r"/page-{number:\d+}", page), web.get("/asked", count)])
    runner = web.AppRunner(site)
    await runner.setup()
    sock = socket.create_server(("", 0))
    await web.SockSite(runner, sock).start()
    sys.stdout.write(f"{sock.getsockname()[1]}\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()


if __name__ == "__main__":
    if sys.argv[1] == "sites":
        asyncio.run(_serve_sites())
    else:
        json.dump(asyncio.run(measured(int(sys.argv[1]))), sys.stdout)
