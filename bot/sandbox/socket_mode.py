"""Socket Mode: tickets, websockets, envelopes, acknowledgements, and events that come again."""

import asyncio
import itertools
import json
import secrets
import uuid

from aiohttp import WSMsgType, web

from bot.sandbox.faults import FaultKind, Faults
from bot.sandbox.nouns import Json
from bot.sandbox.web_api import hang_up
from bot.sandbox.workspace import APP, Workspace

ACK_SECONDS = 3.0
RETRY_SECONDS: tuple[float, ...] = (0.0, 60.0, 300.0)
"""How long after a failed delivery an event comes again: at once, a minute later, five minutes later."""
MOST_CONNECTIONS = 10


class SocketMode:
    """The connections of the app; each envelope goes to one of them, in turn."""

    def __init__(self, workspace: Workspace, faults: Faults) -> None:
        self.workspace = workspace
        self.faults = faults
        self.connections: list[web.WebSocketResponse] = []
        self.tickets: set[str] = set()
        self.ack_seconds = ACK_SECONDS
        self.retry_seconds = RETRY_SECONDS
        self.unacked = 0
        self._waiting: dict[str, asyncio.Future[Json]] = {}
        self._turn = itertools.count()
        self._stopping = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    def new_address(self) -> str:
        """A websocket address with a ticket that serves once, for one handshake that may fail."""
        ticket = secrets.token_hex(12)
        self.tickets.add(ticket)
        return f"{self.workspace.base_url.replace('http', 'ws', 1)}/socket?ticket={ticket}"

    async def accept(self, request: web.Request) -> web.StreamResponse:
        """One websocket, for as long as it lasts."""
        ticket = request.query.get("ticket", "")
        fault = self.faults.take("socket", FaultKind.REFUSE_HANDSHAKE, FaultKind.STICK_HANDSHAKE)
        fresh = ticket in self.tickets
        self.tickets.discard(ticket)
        if fault and fault.kind is FaultKind.REFUSE:
            return hang_up(request)
        if fault and fault.kind is FaultKind.STICK_HANDSHAKE:
            await self._stopping.wait()
        if fault or not fresh:
            return web.Response(status=408, text="Request Timeout")
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await self._serve(socket)
        return socket

    async def _serve(self, socket: web.WebSocketResponse) -> None:
        self.connections = [*self.connections[1 - MOST_CONNECTIONS :], socket]
        hello = {"app_id": APP, "approximate_connection_time": 18_060}
        await socket.send_json(
            {"type": "hello", "num_connections": len(self.connections), "debug_info": hello, "connection_info": hello}
        )
        self.workspace.changed("connected")
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._acknowledge(json.loads(message.data))
        finally:
            self.connections = [one for one in self.connections if one is not socket]
            self.workspace.changed("disconnected")

    def _acknowledge(self, ack: Json) -> None:
        waiting = self._waiting.get(ack.get("envelope_id", ""))
        if waiting and not waiting.done():
            payload = ack.get("payload")
            waiting.set_result(payload if isinstance(payload, dict) else {})

    async def deliver(self, kind: str, payload: Json, **envelope: object) -> Json | None:
        """Send an envelope to one connection; the payload of its acknowledgement, or None where none came in time."""
        live = [socket for socket in self.connections if not socket.closed]
        if not live or self.faults.away:
            return None
        envelope_id = str(uuid.uuid4())
        waiting: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = waiting
        body = {"envelope_id": envelope_id, "type": kind, "payload": payload, **envelope}
        try:
            await live[next(self._turn) % len(live)].send_json(body)
            return await asyncio.wait_for(waiting, self.ack_seconds)
        except (TimeoutError, ConnectionError):
            self.unacked += 1
            return None
        finally:
            del self._waiting[envelope_id]

    async def interact(self, kind: str, payload: Json) -> Json | None:
        """Send what a person did: it comes once, and its answer may hold a payload."""
        return await self.deliver(kind, payload, accepts_response_payload=True)

    async def event(self, payload: Json) -> bool:
        """Send an event; whether its first delivery was acknowledged. Otherwise it comes again in the background."""
        if self.faults.take("event", FaultKind.DOUBLE_EVENT):
            await self._event(payload, 0, "")
        if await self._event(payload, 0, ""):
            return True
        task = asyncio.create_task(self._again(payload))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return False

    async def _event(self, payload: Json, attempt: int, reason: str) -> bool:
        answer = await self.deliver(
            "events_api", payload, accepts_response_payload=False, retry_attempt=attempt, retry_reason=reason
        )
        return answer is not None

    async def _again(self, payload: Json) -> None:
        for attempt, seconds in enumerate(self.retry_seconds, start=1):
            await asyncio.sleep(seconds)
            if await self._event(payload, attempt, "timeout"):
                return

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask the app to connect again (`warning`: soon; `refresh_requested`: now, and the connection is closed)."""
        for socket in list(self.connections):
            await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "local"}})
            if reason != "warning":
                await socket.close()

    async def drop(self) -> None:
        """Cut all connections without a word."""
        for socket in list(self.connections):
            await socket.close(code=1006)

    async def stop(self) -> None:
        """End everything that waits."""
        self._stopping.set()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for socket in list(self.connections):
            await socket.close()
