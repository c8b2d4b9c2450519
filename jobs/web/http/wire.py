"""What aiohttp's reading of answers leaves open: bounds for all that is received, bodies that were cut off, odd heads.

This builds on internals of aiohttp (`ResponseHandler`, the connector's `_factory`); the fault tests fail if a new
version of it changes them.
"""

import asyncio
import ssl
from typing import Any, Self

from aiohttp import ClientPayloadError, ClientResponse, StreamReader, TCPConnector
from aiohttp.client_proto import ResponseHandler
from aiohttp.connector import Connection
from aiohttp.http_exceptions import HttpProcessingError

from jobs.web.http.odd_answers import START_BYTES, ChunkLines, mended_fields, mended_start, plain_head

_INTERIM = frozenset(range(100, 200)) - {101}


class HeadersTooLongError(HttpProcessingError):
    """The answer's headers, interim answers included, are longer than policy allows."""


class GarbledBodyError(ClientPayloadError):
    """What should be a body is not proper HTTP."""


class WireAnswer(ResponseHandler):
    """Reads one answer on one connection."""

    def __init__(self, loop: asyncio.AbstractEventLoop, header_bytes: int, wire_bytes: int) -> None:
        super().__init__(loop)
        self._header_bytes_left = header_bytes
        self._wire_bytes_left = wire_bytes
        self._body: StreamReader | None = None
        self._line = bytearray()
        """What has come of the line that is coming in."""
        self._fields: list[bytes] | None = None
        """The header lines of the answer that is coming in; None before its status line."""
        self._in_status_line = False
        self._chunks: ChunkLines | None = None
        self.overrun = False
        """More came than the answer's length announced."""

    def data_received(self, data: bytes) -> None:
        """Take bytes in: the head line by line, so that it is counted exactly and garbage behind it cannot drown it."""
        start = 0
        while self._body is None and start < len(data):
            end = self._plain_end(data, start)
            if end:
                super().data_received(data[start:end])
            else:
                end = data.find(b"\n", start) + 1 or len(data)
                self._take_head(data[start:end])
            self._header_bytes_left -= end - start
            start = end
            if self._header_bytes_left < 0:
                self._refuse(HeadersTooLongError(message="headers too long"))
            if self.exception() is not None:
                return
        self._wire_bytes_left -= len(data) - start
        if self._wire_bytes_left < 0:
            self._refuse(HttpProcessingError(message="far more was sent than a body holds"))
        elif start < len(data) or not data:
            rest = data[start:]
            super().data_received(self._chunks.feed(rest) if self._chunks and rest else rest)

    def _plain_end(self, data: bytes, start: int) -> int:
        """Where a head ends that has come whole, is as it should be and not too long: most are."""
        between_heads = self._fields is None and not self._line and not self._in_status_line
        end = plain_head(data, start) if between_heads else 0
        return end if end - start <= self._header_bytes_left else 0

    def _take_head(self, piece: bytes) -> None:
        """A line of the head, or a part of one: the status line goes on at once, header lines when all are known."""
        is_whole = piece.endswith(b"\n")
        if self._in_status_line:
            super().data_received(piece)
            self._in_status_line = not is_whole
            return
        self._line += piece
        if not (is_whole or (self._fields is None and len(self._line) >= START_BYTES)):
            return
        line = bytes(self._line)
        self._line.clear()
        if self._fields is None:
            self._begin(line)
            return
        self._fields.append(line)
        if not line.strip(b"\r\n"):
            fields, self._fields = self._fields, None
            super().data_received(mended_fields(fields))

    def _begin(self, line: bytes) -> None:
        """The status line, or enough of it; empty lines before it are none."""
        if line.strip(b"\r\n"):
            super().data_received(mended_start(line))
            self._in_status_line = not line.endswith(b"\n")
            self._fields = []

    def _flush(self) -> None:
        """Hand over what waits for the rest of its line, where no rest comes."""
        waiting = b"".join((*(self._fields or ()), self._line)) + (self._chunks.rest() if self._chunks else b"")
        self._fields, self._line = None, bytearray()
        if waiting and self.exception() is None:
            super().data_received(waiting)

    def feed_data(self, data: Any, size: int = 0) -> None:
        """Hand over one answer's head; 1xx answers are only on the way to the final one."""
        message, body = data
        if message.code not in _INTERIM:
            self._body = body
            self._chunks = ChunkLines() if message.chunked else None
        super().feed_data(data, size)

    def set_exception(self, exc: BaseException, *cause: BaseException) -> None:
        """Tell the reader of the body too: aiohttp leaves it waiting where garbage follows in mid-body."""
        self.overrun = isinstance(exc, HttpProcessingError) and self._body is not None and self._body.is_eof()
        self._fail_body(exc)
        super().set_exception(exc, *cause)

    def connection_lost(self, exc: BaseException | None) -> None:
        """A body without a length that ends by a reset is cut off; aiohttp would take it as whole."""
        self._flush()
        if exc is not None:
            self._fail_body(exc)
        super().connection_lost(exc)

    def _refuse(self, exc: HttpProcessingError) -> None:
        self.set_exception(exc)
        if self.transport is not None:
            self.transport.abort()

    def _fail_body(self, exc: BaseException) -> None:
        body = self._body
        if body is not None and not body.is_eof() and body.exception() is None:
            kind = GarbledBodyError if isinstance(exc, HttpProcessingError) else ClientPayloadError
            body.set_exception(kind(str(exc)))
            body.feed_eof()  # a reader that was just woken by the end of a chunk waits again, deaf to exceptions


class PageResponse(ClientResponse):
    """A response that still knows how it was read after its connection was given back."""

    answer: WireAnswer

    async def start(self, connection: Connection) -> Self:
        """Wait for the head of the answer."""
        assert isinstance(connection.protocol, WireAnswer)
        self.answer = connection.protocol
        await super().start(connection)
        return self


class PageConnector(TCPConnector):
    """A connector whose answers are bounded and that closes its own resolver."""

    def __init__(self, *, header_bytes: int, wire_bytes: int, tls: ssl.SSLContext, **options: Any) -> None:
        super().__init__(ssl=tls, **options)
        self.tls = tls
        self._resolver_owner = True
        self._factory = lambda: WireAnswer(self._loop, header_bytes, wire_bytes)  # type: ignore[assignment] # a partial there
