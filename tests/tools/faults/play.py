"""How a broken server behaves: steps played on a raw connection."""

import asyncio
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass

from jobs.model.page import Outcome
from tests.tools.clocks import turn_loop

_TURNS = 100
"""Of the loop, in which a client on loopback has read all that was sent: far more than it needs."""


@dataclass(frozen=True)
class Wait:
    """Say nothing for a while."""

    seconds: float


@dataclass(frozen=True)
class Forever:
    """Send the same bytes again and again, until the client has enough."""

    data: bytes
    pause: float = 0.0


class Reset:
    """Break the connection off (RST)."""


class Hang:
    """Say nothing until the client goes."""


@dataclass(frozen=True)
class Silence:
    """Hang, and let so much time go by on the event loop's clock that the client, in the same loop, has had enough."""

    seconds: float


Step = bytes | Wait | Forever | Reset | Hang | Silence


@dataclass(frozen=True)
class Fault:
    """One way to be broken, and how it must be read."""

    name: str
    expected: Outcome
    steps: tuple[Step, ...] | Callable[[str], tuple[Step, ...]]
    """What is sent after the request; a function of the address asked for where the answer depends on it."""
    patience: float = 60.0
    """Seconds the client gives the whole page; short where the fault is to be slow."""
    reads_request: bool = True


async def play(fault: Fault, url: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Act one fault out, then close."""
    steps = fault.steps(url) if callable(fault.steps) else fault.steps
    try:
        for step in steps:
            if await _step(step, reader, writer):
                return
        await writer.drain()
    except (ConnectionError, TimeoutError):
        pass  # the client has had enough, as it should
    finally:
        writer.close()


async def _step(step: Step, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    """One step; True where the connection is over."""
    match step:
        case bytes():
            writer.write(step)
            await writer.drain()
        case Wait():
            await asyncio.sleep(step.seconds)
        case Forever():
            while not writer.is_closing():
                writer.write(step.data)
                await writer.drain()
                await asyncio.sleep(step.pause)
        case Hang():
            await reader.read()
        case Silence():
            for _ in range(_TURNS):
                await asyncio.sleep(0)
            turn_loop(step.seconds)
            await reader.read()
        case Reset():
            sock = writer.get_extra_info("socket")
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()
            return True
    return False
