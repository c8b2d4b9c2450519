"""Which host names belong to one owner, and which are ours."""

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from ipaddress import ip_address
from pathlib import Path

from publicsuffixlist import PSLFILE, PublicSuffixList, encode_idn

from jobs.web.urls.standard import host


@cache
def _public_suffixes() -> PublicSuffixList:
    return PublicSuffixList(_rules(), accept_encoded_idn=False)  # some time to read: only when first asked


def _rules() -> Iterator[str]:
    """The rules of the list, those that need it in Punycode too: the library works that out for each of 10,000."""
    for line in Path(PSLFILE).read_text(encoding="utf-8").splitlines():
        if line and line[0] != "/":
            yield line
            if not line.isascii():
                mark, name = ("!", line[1:]) if line[0] == "!" else ("", line)
                yield mark + encode_idn(name.split(" ")[0].lower())


def registrable_domain(url_or_host: str) -> str:
    """The part of a host name that one owner registered: `example.co.uk` for `www.example.co.uk`.

    By the Public Suffix List that comes with `publicsuffixlist`, private section included: `a.blogspot.com` and
    `b.blogspot.com` are two sites, for their owners are two. An IP address, a bare suffix or an unknown single
    label is its own domain.
    """
    return _registered(host(url_or_host) if "//" in url_or_host else url_or_host.lower().rstrip("."))


@lru_cache(maxsize=4096)
def _registered(name: str) -> str:
    """The same of a host: kept by host, for each page is asked for once a day, and its site for each of its pages."""
    return name if is_ip(name) else _public_suffixes().privatesuffix(name) or name


def is_ip(name: str) -> bool:
    """Whether a host is an IP address, IPv6 with or without its brackets."""
    bare = name.removeprefix("[").removesuffix("]")
    if ":" not in bare and not bare[-1:].isdigit():  # as most are: no exception is needed to tell
        return False
    try:
        ip_address(bare)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=4096)
def site_name(said: str) -> str:
    """The name of a site that is said as a domain or an address: in Punycode, without `www.`; empty where it is none.

    `www.gov.uk` is a site of its own, for `gov.uk` is a suffix.
    """
    name = host(said if "//" in said else f"https://{said}/")
    bare = name.removeprefix("www.")
    return name if bare == name or registrable_domain(name) == name else bare


def is_on_site(place: str, sites: Iterable[str]) -> bool:
    """Whether an address or a host name is on one of these sites, which are domains or addresses, or under one."""
    name = site_name(place)
    return any(f".{name}".endswith(f".{site}") for site in map(site_name, sites) if site)
