"""Which host names belong to one owner."""

from functools import cache, lru_cache
from ipaddress import ip_address

from publicsuffixlist import PublicSuffixList

from jobs.web.urls.standard import host


@cache
def _public_suffixes() -> PublicSuffixList:
    return PublicSuffixList()  # 0.1 s to read: only when first asked


@lru_cache(maxsize=4096)
def registrable_domain(url_or_host: str) -> str:
    """The part of a host name that one owner registered: `example.co.uk` for `www.example.co.uk`.

    By the Public Suffix List that comes with `publicsuffixlist`, private section included: `a.blogspot.com` and
    `b.blogspot.com` are two sites, for their owners are two. An IP address, a bare suffix or an unknown single
    label is its own domain.
    """
    name = host(url_or_host) if "//" in url_or_host else url_or_host.lower().rstrip(".")
    if is_ip(name):
        return name
    return _public_suffixes().privatesuffix(name) or name


def is_ip(name: str) -> bool:
    """Whether a host is an IP address, IPv6 with or without its brackets."""
    try:
        ip_address(name.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return True
