"""A way to the database of its own, over a link that can be cut: for that, a network namespace with a forwarder in it.

Cutting takes the link down: packets vanish, as where a cable is pulled, and neither side is told.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

FORWARDER = """
import asyncio, sys
path, host, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
async def copy(source, sink):
    try:
        while data := await source.read(65536):
            sink.write(data)
            await sink.drain()
    except OSError:
        pass
    finally:
        sink.close()
async def forward(reader, writer):
    inner_reader, inner_writer = await asyncio.open_unix_connection(path)
    await asyncio.gather(copy(reader, inner_writer), copy(inner_reader, writer))
async def main():
    server = await asyncio.start_server(forward, host, port)
    print("ready", flush=True)
    await server.serve_forever()
asyncio.run(main())
"""
PORT = 5432


def why_not() -> str:
    """Why no network can be cut here, in words; empty where one can."""
    if os.geteuid() != 0 or shutil.which("ip") is None:
        return "NO NETWORK TO CUT: it takes root and `ip` (iproute2)"
    name = f"lwtry{os.getpid()}"
    made = subprocess.run(["ip", "netns", "add", name], capture_output=True, check=False)
    subprocess.run(["ip", "netns", "del", name], capture_output=True, check=False)
    return "" if made.returncode == 0 else "NO NETWORK TO CUT: network namespaces cannot be made here"


class Line:
    """A line to the database."""

    def __init__(self, host: str, device: str) -> None:
        self.host = host
        self._device = device

    def cut(self) -> None:
        """From now on nothing comes through."""
        _ip("link", "set", self._device, "down")

    def mend(self) -> None:
        """It works again."""
        _ip("link", "set", self._device, "up")


@contextmanager
def own_line(socket: Path) -> Iterator[Line]:
    """A line that ends at a server's socket file."""
    number = os.getpid() % 250
    name, near, far = f"lw{number}", f"lwa{number}", f"lwb{number}"
    ours, theirs = f"10.199.{number}.1", f"10.199.{number}.2"
    _ip("netns", "add", name)
    forwarder = None
    try:
        _ip("link", "add", near, "type", "veth", "peer", "name", far, "netns", name)
        _ip("addr", "add", f"{ours}/30", "dev", near)
        _ip("link", "set", near, "up")
        _ip("-n", name, "addr", "add", f"{theirs}/30", "dev", far)
        _ip("-n", name, "link", "set", far, "up")
        forwarder = subprocess.Popen(
            ["ip", "netns", "exec", name, sys.executable, "-c", FORWARDER, str(socket), theirs, str(PORT)],
            stdout=subprocess.PIPE,
        )
        assert forwarder.stdout is not None
        forwarder.stdout.readline()
        yield Line(theirs, near)
    finally:
        if forwarder is not None:
            forwarder.kill()
            forwarder.communicate()
        with suppress(subprocess.CalledProcessError):
            _ip("netns", "del", name)


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True)
