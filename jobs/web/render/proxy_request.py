"""What a browser asks of its proxy, read and judged (pure)."""

import base64
from dataclasses import dataclass
from http import HTTPStatus

import ada_url

from jobs.web.http.policy import NetworkPolicy
from jobs.web.http.url_gate import gate
from jobs.web.urls import mask, parse

USER = "page"
_PORTS = {"http:": 80, "https:": 443}
_OF_THE_HOP = frozenset({b"connection", b"proxy-connection", b"proxy-authorization", b"keep-alive", b"te", b"upgrade"})


@dataclass(frozen=True, slots=True)
class ProxyRequest:
    """Where a request wants to go."""

    host: str
    port: int
    head: bytes
    """What the server is sent first; empty for a tunnel, through which the browser speaks itself."""


@dataclass(frozen=True, slots=True)
class ProxyRefusal:
    """A request that does not go out."""

    status: HTTPStatus
    why: str


def proxy_request(head: bytes, password: str, policy: NetworkPolicy) -> ProxyRequest | ProxyRefusal:
    """Judge the head of a request: a tunnel (CONNECT), or an address over http.

    Only the page knows the password: what the browser wants for itself comes without it, and stays here.
    Whether the address behind a name is allowed is judged where it is dialled.
    """
    first, *lines = head.rstrip(b"\r\n").split(b"\r\n")
    headers = [(name.strip(), value.strip()) for name, _, value in (line.partition(b":") for line in lines)]
    if _credentials(password) not in [value for name, value in headers if name.lower() == b"proxy-authorization"]:
        return ProxyRefusal(HTTPStatus.PROXY_AUTHENTICATION_REQUIRED, "not asked for by the page")
    method, _, rest = first.partition(b" ")
    target = rest.rpartition(b" ")[0].decode("latin-1")
    address = f"https://{target}/" if method == b"CONNECT" else target
    parsed = parse(address)
    if parsed is None:
        return ProxyRefusal(HTTPStatus.BAD_REQUEST, "no web address")
    why = gate(parsed, policy)
    if why is not None:
        return ProxyRefusal(HTTPStatus.FORBIDDEN, f"{mask(parsed)}: {why}")
    url = ada_url.URL(parsed)
    port = int(url.port or _PORTS[url.protocol])
    if method == b"CONNECT":
        return ProxyRequest(url.hostname.strip("[]"), port, b"")
    if url.protocol != "http:":
        return ProxyRefusal(HTTPStatus.BAD_REQUEST, "only http is asked of a proxy without a tunnel")
    kept = [b"%s: %s" % pair for pair in headers if pair[0].lower() not in _OF_THE_HOP]
    path = f"{url.pathname}{url.search}".encode("latin-1")
    lines_out = [b"%s %s HTTP/1.1" % (method, path), *kept, b"Connection: close"]
    return ProxyRequest(url.hostname.strip("[]"), port, b"\r\n".join(lines_out) + b"\r\n\r\n")


def _credentials(password: str) -> bytes:
    return b"Basic " + base64.b64encode(f"{USER}:{password}".encode())
