"""A body read and decoded within bounds."""

import asyncio
from dataclasses import dataclass
from enum import Enum, auto

from aiohttp import ClientError, StreamReader

from jobs.model.page import Headers
from jobs.web.codings import Decoder, UnknownCodingError, decode, decoders, looks_compressed
from jobs.web.wire import GarbledBodyError

_WIRE_SLACK = 64 * 2**10
_TURN_BYTES = 2**20


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
    End.GARBLED: "the answer is not proper HTTP",
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


async def read_body(stream: StreamReader, headers: Headers, most: int) -> Body:
    """Read at most `most` decoded bytes; what came before trouble is kept, for a link may be in it.

    Raises `TimeoutError` only. Gives other tasks a turn after each MiB, so that a bomb stalls nobody.
    """
    data = bytearray()
    try:
        layers = decoders(headers)
        end = await _collect(stream, layers, data, most)
    except UnknownCodingError as error:
        return Body(bytes(data[:most]), End.UNDECODABLE, str(error))
    except (ClientError, OSError) as error:
        if isinstance(error, TimeoutError):
            raise
        end = End.GARBLED if isinstance(error, GarbledBodyError) else End.BROKEN_OFF
    else:
        end = end or _judge(layers, data)
    return Body(bytes(data[:most]), end, _REASONS[end].format(most / 2**20))


async def _collect(stream: StreamReader, layers: list[Decoder], data: bytearray, most: int) -> End | None:
    """Fill `data` from the stream; `End.TOO_LARGE` where there is more than `most`."""
    received, turn = 0, 0
    async for piece in stream.iter_any():
        received += len(piece)
        for window in decode(layers, piece):
            data += window
            turn += len(window)
            if len(data) > most:
                return End.TOO_LARGE
            if turn >= _TURN_BYTES:
                turn = 0
                await asyncio.sleep(0)
        if received > most + _WIRE_SLACK:  # endless input that decodes to nothing
            return End.TOO_LARGE
    return None


def _judge(layers: list[Decoder], data: bytearray) -> End:
    """Whether a body that came to its end is whole."""
    if not all(layer.complete for layer in layers):
        return End.CUT_SHORT
    return End.COMPRESSED if looks_compressed(data) else End.WHOLE
