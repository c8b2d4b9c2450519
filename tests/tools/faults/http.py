"""Faults of the protocol: connections, headers, statuses, redirects, lengths and chunks."""

from jobs.model.page import Outcome
from tests.tools.faults.play import Fault, Forever, Hang, Reset, Step, Wait

PAGE = b"<!doctype html><title>Partners</title><p>" + b"Nothing to see here. " * 40 + b"</p>"
HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = HTML + b"Transfer-Encoding: chunked\r\n\r\n"
WHOLE = HTML + b"Content-Length: %d\r\n\r\n" % len(PAGE) + PAGE
SHORT = 0.4


def _fault(name: str, expected: Outcome, *steps: Step, patience: float = 60.0) -> Fault:
    return Fault(name, expected, steps, patience)


def _slow(name: str, *steps: Step) -> Fault:
    return Fault(name, Outcome.TIMEOUT, steps, SHORT)


def _status(code: int, expected: Outcome, *headers: bytes) -> Fault:
    head = b"HTTP/1.1 %03d Some Words\r\nContent-Type: text/html\r\n" % code + b"".join(headers)
    body = b"" if code in {204, 304} else PAGE
    length = b"" if code in {204, 304} else b"Content-Length: %d\r\n" % len(PAGE)
    return Fault(
        f"status {code} {b' '.join(headers).decode('latin-1').strip()}".strip(),
        expected,
        (head + length + b"\r\n" + body,),
    )


def _redirect(name: str, expected: Outcome, location: bytes, status: int = 302) -> Fault:
    def steps(url: str) -> tuple[Step, ...]:
        where = location.replace(b"URL", url.encode())
        return (b"HTTP/1.1 %d Found\r\nContent-Length: 0\r\nLocation: %s\r\n\r\n" % (status, where),)

    return Fault(name, expected, steps)


CONNECTIONS = (
    _fault("closed at once", Outcome.CONNECTION_ERROR),
    _fault("reset at once", Outcome.CONNECTION_ERROR, Reset()),
    _slow("no answer", Hang()),
    _fault("closed within the status line", Outcome.CONNECTION_ERROR, b"HTTP/1.1 20"),
    _fault("reset within the status line", Outcome.CONNECTION_ERROR, b"HTTP/1.1 20", Wait(0.05), Reset()),
    _slow("silent within the status line", b"HTTP/1.1 20", Hang()),
    _fault("closed within the headers", Outcome.CONNECTION_ERROR, HTML + b"X-Some: hea"),
    _fault("closed before the empty line", Outcome.CONNECTION_ERROR, HTML),
    _fault("reset within the headers", Outcome.CONNECTION_ERROR, HTML + b"X-So", Wait(0.05), Reset()),
    _slow("silent within the headers", HTML, Hang()),
    _slow("headers drip", HTML + b"X-Drip: ", Forever(b"x", 0.05)),
    _slow("silent before the body", HTML + b"Content-Length: 500\r\n\r\n", Hang()),
    _slow("silent within the body", HTML + b"Content-Length: 5000\r\n\r\n" + PAGE, Hang()),
    _slow("body drips", HTML + b"Content-Length: 50000\r\n\r\n", Forever(b"<p>", 0.05)),
    _slow("chunks drip", CHUNKED, Forever(b"1\r\na\r\n", 0.05)),
    _slow("body without length drips", HTML + b"\r\n" + PAGE, Forever(b"a", 0.05)),
    _slow("error status, then silence before its headers end", b"HTTP/1.1 404 Not Found\r\n", Hang()),
)

