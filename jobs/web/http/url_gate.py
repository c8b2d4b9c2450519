"""Which addresses may be asked for at all, before any name is looked up."""

from functools import lru_cache

import ada_url
from yarl import URL

from jobs.web.http.policy import NetworkPolicy

_DEFAULT_PORTS = {"http:": 80, "https:": 443}
_JUDGED = ("protocol", "username", "password", "port", "hostname")
_LATELY = 500
"""Addresses whose form is remembered: each is asked for several times on the way to its page."""


def gate(url: str, policy: NetworkPolicy) -> str | None:
    """Why policy forbids to ask for `url`, in words a person can read; None where it may be asked for.

    `url` is absolute and serialised by the URL Standard (`jobs.web.urls.parse` or `join`), so that odd spellings of
    addresses are plain ones by now. Whether the address behind a name is allowed, the guard judges at the dial.
    """
    try:
        parsed = ada_url.parse_url(url, _JUDGED)
    except ValueError:
        return "this is not a web address"
    protocol = parsed["protocol"]
    if protocol not in _DEFAULT_PORTS:
        return f"only http and https are fetched, not {protocol.rstrip(':')}"
    if parsed["username"] or parsed["password"]:
        return "an address with a user name or password is not fetched"
    port = int(parsed["port"] or _DEFAULT_PORTS[protocol])
    if port not in policy.ports and not policy.allow_private:
        return f"port {port} is not allowed"
    if not _read_alike(url, parsed["hostname"], port):
        return "this address can be read in two ways"
    return None


@lru_cache(maxsize=_LATELY)
def request_url(url: str) -> URL:
    """The address in the form aiohttp takes, byte for byte as serialised, without its fragment."""
    return URL(url.partition("#")[0], encoded=True)


def _read_alike(url: str, host: str, port: int) -> bool:
    """Whether the library that dials reads the same host and port as the URL Standard does."""
    try:
        dialled = request_url(url)
    except ValueError:
        return False
    return dialled.raw_host == host.strip("[]") and dialled.port == port
