"""What systemd is told: that we are up, and that we are alive. Its protocol is one datagram a word."""

import socket

from msgspec import Struct


class ServiceManager(Struct, frozen=True):
    """The service manager, at the address that it gave us in NOTIFY_SOCKET; empty: there is none."""

    address: str = ""

    async def ready(self) -> None:
        """We are up: what waits for us may start."""
        self._tell(b"READY=1")

    async def alive(self) -> None:
        """The event loop turns; where this stays away for long, we are started anew."""
        self._tell(b"WATCHDOG=1")

    def _tell(self, word: bytes) -> None:
        if self.address:
            place = f"\0{self.address[1:]}" if self.address.startswith("@") else self.address  # @: a name, no file
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
                told.sendto(word, place)
