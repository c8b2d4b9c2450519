"""/api/<method>: the Web API over HTTP, with its tokens, its errors and the faults that were ordered."""

import asyncio
import json
from collections import deque
from collections.abc import Callable

from aiohttp import web

from bot.sandbox.faults import Fault, FaultKind, Faults
from bot.sandbox.methods import METHODS, Args
from bot.sandbox.nouns import Json, SlackError
from bot.sandbox.workspace import Workspace

OPEN_SOCKET = "apps.connections.open"
NO_TOKEN = {"api.test"}
REMEMBERED = 5_000
BEFORE = (FaultKind.REFUSE, FaultKind.RATE_LIMIT, FaultKind.STATUS, FaultKind.ERROR)
AFTER = (FaultKind.DROP_ANSWER, FaultKind.HOLD_ANSWER)


class WebApi:
    """Answers calls; `calls` remembers the last ones as (method, arguments)."""

    def __init__(self, workspace: Workspace, faults: Faults, open_socket: Callable[[], str]) -> None:
        self.workspace = workspace
        self.faults = faults
        self.calls: deque[tuple[str, Json]] = deque(maxlen=REMEMBERED)
        self.stopping = asyncio.Event()
        self._open_socket = open_socket

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """One call, from its HTTP request to its answer."""
        method = request.match_info["method"]
        fault = self.faults.take(method, *BEFORE)
        if fault and fault.kind is FaultKind.REFUSE:
            return hang_up(request)
        try:
            args = await read_args(request)
            self.calls.append((method, args.given))
            fault = fault or block_fault(self.faults, method, args)
            if fault:
                raise as_error(fault)
            body = {"ok": True, **self.perform(method, _token(request, args), args)}
            status, headers = 200, {}
        except SlackError as error:
            body, status = error.as_slack(), error.status
            headers = {"Retry-After": str(error.retry_after)} if error.retry_after is not None else {}
        self.workspace.changed("call", method=method)
        return await self._deliver(request, method, web.json_response(body, status=status, headers=headers))

    def perform(self, method: str, token: str, args: Args) -> Json:
        """Do what a call asks for, if its token allows it.

        Raises SlackError where it does not, or there is no such method.
        """
        if method != OPEN_SOCKET and method not in METHODS:
            raise SlackError("unknown_method", req_method=method)
        if method not in NO_TOKEN:
            self._check_token(token, "app" if method == OPEN_SOCKET else "bot")
        if method == OPEN_SOCKET:
            return {"url": self._open_socket()}
        return METHODS[method](self.workspace, args)

    def _check_token(self, token: str, kind: str) -> None:
        if not token:
            raise SlackError("not_authed")
        known = self.workspace.tokens.get(token)
        if known is None:
            raise SlackError("invalid_auth")
        if known == "revoked":
            raise SlackError("token_revoked")
        if known != kind:
            raise SlackError("not_allowed_token_type")

    async def _deliver(self, request: web.Request, method: str, answer: web.Response) -> web.StreamResponse:
        answer.headers["x-oauth-scopes"] = ",".join(sorted(self.workspace.scopes))
        late = self.faults.take(method, *AFTER)
        if late and late.kind is FaultKind.HOLD_ANSWER:
            await self.stopping.wait()
        return hang_up(request) if late else answer


def hang_up(request: web.Request) -> web.Response:
    """Cut the connection; the response returned is never sent."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def block_fault(faults: Faults, method: str, args: Args) -> Fault | None:
    """The fault that a call meets because of a block that it holds."""
    given = args.many("blocks", "invalid_blocks_format") or []
    return faults.take(method, FaultKind.REFUSE_BLOCK, blocks=[str(block.get("type")) for block in given])


def as_error(fault: Fault) -> SlackError:
    """The error that an ordered fault stands for."""
    if fault.kind is FaultKind.REFUSE_BLOCK:
        said = f"unsupported type: {fault.block} [json-pointer:/blocks]"
        return SlackError(fault.error, errors=[said], response_metadata={"messages": [f"[ERROR] {said}"]})
    if fault.kind is FaultKind.RATE_LIMIT:
        return SlackError("ratelimited", status=429, retry_after=fault.retry_after)
    if fault.kind is FaultKind.STATUS:
        return SlackError("internal_error", status=fault.status)
    return SlackError(fault.error)


async def read_args(request: web.Request) -> Args:
    """The arguments from query, form or JSON; raises SlackError where the JSON is no object."""
    given: Json = dict(request.query)
    if request.content_type == "application/json":
        try:
            body = json.loads(await request.text() or "{}")
        except ValueError:
            raise SlackError("invalid_json") from None
        if not isinstance(body, dict):
            raise SlackError("json_not_object")
        given |= body
    else:
        given |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    return Args(given)


def _token(request: web.Request, args: Args) -> str:
    header = request.headers.get("Authorization", "")
    return header.removeprefix("Bearer ").strip() if header else args.text("token")
