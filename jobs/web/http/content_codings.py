"""Content codings undone within bounds: every decoder gives out small windows, whatever it is fed."""

import zlib
from collections.abc import Iterator
from typing import Protocol

import brotli

from jobs.model.page import Headers, header_values

WINDOW = 64 * 2**10
"""The largest piece a decoder gives out at once, in bytes."""

_SLICE = 16 * 2**10
_GZIP_MAGIC = b"\x1f\x8b\x08"
_GZIP_HEADER, _GZIP_TRAILER = 10, 8
_LONGEST_GZIP_HEADER = 128 * 2**10
_MOST_LAYERS = 3

# Servers write these where they mean no coding at all; browsers pass the body through.
_NO_CODING = frozenset({"", "identity", "none", "utf-8", "utf8", "iso-8859-1", "8bit", "7bit", "binary", "text/html"})


class UnknownCodingError(Exception):
    """The body is in a coding that we cannot undo, or not in the coding it claims; the text is for people."""


class TooMuchError(Exception):
    """A layer of coding is longer than a whole page may be."""


class Decoder(Protocol):
    """One layer of coding."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Decode a piece of input into windows; raises `UnknownCodingError`."""

    @property
    def complete(self) -> bool:
        """Whether the coded stream came to its proper end."""


class Layers:
    """The codings of one body, undone piece by piece."""

    def __init__(self, headers: Headers, most: int) -> None:
        """For a body with these headers; no layer takes more than `most` bytes.

        Raises UnknownCodingError where a layer is unknown, or there are too many.
        """
        values = header_values(headers, "content-encoding")
        names = [part.strip().lower() for value in values for part in value.split(",")]
        coded = [name for name in names if name not in _NO_CODING]
        if len(coded) > _MOST_LAYERS:
            raise UnknownCodingError("the page is compressed more times than is sensible")
        self._decoders = [_decoder(name) for name in reversed(coded)]
        self._left = [most] * len(coded)

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Windows of the decoded body, empty ones now and then where nothing came of much work.

        Raises `UnknownCodingError`, and `TooMuchError` for bombs whose inner layers are as large as their outer ones.
        """
        return self._feed(0, data)

    @property
    def is_packed(self) -> bool:
        """Whether there is any coding to undo."""
        return bool(self._decoders)

    @property
    def complete(self) -> bool:
        """Whether every layer came to its proper end."""
        return all(decoder.complete for decoder in self._decoders)

    def _feed(self, depth: int, data: bytes) -> Iterator[bytes]:
        if depth == len(self._decoders):
            yield data
            return
        self._left[depth] -= len(data)
        if self._left[depth] < 0:
            raise TooMuchError
        for start in range(0, len(data), _SLICE):
            for window in self._decoders[depth].feed(data[start : start + _SLICE]):
                yield from self._feed(depth + 1, window)
            yield b""


def looks_compressed(body: bytes | bytearray) -> bool:
    """Whether a decoded body still is gzip, so that nobody could read it."""
    return body.startswith(_GZIP_MAGIC)


def _decoder(name: str) -> Decoder:
    if name in {"gzip", "x-gzip"}:
        return _Gzip()
    if name == "deflate":
        return _Deflate()
    if name == "br":
        return _Brotli()
    raise UnknownCodingError(f"the page came in a coding that was not asked for: {name[:40]}")


def _inflate(engine: "zlib._Decompress", data: bytes, coding: str) -> Iterator[bytes]:
    """Windows out of one zlib stream, until it ends or wants more input."""
    while True:
        try:
            window = engine.decompress(data, WINDOW)
        except zlib.error as error:
            raise UnknownCodingError(f"the page says it is {coding} but is not, or is damaged") from error
        if window:
            yield window
        data = engine.unconsumed_tail
        if engine.eof or (not data and len(window) < WINDOW):
            return


class _Gzip:
    """Gzip with any number of members; what follows them and is no member is ignored, as browsers do.

    So are the checksums behind them: some servers write wrong ones, and the stream itself tells where it ends.
    """

    def __init__(self) -> None:
        self._engine: zlib._Decompress | None = None
        """Of the member that is coming in; None between members."""
        self._held = b""
        """The beginning of a member's header."""
        self._trailer_left = 0
        self._ended = False
        """Whether a member came to its end."""
        self._ignoring = False
        self._begun = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        while data and not self._ignoring:
            self._begun = True
            if self._trailer_left:
                skipped = min(self._trailer_left, len(data))
                self._trailer_left -= skipped
                data = data[skipped:]
            elif self._engine is None:
                data = self._header(data)
            else:
                engine = self._engine
                yield from _inflate(engine, data, "gzip")
                data = b""
                if engine.eof:
                    data, self._engine, self._ended, self._trailer_left = engine.unused_data, None, True, _GZIP_TRAILER

    @property
    def complete(self) -> bool:
        between = self._engine is None and not self._trailer_left and self._ended
        return between or self._ignoring or not self._begun

    def _header(self, data: bytes) -> bytes:
        """The input behind a member's header; empty while there is too little to tell."""
        data, self._held = self._held + data, b""
        if not (data.startswith(_GZIP_MAGIC) or _GZIP_MAGIC.startswith(data)):
            if not self._ended:
                raise UnknownCodingError("the page says it is gzip but is not, or is damaged")
            self._ignoring = True
            return b""
        end = _gzip_header_end(data)
        if end is None:
            if len(data) > _LONGEST_GZIP_HEADER:
                raise UnknownCodingError("the page says it is gzip but is not, or is damaged")
            self._held = data
            return b""
        self._engine = zlib.decompressobj(-zlib.MAX_WBITS)
        return data[end:]


