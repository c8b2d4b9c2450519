"""Web sites and a name server on loopback, in a process of their own: what `bench fetch` reads.

The first label of a host's name says how it answers: `fast-12.test`, `slow-3.test`, `never-1.test`, `bomb.test`;
`dead-7.test` gets no answer from the name server.
"""

import asyncio
import json
import struct
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import brotli

FAST_SECONDS = 0.05
BOMB_MIB = 256

_A = 1
_PAGE = (
    b"<!doctype html><title>Links</title><p>Words around it. "
    + b'<a href="/more">More of the same</a>, and again. ' * 60
    + b'<a href="https://ours.example/">ours</a>'
)
_HEAD = b"HTTP/1.1 %s\r\nContent-Type: text/html\r\nContent-Length: %d\r\nConnection: close\r\n%s\r\n"


@dataclass(frozen=True, slots=True)
class Loopback:
    """Where the servers listen, and what the bomb weighs."""

    port: int
    names: str
    bomb_bytes: int


@asynccontextmanager
async def loopback(slow_seconds: float) -> AsyncIterator[Loopback]:
    """The servers, running until the block ends."""
    command = (sys.executable, "-m", "jobs.bench._loopback", str(slow_seconds))
    child = await asyncio.create_subprocess_exec(
        *command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        yield Loopback(**json.loads(await child.stdout.readline()))
    finally:
        child.stdin.close()  # which ends it
        await child.wait()


async def _serve(slow_seconds: float) -> None:
    delays = {"fast": FAST_SECONDS, "slow": slow_seconds, "never": 3600.0}
    bomb = _bomb()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            kind = request.lower().partition("\r\nhost: ")[2].partition(".")[0].partition("-")[0]
            await asyncio.sleep(delays.get(kind, 0))
            writer.write(_answer(kind, request.split(" ")[1], bomb))
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client had enough, or the servers end
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=1024)
    loop = asyncio.get_running_loop()
    names, _ = await loop.create_datagram_endpoint(NameServer, local_addr=("127.0.0.1", 0))
    at = names.get_extra_info("sockname")
    where = {"port": server.sockets[0].getsockname()[1], "names": f"{at[0]}:{at[1]}", "bomb_bytes": len(bomb)}
    print(json.dumps(where), flush=True)  # noqa: T201 - for the process that started this one
    await loop.run_in_executor(None, sys.stdin.read)


def _answer(kind: str, path: str, bomb: bytes) -> bytes:
    if path == "/robots.txt":
        return _HEAD % (b"404 Not Found", 0, b"")
    body, coding = (bomb, b"Content-Encoding: br\r\n") if kind == "bomb" else (_PAGE, b"")
    return _HEAD % (b"200 OK", len(body), coding) + body


def _bomb() -> bytes:
    squeezed = brotli.Compressor(quality=5, lgwin=24)
    megabyte = bytes(2**20)
    pieces: list[bytes] = [squeezed.process(megabyte) for _ in range(BOMB_MIB)]
    return b"".join([*pieces, squeezed.finish()])


class NameServer(asyncio.DatagramProtocol):
    """Every name is 127.0.0.1, but for dead ones, which it does not answer."""

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if data[13:18] == b"dead-":
            return
        end = data.index(b"\0", 12) + 5
        is_v4 = struct.unpack("!H", data[end - 4 : end - 2]) == (_A,)
        record = b"\xc0\x0c" + struct.pack("!HHIH", _A, 1, 60, 4) + bytes((127, 0, 0, 1)) if is_v4 else b""
        self._transport.sendto(data[:2] + struct.pack("!HHHHH", 0x8180, 1, is_v4, 0, 0) + data[12:end] + record, addr)


if __name__ == "__main__":
    asyncio.run(_serve(float(sys.argv[1])))
