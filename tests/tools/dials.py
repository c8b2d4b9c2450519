"""Watches every connection this process opens from Python code."""

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_watching: list[list[tuple[socket.socket, Any]]] = []


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect":
        for dials in _watching:
            dials.append((arguments[0], arguments[1]))


sys.addaudithook(_hook)  # cannot be taken away again, so there is one, and it is idle while nobody tracks


@contextmanager
def watched_dials() -> Iterator[list[tuple[socket.socket, Any]]]:
    """Every socket that connects while this is open, with the address it dials."""
    dials: list[tuple[socket.socket, Any]] = []
    _watching.append(dials)
    try:
        yield dials
    finally:
        _watching[:] = [each for each in _watching if each is not dials]
