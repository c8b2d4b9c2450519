"""Which addresses may be dialled, judged at the socket: after DNS, for every redirect and every fallback.

The table is our own and an allow-list for IPv6; it is nowhere looser than Microsoft's AntiSSRF ranges, which a test
holds. Python's `ipaddress.is_global` is looser (6to4, NAT64, AS112, Azure's wire server).
"""

import errno
import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any

from jobs.web.http.policy import NetworkPolicy

AddressInfo = tuple[Any, Any, int, str, tuple[Any, ...]]
"""Family, type, protocol, canonical name and socket address, as `getaddrinfo` gives them."""

_DENIED_V4 = tuple(
    (IPv4Network(block), what)
    for block, what in (
        ("0.0.0.0/8", "this network"),
        ("10.0.0.0/8", "private network"),
        ("100.64.0.0/10", "carrier-grade NAT"),
        ("127.0.0.0/8", "loopback"),
        ("168.63.129.16/32", "cloud platform service"),
        ("169.254.0.0/16", "link-local, cloud metadata"),
        ("172.16.0.0/12", "private network"),
        ("192.0.0.0/24", "protocol assignments"),
        ("192.0.2.0/24", "documentation"),
        ("192.31.196.0/24", "AS112"),
        ("192.52.193.0/24", "multicast tunnelling"),
        ("192.88.99.0/24", "6to4 relay"),
        ("192.168.0.0/16", "private network"),
        ("192.175.48.0/24", "AS112"),
        ("198.18.0.0/15", "benchmarking"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved, broadcast"),
    )
)

_GLOBAL_V6 = IPv6Network("2000::/3")
_DENIED_V6 = tuple(
    (IPv6Network(block), what)
    for block, what in (
        ("2001::/23", "protocol assignments, Teredo"),
        ("2001:db8::/32", "documentation"),
        ("2002::/16", "6to4"),
        ("2620:4f:8000::/48", "AS112"),
        ("3fff::/20", "documentation"),
    )
)


class RefusedAddress(OSError):  # noqa: N818 - a refusal by policy, not a fault of the network
    """An address that policy forbids to dial; `what` says which range it is in.

    The message is the same for all: aiohttp merges the errors of a name's addresses only where their texts agree.
    """

    def __init__(self, address: str, what: str) -> None:
        super().__init__(errno.EACCES, "address not allowed")
        self.address = address
        self.what = what


def refusal(address: str) -> str | None:
    """Why a numeric address is not on the public internet, in two or three words; None where it is.

    What is no plain numeric address is refused as well: a name, an IPv6 zone, an odd spelling.
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return "not an address"
    if isinstance(parsed, IPv6Address):
        return _refusal_v6(parsed)
    return _refusal_v4(parsed)


def socket_factory(policy: NetworkPolicy) -> Callable[[AddressInfo], socket.socket]:
    """What aiohttp's connector calls before each dial; raises `RefusedAddress` where policy forbids it."""

    def open_socket(info: AddressInfo) -> socket.socket:
        family, kind, protocol, _, target = info
        if not policy.allow_private:
            host, port = str(target[0]), target[1]
            what = refusal(host)
            if what is None and port not in policy.ports:
                what = f"port {port}"
            if what is not None:
                raise RefusedAddress(host, what)
        return JudgedSocket(family, kind, protocol, target)

    return open_socket


class JudgedSocket(socket.socket):
    """A socket that dials the one address that was judged, and no other."""

    def __init__(self, family: int, kind: int, protocol: int, target: tuple[Any, ...]) -> None:
        super().__init__(family, kind, protocol)
        self._target = target

    def connect(self, address: Any) -> None:
        """Dial; `RefusedAddress` where the address is not the judged one."""
        if address[:2] != self._target[:2]:
            raise RefusedAddress(str(address[0]), "never judged")
        super().connect(address)


def _refusal_v4(address: IPv4Address) -> str | None:
    return next((what for block, what in _DENIED_V4 if address in block), None)


def _refusal_v6(address: IPv6Address) -> str | None:
    if address.scope_id is not None:
        return "IPv6 zone"
    if address.ipv4_mapped is not None:
        return _refusal_v4(address.ipv4_mapped)
    if address not in _GLOBAL_V6:
        return "not global IPv6"
    return next((what for block, what in _DENIED_V6 if address in block), None)