def _gzip_header_end(data: bytes) -> int | None:
    """Where the header of a gzip member ends (RFC 1952, section 2.3); None where it is not whole yet."""
    if len(data) < _GZIP_HEADER:
        return None
    flags, at = data[3], _GZIP_HEADER
    if flags & 4:  # an extra field, its length before it
        at += 2 + int.from_bytes(data[at : at + 2], "little")
    for flag in (8, 16):  # a name and a comment, each up to a zero byte
        if flags & flag:
            end = data.find(b"\0", at)
            if end < 0:
                return None
            at = end + 1
    at += 2 * bool(flags & 2)  # a checksum of the header
    return at if at <= len(data) else None


class _Deflate:
    """Deflate with the zlib wrapper that the standard asks for, or bare, as many servers send it."""

    def __init__(self) -> None:
        self._engine: zlib._Decompress | None = None
        self._start = b""

    def feed(self, data: bytes) -> Iterator[bytes]:
        if self._engine is None:
            data = self._start = self._start + data
            if len(data) < 2:  # noqa: PLR2004 - the zlib header is two bytes
                return
            wrapped = data[0] & 0x0F == zlib.DEFLATED and int.from_bytes(data[:2]) % 31 == 0
            self._engine = zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)
        if not self._engine.eof:
            yield from _inflate(self._engine, data, "deflate")

    @property
    def complete(self) -> bool:
        return self._engine.eof if self._engine else not self._start


class _Brotli:
    """Brotli; its own window is at most 16 MiB, since large windows are not asked for."""

    def __init__(self) -> None:
        self._engine = brotli.Decompressor()
        self._begun = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        self._begun = self._begun or bool(data)
        while not self._engine.is_finished():
            try:
                window = self._engine.process(data, output_buffer_limit=WINDOW)
            except brotli.error as error:
                raise UnknownCodingError("the page says it is br but is not, or is damaged") from error
            if window:
                yield window
            # It may accept more while it still holds output back, so only a short window means that it is drained.
            if len(window) < WINDOW and self._engine.can_accept_more_data():
                return
            data = b""

    @property
    def complete(self) -> bool:
        return self._engine.is_finished() or not self._begun
