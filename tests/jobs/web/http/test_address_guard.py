"""No address outside the public internet is dialled, whatever its spelling."""

import errno
import random
import socket
from bisect import bisect_right
from ipaddress import IPv4Address, IPv6Address, ip_network

import pytest
from AntiSSRF import (  # type: ignore[import-untyped] # it ships no types
    AntiSSRFPolicy,
    IPAddressRanges,
    PolicyConfigOptions,
)

from jobs.web.http.address_guard import JudgedSocket, RefusedAddress, refusal, socket_factory
from jobs.web.http.policy import NetworkPolicy

ADDRESSES = 300_000
MAPPED = int(IPv6Address("::ffff:0:0"))

DENIED = [
    ("0.0.0.0", "this network"),
    ("10.1.2.3", "private"),
    ("100.64.0.1", "carrier-grade NAT"),
    ("100.100.100.200", "Alibaba's metadata service"),
    ("127.0.0.1", "loopback"),
    ("127.255.255.254", "loopback is a whole block"),
    ("168.63.129.16", "Azure's wire server, which ipaddress calls global"),
    ("169.254.169.254", "metadata service of most clouds"),
    ("172.31.255.255", "private"),
    ("192.0.0.192", "Oracle's metadata service"),
    ("192.88.99.1", "6to4 relay, which ipaddress calls global"),
    ("192.168.0.1", "private"),
    ("198.18.0.1", "benchmarking"),
    ("224.0.0.1", "multicast"),
    ("255.255.255.255", "broadcast"),
    ("::", "unspecified"),
    ("::1", "loopback"),
    ("::7f00:1", "IPv4-compatible loopback"),
    ("::ffff:127.0.0.1", "mapped loopback"),
    ("::ffff:a9fe:a9fe", "mapped metadata service"),
    ("::ffff:0:127.0.0.1", "translated loopback"),
    ("64:ff9b::7f00:1", "NAT64 of loopback"),
    ("64:ff9b::808:808", "NAT64 of a public address too: it cannot be told whose translator it is"),
    ("64:ff9b:1::1", "local NAT64"),
    ("100::1", "discard"),
    ("2001::1", "Teredo"),
    ("2001:db8::1", "documentation"),
    ("2002:7f00:1::", "6to4 of loopback"),
    ("2002:808:808::", "6to4"),
    ("3fff::1", "documentation"),
    ("4000::1", "not handed out to anyone"),
    ("5f00::1", "segment routing"),
    ("fc00::1", "unique local"),
    ("fd00:ec2::254", "AWS metadata service"),
    ("fe80::1", "link-local"),
    ("fec0::1", "site-local"),
    ("ff02::1", "multicast"),
    ("2606:4700::1111%eth0", "a zone"),
    ("localhost", "a name is no address"),
    ("0x7f.1", "odd spelling"),
    ("2130706433", "odd spelling"),
    ("127.1", "odd spelling"),
    ("0177.0.0.1", "odd spelling"),
    ("8.8.8.8.", "trailing dot"),
    ("", "nothing"),
]

ALLOWED = ["8.8.8.8", "1.1.1.1", "93.184.216.34", "::ffff:8.8.8.8", "2606:4700:4700::1111", "2a00:1450:4001:82a::200e"]


@pytest.mark.parametrize(("address", "why"), DENIED)
def test_refuses_what_is_not_public(address: str, why: str) -> None:
    assert refusal(address), why


@pytest.mark.parametrize("address", ALLOWED)
def test_lets_the_public_internet_through(address: str) -> None:
    assert refusal(address) is None


def edges() -> list[int]:
    """The first and last address of each range the oracle denies, and their neighbours; IPv4 in its mapped form."""
    found = []
    for text in IPAddressRanges.recommended_latest:
        block = ip_network(text)
        offset = MAPPED if block.version == 4 else 0
        first, last = int(block[0]) + offset, int(block[-1]) + offset
        found += [edge for edge in (first - 1, first, last, last + 1) if 0 <= edge < 2**128]
    return found


def sample(count: int) -> list[int]:
    """Random addresses of both families, half of IPv6 in the global block and beside the edges."""
    chance = random.Random(4)
    near = edges()
    makers = (
        lambda: MAPPED + chance.getrandbits(32),
        lambda: chance.getrandbits(128),
        lambda: (1 << 125) | chance.getrandbits(125),
        lambda: min(max(chance.choice(near) + chance.randint(-300, 300), 0), 2**128 - 1),
    )
    return near + [chance.choice(makers)() for _ in range(count - len(near))]


def as_text(number: int) -> str:
    """An address as a resolver gives it."""
    is_v4 = MAPPED <= number < MAPPED + 2**32
    return str(IPv4Address(number - MAPPED)) if is_v4 else str(IPv6Address(number))


def oracle_ranges() -> tuple[list[int], list[int]]:
    """First and last addresses of the ranges that Microsoft's policy denies, merged and sorted."""
    policy = AntiSSRFPolicy(PolicyConfigOptions.EXTERNAL_ONLY_LATEST)
    blocks = sorted((int(d.get_network()[0]), int(d.get_network()[-1])) for d in policy.denied_addresses)
    firsts: list[int] = []
    lasts: list[int] = []
    for first, last in blocks:
        if lasts and first <= lasts[-1] + 1:
            lasts[-1] = max(lasts[-1], last)
        else:
            firsts.append(first)
            lasts.append(last)
    return firsts, lasts


def test_is_nowhere_looser_than_microsofts_ranges() -> None:
    firsts, lasts = oracle_ranges()
    looser = [
        text
        for number in sample(ADDRESSES)
        if (at := bisect_right(firsts, number)) and number <= lasts[at - 1] and refusal(text := as_text(number)) is None
    ]
    assert looser == []


def test_the_short_cut_to_microsofts_ranges_is_microsofts_policy() -> None:
    policy = AntiSSRFPolicy(PolicyConfigOptions.EXTERNAL_ONLY_LATEST)
    firsts, lasts = oracle_ranges()
    for number in sample(2000):
        at = bisect_right(firsts, number)
        denied = bool(at) and number <= lasts[at - 1]
        assert policy._is_network_connection_allowed([as_text(number)]) is not denied


def dial(address: str, port: int = 80, policy: NetworkPolicy | None = None) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    info = (family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (address, port))
    return socket_factory(policy or NetworkPolicy())(info)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:10.0.0.1"])
def test_a_refused_address_gets_no_socket(address: str) -> None:
    with pytest.raises(RefusedAddress) as refused:
        dial(address)
    assert refused.value.address == address


def test_all_refusals_read_the_same_so_that_aiohttp_keeps_their_type() -> None:
    messages = set()
    for address, port in (("127.0.0.1", 80), ("::1", 80), ("8.8.8.8", 25)):
        with pytest.raises(RefusedAddress) as refused:
            dial(address, port)
        messages.add(str(refused.value))
        assert refused.value.errno == errno.EACCES
    assert len(messages) == 1


def test_a_port_that_policy_does_not_name_is_refused_at_the_dial_too() -> None:
    with pytest.raises(RefusedAddress):
        dial("8.8.8.8", 6379)


def test_private_networks_are_dialled_where_config_allows_it() -> None:
    with dial("10.0.0.1", 8000, NetworkPolicy(allow_private=True)) as opened:
        assert isinstance(opened, JudgedSocket)


def test_a_judged_socket_dials_no_other_address() -> None:
    with dial("8.8.8.8") as opened, pytest.raises(RefusedAddress):
        opened.connect(("127.0.0.1", 80))
