"""Web sites for tests: any number of names on one loopback server, changeable while it runs.

    async with Sites() as sites, sites.session() as session:
        sites["partner.example/links"] = Answer("<a href='https://ours.example/'>us</a>")
        page = await fetch(session, sites.url("partner.example/links"), policy=sites.policy, now=now)

Names resolve by `sites.resolver`; what no test put there answers 404, and a query
that no test named changes nothing, as on a server of files. `sites.asked` remembers every request.
"""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import TracebackType
from typing import Self

from aiohttp import ClientSession, web
from aiohttp.abc import AbstractResolver, ResolveResult
from multidict import CIMultiDict

from jobs.web.http.dns import NameFailure, NameTrouble
from jobs.web.http.policy import NetworkPolicy
from jobs.web.http.session import page_session


@dataclass(frozen=True)
class Answer:
    """What a page answers; `text` is sent as UTF-8, HTML unless `headers` say otherwise."""

    text: str | bytes = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    """What is named twice is sent twice."""
    delay: float = 0.0

    @classmethod
    def redirect(cls, location: str, status: int = 302) -> Self:
        return cls(status=status, headers={"Location": location})


@dataclass(frozen=True)
class Asked:
    """One request as the server saw it."""

    place: str
    headers: dict[str, str]


Answering = Answer | Callable[[Asked], Awaitable[Answer]]


class Sites:
    """The server: maps `host/path?query` to answers, or to a coroutine function that gives one."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.pages: dict[str, Answering] = {}
        self.asked: list[Asked] = []
        self.resolver = LoopbackNames()
        self.policy = NetworkPolicy(allow_private=True, total_seconds=10, host_delay=timedelta(0))
        self._tls = tls
        self._runner = web.ServerRunner(web.Server(self._answer))
        self._port = 0

    def __setitem__(self, place: str, answer: Answering | str) -> None:
        self.pages[place] = Answer(answer) if isinstance(answer, str) else answer

    def __delitem__(self, place: str) -> None:
        del self.pages[place]

    def url(self, place: str) -> str:
        """The address of `host/path` on this server."""
        host, slash, path = place.partition("/")
        return f"{'https' if self._tls else 'http'}://{host}:{self._port}{slash or '/'}{path}"

    def session(self, policy: NetworkPolicy | None = None, tls: ssl.SSLContext | None = None) -> ClientSession:
        """The real session for pages, with our names."""
        return page_session(policy or self.policy, self.resolver, tls)

    def count(self, place: str) -> int:
        """How often a page was asked for."""
        return sum(request.place == place for request in self.asked)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0, ssl_context=self._tls).start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    async def _answer(self, request: web.BaseRequest) -> web.Response:
        host = request.headers.get("Host", "").rpartition(":")[0]
        asked = Asked(host + request.raw_path, dict(request.headers))
        self.asked.append(asked)
        found = self.pages.get(asked.place) or self.pages.get(asked.place.partition("?")[0])
        found = found or Answer("not found", status=404)
        answer = found if isinstance(found, Answer) else await found(asked)
        await asyncio.sleep(answer.delay)
        body = answer.text.encode() if isinstance(answer.text, str) else answer.text
        headers = CIMultiDict(answer.headers)
        headers.setdefault("Content-Type", "text/html; charset=utf-8")
        return web.Response(status=answer.status, body=body, headers=headers)


class LoopbackNames(AbstractResolver):
    """Every name is 127.0.0.1, but for what `troubles` and `addresses` say."""

    def __init__(self) -> None:
        self.troubles: dict[str, NameTrouble] = {}
        self.addresses: dict[str, list[str]] = {}
        self.asked: list[str] = []

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        self.asked.append(host)
        if host in self.troubles:
            raise NameFailure(self.troubles[host])
        return [
            ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=0)
            for address in self.addresses.get(host, ["127.0.0.1"])
        ]

    async def close(self) -> None:
        """Nothing to close."""
