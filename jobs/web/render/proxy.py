"""The only way out of the browser: a proxy on loopback that judges each request as every other fetch is judged."""

import asyncio
import contextlib
import secrets
import socket
from http import HTTPStatus
from ipaddress import IPv4Address, ip_address
from types import TracebackType
from typing import Self

from aiohttp.abc import AbstractResolver

from jobs.web.http.address_guard import socket_factory
from jobs.web.http.policy import NetworkPolicy
from jobs.web.render.proxy_request import ProxyRefusal, ProxyRequest, proxy_request

_BLOCK = 64 * 2**10
_WANTS_PASSWORD = HTTPStatus.PROXY_AUTHENTICATION_REQUIRED
_NOT_REACHED = ProxyRefusal(HTTPStatus.BAD_GATEWAY, "not reached")


class GuardedProxy:
    """A proxy for one page, as an async context manager.

    A name is looked up here, each of its addresses judged at its dial, and the dial made to the one that was judged.
    What is in a tunnel is the browser's: it checks certificates itself.
    """

    def __init__(self, policy: NetworkPolicy, resolver: AbstractResolver, *, download: int) -> None:
        """`download`: bytes that may come in before everything is cut off."""
        self.password = secrets.token_urlsafe()
        self.is_over_limit = False
        self.ended = asyncio.Event()
        self._policy = policy
        self._resolver = resolver
        self._left = download
        self._open_socket = socket_factory(policy)
        self._server: asyncio.Server | None = None
        self._at_work: set[asyncio.Task[None]] = set()

    @property
    def address(self) -> str:
        """Where the browser finds it."""
        assert self._server is not None
        host, port = self._server.sockets[0].getsockname()[:2]
        return f"http://{host}:{port}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=self._policy.header_bytes)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Cuts every connection off, and takes no more."""
        if self._server is not None:
            self._server.close()
        for task in self._at_work:
            task.cancel()
        await asyncio.gather(*self._at_work, return_exceptions=True)
        self.ended.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._at_work.add(task)
        try:
            # The browser hangs up, a server breaks off, or `close` does: each ends this connection and no other.
            with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
                await self._pass_on(reader, writer)
        except asyncio.CancelledError:
            writer.transport.abort()  # what is still to be sent would keep it open after all else has ended
            raise
        finally:
            self._at_work.discard(task)
            writer.close()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while isinstance(asked := self._judge(await reader.readuntil(b"\r\n\r\n")), ProxyRefusal):
            writer.write(_refused(asked))
            await writer.drain()
            if asked.status is not _WANTS_PASSWORD:  # a browser comes again with it, on the same connection
                return
        try:
            async with asyncio.timeout(self._policy.connect_seconds):
                server_reader, server_writer = await self._dial(asked)
        except (TimeoutError, OSError):
            writer.write(_refused(_NOT_REACHED))
            await writer.drain()
            return
        try:
            if asked.head:
                server_writer.write(asked.head)
            else:
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            up = asyncio.create_task(_copy(reader, server_writer))
            try:
                await self._down(server_reader, writer, closes=bool(asked.head))
            finally:
                up.cancel()
                await asyncio.gather(up, return_exceptions=True)
        except asyncio.CancelledError:
            server_writer.transport.abort()
            raise
        finally:
            server_writer.close()

    def _judge(self, head: bytes) -> ProxyRequest | ProxyRefusal:
        return proxy_request(head, self.password, self._policy)

    async def _dial(self, asked: ProxyRequest) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection to the first of a name's addresses that is allowed and answers; raises OSError for none."""
        trouble: OSError = OSError("no address")
        for address in await self._addresses(asked.host, asked.port):
            try:
                return await self._connected(address, asked.port)
            except OSError as error:
                trouble = error
        raise trouble

    async def _connected(self, address: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        family = socket.AF_INET if isinstance(ip_address(address), IPv4Address) else socket.AF_INET6
        dialled = self._open_socket((family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (address, port)))
        dialled.setblocking(False)
        try:
            await asyncio.get_running_loop().sock_connect(dialled, (address, port))
        except BaseException:
            dialled.close()
            raise
        return await asyncio.open_connection(sock=dialled)

    async def _addresses(self, host: str, port: int) -> list[str]:
        """What a name stands for; a number stands for itself."""
        with contextlib.suppress(ValueError):
            return [str(ip_address(host))]
        return [each["host"] for each in await self._resolver.resolve(host, port)]

    async def _down(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, closes: bool) -> None:
        """Hand over what the server sends, and say after an answer over http that the connection ends with it."""
        if closes:
            writer.write(await reader.readuntil(b"\n") + b"Connection: close\r\n")
        while block := await reader.read(_BLOCK):
            self._left -= len(block)
            if self._left < 0:
                self.is_over_limit = True
                return
            writer.write(block)
            await writer.drain()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while block := await reader.read(_BLOCK):
        writer.write(block)
        await writer.drain()


def _refused(refusal: ProxyRefusal) -> bytes:
    asks_again = refusal.status is _WANTS_PASSWORD
    line = 'Proxy-Authenticate: Basic realm="page"' if asks_again else "Connection: close"
    return f"HTTP/1.1 {refusal.status.value} {refusal.status.phrase}\r\n{line}\r\nContent-Length: 0\r\n\r\n".encode()
