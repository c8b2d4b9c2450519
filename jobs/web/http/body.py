"""A body read and decoded within bounds."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import suppress
from enum import Enum, auto
from time import monotonic

from aiohttp import ClientError, StreamReader
from msgspec import Struct

from jobs.model.page import Headers, header_values
from jobs.web.http.content_codings import Layers, TooMuchError, UnknownCodingError, looks_compressed
from jobs.web.http.wire import GarbledBodyError

_TURN_SECONDS = 0.01
_PIECE = 16 * 2**10  # small, since a server may send each byte as a chunk of its own
_HASH_CHARS = 32  # 16 bytes: enough that no two bodies have the same unless somebody breaks it


class End(Enum):
    """How reading a body ended."""

    WHOLE = auto()
    KNOWN = auto()
    CUT_SHORT = auto()
    BROKEN_OFF = auto()
    OVERRUN = auto()
    GARBLED = auto()
    TOO_LARGE = auto()
    UNDECODABLE = auto()
    COMPRESSED = auto()


_REASONS = {
    End.WHOLE: "",
    End.KNOWN: "",
    End.CUT_SHORT: "the page's compression was cut short",
    End.BROKEN_OFF: "the connection ended in the middle of the page",
    End.GARBLED: "the answer is not proper HTTP: it does not keep to its chunks or its length",
    End.TOO_LARGE: "the page is larger than {:g} MiB",
    End.COMPRESSED: "the page is compressed but does not say so",
}


class Body(Struct, frozen=True):
    """What could be read of a body, its coding undone."""

    data: bytes
    end: End
    reason: str = ""
    """Why it is not whole, for people."""
    packed_hash: str = ""
    """As `Validators` has it."""


async def read_body(
    stream: StreamReader, headers: Headers, most: int, data: bytearray | None = None, known: str = ""
) -> Body:
    """Read at most `most` decoded bytes; what came before trouble is kept, for a link may be in it.

    Fills `data`, where given, so that it outlives a reading that is stopped. One that ends with the packed hash that is
    `known` is not decoded. Raises `TimeoutError` only. Gives other tasks a turn every 10 ms of decoding, so that a bomb
    stalls nobody.
    """
    data = bytearray() if data is None else data
    packed = _Packed(headers, known)
    try:
        layers = Layers(headers, most)
        end = await _collect(stream, packed, _Decoding(layers, data, most))
    except TooMuchError:
        end = End.TOO_LARGE
    except UnknownCodingError as error:
        return Body(_first(data, most), End.UNDECODABLE, str(error))
    except (ClientError, OSError) as error:
        if isinstance(error, TimeoutError):
            raise
        end = End.GARBLED if isinstance(error, GarbledBodyError) else End.BROKEN_OFF
    else:
        end = end or _judge(layers, data)
    told = packed.hash if end is End.WHOLE and layers.is_packed else ""
    return Body(_first(data, most), end, _REASONS[end].format(most / 2**20), told)


def _first(data: bytearray, most: int) -> bytes:
    """At most so many of the bytes, copied once: a page's are many, and memory is dear to ask for."""
    return bytes(memoryview(data)[:most])


class _Packed:
    """A body as it comes in, held back for as long as it may be the one that is known."""

    def __init__(self, headers: Headers, known: str) -> None:
        said = (*header_values(headers, "content-encoding"), "", *header_values(headers, "content-type"))
        self._told = hashlib.sha256("\n".join(said).encode("utf-8", "surrogatepass"))
        self._known = known
        length = known.partition(" ")[0]
        self._known_length = int(length) if length.isdecimal() else 0
        self._length = 0
        self._held = bytearray()

    def take(self, piece: bytes) -> bytes:
        """What has to be decoded by now."""
        self._told.update(piece)
        self._length += len(piece)
        if self._length > self._known_length and not self._held:
            return piece
        self._held += piece
        return self.rest() if self._length > self._known_length else b""

    def rest(self) -> bytes:
        """What was held back."""
        held, self._held = bytes(self._held), bytearray()
        return held

    @property
    def hash(self) -> str:
        """The length, and a hash of all that came and of what decides how it is read."""
        return f"{self._length} {self._told.hexdigest()[:_HASH_CHARS]}"

    @property
    def is_known(self) -> bool:
        """Whether all that came is what is known."""
        return self._length == self._known_length and self.hash == self._known


class _Decoding:
    """A body as it is decoded, with a turn for others now and then."""

    def __init__(self, layers: Layers, data: bytearray, most: int) -> None:
        self._layers, self._data, self._most = layers, data, most
        self._worked_since = monotonic()

    async def feed(self, piece: bytes) -> bool:
        """Whether there is no more than may be, with what a piece decodes to."""
        for window in self._layers.feed(piece):
            self._data += window
            if len(self._data) > self._most:
                return False
            if monotonic() - self._worked_since > _TURN_SECONDS:
                await asyncio.sleep(0)
                self._worked_since = monotonic()
        return True


async def _pieces(stream: StreamReader) -> AsyncIterator[bytes]:
    """All that comes, and then the trouble that ended it, if any."""
    async for piece in stream.iter_chunked(_PIECE):
        yield piece
    if error := stream.exception():  # aiohttp ends in silence where the trouble was noted beside the last bytes
        raise error


async def _collect(stream: StreamReader, packed: _Packed, decoding: _Decoding) -> End | None:
    """Decode all of the stream; `End.TOO_LARGE` where there is more than may be, `End.KNOWN` where it is known."""
    try:
        async for piece in _pieces(stream):
            if not await decoding.feed(packed.take(piece)):
                return End.TOO_LARGE
    except BaseException:
        with suppress(UnknownCodingError, TooMuchError):  # why it ended says more
            await decoding.feed(packed.rest())
        raise
    if packed.is_known:
        return End.KNOWN
    return None if await decoding.feed(packed.rest()) else End.TOO_LARGE


def _judge(layers: Layers, data: bytearray) -> End:
    """Whether a body that came to its end is whole."""
    if not layers.complete:
        return End.CUT_SHORT
    return End.COMPRESSED if looks_compressed(data) else End.WHOLE
