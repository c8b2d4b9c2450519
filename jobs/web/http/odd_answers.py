"""Answers that are not quite HTTP and that browsers read all the same, mended before they are parsed (pure).

Each connection serves one request, so nothing that follows an answer can be mistaken for another one.
"""

import re
from collections.abc import Iterator

_START = re.compile(rb"(?s).{0,4}?(?:(http)/(\d)(?:\.(\d))?|icy)(?=[ \r\n]|\Z)", re.IGNORECASE)
_TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_PLAIN = re.compile(rb"HTTP/1\.[01] [^\r\n]*+\r\n(?:[!#$%&'*+.^_`|~0-9A-Za-z-]++:[^\r\n]*+\r\n)*+\r\n")
_FRAMED = re.compile(rb"\n(?:content-length|transfer-encoding):([^\r]*+)", re.IGNORECASE)
_FRAME = re.compile(rb" ?(?:\d+|chunked)")
_FOLDED = (b" ", b"\t")
_DIGITS = re.compile(rb"\d+")
_LONGEST_SIZE_LINE = 4096
_SIZE = re.compile(rb"\s*([0-9A-Fa-f]{1,16})\s*(?:;.*)?", re.DOTALL)

START_BYTES = 16
"""So many bytes are enough to tell how an answer begins."""


def plain_head(data: bytes, start: int) -> int:
    """Where a whole head ends that begins at `start` and has nothing to be mended; 0 where there is none, or some."""
    found = _PLAIN.match(data, start)
    framed = _FRAMED.findall(found[0]) if found else ()
    is_odd = len(framed) > 1 or not all(map(_FRAME.fullmatch, framed))
    return found.end() if found and not is_odd else 0


def mended_start(line: bytes) -> bytes:
    """The beginning of a status line as HTTP/1 has it: `http/1.1`, `HTTP/2`, `ICY`, a byte order mark first."""
    found = _START.match(line)
    if not found:
        return line
    is_old = found[1] is None or (found[2] == b"1" and found[3] == b"0")
    version = b"HTTP/1.0" if is_old else b"HTTP/1.1"
    odd = found[2] is not None and found[2] not in {b"1", b"2"}
    return line if odd else version + line[found.end() :]


def mended_fields(lines: list[bytes]) -> bytes:
    """The header lines of an answer, the empty one at their end included, as a strict parser takes them.

    Lines that name nothing are left out, as are blanks before a colon. Equal lengths are one, and beside chunks none.
    """
    fields = [field for field in map(_field, _unfolded(lines[:-1])) if field is not None]
    is_chunked = any(name == b"transfer-encoding" and _last_part(line) == b"chunked" for name, line in fields)
    lengths = {part for name, line in fields if name == b"content-length" for part in _parts(line)}
    kept: list[bytes] = []
    has_length = False
    for name, line in fields:
        if name == b"content-length" and (is_chunked or (len(lengths) == 1 and _DIGITS.fullmatch(min(lengths)))):
            if is_chunked or has_length:
                continue
            has_length, line = True, b"Content-Length: " + min(lengths) + b"\r\n"  # noqa: PLW2901 - the same, mended
        kept.append(line)
    return b"".join((*kept, lines[-1]))


def _unfolded(lines: list[bytes]) -> Iterator[bytes]:
    """Each field with the lines that go on with it."""
    field = b""
    for line in lines:
        if line.startswith(_FOLDED):
            field += line if field else b""
            continue
        if field:
            yield field
        field = line
    if field:
        yield field


def _field(line: bytes) -> tuple[bytes, bytes] | None:
    """Name in lower case, and the line; None for what is no field."""
    name, colon, value = line.partition(b":")
    name = name.rstrip(b" \t")
    if not colon or not _TOKEN.fullmatch(name):
        return None
    return name.lower(), name + colon + value


def _parts(line: bytes) -> list[bytes]:
    return [part.strip() for part in line.partition(b":")[2].split(b",")]


def _last_part(line: bytes) -> bytes:
    return _parts(line)[-1].lower()


class ChunkLines:
    """The line ends of a chunked body made CR LF, where a server ends its lines in LF alone."""

    def __init__(self) -> None:
        self._held = b""
        self._left: int | None = None
        """Bytes of the chunk still to come; None between chunks."""
        self._is_odd: bool | None = None
        """Whether lines end in LF alone; None until the first is known."""
        self._in_trailer = False

    def feed(self, data: bytes) -> bytes:
        """The next piece of the body, mended; some of it may be held back until its line is whole."""
        if self._is_odd is False:
            return data
        data, self._held = self._held + data, b""
        if self._is_odd is None:
            end = data.find(b"\n")
            if end < 0 and len(data) < _LONGEST_SIZE_LINE:
                self._held = data
                return b""
            self._is_odd = end >= 0 and data[end - 1 : end] != b"\r"
            if not self._is_odd:
                return data
        return b"".join(self._mended(data))

    def rest(self) -> bytes:
        """What is held back still, where nothing more comes."""
        held, self._held = self._held, b""
        return held

    def _mended(self, data: bytes) -> Iterator[bytes]:
        at = 0
        while at < len(data):
            if self._left:
                piece = data[at : at + self._left]
                at += len(piece)
                self._left -= len(piece)
                yield piece
                continue
            end = data.find(b"\n", at)
            if end < 0 and len(data) - at < _LONGEST_SIZE_LINE:
                self._held = data[at:]
                return
            line = data[at:end].rstrip(b"\r") if end >= 0 else data[at:]
            at = end + 1 if end >= 0 else len(data)
            yield self._line(line)

    def _line(self, line: bytes) -> bytes:
        """A chunk's end, its size, or a line behind the last one."""
        if self._left == 0 and not self._in_trailer:
            self._left = None
            return line + b"\r\n"
        if not self._in_trailer:
            found = _SIZE.fullmatch(line)
            size = int(found[1], 16) if found else 0
            self._in_trailer = size == 0
            self._left = size
        return line + b"\r\n"
