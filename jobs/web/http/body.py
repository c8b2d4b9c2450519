"""A body read and decoded within bounds."""

import asyncio
from dataclasses import dataclass
from enum import Enum, auto
from time import monotonic

from aiohttp import ClientError, StreamReader

from jobs.model.page import Headers
from jobs.web.http.content_codings import Layers, TooMuchError, UnknownCodingError, looks_compressed
from jobs.web.http.wire import GarbledBodyError

_TURN_SECONDS = 0.01
_PIECE = 16 * 2**10  # small, since a server may send each byte as a chunk of its own


class End(Enum):
    """How reading a body ended."""

    WHOLE = auto()
    CUT_SHORT = auto()
    BROKEN_OFF = auto()
    OVERRUN = auto()
    GARBLED = auto()
    TOO_LARGE = auto()
    UNDECODABLE = auto()
    COMPRESSED = auto()


_REASONS = {
    End.WHOLE: "",
    End.CUT_SHORT: "the page's compression was cut short",
    End.BROKEN_OFF: "the connection ended in the middle of the page",
    End.GARBLED: "the answer is not proper HTTP: it does not keep to its chunks or its length",
    End.TOO_LARGE: "the page is larger than {:g} MiB",
    End.COMPRESSED: "the page is compressed but does not say so",
}


@dataclass(frozen=True, slots=True)
class Body:
    """What could be read of a body, its coding undone."""

    data: bytes
    end: End
    reason: str = ""
    """Why it is not whole, for people."""


async def read_body(stream: StreamReader, headers: Headers, most: int, data: bytearray | None = None) -> Body:
    """Read at most `most` decoded bytes; what came before trouble is kept, for a link may be in it.

    Fills `data`, where given, so that it outlives a reading that is stopped. Raises `TimeoutError` only. Gives other
    tasks a turn every 10 ms of decoding, so that a bomb stalls nobody.
    """
    data = bytearray() if data is None else data
    try:
        layers = Layers(headers, most)
        end = await _collect(stream, layers, data, most)
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
    return Body(_first(data, most), end, _REASONS[end].format(most / 2**20))


def _first(data: bytearray, most: int) -> bytes:
    """At most so many of the bytes, copied once: a page's are many, and memory is dear to ask for."""
    return bytes(memoryview(data)[:most])


async def _collect(stream: StreamReader, layers: Layers, data: bytearray, most: int) -> End | None:
    """Fill `data` from the stream; `End.TOO_LARGE` where there is more than `most`."""
    worked_since = monotonic()
    async for piece in stream.iter_chunked(_PIECE):
        for window in layers.feed(piece):
            data += window
            if len(data) > most:
                return End.TOO_LARGE
            if monotonic() - worked_since > _TURN_SECONDS:
                await asyncio.sleep(0)
                worked_since = monotonic()
    if error := stream.exception():
        raise error
    return None


def _judge(layers: Layers, data: bytearray) -> End:
    """Whether a body that came to its end is whole."""
    if not layers.complete:
        return End.CUT_SHORT
    return End.COMPRESSED if looks_compressed(data) else End.WHOLE
