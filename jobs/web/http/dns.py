"""Names to addresses, without a thread per check-up, and with the kinds of failure told apart."""

import errno
import socket
from enum import StrEnum

import aiodns
import pycares
from aiohttp.abc import AbstractResolver, ResolveResult

_TRY_SECONDS = 3.0
_TRIES = 2
_UNSORTED = 1 << 7  # ARES_AI_NOSORT, which pycares does not name


class NameTrouble(StrEnum):
    """Why a name gave no address; the value is what a person reads."""

    NO_SUCH_NAME = "the name does not exist"
    NO_ADDRESS = "the name exists but has no address"
    BAD_NAME = "this cannot be a host name"
    REFUSED = "the name server refused to answer"
    TIMED_OUT = "the name server did not answer in time"
    FAILED = "the name could not be looked up"


_TROUBLES = {
    aiodns.error.ARES_ENOTFOUND: NameTrouble.NO_SUCH_NAME,
    aiodns.error.ARES_ENODATA: NameTrouble.NO_ADDRESS,
    aiodns.error.ARES_EBADNAME: NameTrouble.BAD_NAME,
    aiodns.error.ARES_EREFUSED: NameTrouble.REFUSED,
    aiodns.error.ARES_ECONNREFUSED: NameTrouble.REFUSED,
    aiodns.error.ARES_ETIMEOUT: NameTrouble.TIMED_OUT,
}


class NameFailure(OSError):  # noqa: N818 - most are the name owner's doing, not an error of ours
    """A name that gave no address; `trouble` says why."""

    def __init__(self, trouble: NameTrouble) -> None:
        super().__init__(errno.ENOENT, trouble.value)
        self.trouble = trouble


class Names(AbstractResolver):
    """The machine's name servers, asked asynchronously; must be closed."""

    def __init__(self, servers: tuple[str, ...] | None = None, *, search_domains: bool = False) -> None:
        """`servers` as `address:port`, by default the machine's own; its search domains are used only on request."""
        # Names on pages are whole: with search domains "gone.example" would be looked for inside our own network too.
        flags = pycares.ARES_FLAG_EDNS | (0 if search_domains else pycares.ARES_FLAG_NOSEARCH)
        # No `lookups`, `domains`, `resolvconf_path`: pycares 5.2 frees their text before c-ares reads it, and a channel
        # that was made of what lies there by then looks nothing up as long as it lives. Hosts files come first anyway.
        self._resolver = aiodns.DNSResolver(servers, timeout=_TRY_SECONDS, tries=_TRIES, flags=flags)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """All addresses of a name; raises `NameFailure`."""
        try:
            # Unsorted: sorting would open sockets towards addresses that the guard has not judged.
            answer = await self._resolver.getaddrinfo(
                host, family=family, port=port, type=socket.SOCK_STREAM, flags=_UNSORTED
            )
        except aiodns.error.DNSError as error:
            raise NameFailure(_TROUBLES.get(error.args[0], NameTrouble.FAILED)) from error
        found = [_result(host, port, node) for node in answer.nodes]
        if not found:
            raise NameFailure(NameTrouble.NO_ADDRESS)
        return found

    async def close(self) -> None:
        """Stop all check-ups."""
        await self._resolver.close()


def _result(host: str, port: int, node: pycares.AddrInfoNode) -> ResolveResult:
    return ResolveResult(
        hostname=host,
        host=node.addr[0].decode("ascii"),
        port=port,
        family=node.family,
        proto=socket.IPPROTO_TCP,
        flags=socket.AI_NUMERICHOST,
    )
