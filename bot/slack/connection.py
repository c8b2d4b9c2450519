"""How Slack reaches us: Socket Mode (no public address needed) or HTTP; and the one session for calls to Slack."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import parse_qs

from aiohttp import ClientSession, ClientTimeout, web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.listener.async_listener_completion_handler import AsyncListenerCompletionHandler
from slack_bolt.listener.async_listener_start_handler import AsyncListenerStartHandler
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from jobs.config import Config, SlackMode

log = logging.getLogger(__name__)

ANSWER_SECONDS = 20.0
CONNECT_SECONDS = 10.0
HANDSHAKE_SECONDS = 15.0
PING_SECONDS = 10.0
WATCH_SECONDS = 5.0
HTTP_PATH = "/slack/events"
PROXIES = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy")
"""Where slack_sdk looks for a proxy; it would use it for this very machine too."""


def slack_session(answer_seconds: float = ANSWER_SECONDS) -> ClientSession:
    """The one session for all calls to Slack; the caller closes it. Needs a running event loop."""
    return ClientSession(timeout=ClientTimeout(total=answer_seconds, sock_connect=CONNECT_SECONDS))


def slack_client(config: Config, session: ClientSession) -> AsyncWebClient:
    """The client for all calls; it retries nothing, for its own retries post again what Slack has taken."""
    token = config.secrets.slack_bot_token.get_secret_value()
    return AsyncWebClient(token=token, base_url=config.slack.base_url, session=session, retry_handlers=[])


class Connection(Protocol):
    """A way for Slack to reach us."""

    async def open(self) -> None:
        """Be reachable; returns once we are."""
        ...

    async def close(self) -> None:
        """Take nothing more."""
        ...

    async def is_connected(self) -> bool:
        """Whether Slack can reach us, as far as can be seen from here."""
        ...


def connection_for(config: Config, app: AsyncApp) -> Connection:
    """The connection that the configuration asks for."""
    if config.slack.mode is SlackMode.HTTP:
        return HttpConnection(app, config.slack.host, config.slack.port)
    return SocketConnection(app, config.secrets.slack_app_token.get_secret_value())


@dataclass(slots=True)
class SocketConnection:
    """Socket Mode, with a watchdog.

    After a failed handshake slack_sdk tries the same one-time ticket for ever; a handshake that is never answered would
    hold it for five minutes.
    """

    app: AsyncApp
    app_token: str
    handshake_seconds: float = HANDSHAKE_SECONDS
    ping_seconds: float = PING_SECONDS
    watch_seconds: float = WATCH_SECONDS
    _handler: AsyncSocketModeHandler | None = None
    _watchdog: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Connect; tries until it succeeds."""
        handler = AsyncSocketModeHandler(self.app, self.app_token, ping_interval=self.ping_seconds)
        await handler.client.aiohttp_client_session.close()
        handler.client.aiohttp_client_session = slack_session(self.handshake_seconds)
        self._handler = handler
        self._watchdog = asyncio.create_task(self._watch(), name="watchdog of the websocket")
        await handler.connect_async()  # type: ignore[no-untyped-call]  # slack-bolt leaves it untyped

    async def close(self) -> None:
        """Close the websocket and what belongs to it; closing again is no fault."""
        if self._watchdog is not None:
            self._watchdog.cancel()
        handler, self._handler = self._handler, None
        if handler is not None:
            await handler.close_async()  # type: ignore[no-untyped-call]  # slack-bolt leaves it untyped

    async def is_connected(self) -> bool:
        """Whether the websocket is up."""
        return self._handler is not None and await self._handler.client.is_connected()

    async def _watch(self) -> None:
        """Not connected twice in a row: the ticket is spent, let the client ask for a new one."""
        misses = 0
        while handler := self._handler:
            await asyncio.sleep(self.watch_seconds)
            misses = 0 if await handler.client.is_connected() else misses + 1
            if misses > 1:
                handler.client.wss_uri = None


@dataclass(slots=True)
class HttpConnection:
    """HTTP: Slack posts to us. Each request is signed; bolt refuses those that are not."""

    app: AsyncApp
    host: str
    port: int
    _runner: web.AppRunner | None = None

    async def open(self) -> None:
        """Listen; raises OSError where that cannot be."""
        server = web.Application()
        server.add_routes([web.post(HTTP_PATH, self._answer)])
        self._runner = web.AppRunner(server, access_log=None)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self.host, self.port).start()
        except OSError:
            await self.close()
            raise
        log.info("Listening on http://%s:%s%s", self.host, self.port, HTTP_PATH)

    async def close(self) -> None:
        """Listen no more."""
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    async def is_connected(self) -> bool:
        """Whether we listen."""
        return self._runner is not None

    async def _answer(self, request: web.Request) -> web.Response:
        return await to_aiohttp_response(await self.app.async_dispatch(await _bolt_request(request)))


async def _bolt_request(request: web.Request) -> AsyncBoltRequest:
    """The request as bolt takes it, with the body that Slack signed.

    Of a form in which the word "payload" stands anywhere bolt reads that one field and nothing else, so that a command
    about an address with that word in it would go unheard. It is given such a form with the word written otherwise.
    """
    body = await request.text()
    if body.startswith("{") or "payload" not in body or "payload" in parse_qs(body):
        return await to_bolt_request(request)
    veiled = body.replace("payload", "%70ayload")
    made = AsyncBoltRequest(body=veiled, query=request.query_string, headers=dict(request.headers))
    made.raw_body = body
    return made


@dataclass(slots=True)
class InFlight:
    """Handlers at work: bolt acknowledges and goes on, so that closing the connection ends none of them."""

    count: int = 0
    _idle: asyncio.Event = field(default_factory=asyncio.Event)

    def watch(self, app: AsyncApp) -> None:
        """Count the app's listeners from their start to their end, whichever way they end."""
        self._idle.set()
        runner = app.listener_runner
        runner.listener_start_handler = _Told(self._started)
        runner.listener_completion_handler = _Told(self._completed)

    async def ended(self, within_seconds: float) -> bool:
        """Wait until none is at work; False where some still are."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._idle.wait(), within_seconds)
        return self.count == 0

    def _started(self) -> None:
        self.count += 1
        self._idle.clear()

    def _completed(self) -> None:
        self.count -= 1
        if self.count == 0:
            self._idle.set()


class _Told(AsyncListenerStartHandler, AsyncListenerCompletionHandler):
    """Hears of a listener's start or end; which listener does not matter."""

    def __init__(self, tell: Callable[[], None]) -> None:
        self._tell = tell

    async def handle(self, request: AsyncBoltRequest, response: BoltResponse | None) -> None:  # noqa: ARG002  # bolt's signature
        self._tell()
