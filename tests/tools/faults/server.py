"""Servers that act faults out on loopback."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from urllib.parse import quote, unquote

from tests.tools.faults.play import Fault, play


@asynccontextmanager
async def fault_server(faults: Iterable[Fault]) -> AsyncIterator[str]:
    """One server for many faults: the name of each is its path. Gives the server's origin."""
    known = {fault.name: fault for fault in faults}

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await reader.readuntil(b"\r\n\r\n")
        target = request.split(b" ")[1].decode("latin-1")
        name = unquote(target.partition("?")[0].split("/")[1])
        await play(known[name], origin + target, reader, writer)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    origin = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        yield origin


@asynccontextmanager
async def one_fault_server(fault: Fault, context: ssl.SSLContext | None) -> AsyncIterator[int]:
    """A server for one fault, behind TLS where there is a context. Gives its port."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if fault.reads_request:
            try:
                await reader.readuntil(b"\r\n\r\n")
            except (asyncio.IncompleteReadError, OSError):
                writer.close()
                return
        await play(fault, "", reader, writer)

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    async with server:
        yield server.sockets[0].getsockname()[1]


def path_of(fault: Fault) -> str:
    """Where a fault lives on the server."""
    return "/" + quote(fault.name, safe="")
