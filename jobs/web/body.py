"""A body read and decoded within bounds."""

import asyncio
from dataclasses import dataclass
from enum import StrEnum

from aiohttp import ClientError, StreamReader

from jobs.model.page import Headers
from jobs.web.codings import Decoder, UnknownCodingError, decode, decoders, looks_compressed

_WIRE_SLACK = 64 * 2**10
_TURN_BYTES = 2**20


class End(StrEnum):
    """How reading a body ended."""

    WHOLE = "whole"
    TRUNCATED = "truncated"
    TOO_LARGE = "too large"
    UNDECODABLE = "undecodable"


@dataclass(frozen=True, slots=True)
class Body:
    """What could be read of a body, its coding undone."""

    data: bytes
    end: End
    reason: str = ""
    """Why it is not whole, for people."""


async def read_body(stream: StreamReader, headers: Headers, most: int) -> Body:
    """Read at most `most` decoded bytes; what came before trouble is kept, for a link may be in it.

    Never raises for what a server sends. Gives other tasks a turn after each MiB, so that a bomb stalls nobody.
    """
    data = bytearray()
    try:
        layers = decoders(headers)
        end = await _collect(stream, layers, data, most)
        if end is None and not all(layer.complete for layer in layers):
            return Body(bytes(data), End.TRUNCATED, "the page's compression was cut short")
    except UnknownCodingError as error:
        return Body(bytes(data), End.UNDECODABLE, str(error))
    except (ClientError, OSError) as error:
        if isinstance(error, TimeoutError):
            raise
        return Body(bytes(data), End.TRUNCATED, "the connection ended in the middle of the page")
    if end is not None:
        return Body(bytes(data[:most]), end, f"the page is larger than {most / 2**20:g} MiB")
    if looks_compressed(data):
        return Body(bytes(data), End.UNDECODABLE, "the page is compressed but does not say so")
    return Body(bytes(data), End.WHOLE)


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