NOT_HTTP = (
    _fault("HTTP/0.9", Outcome.BAD_HTTP, PAGE),
    _fault("text banner", Outcome.BAD_HTTP, b"SSH-2.0-OpenSSH_9.2\r\n"),
    _fault("mail banner", Outcome.BAD_HTTP, b"220 mail.example ESMTP\r\n"),
    _fault("binary noise", Outcome.BAD_HTTP, bytes(range(256)) * 8),
    _fault("TLS alert on a plain port", Outcome.BAD_HTTP, b"\x15\x03\x01\x00\x02\x02\x46"),
    _fault("unknown protocol name", Outcome.BAD_HTTP, WHOLE.replace(b"HTTP/1.1", b"XYZ", 1)),
    _fault("impossible version", Outcome.BAD_HTTP, WHOLE.replace(b"HTTP/1.1", b"HTTP/7.3", 1)),
    _fault("version without number", Outcome.BAD_HTTP, WHOLE.replace(b"HTTP/1.1", b"HTTP/", 1)),
    _fault("HTTP/2 preface", Outcome.BAD_HTTP, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    _fault("status without number", Outcome.BAD_HTTP, b"HTTP/1.1 OK\r\n\r\n" + PAGE),
    _fault("status with two digits", Outcome.BAD_HTTP, b"HTTP/1.1 20 OK\r\n\r\n" + PAGE),
    _fault("status with four digits", Outcome.BAD_HTTP, b"HTTP/1.1 2000 OK\r\n\r\n" + PAGE),
    _fault("negative status", Outcome.BAD_HTTP, b"HTTP/1.1 -20 OK\r\n\r\n" + PAGE),
    _fault("a request in answer", Outcome.BAD_HTTP, b"GET / HTTP/1.1\r\nHost: you\r\n\r\n"),
)

HEADERS = (
    _fault("headers without end", Outcome.BAD_HTTP, HTML, Forever(b"X-Flood: " + b"a" * 4000 + b"\r\n")),
    _fault("one header without end", Outcome.BAD_HTTP, HTML + b"X-Flood: ", Forever(b"a" * 4000)),
    _fault("header name without end", Outcome.BAD_HTTP, HTML, Forever(b"a" * 4000)),
    _fault("status line without end", Outcome.BAD_HTTP, b"HTTP/1.1 200 ", Forever(b"O" * 4000)),
    _fault("70 KiB in one header", Outcome.BAD_HTTP, HTML + b"X-Big: " + b"a" * 70_000 + b"\r\n\r\n" + PAGE),
    _fault("70 KiB in many headers", Outcome.BAD_HTTP, HTML + b"X-Big: aaaaaaaaaaa\r\n" * 3_800 + b"\r\n" + PAGE),
    _fault("70 KiB in few headers", Outcome.BAD_HTTP, HTML + (b"X-B: " + b"a" * 7_000 + b"\r\n") * 10 + b"\r\n" + PAGE),
    _fault("too many tiny headers", Outcome.BAD_HTTP, HTML + b"a:b\r\n" * 5_000 + b"\r\n" + PAGE),
    _fault("header with a zero byte", Outcome.BAD_HTTP, HTML + b"X-Zero: a\0b\r\n\r\n" + PAGE),
    _fault("100 Continue without end", Outcome.BAD_HTTP, Forever(b"HTTP/1.1 100 Continue\r\n\r\n" * 50)),
    _fault("103 Early Hints without end", Outcome.BAD_HTTP, Forever(b"HTTP/1.1 103 Hints\r\nLink: </a>\r\n\r\n" * 50)),
    _slow("102 Processing, then silence", b"HTTP/1.1 102 Processing\r\n\r\n", Hang()),
    _slow("1xx answers drip", Forever(b"HTTP/1.1 100 Continue\r\n\r\n", 0.05)),
    _fault("101 that nobody asked for", Outcome.BAD_HTTP, b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n" + PAGE),
)

STATUSES = (
    *(_status(code, Outcome.BLOCKED) for code in (401, 403, 405, 406, 407, 418, 425, 429, 451, 999)),
    *(
        _status(code, Outcome.SERVER_ERROR)
        for code in (500, 501, 502, 503, 504, 505, 507, 508, 511, 520, 522, 526, 530, 599)
    ),
    *(
        _status(code, Outcome.BAD_HTTP)
        for code in (0, 99, 304, 305, 306, 309, 400, 402, 409, 411, 421, 422, 426, 431, 444, 499, 600, 700, 998)
    ),
    *(_status(code, Outcome.BAD_HTTP) for code in (301, 302, 303, 307, 308)),
    _status(304, Outcome.BAD_HTTP, b"Location: /other\r\n"),
    _status(201 + 3, Outcome.NOT_HTML),
    _status(205, Outcome.NOT_HTML),
    _status(206, Outcome.TRUNCATED, b"Content-Range: bytes 0-880/5000\r\n"),
    _status(408, Outcome.TIMEOUT),
    _status(429, Outcome.BLOCKED, b"Retry-After: 120\r\n"),
    _status(503, Outcome.SERVER_ERROR, b"Retry-After: 120\r\n"),
    _status(429, Outcome.BLOCKED, b"Retry-After: Fri, 31 Dec 2100 23:59:59 GMT\r\n"),
    _status(503, Outcome.SERVER_ERROR, b"Retry-After: Fri, 31 Dec 2100 23:59:59 GMT\r\n"),
    _status(503, Outcome.SERVER_ERROR, b"Retry-After: soon\r\n"),
)

REDIRECTS = (
    _redirect("redirect to itself", Outcome.REDIRECT_LOOP, b"URL"),
    _redirect("redirect to a fragment of itself", Outcome.REDIRECT_LOOP, b"#top"),
    _redirect("redirect to the same query", Outcome.REDIRECT_LOOP, b"?again"),
    _redirect("redirect to itself with raw bytes", Outcome.REDIRECT_LOOP, b"?caf\xe9"),
    _redirect("redirects without end", Outcome.REDIRECT_LOOP, b"URL/deeper"),
    _redirect("redirects without end, permanent", Outcome.REDIRECT_LOOP, b"URL/deeper", 308),
    _redirect("redirect without Location's value", Outcome.BAD_HTTP, b""),
    _redirect("redirect with raw bytes as host", Outcome.BAD_HTTP, b"http://caf\xe9 x.example/"),
    _redirect("redirect to half an address", Outcome.BAD_HTTP, b"http://"),
    _redirect("redirect to a broken IPv6", Outcome.BAD_HTTP, b"http://[::1/"),
    _redirect("redirect to an impossible port", Outcome.BAD_HTTP, b"http://a.example:99999/"),
    _redirect("redirect to mail", Outcome.REFUSED_ADDRESS, b"mailto:me@example.com"),
    _redirect("redirect to a script", Outcome.REFUSED_ADDRESS, b"javascript:alert(1)"),
    _redirect("redirect to data", Outcome.REFUSED_ADDRESS, b"data:text/html,<p>hello"),
    _redirect("redirect to a file", Outcome.REFUSED_ADDRESS, b"file:///etc/passwd"),
    _redirect("redirect to ftp", Outcome.REFUSED_ADDRESS, b"ftp://ftp.example/"),
    _redirect("redirect to gopher", Outcome.REFUSED_ADDRESS, b"gopher://127.0.0.1:11211/_stats"),
    _redirect("redirect with a password", Outcome.REFUSED_ADDRESS, b"http://me:secret@a.example/"),
    _fault(
        "two Locations that differ",
        Outcome.BAD_HTTP,
        b"HTTP/1.1 302 Found\r\nLocation: /a\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n",
    ),
    _fault("redirect cut off in its headers", Outcome.CONNECTION_ERROR, b"HTTP/1.1 302 Found\r\nLocation: /elsewh"),
)

LENGTHS = (
    _fault("shorter than its length", Outcome.TRUNCATED, HTML + b"Content-Length: 5000\r\n\r\n" + PAGE),
    _fault("nothing of its length", Outcome.TRUNCATED, HTML + b"Content-Length: 5000\r\n\r\n"),
    _fault(
        "reset before its length", Outcome.TRUNCATED, HTML + b"Content-Length: 5000\r\n\r\n" + PAGE, Wait(0.05), Reset()
    ),
    _fault("reset in a body without length", Outcome.TRUNCATED, HTML + b"\r\n" + PAGE, Wait(0.05), Reset()),
    _fault("longer than its length", Outcome.TRUNCATED, HTML + b"Content-Length: 20\r\n\r\n" + PAGE),
    _fault("much longer than its length", Outcome.TRUNCATED, HTML + b"Content-Length: 300000\r\n\r\n" + PAGE * 2000),
    _fault("negative length", Outcome.BAD_HTTP, HTML + b"Content-Length: -5\r\n\r\n" + PAGE),
    _fault("length in words", Outcome.BAD_HTTP, HTML + b"Content-Length: many\r\n\r\n" + PAGE),
    _fault("length in hexadecimal", Outcome.BAD_HTTP, HTML + b"Content-Length: 0x20\r\n\r\n" + PAGE),
    _fault("two lengths", Outcome.BAD_HTTP, HTML + b"Content-Length: 5\r\nContent-Length: 9\r\n\r\n" + PAGE),
    _fault("length beyond 64 bits", Outcome.BAD_HTTP, HTML + b"Content-Length: 99999999999999999999999\r\n\r\n" + PAGE),
    _fault(
        "length and no chunks",
        Outcome.NOT_HTML,
        HTML + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ),
    _fault("empty page", Outcome.NOT_HTML, HTML + b"Content-Length: 0\r\n\r\n"),
    _fault("page of white space", Outcome.NOT_HTML, HTML + b"Content-Length: 4\r\n\r\n \r\n\t"),
    _fault("endless body", Outcome.TOO_LARGE, HTML + b"\r\n", Forever(b"<p>more</p>" * 1000)),
    _fault("endless chunks", Outcome.TOO_LARGE, CHUNKED, Forever(b"1000\r\n" + b"a" * 4096 + b"\r\n")),
    _fault("eleven MiB", Outcome.TOO_LARGE, HTML + b"Content-Length: 11534336\r\n\r\n" + b"a" * 11_534_336),
)

CHUNKS = (
    _fault("chunks without an end", Outcome.TRUNCATED, CHUNKED + b"5\r\nhello\r\n"),
    _fault("no chunk at all", Outcome.TRUNCATED, CHUNKED),
    _fault(
        "garbage after a chunk, a moment later",
        Outcome.BAD_HTTP,
        CHUNKED + b"5\r\nhello",
        Wait(0.05),
        b"\r\nZZ\r\n",
    ),
    _fault("closed within a chunk", Outcome.TRUNCATED, CHUNKED + b"50\r\nhello"),
    _fault("closed within a chunk's size", Outcome.TRUNCATED, CHUNKED + b"5\r\nhello\r\n1"),
    _fault("reset between chunks", Outcome.TRUNCATED, CHUNKED + b"5\r\nhello\r\n", Wait(0.05), Reset()),
    _fault("garbage for a chunk's size", Outcome.BAD_HTTP, CHUNKED + b"ZZ\r\nhello\r\n0\r\n\r\n"),
    _fault("garbage later", Outcome.BAD_HTTP, CHUNKED + b"5\r\nhello\r\n", Wait(0.05), b"ZZ\r\nfoo\r\n0\r\n\r\n"),
    _fault("negative chunk size", Outcome.BAD_HTTP, CHUNKED + b"-5\r\nhello\r\n0\r\n\r\n"),
    _fault("chunk size beyond 64 bits", Outcome.BAD_HTTP, CHUNKED + b"FFFFFFFFFFFFFFFFFF\r\nhello\r\n0\r\n\r\n"),
    _fault("chunk longer than its size", Outcome.BAD_HTTP, CHUNKED, Wait(0.05), b"3\r\nhello\r\n0\r\n\r\n"),
    _fault("chunk size without end", Outcome.BAD_HTTP, CHUNKED, Wait(0.05), Forever(b"0" * 4000)),
    _fault("chunk extension without end", Outcome.BAD_HTTP, CHUNKED + b"5;", Wait(0.05), Forever(b"a" * 4000)),
    _fault(
        "trailers without end",
        Outcome.BAD_HTTP,
        CHUNKED + b"5\r\nhello\r\n0\r\n",
        Forever(b"X-T: " + b"a" * 4000 + b"\r\n"),
    ),
    _fault("plain body that claims chunks", Outcome.BAD_HTTP, CHUNKED + PAGE),
    _fault("unknown transfer coding", Outcome.BAD_HTTP, HTML + b"Transfer-Encoding: zebra\r\n\r\n" + PAGE),
)

TYPES = (
    _fault("image", Outcome.NOT_HTML, b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n"),
    _fault(
        "endless image",
        Outcome.NOT_HTML,
        b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n",
        Forever(b"\x89" * 4096),
    ),
    _fault("JSON", Outcome.NOT_HTML, b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{}"),
    _fault("PDF", Outcome.NOT_HTML, b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7"),
    _fault("plain text", Outcome.NOT_HTML, b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" + PAGE),
    _fault("download", Outcome.NOT_HTML, b"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n\r\n" + PAGE),
    _fault("untyped PDF", Outcome.NOT_HTML, b"HTTP/1.1 200 OK\r\n\r\n%PDF-1.7 <a href=x>"),
    _fault("untyped text", Outcome.NOT_HTML, b"HTTP/1.1 200 OK\r\n\r\nHello there"),
    _fault("untyped gzip", Outcome.UNKNOWN_ENCODING, b"HTTP/1.1 200 OK\r\n\r\n\x1f\x8b\x08\0\0\0\0\0"),
)

ALL = CONNECTIONS + NOT_HTTP + HEADERS + STATUSES + REDIRECTS + LENGTHS + CHUNKS + TYPES
