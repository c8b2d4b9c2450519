"""Made pages served over TLS, in a process of its own: what `bench check`, `bench cores` and `bench peers` read.

nginx serves them where it is installed, else bytes that are ready go out from here. Every host answers for every page,
for programs that cannot be given a resolver. `/-/MODE/NUMBER` sets how all pages answer from then on, and with which
bytes.
"""

import asyncio
import gzip
import json
import re
import ssl
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from jobs.bench._loopback import NameServer
from jobs.bench._made_pages import CHANGING, COUNTED, MARKED, TARGET, ZONE, MadePage, made_pages, path_of
from jobs.bench._nginx import KEPT_OPEN, PROGRAM, nginx, put

SAME, CHANGED, MARKUP, TEXT, AGAIN, NOT_MODIFIED = "same", "changed", "markup", "text", "again", "304"
"""How pages answer: as they were made; with other bytes in a script and a form than before, with another attribute too,
or with other words too; as before, under another ETag; or as before, so that who asks conditionally is told so."""
OURS = "www.our-site.internal"
"""The host of the page that all links lead to."""
_HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Encoding: gzip\r\n"
    b'ETag: "%s"\r\nContent-Length: %d\r\nConnection: close\r\n\r\n'
)
_NOT_MODIFIED = b'HTTP/1.1 304 Not Modified\r\nETag: "%s"\r\nConnection: close\r\n\r\n'
_SMALL = b"HTTP/1.1 %s\r\nContent-Type: text/html\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
_CHANGES = {
    CHANGED: (CHANGING, b"n0nce-at-each-answer-%04d"),
    MARKUP: (MARKED, b'data-at="%04d" ' + MARKED),
    TEXT: (COUNTED, b"%04d-readers"),
}
_CLOSES = b"Connection: close\r\n"
_PATH = re.compile(path_of(0).replace("-0/", r"-(\d+)/"))
_HOME = b"<!doctype html><title>Home</title><h1>Home</h1><p>" + b"Tales of walks and of what we ate. " * 20
_MISSING = b"<!doctype html><title>Not found</title><p>There is nothing here."


@dataclass(frozen=True, slots=True)
class TlsSite:
    """Where the servers listen."""

    port: int
    names: str
    certificate: str
    """The path of the authority that vouches for them."""

    @property
    def target(self) -> str:
        """The address that all tracked links lead to."""
        return f"https://{OURS}:{self.port}/guide"

    def url_of(self, made: MadePage) -> str:
        """Where a page stands here."""
        return f"https://{made.host}:{self.port}{made.path}"

    def body_of(self, made: MadePage) -> bytes:
        """A page as it is served here, its links leading to our page here."""
        return made.body.replace(TARGET.encode(), self.target.encode())


@asynccontextmanager
async def tls_site(pages: int, cores: str = "", program: str = PROGRAM) -> AsyncIterator[TlsSite]:
    """The servers with so many pages, running until the block ends; on these `cores` alone where that can be asked for.

    `program` is nginx; empty: the pages are served without it.

    Raises:
        RuntimeError: there is no `openssl` to make a certificate with.
    """
    with tempfile.TemporaryDirectory() as folder:
        _make_certificate(Path(folder))
        pinned = ("taskset", "-c", cores) if cores else ()
        command = (*pinned, sys.executable, "-m", "jobs.bench._tls_site", str(pages), folder, program)
        child = await asyncio.create_subprocess_exec(
            *command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            yield TlsSite(**json.loads(await child.stdout.readline()))
        finally:
            child.stdin.close()  # which ends it
            await child.wait()


def _make_certificate(folder: Path) -> None:
    options = (
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=bench",
    )
    names = ("-addext", f"subjectAltName=DNS:*.{ZONE},DNS:{OURS},DNS:localhost,IP:127.0.0.1")
    files = ("-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem"))
    try:
        subprocess.run(["openssl", "req", "-x509", *options, *names, *files], check=True, capture_output=True)  # noqa: S603, S607 - our own words; openssl as the PATH has it
    except FileNotFoundError as error:
        raise RuntimeError("there is no openssl on the PATH, which makes the certificate of the pages") from error


class _Site:
    """All pages as they are answered now."""

    def __init__(self, bodies: list[bytes], files: Path | None) -> None:
        """`files` is where nginx finds the pages; None: it is not there."""
        self._bodies, self._files = bodies, files
        self._numbers = dict[str, int]()
        self._packed: list[bytes] = []
        self.set(SAME, 0)

    def set(self, mode: str, number: int) -> None:
        if mode == NOT_MODIFIED:
            return
        self._tag = b"%d" % number
        if mode != AGAIN:
            self._numbers = {} if mode == SAME else {**self._numbers, CHANGED: number, mode: number}
            self._packed = [gzip.compress(self._as_changed(body), 5, mtime=0) for body in self._bodies]
        if self._files:
            put(self._packed, number, self._files)

    def _as_changed(self, body: bytes) -> bytes:
        """The page as the last changes of each kind left it."""
        for mode, number in self._numbers.items():
            old, new = _CHANGES[mode]
            body = body.replace(old, new % number)
        return body

    def answer(self, host: str, path: str, known: bytes) -> bytes:
        """The whole answer to a request; `known` is the ETag that it asks conditionally with."""
        if path.startswith("/-/"):
            _, _, mode, number = path.split("/")
            self.set(mode, int(number))
            return _SMALL % (b"200 OK", 2, b"ok")
        if path == "/" or (host == OURS and path != "/robots.txt"):
            return _SMALL % (b"200 OK", len(_HOME), _HOME)
        found = _PATH.fullmatch(path)
        if found is None:
            return _SMALL % (b"404 Not Found", len(_MISSING), _MISSING)
        if known in {b"*", b'"%s"' % self._tag}:
            return _NOT_MODIFIED % self._tag
        packed = self._packed[int(found[1])]
        return _HEAD % (self._tag, len(packed)) + packed


async def _serve(pages: int, folder: Path, program: str) -> None:
    """Serve until the standard input ends."""
    site: _Site

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            while True:
                request = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                host, known = _header(request, "Host").partition(":")[0], _header(request, "If-None-Match")
                answered = site.answer(host, request.split(" ")[1], known.encode())
                if request.startswith("HEAD "):
                    answered = answered.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
                stays = _header(request, "User-Agent") == KEPT_OPEN
                writer.write(answered.replace(_CLOSES, b"", 1) if stays else answered)
                await writer.drain()
                if not stays:
                    break
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=1024, ssl=None if program else _tls(folder))
    ours = server.sockets[0].getsockname()[1]
    loop = asyncio.get_running_loop()
    names, _ = await loop.create_datagram_endpoint(NameServer, local_addr=("127.0.0.1", 0))
    at = names.get_extra_info("sockname")
    async with nginx(program, ours, _PATH, folder) if program else nullcontext(ours) as port:
        where = TlsSite(port, f"{at[0]}:{at[1]}", str(folder / "cert.pem"))
        bodies = [where.body_of(made) for made in made_pages(pages)]
        site = _Site(bodies, folder if program else None)
        print(json.dumps(asdict(where)), flush=True)  # noqa: T201 - for the process that started this one
        await loop.run_in_executor(None, sys.stdin.read)


def _header(request: str, name: str) -> str:
    found = re.search(rf"\r\n{name}: ([^\r]*)", request, re.IGNORECASE)
    return found[1] if found else ""


def _tls(folder: Path) -> ssl.SSLContext:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return tls


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]))
