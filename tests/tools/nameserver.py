"""A name server on loopback that answers as a test wants."""

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

NOERROR, SERVFAIL, NXDOMAIN, REFUSED = 0, 2, 3, 5
_A = 1


@dataclass
class NameServer:
    """What each name answers: a code, or IPv4 addresses; unknown names do not exist."""

    answers: dict[str, int | list[str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    address: str = ""


@asynccontextmanager
async def name_server() -> AsyncIterator[NameServer]:
    """A running name server; give `address` to the resolver."""
    server = NameServer()
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(lambda: _Protocol(server), local_addr=("127.0.0.1", 0))
    server.address = "127.0.0.1:{}".format(transport.get_extra_info("sockname")[1])
    try:
        yield server
    finally:
        transport.close()


class _Protocol(asyncio.DatagramProtocol):
    def __init__(self, server: NameServer) -> None:
        self._server = server
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        question_end = data.index(b"\0", 12) + 5
        name = _name(data[12 : question_end - 4])
        (kind,) = struct.unpack("!H", data[question_end - 4 : question_end - 2])
        self._server.asked.append(name)
        answer = self._server.answers.get(name, NXDOMAIN)
        code = answer if isinstance(answer, int) else NOERROR
        records = [_record(address) for address in answer] if isinstance(answer, list) and kind == _A else []
        head = data[:2] + struct.pack("!HHHHH", 0x8180 | code, 1, len(records), 0, 0)
        self._transport.sendto(head + data[12:question_end] + b"".join(records), addr)


def _name(raw: bytes) -> str:
    labels = []
    while raw[0]:
        labels.append(raw[1 : 1 + raw[0]].decode())
        raw = raw[1 + raw[0] :]
    return ".".join(labels).lower()


def _record(address: str) -> bytes:
    return b"\xc0\x0c" + struct.pack("!HHIH", _A, 1, 60, 4) + bytes(int(part) for part in address.split("."))
