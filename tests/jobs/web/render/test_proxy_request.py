"""What a browser asks of its proxy goes out only where any other fetch would."""

import base64

import pytest

from jobs.web.http.policy import NetworkPolicy
from jobs.web.render.proxy_request import ProxyRefusal, ProxyRequest, proxy_request

POLICY = NetworkPolicy()
PASSWORD = "of-this-page"


def head(first: str, *headers: str, password: str = PASSWORD) -> bytes:
    given = base64.b64encode(f"page:{password}".encode()).decode()
    return "\r\n".join([first, f"Proxy-Authorization: Basic {given}", *headers, "", ""]).encode()


def asked(raw: bytes) -> ProxyRequest | ProxyRefusal:
    return proxy_request(raw, PASSWORD, POLICY)


@pytest.mark.parametrize(
    ("first", "host", "port"),
    [
        ("CONNECT firm.example:443 HTTP/1.1", "firm.example", 443),
        ("CONNECT firm.example:80 HTTP/1.1", "firm.example", 80),
        ("CONNECT [2606:2800:21f:cb07::1]:443 HTTP/1.1", "2606:2800:21f:cb07::1", 443),
        ("GET http://firm.example/a?b=1 HTTP/1.1", "firm.example", 80),
        ("GET http://firm.example:8080/ HTTP/1.1", "firm.example", 8080),
    ],
)
def test_goes_where_pages_may_be(first: str, host: str, port: int) -> None:
    request = asked(head(first))
    assert isinstance(request, ProxyRequest)
    assert (request.host, request.port) == (host, port)


@pytest.mark.parametrize(
    ("first", "status"),
    [
        ("CONNECT firm.example:22 HTTP/1.1", 403),
        ("CONNECT firm.example:6379 HTTP/1.1", 403),
        ("GET http://firm.example:25/ HTTP/1.1", 403),
        ("GET ftp://firm.example/ HTTP/1.1", 403),
        ("GET https://firm.example/ HTTP/1.1", 400),
        ("GET http://ada:lovelace@firm.example/ HTTP/1.1", 403),
        ("GET / HTTP/1.1", 400),
        ("CONNECT HTTP/1.1", 400),
        ("", 400),
    ],
)
def test_stays_where_pages_may_not_be(first: str, status: int) -> None:
    refusal = asked(head(first))
    assert isinstance(refusal, ProxyRefusal)
    assert refusal.status == status


@pytest.mark.parametrize("password", ["", "guessed", PASSWORD.upper()])
def test_what_the_browser_wants_for_itself_stays_here(password: str) -> None:
    refusal = asked(head("CONNECT update.firm.example:443 HTTP/1.1", password=password))
    assert isinstance(refusal, ProxyRefusal)
    assert refusal.status == 407


def test_a_server_learns_nothing_of_the_proxy() -> None:
    raw = head(
        "GET http://firm.example/a HTTP/1.1", "Host: firm.example", "Proxy-Connection: keep-alive", "Accept: */*"
    )
    request = asked(raw)
    assert isinstance(request, ProxyRequest)
    assert request.head == b"GET /a HTTP/1.1\r\nHost: firm.example\r\nAccept: */*\r\nConnection: close\r\n\r\n"
