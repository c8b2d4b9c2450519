"""What aiohttp's reading of answers leaves open: a bound for all headers together, and bodies that were cut off.

These build on internals of aiohttp (`ResponseHandler`, the connector's `_factory`); the fault tests fail if a new
version of it changes them.
"""

import asyncio
from typing import Any

from aiohttp import ClientPayloadError, TCPConnector
from aiohttp.client_proto import ResponseHandler
from aiohttp.http_exceptions import HttpProcessingError


class HeadersTooLongError(HttpProcessingError):
    """The answer's headers, interim answers included, are longer than policy allows."""


class Answer(ResponseHandler):
    """Reads one answer on one connection."""

    def __init__(self, loop: asyncio.AbstractEventLoop, header_bytes: int) -> None:
        super().__init__(loop)
        self._header_bytes = self._header_bytes_left = header_bytes
        self._final = False

    def data_received(self, data: bytes) -> None:
        """Take bytes in; before the final answer's headers are whole, they count against the bound."""
        super().data_received(data)
        if self._final:
            return
        self._header_bytes_left -= len(data)
        if self._header_bytes_left < 0:
            self._refuse_headers()

    def feed_data(self, data: Any, size: int = 0) -> None:
        """Hand over one answer's head; 1xx answers are only on the way to the final one."""
        message, _ = data
        if sum(len(name) + len(value) + 4 for name, value in message.raw_headers) > self._header_bytes:
            self._refuse_headers()
            return
        self._final = self._final or message.code >= 200 or message.code == 101  # noqa: PLR2004 - classes of RFC 9110
        super().feed_data(data, size)

    def set_exception(self, exc: BaseException, *cause: BaseException) -> None:
        """Tell the reader of the body too: aiohttp leaves it waiting where garbage follows in mid-body."""
        self._fail_body(exc)
        super().set_exception(exc, *cause)

    def connection_lost(self, exc: BaseException | None) -> None:
        """A body without a length that ends by a reset is cut off; aiohttp would take it as whole."""
        if exc is not None:
            self._fail_body(exc)
        super().connection_lost(exc)

    def _refuse_headers(self) -> None:
        self.set_exception(HeadersTooLongError(message="headers too long"))
        if self.transport is not None:
            self.transport.abort()

    def _fail_body(self, exc: BaseException) -> None:
        body = self._payload
        if body is not None and not body.is_eof() and body.exception() is None:
            body.set_exception(ClientPayloadError(str(exc)))


class PageConnector(TCPConnector):
    """A connector whose answers are bounded and that closes its own resolver."""

    def __init__(self, *, header_bytes: int, **options: Any) -> None:
        super().__init__(**options)
        self._resolver_owner = True
        self._factory = lambda: Answer(self._loop, header_bytes)  # type: ignore[assignment] # aiohttp wants a partial
