"""Faults of content codings: cut off, damaged, mislabelled, and bombs."""

import gzip
import zlib
from functools import cache

import brotli

from jobs.model.page import Outcome
from tests.tools.faults.http import HTML, PAGE
from tests.tools.faults.play import Fault, Forever, Hang, Reset, Step, Wait

_LONG = b"".join(b"<p>Line %d of a long page</p>" % number for number in range(3000))
_ZSTD = bytes.fromhex("28b52ffd2003190000616263")


def raw_deflate(data: bytes) -> bytes:
    """Deflate without its wrapper, as many servers send it."""
    engine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return engine.compress(data) + engine.flush()


@cache
def bomb(coding: str, mebibytes: int = 64) -> bytes:
    """A small body that decodes to very much."""
    if coding == "br":
        return bytes(brotli.compress(bytes(mebibytes << 20), quality=5))
    engine = zlib.compressobj(9, wbits=zlib.MAX_WBITS | (16 if coding == "gzip" else 0))
    return b"".join(engine.compress(bytes(1 << 20)) for _ in range(mebibytes)) + engine.flush()


def _coded(name: str, expected: Outcome, coding: str, *body: Step) -> Fault:
    return Fault(name, expected, (HTML + f"Content-Encoding: {coding}\r\n\r\n".encode(), *body))


_GZIP, _BR, _DEFLATE, _RAW = gzip.compress(_LONG), brotli.compress(_LONG), zlib.compress(_LONG), raw_deflate(_LONG)

CUT = (
    *(
        _coded(f"{name} cut in the middle", Outcome.TRUNCATED, coding, body[: len(body) // 2])
        for name, coding, body in (
            ("gzip", "gzip", _GZIP),
            ("br", "br", _BR),
            ("deflate", "deflate", _DEFLATE),
            ("bare deflate", "deflate", _RAW),
        )
    ),
    *(
        _coded(f"{name} cut by one byte", Outcome.TRUNCATED, coding, body[:-1])
        for name, coding, body in (
            ("gzip", "gzip", _GZIP),
            ("br", "br", _BR),
            ("deflate", "deflate", _DEFLATE),
            ("bare deflate", "deflate", _RAW),
        )
    ),
    _coded("gzip without its trailer", Outcome.TRUNCATED, "gzip", _GZIP[:-8]),
    _coded("only the header of gzip", Outcome.TRUNCATED, "gzip", _GZIP[:10]),
    _coded("one byte of gzip", Outcome.TRUNCATED, "gzip", _GZIP[:1]),
    _coded("one byte of deflate", Outcome.TRUNCATED, "deflate", _DEFLATE[:1]),
    _coded("second gzip member cut", Outcome.TRUNCATED, "gzip", _GZIP + _GZIP[:200]),
    _coded("reset within gzip", Outcome.TRUNCATED, "gzip", _GZIP[:500], Wait(0.05), Reset()),
    Fault(
        "silence within gzip", Outcome.TIMEOUT, (HTML + b"Content-Encoding: gzip\r\n\r\n" + _GZIP[:500], Hang()), 0.4
    ),
)

DAMAGED = (
    _coded("gzip damaged in the middle", Outcome.UNKNOWN_ENCODING, "gzip", _GZIP[:2000] + b"\xff" * 50 + _GZIP[2050:]),
    _coded("deflate damaged", Outcome.UNKNOWN_ENCODING, "deflate", _DEFLATE[:2000] + b"\xff" * 50 + _DEFLATE[2050:]),
    _coded("br damaged", Outcome.UNKNOWN_ENCODING, "br", _BR[:2000] + b"\xff" * 50 + _BR[2050:]),
)

MISLABELLED = (
    _coded("plain page called gzip", Outcome.UNKNOWN_ENCODING, "gzip", PAGE),
    _coded("plain page called br", Outcome.UNKNOWN_ENCODING, "br", PAGE),
    _coded("plain page called deflate", Outcome.UNKNOWN_ENCODING, "deflate", PAGE),
    _coded("gzip called br", Outcome.UNKNOWN_ENCODING, "br", _GZIP),
    _coded("br called gzip", Outcome.UNKNOWN_ENCODING, "gzip", _BR),
    _coded("gzip called deflate", Outcome.UNKNOWN_ENCODING, "deflate", _GZIP),
    _coded("gzip called nothing", Outcome.UNKNOWN_ENCODING, "identity", _GZIP),
    _coded("gzip twice, said once", Outcome.UNKNOWN_ENCODING, "gzip", gzip.compress(_GZIP)),
    _coded("gzip once, said twice", Outcome.UNKNOWN_ENCODING, "gzip, gzip", _GZIP),
    _coded("zstd that nobody asked for", Outcome.UNKNOWN_ENCODING, "zstd", _ZSTD),
    _coded("zstd below gzip", Outcome.UNKNOWN_ENCODING, "zstd, gzip", gzip.compress(_ZSTD)),
    _coded("compress that nobody asked for", Outcome.UNKNOWN_ENCODING, "compress", b"\x1f\x9d\x90"),
    _coded("coding that does not exist", Outcome.UNKNOWN_ENCODING, "zebra", PAGE),
    _coded("a hundred codings", Outcome.UNKNOWN_ENCODING, ", ".join(["gzip"] * 100), _GZIP),
    _coded("empty body called gzip", Outcome.NOT_HTML, "gzip"),
)

BOMBS = (
    _coded("gzip bomb", Outcome.TOO_LARGE, "gzip", bomb("gzip")),
    _coded("deflate bomb", Outcome.TOO_LARGE, "deflate", bomb("deflate")),
    _coded("br bomb", Outcome.TOO_LARGE, "br", bomb("br")),
    _coded("gzip bomb in gzip", Outcome.TOO_LARGE, "gzip, gzip", gzip.compress(bomb("gzip"))),
    _coded("br bomb in br", Outcome.TOO_LARGE, "br, br", brotli.compress(bomb("br"))),
    _coded("gzip of nothing without end", Outcome.TOO_LARGE, "gzip", Forever(gzip.compress(b"") * 200)),
    Fault(
        "bomb on an error page",
        Outcome.SERVER_ERROR,
        (b"HTTP/1.1 500 No\r\nContent-Encoding: gzip\r\n\r\n" + bomb("gzip"),),
    ),
)

ALL = CUT + DAMAGED + MISLABELLED + BOMBS
