"""What may be asked for at all."""

import pytest

from jobs.web.http.policy import NetworkPolicy
from jobs.web.http.url_gate import gate, request_url
from jobs.web.urls import parse

REFUSED = [
    ("ftp://a.example/", "only http and https"),
    ("file:///etc/passwd", "only http and https"),
    ("javascript:alert(1)", "only http and https"),
    ("about:blank", "only http and https"),
    ("http://me@a.example/", "user name"),
    ("http://:secret@a.example/", "user name"),
    ("http://a.example:22/", "port 22"),
    ("https://a.example:80000/", "not a web address"),
    ("a.example", "not a web address"),
    ("", "not a web address"),
]


@pytest.mark.parametrize(("url", "why"), REFUSED)
def test_refuses_with_a_reason(url: str, why: str) -> None:
    assert why in (gate(parse(url) or url, NetworkPolicy()) or "")


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example/",
        "https://a.example/",
        "http://a.example:443/",
        "http://a.example:8080/",
        "https://a.example:8443/",
        "http://M\u00fcnchen.example/stra\u00dfe?q=\u00e9#x",
        "http://a_b.example/",
        "http://a.example./",
        "http://8.8.8.8/",
        "http://[2606:4700:4700::1111]/",
        "http://a.example/%zz?%&a=b|c^d`e",
        "http://a.example/?@b.example",
    ],
)
def test_lets_web_addresses_through(url: str) -> None:
    assert gate(parse(url) or "", NetworkPolicy()) is None


def test_private_sites_may_be_on_any_port_but_not_on_any_scheme() -> None:
    private = NetworkPolicy(allow_private=True)
    assert gate("http://wiki.internal:3000/", private) is None
    assert gate("ftp://wiki.internal/", private)


def test_the_request_is_byte_for_byte_the_address_without_its_fragment() -> None:
    url = parse("http://a.example/a b%2f%7e|?q=a b&c=%zz#top") or ""
    assert str(request_url(url)) == "http://a.example/a%20b%2f%7e|?q=a%20b&c=%zz"
